#include <sqlite3.h>

/* SQLITE_TRANSIENT is a cast in a macro, which Swift does not import. */
static inline int pishkhan_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, int count) {
  return sqlite3_bind_text(statement, index, text, count, SQLITE_TRANSIENT);
}
static inline int pishkhan_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}
/* The caller keeps the bytes alive until the statement is reset: no copy. */
static inline int pishkhan_sqlite_bind_borrowed_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_STATIC);
}

/* sqlite3_config is variadic. Without statistics SQLite's allocator takes no lock a call; to be called before any other use
 * of SQLite in the process, and without effect later. */
static inline int pishkhan_sqlite_without_memory_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
