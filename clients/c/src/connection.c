#define _DEFAULT_SOURCE
#include "connection.h"
#include "core.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int64_t pk_now(void) {
  struct timespec now = {0, 0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void pk_address_text(const struct addrinfo *address, char text[64]) {
  text[0] = 0;
  if (getnameinfo(address->ai_addr, address->ai_addrlen, text, 64, NULL, 0, NI_NUMERICHOST) != 0)
    memcpy(text, "?", 2);
}

bool pk_resolve(const pk_config *config, struct addrinfo **addresses, pk_failure *failure) {
  const struct addrinfo hints = {
      .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
  int result = getaddrinfo(config->host, config->port, &hints, addresses);
  if (result == 0)
    return true;
  *addresses = NULL;
  if (result == EAI_MEMORY)
    return pk_fail_memory(failure);
  return pk_fail(failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_ADDRESS_UNKNOWN, "no address for \"%s\": %s",
                 config->host, result == EAI_SYSTEM ? strerror(errno) : gai_strerror(result));
}

void pk_connection_init(pk_connection *connection) {
  memset(connection, 0, sizeof *connection);
  connection->fd = -1;
}

void pk_connection_start(pk_connection *connection, struct addrinfo *addresses, uint32_t timeout_ms,
                         bool judge, int64_t now) {
  connection->phase = PK_PHASE_TCP;
  connection->addresses = connection->address = addresses;
  connection->deadline = timeout_ms == PISHKHAN_NEVER ? PK_NO_TIME : now + timeout_ms;
  connection->judge = judge;
}

static void close_socket(pk_connection *connection) {
  if (connection->fd >= 0)
    close(connection->fd);
  connection->fd = -1;
}

static int open_socket(const struct addrinfo *address) {
  int fd = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
  if (fd < 0)
    return -1;
  int on = 1;
  int flags = fcntl(fd, F_GETFL);
  if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) {
    close(fd);
    return -1;
  }
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on,
             sizeof on); /* frames are gathered above; Nagle would only wait */
#ifdef TCP_USER_TIMEOUT
  unsigned unanswered_ms = 20000; /* a dead line is noticed by sent bytes too (gRPC proposal A18) */
  setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unanswered_ms, sizeof unanswered_ms);
#endif
  return fd;
}

/* Each address gets an even share of the time that is left. */
static int64_t share_of_time(const pk_connection *connection, int64_t now) {
  int64_t left = 0;
  for (const struct addrinfo *address = connection->address; address; address = address->ai_next)
    left++;
  return connection->deadline == PK_NO_TIME ? PK_NO_TIME : now + (connection->deadline - now) / left;
}

static bool fail_connect(const struct addrinfo *address, int code, pk_failure *failure) {
  char text[64];
  pk_address_text(address, text);
  return pk_fail(failure, PISHKHAN_UNAVAILABLE,
                 code == ETIMEDOUT ? PISHKHAN_REASON_CONNECT_TIMEOUT : PISHKHAN_REASON_CONNECT_FAILED,
                 "no TCP connection to %s: %s", text, strerror(code));
}

/* 0: connected; EINPROGRESS: not yet; else why not. */
static int try_address(pk_connection *connection, int64_t now) {
  if (connection->fd < 0) {
    connection->fd = open_socket(connection->address);
    connection->address_deadline = share_of_time(connection, now);
    if (connection->fd < 0)
      return errno;
    if (connect(connection->fd, connection->address->ai_addr, connection->address->ai_addrlen) == 0)
      return 0;
    return errno == EINTR ? EINPROGRESS : errno;
  }
  struct sockaddr_storage peer;
  socklen_t size = sizeof peer;
  int code = 0;
  socklen_t code_size = sizeof code;
  if (getsockopt(connection->fd, SOL_SOCKET, SO_ERROR, &code, &code_size) == 0 && code == 0) {
    if (getpeername(connection->fd, (struct sockaddr *)&peer, &size) == 0)
      return 0;
    code = errno == ENOTCONN ? EINPROGRESS : errno;
  }
  return code == EINPROGRESS && now >= connection->address_deadline ? ETIMEDOUT : code;
}

pk_progress pk_connection_advance_tcp(pk_connection *connection, int64_t now, pk_failure *failure) {
  while (connection->address) {
    int code = try_address(connection, now);
    if (code == 0)
      return PK_DONE;
    if (code == EINPROGRESS)
      return connection->wants = PK_WANTS_WRITE;
    fail_connect(connection->address, code, failure);
    close_socket(connection);
    connection->address = connection->address->ai_next;
  }
  return PK_FAILED;
}

static pk_progress advance_tls(pk_connection *connection, const pk_config *config, pk_tls *tls, int64_t now,
                               pk_failure *failure) {
  if (!connection->ssl)
    connection->ssl = pk_tls_connection(tls, config, connection->fd, connection->judge, failure);
  if (!connection->ssl)
    return PK_FAILED;
  connection->wants = pk_tls_handshake(connection->ssl, failure);
  bool waits = connection->wants == PK_WANTS_READ || connection->wants == PK_WANTS_WRITE;
  if (waits && now >= connection->deadline) {
    pk_fail(failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECT_TIMEOUT,
            "the TLS handshake was not over in time: the server does not answer");
    return PK_FAILED;
  }
  if (connection->wants == PK_FAILED && failure->reason == PISHKHAN_REASON_CERTIFICATE_NAME)
    pk_tls_judge(SSL_get_verify_result(connection->ssl), config, failure);
  return connection->wants;
}

pk_progress pk_connection_advance(pk_connection *connection, const pk_config *config, pk_tls *tls,
                                  int64_t now, pk_failure *failure) {
  pk_progress progress = PK_DONE;
  if (connection->phase == PK_PHASE_TCP) {
    progress = pk_connection_advance_tcp(connection, now, failure);
    if (progress == PK_DONE)
      connection->phase = PK_PHASE_TLS;
  }
  if (progress == PK_DONE && connection->phase == PK_PHASE_TLS) {
    progress = advance_tls(connection, config, tls, now, failure);
    if (progress == PK_DONE)
      connection->phase = PK_PHASE_OPEN;
  }
  return progress;
}

void pk_connection_close(pk_connection *connection) {
  if (connection->ssl && connection->phase == PK_PHASE_OPEN) {
    ERR_clear_error();
    SSL_shutdown(connection->ssl); /* close_notify, if the socket takes it at once */
    ERR_clear_error();
  }
  SSL_free(connection->ssl);
  close_socket(connection);
  if (connection->addresses)
    freeaddrinfo(connection->addresses);
  pk_connection_init(connection);
}

int64_t pk_connection_next_tick(const pk_connection *connection) {
  switch (connection->phase) {
  case PK_PHASE_TCP:
    return connection->address_deadline < connection->deadline ? connection->address_deadline
                                                               : connection->deadline;
  case PK_PHASE_TLS:
    return connection->deadline;
  default:
    return PK_NO_TIME;
  }
}
