/* The rows of a submission, written straight with SQLite into a fresh journal of pishkhand's: what the rivals
   of the Submit cases store. Tables and indexes are thus the same by construction. One thread at a time. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct journal_rows journal_rows;

/* Opens `path`, a journal that `pishkhand init` has made and that holds no request. Durability and cache are
   set as Sources/Journal sets them; synchronous=FULL is asserted. NULL, with a line on stderr, on failure. */
journal_rows *journal_rows_open(const char *path);

bool journal_rows_begin(journal_rows *rows);
/* Inserts the rows of one submission. `key` is its idempotency key. */
bool journal_rows_insert(journal_rows *rows, int64_t sequence, int64_t time_ms, const uint8_t key[16]);
/* Returns after the fsync that makes the rows durable. */
bool journal_rows_commit(journal_rows *rows);

void journal_rows_close(journal_rows *rows);

#ifdef __cplusplus
}
#endif
