/* One TLS HTTP/2 connection that carries unary gRPC calls, many at a time. It never blocks: the owner's epoll
   says when to drive it. All functions belong to one thread. */
#pragma once

#include "messages.h"
#include "target.h"

#include <nghttp2/nghttp2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct connection connection;

enum { reply_max = 32768 }; /* a page of an inbox */

/* A call's place on a connection. It is used again for call after call, so nothing is allocated while
 * measuring. */
typedef struct call {
  connection *connection;
  struct call *next_free;
  uint64_t start_ns; /* of the owner's clock */
  size_t sent;       /* bytes of the request that are framed */
  bool answered_ok;  /* grpc-status 0 was seen */
  size_t reply_length;
  frame request;
  uint8_t reply[reply_max];
} call;

typedef struct connection_events {
  void *owner;
  /* The connection is up: TLS and ALPN have succeeded. Calls may start. */
  void (*opened)(void *owner, connection *connection);
  /* A call has ended; `ok`: grpc-status 0 and exactly one message. The call's place is free again on return,
     and another call may start from inside. */
  void (*finished)(void *owner, const call *call, bool ok);
} connection_events;

enum { write_buffer = 16384 + 16384 + 9 }; /* a full TLS record, and one nghttp2 frame that exceeds it */

struct connection {
  const connection_events *events;
  const char *path;
  const uint8_t *body; /* sent behind each request; NULL: nothing */
  size_t body_length;
  int socket;
  SSL *ssl;
  nghttp2_session *session;
  call *calls;
  call *free_call;
  size_t call_count, in_flight;
  bool open, wants_write;
  size_t out_length, out_sent;
  uint8_t out[write_buffer];
};

/* Begins to connect. `request` is copied into each of `call_count` places. False: out of memory or sockets.
 */
bool connection_begin(connection *connection, const target *target, const connection_events *events,
                      const char *path, const frame *request, size_t call_count);

/* Does whatever the socket allows. False: the connection is lost; calls in flight on it will not end. */
bool connection_drive(connection *connection);

/* Starts a call where a place is free; the bytes leave with the next flush. `key` may be NULL. */
bool connection_start_call(connection *connection, uint64_t start_ns, const uint8_t *key);

/* Writes what waits, in as few records as it fits. False: the connection is lost. */
bool connection_flush(connection *connection);

/* Epoll events that the connection waits for. */
uint32_t connection_interest(const connection *connection);

void connection_end(connection *connection);
