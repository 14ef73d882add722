#include "files.h"
#include "transfer.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>

/* ---- measuring ---- */

static bool refuse(pk_failure *failure, const char *why) {
  return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID, "%s", why);
}

static bool is_usable(const pishkhan_held_file *files, size_t index, pk_failure *failure) {
  const pishkhan_held_file *file = &files[index];
  if (!file->attribute || !*file->attribute || !file->read)
    return refuse(failure, "a file to be held needs an attribute and a function that reads it");
  if (file->name && strlen(file->name) > PK_FILE_NAME_MAX)
    return refuse(failure, "a file's name has more than 255 bytes");
  for (size_t i = 0; i < index; i++)
    if (strcmp(files[i].attribute, file->attribute) == 0)
      return refuse(failure, "two files answer the same attribute");
  return true;
}

static bool measure(const pishkhan_outbox *outbox, const pishkhan_held_file *given, pk_file *file,
                    pk_failure *failure) {
  pk_file_hash *hash = pk_file_hash_new(&outbox->allocator);
  bool good = hash ? pk_file_hash_read(hash, &outbox->allocator, given->read, given->read_context, UINT64_MAX,
                                       &file->size, failure)
                   : pk_fail_memory(failure);
  if (good && !pk_file_hash_end(hash, file->sha256))
    good = pk_fail_memory(failure);
  pk_file_hash_free(&outbox->allocator, hash);
  return good;
}

bool pk_files_measure(const pishkhan_outbox *outbox, const pishkhan_outbox_item *item, pk_arena *arena,
                      pk_file_list *list, pk_failure *failure) {
  if (item->file_count > PK_FILES_MAX || (item->file_count && !item->files))
    return refuse(failure, "more than 16 files, or their array is missing");
  list->count = item->file_count;
  list->files = pk_arena_new(arena, item->file_count, sizeof *list->files);
  if (!list->files)
    return pk_fail_memory(failure);
  for (size_t i = 0; i < list->count; i++) {
    const pishkhan_held_file *given = &item->files[i];
    pk_file *file = &list->files[i];
    if (!is_usable(item->files, i, failure) || !measure(outbox, given, file, failure))
      return false;
    file->place = (uint32_t)i;
    file->attribute = given->attribute;
    file->name = given->name ? given->name : "";
    if (RAND_bytes(file->upload_id, sizeof file->upload_id) != 1)
      return pk_fail(failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_OUT_OF_MEMORY,
                     "the system gives no random bytes");
  }
  return true;
}

uint64_t pk_files_size(const pk_file_list *list) {
  uint64_t size = 0;
  for (size_t i = 0; i < list->count; i++)
    size += list->files[i].size + (list->files[i].size / PK_FILE_PIECE + 2) * (PK_SEAL_OVERHEAD + 64);
  return size;
}

/* ---- writing ---- */

/* A file's head: size, SHA-256, attribute and name, each text with its NUL. */
static bool insert_head(const pishkhan_outbox *outbox, const pk_row *row, const pk_file *file,
                        pk_failure *failure) {
  uint8_t plain[8 + PISHKHAN_HASH_SIZE + 2 * 320], sealed[sizeof plain + PK_SEAL_OVERHEAD], *out = plain;
  size_t attribute = strlen(file->attribute) + 1, name = strlen(file->name) + 1;
  if (attribute > 320)
    return refuse(failure, "the attribute of a file is too long");
  for (int i = 0; i < 8; i++)
    *out++ = (uint8_t)(file->size >> 8 * (7 - i));
  memcpy(out, file->sha256, sizeof file->sha256);
  out += sizeof file->sha256;
  memcpy(out, file->attribute, attribute);
  memcpy(out + attribute, file->name, name);
  size_t size = 8 + sizeof file->sha256 + attribute + name;
  const pk_seal_place place = pk_file_place(row, file, PK_SEALED_FILE_HEAD, 0);
  if (!pk_seal(outbox->key, &place, plain, size, sealed))
    return pk_fail_memory(failure);
  sqlite3_stmt *insert = pk_database_prepare(outbox, "INSERT INTO file VALUES(?, ?, ?, ?, ?, NULL)", failure);
  if (insert) {
    sqlite3_bind_int64(insert, 1, row->number);
    sqlite3_bind_int64(insert, 2, file->place);
    sqlite3_bind_blob(insert, 3, file->upload_id, sizeof file->upload_id, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 4, (int64_t)file->size);
    sqlite3_bind_blob(insert, 5, sealed, (int)(size + PK_SEAL_OVERHEAD), SQLITE_STATIC);
  }
  return pk_database_finish(outbox, insert, failure);
}

static bool insert_piece(const pishkhan_outbox *outbox, const pk_row *row, const pk_file *file,
                         uint32_t number, const uint8_t *sealed, size_t size, pk_failure *failure) {
  sqlite3_stmt *insert = pk_database_prepare(outbox, "INSERT INTO piece VALUES(?, ?, ?, ?)", failure);
  if (insert) {
    sqlite3_bind_int64(insert, 1, row->number);
    sqlite3_bind_int64(insert, 2, file->place);
    sqlite3_bind_int64(insert, 3, number);
    sqlite3_bind_blob(insert, 4, sealed, (int)size, SQLITE_STATIC);
  }
  return pk_database_finish(outbox, insert, failure);
}

/* Fills a piece, though the program may give less at a time. */
static bool fill_piece(const pishkhan_held_file *given, uint64_t offset, uint8_t *piece, size_t wanted) {
  for (size_t done = 0; done < wanted;) {
    int64_t count = given->read(given->read_context, offset + done, piece + done, wanted - done);
    if (count < 1 || count > (int64_t)(wanted - done))
      return false;
    done += (size_t)count;
  }
  return true;
}

static bool insert_pieces(const pishkhan_outbox *outbox, const pk_row *row, const pishkhan_held_file *given,
                          const pk_file *file, uint8_t *piece, pk_file_hash *hash, pk_failure *failure) {
  uint8_t *sealed = piece + PK_FILE_PIECE, digest[PISHKHAN_HASH_SIZE];
  uint32_t number = 0;
  for (uint64_t offset = 0; offset < file->size; offset += PK_FILE_PIECE, number++) {
    uint64_t left = file->size - offset;
    size_t size = left < PK_FILE_PIECE ? (size_t)left : PK_FILE_PIECE;
    const pk_seal_place place = pk_file_place(row, file, PK_SEALED_FILE_PIECE, number);
    if (!fill_piece(given, offset, piece, size))
      return refuse(failure, "a file cannot be read");
    pk_file_hash_add(hash, piece, size);
    if (!pk_seal(outbox->key, &place, piece, size, sealed))
      return pk_fail_memory(failure);
    if (!insert_piece(outbox, row, file, number, sealed, size + PK_SEAL_OVERHEAD, failure))
      return false;
  }
  if (!pk_file_hash_end(hash, digest))
    return pk_fail_memory(failure);
  return memcmp(digest, file->sha256, sizeof digest) == 0 ||
         refuse(failure, "a file changed while it was read");
}

static bool insert_file(const pishkhan_outbox *outbox, const pk_row *row, const pishkhan_held_file *given,
                        const pk_file *file, pk_failure *failure) {
  const pishkhan_allocator *allocator = &outbox->allocator;
  uint8_t *pieces = pk_new(allocator, 2 * PK_FILE_PIECE + PK_SEAL_OVERHEAD);
  pk_file_hash *hash = pk_file_hash_new(allocator);
  bool good = pieces && hash ? insert_head(outbox, row, file, failure) &&
                                   insert_pieces(outbox, row, given, file, pieces, hash, failure)
                             : pk_fail_memory(failure);
  pk_file_hash_free(allocator, hash);
  if (pieces)
    OPENSSL_cleanse(pieces, PK_FILE_PIECE);
  pk_release(allocator, pieces);
  return good;
}

bool pk_files_insert(const pishkhan_outbox *outbox, const pk_row *row, const pishkhan_held_file *given,
                     const pk_file_list *list, pk_failure *failure) {
  for (size_t i = 0; i < list->count; i++)
    if (!insert_file(outbox, row, &given[i], &list->files[i], failure))
      return false;
  return true;
}
