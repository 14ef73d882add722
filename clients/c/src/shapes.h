/* Shapes that several services share. */
#ifndef PK_SHAPES_H
#define PK_SHAPES_H

#include "methods.h"

extern const pk_shape pk_text_shape;
extern const pk_shape pk_form_value_shape;
extern const pk_shape pk_question_shape;
extern const pk_shape pk_representation_shape;
extern const pk_shape pk_attachment_shape;
extern const pk_shape pk_request_shape;
extern const pk_shape pk_event_shape;
extern const pk_shape pk_receipt_shape;

/* A response that tells no more than `repeated_key` at a field's number, or a number beside it, as a
 * pishkhan_change. */
#define PK_CHANGE_SHAPE(name)                                                                                \
  static const pk_field name##_fields[] = {PK_MEMBER(1, PK_TRUTH, pishkhan_change, repeated_key)};           \
  static PK_SHAPE(name, pishkhan_change, false, 0)
#define PK_NUMBERED_CHANGE_SHAPE(name)                                                                       \
  static const pk_field name##_fields[] = {PK_MEMBER(1, PK_NUMBER, pishkhan_change, number),                 \
                                           PK_MEMBER(2, PK_TRUTH, pishkhan_change, repeated_key)};           \
  static PK_SHAPE(name, pishkhan_change, false, 0)

/* A response that is no more than the part that the result is made of. */
#define PK_PART_ALONE(name, type) static const pk_shape name = {sizeof(type), false, 1, 0, NULL}

/* The idempotency key of a struct that says what to store. */
#define PK_KEY(type) PK_MEMBER_OF(1, PK_FIXED, PISHKHAN_KEY_SIZE, type, idempotency_key)

/* A write with an idempotency key that gives `result`. */
#define PK_KEYED(path, request, response, part, part_shape, result)                                          \
  {                                                                                                          \
    path, PK_CALL_SAFE_TO_REPEAT, true, part, &(request), &(response), part_shape,                           \
        offsetof(result, idempotency_key)                                                                    \
  }
/* A call that only reads. */
#define PK_READING(path, request, response, part, part_shape)                                                \
  { path, PK_CALL_STORES_NOTHING, false, part, &(request), &(response), part_shape, 0 }

/* Tracking code and secret, as several reads take them. */
typedef struct pk_code_and_secret {
  const char *tracking_code;
  const char *secret;
} pk_code_and_secret;

#endif
