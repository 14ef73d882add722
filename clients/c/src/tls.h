/* TLS 1.3 over a socket, by OpenSSL, without SIGPIPE and without a question on the terminal. */
#ifndef PK_TLS_H
#define PK_TLS_H

#include "config.h"

#include <openssl/ssl.h>

typedef struct pk_tls {
  SSL_CTX *context;
  BIO_METHOD *socket_method;
  SSL_SESSION *ticket; /* resumes the last connection; NULL: none came yet, or it is used */
  int64_t judged_at;   /* when the server's certificate was looked at last, by pk_now */
} pk_tls;

/* NULL where memory fails. */
BIO_METHOD *pk_tls_socket_method(void);

/* Reads the files. `tls` must stay where it is until it is closed. */
bool pk_tls_open(pk_tls *tls, const pk_config *config, pk_failure *failure);
void pk_tls_close(pk_tls *tls);

typedef enum pk_progress { PK_DONE, PK_WANTS_READ, PK_WANTS_WRITE, PK_FAILED } pk_progress;

/* A connection over `fd`, which stays the caller's. With `judge` false a certificate that does not verify
 * ends nothing; SSL_get_verify_result tells. With `judge` true the ticket is used up. NULL with `failure`
 * filled in. */
SSL *pk_tls_connection(pk_tls *tls, const pk_config *config, int fd, bool judge, pk_failure *failure);

/* PK_DONE: the peer is verified and speaks h2. */
pk_progress pk_tls_handshake(SSL *ssl, pk_failure *failure);

/* Whether the server asked for a client certificate. */
bool pk_tls_certificate_was_asked(const SSL *ssl);

/* `*done` bytes were read or written where the result is PK_DONE. */
pk_progress pk_tls_read(SSL *ssl, void *bytes, size_t size, size_t *done, pk_failure *failure);
pk_progress pk_tls_write(SSL *ssl, const void *bytes, size_t size, size_t *done, pk_failure *failure);

/* The failure that a result of certificate verification means; false (filled in) unless it is X509_V_OK. */
bool pk_tls_judge(long verify_result, const pk_config *config, pk_failure *failure);

/* False (filled in) unless h2 was agreed on. */
bool pk_tls_judge_protocol(const SSL *ssl, pk_failure *failure);

#endif
