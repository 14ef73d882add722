#include "error_wire.h"
#include "error_detail.h"

#include <string.h>

/* The violations as the server writes them. */
static bool violations_of(const pishkhan_error *error, pk_arena *arena, pk_detail *detail) {
  size_t count = pishkhan_error_violation_count(error);
  pk_detail_violation *list = pk_arena_new(arena, count, sizeof *list);
  pishkhan_text *texts = pk_arena_new(arena, 2 * count, sizeof *texts);
  for (size_t i = 0; list && texts && i < count; i++) {
    const pishkhan_violation *given = pishkhan_error_violation(error, i);
    texts[2 * i] = (pishkhan_text){"fa", given->text_fa};
    texts[2 * i + 1] = (pishkhan_text){"en", given->text_en};
    list[i] = (pk_detail_violation){given->field, given->reason, &texts[2 * i], 2};
  }
  detail->violations = list;
  detail->violation_count = count;
  return list && texts;
}

/* The google.rpc.Status with the detail in its Any. */
static bool write_status(pk_buffer *buffer, const pk_detail *detail) {
  static const char type[] = "type.googleapis.com/pishkhan.v1.ErrorDetail";
  size_t any, value;
  bool unfit = false;
  return pk_wire_put_number(buffer, 1, (uint64_t)detail->code) &&
         pk_wire_put_bytes(buffer, 2, detail->message, strlen(detail->message)) &&
         pk_wire_begin(buffer, 3, &any) && pk_wire_put_bytes(buffer, 1, type, sizeof type - 1) &&
         pk_wire_begin(buffer, 2, &value) && pk_shape_write(buffer, &pk_detail_shape, detail, &unfit) &&
         pk_wire_end(buffer, value) && pk_wire_end(buffer, any);
}

uint8_t *pk_error_pack(const pishkhan_error *error, pk_arena *arena, size_t *size) {
  pk_detail detail = {.code = (int32_t)pishkhan_error_status(error),
                      .reason = pishkhan_error_reason(error),
                      .at = pishkhan_error_at(error),
                      .durable = pishkhan_error_durable(error),
                      .message = pishkhan_error_message(error),
                      .localized_message = pishkhan_error_localized(error),
                      .trace_id = pishkhan_error_trace_id(error)};
  pk_buffer buffer = {.allocator = &arena->allocator};
  uint8_t *packed = NULL;
  if (violations_of(error, arena, &detail) && write_status(&buffer, &detail))
    packed = (uint8_t *)pk_arena_copy(arena, buffer.data, buffer.size);
  *size = buffer.size;
  pk_buffer_free(&buffer);
  return packed;
}

void pk_error_unpack(const pk_error_context *context, const uint8_t *bytes, size_t size,
                     pishkhan_error **error) {
  pk_outcome outcome = {.from_server = true, .details = bytes, .details_size = size};
  void *scratch = pk_result_new(context->allocator, 1, 64 * size + 4096);
  const pk_detail *detail = scratch ? pk_detail_read(pk_result_arena(scratch), bytes, size) : NULL;
  outcome.failure.status = detail && detail->code > 0 ? (pishkhan_status)detail->code : PISHKHAN_UNKNOWN;
  outcome.message = detail ? detail->message : NULL;
  pk_raise_outcome(context, &outcome, error);
  pk_result_free(scratch);
}
