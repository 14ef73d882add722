/* Between structs, messages and the bytes that are kept. */
#ifndef PK_KEPT_H
#define PK_KEPT_H

#include "outbox_state.h"

typedef struct pk_bytes {
  const uint8_t *data;
  size_t size;
} pk_bytes;

/* The SubmitRequest that will be sent, in the arena. Sent as it is kept: a newer library sends the same. */
bool pk_pack_submission(const pishkhan_submission *submission, const uint8_t key[PISHKHAN_KEY_SIZE],
                        pk_arena *arena, pk_bytes *packed, pk_failure *failure);

/* NULL where the bytes are none, or the arena fails. */
pishkhan_submission *pk_unpack_submission(pk_arena *arena, pk_bytes packed);

/* A receipt from a SubmitResponse; NULL where it is none, or the arena fails. */
pishkhan_receipt *pk_unpack_receipt(pk_arena *arena, pk_bytes packed, const uint8_t key[PISHKHAN_KEY_SIZE]);

#endif
