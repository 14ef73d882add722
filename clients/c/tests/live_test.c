/* The whole library against a real gRPC server. Started by live.py with a folder of certificates and the
 * targets. */
#include "check.h"

#include <pishkhan/pishkhan.h>
#include <poll.h>
#include <stdlib.h>

static const char CODE[] = "1234567890123456";
static char folder[512];
static const char *public_target, *mutual_target, *expired_target, *cut_target, *http1_target, *closed_target,
    *silent_target, *strict_target, *sweep_target;
static int sweep_count;

static const char *file(const char *name) {
  static char paths[8][600];
  static unsigned next;
  char *path = paths[next++ % 8];
  snprintf(path, sizeof paths[0], "%.500s/%s", folder, name);
  return path;
}

static pishkhan_client *open_to(const char *target, const char *identity) {
  pishkhan_options options = {
      .size = sizeof options, .target = target, .ca_file = file("ca.pem"), .language = "fa"};
  char certificate[64], key[64];
  pishkhan_client *client;
  pishkhan_error *error;
  if (identity) {
    snprintf(certificate, sizeof certificate, "%s.pem", identity);
    snprintf(key, sizeof key, "%s.key", identity);
    options.certificate_file = file(certificate);
    options.key_file = file(key);
  }
  CHECK_NUMBER(pishkhan_open(&options, &client, &error), PISHKHAN_OK);
  CHECK(error == NULL);
  return client;
}

/* Checks an error and frees it. */
static void check_error(pishkhan_error *error, pishkhan_status status, pishkhan_reason reason, pishkhan_at at,
                        pishkhan_durable durable) {
  char paragraph[2048];
  CHECK_TEXT(pishkhan_status_name(pishkhan_error_status(error)), pishkhan_status_name(status));
  CHECK_TEXT(pishkhan_reason_name(pishkhan_error_reason(error)), pishkhan_reason_name(reason));
  CHECK_TEXT(pishkhan_at_name(pishkhan_error_at(error)), pishkhan_at_name(at));
  CHECK_TEXT(pishkhan_durable_name(pishkhan_error_durable(error)), pishkhan_durable_name(durable));
  pishkhan_error_explain(error, "en", paragraph, sizeof paragraph);
  printf("     %s\n", paragraph);
  pishkhan_error_explain(error, "fa", paragraph, sizeof paragraph);
  printf("     %s\n", paragraph);
  pishkhan_error_free(error);
}

static void catalogue(void) {
  pishkhan_client *client = open_to(public_target, NULL);
  pishkhan_error *error;
  pishkhan_agency_list *agencies;
  CHECK_NUMBER(pishkhan_list_agencies(client, NULL, &agencies, &error), PISHKHAN_OK);
  CHECK_NUMBER(agencies->agency_count, 1);
  CHECK_TEXT(pishkhan_text_in(agencies->agencies[0]->names, agencies->agencies[0]->name_count, "fa"),
             "ثبت احوال");
  pishkhan_agency_list_free(agencies);

  pishkhan_service_page *page;
  CHECK_NUMBER(pishkhan_list_services(client, NULL, 2, NULL, NULL, &page, &error), PISHKHAN_OK);
  CHECK_NUMBER(page->service_count, 2);
  CHECK_TEXT(page->services[1]->code, "second");
  CHECK_TEXT(page->next_page_token, "2");
  pishkhan_service_page *next;
  CHECK_NUMBER(pishkhan_list_services(client, NULL, 2, page->next_page_token, NULL, &next, &error),
               PISHKHAN_OK);
  CHECK_TEXT(next->next_page_token, "");
  pishkhan_service_page_free(page);
  pishkhan_service_page_free(next);

  pishkhan_service *service;
  CHECK_NUMBER(pishkhan_get_service(client, "first", NULL, &service, &error), PISHKHAN_OK);
  CHECK_NUMBER(service->attribute_count, 2);
  CHECK(service->attributes[0]->required);
  CHECK_TEXT(service->attributes[0]->allowed_values[1], "damaged");
  CHECK_TEXT(pishkhan_attribute_format_name(service->attributes[1]->format), "POSTAL_CODE");
  CHECK_TEXT(service->documents[0], "photo");
  CHECK_NUMBER(service->fee_rial, 250000);
  pishkhan_service_free(service);

  CHECK_NUMBER(pishkhan_get_service(client, "none", NULL, &service, &error), PISHKHAN_NOT_FOUND);
  CHECK(service == NULL);
  CHECK_TEXT(pishkhan_error_text(error), "چنین خدمتی نیست");
  CHECK_TEXT(pishkhan_error_message(error), "there is no service \"none\"");
  CHECK_TEXT(pishkhan_error_trace_id(error), "t-1");
  check_error(error, PISHKHAN_NOT_FOUND, PISHKHAN_REASON_SERVICE_UNKNOWN, PISHKHAN_AT_EDGE,
              PISHKHAN_DURABLE_NO);
  pishkhan_close(client);
}

static void submitting(void) {
  pishkhan_client *client = open_to(mutual_target, "agency");
  const char *const values[] = {"lost"};
  const pishkhan_form_value form = {"reason", values, 1};
  pishkhan_submission submission = {.size = sizeof submission,
                                    .service = "first",
                                    .national_id = "0499370899",
                                    .form = &form,
                                    .form_count = 1};
  pishkhan_receipt *receipt, *again;
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_submit(client, &submission, NULL, &receipt, &error), PISHKHAN_OK);
  CHECK_TEXT(receipt->tracking_code, CODE);
  CHECK_TEXT(receipt->secret, "654321");
  CHECK_NUMBER(receipt->event_hash_size, 32);
  CHECK(!receipt->repeated_key);
  CHECK_NUMBER(receipt->idempotency_key[6] >> 4, 7);

  submission.idempotency_key = receipt->idempotency_key;
  CHECK_NUMBER(pishkhan_submit(client, &submission, NULL, &again, &error), PISHKHAN_OK);
  CHECK(again->repeated_key);
  pishkhan_receipt_free(receipt);
  pishkhan_receipt_free(again);

  submission.idempotency_key = NULL;
  submission.note = "busy"; /* UNAVAILABLE twice, with pushback */
  CHECK_NUMBER(pishkhan_submit(client, &submission, NULL, &receipt, &error), PISHKHAN_OK);
  CHECK(!receipt->repeated_key);
  pishkhan_receipt_free(receipt);

  submission.national_id = "0499370898";
  CHECK_NUMBER(pishkhan_submit(client, &submission, NULL, &receipt, &error), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_error_violation_count(error), 2);
  CHECK_TEXT(pishkhan_error_violation(error, 0)->field, "national_id");
  CHECK_TEXT(pishkhan_error_violation(error, 0)->reason, "check_digit");
  CHECK_TEXT(pishkhan_error_violation(error, 1)->text_fa, "لازم است");
  CHECK(pishkhan_error_violation(error, 2) == NULL);
  CHECK(pishkhan_error_key(error) != NULL);
  check_error(error, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FIELD_INVALID, PISHKHAN_AT_EDGE,
              PISHKHAN_DURABLE_NO);
  pishkhan_close(client);
}

static void tracking(void) {
  pishkhan_client *client = open_to(public_target, NULL);
  pishkhan_tracking *tracking;
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_track(client, CODE, NULL, NULL, &tracking, &error), PISHKHAN_OK);
  CHECK(tracking->details == NULL);
  CHECK_TEXT(pishkhan_state_text(tracking->state, "fa"), "در انتظار پاسخ متقاضی");
  pishkhan_tracking_free(tracking);
  CHECK_NUMBER(pishkhan_track(client, CODE, "654321", NULL, &tracking, &error), PISHKHAN_OK);
  CHECK_NUMBER(tracking->details->version, 2);
  CHECK_TEXT(tracking->details->given_name, "مریم");
  CHECK_NUMBER(strlen(tracking->details->note), 300000);
  CHECK_TEXT(tracking->details->form[0].values[0], "lost");
  CHECK_TEXT(tracking->details->open_questions[0].text, "کد پستی؟");
  pishkhan_tracking_free(tracking);
  CHECK_NUMBER(pishkhan_track(client, CODE, "111111", NULL, &tracking, &error), PISHKHAN_UNAUTHENTICATED);
  CHECK_NUMBER(pishkhan_error_retry_after_ms(error), 1500);
  check_error(error, PISHKHAN_UNAUTHENTICATED, PISHKHAN_REASON_CODE_OR_SECRET_WRONG, PISHKHAN_AT_EDGE,
              PISHKHAN_DURABLE_NO);
  CHECK_NUMBER(pishkhan_track(client, "bare", NULL, NULL, &tracking, &error), PISHKHAN_DATA_LOSS);
  CHECK_TEXT(pishkhan_error_message(error), "no details: 100% سلام");
  check_error(error, PISHKHAN_DATA_LOSS, PISHKHAN_REASON_UNSPECIFIED, PISHKHAN_AT_UNSPECIFIED,
              PISHKHAN_DURABLE_NO);
  pishkhan_call_options brief = {.size = sizeof brief, .deadline_ms = 150};
  CHECK_NUMBER(pishkhan_track(client, "slow", NULL, &brief, &tracking, &error), PISHKHAN_DEADLINE_EXCEEDED);
  check_error(error, PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_DEADLINE_PASSED, PISHKHAN_AT_CLIENT,
              PISHKHAN_DURABLE_NO);
  CHECK_NUMBER(pishkhan_track(client, CODE, NULL, NULL, &tracking, NULL), PISHKHAN_OK);
  pishkhan_tracking_free(tracking);
  pishkhan_close(client);
}

static void history_and_watch(void) {
  pishkhan_client *client = open_to(public_target, NULL);
  pishkhan_history_page *page;
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_history(client, CODE, "654321", 1, 1, NULL, &page, &error), PISHKHAN_OK);
  CHECK_NUMBER(page->event_count, 1);
  CHECK_NUMBER(page->events[0]->number, 2);
  CHECK_TEXT(pishkhan_role_name(page->events[0]->role), "KIOSK");
  CHECK(page->more);
  pishkhan_history_page_free(page);

  pishkhan_watch *watch;
  pishkhan_event *event;
  CHECK_NUMBER(pishkhan_watch_open(client, CODE, "654321", 0, NULL, &watch, &error), PISHKHAN_OK);
  for (uint32_t number = 1; number <= 5; number++) { /* the server stops after two, and repeats one */
    CHECK_NUMBER(pishkhan_watch_next(watch, 10000, &event, &error), PISHKHAN_NEXT_ITEM);
    CHECK_NUMBER(event->number, number);
    pishkhan_event_free(event);
  }
  CHECK_NUMBER(pishkhan_watch_next(watch, 10000, &event, &error), PISHKHAN_NEXT_END);
  CHECK_NUMBER(pishkhan_watch_next(watch, 10000, &event, &error), PISHKHAN_NEXT_END);
  pishkhan_watch_close(watch);
  pishkhan_close(client);
}

static void acting(void) {
  pishkhan_client *client = open_to(mutual_target, "agency");
  pishkhan_error *error;
  pishkhan_outcome *outcome;
  pishkhan_citizen_act answer = {.size = sizeof answer,
                                 .tracking_code = CODE,
                                 .secret = "654321",
                                 .expected_version = 1,
                                 .action = PISHKHAN_ACTION_ANSWER};
  CHECK_NUMBER(pishkhan_act_as_citizen(client, &answer, NULL, &outcome, &error), PISHKHAN_ABORTED);
  CHECK_NUMBER(pishkhan_error_current_version(error), 2);
  answer.expected_version = 2;
  check_error(error, PISHKHAN_ABORTED, PISHKHAN_REASON_VERSION_STALE, PISHKHAN_AT_EDGE, PISHKHAN_DURABLE_NO);
  CHECK_NUMBER(pishkhan_act_as_citizen(client, &answer, NULL, &outcome, &error), PISHKHAN_OK);
  CHECK_NUMBER(outcome->version, 3);
  pishkhan_outcome_free(outcome);

  pishkhan_inbox_page *page;
  CHECK_NUMBER(pishkhan_inbox(client, NULL, NULL, &page, &error), PISHKHAN_OK);
  CHECK_NUMBER(page->item_count, 2);
  CHECK_TEXT(page->next_cursor, "");
  pishkhan_inbox_page_free(page);
  const pishkhan_question questions[] = {{"postal", "کد پستی؟"}, {"reason", "چرا؟"}};
  pishkhan_agency_act ask = {.size = sizeof ask,
                             .tracking_code = CODE,
                             .expected_version = 7,
                             .action = PISHKHAN_ACTION_ASK_CITIZEN,
                             .questions = questions,
                             .question_count = 2};
  CHECK_NUMBER(pishkhan_act_as_agency(client, &ask, NULL, &outcome, &error), PISHKHAN_OK);
  CHECK_NUMBER(outcome->state, PISHKHAN_STATE_WAITING_CITIZEN);
  CHECK_NUMBER(outcome->time_ms, 2); /* the server counts the questions */
  pishkhan_outcome_free(outcome);

  pishkhan_survey *survey;
  CHECK_NUMBER(pishkhan_get_survey(client, CODE, "654321", NULL, &survey, &error), PISHKHAN_OK);
  CHECK_TEXT(pishkhan_question_kind_name(survey->questions[0]->kind), "RATING");
  pishkhan_survey_free(survey);
  const pishkhan_survey_answer answers[] = {{"overall", 5, NULL}, {"text", 0, "خوب بود"}};
  pishkhan_feedback feedback = {.size = sizeof feedback,
                                .tracking_code = CODE,
                                .secret = "654321",
                                .answers = answers,
                                .answer_count = 2,
                                .settled = PISHKHAN_SETTLED_YES};
  CHECK_NUMBER(pishkhan_submit_feedback(client, &feedback, NULL, &outcome, &error), PISHKHAN_OK);
  CHECK_NUMBER(outcome->version, 12);
  pishkhan_outcome_free(outcome);
  pishkhan_close(client);
}

static void generic(void) {
  pishkhan_client *client = open_to(public_target, NULL);
  pishkhan_error *error;
  pishkhan_bytes *bytes;
  pishkhan_health health;
  CHECK_NUMBER(pishkhan_check_health(client, NULL, NULL, &health, &error), PISHKHAN_OK);
  CHECK_NUMBER(health, PISHKHAN_HEALTH_SERVING);
  CHECK_NUMBER(pishkhan_check_health(client, "none", NULL, &health, &error), PISHKHAN_NOT_FOUND);
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_call(client, "/grpc.health.v1.Health/Check", NULL, 0, NULL, &bytes, &error),
               PISHKHAN_OK);
  CHECK_NUMBER(bytes->size, 2);
  pishkhan_bytes_free(bytes);
  CHECK_NUMBER(pishkhan_call(client, "/no.Such/Method", NULL, 0, NULL, &bytes, &error),
               PISHKHAN_UNIMPLEMENTED);
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_call(client, "no path", NULL, 0, NULL, &bytes, &error), PISHKHAN_INVALID_ARGUMENT);
  pishkhan_error_free(error);

  pishkhan_stream *stream;
  CHECK_NUMBER(pishkhan_stream_open(client, "/grpc.health.v1.Health/Watch", NULL, &stream, &error),
               PISHKHAN_OK);
  CHECK_NUMBER(pishkhan_stream_send(stream, "", 0, &error), PISHKHAN_OK);
  CHECK_NUMBER(pishkhan_stream_finish(stream, &error), PISHKHAN_OK);
  CHECK_NUMBER(pishkhan_stream_next(stream, 5000, &bytes, &error), PISHKHAN_NEXT_ITEM);
  pishkhan_bytes_free(bytes);
  CHECK_NUMBER(pishkhan_stream_next(stream, 50, &bytes, &error), PISHKHAN_NEXT_TIMEOUT);
  size_t size;
  CHECK(pishkhan_stream_metadata(stream, "content-type", 0, &size) && size >= 16);
  CHECK_NUMBER(pishkhan_check_health(client, NULL, NULL, &health, &error),
               PISHKHAN_OK); /* beside the stream */
  pishkhan_stream_close(stream);

  CHECK_NUMBER(pishkhan_stream_open(client, "/grpc.health.v1.Health/Watch", NULL, &stream, &error),
               PISHKHAN_OK);
  pishkhan_close(client); /* before its stream: still a clear error */
  CHECK_NUMBER(pishkhan_stream_next(stream, 50, &bytes, &error), PISHKHAN_NEXT_ERROR);
  CHECK_NUMBER(pishkhan_error_status(error), PISHKHAN_CANCELLED);
  pishkhan_error_free(error);
  pishkhan_stream_close(stream);
}

/* ---- the event-loop form ---- */

typedef struct tally {
  pishkhan_client *client;
  int started, good, bad, refused;
} tally;

static void count(void *context, pishkhan_bytes *response, pishkhan_error *error);

static void start_one(tally *t) {
  CHECK_NUMBER(pishkhan_start(t->client, "/grpc.health.v1.Health/Check", NULL, 0, NULL, count, t, NULL, NULL),
               PISHKHAN_OK);
  t->started++;
}

static void count(void *context, pishkhan_bytes *response, pishkhan_error *error) {
  tally *t = context;
  pishkhan_error *inner;
  pishkhan_health health;
  t->good += response != NULL;
  t->bad += error != NULL;
  if (t->started < 500)
    start_one(t); /* further calls may be started inside */
  if (pishkhan_check_health(t->client, NULL, NULL, &health, &inner) == PISHKHAN_FAILED_PRECONDITION) {
    t->refused += pishkhan_error_reason(inner) == PISHKHAN_REASON_CALLED_FROM_CALLBACK;
    pishkhan_error_free(inner);
  }
  pishkhan_bytes_free(response);
  pishkhan_error_free(error);
}

static void event_loop(void) {
  tally t = {.client = open_to(public_target, NULL)};
  for (int i = 0; i < 150; i++)
    start_one(&t);
  for (int turns = 0; t.good + t.bad < 500 && turns < 100000; turns++) {
    unsigned wanted = pishkhan_wanted(t.client);
    struct pollfd socket = {pishkhan_fd(t.client), 0, 0};
    socket.events =
        (short)((wanted & PISHKHAN_WANT_READ ? POLLIN : 0) | (wanted & PISHKHAN_WANT_WRITE ? POLLOUT : 0));
    poll(&socket, socket.fd >= 0, pishkhan_timeout_ms(t.client));
    pishkhan_process(t.client);
  }
  CHECK_NUMBER(t.good, 500);
  CHECK_NUMBER(t.refused, 500);
  pishkhan_pending *pending;
  CHECK_NUMBER(
      pishkhan_start(t.client, "/grpc.health.v1.Health/Check", NULL, 0, NULL, count, &t, &pending, NULL),
      PISHKHAN_OK);
  pishkhan_cancel(t.client, pending);
  CHECK_NUMBER(pishkhan_timeout_ms(t.client), 0);
  pishkhan_process(t.client);
  CHECK_NUMBER(t.bad, 1);
  start_one(&t);
  pishkhan_close(t.client); /* tells the call in flight */
  CHECK_NUMBER(t.bad, 2);
}

/* ---- what goes wrong ---- */

static void a_line_that_is_cut(void) {
  pishkhan_client *client = open_to(cut_target, NULL);
  pishkhan_submission submission = {
      .size = sizeof submission, .service = "first", .national_id = "0499370899", .note = "through cuts"};
  pishkhan_receipt *receipt;
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_submit(client, &submission, NULL, &receipt, &error), PISHKHAN_OK);
  CHECK(receipt && strcmp(receipt->tracking_code, CODE) == 0);
  pishkhan_receipt_free(receipt);
  pishkhan_error_free(error);
  pishkhan_close(client);
}

/* A read over a line that is cut after the nth byte of the server's, for many n: handshake, SETTINGS,
 * headers, message, trailers. Each ends with an answer or with a clear error, and never hangs. */
static void a_line_that_is_cut_anywhere(void) {
  int answered = 0;
  for (int i = 0; i < sweep_count + 1; i++) {
    pishkhan_client *client = open_to(sweep_target, NULL);
    pishkhan_tracking *tracking;
    pishkhan_error *error;
    pishkhan_status status = pishkhan_track(client, CODE, NULL, NULL, &tracking, &error);
    answered += status == PISHKHAN_OK;
    if (status != PISHKHAN_OK) {
      CHECK_NUMBER(status, PISHKHAN_UNAVAILABLE);
      CHECK_NUMBER(pishkhan_error_durable(error), PISHKHAN_DURABLE_NO);
      CHECK(pishkhan_error_reason(error) == PISHKHAN_REASON_CONNECT_FAILED ||
            pishkhan_error_reason(error) == PISHKHAN_REASON_CONNECTION_LOST ||
            pishkhan_error_reason(error) == PISHKHAN_REASON_TLS_FAILED);
    }
    pishkhan_tracking_free(tracking);
    pishkhan_error_free(error);
    pishkhan_close(client);
  }
  CHECK(answered > 1 && answered < sweep_count);
}

/* ---- memory ---- */

typedef struct scarcity {
  long until; /* allocations before the one that fails */
  bool once;  /* only that one; else all from there on */
  long live;
} scarcity;

static bool is_denied(scarcity *memory) {
  long left = memory->until--;
  return memory->once ? left == 0 : left <= 0;
}

static void *scarce_allocate(void *context, size_t size) {
  scarcity *memory = context;
  if (is_denied(memory))
    return NULL;
  memory->live++;
  return malloc(size);
}

static void *scarce_reallocate(void *context, void *old, size_t size) {
  scarcity *memory = context;
  if (is_denied(memory))
    return NULL;
  memory->live += old == NULL;
  return realloc(old, size);
}

static void scarce_release(void *context, void *old) {
  scarcity *memory = context;
  memory->live -= old != NULL;
  free(old);
}

static bool exchange_with(scarcity *memory) {
  const pishkhan_allocator allocator = {scarce_allocate, scarce_reallocate, scarce_release, memory};
  const pishkhan_options options = {
      .size = sizeof options, .target = public_target, .ca_file = file("ca.pem"), .allocator = &allocator};
  pishkhan_client *client;
  pishkhan_service *service = NULL;
  pishkhan_error *error;
  bool done = false;
  if (pishkhan_open(&options, &client, &error) == PISHKHAN_OK) {
    done = pishkhan_get_service(client, "first", NULL, &service, &error) == PISHKHAN_OK;
    CHECK(done == (error == NULL) && done == (service != NULL));
    CHECK(pishkhan_error_status(error) != PISHKHAN_DEADLINE_EXCEEDED); /* told at once, not waited out */
    pishkhan_service_free(service);
  }
  CHECK(done || *pishkhan_error_message(error));
  pishkhan_close(client);
  pishkhan_error_free(error);
  return done;
}

static void every_allocation_fails(void) {
  for (int once = 0; once < 2; once++) {
    long n = 0;
    for (bool reached = true; reached && n < 2000; n++) {
      scarcity memory = {.until = n, .once = once};
      bool done = exchange_with(&memory);
      CHECK_NUMBER(memory.live, 0);
      reached = !done || memory.until < 0; /* once: the nth may not have mattered */
    }
    CHECK(n > 30 && n < 2000);
  }
}

static void check_unreachable(const char *target, const char *identity, pishkhan_reason reason) {
  pishkhan_client *client = open_to(target, identity);
  pishkhan_tracking *tracking;
  pishkhan_submission submission = {
      .size = sizeof submission, .service = "first", .national_id = "0499370899"};
  pishkhan_call_options brief = {.size = sizeof brief, .deadline_ms = 300};
  pishkhan_receipt *receipt;
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_track(client, CODE, NULL, NULL, &tracking, &error), PISHKHAN_UNAVAILABLE);
  check_error(error, PISHKHAN_UNAVAILABLE, reason, PISHKHAN_AT_CLIENT, PISHKHAN_DURABLE_NO);
  pishkhan_submit(client, &submission, &brief, &receipt, &error);
  CHECK(receipt == NULL);
  CHECK_NUMBER(pishkhan_error_durable(error), PISHKHAN_DURABLE_NO);
  if (pishkhan_error_status(error) == PISHKHAN_DEADLINE_EXCEEDED) { /* it waited for a line in vain */
    CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_NOT_CONNECTED);
    CHECK_NUMBER(pishkhan_error_cause(error), reason);
    CHECK(strstr(pishkhan_error_localized(error), pishkhan_reason_text(reason, "fa")) != NULL);
  }
  CHECK(pishkhan_error_key(error) != NULL);
  pishkhan_error_free(error);
  pishkhan_close(client);
}

static void unreachable(void) {
  check_unreachable(closed_target, NULL, PISHKHAN_REASON_CONNECT_FAILED);
  check_unreachable("no-such-host.invalid:1", NULL, PISHKHAN_REASON_ADDRESS_UNKNOWN);
  check_unreachable(expired_target, NULL, PISHKHAN_REASON_CERTIFICATE_EXPIRED);
  check_unreachable(http1_target, NULL, PISHKHAN_REASON_ALPN_REFUSED);
  check_unreachable(strict_target, NULL, PISHKHAN_REASON_CERTIFICATE_REFUSED);
  check_unreachable(strict_target, "stranger", PISHKHAN_REASON_CERTIFICATE_REFUSED);
}

static void check_open(const pishkhan_options *options, pishkhan_status status, pishkhan_reason reason) {
  pishkhan_client *client;
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_open(options, &client, &error), status);
  CHECK_NUMBER(pishkhan_error_reason(error), reason);
  CHECK(client == NULL);
  pishkhan_error_free(error);
}

/* What the message says of a file that is no CA. */
static void check_ca_file(const char *name, const char *why) {
  const pishkhan_options options = {.size = sizeof options, .target = public_target, .ca_file = file(name)};
  pishkhan_client *client;
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_open(&options, &client, &error), PISHKHAN_INVALID_ARGUMENT);
  CHECK(strstr(pishkhan_error_message(error), why) != NULL);
  pishkhan_error_free(error);
}

static void bad_files_are_told(void) {
  check_ca_file("none.pem", ": No such file or directory");
  check_ca_file(".", ": Is a directory");
  check_ca_file("ca.key", ": not PEM, or without a certificate in it");
}

static void bad_options(void) {
  pishkhan_options options = {.size = sizeof options, .target = public_target, .ca_file = file("none.pem")};
  check_open(&options, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FILE_UNREADABLE);
  options.ca_file = file("ca.key");
  check_open(&options, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FILE_UNREADABLE);
  options.ca_file = file("ca.pem");
  options.certificate_file = file("agency.pem");
  check_open(&options, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID);
  options.key_file = file("stranger.key");
  check_open(&options, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_KEY_MISMATCH);
  options.key_file = file("locked.key"); /* must not ask on the terminal */
  check_open(&options, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FILE_UNREADABLE);
  options.key_file = file("agency.pem");
  check_open(&options, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FILE_UNREADABLE);
}

static void wrong_name_and_wrong_ca(void) {
  pishkhan_options options = {.size = sizeof options,
                              .target = public_target,
                              .ca_file = file("ca.pem"),
                              .server_name = "other.example"};
  pishkhan_client *client;
  pishkhan_error *error;
  pishkhan_health health;
  CHECK_NUMBER(pishkhan_open(&options, &client, &error), PISHKHAN_OK);
  CHECK_NUMBER(pishkhan_check_health(client, NULL, NULL, &health, &error), PISHKHAN_UNAVAILABLE);
  CHECK_NUMBER(pishkhan_connect(client, 0, NULL), PISHKHAN_UNAVAILABLE);
  check_error(error, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CERTIFICATE_NAME, PISHKHAN_AT_CLIENT,
              PISHKHAN_DURABLE_NO);
  pishkhan_close(client);
  options.server_name = NULL;
  options.ca_file = file("other.pem");
  CHECK_NUMBER(pishkhan_open(&options, &client, &error), PISHKHAN_OK);
  CHECK_NUMBER(pishkhan_connect(client, 0, &error), PISHKHAN_UNAVAILABLE);
  check_error(error, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CERTIFICATE_UNTRUSTED, PISHKHAN_AT_CLIENT,
              PISHKHAN_DURABLE_NO);
  pishkhan_close(client);
}

static void a_server_that_is_silent(void) {
  pishkhan_options options = {
      .size = sizeof options, .target = silent_target, .ca_file = file("ca.pem"), .connect_timeout_ms = 200};
  pishkhan_client *client;
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_open(&options, &client, NULL), PISHKHAN_OK);
  CHECK_NUMBER(pishkhan_connect(client, 0, &error), PISHKHAN_UNAVAILABLE);
  check_error(error, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECT_TIMEOUT, PISHKHAN_AT_CLIENT,
              PISHKHAN_DURABLE_NO);
  pishkhan_close(client);
}

/* grpcio sends no alert: it hangs up. */
static void a_server_that_hangs_up(void) {
  pishkhan_client *client = open_to(mutual_target, NULL);
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_connect(client, 2000, &error), PISHKHAN_UNAVAILABLE);
  CHECK(strstr(pishkhan_error_message(error), "it may demand one") != NULL);
  check_error(error, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECTION_LOST, PISHKHAN_AT_CLIENT,
              PISHKHAN_DURABLE_NO);
  pishkhan_close(client);
}

static void connecting_first(void) {
  pishkhan_client *client = open_to(public_target, NULL);
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_connect(client, 5000, &error), PISHKHAN_OK);
  CHECK(pishkhan_fd(client) >= 0);
  CHECK_NUMBER(pishkhan_connect(client, 5000, &error), PISHKHAN_OK);
  pishkhan_close(client);
}

static void bad_calls(void) {
  pishkhan_client *client = open_to(public_target, NULL);
  pishkhan_error *error;
  pishkhan_receipt *receipt = (pishkhan_receipt *)1;
  pishkhan_submission unsized = {.service = "first"};
  pishkhan_tracking *tracking;
  CHECK_NUMBER(pishkhan_submit(client, &unsized, NULL, &receipt, &error), PISHKHAN_INVALID_ARGUMENT);
  CHECK(receipt == NULL);
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_submit(client, NULL, NULL, &receipt, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_track(NULL, CODE, NULL, NULL, &tracking, &error), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_error_at(error), PISHKHAN_AT_CLIENT);
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_track(client, CODE, NULL, NULL, NULL, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_stream_next(NULL, 0, NULL, NULL), PISHKHAN_NEXT_ERROR);
  CHECK_NUMBER(pishkhan_watch_next(NULL, 0, NULL, NULL), PISHKHAN_NEXT_ERROR);
  pishkhan_stream_close(NULL);
  pishkhan_watch_close(NULL);
  pishkhan_close(NULL);
  pishkhan_close(client);
}

/* ---- diagnosis ---- */

static void tell_step(void *context, const pishkhan_step_report *report) {
  int *results = context;
  results[report->step] = (int)report->result;
  printf("     %s: %d, %" PRId64 " us", pishkhan_step_name(report->step), (int)report->result,
         report->duration_us);
  for (size_t i = 0; i < report->fact_count; i++)
    printf("; %s=%s", report->facts[i].name, report->facts[i].value);
  printf("%s%s\n", report->error ? "; " : "", pishkhan_error_message(report->error));
}

static void diagnosis(void) {
  static const struct {
    const char *name;
    const char *const *target;
    const char *identity;
    int failing; /* 0: none */
    pishkhan_reason reason;
  } rows[] = {
      {NULL, &public_target, NULL, 0, PISHKHAN_REASON_UNSPECIFIED},
      {NULL, &mutual_target, "agency", 0, PISHKHAN_REASON_UNSPECIFIED},
      {"other.example", &public_target, NULL, PISHKHAN_STEP_CERTIFICATE, PISHKHAN_REASON_CERTIFICATE_NAME},
      {NULL, &expired_target, NULL, PISHKHAN_STEP_CERTIFICATE, PISHKHAN_REASON_CERTIFICATE_EXPIRED},
      {NULL, &http1_target, NULL, PISHKHAN_STEP_ALPN, PISHKHAN_REASON_ALPN_REFUSED},
      {NULL, &closed_target, NULL, PISHKHAN_STEP_TCP, PISHKHAN_REASON_CONNECT_FAILED},
      {NULL, &mutual_target, "expired", PISHKHAN_STEP_FILES, PISHKHAN_REASON_OWN_CERTIFICATE_EXPIRED},
      {NULL, &strict_target, "stranger", PISHKHAN_STEP_CLIENT_CERTIFICATE,
       PISHKHAN_REASON_CERTIFICATE_REFUSED},
      {NULL, &strict_target, NULL, PISHKHAN_STEP_CLIENT_CERTIFICATE, PISHKHAN_REASON_CERTIFICATE_REFUSED},
      {NULL, &mutual_target, "stranger", PISHKHAN_STEP_CLIENT_CERTIFICATE, PISHKHAN_REASON_CONNECTION_LOST},
      {NULL, &mutual_target, NULL, PISHKHAN_STEP_CLIENT_CERTIFICATE, PISHKHAN_REASON_CONNECTION_LOST}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    pishkhan_options options = {.size = sizeof options,
                                .target = *rows[i].target,
                                .ca_file = file("ca.pem"),
                                .server_name = rows[i].name,
                                .connect_timeout_ms = 3000};
    char certificate[600], key[600];
    if (rows[i].identity) {
      snprintf(certificate, sizeof certificate, "%s/%s.pem", folder, rows[i].identity);
      snprintf(key, sizeof key, "%s/%s.key", folder, rows[i].identity);
      options.certificate_file = certificate;
      options.key_file = key;
    }
    int results[10] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    pishkhan_error *error;
    pishkhan_status status = pishkhan_diagnose(&options, tell_step, results, &error);
    CHECK_NUMBER(status == PISHKHAN_OK, rows[i].failing == 0);
    CHECK_NUMBER(pishkhan_error_reason(error), rows[i].reason);
    for (int step = 1; step <= PISHKHAN_STEP_CLOCK; step++) {
      bool good = rows[i].failing == 0 || step < rows[i].failing;
      int wanted = good                      ? PISHKHAN_STEP_OK
                   : step == rows[i].failing ? PISHKHAN_STEP_FAILED
                                             : PISHKHAN_STEP_SKIPPED;
      bool ends_soon = step == PISHKHAN_STEP_CERTIFICATE || (step == PISHKHAN_STEP_FILES && rows[i].identity);
      if (good && ends_soon) /* within 30 days */
        wanted = PISHKHAN_STEP_WARNING;
      CHECK_NUMBER(results[step], wanted);
    }
    pishkhan_error_free(error);
  }
}

int main(int argc, char **argv) {
  if (argc != 12)
    return 2;
  snprintf(folder, sizeof folder, "%s", argv[1]);
  const char **targets[] = {&public_target, &mutual_target, &expired_target, &cut_target,  &http1_target,
                            &closed_target, &silent_target, &strict_target,  &sweep_target};
  sweep_count = atoi(argv[2]);
  for (int i = 0; i < 9; i++)
    *targets[i] = argv[i + 3];
  static const test tests[] = {
      {"the catalogue is read in pages and in full", catalogue},
      {"a submission gives a receipt, once, and tells bad fields", submitting},
      {"a request is tracked by code and secret", tracking},
      {"history comes in pages; a watch outlives a stopping server", history_and_watch},
      {"citizen and agency act, and feedback is given", acting},
      {"any method can be called with bytes", generic},
      {"the event-loop form carries many calls at once", event_loop},
      {"a submission survives a line that is cut again and again", a_line_that_is_cut},
      {"a line may be cut in three hundred places", a_line_that_is_cut_anywhere},
      {"every allocation may fail, once or for good", every_allocation_fails},
      {"a server that cannot be reached is told with its cause", unreachable},
      {"a bad certificate or key file is told when opening", bad_options},
      {"why a file cannot be read is told", bad_files_are_told},
      {"a wrong name and a wrong CA are refused", wrong_name_and_wrong_ca},
      {"a silent server ends in a timeout", a_server_that_is_silent},
      {"a server that hangs up after asking for a certificate is suspected", a_server_that_hangs_up},
      {"connecting can be done first", connecting_first},
      {"a bad argument is an error, not a crash", bad_calls},
      {"a diagnosis names the step that fails", diagnosis},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
