/* The rows of the outbox's tables. */
#include "outbox_state.h"

#include <openssl/crypto.h>
#include <string.h>

pk_seal_place pk_place_of(const pk_row *row, pk_sealed_kind kind) {
  pk_seal_place place = {.kind = kind, .number = row->number};
  memcpy(place.key, row->key, sizeof place.key);
  return place;
}

pk_opened pk_outbox_unseal(const pishkhan_outbox *outbox, const pk_seal_place *place, const uint8_t *sealed,
                           size_t size, pk_arena *arena, const uint8_t **plain, pk_failure *failure) {
  uint8_t *memory = pk_arena_new(arena, 1, size + 1);
  pk_opened opened = memory ? pk_unseal(outbox->key, place, sealed, size, memory) : PK_OPEN_FAILED;
  *plain = memory;
  if (opened == PK_OPENED)
    memory[size - PK_SEAL_OVERHEAD] = 0;
  else if (opened == PK_OPEN_FAILED)
    pk_fail_memory(failure);
  return opened;
}

bool pk_outbox_seal(const pishkhan_outbox *outbox, const pk_seal_place *place, const uint8_t *plain,
                    size_t size, pk_arena *arena, const uint8_t **sealed, pk_failure *failure) {
  uint8_t *memory = pk_arena_new(arena, 1, size + PK_SEAL_OVERHEAD);
  *sealed = memory;
  if (!memory)
    return pk_fail_memory(failure);
  return pk_seal(outbox->key, place, plain, size, memory) ||
         pk_fail(failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_OUT_OF_MEMORY, "OpenSSL cannot seal here");
}

static const uint8_t *kept_blob(sqlite3_stmt *statement, int column, pk_arena *arena, size_t *size) {
  const void *blob = sqlite3_column_blob(statement, column);
  *size = blob ? (size_t)sqlite3_column_bytes(statement, column) : 0;
  return blob ? (const uint8_t *)pk_arena_copy(arena, blob, *size) : NULL;
}

static bool read_row(sqlite3_stmt *statement, pk_arena *arena, pk_row *row, pk_failure *failure) {
  row->number = sqlite3_column_int64(statement, 0);
  row->state = (pishkhan_outbox_state)sqlite3_column_int(statement, 2);
  row->held_ms = sqlite3_column_int64(statement, 3);
  row->expires_ms = sqlite3_column_int64(statement, 4);
  row->submission = kept_blob(statement, 5, arena, &row->submission_size);
  row->answer = kept_blob(statement, 6, arena, &row->answer_size);
  if (arena->failed)
    return pk_fail_memory(failure);
  return (row->number > 0 && pk_take_blob(statement, 1, row->key, sizeof row->key)) ||
         pk_fail(failure, PISHKHAN_DATA_LOSS, PISHKHAN_REASON_OUTBOX_DAMAGED,
                 "a row of the outbox is damaged");
}

bool pk_row_find(const pishkhan_outbox *outbox, const pk_row_query *query, pk_arena *arena, pk_row *row,
                 pk_failure *failure) {
  static const char sql[] =
      "SELECT number, key, state, held_ms, expires_ms, submission, answer FROM entry"
      " WHERE number > ?1 AND (?2 = 0 OR state = ?2) AND (?3 = 0 OR state <= 2) AND (?4 IS NULL OR key = ?4)"
      " ORDER BY number LIMIT 1";
  memset(row, 0, sizeof *row);
  sqlite3_stmt *statement = pk_database_prepare(outbox, sql, failure);
  if (!statement)
    return false;
  sqlite3_bind_int64(statement, 1, query->after);
  sqlite3_bind_int(statement, 2, (int)query->state);
  sqlite3_bind_int(statement, 3, query->unsent);
  sqlite3_bind_blob(statement, 4, query->key, query->key ? PISHKHAN_KEY_SIZE : 0, SQLITE_STATIC);
  int code = sqlite3_step(statement);
  bool good = code == SQLITE_DONE || (code == SQLITE_ROW && read_row(statement, arena, row, failure));
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    pk_database_fail(outbox, failure);
  sqlite3_finalize(statement);
  return good;
}

/* A statement's one number. */
static bool one_number(const pishkhan_outbox *outbox, const char *sql, int64_t parameter, int64_t *number,
                       pk_failure *failure) {
  sqlite3_stmt *statement = pk_database_prepare(outbox, sql, failure);
  if (statement)
    sqlite3_bind_int64(statement, 1, parameter);
  bool good = statement && sqlite3_step(statement) == SQLITE_ROW;
  if (good)
    *number = sqlite3_column_int64(statement, 0);
  else if (statement)
    pk_database_fail(outbox, failure);
  sqlite3_finalize(statement);
  return good;
}

bool pk_row_number(const pishkhan_outbox *outbox, int64_t *number, pk_failure *failure) {
  return one_number(outbox, "SELECT ifnull(max(number), 0) + 1 FROM entry WHERE number > ?", 0, number,
                    failure);
}

bool pk_rows_count(const pishkhan_outbox *outbox, uint32_t *count, pk_failure *failure) {
  int64_t number;
  if (!one_number(outbox, "SELECT count(*) FROM entry WHERE number > ?", 0, &number, failure))
    return false;
  *count = (uint32_t)number;
  return true;
}

bool pk_rows_ahead(const pishkhan_outbox *outbox, int64_t before, uint32_t *count, pk_failure *failure) {
  int64_t number;
  if (!one_number(outbox, "SELECT count(*) FROM entry WHERE state <= 2 AND number < ?", before, &number,
                  failure))
    return false;
  *count = (uint32_t)number;
  return true;
}

bool pk_row_insert(const pishkhan_outbox *outbox, const pk_row *row, pk_failure *failure) {
  sqlite3_stmt *insert =
      pk_database_prepare(outbox, "INSERT INTO entry VALUES(?, ?, 1, ?, ?, ?, NULL)", failure);
  if (insert) {
    sqlite3_bind_int64(insert, 1, row->number);
    sqlite3_bind_blob(insert, 2, row->key, sizeof row->key, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 3, row->held_ms);
    sqlite3_bind_int64(insert, 4, row->expires_ms);
    sqlite3_bind_blob(insert, 5, row->submission, (int)row->submission_size, SQLITE_STATIC);
  }
  return pk_database_finish(outbox, insert, failure);
}

/* What only an unsent entry needs goes with its acceptance. */
static bool drop_files(const pishkhan_outbox *outbox, int64_t number, pk_failure *failure) {
  sqlite3_stmt *remove = pk_database_prepare(outbox, "DELETE FROM file WHERE entry = ?", failure);
  if (remove)
    sqlite3_bind_int64(remove, 1, number);
  return pk_database_finish(outbox, remove, failure);
}

bool pk_row_move(const pishkhan_outbox *outbox, int64_t number, pishkhan_outbox_state state,
                 const uint8_t *answer, size_t answer_size, pk_failure *failure) {
  if (!pk_database_run(outbox, "BEGIN IMMEDIATE", failure))
    return false;
  sqlite3_stmt *update =
      pk_database_prepare(outbox, "UPDATE entry SET state = ?, answer = ? WHERE number = ?", failure);
  if (update) {
    sqlite3_bind_int(update, 1, (int)state);
    sqlite3_bind_blob(update, 2, answer, (int)answer_size, SQLITE_STATIC);
    sqlite3_bind_int64(update, 3, number);
  }
  bool good = pk_database_finish(outbox, update, failure) &&
              (state != PISHKHAN_OUTBOX_ACCEPTED || drop_files(outbox, number, failure));
  return pk_database_end(outbox, good, NULL, failure);
}

bool pk_row_remove(const pishkhan_outbox *outbox, int64_t number, pk_failure *failure) {
  sqlite3_stmt *remove = pk_database_prepare(outbox, "DELETE FROM entry WHERE number = ?", failure);
  if (remove)
    sqlite3_bind_int64(remove, 1, number);
  return pk_database_finish(outbox, remove, failure);
}

bool pk_rows_expire(const pishkhan_outbox *outbox, uint32_t *expired, pk_failure *failure) {
  int64_t now = pk_outbox_now();
  *expired = 0;
  if (now == 0)
    return true;
  sqlite3_stmt *age = pk_database_prepare(
      outbox, "UPDATE entry SET expires_ms = ? WHERE expires_ms = 0 AND state <= 2", failure);
  if (age)
    sqlite3_bind_int64(age, 1, now + outbox->age_limit_ms);
  if (!pk_database_finish(outbox, age, failure))
    return false;
  sqlite3_stmt *expire =
      pk_database_prepare(outbox, "UPDATE entry SET state = 5 WHERE state = 1 AND expires_ms <= ?", failure);
  if (expire)
    sqlite3_bind_int64(expire, 1, now);
  if (!pk_database_finish(outbox, expire, failure))
    return false;
  *expired = (uint32_t)sqlite3_changes(outbox->database);
  return true;
}
