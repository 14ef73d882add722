#include "encoding.h"
#include "shape.h"

#include <string.h>

static const pk_field *field_of(const pk_shape *shape, uint32_t number) {
  for (size_t i = 0; i < shape->count; i++)
    if (shape->fields[i].number == number)
      return &shape->fields[i];
  return NULL;
}

static bool is_array(const pk_field *field) { return field->form >= PK_NUMBERS; }

static size_t element_size(const pk_field *field) {
  switch ((pk_form)field->form) {
  case PK_NUMBERS:
    return sizeof(uint32_t);
  case PK_VALUES:
    return field->shape->size;
  default:
    return sizeof(void *);
  }
}

/* ---- one value ---- */

static bool read_number(const pk_field *field, const pk_wire_field *wire, uint8_t *place) {
  uint64_t value = wire->value;
  if (wire->type != PK_WIRE_VARINT)
    return false;
  if (field->form == PK_TRUTH) {
    *(bool *)place = value != 0;
  } else if (field->form != PK_NUMBERS && field->width == sizeof value) {
    memcpy(place, &value, sizeof value);
  } else { /* what is too wide loses its upper bits, as the encoding's document says */
    uint32_t low = (uint32_t)value;
    if (field->form == PK_ZIGZAG)
      low = low >> 1 ^ (~(low & 1) + 1);
    memcpy(place, &low, sizeof low);
  }
  return true;
}

static bool read_text(pk_arena *arena, const pk_wire_field *wire, uint8_t *place) {
  if (wire->type != PK_WIRE_BYTES || !pk_is_utf8((const char *)wire->bytes, wire->size))
    return false;
  const char *text = pk_arena_copy(arena, wire->bytes, wire->size);
  memcpy(place, &text, sizeof text);
  return text != NULL;
}

/* An empty one is absent, but not in an array. */
static bool read_fixed(pk_arena *arena, const pk_field *field, const pk_wire_field *wire, uint8_t *place) {
  bool fits = wire->size == field->extent || (wire->size == 0 && field->form == PK_FIXED);
  if (wire->type != PK_WIRE_BYTES || !fits)
    return false;
  const char *bytes = wire->size ? pk_arena_copy(arena, wire->bytes, wire->size) : NULL;
  memcpy(place, &bytes, sizeof bytes);
  return bytes || !wire->size;
}

static bool read_bytes(pk_arena *arena, const pk_wire_field *wire, uint8_t *place) {
  if (wire->type != PK_WIRE_BYTES)
    return false;
  const char *bytes = pk_arena_copy(arena, wire->bytes, wire->size);
  memcpy(place, &bytes, sizeof bytes);
  memcpy(place + sizeof bytes, &wire->size, sizeof wire->size);
  return bytes != NULL;
}

/* A message that comes in several parts is put together, as the encoding's document says. */
static bool read_one(pk_arena *arena, const pk_field *field, const pk_wire_field *wire, uint8_t *place) {
  void *part;
  if (wire->type != PK_WIRE_BYTES)
    return false;
  memcpy(&part, place, sizeof part);
  if (!part)
    part = pk_arena_new(arena, 1, field->shape->size);
  memcpy(place, &part, sizeof part);
  return part && pk_shape_read(arena, field->shape, wire->bytes, wire->size, part);
}

static bool read_value(pk_arena *arena, const pk_field *field, const pk_wire_field *wire, uint8_t *place) {
  switch ((pk_form)field->form) {
  case PK_NUMBER:
  case PK_SIGNED:
  case PK_ZIGZAG:
  case PK_TRUTH:
  case PK_NUMBERS:
    return read_number(field, wire, place);
  case PK_TEXT:
  case PK_TEXTS:
    return read_text(arena, wire, place);
  case PK_BYTES:
    return read_bytes(arena, wire, place);
  case PK_FIXED:
  case PK_FIXEDS:
    return read_fixed(arena, field, wire, place);
  case PK_ONE:
  case PK_POINTERS:
    return read_one(arena, field, wire, place);
  case PK_VALUES:
    return wire->type == PK_WIRE_BYTES && pk_shape_read(arena, field->shape, wire->bytes, wire->size, place);
  }
  return false;
}

/* ---- arrays ---- */

/* How many elements a field of an array brings: numbers may come packed. */
static bool count_elements(const pk_field *field, const pk_wire_field *wire, size_t *count) {
  if (field->form != PK_NUMBERS || wire->type != PK_WIRE_BYTES) {
    ++*count;
    return true;
  }
  pk_wire_reader packed = pk_wire_read(wire->bytes, wire->size);
  for (uint64_t ignored; packed.at != packed.end; ++*count)
    if (!pk_wire_varint(&packed, &ignored))
      return false;
  return true;
}

/* Room for each array, its count 0. */
static bool make_arrays(pk_arena *arena, const pk_shape *shape, const size_t *counts, uint8_t *result) {
  for (size_t i = 0; i < shape->count; i++) {
    const pk_field *field = &shape->fields[i];
    if (!is_array(field) || !counts[i])
      continue;
    void *array = pk_arena_new(arena, counts[i], element_size(field));
    if (!array)
      return false;
    memcpy(result + field->offset, &array, sizeof array);
  }
  return true;
}

/* Where the next element of an array goes. */
static uint8_t *next_element(const pk_field *field, uint8_t *place) {
  uint8_t *array;
  size_t count;
  memcpy(&array, place, sizeof array);
  memcpy(&count, place + sizeof array, sizeof count);
  uint8_t *element = array + count * element_size(field);
  count++;
  memcpy(place + sizeof array, &count, sizeof count);
  return element;
}

static bool read_elements(pk_arena *arena, const pk_field *field, const pk_wire_field *wire, uint8_t *place) {
  if (field->form != PK_NUMBERS || wire->type != PK_WIRE_BYTES)
    return read_value(arena, field, wire, next_element(field, place));
  pk_wire_reader packed = pk_wire_read(wire->bytes, wire->size);
  pk_wire_field one = {.type = PK_WIRE_VARINT};
  while (pk_wire_varint(&packed, &one.value))
    read_number(field, &one, next_element(field, place));
  return true;
}

/* ---- a message ---- */

static bool count_arrays(const pk_shape *shape, pk_wire_reader reader, size_t *counts) {
  pk_wire_field wire;
  pk_wire_step step;
  while ((step = pk_wire_next(&reader, &wire)) == PK_WIRE_FIELD) {
    const pk_field *field = field_of(shape, wire.number);
    if (field && is_array(field) && !count_elements(field, &wire, &counts[field - shape->fields]))
      return false;
  }
  return step == PK_WIRE_END;
}

/* What a message that says nothing means: no text is NULL. */
static void set_defaults(const pk_shape *shape, uint8_t *result) {
  const size_t size = shape->size;
  const char *empty = "";
  if (shape->sized)
    memcpy(result, &size, sizeof size);
  for (size_t i = 0; i < shape->count; i++) {
    const char *text;
    if (shape->fields[i].form != PK_TEXT)
      continue;
    memcpy(&text, result + shape->fields[i].offset, sizeof text);
    if (!text)
      memcpy(result + shape->fields[i].offset, &empty, sizeof empty);
  }
}

bool pk_shape_read(pk_arena *arena, const pk_shape *shape, const uint8_t *bytes, size_t size, void *result) {
  size_t counts[PK_FIELDS_MOST] = {0};
  pk_wire_reader reader = pk_wire_read(bytes, size);
  pk_wire_field wire;
  if (!count_arrays(shape, reader, counts) || !make_arrays(arena, shape, counts, result))
    return false;
  set_defaults(shape, result);
  while (pk_wire_next(&reader, &wire) == PK_WIRE_FIELD) {
    const pk_field *field = field_of(shape, wire.number);
    if (!field)
      continue;
    uint8_t *place = (uint8_t *)result + field->offset;
    if (!(is_array(field) ? read_elements : read_value)(arena, field, &wire, place))
      return false;
  }
  return true;
}
