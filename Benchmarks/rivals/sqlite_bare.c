/* SQLite alone: how many submissions a second one thread makes durable when it commits a batch at a time.
   Usage: sqlite_bare JOURNAL BATCH SECONDS. Prints one line of JSON. */
#include "../load/clock.h"
#include "journal_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

static bool write_batch(journal_rows *rows, long batch, uint64_t *random_state) {
  if (!journal_rows_begin(rows))
    return false;
  uint64_t now_ms = clock_ns(CLOCK_REALTIME) / 1000000;
  for (long index = 0; index < batch; ++index) {
    uint8_t key[16];
    make_key(key, now_ms, random_state);
    if (journal_rows_insert(rows, (int64_t)now_ms, key) == 0)
      return false;
  }
  return journal_rows_commit(rows);
}

int main(int count, char **arguments) {
  long batch = count == 4 ? strtol(arguments[2], NULL, 10) : 0;
  double seconds = count == 4 ? strtod(arguments[3], NULL) : 0;
  uint64_t random_state = 0;
  if (batch < 1 || batch > 100000 || !(seconds > 0 && seconds <= 600) ||
      getrandom(&random_state, sizeof random_state, 0) < 0) {
    fprintf(stderr, "usage: %s JOURNAL BATCH SECONDS\n", arguments[0]);
    return 2;
  }
  random_state |= 1;
  journal_rows *rows = journal_rows_open(arguments[1]);
  if (rows == NULL)
    return 1;
  int64_t written = 0;
  uint64_t begin = monotonic_ns(), end = begin + (uint64_t)(seconds * 1e9);
  uint64_t now = begin;
  bool ok = true;
  for (; ok && now < end; now = monotonic_ns()) {
    ok = write_batch(rows, batch, &random_state);
    written += batch;
  }
  journal_rows_close(rows);
  if (!ok)
    return 1;
  printf("{\"rows\": %" PRId64 ", \"rows_per_second\": %.1f}\n", written,
         (double)written / ((double)(now - begin) / 1e9));
  return 0;
}
