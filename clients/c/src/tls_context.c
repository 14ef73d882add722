/* What all connections of a client share: the files, read once, and the ticket of the last connection. */
#define _POSIX_C_SOURCE 200809L
#include "connection.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <unistd.h>

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

/* A ticket for the next connection came (RFC 8446, 4.6.1): the newest is kept. Of a server that was not
 * judged none is: it would make the next connection unjudged too. A copy, for OpenSSL spoils the session of a
 * connection that ends without goodbye. */
static int keep_ticket(SSL *ssl, SSL_SESSION *session) {
  pk_tls *tls = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
  if (!SSL_session_reused(ssl))
    tls->judged_at = pk_now();
  SSL_SESSION *copy = SSL_get_verify_mode(ssl) == SSL_VERIFY_NONE ? NULL : SSL_SESSION_dup(session);
  if (copy) {
    SSL_SESSION_free(tls->ticket);
    tls->ticket = copy;
  }
  return 0; /* OpenSSL keeps its own */
}

bool pk_tls_open(pk_tls *tls, const pk_config *config, pk_failure *failure) {
  static const unsigned char h2[] = {2, 'h', '2'};
  ERR_clear_error();
  tls->ticket = NULL;
  tls->context = SSL_CTX_new(TLS_client_method());
  tls->socket_method = pk_tls_socket_method();
  if (!tls->context || !tls->socket_method || SSL_CTX_set_alpn_protos(tls->context, h2, sizeof h2) != 0) {
    pk_fail_memory(failure);
    pk_tls_close(tls);
    return false;
  }
  SSL_CTX_set_min_proto_version(tls->context, TLS1_3_VERSION);
  SSL_CTX_set_verify(tls->context, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_cert_cb(tls->context, note_request, NULL);
  SSL_CTX_set_default_passwd_cb(tls->context, no_password);
  SSL_CTX_set_app_data(tls->context, tls);
  SSL_CTX_set_session_cache_mode(tls->context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(tls->context, keep_ticket);
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
  SSL_SESSION_free(tls->ticket);
  tls->ticket = NULL;
  SSL_CTX_free(tls->context);
  BIO_meth_free(tls->socket_method);
  tls->context = NULL;
  tls->socket_method = NULL;
}
