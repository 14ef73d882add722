#include "journal_rows.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As long as those of the submission that load/messages.c makes; the runner compares them. */
enum { event_bytes = 340, personal_bytes = 276, digest_bytes = 32, content_bytes = 16 };

static const char settings[] = "PRAGMA journal_mode = WAL;"
                               "PRAGMA synchronous = FULL;"
                               "PRAGMA wal_autocheckpoint = 4096;"
                               "PRAGMA cache_size = -65536";

enum statement {
  begin,
  insert_request,
  insert_event,
  insert_personal,
  insert_key,
  move_head,
  commit,
  statements
};

static const char *const texts[statements] = {
    "BEGIN IMMEDIATE",
    "INSERT INTO request(sequence, version, state, service, office, channel, assisted, region, citizen,"
    " submitted, changed, assignee, last_hash, reason, asked, feedback, secret_generation)"
    " VALUES(?1, 1, 1, 7, 1, 1, 1, 'IR-23', ?2, ?3, ?3, 0, ?2, '', '', 0, 1)",
    "INSERT INTO event(id, position, body) VALUES(?1, ?2, ?3)",
    "INSERT INTO personal(id, body) VALUES(?1, ?2)",
    "INSERT INTO idempotency(scope, key, content, event) VALUES(3, ?1, ?2, ?3)",
    "UPDATE head SET position = ?1",
    "COMMIT",
};

struct journal_rows {
  sqlite3 *database;
  sqlite3_stmt *statements[statements];
  int64_t last;                               /* sequence, and position in the order of all events */
  uint8_t body[event_bytes + personal_bytes]; /* no two rows alike: the sequence is written over its start */
};

static bool fails(journal_rows *rows) {
  fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(rows->database));
  return false;
}

static bool run(journal_rows *rows, enum statement which) {
  sqlite3_stmt *statement = rows->statements[which];
  bool done = sqlite3_step(statement) == SQLITE_DONE;
  return sqlite3_reset(statement) == SQLITE_OK && done ? true : fails(rows);
}

/* True where `pragma` answers `value`: a rival that quietly did not sync would win for nothing. */
static bool pragma_is(journal_rows *rows, const char *pragma, const char *value) {
  sqlite3_stmt *statement = NULL;
  bool same = sqlite3_prepare_v2(rows->database, pragma, -1, &statement, NULL) == SQLITE_OK &&
              sqlite3_step(statement) == SQLITE_ROW &&
              strcmp((const char *)sqlite3_column_text(statement, 0), value) == 0;
  sqlite3_finalize(statement);
  return same;
}

static bool prepare(journal_rows *rows) {
  if (sqlite3_exec(rows->database, settings, NULL, NULL, NULL) != SQLITE_OK)
    return fails(rows);
  if (!pragma_is(rows, "PRAGMA journal_mode", "wal") || !pragma_is(rows, "PRAGMA synchronous", "2"))
    return fails(rows);
  for (int which = 0; which < statements; ++which)
    if (sqlite3_prepare_v3(rows->database, texts[which], -1, SQLITE_PREPARE_PERSISTENT,
                           &rows->statements[which], NULL) != SQLITE_OK)
      return fails(rows);
  return true;
}

journal_rows *journal_rows_open(const char *path) {
  journal_rows *rows = calloc(1, sizeof *rows);
  if (rows == NULL)
    return NULL;
  memset(rows->body, 0xa5, sizeof rows->body);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(path, &rows->database, flags, NULL) != SQLITE_OK || !prepare(rows)) {
    fprintf(stderr, "cannot use the journal %s\n", path);
    journal_rows_close(rows);
    return NULL;
  }
  return rows;
}

bool journal_rows_begin(journal_rows *rows) { return run(rows, begin); }

bool journal_rows_commit(journal_rows *rows) {
  sqlite3_bind_int64(rows->statements[move_head], 1, rows->last);
  return run(rows, move_head) && run(rows, commit);
}

bool journal_rows_insert(journal_rows *rows, int64_t sequence, int64_t time_ms, const uint8_t key[16]) {
  rows->last = sequence;
  memcpy(rows->body, &sequence, sizeof sequence);
  int64_t event = sequence << 16 | 1;
  sqlite3_stmt *const *prepared = rows->statements;

  sqlite3_bind_int64(prepared[insert_request], 1, sequence);
  sqlite3_bind_blob(prepared[insert_request], 2, rows->body, digest_bytes, SQLITE_STATIC);
  sqlite3_bind_int64(prepared[insert_request], 3, time_ms);

  sqlite3_bind_int64(prepared[insert_event], 1, event);
  sqlite3_bind_int64(prepared[insert_event], 2, sequence);
  sqlite3_bind_blob(prepared[insert_event], 3, rows->body, event_bytes, SQLITE_STATIC);

  sqlite3_bind_int64(prepared[insert_personal], 1, event);
  sqlite3_bind_blob(prepared[insert_personal], 2, rows->body, personal_bytes, SQLITE_STATIC);

  sqlite3_bind_blob(prepared[insert_key], 1, key, 16, SQLITE_STATIC);
  sqlite3_bind_blob(prepared[insert_key], 2, rows->body, content_bytes, SQLITE_STATIC);
  sqlite3_bind_int64(prepared[insert_key], 3, event);

  return run(rows, insert_request) && run(rows, insert_event) && run(rows, insert_personal) &&
         run(rows, insert_key);
}

void journal_rows_close(journal_rows *rows) {
  for (int which = 0; which < statements; ++which)
    sqlite3_finalize(rows->statements[which]);
  sqlite3_close(rows->database);
  free(rows);
}
