#include "protobuf_arena.h"
#include "encoding.h"

#include <string.h>

static void *take(void *arena, size_t size) { return pk_arena_new(arena, 1, size); }

static void leave(void *arena, void *memory) {
  (void)arena;
  (void)memory;
}

/* protobuf-c does not look at the encoding of text. */
static bool text_is_utf8(const ProtobufCMessage *message);

static bool value_is_utf8(const ProtobufCFieldDescriptor *field, const void *value) {
  const void *pointer;
  memcpy(&pointer, value, sizeof pointer);
  if (!pointer)
    return true;
  if (field->type == PROTOBUF_C_TYPE_STRING)
    return pk_is_utf8(pointer, strlen(pointer));
  return text_is_utf8(pointer); /* ends: no message of ours contains itself (proto/README.md, rule 6) */
}

static bool text_is_utf8(const ProtobufCMessage *message) {
  for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
    const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
    if (field->type != PROTOBUF_C_TYPE_STRING && field->type != PROTOBUF_C_TYPE_MESSAGE)
      continue;
    const uint8_t *place = (const uint8_t *)message + field->offset;
    if (field->label != PROTOBUF_C_LABEL_REPEATED) {
      if (!value_is_utf8(field, place))
        return false;
      continue;
    }
    size_t count;
    const uint8_t *items;
    memcpy(&count, (const uint8_t *)message + field->quantifier_offset, sizeof count);
    memcpy(&items, place, sizeof items);
    for (size_t k = 0; k < count; k++)
      if (!value_is_utf8(field, items + k * sizeof(void *)))
        return false;
  }
  return true;
}

ProtobufCMessage *pk_unpack(pk_arena *arena, const ProtobufCMessageDescriptor *descriptor,
                            const uint8_t *bytes, size_t size) {
  ProtobufCAllocator allocator = {take, leave, arena};
  ProtobufCMessage *message = protobuf_c_message_unpack(descriptor, &allocator, size, bytes);
  return message && text_is_utf8(message) ? message : NULL;
}
