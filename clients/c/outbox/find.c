/* Looking at what the outbox holds, and removing it. */
#include "entry.h"
#include "typed_character.h"

#include <string.h>

static bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

/* The letters of a slip's number, large, with hyphens between as they are shown. */
static void plain_number(const char *typed, char number[PK_SLIP_SIZE]) {
  size_t length = 0;
  while (*typed && length + 1 < PK_SLIP_SIZE) {
    pk_typed_character next = pk_typed_next(&typed);
    char letter = next.ascii >= 'a' && next.ascii <= 'z' ? (char)(next.ascii - 'a' + 'A') : next.ascii;
    if (!is_letter(letter))
      continue;
    if (length == 4 || length == 9)
      number[length++] = '-';
    number[length++] = letter;
  }
  number[length] = 0;
}

static bool unknown_slip(pk_failure *failure) {
  return pk_fail(failure, PISHKHAN_NOT_FOUND, PISHKHAN_REASON_OUTBOX_ENTRY_UNKNOWN,
                 "no entry has this slip's number");
}

/* The key whose slip has this number. A slip's number is made from its key: a scan over the keys finds it. */
static bool key_of(const pishkhan_outbox *outbox, const char *typed, uint8_t key[PISHKHAN_KEY_SIZE],
                   pk_failure *failure) {
  char wanted[PK_SLIP_SIZE] = "", number[PK_SLIP_SIZE];
  bool found = false;
  int code = SQLITE_DONE;
  plain_number(typed ? typed : "", wanted);
  sqlite3_stmt *statement =
      pk_database_prepare(outbox, "SELECT key FROM entry ORDER BY number DESC", failure);
  if (!statement)
    return false;
  while (!found && (code = sqlite3_step(statement)) == SQLITE_ROW) {
    found = pk_take_blob(statement, 0, key, PISHKHAN_KEY_SIZE) && pk_slip_number(key, number) &&
            strcmp(number, wanted) == 0;
  }
  if (!found && code != SQLITE_DONE)
    pk_database_fail(outbox, failure);
  sqlite3_finalize(statement);
  return found || (code == SQLITE_DONE ? unknown_slip(failure) : false);
}

static pishkhan_status refuse(const pishkhan_outbox *outbox, const char *why, pishkhan_error **error) {
  pk_failure failure;
  pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID, "%s", why);
  return pk_outbox_raise(outbox, &failure, NULL, false, error);
}

pishkhan_status pishkhan_outbox_find(pishkhan_outbox *outbox, const char *slip_number,
                                     pishkhan_outbox_entry **entry, pishkhan_error **error) {
  uint8_t key[PISHKHAN_KEY_SIZE];
  pk_failure failure;
  const pk_row_query query = {.key = key};
  if (entry)
    *entry = NULL;
  if (!pk_outbox_is_given(outbox, error))
    return PISHKHAN_INVALID_ARGUMENT;
  if (!entry)
    return refuse(outbox, "no place for the entry", error);
  pthread_mutex_lock(&outbox->guard);
  bool good = key_of(outbox, slip_number, key, &failure) && pk_entry_find(outbox, &query, entry, &failure);
  pthread_mutex_unlock(&outbox->guard);
  return good ? PISHKHAN_OK : pk_outbox_raise(outbox, &failure, NULL, false, error);
}

pishkhan_status pishkhan_outbox_next(pishkhan_outbox *outbox, pishkhan_outbox_state state,
                                     const pishkhan_outbox_entry *after, pishkhan_outbox_entry **entry,
                                     pishkhan_error **error) {
  pk_failure failure;
  const pk_row_query query = {.state = state, .after = pk_entry_number(after)};
  if (entry)
    *entry = NULL;
  if (!pk_outbox_is_given(outbox, error))
    return PISHKHAN_INVALID_ARGUMENT;
  if (!entry)
    return refuse(outbox, "no place for the entry", error);
  pthread_mutex_lock(&outbox->guard);
  bool good = pk_entry_find(outbox, &query, entry, &failure);
  pthread_mutex_unlock(&outbox->guard);
  return good ? PISHKHAN_OK : pk_outbox_raise(outbox, &failure, NULL, false, error);
}

/* ---- counting ---- */

static bool count_states(const pishkhan_outbox *outbox, pishkhan_outbox_counts *counts, pk_failure *failure) {
  uint32_t *const places[] = {&counts->held,    &counts->sending, &counts->accepted,
                              &counts->refused, &counts->expired, &counts->damaged};
  int code;
  sqlite3_stmt *statement =
      pk_database_prepare(outbox, "SELECT state, count(*) FROM entry GROUP BY state", failure);
  if (!statement)
    return false;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    int state = sqlite3_column_int(statement, 0);
    if (state >= PISHKHAN_OUTBOX_HELD && state <= PISHKHAN_OUTBOX_DAMAGED)
      *places[state - PISHKHAN_OUTBOX_HELD] = (uint32_t)sqlite3_column_int64(statement, 1);
  }
  if (code != SQLITE_DONE)
    pk_database_fail(outbox, failure);
  sqlite3_finalize(statement);
  return code == SQLITE_DONE;
}

pishkhan_status pishkhan_outbox_count(pishkhan_outbox *outbox, pishkhan_outbox_counts *counts,
                                      pishkhan_error **error) {
  pk_failure failure;
  uint32_t expired;
  if (!pk_outbox_is_given(outbox, error))
    return PISHKHAN_INVALID_ARGUMENT;
  if (!counts)
    return refuse(outbox, "no place for the counts", error);
  *counts = (pishkhan_outbox_counts){.count_limit = outbox->count_limit, .size_limit = outbox->size_limit};
  pthread_mutex_lock(&outbox->guard);
  bool good = pk_rows_expire(outbox, &expired, &failure) && count_states(outbox, counts, &failure) &&
              pk_database_size(outbox, &counts->bytes, &failure);
  pthread_mutex_unlock(&outbox->guard);
  return good ? PISHKHAN_OK : pk_outbox_raise(outbox, &failure, NULL, false, error);
}

/* ---- removing ---- */

static bool remove_row(const pishkhan_outbox *outbox, const char *slip_number, pk_failure *failure) {
  uint8_t key[PISHKHAN_KEY_SIZE];
  pk_row row;
  const pk_row_query query = {.key = key};
  pk_arena *arena = pk_outbox_scratch(outbox, failure);
  bool good =
      arena && key_of(outbox, slip_number, key, failure) && pk_row_find(outbox, &query, arena, &row, failure);
  if (good && row.state == PISHKHAN_OUTBOX_SENDING)
    good = pk_fail(failure, PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_WRONG_STATE,
                   "it was sent, and only the counter knows whether it is accepted");
  good = good && pk_row_remove(outbox, row.number, failure);
  pk_outbox_scratch_free(arena);
  return good;
}

pishkhan_status pishkhan_outbox_remove(pishkhan_outbox *outbox, const char *slip_number,
                                       pishkhan_error **error) {
  pk_failure failure;
  if (!pk_outbox_is_given(outbox, error))
    return PISHKHAN_INVALID_ARGUMENT;
  pthread_mutex_lock(&outbox->guard);
  bool good = remove_row(outbox, slip_number, &failure);
  pthread_mutex_unlock(&outbox->guard);
  return good ? PISHKHAN_OK : pk_outbox_raise(outbox, &failure, NULL, false, error);
}
