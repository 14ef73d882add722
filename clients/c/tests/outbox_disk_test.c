/* The outbox on a disk that fails, fills up, or loses power. */
#define _POSIX_C_SOURCE 200809L
#include "faulty_disk.h"
#include "outbox_fixture.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

enum { HOLDS = 6 };

/* ---- a disk that fails once ---- */

typedef struct fault {
  int countdown; /* operations until the failing one; negative: it is over */
  faulty_disk_verdict verdict;
} fault;

static faulty_disk_verdict fail_once(void *context, faulty_disk_operation operation, const char *path,
                                     long long offset, int count) {
  (void)offset;
  (void)count;
  fault *fault = context;
  (void)path;
  if (operation == FAULTY_DISK_SYNCED || operation == FAULTY_DISK_DELETED || fault->countdown-- != 0)
    return (faulty_disk_verdict){0, FAULTY_DISK_NOTHING};
  return fault->verdict;
}

static bool is_of_the_disk(pishkhan_reason reason) {
  return reason == PISHKHAN_REASON_OUTBOX_DISK_FULL || reason == PISHKHAN_REASON_OUTBOX_DISK_FAILED;
}

/* Holds on a disk whose nth operation fails. Whatever was said to be held is there afterwards, and what was
 * said to have failed is not, unless it was said that this can't be known. Whether the fault came at all. */
static bool hold_through(fault fault) {
  fixture made;
  char slips[HOLDS][16];
  bool held[HOLDS] = {false}, unsure[HOLDS] = {false};
  fixture_make(&made);
  faulty_disk_watch(made.folder, fail_once, &fault);
  pishkhan_outbox *outbox;
  pishkhan_error *error;
  if (pishkhan_outbox_open(&made.options, &outbox, &error) != PISHKHAN_OK)
    CHECK(is_of_the_disk(pishkhan_error_reason(error)));
  pishkhan_error_free(error);
  for (int i = 0; outbox && i < HOLDS; i++) {
    char note[8] = {(char)('0' + i)};
    pishkhan_submission submission = fixture_submission(note);
    const pishkhan_outbox_item item = {.size = sizeof item, .submission = &submission};
    pishkhan_held_slip *slip;
    held[i] = pishkhan_outbox_hold(outbox, &item, &slip, &error) == PISHKHAN_OK;
    CHECK(held[i] || is_of_the_disk(pishkhan_error_reason(error)));
    CHECK(held[i] || pishkhan_error_key(error));
    unsure[i] = pishkhan_error_durable(error) == PISHKHAN_DURABLE_UNKNOWN;
    snprintf(slips[i], sizeof slips[i], "%s", slip ? slip->number : "");
    pishkhan_error_free(error);
    pishkhan_held_slip_free(slip);
  }
  pishkhan_outbox_close(outbox);
  faulty_disk_forget(made.folder);
  outbox = fixture_open(&made);
  pishkhan_outbox_counts counts;
  CHECK_NUMBER(pishkhan_outbox_count(outbox, &counts, NULL), PISHKHAN_OK);
  uint32_t least = 0, most = 0;
  for (int i = 0; i < HOLDS; i++) {
    least += held[i];
    most += held[i] || unsure[i];
    CHECK(!held[i] || fixture_state(outbox, slips[i]) == PISHKHAN_OUTBOX_HELD);
  }
  CHECK(counts.held >= least && counts.held <= most);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
  return fault.countdown < 0;
}

static void a_disk_that_fails_once_anywhere_loses_nothing_that_is_held(void) {
  static const faulty_disk_verdict verdicts[] = {
      {SQLITE_FULL, FAULTY_DISK_NOTHING},        {SQLITE_FULL, FAULTY_DISK_HALF},
      {SQLITE_IOERR_WRITE, FAULTY_DISK_NOTHING}, {SQLITE_IOERR_WRITE, FAULTY_DISK_HALF},
      {SQLITE_IOERR_FSYNC, FAULTY_DISK_NOTHING}, {SQLITE_IOERR_FSYNC, FAULTY_DISK_ALL}};
  for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
    int nth = 0;
    while (hold_through((fault){nth, verdicts[i]}))
      nth++;
    CHECK(nth > 20); /* as many operations as there are */
  }
}

/* ---- a disk that is full for good ---- */

static faulty_disk_verdict fail_always(void *context, faulty_disk_operation operation, const char *path,
                                       long long offset, int count) {
  (void)offset;
  (void)count;
  bool fails = *(bool *)context && operation == FAULTY_DISK_WRITE;
  (void)path;
  return (faulty_disk_verdict){fails ? SQLITE_FULL : 0, FAULTY_DISK_NOTHING};
}

static void a_full_disk_is_told_and_what_is_held_can_still_be_read(void) {
  fixture made;
  char first[16], slip[16];
  bool full = false;
  fixture_make(&made);
  faulty_disk_watch(made.folder, fail_always, &full);
  pishkhan_outbox *outbox = fixture_open(&made);
  CHECK_NUMBER(fixture_hold(outbox, "1", first), PISHKHAN_REASON_UNSPECIFIED);
  full = true;
  for (int i = 0; i < 3; i++)
    CHECK_NUMBER(fixture_hold(outbox, "2", slip), PISHKHAN_REASON_OUTBOX_DISK_FULL);
  CHECK_NUMBER(fixture_state(outbox, first), PISHKHAN_OUTBOX_HELD);
  full = false;
  CHECK_NUMBER(fixture_hold(outbox, "3", slip), PISHKHAN_REASON_UNSPECIFIED);
  pishkhan_outbox_close(outbox);
  faulty_disk_forget(made.folder);
  fixture_remove(&made);
}

/* ---- power ---- */

/* What a disk holds for certain: each file as it was at its last sync, until its folder is synced without it.
 */
typedef struct power {
  const fixture *made;
  char image[64];
  int syncs_left; /* until the power goes */
} power;

static void copy_file(const char *from, const char *folder) {
  char to[256], buffer[4096];
  const char *name = strrchr(from, '/');
  snprintf(to, sizeof to, "%s%s", folder, name);
  FILE *source = fopen(from, "rb"), *target = fopen(to, "wb");
  for (size_t size; source && target && (size = fread(buffer, 1, sizeof buffer, source)) > 0;)
    fwrite(buffer, 1, size, target);
  CHECK(source && target);
  if (source)
    fclose(source);
  if (target)
    fclose(target);
}

static faulty_disk_verdict keep_what_is_synced(void *context, faulty_disk_operation operation,
                                               const char *path, long long offset, int count) {
  (void)offset;
  (void)count;
  power *power = context;
  if (operation == FAULTY_DISK_SYNCED && power->syncs_left > 0) {
    copy_file(path, power->image);
    power->syncs_left--;
  }
  if (operation == FAULTY_DISK_DELETED && power->syncs_left > 0) {
    char copy[256];
    snprintf(copy, sizeof copy, "%s%s", power->image, strrchr(path, '/'));
    remove(copy);
  }
  return (faulty_disk_verdict){0, FAULTY_DISK_NOTHING};
}

/* Holds until the power goes at the nth sync; whatever was said to be held before is on the disk. */
static bool lose_power_after(int syncs) {
  fixture made, image;
  char slips[HOLDS][16];
  int held = 0;
  fixture_make(&made);
  fixture_make(&image);
  power power = {.made = &made, .syncs_left = syncs};
  snprintf(power.image, sizeof power.image, "%s", image.folder);
  faulty_disk_watch(made.folder, keep_what_is_synced, &power);
  pishkhan_outbox *outbox = fixture_open(&made);
  for (int i = 0; i < HOLDS && power.syncs_left > 0; i++) {
    CHECK_NUMBER(fixture_hold(outbox, "x", slips[i]), PISHKHAN_REASON_UNSPECIFIED);
    held += power.syncs_left > 0;
  }
  bool went_out = power.syncs_left == 0;
  pishkhan_outbox_close(outbox);
  faulty_disk_forget(made.folder);
  outbox = fixture_open(&image);
  for (int i = 0; i < held; i++)
    CHECK_NUMBER(fixture_state(outbox, slips[i]), PISHKHAN_OUTBOX_HELD);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
  fixture_remove(&image);
  return went_out;
}

static void what_is_held_outlasts_the_power(void) {
  int syncs = 1;
  while (lose_power_after(syncs))
    syncs++;
  CHECK(syncs > HOLDS); /* every hold waited for the disk */
}

int main(void) {
  static const test tests[] = {
      {"a disk that fails once, anywhere, loses nothing that is held",
       a_disk_that_fails_once_anywhere_loses_nothing_that_is_held},
      {"a full disk is told, and what is held can still be read",
       a_full_disk_is_told_and_what_is_held_can_still_be_read},
      {"what is held outlasts the power", what_is_held_outlasts_the_power},
  };
  return faulty_disk_install() == SQLITE_OK ? run_tests(tests, sizeof tests / sizeof *tests) : 2;
}
