/* What uploads and downloads share: the hash of a file, and the patience with a bad line. */
#ifndef PK_TRANSFER_H
#define PK_TRANSFER_H

#include "methods.h"
#include "shapes.h"

#include <pishkhan/attachments.h>

enum { PK_PIECE = 64 * 1024 }; /* bytes of a file in one message */

/* SHA-256 of a file as it goes by. */
typedef struct pk_file_hash pk_file_hash;
PK_SHARED pk_file_hash *pk_file_hash_new(const pishkhan_allocator *allocator);
PK_SHARED void pk_file_hash_add(pk_file_hash *hash, const uint8_t *bytes, size_t size);
/* False where OpenSSL failed on the way. */
PK_SHARED bool pk_file_hash_end(pk_file_hash *hash, uint8_t digest[PISHKHAN_HASH_SIZE]);
PK_SHARED void pk_file_hash_free(const pishkhan_allocator *allocator, pk_file_hash *hash);

/* Adds the file's bytes before `end` (UINT64_MAX: all that there are) to the hash; `*size` is how many came.
 */
PK_SHARED bool pk_file_hash_read(pk_file_hash *hash, const pishkhan_allocator *allocator, pishkhan_read read,
                                 void *context, uint64_t end, uint64_t *size, pk_failure *failure);

/* How long a transfer goes on trying. */
typedef struct pk_patience {
  int64_t deadline;  /* of all of it; PK_NO_TIME: none */
  uint32_t most_ms;  /* without a byte gained */
  int64_t until;     /* when that is over */
  unsigned failures; /* in a row */
} pk_patience;

/* From now on, with the caller's deadline. False, filled in, where the options are not usable. */
bool pk_patience_begin(pk_patience *patience, pishkhan_client *client, const pishkhan_call_options *options,
                       uint32_t most_ms, pk_failure *failure);
void pk_patience_gained(pk_patience *patience);

/* Whether to try again after this error; waits before it says so. */
bool pk_patience_with(pk_patience *patience, pishkhan_client *client, const pishkhan_error *error);

/* Options of a call that waits for the line, until the patience is over. */
pishkhan_call_options pk_patience_options(const pk_patience *patience);

#endif
