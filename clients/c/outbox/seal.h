/* AES-256-GCM over what an outbox keeps. The rules of keys and nonces stand in pishkhan/outbox.h. */
#ifndef PK_SEAL_H
#define PK_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <pishkhan/outbox.h>

enum { PK_SALT_SIZE = 32, PK_SEAL_OVERHEAD = 1 + 12 + 16 }; /* version, nonce, tag */

/* What is sealed: the same bytes open in no other place. */
typedef enum pk_sealed_kind {
  PK_SEALED_PROOF = 1, /* of the right key */
  PK_SEALED_SUBMISSION = 2,
  PK_SEALED_RECEIPT = 3,
  PK_SEALED_REFUSAL = 4,
  PK_SEALED_FILE_HEAD = 5,
  PK_SEALED_FILE_PIECE = 6,
  PK_SEALED_FILE_ID = 7 /* that the counter gave */
} pk_sealed_kind;

typedef struct pk_seal_place {
  pk_sealed_kind kind;
  int64_t number;                 /* of the entry */
  uint8_t key[PISHKHAN_KEY_SIZE]; /* the entry's idempotency key */
  uint32_t file;                  /* place among the entry's files */
  uint32_t piece;                 /* place in the file */
} pk_seal_place;

typedef enum pk_opened {
  PK_OPENED,
  PK_NOT_AUTHENTIC, /* other bytes, another place, or another key */
  PK_OPEN_FAILED    /* OpenSSL had no memory */
} pk_opened;

/* The key of one file. False where OpenSSL fails. */
bool pk_derive_key(const uint8_t given[PISHKHAN_OUTBOX_KEY_SIZE], const uint8_t salt[PK_SALT_SIZE],
                   uint8_t key[PISHKHAN_OUTBOX_KEY_SIZE]);

/* Writes size + PK_SEAL_OVERHEAD bytes. False where OpenSSL fails or there are no random bytes. */
bool pk_seal(const uint8_t key[PISHKHAN_OUTBOX_KEY_SIZE], const pk_seal_place *place, const uint8_t *plain,
             size_t size, uint8_t *sealed);

/* Writes size - PK_SEAL_OVERHEAD bytes; what they hold unless PK_OPENED is meaningless. */
pk_opened pk_unseal(const uint8_t key[PISHKHAN_OUTBOX_KEY_SIZE], const pk_seal_place *place,
                    const uint8_t *sealed, size_t size, uint8_t *plain);

#endif
