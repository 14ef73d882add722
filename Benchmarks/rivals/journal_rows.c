#include "journal_rows.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char settings[] = "PRAGMA journal_mode = WAL;"
                               "PRAGMA synchronous = FULL;"
                               "PRAGMA wal_autocheckpoint = 4096;"
                               "PRAGMA cache_size = -65536";

enum { columns_max = 64, text_max = 1024 };

/* An INSERT whose parameters hold the row of the first submission. SQLite keeps bindings from run to run, so
   only what differs from row to row is bound again. */
typedef struct copier {
  sqlite3_stmt *insert;
  int columns;
  const char *names[columns_max]; /* of the columns; they belong to `select` */
  sqlite3_stmt *select;
} copier;

struct journal_rows {
  sqlite3 *database;
  copier request, event, personal, idempotency;
  sqlite3_stmt *begin, *move_head, *commit;
  int64_t last_sequence, last_position;
};

static bool fails(journal_rows *rows) {
  fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(rows->database));
  return false;
}

static bool run(journal_rows *rows, sqlite3_stmt *statement) {
  bool done = sqlite3_step(statement) == SQLITE_DONE;
  return sqlite3_reset(statement) == SQLITE_OK && done ? true : fails(rows);
}

static bool prepare(journal_rows *rows, const char *text, sqlite3_stmt **statement) {
  return sqlite3_prepare_v3(rows->database, text, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) ==
             SQLITE_OK ||
         fails(rows);
}

/* The parameter of the column `name`; 0, which binds nothing and is found out below, where there is none. */
static int parameter(const copier *copier, const char *name) {
  for (int column = 0; column < copier->columns; ++column)
    if (strcmp(copier->names[column], name) == 0)
      return column + 1;
  return 0;
}

/* Reads the first row of `table` and prepares its INSERT. */
static bool prepare_copier(journal_rows *rows, copier *copier, const char *table,
                           const char *const *varying) {
  char text[text_max];
  snprintf(text, sizeof text, "SELECT * FROM %s LIMIT 1", table);
  if (!prepare(rows, text, &copier->select) || sqlite3_step(copier->select) != SQLITE_ROW) {
    fprintf(stderr, "the journal's table %s holds no submission to copy\n", table);
    return false;
  }
  copier->columns = sqlite3_column_count(copier->select);
  if (copier->columns > columns_max)
    return false;
  int length = snprintf(text, sizeof text, "INSERT INTO %s VALUES(?", table);
  for (int column = 0; column < copier->columns; ++column) {
    copier->names[column] = sqlite3_column_name(copier->select, column);
    if (column > 0)
      length += snprintf(text + length, sizeof text - (size_t)length, ", ?");
  }
  snprintf(text + length, sizeof text - (size_t)length, ")");
  if (!prepare(rows, text, &copier->insert))
    return false;
  for (int column = 0; column < copier->columns; ++column)
    sqlite3_bind_value(copier->insert, column + 1, sqlite3_column_value(copier->select, column));
  for (; *varying != NULL; ++varying) {
    if (parameter(copier, *varying) == 0) {
      fprintf(stderr, "the journal's table %s has no column %s\n", table, *varying);
      return false;
    }
  }
  return sqlite3_reset(copier->select) == SQLITE_OK;
}

/* The first column of the first row, or -1. */
static int64_t number(journal_rows *rows, const char *text) {
  sqlite3_stmt *statement = NULL;
  int64_t value = -1;
  if (prepare(rows, text, &statement) && sqlite3_step(statement) == SQLITE_ROW)
    value = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return value;
}

static bool prepare_all(journal_rows *rows) {
  if (sqlite3_exec(rows->database, settings, NULL, NULL, NULL) != SQLITE_OK)
    return fails(rows);
  /* A rival that quietly did not sync would win for nothing. */
  bool wal = number(rows, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'") == 1;
  if (!wal || number(rows, "PRAGMA synchronous") != 2) {
    fprintf(stderr, "the journal cannot be made durable\n");
    return false;
  }
  rows->last_sequence = number(rows, "SELECT max(sequence) FROM request");
  rows->last_position = number(rows, "SELECT position FROM head");
  return prepare_copier(rows, &rows->request, "request",
                        (const char *[]){"sequence", "submitted", "changed", NULL}) &&
         prepare_copier(rows, &rows->event, "event", (const char *[]){"id", "position", NULL}) &&
         prepare_copier(rows, &rows->personal, "personal", (const char *[]){"id", NULL}) &&
         prepare_copier(rows, &rows->idempotency, "idempotency", (const char *[]){"key", "event", NULL}) &&
         prepare(rows, "BEGIN IMMEDIATE", &rows->begin) &&
         prepare(rows, "UPDATE head SET position = ?", &rows->move_head) &&
         prepare(rows, "COMMIT", &rows->commit);
}

journal_rows *journal_rows_open(const char *path) {
  journal_rows *rows = calloc(1, sizeof *rows);
  if (rows == NULL)
    return NULL;
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(path, &rows->database, flags, NULL) == SQLITE_OK && prepare_all(rows))
    return rows;
  fprintf(stderr, "cannot use the journal %s\n", path);
  journal_rows_close(rows);
  return NULL;
}

bool journal_rows_begin(journal_rows *rows) { return run(rows, rows->begin); }

bool journal_rows_commit(journal_rows *rows) {
  sqlite3_bind_int64(rows->move_head, 1, rows->last_position);
  return run(rows, rows->move_head) && run(rows, rows->commit);
}

static void set(const copier *copier, const char *name, int64_t value) {
  sqlite3_bind_int64(copier->insert, parameter(copier, name), value);
}

int64_t journal_rows_insert(journal_rows *rows, int64_t time_ms, const uint8_t key[16]) {
  int64_t sequence = ++rows->last_sequence;
  int64_t event = sequence << 16 | 1;
  set(&rows->request, "sequence", sequence);
  set(&rows->request, "submitted", time_ms);
  set(&rows->request, "changed", time_ms);
  set(&rows->event, "id", event);
  set(&rows->event, "position", ++rows->last_position);
  set(&rows->personal, "id", event);
  set(&rows->idempotency, "event", event);
  sqlite3_bind_blob(rows->idempotency.insert, parameter(&rows->idempotency, "key"), key, 16, SQLITE_STATIC);
  bool stored = run(rows, rows->request.insert) && run(rows, rows->event.insert) &&
                run(rows, rows->personal.insert) && run(rows, rows->idempotency.insert);
  return stored ? sequence : 0;
}

void journal_rows_close(journal_rows *rows) {
  const copier *copiers[] = {&rows->request, &rows->event, &rows->personal, &rows->idempotency};
  for (unsigned index = 0; index < sizeof copiers / sizeof *copiers; ++index) {
    sqlite3_finalize(copiers[index]->insert);
    sqlite3_finalize(copiers[index]->select);
  }
  sqlite3_finalize(rows->begin);
  sqlite3_finalize(rows->move_head);
  sqlite3_finalize(rows->commit);
  sqlite3_close(rows->database);
  free(rows);
}
