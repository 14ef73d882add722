#include "wire.h"

#include <string.h>

pk_wire_reader pk_wire_read(const uint8_t *bytes, size_t size) {
  return (pk_wire_reader){bytes, size ? bytes + size : bytes};
}

bool pk_wire_varint(pk_wire_reader *reader, uint64_t *value) {
  *value = 0;
  for (unsigned shift = 0; shift < 70 && reader->at != reader->end; shift += 7) {
    uint8_t byte = *reader->at++;
    if (shift == 63 && byte > 1)
      return false;
    *value |= (uint64_t)(byte & 0x7F) << shift;
    if (!(byte & 0x80))
      return true;
  }
  return false;
}

/* Takes `size` bytes; NULL where there are not so many. */
static const uint8_t *take(pk_wire_reader *reader, uint64_t size) {
  const uint8_t *bytes = reader->at;
  if (size > (uint64_t)(reader->end - reader->at))
    return NULL;
  if (size)
    reader->at += size;
  return bytes;
}

static bool read_content(pk_wire_reader *reader, pk_wire_field *field) {
  uint64_t size;
  switch (field->type) {
  case PK_WIRE_VARINT:
    return pk_wire_varint(reader, &field->value);
  case PK_WIRE_FIXED64:
    return take(reader, 8) != NULL;
  case PK_WIRE_FIXED32:
    return take(reader, 4) != NULL;
  case PK_WIRE_BYTES:
    if (!pk_wire_varint(reader, &size))
      return false;
    field->bytes = take(reader, size);
    field->size = (size_t)size;
    return field->bytes != NULL;
  }
  return false; /* groups (3 and 4) were never in proto3 */
}

pk_wire_step pk_wire_next(pk_wire_reader *reader, pk_wire_field *field) {
  uint64_t tag;
  if (reader->at == reader->end)
    return PK_WIRE_END;
  *field = (pk_wire_field){0};
  if (!pk_wire_varint(reader, &tag) || tag >> 3 == 0 || tag >> 3 > 0x1FFFFFFF)
    return PK_WIRE_MALFORMED;
  field->number = (uint32_t)(tag >> 3);
  field->type = (pk_wire_type)(tag & 7);
  return read_content(reader, field) ? PK_WIRE_FIELD : PK_WIRE_MALFORMED;
}

static size_t encode(uint64_t value, uint8_t bytes[10]) {
  size_t size = 0;
  for (; value > 0x7F; value >>= 7)
    bytes[size++] = (uint8_t)(value | 0x80);
  bytes[size++] = (uint8_t)value;
  return size;
}

bool pk_wire_put_varint(pk_buffer *buffer, uint64_t value) {
  uint8_t bytes[10];
  return pk_buffer_append(buffer, bytes, encode(value, bytes));
}

bool pk_wire_put_number(pk_buffer *buffer, uint32_t number, uint64_t value) {
  return pk_wire_put_varint(buffer, number << 3 | PK_WIRE_VARINT) && pk_wire_put_varint(buffer, value);
}

bool pk_wire_put_bytes(pk_buffer *buffer, uint32_t number, const void *bytes, size_t size) {
  return pk_wire_put_varint(buffer, number << 3 | PK_WIRE_BYTES) && pk_wire_put_varint(buffer, size) &&
         pk_buffer_append(buffer, bytes, size);
}

bool pk_wire_begin(pk_buffer *buffer, uint32_t number, size_t *start) {
  if (!pk_wire_put_varint(buffer, number << 3 | PK_WIRE_BYTES))
    return false;
  *start = buffer->size;
  return true;
}

bool pk_wire_end(pk_buffer *buffer, size_t start) {
  uint8_t bytes[10];
  size_t content = buffer->size - start, size = encode(content, bytes);
  if (!pk_buffer_append(buffer, bytes, size)) /* makes room; the content moves into it */
    return false;
  memmove(buffer->data + start + size, buffer->data + start, content);
  memcpy(buffer->data + start, bytes, size);
  return true;
}
