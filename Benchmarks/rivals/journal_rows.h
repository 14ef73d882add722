/* The rows of a submission, written straight with SQLite into a journal of pishkhand's that holds one
   submission already: each new one is a copy of its rows under a sequence, time and idempotency key of its
   own. So the rivals of the Submit cases store the same rows and indexes by construction. One thread at a
   time. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct journal_rows journal_rows;

/* Opens the journal `path`. Durability, log and cache are set as Sources/Journal sets them; synchronous=FULL
   is asserted. NULL, with a line on stderr, on failure. */
journal_rows *journal_rows_open(const char *path);

bool journal_rows_begin(journal_rows *rows);
/* Inserts the rows of one submission and returns its sequence; 0, with a line on stderr, on failure. */
int64_t journal_rows_insert(journal_rows *rows, int64_t time_ms, const uint8_t key[16]);
/* Returns after the fsync that makes the rows durable. */
bool journal_rows_commit(journal_rows *rows);

void journal_rows_close(journal_rows *rows);

#ifdef __cplusplus
}
#endif
