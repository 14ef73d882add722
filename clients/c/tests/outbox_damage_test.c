/* An outbox whose file is not what was written: a clear error, never another citizen's data, never a crash.
 */
#include "outbox_fixture.h"

#include <stdlib.h>

static void the_wrong_key_is_told(void) {
  static const uint8_t other[PISHKHAN_OUTBOX_KEY_SIZE] = {1};
  fixture made;
  char slip[16];
  fixture_make(&made);
  pishkhan_outbox *outbox = fixture_open(&made);
  fixture_hold(outbox, "x", slip);
  pishkhan_outbox_close(outbox);
  const uint8_t *right = made.options.key;
  made.options.key = other;
  CHECK_NUMBER(fixture_open_fails(&made), PISHKHAN_REASON_OUTBOX_KEY_WRONG);
  made.options.key = right;
  outbox = fixture_open(&made);
  CHECK_NUMBER(fixture_state(outbox, slip), PISHKHAN_OUTBOX_HELD);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

static void a_file_that_is_no_outbox_is_left_alone(void) {
  fixture made;
  fixture_make(&made);
  fixture_sql(&made, "CREATE TABLE diary(day TEXT); INSERT INTO diary VALUES('Monday')");
  CHECK_NUMBER(fixture_open_fails(&made), PISHKHAN_REASON_OUTBOX_DAMAGED);
  fixture_sql(&made, "INSERT INTO diary SELECT day FROM diary");
  fixture_remove(&made);
  fixture_make(&made);
  FILE *text = fopen(made.path, "w");
  fputs("This is a letter and no database; it is longer than a header of SQLite, which has 100 bytes in all, "
        "is.",
        text);
  fclose(text);
  CHECK_NUMBER(fixture_open_fails(&made), PISHKHAN_REASON_OUTBOX_DAMAGED);
  fixture_remove(&made);
}

static void a_damaged_head_is_no_wrong_key(void) {
  fixture made;
  static const char *const damages[] = {
      "UPDATE head SET salt = randomblob(32)", "UPDATE head SET proof = x'00'",
      "UPDATE head SET checksum = randomblob(8)", "DELETE FROM head", "DROP TABLE head"};
  for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
    fixture_make(&made);
    pishkhan_outbox_close(fixture_open(&made));
    fixture_sql(&made, damages[i]);
    pishkhan_reason reason = fixture_open_fails(&made);
    CHECK(reason == PISHKHAN_REASON_OUTBOX_DAMAGED || reason == PISHKHAN_REASON_OUTBOX_DISK_FAILED);
    fixture_remove(&made);
  }
}

static void a_newer_file_is_told(void) {
  fixture made;
  fixture_make(&made);
  pishkhan_outbox_close(fixture_open(&made));
  fixture_sql(&made, "PRAGMA user_version = 2");
  CHECK_NUMBER(fixture_open_fails(&made), PISHKHAN_REASON_OUTBOX_NEWER);
  fixture_remove(&made);
}

/* Each changes the entry 2 of 3 so that its bytes stand where they were not written for. */
static const char *const row_damages[] = {
    "UPDATE entry SET submission = zeroblob(length(submission)) WHERE number = 2",
    "UPDATE entry SET submission = substr(submission, 1, length(submission) - 1) WHERE number = 2",
    "UPDATE entry SET submission = x'' WHERE number = 2",
    "UPDATE entry SET submission = (SELECT submission FROM entry WHERE number = 1) WHERE number = 2",
    "UPDATE entry SET key = randomblob(16) WHERE number = 2",
    "UPDATE entry SET number = 7 WHERE number = 2",
    /* a submission is no receipt and no refusal */
    "UPDATE entry SET state = 3, answer = submission WHERE number = 2",
    "UPDATE entry SET state = 4, answer = submission WHERE number = 2",
    "UPDATE entry SET state = 3 WHERE number = 2",
};

static void a_row_that_was_changed_or_moved_is_damaged_and_the_others_are_not(void) {
  for (size_t i = 0; i < sizeof row_damages / sizeof *row_damages; i++) {
    fixture made;
    char slip[16];
    int damaged = 0, count = 0;
    fixture_make(&made);
    pishkhan_outbox *outbox = fixture_open(&made);
    for (int k = 0; k < 3; k++)
      fixture_hold(outbox, "x", slip);
    pishkhan_outbox_close(outbox);
    fixture_sql(&made, row_damages[i]);
    outbox = fixture_open(&made);
    pishkhan_outbox_entry *entry = NULL, *next;
    while (pishkhan_outbox_next(outbox, PISHKHAN_OUTBOX_UNSPECIFIED, entry, &next, NULL) == PISHKHAN_OK &&
           next) {
      pishkhan_outbox_entry_free(entry);
      entry = next;
      count++;
      if (entry->state != PISHKHAN_OUTBOX_DAMAGED)
        continue;
      damaged++;
      CHECK_NUMBER(pishkhan_error_reason(entry->error), PISHKHAN_REASON_OUTBOX_DAMAGED);
      CHECK_NUMBER(pishkhan_error_durable(entry->error), PISHKHAN_DURABLE_UNKNOWN);
      CHECK(!entry->receipt);
    }
    CHECK_NUMBER(count, 3);
    if (damaged != 1)
      fprintf(stderr, "%s\n", row_damages[i]);
    CHECK_NUMBER(damaged, 1);
    CHECK_NUMBER(pishkhan_outbox_remove(outbox, entry->slip->number, NULL), PISHKHAN_OK);
    pishkhan_outbox_entry_free(entry);
    pishkhan_outbox_counts counts;
    CHECK_NUMBER(pishkhan_outbox_count(outbox, &counts, NULL), PISHKHAN_OK);
    CHECK_NUMBER(counts.held + counts.damaged, 2);
    pishkhan_outbox_close(outbox);
    fixture_remove(&made);
  }
}

/* ---- bits that flip anywhere in the file ---- */

static uint64_t next_random(uint64_t *seed) { /* SplitMix64 */
  uint64_t z = (*seed += 0x9E3779B97F4A7C15);
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

static size_t read_file(const char *path, unsigned char *bytes, size_t capacity) {
  FILE *file = fopen(path, "rb");
  size_t size = fread(bytes, 1, capacity, file);
  fclose(file);
  return size;
}

static void write_file(const char *path, const unsigned char *bytes, size_t size) {
  FILE *file = fopen(path, "wb");
  CHECK_NUMBER(fwrite(bytes, 1, size, file), size);
  fclose(file);
}

/* Every submission that can still be read is one that was made. */
static void look_at_all(pishkhan_outbox *outbox, pishkhan_outbox_state state) {
  pishkhan_outbox_entry *entry = NULL, *next = NULL;
  int count = 0;
  while (count++ < 20 && pishkhan_outbox_next(outbox, state, entry, &next, NULL) == PISHKHAN_OK && next) {
    CHECK(!next->submission || (strcmp(next->submission->national_id, "0499370899") == 0 &&
                                strcmp(next->submission->note, "as it was made") == 0));
    CHECK(!next->receipt);
    pishkhan_outbox_entry_free(entry);
    entry = next;
  }
  pishkhan_outbox_entry_free(entry);
}

static void a_flipped_bit_anywhere_is_an_error_or_nothing(void) {
  static unsigned char whole[1 << 20], damaged[1 << 20];
  fixture made;
  char slip[16];
  uint64_t seed = 6;
  int refused = 0;
  fixture_make(&made);
  pishkhan_outbox *outbox = fixture_open(&made);
  for (int i = 0; i < 4; i++)
    fixture_hold(outbox, "as it was made", slip);
  pishkhan_outbox_close(outbox);
  size_t size = read_file(made.path, whole, sizeof whole);
  for (int i = 0; i < 1500; i++) {
    memcpy(damaged, whole, size);
    uint64_t random = next_random(&seed);
    size_t place = i % 3 == 0 ? random % 4096 : random % size; /* the first page more often: it rules all */
    damaged[place] ^= (unsigned char)(1 << (random >> 40 & 7));
    write_file(made.path, damaged, size);
    if (pishkhan_outbox_open(&made.options, &outbox, NULL) != PISHKHAN_OK) {
      refused++;
      continue;
    }
    look_at_all(outbox, PISHKHAN_OUTBOX_UNSPECIFIED);
    look_at_all(outbox, PISHKHAN_OUTBOX_HELD);
    fixture_state(outbox, slip);
    pishkhan_outbox_close(outbox);
  }
  CHECK(refused > 100); /* the flips do come where they matter */
  fixture_remove(&made);
}

int main(void) {
  static const test tests[] = {
      {"the wrong key is told", the_wrong_key_is_told},
      {"a file that is no outbox is left alone", a_file_that_is_no_outbox_is_left_alone},
      {"a damaged head is no wrong key", a_damaged_head_is_no_wrong_key},
      {"a newer file is told", a_newer_file_is_told},
      {"a row that was changed or moved is damaged, and the others are not",
       a_row_that_was_changed_or_moved_is_damaged_and_the_others_are_not},
      {"a flipped bit anywhere is an error or nothing", a_flipped_bit_anywhere_is_an_error_or_nothing},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
