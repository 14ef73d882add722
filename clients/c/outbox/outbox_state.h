/* The outbox's own structures, shared by its files. */
#ifndef PK_OUTBOX_STATE_H
#define PK_OUTBOX_STATE_H

#include "error_object.h"
#include "seal.h"

#include <pthread.h>
#include <sqlite3.h>

enum {
  PK_SUBMISSION_MAX = 1 << 20, /* bytes of a packed submission: far below what any server takes */
  PK_FILES_MAX = 16,           /* of one entry */
  PK_FILE_NAME_MAX = 255,
  PK_FILE_PIECE = 64 * 1024
};

struct pishkhan_outbox {
  pishkhan_allocator allocator;
  bool persian;
  sqlite3 *database;
  pthread_mutex_t guard;                 /* held while the database is used; never during a call */
  bool is_sending;                       /* a thread is in a pass */
  uint8_t key[PISHKHAN_OUTBOX_KEY_SIZE]; /* of this file */
  uint32_t count_limit;
  uint64_t size_limit;
  int64_t age_limit_ms;
};

/* Unix milliseconds; 0 where the clock stands before this library was written: it was never set. A board
 * without a battery wakes up in 1970, and what it holds then must not be a week old once NTP has come. */
int64_t pk_outbox_now(void);

/* ---- the database (database.c) ---- */

bool pk_database_open(pishkhan_outbox *outbox, const char *path, const uint8_t *given_key,
                      pk_failure *failure);
void pk_database_close(pishkhan_outbox *outbox);

/* What SQLite last said, as a failure. Returns false. */
bool pk_database_fail(const pishkhan_outbox *outbox, pk_failure *failure);

/* Runs statements without results. */
bool pk_database_run(const pishkhan_outbox *outbox, const char *sql, pk_failure *failure);

/* A statement to bind and step; NULL, filled in, where it fails. The caller finalizes it. */
sqlite3_stmt *pk_database_prepare(const pishkhan_outbox *outbox, const char *sql, pk_failure *failure);

/* Steps and finalizes a statement that gives no row. */
bool pk_database_finish(const pishkhan_outbox *outbox, sqlite3_stmt *statement, pk_failure *failure);

/* Copies a column of exactly `size` bytes; false where it has not as many: the file may be damaged, whatever
 * its tables say of themselves. */
bool pk_take_blob(sqlite3_stmt *row, int column, uint8_t *out, size_t size);

/* Ends a transaction: commits where `good`, else takes it back. `*uncertain` (may be NULL): the commit failed
 * in a way that may have reached the disk all the same. */
bool pk_database_end(const pishkhan_outbox *outbox, bool good, bool *uncertain, pk_failure *failure);

/* Bytes of the file that are in use. */
bool pk_database_size(const pishkhan_outbox *outbox, uint64_t *bytes, pk_failure *failure);

/* ---- rows (rows.c) ---- */

typedef struct pk_row {
  int64_t number;
  uint8_t key[PISHKHAN_KEY_SIZE];
  pishkhan_outbox_state state;
  int64_t held_ms;
  int64_t expires_ms;
  const uint8_t *submission; /* sealed; in the arena, as is the next */
  size_t submission_size;
  const uint8_t *answer; /* sealed receipt or refusal; NULL: none */
  size_t answer_size;
} pk_row;

/* Which rows: the first that fits. */
typedef struct pk_row_query {
  const uint8_t *key;          /* with this key; NULL: any */
  int64_t after;               /* with a higher number */
  pishkhan_outbox_state state; /* in this state; UNSPECIFIED: any */
  bool unsent;                 /* HELD or SENDING */
} pk_row_query;

/* The first row that fits; number 0: there is none. */
bool pk_row_find(const pishkhan_outbox *outbox, const pk_row_query *query, pk_arena *arena, pk_row *row,
                 pk_failure *failure);

/* Inserts a HELD row; gives it its number first. */
bool pk_row_number(const pishkhan_outbox *outbox, int64_t *number, pk_failure *failure);
bool pk_row_insert(const pishkhan_outbox *outbox, const pk_row *row, pk_failure *failure);

/* Moves a row on, in a transaction of its own. `answer` NULL: it keeps none. */
bool pk_row_move(const pishkhan_outbox *outbox, int64_t number, pishkhan_outbox_state state,
                 const uint8_t *answer, size_t answer_size, pk_failure *failure);
bool pk_row_remove(const pishkhan_outbox *outbox, int64_t number, pk_failure *failure);

bool pk_rows_count(const pishkhan_outbox *outbox, uint32_t *count, pk_failure *failure);

/* How many are unsent and stand before this one. */
bool pk_rows_ahead(const pishkhan_outbox *outbox, int64_t number, uint32_t *count, pk_failure *failure);

/* Gives those an age that were held while the clock was not set, and expires those that are too old;
 * `*expired` is how many. */
bool pk_rows_expire(const pishkhan_outbox *outbox, uint32_t *expired, pk_failure *failure);

/* Opens what is sealed into the arena, with a NUL behind. PK_OPEN_FAILED: `failure` says why. */
pk_opened pk_outbox_unseal(const pishkhan_outbox *outbox, const pk_seal_place *place, const uint8_t *sealed,
                           size_t size, pk_arena *arena, const uint8_t **plain, pk_failure *failure);

/* Seals into the arena. */
bool pk_outbox_seal(const pishkhan_outbox *outbox, const pk_seal_place *place, const uint8_t *plain,
                    size_t size, pk_arena *arena, const uint8_t **sealed, pk_failure *failure);

pk_seal_place pk_place_of(const pk_row *row, pk_sealed_kind kind);

/* ---- errors (outbox.c) ---- */

/* Memory of one function; NULL, filled in, where there is none. */
pk_arena *pk_outbox_scratch(const pishkhan_outbox *outbox, pk_failure *failure);
void pk_outbox_scratch_free(pk_arena *scratch);

/* Raises a failure of the outbox. `uncertain`: something may be stored all the same. `key` may be NULL. */
pishkhan_status pk_outbox_raise(const pishkhan_outbox *outbox, const pk_failure *failure, const uint8_t *key,
                                bool uncertain, pishkhan_error **error);

/* Whether there is an outbox; sets `*error` to NULL or to what is missing. */
bool pk_outbox_is_given(const pishkhan_outbox *outbox, pishkhan_error **error);

/* 12 letters and their hyphens, from an idempotency key. */
enum { PK_SLIP_SIZE = 15 };
bool pk_slip_number(const uint8_t key[PISHKHAN_KEY_SIZE], char text[PK_SLIP_SIZE]);

/* A slip of a row, in the arena. NULL where memory fails. */
pishkhan_held_slip *pk_slip_of(const pk_row *row, uint32_t ahead, pk_arena *arena);

#endif
