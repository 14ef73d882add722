/* Lines that break, cannot be made, or have no memory. */
#include "live.h"

#include <sys/socket.h>

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
  const pishkhan_options options = {
      .size = sizeof options, .target = sweep_target, .ca_file = file("ca.pem"), .retry_attempts = 1};
  for (int i = 0; i < sweep_count + 1; i++) {
    pishkhan_client *client;
    CHECK_NUMBER(pishkhan_open(&options, &client, NULL), PISHKHAN_OK);
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

/* Each line after the first resumes its TLS session where the server lets it; the certificate counts on. */
static void a_machine_comes_back_over_new_lines(void) {
  pishkhan_client *client = open_to(mutual_target, "agency");
  for (int i = 0; i < 3; i++) {
    pishkhan_inbox_page *page;
    pishkhan_error *error;
    CHECK_NUMBER(pishkhan_inbox(client, NULL, NULL, &page, &error), PISHKHAN_OK);
    pishkhan_inbox_page_free(page);
    pishkhan_error_free(error);
    shutdown(pishkhan_fd(client), SHUT_RDWR);
  }
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

int main(int argc, char **argv) {
  static const test tests[] = {
      {"a submission survives a line that is cut again and again", a_line_that_is_cut},
      {"a line may be cut in three hundred places", a_line_that_is_cut_anywhere},
      {"a server that cannot be reached is told with its cause", unreachable},
      {"a silent server ends in a timeout", a_server_that_is_silent},
      {"a server that hangs up after asking for a certificate is suspected", a_server_that_hangs_up},
      {"a machine comes back over new lines with its certificate", a_machine_comes_back_over_new_lines},
      {"connecting can be done first", connecting_first},
  };
  return read_arguments(argc, argv) ? run_tests(tests, sizeof tests / sizeof *tests) : 2;
}
