/* The way to the server, step by step. */
#define _POSIX_C_SOURCE 200809L
#include "diagnose_facts.h"
#include "typed.h"

#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <time.h>

enum { CLOCK_OFF_MS = 60000, ENDS_SOON_DAYS = 30 };

typedef struct examination {
  pk_config config;
  pk_tls tls;
  const pishkhan_options *options;
  pishkhan_step_told told;
  void *context;
  pk_facts facts;
  int64_t started_us;
  pk_connection connection;
  struct addrinfo *addresses;
  char *date; /* the server's Date header; or NULL */
} examination;

static int64_t microseconds(void) {
  struct timespec now = {0, 0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void tell(examination *exam, pishkhan_step step, pishkhan_step_result result,
                 const pishkhan_error *error) {
  const pishkhan_step_report report = {
      .step = step,
      .result = result,
      .duration_us = result == PISHKHAN_STEP_SKIPPED ? 0 : microseconds() - exam->started_us,
      .facts = exam->facts.list,
      .fact_count = exam->facts.count,
      .error = error,
  };
  exam->told(exam->context, &report);
  exam->facts.count = 0;
  exam->started_us = microseconds();
}

/* ---- the steps; each returns whether the way goes on ---- */

static bool try_address(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
  (void)result;
  pk_fact(&exam->facts, "host", exam->config.host);
  pk_fact(&exam->facts, "port", exam->config.port);
  if (!pk_resolve(&exam->config, &exam->addresses, failure))
    return false;
  for (const struct addrinfo *address = exam->addresses; address; address = address->ai_next) {
    char text[64];
    pk_address_text(address, text);
    pk_fact(&exam->facts, "address", text);
  }
  return true;
}

static void wait_for(const pk_connection *connection) {
  struct pollfd socket = {connection->fd, connection->wants == PK_WANTS_WRITE ? POLLOUT : POLLIN, 0};
  int64_t left = pk_connection_next_tick(connection) - pk_now();
  poll(&socket, 1, left < 0 ? 0 : left > 3600000 ? 3600000 : (int)left);
}

static bool try_tcp(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
  pk_progress progress;
  char text[64];
  (void)result;
  pk_connection_start(&exam->connection, exam->addresses, exam->config.connect_timeout_ms, false, pk_now());
  exam->addresses = NULL; /* the connection's now */
  while ((progress = pk_connection_advance_tcp(&exam->connection, pk_now(), failure)) == PK_WANTS_WRITE)
    wait_for(&exam->connection);
  if (progress != PK_DONE)
    return false;
  exam->connection.phase = PK_PHASE_TLS;
  pk_address_text(exam->connection.address, text);
  pk_fact(&exam->facts, "address", text);
  return true;
}

static bool try_tls(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
  pk_connection *connection = &exam->connection;
  pk_progress progress;
  (void)result;
  while ((progress = pk_connection_advance(connection, &exam->config, &exam->tls, pk_now(), failure)) ==
             PK_WANTS_READ ||
         progress == PK_WANTS_WRITE)
    wait_for(connection);
  SSL *ssl = connection->ssl;
  if (!ssl || !SSL_is_init_finished(ssl)) /* that ALPN failed is told at its own step */
    return false;
  pk_fact(&exam->facts, "version", SSL_get_version(ssl));
  pk_fact(&exam->facts, "cipher", SSL_get_cipher_name(ssl));
  int group = (int)SSL_get_negotiated_group(ssl);
  const char *name = SSL_group_to_name(ssl, group);
  pk_fact(&exam->facts, "group", name ? name : "?");
  return true;
}

static bool try_certificate(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
  SSL *ssl = exam->connection.ssl;
  long verified = SSL_get_verify_result(ssl);
  X509 *certificate = SSL_get0_peer_certificate(ssl);
  if (!certificate)
    return pk_fail(failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CERTIFICATE_UNTRUSTED,
                   "the server sent no certificate");
  pk_certificate_facts(&exam->facts, certificate);
  pk_fact(&exam->facts, "verify", X509_verify_cert_error_string(verified));
  pk_fact(&exam->facts, "expected", exam->config.server_name);
  int days = 0, seconds = 0;
  if (ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(certificate)) && days < ENDS_SOON_DAYS)
    *result = PISHKHAN_STEP_WARNING;
  return pk_tls_judge(verified, &exam->config, failure);
}

static bool try_alpn(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
  const unsigned char *protocol;
  unsigned length;
  char text[32] = "none";
  (void)result;
  SSL_get0_alpn_selected(exam->connection.ssl, &protocol, &length);
  if (length > 0 && length < sizeof text) {
    memcpy(text, protocol, length);
    text[length] = 0;
  }
  pk_fact(&exam->facts, "protocol", text);
  return pk_tls_judge_protocol(exam->connection.ssl, failure);
}

static bool is_over(const void *call) { return pk_call_ended(call); }

/* Asks by a call that keeps its headers, for the Date among them. */
static bool ask_health(examination *exam, pishkhan_client *client, pishkhan_error **error, bool *serving) {
  pk_failure failure;
  pk_error_context context = pk_client_context(client);
  context.stores_nothing = true;
  uint8_t *bytes = NULL;
  size_t size = 0;
  const pk_call_setup setup = {.method = "/grpc.health.v1.Health/Check",
                               .deadline = pk_now() + exam->config.deadline_ms,
                               .flags =
                                   PK_CALL_UNARY_RESPONSE | PK_CALL_KEEP_METADATA | PK_CALL_STORES_NOTHING};
  pk_call *call = pk_call_new(client->core, &setup, pk_now(), &failure);
  if (!call || !pk_call_send(call, "", 0, &failure)) {
    pk_call_free(call);
    pk_raise(&context, &failure, error);
    return false;
  }
  pk_call_finish(call);
  pk_client_wait(client, is_over, call, PK_NO_TIME);
  const uint8_t *date = pk_call_metadata(call, "date", 0, &size);
  if (date)
    exam->date = pk_copy(&exam->config.allocator, date, size);
  bool answered = pk_raise_outcome(&context, pk_call_outcome(call), error) == PISHKHAN_OK &&
                  pk_call_take(call, &bytes, &size);
  /* HealthCheckResponse{status = 1: SERVING} in its only encoding. */
  *serving = answered && size == 2 && bytes[0] == 0x08 && bytes[1] == 0x01;
  pk_release(&exam->config.allocator, bytes);
  pk_call_free(call);
  return answered;
}

static bool try_health(examination *exam, pishkhan_error **error) {
  pishkhan_client *client = NULL;
  bool serving = false;
  if (pishkhan_open(exam->options, &client, error) != PISHKHAN_OK)
    return false;
  bool answered = ask_health(exam, client, error, &serving);
  pishkhan_close(client);
  if (!answered)
    return false;
  pk_fact(&exam->facts, "status", serving ? "SERVING" : "NOT_SERVING");
  if (serving)
    return true;
  pk_failure failure;
  const pk_error_context context = {.allocator = &exam->config.allocator, .persian = exam->config.persian};
  pk_fail(&failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_DRAINING, "the server says that it is not serving");
  pk_raise(&context, &failure, error);
  return false;
}

static bool try_clock(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
  struct timespec now = {0, 0};
  int64_t server_ms;
  (void)failure;
  clock_gettime(CLOCK_REALTIME, &now);
  int64_t here_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
  pk_fact_time(&exam->facts, "local_time", here_ms / 1000);
  if (exam->date && pk_parse_http_date(exam->date, &server_ms)) {
    int64_t difference = server_ms - here_ms;
    pk_fact(&exam->facts, "source", "date_header");
    pk_fact_number(&exam->facts, "difference_ms", difference);
    if (difference > CLOCK_OFF_MS || difference < -CLOCK_OFF_MS)
      *result = PISHKHAN_STEP_WARNING;
  } else {
    /* The certificate verified, so this clock stands between its two dates. */
    pk_fact(&exam->facts, "source", "certificate");
  }
  return true;
}

/* ---- the whole ---- */

typedef bool (*step_function)(examination *exam, pk_failure *failure, pishkhan_step_result *result);

static void skip_from(examination *exam, int step) {
  for (; step <= PISHKHAN_STEP_CLOCK; step++)
    tell(exam, (pishkhan_step)step, PISHKHAN_STEP_SKIPPED, NULL);
}

static pishkhan_status stop(examination *exam, int step, pishkhan_error *own, pishkhan_error **error) {
  pishkhan_status status = pishkhan_error_status(own);
  tell(exam, (pishkhan_step)step, PISHKHAN_STEP_FAILED, own);
  skip_from(exam, step + 1);
  if (error)
    *error = own;
  else
    pishkhan_error_free(own);
  return status;
}

static pishkhan_status examine(examination *exam, pishkhan_error **error) {
  static const step_function steps[] = {
      [PISHKHAN_STEP_ADDRESS] = try_address, [PISHKHAN_STEP_TCP] = try_tcp,
      [PISHKHAN_STEP_TLS] = try_tls,         [PISHKHAN_STEP_CERTIFICATE] = try_certificate,
      [PISHKHAN_STEP_ALPN] = try_alpn,       [PISHKHAN_STEP_CLOCK] = try_clock,
  };
  const pk_error_context context = {
      .allocator = &exam->config.allocator, .persian = exam->config.persian, .stores_nothing = true};
  for (int step = PISHKHAN_STEP_ADDRESS; step <= PISHKHAN_STEP_CLOCK; step++) {
    pk_failure failure;
    pishkhan_error *own = NULL;
    pishkhan_step_result result = PISHKHAN_STEP_OK;
    bool good = steps[step] ? steps[step](exam, &failure, &result) : try_health(exam, &own);
    if (!good && !own)
      pk_raise(&context, &failure, &own);
    if (!good)
      return stop(exam, step, own, error);
    tell(exam, (pishkhan_step)step, result, NULL);
    if (step == PISHKHAN_STEP_ALPN)
      pk_connection_close(&exam->connection); /* the rest goes over a connection of an ordinary client */
  }
  return PISHKHAN_OK;
}

pishkhan_status pishkhan_diagnose(const pishkhan_options *options, pishkhan_step_told told, void *context,
                                  pishkhan_error **error) {
  examination exam = {.options = options, .told = told, .context = context, .started_us = microseconds()};
  pk_failure failure;
  pishkhan_error *own = NULL;
  if (error)
    *error = NULL;
  pk_connection_init(&exam.connection);
  bool good = pk_config_read(&exam.config, options, &failure);
  if (good && !told)
    good = pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
                   "no callback is given");
  const pk_error_context said = {
      .allocator = &exam.config.allocator, .persian = exam.config.persian, .stores_nothing = true};
  pishkhan_status status;
  if (good && pk_tls_open(&exam.tls, &exam.config, &failure)) {
    tell(&exam, PISHKHAN_STEP_FILES, PISHKHAN_STEP_OK, NULL);
    status = examine(&exam, error);
  } else {
    status = pk_raise(&said, &failure, told ? &own : error);
    if (told)
      stop(&exam, PISHKHAN_STEP_FILES, own, error);
  }
  pk_connection_close(&exam.connection);
  pk_release(&exam.config.allocator, exam.date);
  pk_tls_close(&exam.tls);
  pk_config_free(&exam.config);
  return status;
}
