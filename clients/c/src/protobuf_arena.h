/* protobuf-c over an arena: what is unpacked lives as long as the result, and no free walks over it. */
#ifndef PK_PROTOBUF_ARENA_H
#define PK_PROTOBUF_ARENA_H

#include "memory.h"

#include <grpc_messages.h>
#include <pishkhan_messages.h>

/* NULL where the bytes are no such message, hold text that is not UTF-8, or the arena fails (its `failed`
 * says which). */
ProtobufCMessage *pk_unpack(pk_arena *arena, const ProtobufCMessageDescriptor *descriptor,
                            const uint8_t *bytes, size_t size);

#endif
