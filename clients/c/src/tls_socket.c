/* The socket beneath TLS: send with MSG_NOSIGNAL, where OpenSSL's own BIO would use write and bring SIGPIPE.
 */
#define _POSIX_C_SOURCE 200809L
#include "tls.h"

#include <errno.h>
#include <sys/socket.h>

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

BIO_METHOD *pk_tls_socket_method(void) {
  BIO_METHOD *method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "pishkhan socket");
  if (method && BIO_meth_set_write(method, socket_write) && BIO_meth_set_read(method, socket_read) &&
      BIO_meth_set_ctrl(method, socket_control))
    return method;
  BIO_meth_free(method);
  return NULL;
}
