#include "error_detail.h"
#include "shapes.h"

#include <string.h>

/* google.protobuf.Any */
typedef struct any_detail {
  const char *type_url;
  const uint8_t *value;
  size_t value_size;
} any_detail;

/* google.rpc.Status */
typedef struct rich_status {
  int32_t code;
  const char *message;
  const any_detail *details;
  size_t detail_count;
} rich_status;

static const pk_field any_shape_fields[] = {PK_MEMBER(1, PK_TEXT, any_detail, type_url),
                                            PK_MEMBER(2, PK_BYTES, any_detail, value)};
static PK_SHAPE(any_shape, any_detail, false, 0);

static const pk_field pk_status_shape_fields[] = {PK_MEMBER(1, PK_SIGNED, rich_status, code),
                                                  PK_MEMBER(2, PK_TEXT, rich_status, message),
                                                  PK_PART(3, PK_VALUES, rich_status, details, any_shape)};
PK_SHAPE(pk_status_shape, rich_status, false, 0);

static const pk_field violation_shape_fields[] = {
    PK_MEMBER(1, PK_TEXT, pk_detail_violation, field), PK_MEMBER(2, PK_TEXT, pk_detail_violation, reason),
    PK_PART(3, PK_VALUES, pk_detail_violation, texts, pk_text_shape)};
static PK_SHAPE(violation_shape, pk_detail_violation, false, 0);

static const pk_field pk_detail_shape_fields[] = {
    PK_MEMBER(1, PK_SIGNED, pk_detail, code),
    PK_MEMBER(2, PK_NUMBER, pk_detail, reason),
    PK_MEMBER(3, PK_NUMBER, pk_detail, at),
    PK_MEMBER(4, PK_NUMBER, pk_detail, durable),
    PK_MEMBER(5, PK_NUMBER, pk_detail, retry_after_ms),
    PK_PART(6, PK_VALUES, pk_detail, violations, violation_shape),
    PK_MEMBER(7, PK_TEXT, pk_detail, message),
    PK_MEMBER(8, PK_TEXT, pk_detail, localized_message),
    PK_MEMBER(9, PK_TEXT, pk_detail, trace_id),
    PK_MEMBER(10, PK_NUMBER, pk_detail, current_version),
    PK_MEMBER(11, PK_NUMBER, pk_detail, current_offset),
};
PK_SHAPE(pk_detail_shape, pk_detail, false, 0);

const pk_detail *pk_detail_read(pk_arena *arena, const uint8_t *bytes, size_t size) {
  static const char type[] = "/pishkhan.v1.ErrorDetail";
  rich_status status = {0};
  if (!pk_shape_read(arena, &pk_status_shape, bytes, size, &status))
    return NULL;
  for (size_t i = 0; i < status.detail_count; i++) {
    const any_detail *any = &status.details[i];
    size_t length = strlen(any->type_url);
    if (length < sizeof type - 1 || strcmp(any->type_url + length - (sizeof type - 1), type) != 0)
      continue;
    pk_detail *detail = pk_arena_new(arena, 1, sizeof *detail);
    return detail && pk_shape_read(arena, &pk_detail_shape, any->value, any->value_size, detail) ? detail
                                                                                                 : NULL;
  }
  return NULL;
}
