#include "connection.h"

#include <arpa/inet.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

static bool is_address(const char *name) {
  unsigned char bytes[16];
  return inet_pton(AF_INET, name, bytes) == 1 || inet_pton(AF_INET6, name, bytes) == 1;
}

static bool expect_name(SSL *ssl, const char *name) {
  X509_VERIFY_PARAM *parameters = SSL_get0_param(ssl);
  X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (is_address(name)) /* no SNI for an address (RFC 6066, 3) */
    return X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1;
  return SSL_set1_host(ssl, name) == 1 && SSL_set_tlsext_host_name(ssl, name) == 1;
}

enum { RESUME_WITHIN_MS = 3600 * 1000 }; /* then the server's certificate is looked at anew */

/* Each ticket is used once (RFC 8446, appendix C.4), and never for early data, which could be replayed. */
static void use_ticket(SSL *ssl, pk_tls *tls) {
  if (tls->ticket && pk_now() - tls->judged_at < RESUME_WITHIN_MS)
    SSL_set_session(ssl, tls->ticket); /* where it fails, the handshake is a full one */
  SSL_SESSION_free(tls->ticket);
  tls->ticket = NULL;
}

SSL *pk_tls_connection(pk_tls *tls, const pk_config *config, int fd, bool judge, pk_failure *failure) {
  ERR_clear_error();
  SSL *ssl = SSL_new(tls->context);
  BIO *bio = BIO_new(tls->socket_method);
  if (!ssl || !bio || !expect_name(ssl, config->server_name)) {
    pk_fail_memory(failure);
    BIO_free(bio);
    SSL_free(ssl);
    return NULL;
  }
  BIO_set_data(bio, (void *)(intptr_t)fd);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl, bio, bio);
  if (!judge)
    SSL_set_verify(ssl, SSL_VERIFY_NONE, NULL);
  SSL_set_connect_state(ssl);
  if (judge)
    use_ticket(ssl, tls);
  return ssl;
}

bool pk_tls_certificate_was_asked(const SSL *ssl) { return SSL_get_app_data(ssl) != NULL; }

bool pk_tls_judge(long result, const pk_config *config, pk_failure *failure) {
  const char *text = X509_verify_cert_error_string(result);
  switch (result) {
  case X509_V_OK:
    return true;
  case X509_V_ERR_CERT_HAS_EXPIRED:
  case X509_V_ERR_CERT_NOT_YET_VALID:
    return pk_fail(failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CERTIFICATE_EXPIRED,
                   "the server's certificate is not valid now: %s", text);
  case X509_V_ERR_HOSTNAME_MISMATCH:
  case X509_V_ERR_IP_ADDRESS_MISMATCH:
    return pk_fail(failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CERTIFICATE_NAME,
                   "the server's certificate is not for \"%s\"", config ? config->server_name : "this name");
  default:
    return pk_fail(failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CERTIFICATE_UNTRUSTED,
                   "the server's certificate is not trusted: %s", text);
  }
}

bool pk_tls_judge_protocol(const SSL *ssl, pk_failure *failure) {
  const unsigned char *protocol;
  unsigned length;
  SSL_get0_alpn_selected(ssl, &protocol, &length);
  if (length == 2 && memcmp(protocol, "h2", 2) == 0)
    return true;
  return pk_fail(
      failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_ALPN_REFUSED,
      "the peer did not agree on HTTP/2 by ALPN: it is not the counter, or something stands between");
}

/* With TLS 1.3 the server looks at the client's certificate only after the client's handshake is over, so
 * this may come with the first read. */
static bool refuses_certificate(int reason) {
  switch (reason) {
  case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
  case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
  case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
  case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
  case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
  case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
  case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
  case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
    return true;
  default:
    return false;
  }
}

static pk_progress fail_tls(const SSL *ssl, int error, int system_error, bool handshaking,
                            pk_failure *failure) {
  unsigned long code = ERR_peek_error();
  int reason = ERR_GET_REASON(code);
  const char *text = ERR_reason_error_string(code);
  ERR_clear_error();
  if (error == SSL_ERROR_SSL && reason == SSL_R_CERTIFICATE_VERIFY_FAILED)
    pk_tls_judge(SSL_get_verify_result(ssl), NULL, failure);
  else if (error == SSL_ERROR_SSL && refuses_certificate(reason))
    pk_fail(failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CERTIFICATE_REFUSED,
            "the server refused this client's certificate: %s", text ? text : "alert");
  else if (error == SSL_ERROR_SSL && reason != SSL_R_UNEXPECTED_EOF_WHILE_READING)
    pk_fail(failure, PISHKHAN_UNAVAILABLE,
            handshaking ? PISHKHAN_REASON_TLS_FAILED : PISHKHAN_REASON_CONNECTION_LOST, "TLS failed: %s",
            text ? text : "unknown error");
  else
    pk_fail(failure, PISHKHAN_UNAVAILABLE,
            handshaking ? PISHKHAN_REASON_CONNECT_FAILED : PISHKHAN_REASON_CONNECTION_LOST, "%s%s%s",
            handshaking ? "the server ended the connection inside the TLS handshake"
                        : "the connection was closed",
            system_error ? ": " : "", system_error ? strerror(system_error) : "");
  return PK_FAILED;
}

static pk_progress progress_of(const SSL *ssl, int result, bool handshaking, pk_failure *failure) {
  int system_error = errno;
  int error = SSL_get_error(ssl, result);
  if (error == SSL_ERROR_WANT_READ)
    return PK_WANTS_READ;
  if (error == SSL_ERROR_WANT_WRITE)
    return PK_WANTS_WRITE;
  return fail_tls(ssl, error, error == SSL_ERROR_SYSCALL ? system_error : 0, handshaking, failure);
}

pk_progress pk_tls_handshake(SSL *ssl, pk_failure *failure) {
  ERR_clear_error(); /* else SSL_get_error sees what an earlier failure left */
  errno = 0;
  int result = SSL_do_handshake(ssl);
  if (result != 1)
    return progress_of(ssl, result, true, failure);
  return pk_tls_judge_protocol(ssl, failure) ? PK_DONE : PK_FAILED;
}

pk_progress pk_tls_read(SSL *ssl, void *bytes, size_t size, size_t *done, pk_failure *failure) {
  ERR_clear_error();
  errno = 0;
  int result = SSL_read_ex(ssl, bytes, size, done);
  return result == 1 ? PK_DONE : progress_of(ssl, result, false, failure);
}

pk_progress pk_tls_write(SSL *ssl, const void *bytes, size_t size, size_t *done, pk_failure *failure) {
  ERR_clear_error();
  errno = 0;
  int result = SSL_write_ex(ssl, bytes, size, done);
  return result == 1 ? PK_DONE : progress_of(ssl, result, false, failure);
}
