/* How a pishkhan_error is made. */
#ifndef PK_ERROR_OBJECT_H
#define PK_ERROR_OBJECT_H

#include "core.h"

/* What the maker of an error knows beside its failure. */
typedef struct pk_error_context {
  const pishkhan_allocator *allocator;
  bool persian;        /* the client's language */
  const uint8_t *key;  /* the idempotency key that was carried; or NULL */
  bool stores_nothing; /* a read */
} pk_error_context;

/* Writes the error to `*error` (where asked for) and returns its status. Where memory fails, the error is a
 * constant that says so. */
pishkhan_status pk_raise(const pk_error_context *context, const pk_failure *failure, pishkhan_error **error);

/* The same for a call that ended. OK where it went well. */
PK_SHARED pishkhan_status pk_raise_outcome(const pk_error_context *context, const pk_outcome *outcome,
                                           pishkhan_error **error);

struct pishkhan_error {
  pishkhan_status status;
  pishkhan_reason reason;
  pishkhan_reason cause;
  pishkhan_at at;
  pishkhan_durable durable;
  int64_t retry_after_ms;
  uint32_t current_version;
  uint64_t current_offset;
  bool persian;
  bool has_key;
  uint8_t key[PISHKHAN_KEY_SIZE];
  const char *message;
  const char *localized;
  const char *trace_id;
  pishkhan_violation *violations;
  size_t violation_count;
};

#endif
