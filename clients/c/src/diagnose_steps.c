/* The steps of the diagnosis. */
#define _POSIX_C_SOURCE 200809L
#include "diagnose_steps.h"
#include "typed.h"

#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <time.h>

enum {
  CLOCK_OFF_MS = 60000,
  DATE_STEP_MS = 1000, /* a Date header tells whole seconds (RFC 9110, 5.6.7) */
  ENDS_SOON_DAYS = 30
};

static bool ends_soon(const ASN1_TIME *end) {
  int days = 0, seconds = 0;
  return ASN1_TIME_diff(&days, &seconds, NULL, end) && days < ENDS_SOON_DAYS;
}

static bool is_past(const ASN1_TIME *time) { return X509_cmp_current_time(time) < 0; }

/* This side's own certificate, which OpenSSL loads whatever its dates are. */
static bool judge_own(const X509 *certificate, pk_failure *failure, pishkhan_step_result *result) {
  const ASN1_TIME *end = X509_get0_notAfter(certificate);
  bool begun = is_past(X509_get0_notBefore(certificate)), ended = is_past(end);
  if (!begun || ended)
    return pk_fail(failure, PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_OWN_CERTIFICATE_EXPIRED,
                   "this client's certificate is not valid now: %s",
                   ended ? "it has expired" : "its time has not begun");
  if (ends_soon(end))
    *result = PISHKHAN_STEP_WARNING;
  return true;
}

bool pk_try_files(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
  if (!pk_tls_open(&exam->tls, &exam->config, failure))
    return false;
  X509 *own = SSL_CTX_get0_certificate(exam->tls.context);
  if (!own)
    return true;
  pk_certificate_facts(&exam->facts, own);
  return judge_own(own, failure, result);
}

bool pk_try_address(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
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

bool pk_try_tcp(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
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

bool pk_try_tls(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
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

bool pk_try_certificate(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
  SSL *ssl = exam->connection.ssl;
  long verified = SSL_get_verify_result(ssl);
  X509 *certificate = SSL_get0_peer_certificate(ssl);
  if (!certificate)
    return pk_fail(failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CERTIFICATE_UNTRUSTED,
                   "the server sent no certificate");
  pk_certificate_facts(&exam->facts, certificate);
  pk_fact(&exam->facts, "verify", X509_verify_cert_error_string(verified));
  pk_fact(&exam->facts, "expected", exam->config.server_name);
  if (ends_soon(X509_get0_notAfter(certificate)))
    *result = PISHKHAN_STEP_WARNING;
  return pk_tls_judge(verified, &exam->config, failure);
}

bool pk_try_alpn(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
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
  if (!pk_tls_judge_protocol(exam->connection.ssl, failure))
    return false;
  exam->certificate_asked = pk_tls_certificate_was_asked(exam->connection.ssl);
  pk_connection_close(&exam->connection); /* the rest goes over a connection of an ordinary client */
  return true;
}

/* With TLS 1.3 the server looks at this side's certificate after the handshake is over here. Its SETTINGS,
 * which a server sends when its own handshake is over, show that it takes it. */
bool pk_try_client_certificate(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
  (void)failure;
  pk_fact(&exam->facts, "asked", exam->certificate_asked ? "yes" : "no");
  pk_fact(&exam->facts, "given", exam->config.certificate_file ? "yes" : "no");
  if (pishkhan_open(exam->options, &exam->client, &exam->raised) != PISHKHAN_OK)
    return false;
  if (pishkhan_connect(exam->client, 0, &exam->raised) == PISHKHAN_OK)
    return true;
  pishkhan_reason reason = pishkhan_error_reason(exam->raised);
  if (reason == PISHKHAN_REASON_CERTIFICATE_REFUSED ||
      (reason == PISHKHAN_REASON_CONNECTION_LOST && exam->certificate_asked))
    return false;
  /* Nothing points to the certificate: the next step meets the same trouble and tells it. */
  pishkhan_error_free(exam->raised);
  exam->raised = NULL;
  *result = PISHKHAN_STEP_SKIPPED;
  return true;
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

bool pk_try_health(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
  bool serving = false;
  (void)result;
  if (!ask_health(exam, exam->client, &exam->raised, &serving))
    return false;
  pk_fact(&exam->facts, "status", serving ? "SERVING" : "NOT_SERVING");
  return serving || pk_fail(failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_DRAINING,
                            "the server says that it is not serving");
}

bool pk_try_clock(examination *exam, pk_failure *failure, pishkhan_step_result *result) {
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
    pk_fact_number(&exam->facts, "within_ms", DATE_STEP_MS);
    if (difference > CLOCK_OFF_MS || difference < -CLOCK_OFF_MS)
      *result = PISHKHAN_STEP_WARNING;
  } else {
    /* The certificate verified, so this clock stands between its two dates. */
    pk_fact(&exam->facts, "source", "certificate");
  }
  return true;
}
