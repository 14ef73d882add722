#define _POSIX_C_SOURCE 200809L
#include "tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- the socket beneath: send with MSG_NOSIGNAL, where OpenSSL's own BIO would use write ---- */

static int socket_of(BIO *bio) { return (int)(intptr_t)BIO_get_data(bio); }

static int socket_write(BIO *bio, const char *bytes, int size) {
  ssize_t written;
  BIO_clear_retry_flags(bio);
  do
    written = send(socket_of(bio), bytes, (size_t)size, MSG_NOSIGNAL);
  while (written < 0 && errno == EINTR);
  if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    BIO_set_retry_write(bio);
  return (int)written;
}

static int socket_read(BIO *bio, char *bytes, int size) {
  ssize_t got;
  BIO_clear_retry_flags(bio);
  do
    got = recv(socket_of(bio), bytes, (size_t)size, 0);
  while (got < 0 && errno == EINTR);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    BIO_set_retry_read(bio);
  if (got == 0)
    BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  return (int)got;
}

static long socket_control(BIO *bio, int command, long number, void *pointer) {
  (void)number;
  (void)pointer;
  if (command == BIO_CTRL_EOF)
    return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
  return command == BIO_CTRL_FLUSH;
}

static BIO_METHOD *make_socket_method(void) {
  BIO_METHOD *method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "pishkhan socket");
  if (method && BIO_meth_set_write(method, socket_write) && BIO_meth_set_read(method, socket_read) &&
      BIO_meth_set_ctrl(method, socket_control))
    return method;
  BIO_meth_free(method);
  return NULL;
}

/* ---- the context ---- */

/* A key behind a password is refused: OpenSSL's default would ask on the terminal. */
static int no_password(char *buffer, int size, int writing, void *user) {
  (void)buffer;
  (void)size;
  (void)writing;
  if (user)
    *(bool *)user = true; /* load_key asks whether this was it */
  return -1;
}

/* Called when the server asks for a certificate, whether there is one or not. */
static int note_request(SSL *ssl, void *user) {
  (void)user;
  SSL_set_app_data(ssl, ssl);
  return 1;
}

bool pk_tls_certificate_was_asked(const SSL *ssl) { return SSL_get_app_data(ssl) != NULL; }

/* OpenSSL tells of files that cannot be opened no more than "system lib": the system is asked again. 0: it
 * can be read. */
static int error_of_reading(const char *path) {
  char byte;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    return errno;
  int code = read(file, &byte, 1) < 0 ? errno : 0;
  close(file);
  return code;
}

/* `content` is what the file should hold. What is PEM but of no use here, OpenSSL explains better. */
static bool unreadable(pk_failure *failure, const char *what, const char *path, const char *content) {
  unsigned long code = ERR_peek_last_error();
  int reason = ERR_GET_REASON(code), system_error = error_of_reading(path);
  const char *why = ERR_reason_error_string(code);
  bool not_pem = reason == ERR_R_PEM_LIB || reason == X509_R_NO_CERTIFICATE_OR_CRL_FOUND || !why;
  if (!system_error && not_pem)
    return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FILE_UNREADABLE,
                   "%s cannot be read: %s: not PEM, or without a %s in it", what, path, content);
  return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FILE_UNREADABLE,
                 "%s cannot be read: %s: %s", what, path, system_error ? strerror(system_error) : why);
}

static bool load_ca(SSL_CTX *context, const char *path, pk_failure *failure) {
  if (path)
    return SSL_CTX_load_verify_file(context, path) == 1 ||
           unreadable(failure, "the CA file", path, "certificate");
  return SSL_CTX_set_default_verify_paths(context) == 1 || pk_fail_memory(failure);
}

static bool load_key(SSL_CTX *context, const char *path, pk_failure *failure) {
  bool locked = false;
  SSL_CTX_set_default_passwd_cb_userdata(context, &locked);
  int loaded = SSL_CTX_use_PrivateKey_file(context, path, SSL_FILETYPE_PEM);
  SSL_CTX_set_default_passwd_cb_userdata(context, NULL);
  if (locked)
    return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FILE_UNREADABLE,
                   "the key file cannot be read: %s: the key is behind a password", path);
  if (loaded != 1 && ERR_GET_LIB(ERR_peek_last_error()) != ERR_LIB_X509)
    return unreadable(failure, "the key file", path, "private key");
  if (loaded != 1 || SSL_CTX_check_private_key(context) != 1)
    return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_KEY_MISMATCH,
                   "the key file does not belong to the certificate file: %s", path);
  return true;
}

static bool load_files(SSL_CTX *context, const pk_config *config, pk_failure *failure) {
  if (!load_ca(context, config->ca_file, failure))
    return false;
  if (!config->certificate_file)
    return true;
  if (SSL_CTX_use_certificate_chain_file(context, config->certificate_file) != 1)
    return unreadable(failure, "the certificate file", config->certificate_file, "certificate");
  return load_key(context, config->key_file, failure);
}

bool pk_tls_open(pk_tls *tls, const pk_config *config, pk_failure *failure) {
  static const unsigned char h2[] = {2, 'h', '2'};
  ERR_clear_error();
  tls->context = SSL_CTX_new(TLS_client_method());
  tls->socket_method = make_socket_method();
  if (!tls->context || !tls->socket_method || SSL_CTX_set_alpn_protos(tls->context, h2, sizeof h2) != 0) {
    pk_fail_memory(failure);
    pk_tls_close(tls);
    return false;
  }
  SSL_CTX_set_min_proto_version(tls->context, TLS1_3_VERSION);
  SSL_CTX_set_verify(tls->context, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_cert_cb(tls->context, note_request, NULL);
  SSL_CTX_set_default_passwd_cb(tls->context, no_password);
  SSL_CTX_set_mode(tls->context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                     SSL_MODE_RELEASE_BUFFERS);
  if (load_files(tls->context, config, failure)) {
    ERR_clear_error();
    return true;
  }
  ERR_clear_error();
  pk_tls_close(tls);
  return false;
}

void pk_tls_close(pk_tls *tls) {
  SSL_CTX_free(tls->context);
  BIO_meth_free(tls->socket_method);
  tls->context = NULL;
  tls->socket_method = NULL;
}

/* ---- a connection ---- */

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

SSL *pk_tls_connection(const pk_tls *tls, const pk_config *config, int fd, bool judge, pk_failure *failure) {
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
  return ssl;
}

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
