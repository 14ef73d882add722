#include "target.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static const char address[] = "127.0.0.1"; /* traffic never leaves the machine */

static bool fail(const char *what, const char *file) {
  fprintf(stderr, "cannot use %s %s\n", what, file);
  ERR_print_errors_fp(stderr);
  return false;
}

bool target_prepare(target *target) {
  static const uint8_t alpn[] = {2, 'h', '2'};
  target->tls = SSL_CTX_new(TLS_client_method());
  if (target->tls == NULL)
    return fail("TLS of", "OpenSSL");
  /* One cipher for every server, so that they differ by nothing but themselves. */
  SSL_CTX_set_ciphersuites(target->tls, "TLS_AES_128_GCM_SHA256");
  SSL_CTX_set_min_proto_version(target->tls, TLS1_3_VERSION);
  SSL_CTX_set_mode(target->tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                    SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(target->tls, 1); /* a record's header and body in one read */
  SSL_CTX_set_verify(target->tls, SSL_VERIFY_PEER, NULL);
  if (SSL_CTX_load_verify_file(target->tls, target->ca) != 1)
    return fail("CA", target->ca);
  if (SSL_CTX_set_alpn_protos(target->tls, alpn, sizeof alpn) != 0)
    return fail("ALPN", "h2");
  if (target->certificate == NULL)
    return true;
  if (SSL_CTX_use_certificate_chain_file(target->tls, target->certificate) != 1)
    return fail("certificate", target->certificate);
  if (SSL_CTX_use_PrivateKey_file(target->tls, target->key, SSL_FILETYPE_PEM) != 1)
    return fail("key", target->key);
  return true;
}

void target_release(target *target) { SSL_CTX_free(target->tls); }

int target_connect(const target *target) {
  int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0)
    return -1;
  int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons(target->port)};
  inet_pton(AF_INET, address, &peer.sin_addr);
  if (connect(descriptor, (const struct sockaddr *)&peer, sizeof peer) != 0 && errno != EINPROGRESS) {
    close(descriptor);
    return -1;
  }
  return descriptor;
}

SSL *target_new_ssl(const target *target, int socket) {
  SSL *ssl = SSL_new(target->tls);
  if (ssl == NULL)
    return NULL;
  if (SSL_set_fd(ssl, socket) != 1 || X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), address) != 1) {
    SSL_free(ssl);
    return NULL;
  }
  SSL_set_connect_state(ssl);
  return ssl;
}
