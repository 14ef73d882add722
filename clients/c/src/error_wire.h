/* An error as bytes, to be kept: the google.rpc.Status that a server would have sent. */
#ifndef PK_ERROR_WIRE_H
#define PK_ERROR_WIRE_H

#include "error_object.h"

/* In the arena; NULL where that fails. */
PK_SHARED uint8_t *pk_error_pack(const pishkhan_error *error, pk_arena *arena, size_t *size);

/* The error again; UNKNOWN where the bytes are none. */
PK_SHARED void pk_error_unpack(const pk_error_context *context, const uint8_t *bytes, size_t size,
                               pishkhan_error **error);

#endif
