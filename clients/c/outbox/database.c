/* One SQLite file: how it is opened, what stands in it, and what its failures mean. */
#define _POSIX_C_SOURCE 200809L
#include "outbox_state.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SCHEMA_VERSION = 1, CHECKSUM_SIZE = 8, APPLICATION_ID = 0x506B4F42 /* "PkOB" */ };

/* Exclusive locking: one process, no shared memory beside the file. EXTRA: every commit waits for the disk
 * (as FULL does), and the journal under which a new file is switched to WAL is gone for certain before
 * anything is held; were it found again after a power cut, it would undo the switch, and what the log holds
 * with it. secure_delete: what is removed is overwritten. */
static const char settings[] =
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = EXTRA; PRAGMA journal_mode = WAL;"
    "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 4194304;";

static const char schema[] =
    /* salt: the file's key comes from the program's with it. proof: opens with the right key alone. checksum:
     * of both, tells a damaged head from a wrong key. */
    "CREATE TABLE head("
    "  one INTEGER PRIMARY KEY CHECK (one = 1), salt BLOB NOT NULL, proof BLOB NOT NULL, checksum BLOB NOT "
    "NULL"
    ") STRICT;"
    "CREATE TABLE entry("
    "  number INTEGER PRIMARY KEY," /* the order in which they were held */
    "  key BLOB NOT NULL UNIQUE CHECK (length(key) = 16),"
    "  state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 6),"
    "  held_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL,"
    "  submission BLOB NOT NULL, answer BLOB"
    ") STRICT;"
    "CREATE INDEX entry_state ON entry(state, number);"
    "CREATE TABLE file("
    "  entry INTEGER NOT NULL REFERENCES entry ON DELETE CASCADE, place INTEGER NOT NULL,"
    "  upload_id BLOB NOT NULL CHECK (length(upload_id) = 16)," /* made before the first send */
    "  size INTEGER NOT NULL, head BLOB NOT NULL, id BLOB,"     /* id: once the counter has all of it */
    "  PRIMARY KEY(entry, place)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE piece("
    "  entry INTEGER NOT NULL, place INTEGER NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL,"
    "  UNIQUE(entry, place, number),"
    "  FOREIGN KEY(entry, place) REFERENCES file ON DELETE CASCADE"
    ") STRICT;"
    "PRAGMA application_id = 0x506B4F42; PRAGMA user_version = 1;";

bool pk_database_fail(const pishkhan_outbox *outbox, pk_failure *failure) {
  int code = outbox->database ? sqlite3_extended_errcode(outbox->database) : SQLITE_NOMEM;
  const char *text = sqlite3_errstr(code); /* sqlite3_errmsg may quote what is in the file */
  switch (code & 0xFF) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return pk_fail(failure, PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_OUTBOX_IN_USE,
                   "the outbox is open already, here or in another process");
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
  case SQLITE_FORMAT:
  case SQLITE_CONSTRAINT:
  case SQLITE_MISMATCH:
    return pk_fail(failure, PISHKHAN_DATA_LOSS, PISHKHAN_REASON_OUTBOX_DAMAGED,
                   "the outbox's file is damaged: %s (SQLite %d)", text, code);
  case SQLITE_FULL:
    return pk_fail(failure, PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_OUTBOX_DISK_FULL,
                   "the disk of the outbox is full");
  case SQLITE_NOMEM:
    return pk_fail_memory(failure);
  default:
    return pk_fail(failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_OUTBOX_DISK_FAILED,
                   "the outbox's file cannot be used: %s (SQLite %d, system %d)", text, code,
                   outbox->database ? sqlite3_system_errno(outbox->database) : 0);
  }
}

bool pk_database_run(const pishkhan_outbox *outbox, const char *sql, pk_failure *failure) {
  return sqlite3_exec(outbox->database, sql, NULL, NULL, NULL) == SQLITE_OK ||
         pk_database_fail(outbox, failure);
}

sqlite3_stmt *pk_database_prepare(const pishkhan_outbox *outbox, const char *sql, pk_failure *failure) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(outbox->database, sql, -1, &statement, NULL) == SQLITE_OK)
    return statement;
  pk_database_fail(outbox, failure);
  return NULL;
}

bool pk_database_finish(const pishkhan_outbox *outbox, sqlite3_stmt *statement, pk_failure *failure) {
  bool good = statement && sqlite3_step(statement) == SQLITE_DONE;
  if (statement && !good)
    pk_database_fail(outbox, failure);
  sqlite3_finalize(statement);
  return good;
}

bool pk_database_end(const pishkhan_outbox *outbox, bool good, bool *uncertain, pk_failure *failure) {
  if (good && pk_database_run(outbox, "COMMIT", failure))
    return true;
  /* All was written and the disk did not say that it is safe: it may be found after a crash. */
  if (uncertain)
    *uncertain = good && sqlite3_extended_errcode(outbox->database) == SQLITE_IOERR_FSYNC;
  if (!sqlite3_get_autocommit(outbox->database))
    sqlite3_exec(outbox->database, "ROLLBACK", NULL, NULL, NULL);
  return false;
}

static bool number_of(const pishkhan_outbox *outbox, const char *sql, int64_t *number, pk_failure *failure) {
  sqlite3_stmt *statement = pk_database_prepare(outbox, sql, failure);
  bool good = statement && sqlite3_step(statement) == SQLITE_ROW;
  if (statement && !good)
    pk_database_fail(outbox, failure);
  if (good)
    *number = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return good;
}

bool pk_database_size(const pishkhan_outbox *outbox, uint64_t *bytes, pk_failure *failure) {
  int64_t pages, unused, size;
  if (!number_of(outbox, "PRAGMA page_count", &pages, failure) ||
      !number_of(outbox, "PRAGMA freelist_count", &unused, failure) ||
      !number_of(outbox, "PRAGMA page_size", &size, failure))
    return false;
  *bytes = (uint64_t)(pages - unused) * (uint64_t)size;
  return true;
}

/* ---- the head ---- */

typedef struct head {
  uint8_t salt[PK_SALT_SIZE];
  uint8_t proof[sizeof "pishkhan" - 1 + PK_SEAL_OVERHEAD];
  uint8_t checksum[CHECKSUM_SIZE];
} head;

static const pk_seal_place proof_place = {.kind = PK_SEALED_PROOF};

static void checksum_of(const head *head, uint8_t checksum[CHECKSUM_SIZE]) {
  uint8_t digest[SHA256_DIGEST_LENGTH], both[sizeof head->salt + sizeof head->proof];
  memcpy(both, head->salt, sizeof head->salt);
  memcpy(both + sizeof head->salt, head->proof, sizeof head->proof);
  SHA256(both, sizeof both, digest);
  memcpy(checksum, digest, CHECKSUM_SIZE);
}

static bool make_head(pishkhan_outbox *outbox, const uint8_t *given_key, pk_failure *failure) {
  head made;
  if (RAND_bytes(made.salt, sizeof made.salt) != 1 || !pk_derive_key(given_key, made.salt, outbox->key) ||
      !pk_seal(outbox->key, &proof_place, (const uint8_t *)"pishkhan", 8, made.proof))
    return pk_fail(failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_OUT_OF_MEMORY, "OpenSSL cannot seal here");
  checksum_of(&made, made.checksum);
  if (!pk_database_run(outbox, schema, failure))
    return false;
  sqlite3_stmt *insert = pk_database_prepare(outbox, "INSERT INTO head VALUES(1, ?, ?, ?)", failure);
  if (insert) {
    sqlite3_bind_blob(insert, 1, made.salt, sizeof made.salt, SQLITE_STATIC);
    sqlite3_bind_blob(insert, 2, made.proof, sizeof made.proof, SQLITE_STATIC);
    sqlite3_bind_blob(insert, 3, made.checksum, sizeof made.checksum, SQLITE_STATIC);
  }
  return pk_database_finish(outbox, insert, failure);
}

bool pk_take_blob(sqlite3_stmt *row, int column, uint8_t *out, size_t size) {
  const void *blob = sqlite3_column_blob(row, column);
  if (!blob || sqlite3_column_bytes(row, column) != (int)size)
    return false;
  memcpy(out, blob, size);
  return true;
}

static bool read_head(pishkhan_outbox *outbox, const uint8_t *given_key, pk_failure *failure) {
  head found;
  uint8_t checksum[CHECKSUM_SIZE], plain[8];
  sqlite3_stmt *select = pk_database_prepare(outbox, "SELECT salt, proof, checksum FROM head", failure);
  if (!select)
    return false;
  int code = sqlite3_step(select);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    pk_database_fail(outbox, failure);
  bool whole = code == SQLITE_ROW && pk_take_blob(select, 0, found.salt, sizeof found.salt) &&
               pk_take_blob(select, 1, found.proof, sizeof found.proof) &&
               pk_take_blob(select, 2, found.checksum, sizeof found.checksum);
  sqlite3_finalize(select);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return false;
  if (whole)
    checksum_of(&found, checksum);
  if (!whole || CRYPTO_memcmp(checksum, found.checksum, sizeof checksum) != 0)
    return pk_fail(failure, PISHKHAN_DATA_LOSS, PISHKHAN_REASON_OUTBOX_DAMAGED,
                   "the outbox's head is damaged: nothing in it can be opened");
  pk_opened opened = pk_derive_key(given_key, found.salt, outbox->key)
                         ? pk_unseal(outbox->key, &proof_place, found.proof, sizeof found.proof, plain)
                         : PK_OPEN_FAILED;
  if (opened == PK_NOT_AUTHENTIC)
    return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_OUTBOX_KEY_WRONG,
                   "the outbox was made with another key");
  return opened == PK_OPENED || pk_fail_memory(failure);
}

/* Makes an empty file's tables, or looks whether those of this one are an outbox's. */
static bool prepare(pishkhan_outbox *outbox, const uint8_t *given_key, pk_failure *failure) {
  int64_t application, version, tables;
  if (!number_of(outbox, "PRAGMA application_id", &application, failure) ||
      !number_of(outbox, "PRAGMA user_version", &version, failure) ||
      !number_of(outbox, "SELECT count(*) FROM sqlite_schema", &tables, failure))
    return false;
  if (tables == 0 && application == 0 && version == 0)
    return make_head(outbox, given_key, failure);
  if (application != APPLICATION_ID)
    return pk_fail(failure, PISHKHAN_DATA_LOSS, PISHKHAN_REASON_OUTBOX_DAMAGED,
                   "the file is a database, but no outbox");
  if (version > SCHEMA_VERSION)
    return pk_fail(failure, PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_OUTBOX_NEWER,
                   "the outbox was made by a newer version of the library");
  return read_head(outbox, given_key, failure);
}

/* For this user alone. SQLite gives the log beside it the same rights. A file that is there is not opened
 * here: closing it would end the locks that this process may have on it (POSIX, fcntl). */
static bool make_file(const char *path, pk_failure *failure) {
  int descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0 && errno != EEXIST)
    return pk_fail(failure, PISHKHAN_UNAVAILABLE,
                   errno == ENOSPC ? PISHKHAN_REASON_OUTBOX_DISK_FULL : PISHKHAN_REASON_OUTBOX_DISK_FAILED,
                   "the outbox's file cannot be made: %s", strerror(errno));
  if (descriptor >= 0)
    close(descriptor);
  return true;
}

bool pk_database_open(pishkhan_outbox *outbox, const char *path, const uint8_t *given_key,
                      pk_failure *failure) {
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (!make_file(path, failure))
    return false;
  bool good = sqlite3_open_v2(path, &outbox->database, flags, NULL) == SQLITE_OK;
  if (!good)
    pk_database_fail(outbox, failure);
  good = good && pk_database_run(outbox, settings, failure) &&
         pk_database_run(outbox, "BEGIN IMMEDIATE", failure) &&
         pk_database_end(outbox, prepare(outbox, given_key, failure), NULL, failure);
  if (!good)
    pk_database_close(outbox);
  return good;
}

void pk_database_close(pishkhan_outbox *outbox) {
  sqlite3_close(outbox->database);
  outbox->database = NULL;
}
