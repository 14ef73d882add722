/* Typed calls against a real gRPC server. */
#include "live.h"

static void catalogue(void) {
  pishkhan_client *client = open_to(public_target, NULL);
  pishkhan_error *error;
  pishkhan_agency_list *agencies;
  CHECK_NUMBER(pishkhan_list_agencies(client, NULL, &agencies, &error), PISHKHAN_OK);
  CHECK_NUMBER(agencies->agency_count, 1);
  CHECK_TEXT(pishkhan_text_in(agencies->agencies[0]->names, agencies->agencies[0]->name_count, "fa"),
             "ثبت احوال");
  pishkhan_agency_list_free(agencies);

  pishkhan_service_query query = {.size = sizeof query, .page_size = 2};
  pishkhan_service_page *page;
  CHECK_NUMBER(pishkhan_list_services(client, &query, NULL, &page, &error), PISHKHAN_OK);
  CHECK_NUMBER(page->service_count, 2);
  CHECK_TEXT(page->services[1]->code, "second");
  CHECK_TEXT(page->next_page_token, "2");
  query.page_token = page->next_page_token;
  pishkhan_service_page *next;
  CHECK_NUMBER(pishkhan_list_services(client, &query, NULL, &next, &error), PISHKHAN_OK);
  CHECK_TEXT(next->next_page_token, "");
  pishkhan_service_page_free(page);
  pishkhan_service_page_free(next);

  pishkhan_service *service;
  CHECK_NUMBER(pishkhan_get_service(client, "first", 0, NULL, &service, &error), PISHKHAN_OK);
  CHECK_NUMBER(service->attribute_count, 2);
  CHECK(service->attributes[0]->required);
  CHECK_TEXT(service->attributes[0]->allowed_values[1], "damaged");
  CHECK_TEXT(pishkhan_attribute_format_name(service->attributes[1]->format), "POSTAL_CODE");
  CHECK_TEXT(service->documents[0], "photo");
  CHECK_NUMBER(service->fee_rial, 250000);
  pishkhan_service_free(service);

  CHECK_NUMBER(pishkhan_get_service(client, "none", 0, NULL, &service, &error), PISHKHAN_NOT_FOUND);
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

int main(int argc, char **argv) {
  static const test tests[] = {
      {"the catalogue is read in pages and in full", catalogue},
      {"a submission gives a receipt, once, and tells bad fields", submitting},
      {"a request is tracked by code and secret", tracking},
      {"history comes in pages; a watch outlives a stopping server", history_and_watch},
      {"citizen and agency act, and feedback is given", acting},
  };
  return read_arguments(argc, argv) ? run_tests(tests, sizeof tests / sizeof *tests) : 2;
}
