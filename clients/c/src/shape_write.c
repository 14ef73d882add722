#include "config.h"
#include "shape.h"

#include <string.h>

static const void *pointer_at(const uint8_t *place) {
  const void *pointer;
  memcpy(&pointer, place, sizeof pointer);
  return pointer;
}

static uint64_t number_at(const pk_field *field, const uint8_t *place) {
  uint64_t wide;
  uint32_t narrow;
  if (field->form == PK_TRUTH)
    return *(const bool *)place;
  if (field->form != PK_NUMBERS && field->width == sizeof wide) {
    memcpy(&wide, place, sizeof wide);
    return wide;
  }
  memcpy(&narrow, place, sizeof narrow);
  if (field->form == PK_ZIGZAG)
    return (narrow << 1 ^ (~(narrow >> 31) + 1)) & UINT32_MAX;
  if (field->form == PK_SIGNED && narrow >> 31) /* a negative int32 takes ten bytes: it is widened */
    return UINT64_C(0xFFFFFFFF00000000) | narrow;
  return narrow;
}

static bool write_message(pk_buffer *buffer, const pk_field *field, const void *one, bool *unfit) {
  size_t start;
  return pk_wire_begin(buffer, field->number, &start) && pk_shape_write(buffer, field->shape, one, unfit) &&
         pk_wire_end(buffer, start);
}

static bool refuse(bool *unfit) {
  *unfit = true;
  return false;
}

/* proto3 packs the numbers of an array. */
static bool write_numbers(pk_buffer *buffer, const pk_field *field, const uint8_t *array, size_t count) {
  size_t start;
  bool good = pk_wire_begin(buffer, field->number, &start);
  for (size_t i = 0; good && i < count; i++)
    good = pk_wire_put_varint(buffer, number_at(field, array + i * sizeof(uint32_t)));
  return good && pk_wire_end(buffer, start);
}

static bool write_array(pk_buffer *buffer, const pk_field *field, const uint8_t *place, bool *unfit) {
  const uint8_t *array = pointer_at(place);
  size_t count;
  bool good = true;
  memcpy(&count, place + sizeof array, sizeof count);
  if (count == 0)
    return true;
  if (!array)
    return refuse(unfit);
  if (field->form == PK_NUMBERS)
    return write_numbers(buffer, field, array, count);
  for (size_t i = 0; good && i < count; i++) {
    const void *one =
        field->form == PK_VALUES ? array + i * field->shape->size : pointer_at(array + i * sizeof(void *));
    if (field->form == PK_TEXTS)
      good = pk_wire_put_bytes(buffer, field->number, one, one ? strlen(one) : 0);
    else if (!one)
      good = refuse(unfit);
    else if (field->form == PK_FIXEDS)
      good = pk_wire_put_bytes(buffer, field->number, one, field->extent);
    else
      good = write_message(buffer, field, one, unfit);
  }
  return good;
}

/* proto3 leaves out what is zero or empty. */
static bool write_field(pk_buffer *buffer, const pk_field *field, const uint8_t *place, bool *unfit) {
  switch ((pk_form)field->form) {
  case PK_NUMBER:
  case PK_SIGNED:
  case PK_ZIGZAG:
  case PK_TRUTH: {
    uint64_t value = number_at(field, place);
    return value == 0 || pk_wire_put_number(buffer, field->number, value);
  }
  case PK_TEXT: {
    const char *text = pointer_at(place);
    return !text || !*text || pk_wire_put_bytes(buffer, field->number, text, strlen(text));
  }
  case PK_BYTES: {
    size_t size;
    memcpy(&size, place + sizeof(void *), sizeof size);
    if (size && !pointer_at(place))
      return refuse(unfit);
    return !size || pk_wire_put_bytes(buffer, field->number, pointer_at(place), size);
  }
  case PK_FIXED:
    return !pointer_at(place) || pk_wire_put_bytes(buffer, field->number, pointer_at(place), field->extent);
  case PK_ONE:
    return !pointer_at(place) || write_message(buffer, field, pointer_at(place), unfit);
  case PK_NUMBERS:
  case PK_TEXTS:
  case PK_FIXEDS:
  case PK_VALUES:
  case PK_POINTERS:
    return write_array(buffer, field, place, unfit);
  }
  return false;
}

bool pk_shape_write(pk_buffer *buffer, const pk_shape *shape, const void *given, bool *unfit) {
  uint8_t copy[PK_STRUCT_MOST]; /* a program compiled with an older header gave less: see pk_sized_copy */
  const uint8_t *source = given;
  if (shape->sized || !given) {
    if (!pk_sized_copy(copy, shape->size, given))
      return refuse(unfit);
    source = copy;
  }
  for (size_t i = 0; i < shape->count; i++)
    if (!write_field(buffer, &shape->fields[i], source + shape->fields[i].offset, unfit))
      return false;
  return true;
}
