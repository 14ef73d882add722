/* What every error of the server says beside its status: the trailer grpc-status-details-bin. */
#ifndef PK_ERROR_DETAIL_H
#define PK_ERROR_DETAIL_H

#include "shape.h"

#include <pishkhan/error.h>

typedef struct pk_detail_violation {
  const char *field;
  const char *reason;
  const pishkhan_text *texts;
  size_t text_count;
} pk_detail_violation;

/* pishkhan.v1.ErrorDetail */
typedef struct pk_detail {
  int32_t code;
  pishkhan_reason reason;
  pishkhan_at at;
  pishkhan_durable durable;
  int64_t retry_after_ms;
  const pk_detail_violation *violations;
  size_t violation_count;
  const char *message;
  const char *localized_message;
  const char *trace_id;
  uint32_t current_version;
  uint64_t current_offset;
} pk_detail;

/* The ErrorDetail among the details of a google.rpc.Status; NULL where there is none that parses: the gRPC
 * status stands. */
const pk_detail *pk_detail_read(pk_arena *arena, const uint8_t *bytes, size_t size);

extern const pk_shape pk_status_shape; /* google.rpc.Status, and what it holds, for the test of shapes */
extern const pk_shape pk_detail_shape;

#endif
