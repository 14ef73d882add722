#include "shape.h"
#include "config.h"

#include <string.h>

static const ProtobufCFieldDescriptor *described(const pk_shape *shape, const pk_field *field) {
  return protobuf_c_message_descriptor_get_field(shape->message, field->number);
}

static const void *pointer_at(const uint8_t *place) {
  const void *pointer;
  memcpy(&pointer, place, sizeof pointer);
  return pointer;
}

static size_t count_at(const uint8_t *place) {
  size_t count;
  memcpy(&count, place, sizeof count);
  return count;
}

static void set_array(uint8_t *place, const void *array, size_t count) {
  memcpy(place, &array, sizeof array);
  memcpy(place + sizeof array, &count, sizeof count);
}

/* ---- from messages ---- */

static bool fixed_in(const ProtobufCBinaryData *bytes, size_t extent, const uint8_t **fixed) {
  *fixed = bytes->len == extent ? bytes->data : NULL;
  return bytes->len == extent || bytes->len == 0;
}

static bool fixeds_in(pk_arena *arena, const ProtobufCBinaryData *bytes, size_t count, size_t extent,
                      uint8_t *place) {
  const uint8_t **list = pk_arena_new(arena, count, sizeof *list);
  bool whole = list != NULL;
  for (size_t i = 0; whole && i < count; i++)
    whole = fixed_in(&bytes[i], extent, &list[i]) && list[i];
  set_array(place, list, whole ? count : 0);
  return whole;
}

static bool structs_in(pk_arena *arena, const pk_field *field, ProtobufCMessage *const *messages,
                       size_t count, uint8_t *place) {
  uint8_t *structs = pk_arena_new(arena, count, field->shape->size);
  const void **pointers = field->form == PK_POINTERS ? pk_arena_new(arena, count, sizeof *pointers) : NULL;
  if (!structs || (field->form == PK_POINTERS && !pointers))
    return false;
  for (size_t i = 0; i < count; i++) {
    void *made = structs + i * field->shape->size;
    if (!pk_shape_in(arena, field->shape, messages[i], made))
      return false;
    if (pointers)
      pointers[i] = made;
  }
  set_array(place, pointers ? (const void *)pointers : structs, count);
  return true;
}

static bool one_in(pk_arena *arena, const pk_field *field, const ProtobufCMessage *message, uint8_t *place) {
  if (!message)
    return true;
  void *made = pk_arena_new(arena, 1, field->shape->size);
  if (!made || !pk_shape_in(arena, field->shape, message, made))
    return false;
  memcpy(place, &made, sizeof made);
  return true;
}

static bool field_in(pk_arena *arena, const pk_shape *shape, const pk_field *field,
                     const ProtobufCMessage *message, uint8_t *result) {
  const ProtobufCFieldDescriptor *known = described(shape, field);
  const uint8_t *source = (const uint8_t *)message + known->offset;
  size_t count = known->label == PROTOBUF_C_LABEL_REPEATED
                     ? count_at((const uint8_t *)message + known->quantifier_offset)
                     : 0;
  uint8_t *place = result + field->offset;
  switch ((pk_form)field->form) {
  case PK_NUMBER:
  case PK_TEXT:
    memcpy(place, source, field->width);
    return true;
  case PK_TRUTH: {
    protobuf_c_boolean truth;
    memcpy(&truth, source, sizeof truth);
    *(bool *)place = truth != 0;
    return true;
  }
  case PK_BYTES: {
    const ProtobufCBinaryData *bytes = (const void *)source;
    set_array(place, bytes->data, bytes->len);
    return true;
  }
  case PK_FIXED: {
    const uint8_t *fixed;
    bool whole = fixed_in((const void *)source, field->extent, &fixed);
    memcpy(place, &fixed, sizeof fixed);
    return whole;
  }
  case PK_NUMBERS:
  case PK_TEXTS:
    set_array(place, pointer_at(source), count);
    return true;
  case PK_FIXEDS:
    return fixeds_in(arena, pointer_at(source), count, field->extent, place);
  case PK_ONE:
    return one_in(arena, field, pointer_at(source), place);
  case PK_VALUES:
  case PK_POINTERS:
    return structs_in(arena, field, pointer_at(source), count, place);
  }
  return false;
}

bool pk_shape_in(pk_arena *arena, const pk_shape *shape, const ProtobufCMessage *message, void *result) {
  if (shape->sized)
    memcpy(result, &shape->size, sizeof shape->size);
  for (size_t i = 0; i < shape->field_count; i++)
    if (!field_in(arena, shape, &shape->fields[i], message, result))
      return false;
  return true;
}

/* ---- to messages ---- */

/* protobuf-c's structs are not const even for what they only read. */
static void *writable(const void *pointer) { return (void *)(uintptr_t)pointer; }

static bool fixeds_out(pk_arena *arena, const uint8_t *const *given, size_t count, size_t extent,
                       ProtobufCBinaryData **list) {
  *list = pk_arena_new(arena, count, sizeof **list);
  for (size_t i = 0; *list && i < count; i++) {
    if (!given[i])
      return false;
    (*list)[i] = (ProtobufCBinaryData){extent, writable(given[i])};
  }
  return *list != NULL;
}

static bool texts_out(pk_arena *arena, const char *const *given, size_t count, char ***list) {
  *list = pk_arena_new(arena, count, sizeof **list);
  for (size_t i = 0; *list && i < count; i++)
    (*list)[i] = writable(given[i] ? given[i] : "");
  return *list != NULL;
}

static bool structs_out(pk_arena *arena, const pk_field *field, const void *given, size_t count,
                        ProtobufCMessage ***list) {
  *list = pk_arena_new(arena, count, sizeof **list);
  for (size_t i = 0; *list && i < count; i++) {
    const void *one = field->form == PK_POINTERS ? ((const void *const *)given)[i]
                                                 : (const uint8_t *)given + i * field->shape->size;
    (*list)[i] = one ? pk_shape_out(arena, field->shape, one) : NULL;
    if (!(*list)[i])
      return false;
  }
  return *list != NULL;
}

/* The array that a repeated field of the message points to. */
static bool array_out(pk_arena *arena, const pk_field *field, const uint8_t *place, size_t count,
                      void **array) {
  const void *given = pointer_at(place);
  bool whole;
  *array = NULL;
  if (count == 0)
    return true;
  if (!given)
    return false;
  if (field->form == PK_NUMBERS) {
    *array = writable(given);
    return true;
  }
  if (field->form == PK_TEXTS) {
    char **list;
    whole = texts_out(arena, given, count, &list);
    *array = list;
  } else if (field->form == PK_FIXEDS) {
    ProtobufCBinaryData *list;
    whole = fixeds_out(arena, given, count, field->extent, &list);
    *array = list;
  } else {
    ProtobufCMessage **list;
    whole = structs_out(arena, field, given, count, &list);
    *array = list;
  }
  return whole;
}

static bool field_out(pk_arena *arena, const pk_shape *shape, const pk_field *field, const uint8_t *given,
                      ProtobufCMessage *message) {
  const ProtobufCFieldDescriptor *known = described(shape, field);
  uint8_t *target = (uint8_t *)message + known->offset;
  const uint8_t *place = given + field->offset;
  switch ((pk_form)field->form) {
  case PK_NUMBER:
    memcpy(target, place, field->width);
    return true;
  case PK_TEXT:
    if (pointer_at(place))
      memcpy(target, place, sizeof(char *));
    return true;
  case PK_TRUTH: {
    protobuf_c_boolean truth = *(const bool *)place;
    memcpy(target, &truth, sizeof truth);
    return true;
  }
  case PK_BYTES:
  case PK_FIXED: {
    size_t size = field->form == PK_FIXED ? field->extent : count_at(place + sizeof(void *));
    const ProtobufCBinaryData bytes = {pointer_at(place) ? size : 0, writable(pointer_at(place))};
    memcpy(target, &bytes, sizeof bytes);
    return true;
  }
  case PK_ONE: {
    const void *one = pointer_at(place);
    ProtobufCMessage *made = one ? pk_shape_out(arena, field->shape, one) : NULL;
    memcpy(target, &made, sizeof made);
    return made || !one;
  }
  case PK_NUMBERS:
  case PK_TEXTS:
  case PK_FIXEDS:
  case PK_VALUES:
  case PK_POINTERS:
    break;
  }
  size_t count = count_at(place + sizeof(void *));
  void *array;
  bool whole = array_out(arena, field, place, count, &array);
  memcpy(target, &array, sizeof array);
  memcpy((uint8_t *)message + known->quantifier_offset, &count, sizeof count);
  return whole;
}

ProtobufCMessage *pk_shape_out(pk_arena *arena, const pk_shape *shape, const void *given) {
  ProtobufCMessage *message = pk_arena_new(arena, 1, shape->message->sizeof_message);
  void *copy = pk_arena_new(arena, 1, shape->size);
  if (!message || !copy)
    return NULL;
  if (!shape->sized && given)
    memcpy(copy, given, shape->size);
  else if (!pk_sized_copy(copy, shape->size, given))
    return NULL;
  shape->message->message_init(message);
  for (size_t i = 0; i < shape->field_count; i++)
    if (!field_out(arena, shape, &shape->fields[i], copy, message))
      return NULL;
  return message;
}
