/* Errors: what the server's details become, what an explanation says, and what happens without memory. */
#include "check.h"
#include "encoding.h"
#include "error_object.h"

#include <grpc_messages.h>
#include <pishkhan/pishkhan.h>
#include <pishkhan_messages.h>
#include <stdlib.h>

static size_t pack_details(uint8_t *out, const char *type, const Pishkhan__V1__ErrorDetail *detail) {
  uint8_t packed[2048];
  Google__Protobuf__Any other = GOOGLE__PROTOBUF__ANY__INIT, any = GOOGLE__PROTOBUF__ANY__INIT;
  Google__Protobuf__Any *list[] = {&other, &any};
  Google__Rpc__Status status = GOOGLE__RPC__STATUS__INIT;
  other.type_url = (char *)"type.googleapis.com/google.rpc.DebugInfo";
  any.type_url = (char *)(uintptr_t)type;
  any.value.len = pishkhan__v1__error_detail__pack(detail, packed);
  any.value.data = packed;
  status.code = 3;
  status.n_details = 2;
  status.details = list;
  return google__rpc__status__pack(&status, out);
}

static size_t sample(uint8_t *out, const char *type) {
  Pishkhan__V1__LocalizedText fa = PISHKHAN__V1__LOCALIZED_TEXT__INIT,
                              en = PISHKHAN__V1__LOCALIZED_TEXT__INIT;
  Pishkhan__V1__LocalizedText *texts[] = {&fa, &en};
  Pishkhan__V1__FieldViolation violation = PISHKHAN__V1__FIELD_VIOLATION__INIT;
  Pishkhan__V1__FieldViolation *violations[] = {&violation};
  Pishkhan__V1__ErrorDetail detail = PISHKHAN__V1__ERROR_DETAIL__INIT;
  fa.language = (char *)"fa";
  fa.text = (char *)"رقم کنترل درست نیست";
  en.language = (char *)"en";
  en.text = (char *)"the check digit is wrong";
  violation.field = (char *)"national_id";
  violation.reason = (char *)"check_digit";
  violation.texts = texts;
  violation.n_texts = 2;
  detail.reason = PISHKHAN__V1__REASON__REASON_FIELD_INVALID;
  detail.at = PISHKHAN__V1__AT__AT_EDGE;
  detail.durable = PISHKHAN__V1__DURABLE__DURABLE_NO;
  detail.retry_after_ms = 61001;
  detail.field_violations = violations;
  detail.n_field_violations = 1;
  detail.message = (char *)"one field is not valid";
  detail.localized_message = (char *)"یک فیلد درست نیست";
  detail.trace_id = (char *)"a1b2";
  detail.current_version = 4;
  return pack_details(out, type, &detail);
}

static pk_outcome answered(const uint8_t *details, size_t size) {
  pk_outcome outcome = {
      .from_server = true, .message = "short", .details = details, .details_size = size, .maybe_seen = true};
  outcome.failure.status = PISHKHAN_INVALID_ARGUMENT;
  return outcome;
}

static const pk_error_context ENGLISH = {.allocator = &pk_default_allocator};
static const char TYPE[] = "type.googleapis.com/pishkhan.v1.ErrorDetail";

static void details_are_read(void) {
  uint8_t bytes[4096];
  pk_outcome outcome = answered(bytes, sample(bytes, TYPE));
  pishkhan_error *error;
  CHECK_NUMBER(pk_raise_outcome(&ENGLISH, &outcome, &error), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_FIELD_INVALID);
  CHECK_NUMBER(pishkhan_error_at(error), PISHKHAN_AT_EDGE);
  CHECK_NUMBER(pishkhan_error_durable(error), PISHKHAN_DURABLE_NO);
  CHECK_NUMBER(pishkhan_error_retry_after_ms(error), 61001);
  CHECK_NUMBER(pishkhan_error_current_version(error), 4);
  CHECK_TEXT(pishkhan_error_message(error), "one field is not valid");
  CHECK_TEXT(pishkhan_error_localized(error), "یک فیلد درست نیست");
  CHECK_TEXT(pishkhan_error_trace_id(error), "a1b2");
  CHECK_NUMBER(pishkhan_error_violation_count(error), 1);
  CHECK_TEXT(pishkhan_error_violation(error, 0)->text_fa, "رقم کنترل درست نیست");
  CHECK_TEXT(pishkhan_error_violation(error, 0)->text_en, "the check digit is wrong");
  CHECK(pishkhan_error_key(error) == NULL);
  pishkhan_error_free(error);
}

static void bad_details_leave_the_status(void) {
  uint8_t bytes[4096];
  size_t size = sample(bytes, TYPE);
  for (size_t cut = 0; cut < size; cut++) { /* ends anywhere */
    pk_outcome outcome = answered(bytes, cut);
    pishkhan_error *error;
    CHECK_NUMBER(pk_raise_outcome(&ENGLISH, &outcome, &error), PISHKHAN_INVALID_ARGUMENT);
    CHECK_NUMBER(pishkhan_error_durable(error), PISHKHAN_DURABLE_UNKNOWN);
    CHECK_TEXT(pishkhan_error_message(error), "short");
    CHECK(*pishkhan_error_localized(error));
    pishkhan_error_free(error);
  }
  for (size_t at = 0; at < size; at++) { /* a byte is wrong: whatever it becomes, it is no crash */
    uint8_t kept = bytes[at];
    bytes[at] ^= 0xFF;
    pk_outcome outcome = answered(bytes, size);
    pishkhan_error *error;
    CHECK_NUMBER(pk_raise_outcome(&ENGLISH, &outcome, &error), PISHKHAN_INVALID_ARGUMENT);
    CHECK(pk_is_utf8(pishkhan_error_message(error), strlen(pishkhan_error_message(error))));
    pishkhan_error_free(error);
    bytes[at] = kept;
  }
  size = sample(bytes, "type.googleapis.com/other.ErrorDetail");
  pk_outcome outcome = answered(bytes, size);
  pishkhan_error *error;
  pk_raise_outcome(&ENGLISH, &outcome, &error);
  CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_UNSPECIFIED);
  pishkhan_error_free(error);
}

static void explanations_are_whole(void) {
  uint8_t bytes[4096];
  char paragraph[1024], part[1024];
  pk_outcome outcome = answered(bytes, sample(bytes, TYPE));
  pishkhan_error *error;
  pk_raise_outcome(&ENGLISH, &outcome, &error);
  pishkhan_error_explain(error, NULL, paragraph, sizeof paragraph);
  CHECK_TEXT(paragraph,
             "One field is not valid. Fields: national_id: the check digit is wrong. The server's front "
             "refused it. Nothing was stored. Correct the fields named. The request's version is now 4. "
             "Try again after 62 s. (INVALID_ARGUMENT, FIELD_INVALID, trace a1b2)");
  size_t whole = pishkhan_error_explain(error, "fa", paragraph, sizeof paragraph);
  CHECK_NUMBER(whole, strlen(paragraph));
  CHECK(strstr(paragraph, "۶۲") != NULL);
  for (size_t capacity = 0; capacity <= whole + 1; capacity++) {
    memset(part, 'x', sizeof part);
    CHECK_NUMBER(pishkhan_error_explain(error, "fa", part, capacity), whole);
    CHECK(part[capacity] == 'x');
    if (capacity) {
      CHECK(strlen(part) < capacity && strncmp(part, paragraph, strlen(part)) == 0);
      CHECK(pk_is_utf8(part, strlen(part)));
    }
  }
  CHECK_NUMBER(pishkhan_error_explain(error, "fa", NULL, 0), whole);
  CHECK_NUMBER(pishkhan_error_explain(NULL, "en", part, sizeof part), 0);
  CHECK_TEXT(part, "");
  pishkhan_error_free(error);
}

/* The headline of some servers lists the fields already, and puts the fault on the call. */
static void explanations_do_not_say_things_twice(void) {
  static pishkhan_violation violations[] = {
      {"national_id", "check_digit", "نادرست", "national_id: a digit is mistyped."},
      {"form.x", "required", "لازم است", "This is needed."}};
  const pishkhan_error error = {.status = PISHKHAN_INVALID_ARGUMENT,
                                .reason = PISHKHAN_REASON_FIELD_INVALID,
                                .at = PISHKHAN_AT_CLIENT,
                                .durable = PISHKHAN_DURABLE_NO,
                                .message = "Not right. national_id: a digit is mistyped.",
                                .localized = "نادرست",
                                .trace_id = "",
                                .violations = violations,
                                .violation_count = 2};
  char paragraph[512];
  pishkhan_error_explain(&error, "en", paragraph, sizeof paragraph);
  CHECK_TEXT(paragraph,
             "Not right. national_id: a digit is mistyped. Fields: form.x: This is needed. Nothing was "
             "stored. Correct the fields named. (INVALID_ARGUMENT, FIELD_INVALID)");
}

static void durable_of_what_this_side_noticed(void) {
  static const struct {
    bool maybe_seen;
    bool read;
    pishkhan_durable durable;
  } rows[] = {{false, false, PISHKHAN_DURABLE_NO},
              {true, false, PISHKHAN_DURABLE_UNKNOWN},
              {true, true, PISHKHAN_DURABLE_NO}};
  const uint8_t key[PISHKHAN_KEY_SIZE] = {1, 2, 3};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const pk_error_context context = {
        .allocator = &pk_default_allocator, .persian = true, .stores_nothing = rows[i].read, .key = key};
    pk_outcome outcome = {.maybe_seen = rows[i].maybe_seen};
    pishkhan_error *error;
    pk_fail(&outcome.failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECTION_LOST, "cut");
    CHECK_NUMBER(pk_raise_outcome(&context, &outcome, &error), PISHKHAN_UNAVAILABLE);
    CHECK_NUMBER(pishkhan_error_durable(error), rows[i].durable);
    CHECK_NUMBER(pishkhan_error_at(error), PISHKHAN_AT_CLIENT);
    CHECK_TEXT(pishkhan_error_text(error), "خط ارتباط قطع شد");
    CHECK(memcmp(pishkhan_error_key(error), key, sizeof key) == 0);
    pishkhan_error_free(error);
  }
}

/* A person who reads Persian is told, too, what led to it. */
static void what_led_to_it_is_told_in_both_languages(void) {
  const pk_error_context context = {.allocator = &pk_default_allocator, .persian = true};
  pk_failure cause, failure;
  pishkhan_error *error;
  pk_fail(&cause, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECT_FAILED, "refused");
  pk_fail(&failure, PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_NOT_CONNECTED, "never connected");
  pk_fail_because(&failure, &cause);
  pk_raise(&context, &failure, &error);
  CHECK_NUMBER(pishkhan_error_cause(error), PISHKHAN_REASON_CONNECT_FAILED);
  CHECK_TEXT(pishkhan_error_message(error), "never connected; last: refused");
  CHECK_TEXT(pishkhan_error_text(error),
             "در زمان مقرر اتصالی به سامانه برقرار نشد؛ آخرین خطا: اتصال به سامانه برقرار نشد");
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_error_cause(NULL), PISHKHAN_REASON_UNSPECIFIED);
}

static void *no_memory(void *context, size_t size) {
  (void)context;
  (void)size;
  return NULL;
}

static void *no_more_memory(void *context, void *memory, size_t size) {
  (void)context;
  (void)memory;
  (void)size;
  return NULL;
}

static void nothing(void *context, void *memory) {
  (void)context;
  (void)memory;
}

static void without_memory_there_is_still_an_error(void) {
  const pishkhan_allocator allocator = {no_memory, no_more_memory, nothing, NULL};
  const pk_error_context context = {.allocator = &allocator};
  const pishkhan_options options = {.size = sizeof options, .target = "localhost", .allocator = &allocator};
  pk_failure failure;
  pishkhan_client *client;
  pishkhan_error *error;
  pk_fail(&failure, PISHKHAN_NOT_FOUND, PISHKHAN_REASON_REQUEST_UNKNOWN, "none");
  CHECK_NUMBER(pk_raise(&context, &failure, &error), PISHKHAN_NOT_FOUND);
  CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_OUT_OF_MEMORY);
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_open(&options, &client, &error), PISHKHAN_RESOURCE_EXHAUSTED);
  CHECK(client == NULL);
  pishkhan_error_free(error);
}

static void long_messages_are_cut_at_a_character(void) {
  pk_failure failure;
  char text[400];
  for (size_t shift = 0; shift < 4; shift++) {
    memset(text, 'a', shift);
    for (size_t i = shift; i + 3 < sizeof text - 1; i += 3)
      memcpy(text + i, "✓", 3);
    text[sizeof text - 4] = 0;
    pk_fail(&failure, PISHKHAN_UNKNOWN, PISHKHAN_REASON_UNSPECIFIED, "%s", text);
    CHECK(strlen(failure.message) >= sizeof failure.message - 4);
    CHECK(pk_is_utf8(failure.message, strlen(failure.message)));
  }
}

static void no_error_is_harmless(void) {
  CHECK_NUMBER(pishkhan_error_status(NULL), PISHKHAN_OK);
  CHECK_TEXT(pishkhan_error_message(NULL), "");
  CHECK_TEXT(pishkhan_error_text(NULL), "");
  CHECK(pishkhan_error_violation(NULL, 0) == NULL);
  pishkhan_error_free(NULL);
}

int main(void) {
  static const test tests[] = {
      {"the server's details are read", details_are_read},
      {"details that are damaged leave the status", bad_details_leave_the_status},
      {"an explanation is one paragraph, cut at a character where it must be", explanations_are_whole},
      {"an explanation says nothing twice", explanations_do_not_say_things_twice},
      {"durable is NO where nothing was sent or to be stored, else UNKNOWN",
       durable_of_what_this_side_noticed},
      {"what led to an error is told in both languages", what_led_to_it_is_told_in_both_languages},
      {"without memory there is still an error", without_memory_there_is_still_an_error},
      {"a long message is cut at a character", long_messages_are_cut_at_a_character},
      {"no error is harmless", no_error_is_harmless},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
