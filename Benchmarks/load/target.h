/* Where the calls go: a port of 127.0.0.1, and the TLS identity with which it is called. */
#pragma once

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct target {
  uint16_t port;
  const char *ca;          /* PEM file that must have signed the server's certificate */
  const char *certificate; /* PEM file of the client's certificate; NULL: none is shown */
  const char *key;         /* PEM file of its key */
  SSL_CTX *tls;
} target;

/* Makes `tls` from the files named: TLS 1.3 alone, ALPN h2, the server's certificate verified.
   False, with a line on stderr, where a file cannot be used. */
bool target_prepare(target *target);
void target_release(target *target);

/* A non-blocking TCP socket whose connect has begun, with TCP_NODELAY; -1 on failure. */
int target_connect(const target *target);

/* A client SSL over `socket`, ready for SSL_do_handshake; NULL on failure. */
SSL *target_new_ssl(const target *target, int socket);
