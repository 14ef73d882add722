/* An agency's work as it comes, against a real gRPC server. */
#include "live.h"

static void a_stream_of_work_outlives_a_server_that_stops(void) {
  pishkhan_client *client = open_to(mutual_target, "agency");
  const pishkhan_work_query query = {.size = sizeof query, .service = "first", .lease_seconds = 77};
  pishkhan_work_stream *work;
  pishkhan_request *request;
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_work_open(client, &query, NULL, &work, &error), PISHKHAN_OK);
  CHECK_NUMBER(pishkhan_work_next(work, 5000, &request, &error), PISHKHAN_NEXT_ITEM);
  CHECK_TEXT(request->tracking_code, CODE);
  CHECK_NUMBER(request->version, 77); /* the server tells the lease that was asked for */
  CHECK_TEXT(request->service, "first");
  pishkhan_request_free(request);
  CHECK_NUMBER(pishkhan_work_next(work, 10000, &request, &error), PISHKHAN_NEXT_ITEM);
  CHECK(strcmp(request->tracking_code, CODE) != 0);
  pishkhan_request_free(request);
  CHECK_NUMBER(pishkhan_work_next(work, 5000, &request, &error), PISHKHAN_NEXT_END);
  CHECK(request == NULL);
  pishkhan_work_close(work);
  pishkhan_close(client);
}

static void a_claim_is_renewed_and_given_back(void) {
  pishkhan_client *client = open_to(mutual_target, "agency");
  pishkhan_error *error;
  pishkhan_outcome *outcome;
  int64_t until = 0;
  CHECK_NUMBER(pishkhan_renew(client, CODE, 60, NULL, &until, &error), PISHKHAN_OK);
  CHECK_NUMBER(until, 60000);
  const pishkhan_release_request release = {
      .size = sizeof release, .tracking_code = CODE, .expected_version = 4};
  CHECK_NUMBER(pishkhan_release(client, &release, NULL, &outcome, &error), PISHKHAN_OK);
  CHECK_NUMBER(outcome->version, 5);
  CHECK_NUMBER(outcome->state, PISHKHAN_STATE_ACKNOWLEDGED);
  CHECK_NUMBER(outcome->idempotency_key[6] >> 4, 7);
  pishkhan_outcome_free(outcome);
  pishkhan_close(client);
}

/* A server of an older version: it has no such method. */
static void an_old_server_is_told_as_such(void) {
  pishkhan_client *client = open_to(public_target, NULL);
  pishkhan_error *error;
  pishkhan_calendar *calendar;
  pishkhan_change *change;
  const pishkhan_service_retirement retirement = {.size = sizeof retirement, .code = "first"};
  CHECK_NUMBER(pishkhan_get_calendar(client, "IR", 0, NULL, &calendar, &error), PISHKHAN_UNIMPLEMENTED);
  CHECK_NUMBER(pishkhan_error_durable(error), PISHKHAN_DURABLE_NO);
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_retire_service(client, &retirement, NULL, &change, &error), PISHKHAN_UNIMPLEMENTED);
  CHECK(change == NULL && pishkhan_error_key(error) != NULL);
  pishkhan_error_free(error);
  pishkhan_close(client);
}

int main(int argc, char **argv) {
  static const test tests[] = {
      {"a stream of work outlives a server that stops", a_stream_of_work_outlives_a_server_that_stops},
      {"a claim is renewed and given back", a_claim_is_renewed_and_given_back},
      {"a method that the server does not know is told as such", an_old_server_is_told_as_such},
  };
  return read_arguments(argc, argv) ? run_tests(tests, sizeof tests / sizeof *tests) : 2;
}
