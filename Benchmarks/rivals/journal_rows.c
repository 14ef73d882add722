#include "journal_rows.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { event_bytes = 150, personal_bytes = 350, statement_count = 6 };

static const char schema[] =
    "PRAGMA page_size = 4096;"
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "CREATE TABLE request(sequence INTEGER PRIMARY KEY, service INTEGER NOT NULL, office INTEGER, channel "
    "INTEGER,"
    " assisted INTEGER, region TEXT, citizen BLOB, state INTEGER, version INTEGER, assignee INTEGER,"
    " submitted_ms INTEGER, changed_ms INTEGER, reason TEXT);"
    "CREATE INDEX request_open ON request(service, state, sequence) WHERE state <= 5;"
    "CREATE TABLE event(id INTEGER PRIMARY KEY, position INTEGER, body BLOB);"
    "CREATE TABLE personal(id INTEGER PRIMARY KEY, body BLOB);"
    "CREATE TABLE idempotency(scope INTEGER, key BLOB, content BLOB, event INTEGER, PRIMARY KEY(scope, key))"
    " WITHOUT ROWID;";

enum statement { begin, insert_request, insert_event, insert_personal, insert_key, commit };

static const char *const texts[statement_count] = {
    "BEGIN IMMEDIATE",
    "INSERT INTO request VALUES(?1, 7, 1001, 1, 1, 'IR-23', ?2, 1, 1, NULL, ?3, ?3, NULL)",
    "INSERT INTO event VALUES(?1, ?2, ?3)",
    "INSERT INTO personal VALUES(?1, ?2)",
    "INSERT INTO idempotency VALUES(3, ?1, ?2, ?3)",
    "COMMIT",
};

struct journal_rows {
  sqlite3 *database;
  sqlite3_stmt *statements[statement_count];
  uint8_t body[personal_bytes]; /* no two rows alike: the sequence is written over its start */
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
  if (sqlite3_exec(rows->database, schema, NULL, NULL, NULL) != SQLITE_OK)
    return fails(rows);
  if (!pragma_is(rows, "PRAGMA journal_mode", "wal") || !pragma_is(rows, "PRAGMA synchronous", "2"))
    return fails(rows);
  for (int which = 0; which < statement_count; ++which)
    if (sqlite3_prepare_v3(rows->database, texts[which], -1, SQLITE_PREPARE_PERSISTENT,
                           &rows->statements[which], NULL) != SQLITE_OK)
      return fails(rows);
  return true;
}

journal_rows *journal_rows_create(const char *path) {
  struct stat existing;
  journal_rows *rows = calloc(1, sizeof *rows);
  if (rows == NULL)
    return NULL;
  memset(rows->body, 0xa5, sizeof rows->body);
  if (stat(path, &existing) == 0) {
    fprintf(stderr, "%s exists\n", path);
    free(rows);
    return NULL;
  }
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(path, &rows->database, flags, NULL) != SQLITE_OK || !prepare(rows)) {
    journal_rows_close(rows);
    return NULL;
  }
  return rows;
}

bool journal_rows_begin(journal_rows *rows) { return run(rows, begin); }
bool journal_rows_commit(journal_rows *rows) { return run(rows, commit); }

bool journal_rows_insert(journal_rows *rows, int64_t sequence, int64_t time_ms, const uint8_t key[16]) {
  memcpy(rows->body, &sequence, sizeof sequence);
  int64_t event = sequence << 16 | 1;
  sqlite3_stmt *const *statements = rows->statements;

  sqlite3_bind_int64(statements[insert_request], 1, sequence);
  sqlite3_bind_blob(statements[insert_request], 2, rows->body, 32, SQLITE_STATIC);
  sqlite3_bind_int64(statements[insert_request], 3, time_ms);

  sqlite3_bind_int64(statements[insert_event], 1, event);
  sqlite3_bind_int64(statements[insert_event], 2, sequence);
  sqlite3_bind_blob(statements[insert_event], 3, rows->body, event_bytes, SQLITE_STATIC);

  sqlite3_bind_int64(statements[insert_personal], 1, event);
  sqlite3_bind_blob(statements[insert_personal], 2, rows->body, personal_bytes, SQLITE_STATIC);

  sqlite3_bind_blob(statements[insert_key], 1, key, 16, SQLITE_STATIC);
  sqlite3_bind_blob(statements[insert_key], 2, rows->body, 16, SQLITE_STATIC);
  sqlite3_bind_int64(statements[insert_key], 3, event);

  return run(rows, insert_request) && run(rows, insert_event) && run(rows, insert_personal) &&
         run(rows, insert_key);
}

void journal_rows_close(journal_rows *rows) {
  for (int which = 0; which < statement_count; ++which)
    sqlite3_finalize(rows->statements[which]);
  sqlite3_close(rows->database);
  free(rows);
}
