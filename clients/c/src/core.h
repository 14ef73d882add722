/* The protocol core: gRPC over one HTTP/2 connection after another, fed with bytes and giving bytes.
 *
 * It knows no socket, no clock and no thread: the caller says when a line is up, hands over what came in,
 * takes what must go out, and passes the time (any monotonic milliseconds). Calls outlive lines: they wait
 * for one, move to the next where that is safe, and end at their deadline.
 *
 * Sources: gRPC's PROTOCOL-HTTP2, statuscodes, http-grpc-status-mapping, connection-backoff and keepalive
 * documents; RFC 9113.
 */
#ifndef PK_CORE_H
#define PK_CORE_H

#include "failure.h"
#include "memory.h"

#define PK_NO_TIME INT64_MAX
#define PK_USER_AGENT "libpishkhan/0.1.0"

/* Least room that a line must offer for response headers of one call, counted as name + value + 32 (RFC 9113,
 * 6.5.2): an error with many violations in Persian, in base64, is longer than gRPC's customary 8 KiB. */
enum { PK_HEADER_LIMIT = 32 * 1024 };

typedef struct pk_core pk_core;
typedef struct pk_call pk_call;

typedef struct pk_core_options {
  const pishkhan_allocator *allocator; /* must outlive the core */
  const char *authority;
  size_t message_limit;
  uint32_t keepalive_ms; /* PISHKHAN_NEVER: none */
  uint32_t keepalive_timeout_ms;
  bool keepalive_without_calls;
  uint32_t retry_attempts;    /* of calls with PK_CALL_RETRY, the first included; below 2: no retries */
  uint32_t retry_tokens;      /* most 1,000 */
  uint32_t retry_token_ratio; /* thousandths of a token that a success gives back */
  uint64_t seed;              /* of the backoff's jitter */
  pishkhan_log log;
  void *log_context;
  pishkhan_trace trace;
  void *trace_context;
} pk_core_options;

pk_core *pk_core_new(const pk_core_options *options);

/* Ends all calls with CANCELLED. */
void pk_core_close(pk_core *core);

/* All calls must have been freed before. */
void pk_core_free(pk_core *core);

/* ---- the line ---- */

/* Whether a line should be made now: a call waits, and the backoff is over. */
bool pk_core_wants_line(const pk_core *core, int64_t now);
void pk_core_line_started(pk_core *core, int64_t now);

/* The line is ready for HTTP/2. False where memory fails. */
bool pk_core_line_up(pk_core *core, int64_t now);

/* The line could not be made, or is gone. `failure` NULL: it was closed on purpose, after pk_core_verdict
 * said so. */
void pk_core_line_lost(pk_core *core, const pk_failure *failure, int64_t now);

/* Wants a line now, although no call waits and whatever the backoff says; until it is up or failed. */
void pk_core_ask_line(pk_core *core);

/* Whether the server's SETTINGS came: it speaks HTTP/2 with us. */
bool pk_core_line_is_served(const pk_core *core);

/* Why the last line could not be made; NULL where it could, or none was tried. */
const pk_failure *pk_core_line_failure(const pk_core *core);

/* Bytes that came in. */
void pk_core_receive(pk_core *core, const uint8_t *bytes, size_t size, int64_t now);

/* Bytes that must go out next; `*bytes` is valid until the next call of any core function. 0: none. */
size_t pk_core_output(pk_core *core, const uint8_t **bytes);
void pk_core_written(pk_core *core, size_t size);
bool pk_core_has_output(const pk_core *core);

typedef enum pk_verdict {
  PK_LINE_KEEP,
  PK_LINE_CLOSE, /* finished: the server said goodbye and nothing runs any more */
  PK_LINE_BREAK  /* the peer broke the protocol or does not answer; `failure` says how */
} pk_verdict;
pk_verdict pk_core_verdict(const pk_core *core, pk_failure *failure);

/* Lets time pass: deadlines, retries, keepalive. To be called when pk_core_next_tick has come. */
void pk_core_tick(pk_core *core, int64_t now);
int64_t pk_core_next_tick(const pk_core *core);

/* gRPC's connection backoff after `failures` failures in a row, in milliseconds: 1 s, growing by 1.6 to 120
 * s, jitter 0.2. */
int64_t pk_core_backoff(pk_core *core, unsigned failures);

/* ---- calls ---- */

enum {
  PK_CALL_SAFE_TO_REPEAT = 1, /* carries an idempotency key */
  PK_CALL_WAIT_FOR_READY = 2,
  PK_CALL_UNARY_RESPONSE = 4,  /* exactly one message is expected */
  PK_CALL_KEEP_METADATA = 8,   /* the caller will look at headers and trailers */
  PK_CALL_REPORT_END = 16,     /* to be found by pk_core_next_ended */
  PK_CALL_STORES_NOTHING = 32, /* a read: a failure never leaves anything stored */
  PK_CALL_RETRY = 64,          /* to be tried again as gRPC proposal A6 says */
  PK_CALL_GZIP = 128           /* messages may be sent compressed */
};

typedef struct pk_call_setup {
  const char *method; /* "/package.Service/Method" */
  int64_t deadline;   /* PK_NO_TIME: none */
  unsigned flags;
  const pishkhan_metadata *metadata;
  size_t metadata_count;
  void *owner;
} pk_call_setup;

/* The call waits until pk_core_tick, pk_core_receive or pk_call_send moves it. NULL with `failure` filled in.
 */
pk_call *pk_call_new(pk_core *core, const pk_call_setup *setup, int64_t now, pk_failure *failure);
void *pk_call_owner(const pk_call *call);

/* One message, copied. False with `failure` where it is too large, memory fails or the sending side is
 * finished. On a call that has ended it does nothing. */
bool pk_call_send(pk_call *call, const void *message, size_t size, pk_failure *failure);
void pk_call_finish(pk_call *call);

/* Whether messages sent from now on are compressed; does nothing without PK_CALL_GZIP. */
void pk_call_compress(pk_call *call, bool compress);
size_t pk_call_unsent(const pk_call *call);

/* Takes the oldest complete message, decompressed; false if there is none. The caller releases `*bytes` with
 * the core's allocator. */
bool pk_call_take(pk_call *call, uint8_t **bytes, size_t *size);
bool pk_call_has_message(const pk_call *call);

void pk_call_cancel(pk_call *call);
bool pk_call_ended(const pk_call *call);

/* How a call ended. */
typedef struct pk_outcome {
  pk_failure failure;     /* status OK: it did not fail; from_server: message is the server's, maybe cut */
  bool from_server;       /* grpc-status came from the server */
  const char *message;    /* the server's whole grpc-message, decoded; or NULL */
  const uint8_t *details; /* grpc-status-details-bin, decoded; or NULL */
  size_t details_size;
  bool maybe_seen;        /* the server may have acted on it, in any attempt */
  int64_t retry_after_ms; /* 0: no advice */
} pk_outcome;
const pk_outcome *pk_call_outcome(const pk_call *call);

/* The nth header or trailer with this key, -bin decoded; NULL if there is none. */
const uint8_t *pk_call_metadata(const pk_call *call, const char *key, size_t index, size_t *size);

/* The oldest call with PK_CALL_REPORT_END that ended and was not given yet; NULL if there is none. */
pk_call *pk_core_next_ended(pk_core *core);
bool pk_core_has_ended(const pk_core *core);

/* Cancels it first, if it runs. */
void pk_call_free(pk_call *call);

#endif
