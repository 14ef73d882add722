/* The core's own structures, shared by its files alone. */
#ifndef PK_CORE_STATE_H
#define PK_CORE_STATE_H

#include "core.h"
#include "reader.h"

#include <nghttp2/nghttp2.h>

typedef enum pk_line { PK_LINE_DOWN, PK_LINE_CONNECTING, PK_LINE_UP } pk_line;

typedef struct pk_call_list {
  pk_call *first;
  pk_call *last;
  size_t count;
} pk_call_list;

/* A length-prefixed message on its way out. */
typedef struct pk_chunk {
  struct pk_chunk *next;
  size_t size; /* prefix included */
  uint8_t bytes[];
} pk_chunk;

typedef struct pk_header {
  struct pk_header *next;
  char *key;
  uint8_t *value;
  size_t size;
} pk_header;

/* What one attempt has brought so far. */
typedef struct pk_response {
  int http_status;   /* 0: none yet */
  bool has_headers;  /* that are no trailers: the attempt counts as answered */
  bool refuses_gzip; /* grpc-accept-encoding came, without it */
  bool content_is_grpc;
  int grpc_status; /* -1: none yet */
  bool has_pushback;
  int64_t pushback_ms; /* negative: do not repeat */
  char *message;
  uint8_t *details;
  size_t details_size;
  size_t header_bytes;
  size_t message_count;
  pk_header *metadata;
  pk_reader reader;
} pk_response;

struct pk_call {
  pk_core *core;
  const pishkhan_allocator *allocator;
  void *owner;
  pk_call_list *list; /* the list that it stands in; NULL: none */
  pk_call *previous;
  pk_call *next;
  char *method;
  pk_header *request_metadata;
  int64_t deadline;
  unsigned flags;
  bool ended;

  int32_t stream; /* of the running attempt; 0: none */
  bool sent;      /* the attempt's HEADERS went out */
  bool sent_all;  /* and its END_STREAM */
  bool transparently_repeated;
  unsigned repeats;   /* attempts before this one, but for transparent ones */
  unsigned backoffs;  /* waits chosen here since the server last chose one */
  int64_t not_before; /* of the next attempt */
  bool has_setback;
  pk_failure setback; /* why the last attempt had to be repeated */

  pk_chunk *chunks; /* from the first message on; a stream drops what is sent */
  pk_chunk *current;
  size_t current_offset;
  size_t unsent;
  size_t chunk_count; /* ever queued */
  bool finished;
  bool dropped_chunks; /* cannot be sent again */
  bool compresses;     /* what is sent from now on; PK_CALL_GZIP is set too */

  pk_message *messages; /* complete, not taken */
  pk_message *last_message;
  size_t waiting_bytes;
  size_t unconsumed; /* bytes whose flow-control window is held back */

  pk_response response;
  pk_outcome outcome;
};

struct pk_core {
  pishkhan_allocator allocator;
  char *authority;
  size_t message_limit;
  uint32_t keepalive_ms;
  uint32_t keepalive_timeout_ms;
  bool keepalive_without_calls;
  uint32_t retry_attempts;
  uint32_t most_tokens; /* of the retries' bucket, in thousandths */
  uint32_t tokens;
  uint32_t token_ratio;
  uint64_t random;
  pishkhan_log log;
  void *log_context;
  pishkhan_trace trace;
  void *trace_context;

  int64_t now;         /* the latest time passed in */
  int64_t next_moment; /* no call's deadline or retry is earlier */
  pk_call_list waiting;
  pk_call_list active;
  pk_call_list ended; /* with PK_CALL_REPORT_END */

  pk_line line;
  bool asked; /* a line is wanted although no call waits */
  int64_t line_started;
  int64_t next_line_at;
  unsigned line_failures; /* in a row */
  bool has_line_failure;  /* the last line failed: calls that do not wait fail with it until the next try */
  pk_failure line_failure;

  nghttp2_mem memory;
  nghttp2_session *session; /* NULL unless the line is up */
  bool served;              /* the server's SETTINGS came */
  bool gzip_refused;        /* by a response on this line */
  bool goaway;
  int64_t goaway_until; /* when a goodbye that others wait for is cut short; PK_NO_TIME: nobody waits */
  bool broken;
  pk_failure breakage;
  int64_t last_received;
  int64_t ping_deadline; /* PK_NO_TIME: no ping is out */
  pk_buffer output;
  size_t output_offset;
};

/* core.c */
void pk_core_say(const pk_core *core, pishkhan_log_level level, const char *text);
void pk_list_append(pk_call_list *list, pk_call *call);
void pk_list_prepend(pk_call_list *list, pk_call *call);
void pk_list_remove(pk_call *call);
void pk_list_end_all(pk_call_list *list, const pk_failure *failure);

/* core_time.c */
void pk_core_expect(pk_core *core, int64_t moment);
int64_t pk_backoff(pk_core *core, double first_ms, double factor, double most_ms, unsigned failures);

/* core_line.c */
bool pk_line_is_needed(const pk_core *core);
void pk_line_fail_the_impatient(pk_core *core, bool just_failed);

/* core_session.c */
bool pk_session_open(pk_core *core);
void pk_session_close(pk_core *core);
size_t pk_session_room(const pk_core *core); /* calls that may begin now */
void pk_session_begin(pk_core *core, pk_call *call);
void pk_session_reset(pk_core *core, pk_call *call); /* breaks the call's stream off */
void pk_session_leave(pk_core *core, pk_call *call); /* the server is done with it */
void pk_session_consume(pk_core *core, pk_call *call);

/* core_frames.c */
nghttp2_session_callbacks *pk_frames_callbacks(void); /* NULL where memory fails */
ssize_t pk_frames_read_message(nghttp2_session *session, int32_t stream, uint8_t *out, size_t room,
                               uint32_t *flags, nghttp2_data_source *source, void *user);

/* core_response.c */
void pk_response_clear(pk_call *call);
bool pk_response_header(pk_call *call, const uint8_t *name, size_t name_size, const uint8_t *value,
                        size_t value_size, pk_failure *failure);
bool pk_response_data(pk_call *call, const uint8_t *bytes, size_t size, pk_failure *failure);
void pk_response_complete(pk_call *call);

/* core_send.c */
void pk_call_free_chunks(pk_call *call);
void pk_call_restart_chunks(pk_call *call); /* all are to be sent anew */

/* Makes what is kept uncompressed, and what follows. Not while a message is half sent. False where memory
 * fails. */
bool pk_call_decompress_chunks(pk_call *call, pk_failure *failure);

/* core_messages.c */
void pk_call_free_messages(pk_call *call);
bool pk_call_add_message(pk_call *call, pk_message *message, pk_failure *failure);
bool pk_call_may_receive_more(const pk_call *call);

/* core_call.c */
void pk_headers_free(const pishkhan_allocator *allocator, pk_header *first);

/* core_retry.c */

/* What is known about a failed attempt beside its status. */
typedef struct pk_advice {
  bool line_broke;
  bool has_pushback;
  int64_t pushback_ms; /* negative: do not repeat */
} pk_advice;

void pk_retry_open(pk_core *core, const pk_core_options *options);
void pk_retry_note_success(pk_core *core);
void pk_retry_note_failure(pk_core *core);

/* Counts a failure that may pass, and puts the call back among those that wait where one more attempt is
 * allowed and the deadline leaves time for it; else false. */
bool pk_retry(pk_call *call, const pk_failure *failure, const pk_advice *advice);

/* core_attempt.c */
void pk_call_begin_waiting(pk_core *core);

/* Puts the call back among those that wait, as if nothing had been sent. */
void pk_call_rewind(pk_call *call, bool to_the_front);

/* Ends a call for good; `failure` NULL: it went well. */
void pk_call_end(pk_call *call, const pk_failure *failure);

/* The server has sent all that it will send. */
void pk_call_attempt_ended(pk_call *call);

/* The attempt is over without a gRPC status. The stream is gone already. */
void pk_call_attempt_broken(pk_call *call, const pk_failure *failure, bool never_processed);

#endif
