/* Protocol Buffers' bytes: fields and varints, both ways.
 *
 * Source: "Encoding" of the Protocol Buffers documentation (protobuf.dev/programming-guides/encoding). */
#ifndef PK_WIRE_H
#define PK_WIRE_H

#include "memory.h"

typedef enum pk_wire_type {
  PK_WIRE_VARINT = 0,
  PK_WIRE_FIXED64 = 1,
  PK_WIRE_BYTES = 2,
  PK_WIRE_FIXED32 = 5
} pk_wire_type;

typedef struct pk_wire_reader {
  const uint8_t *at;
  const uint8_t *end;
} pk_wire_reader;

typedef struct pk_wire_field {
  uint32_t number;
  pk_wire_type type;
  uint64_t value;       /* of a varint */
  const uint8_t *bytes; /* of PK_WIRE_BYTES */
  size_t size;
} pk_wire_field;

typedef enum pk_wire_step { PK_WIRE_FIELD, PK_WIRE_END, PK_WIRE_MALFORMED } pk_wire_step;

pk_wire_reader pk_wire_read(const uint8_t *bytes, size_t size);
pk_wire_step pk_wire_next(pk_wire_reader *reader, pk_wire_field *field);

/* A varint alone, as packed arrays hold them. False where there is none. */
bool pk_wire_varint(pk_wire_reader *reader, uint64_t *value);

/* All of these: false where memory fails. */
bool pk_wire_put_varint(pk_buffer *buffer, uint64_t value);
bool pk_wire_put_number(pk_buffer *buffer, uint32_t number, uint64_t value);
bool pk_wire_put_bytes(pk_buffer *buffer, uint32_t number, const void *bytes, size_t size);

/* A field whose size is known only once its content stands in the buffer: `begin` before, `end` with what it
 * gave behind. */
bool pk_wire_begin(pk_buffer *buffer, uint32_t number, size_t *start);
bool pk_wire_end(pk_buffer *buffer, size_t start);

#endif
