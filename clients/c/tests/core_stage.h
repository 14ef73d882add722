/* What the tests of the protocol core share: a core, a line that is up, and a scripted server at its other
 * end. No socket, no clock. */
#ifndef CORE_STAGE_H
#define CORE_STAGE_H

#include "check.h"
#include "peer.h"

#include <stdlib.h>

static const char METHOD[] = "/pishkhan.v1.Requests/Track";

/* A core with a line that is up, and its peer. */
typedef struct stage {
  pk_core *core;
  peer peer;
  int64_t now;
} stage;

static inline pk_core *new_core(const pishkhan_allocator *allocator) {
  const pk_core_options options = {.allocator = allocator,
                                   .authority = "counter.example:7443",
                                   .message_limit = 1000000,
                                   .keepalive_ms = 60000,
                                   .keepalive_timeout_ms = 20000,
                                   .retry_attempts = 5,
                                   .retry_tokens = 10,
                                   .retry_token_ratio = 100,
                                   .seed = 7};
  return pk_core_new(&options);
}

static inline void connect_line(stage *s, uint32_t max_streams) {
  peer_open(&s->peer);
  pk_core_line_started(s->core, s->now);
  CHECK(pk_core_line_up(s->core, s->now));
  peer_settings(&s->peer, max_streams);
  pump(s->core, &s->peer, s->now, 100000);
}

static inline void begin(stage *s) {
  s->now = 1000;
  s->core = new_core(&pk_default_allocator);
  connect_line(s, UINT32_MAX);
}

static inline void end(stage *s) {
  pk_core_free(s->core);
  peer_close(&s->peer);
}

static inline void lose_line(stage *s, pishkhan_reason reason) {
  pk_failure failure;
  pk_fail(&failure, PISHKHAN_UNAVAILABLE, reason, "the test cut the line");
  pk_core_line_lost(s->core, &failure, s->now);
  peer_close(&s->peer);
}

static inline pk_call *start(stage *s, unsigned flags, int64_t timeout, const char *message) {
  pk_failure failure;
  const pk_call_setup setup = {
      .method = METHOD, .flags = flags, .deadline = timeout < 0 ? PK_NO_TIME : s->now + timeout};
  pk_call *call = pk_call_new(s->core, &setup, s->now, &failure);
  CHECK(call != NULL);
  CHECK(pk_call_send(call, message, strlen(message), &failure));
  pk_call_finish(call);
  pk_core_tick(s->core, s->now);
  return call;
}

/* A unary call whose request has reached the peer. */
static inline pk_call *ask(stage *s) {
  pk_call *call = start(s, PK_CALL_UNARY_RESPONSE, 10000, "question");
  pump(s->core, &s->peer, s->now, 100000);
  return call;
}

static inline void settle(stage *s) { pump(s->core, &s->peer, s->now, 100000); }

static inline int status_of(const pk_call *call) {
  return pk_call_ended(call) ? (int)pk_call_outcome(call)->failure.status : -1;
}

static inline int reason_of(const pk_call *call) { return (int)pk_call_outcome(call)->failure.reason; }

static inline void check_message(pk_call *call, const char *wanted) {
  uint8_t *bytes;
  size_t size;
  bool has = pk_call_take(call, &bytes, &size);
  CHECK(has);
  if (!has)
    return;
  CHECK_NUMBER(size, strlen(wanted));
  CHECK(memcmp(bytes, wanted, strlen(wanted)) == 0);
  free(bytes);
}

/* A call that may be tried again. */
enum { READ = PK_CALL_UNARY_RESPONSE | PK_CALL_RETRY | PK_CALL_STORES_NOTHING };

static inline void answer_status(peer *peer, int32_t stream, const char *status, const char *pushback) {
  const char *const pairs[] = {":status",
                               "200",
                               "content-type",
                               "application/grpc",
                               "grpc-status",
                               status,
                               pushback ? "grpc-retry-pushback-ms" : NULL,
                               pushback,
                               NULL};
  peer_headers(peer, stream, true, pairs);
}

/* Lets the time come at which the core wants to act next, but not `limit` or more. */
static inline int64_t wait_for_next(stage *s, int64_t limit) {
  int64_t next = pk_core_next_tick(s->core);
  if (next >= s->now + limit)
    return -1;
  int64_t waited = next - s->now;
  s->now = next;
  pk_core_tick(s->core, s->now);
  settle(s);
  return waited;
}

#endif
