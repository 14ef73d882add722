/* Typed unary calls: from one of the library's structs to a method and back to another. */
#ifndef PK_TYPED_H
#define PK_TYPED_H

#include "client_state.h"
#include "shape.h"

typedef struct pk_method {
  const char *path;
  unsigned flags; /* PK_CALL_SAFE_TO_REPEAT, PK_CALL_STORES_NOTHING or neither */
  bool keyed;     /* field 1 of the request is an idempotency key */
  uint8_t part;   /* field of the response that the result is made of, and that must be there; 0: none */
  const pk_shape *request;
  const pk_shape *response;   /* of the response's own fields, into the result */
  const pk_shape *part_shape; /* of `part`, into the same result */
  uint16_t key_offset;        /* where the result tells the key; 0: nowhere */
} pk_method;

/* Calls the method with what `given` says. `given` NULL: all defaults for a method that only reads, else
 * refused. `out` points to the caller's result pointer. */
pishkhan_status pk_typed(pishkhan_client *client, const pk_method *method, const void *given,
                         const pishkhan_call_options *options, void *out, pishkhan_error **error);

/* Writes the method's request to the empty buffer, which the caller frees in any case. `key`, of a keyed
 * method: the key that is carried, given or made, goes there. */
bool pk_pack_request(pishkhan_client *client, const pk_method *method, const void *given,
                     uint8_t key[PISHKHAN_KEY_SIZE], pk_buffer *packed, pk_failure *failure);

/* A new result of `result_size` bytes from a response; NULL, filled in, where it is not the method's. */
void *pk_read_response(const pishkhan_allocator *allocator, const pk_method *method, const uint8_t *bytes,
                       size_t size, size_t result_size, pk_failure *failure);

/* The same into a struct that is there, whose strings live in the arena. False where the response is not the
 * method's, or the arena fails. */
PK_SHARED bool pk_read_into(pk_arena *arena, const pk_method *method, const uint8_t *bytes, size_t size,
                            void *result);

/* Refuses what the caller gave; sets `*out`, a result pointer, to NULL. */
pishkhan_status pk_refuse_argument(pishkhan_client *client, const char *why, void *out,
                                   pishkhan_error **error);

/* The key given, or a new one. False, filled in, where the system gives no random bytes. */
bool pk_key_for(const uint8_t *given, uint8_t key[PISHKHAN_KEY_SIZE], pk_failure *failure);

#endif
