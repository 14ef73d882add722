/* The files of held submissions: sealed piece by piece, so that memory holds one piece at a time. */
#ifndef PK_FILES_H
#define PK_FILES_H

#include "outbox_state.h"

typedef struct pk_file {
  uint32_t place;
  uint8_t upload_id[PISHKHAN_KEY_SIZE];
  uint64_t size;
  uint8_t sha256[PISHKHAN_HASH_SIZE];
  const char *attribute;
  const char *name;
  const char *id; /* that the counter gave; NULL before it has all of it */
  bool is_fresh;  /* it gave it in this pass */
} pk_file;

typedef struct pk_file_list {
  pk_file *files;
  size_t count;
} pk_file_list;

/* Sizes and hashes of what the program gives; reads every file through. */
bool pk_files_measure(const pishkhan_outbox *outbox, const pishkhan_outbox_item *item, pk_arena *arena,
                      pk_file_list *list, pk_failure *failure);

/* Bytes on disk that the files will take. */
uint64_t pk_files_size(const pk_file_list *list);

/* Inserts them with their pieces, in the transaction that runs; reads every file a second time. */
bool pk_files_insert(const pishkhan_outbox *outbox, const pk_row *row, const pishkhan_held_file *given,
                     const pk_file_list *list, pk_failure *failure);

/* The files of an entry. PK_NOT_AUTHENTIC: damaged. PK_OPEN_FAILED: `failure` says why. */
pk_opened pk_files_read(const pishkhan_outbox *outbox, const pk_row *row, pk_arena *arena, pk_file_list *list,
                        pk_failure *failure);

/* Keeps the id that the counter gave for a file; `id` NULL: forgets those of all files of the entry. */
bool pk_file_set_id(const pishkhan_outbox *outbox, const pk_row *row, uint32_t place, const char *id,
                    pk_failure *failure);

pk_seal_place pk_file_place(const pk_row *row, const pk_file *file, pk_sealed_kind kind, uint32_t piece);

/* Reads a kept file: a pishkhan_read whose context is this. */
typedef struct pk_file_reading {
  pishkhan_outbox *outbox;
  const pk_row *row;
  const pk_file *file;
  bool damaged; /* afterwards: a piece is missing, or is not what was written */
} pk_file_reading;
int64_t pk_file_read(void *reading, uint64_t offset, uint8_t *buffer, size_t capacity);

#endif
