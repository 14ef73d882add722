/* A server stream that connects anew, with backoff, whatever happens to the line. */
#ifndef PK_RESUMED_H
#define PK_RESUMED_H

#include "typed.h"

typedef struct pk_resumed pk_resumed;

typedef struct pk_resumed_kind {
  const pk_method *method;
  size_t size;           /* of the whole object, a pk_resumed first */
  size_t request_offset; /* of the struct in it that the method's request is made of, at each opening */
  size_t item_size;
  /* Whether an item is new; remembers it. NULL: all are. */
  bool (*is_news)(pk_resumed *resumed, const void *item);
} pk_resumed_kind;

/* The beginning of a result (memory.h) that belongs to the caller; its request's strings live in its arena.
 */
struct pk_resumed {
  const pk_resumed_kind *kind;
  pishkhan_client *client; /* NULL once it was closed */
  pk_resumed *next;        /* of the client's */
  pishkhan_stream *stream; /* NULL: to be opened at `not_before` */
  int64_t deadline;
  int64_t not_before;
  unsigned failures; /* in a row */
};

/* A new one, its request zeroed; NULL with `*status` and `*error`. `out`, a result pointer, is set to NULL.
 */
void *pk_resumed_open(pishkhan_client *client, const pk_resumed_kind *kind,
                      const pishkhan_call_options *options, void *out, pishkhan_status *status,
                      pishkhan_error **error);

/* A copy of a text in its arena; an empty one for NULL. */
const char *pk_resumed_text(void *resumed, const char *text);

/* Gives it to `out`; where its arena has failed, it is freed. */
pishkhan_status pk_resumed_begin(pk_resumed *resumed, void *out, pishkhan_error **error);

/* The next item, waiting at most `wait_ms`. */
pishkhan_next pk_resumed_next(pk_resumed *resumed, uint32_t wait_ms, void *item, pishkhan_error **error);

/* NULL allowed. */
void pk_resumed_close(pk_resumed *resumed);

/* What another try may mend. */
bool pk_error_is_passing(const pishkhan_error *error);

#endif
