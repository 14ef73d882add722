#include "files.h"

#include <openssl/crypto.h>
#include <string.h>

pk_seal_place pk_file_place(const pk_row *row, const pk_file *file, pk_sealed_kind kind, uint32_t piece) {
  pk_seal_place place = pk_place_of(row, kind);
  place.file = file->place;
  place.piece = piece;
  return place;
}

static bool take_head(const uint8_t *plain, size_t size, pk_file *file) {
  if (size < 8 + PISHKHAN_HASH_SIZE + 2)
    return false;
  for (int i = 0; i < 8; i++)
    file->size = file->size << 8 | plain[i];
  memcpy(file->sha256, plain + 8, sizeof file->sha256);
  file->attribute = (const char *)plain + 8 + sizeof file->sha256;
  file->name = file->attribute + strlen(file->attribute) + 1; /* both NULs are authentic */
  return true;
}

static pk_opened read_file(const pishkhan_outbox *outbox, const pk_row *row, sqlite3_stmt *statement,
                           pk_arena *arena, pk_file *file, pk_failure *failure) {
  const uint8_t *plain = NULL;
  file->place = (uint32_t)sqlite3_column_int64(statement, 0);
  if (!pk_take_blob(statement, 1, file->upload_id, sizeof file->upload_id))
    return PK_NOT_AUTHENTIC;
  size_t head_size = (size_t)sqlite3_column_bytes(statement, 2), id_size;
  pk_seal_place place = pk_file_place(row, file, PK_SEALED_FILE_HEAD, 0);
  pk_opened opened =
      pk_outbox_unseal(outbox, &place, sqlite3_column_blob(statement, 2), head_size, arena, &plain, failure);
  if (opened != PK_OPENED)
    return opened;
  if (!take_head(plain, head_size - PK_SEAL_OVERHEAD, file))
    return PK_NOT_AUTHENTIC;
  id_size = (size_t)sqlite3_column_bytes(statement, 3);
  if (id_size == 0)
    return PK_OPENED;
  place = pk_file_place(row, file, PK_SEALED_FILE_ID, 0);
  opened =
      pk_outbox_unseal(outbox, &place, sqlite3_column_blob(statement, 3), id_size, arena, &plain, failure);
  file->id = (const char *)plain;
  return opened;
}

pk_opened pk_files_read(const pishkhan_outbox *outbox, const pk_row *row, pk_arena *arena, pk_file_list *list,
                        pk_failure *failure) {
  static const char sql[] = "SELECT place, upload_id, head, id FROM file WHERE entry = ? ORDER BY place";
  pk_opened opened = PK_OPENED;
  int code = SQLITE_DONE;
  list->count = 0;
  list->files = pk_arena_new(arena, PK_FILES_MAX, sizeof *list->files);
  sqlite3_stmt *statement = list->files ? pk_database_prepare(outbox, sql, failure) : NULL;
  if (!list->files)
    pk_fail_memory(failure);
  if (!statement)
    return PK_OPEN_FAILED;
  sqlite3_bind_int64(statement, 1, row->number);
  while (opened == PK_OPENED && (code = sqlite3_step(statement)) == SQLITE_ROW) {
    opened = list->count == PK_FILES_MAX
                 ? PK_NOT_AUTHENTIC
                 : read_file(outbox, row, statement, arena, &list->files[list->count], failure);
    list->count++;
  }
  if (opened == PK_OPENED && code != SQLITE_DONE) {
    pk_database_fail(outbox, failure);
    opened = PK_OPEN_FAILED;
  }
  sqlite3_finalize(statement);
  return opened;
}

bool pk_file_set_id(const pishkhan_outbox *outbox, const pk_row *row, uint32_t file_place, const char *id,
                    pk_failure *failure) {
  uint8_t sealed[64 + PK_SEAL_OVERHEAD];
  size_t size = id ? strlen(id) : 0;
  pk_seal_place place = pk_place_of(row, PK_SEALED_FILE_ID);
  place.file = file_place;
  if (size > 64 || (id && size == 0))
    return pk_fail(failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID,
                   "the counter's name for a file is empty or too long");
  if (id && !pk_seal(outbox->key, &place, (const uint8_t *)id, size, sealed))
    return pk_fail_memory(failure);
  sqlite3_stmt *update = pk_database_prepare(
      outbox, "UPDATE file SET id = ?1 WHERE entry = ?2 AND (?1 IS NULL OR place = ?3)", failure);
  if (update) {
    sqlite3_bind_blob(update, 1, id ? sealed : NULL, (int)(size + PK_SEAL_OVERHEAD), SQLITE_STATIC);
    sqlite3_bind_int64(update, 2, row->number);
    sqlite3_bind_int64(update, 3, file_place);
  }
  return pk_database_finish(outbox, update, failure);
}

/* One piece into `piece`; its size, or 0. */
static size_t read_piece(pk_file_reading *reading, uint32_t number, uint8_t piece[PK_FILE_PIECE]) {
  static const char sql[] = "SELECT bytes FROM piece WHERE entry = ? AND place = ? AND number = ?";
  const pk_seal_place place = pk_file_place(reading->row, reading->file, PK_SEALED_FILE_PIECE, number);
  pk_failure ignored; /* the upload tells that the file cannot be read; the pass, that the entry is damaged */
  size_t size = 0;
  sqlite3_stmt *statement = pk_database_prepare(reading->outbox, sql, &ignored);
  if (!statement)
    return 0;
  sqlite3_bind_int64(statement, 1, reading->row->number);
  sqlite3_bind_int64(statement, 2, reading->file->place);
  sqlite3_bind_int64(statement, 3, number);
  int code = sqlite3_step(statement);
  int sealed_size = code == SQLITE_ROW ? sqlite3_column_bytes(statement, 0) : 0;
  if (sealed_size > PK_SEAL_OVERHEAD && sealed_size <= PK_FILE_PIECE + PK_SEAL_OVERHEAD &&
      pk_unseal(reading->outbox->key, &place, sqlite3_column_blob(statement, 0), (size_t)sealed_size,
                piece) == PK_OPENED)
    size = (size_t)(sealed_size - PK_SEAL_OVERHEAD);
  else if (code == SQLITE_ROW || code == SQLITE_DONE)
    reading->damaged = true;
  sqlite3_finalize(statement);
  return size;
}

int64_t pk_file_read(void *context, uint64_t offset, uint8_t *buffer, size_t capacity) {
  pk_file_reading *reading = context;
  const pishkhan_allocator *allocator = &reading->outbox->allocator;
  size_t skipped = (size_t)(offset % PK_FILE_PIECE), count = 0;
  if (offset >= reading->file->size)
    return 0;
  uint8_t *piece = pk_new(allocator, PK_FILE_PIECE);
  if (!piece)
    return -1;
  pthread_mutex_lock(&reading->outbox->guard);
  size_t size = read_piece(reading, (uint32_t)(offset / PK_FILE_PIECE), piece);
  pthread_mutex_unlock(&reading->outbox->guard);
  if (size > skipped) {
    count = size - skipped < capacity ? size - skipped : capacity;
    memcpy(buffer, piece + skipped, count);
  }
  OPENSSL_cleanse(piece, PK_FILE_PIECE);
  pk_release(allocator, piece);
  return count ? (int64_t)count : -1;
}
