/* Options and files that are wrong, and the diagnosis. */
#include "live.h"

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

static void a_key_is_known_by_its_hash(void) {
  uint8_t of_certificate[PISHKHAN_HASH_SIZE], other[PISHKHAN_HASH_SIZE];
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_read_key_hash(file("agency.pem"), of_certificate, &error), PISHKHAN_OK);
  CHECK_NUMBER(pishkhan_read_key_hash(file("agency.public"), other, &error), PISHKHAN_OK);
  CHECK(memcmp(of_certificate, other, sizeof other) == 0);
  CHECK_NUMBER(pishkhan_read_key_hash(file("stranger.pem"), other, &error), PISHKHAN_OK);
  CHECK(memcmp(of_certificate, other, sizeof other) != 0);
  const char *const bad[] = {"absent.pem", "agency.key", "."};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    CHECK_NUMBER(pishkhan_read_key_hash(file(bad[i]), other, &error), PISHKHAN_INVALID_ARGUMENT);
    CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_FILE_UNREADABLE);
    pishkhan_error_free(error);
  }
  CHECK_NUMBER(pishkhan_read_key_hash(NULL, other, NULL), PISHKHAN_INVALID_ARGUMENT);
}

int main(int argc, char **argv) {
  static const test tests[] = {
      {"a key is known by the hash of its certificate", a_key_is_known_by_its_hash},
      {"why a file cannot be read is told", bad_files_are_told},
      {"a bad certificate or key file is told when opening", bad_options},
      {"a wrong name and a wrong CA are refused", wrong_name_and_wrong_ca},
      {"a diagnosis names the step that fails", diagnosis},
  };
  return read_arguments(argc, argv) ? run_tests(tests, sizeof tests / sizeof *tests) : 2;
}
