/* The outbox used wrongly, twice at once, or without memory: a clear error each. */
#define _POSIX_C_SOURCE 200809L
#include "outbox_fixture.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void nothing_given_is_told(void) {
  fixture made;
  pishkhan_outbox_entry *entry;
  pishkhan_held_slip *slip;
  pishkhan_error *error;
  const pishkhan_outbox_item empty = {.size = sizeof empty};
  fixture_make(&made);
  pishkhan_outbox *outbox = fixture_open(&made), *none;
  CHECK_NUMBER(pishkhan_outbox_open(NULL, &none, &error), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_ARGUMENT_INVALID);
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_outbox_open(&made.options, NULL, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_outbox_hold(NULL, &empty, &slip, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_outbox_hold(outbox, NULL, &slip, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_outbox_hold(outbox, &empty, &slip, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_outbox_hold(outbox, &empty, NULL, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_outbox_send(NULL, NULL, 0, NULL, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_outbox_find(NULL, "x", &entry, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_outbox_find(outbox, NULL, &entry, NULL), PISHKHAN_NOT_FOUND);
  CHECK_NUMBER(pishkhan_outbox_find(outbox, "x", NULL, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_outbox_next(NULL, PISHKHAN_OUTBOX_HELD, NULL, &entry, NULL),
               PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_outbox_next(outbox, PISHKHAN_OUTBOX_HELD, NULL, NULL, NULL),
               PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_outbox_count(NULL, NULL, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_outbox_count(outbox, NULL, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_outbox_remove(NULL, "x", NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_outbox_remove(outbox, NULL, NULL), PISHKHAN_NOT_FOUND);
  pishkhan_outbox_close(NULL);
  pishkhan_outbox_entry_free(NULL);
  pishkhan_held_slip_free(NULL);
  CHECK_NUMBER(pishkhan_held_slip_explain(NULL, "en", NULL, 0), 0);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

static void options_that_are_not_usable_are_told(void) {
  fixture made;
  fixture_make(&made);
  const pishkhan_outbox_options good = made.options;
#define REFUSED(change, reason)                                                                              \
  do {                                                                                                       \
    made.options = good;                                                                                     \
    made.options.change;                                                                                     \
    CHECK_NUMBER(fixture_open_fails(&made), reason);                                                         \
  } while (0)
  REFUSED(size = 0, PISHKHAN_REASON_ARGUMENT_INVALID);
  REFUSED(path = NULL, PISHKHAN_REASON_ARGUMENT_INVALID);
  REFUSED(path = "", PISHKHAN_REASON_ARGUMENT_INVALID);
  REFUSED(key = NULL, PISHKHAN_REASON_ARGUMENT_INVALID);
  REFUSED(count_limit = 100001, PISHKHAN_REASON_ARGUMENT_INVALID);
  REFUSED(age_limit_hours = 87601, PISHKHAN_REASON_ARGUMENT_INVALID);
  REFUSED(size_limit = UINT64_MAX, PISHKHAN_REASON_ARGUMENT_INVALID);
  REFUSED(path = "/nowhere/at/all/outbox", PISHKHAN_REASON_OUTBOX_DISK_FAILED);
  REFUSED(path = made.folder, PISHKHAN_REASON_OUTBOX_DISK_FAILED);
  fixture_remove(&made);
}

static void the_file_is_for_its_user_alone(void) {
  fixture made;
  struct stat status;
  char slip[16], log[128];
  fixture_make(&made);
  mode_t before = umask(0);
  pishkhan_outbox *outbox = fixture_open(&made);
  fixture_hold(outbox, "x", slip);
  snprintf(log, sizeof log, "%s-wal", made.path);
  CHECK(stat(made.path, &status) == 0 && (status.st_mode & 0777) == 0600);
  CHECK(stat(log, &status) == 0 && (status.st_mode & 0777) == 0600);
  umask(before);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

static void nothing_of_a_person_stands_on_the_disk(void) {
  static char bytes[1 << 20];
  fixture made;
  char slip[16], log[128];
  fixture_make(&made);
  pishkhan_outbox *outbox = fixture_open(&made);
  fixture_hold(outbox, "a note about a person", slip);
  snprintf(log, sizeof log, "%s-wal", made.path);
  const char *const files[] = {made.path, log};
  static const char *const personal[] = {"0499370899", "Zahra", "شیراز", "a note about"};
  for (size_t i = 0; i < 2; i++) {
    FILE *file = fopen(files[i], "rb");
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    CHECK(size > 0);
    for (size_t k = 0; k < sizeof personal / sizeof *personal; k++)
      for (size_t at = 0; at + strlen(personal[k]) <= size; at++)
        CHECK(memcmp(bytes + at, personal[k], strlen(personal[k])) != 0);
  }
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

static void one_process_at_a_time_has_it_open(void) {
  fixture made;
  char slip[16];
  fixture_make(&made);
  pishkhan_outbox *outbox = fixture_open(&made);
  CHECK_NUMBER(fixture_open_fails(&made), PISHKHAN_REASON_OUTBOX_IN_USE);
  pid_t child = fork();
  if (child == 0)
    _exit(fixture_open_fails(&made) == PISHKHAN_REASON_OUTBOX_IN_USE ? 0 : 1);
  int status;
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
  CHECK_NUMBER(fixture_hold(outbox, "x", slip),
               PISHKHAN_REASON_UNSPECIFIED); /* and the lock has not slipped */
  CHECK_NUMBER(fixture_open_fails(&made), PISHKHAN_REASON_OUTBOX_IN_USE);
  pishkhan_outbox_close(outbox);
  outbox = fixture_open(&made);
  CHECK_NUMBER(fixture_state(outbox, slip), PISHKHAN_OUTBOX_HELD);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

/* ---- several threads ---- */

enum { THREADS = 4, EACH = 25 };

static void *hold_many(void *outbox) {
  char slip[16];
  for (int i = 0; i < EACH; i++)
    if (fixture_hold(outbox, "x", slip) != PISHKHAN_REASON_UNSPECIFIED ||
        fixture_state(outbox, slip) != PISHKHAN_OUTBOX_HELD)
      return outbox;
  return NULL;
}

static void several_threads_hold_at_once(void) {
  fixture made;
  pthread_t threads[THREADS];
  void *failed;
  fixture_make(&made);
  pishkhan_outbox *outbox = fixture_open(&made);
  for (int i = 0; i < THREADS; i++)
    CHECK_NUMBER(pthread_create(&threads[i], NULL, hold_many, outbox), 0);
  for (int i = 0; i < THREADS; i++)
    CHECK(pthread_join(threads[i], &failed) == 0 && !failed);
  pishkhan_outbox_counts counts;
  CHECK_NUMBER(pishkhan_outbox_count(outbox, &counts, NULL), PISHKHAN_OK);
  CHECK_NUMBER(counts.held, THREADS * EACH);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

/* ---- without memory ---- */

static long left = -1; /* allocations until one fails; negative: none does */

static void *allocate(void *context, size_t size) {
  (void)context;
  return left >= 0 && left-- == 0 ? NULL : malloc(size);
}

static void *reallocate(void *context, void *memory, size_t size) {
  (void)context;
  return left >= 0 && left-- == 0 ? NULL : realloc(memory, size);
}

static void release(void *context, void *memory) {
  (void)context;
  free(memory);
}

/* Opens, holds, looks. Whether all went well. */
static bool use_once(const fixture *made) {
  char slip[16] = "";
  pishkhan_outbox *outbox;
  pishkhan_error *error;
  pishkhan_outbox_entry *entry = NULL;
  if (pishkhan_outbox_open(&made->options, &outbox, &error) != PISHKHAN_OK) {
    CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_OUT_OF_MEMORY);
    pishkhan_error_free(error);
    return false;
  }
  pishkhan_reason reason = fixture_hold(outbox, "x", slip);
  CHECK(reason == PISHKHAN_REASON_UNSPECIFIED || reason == PISHKHAN_REASON_OUT_OF_MEMORY);
  bool good = *slip && pishkhan_outbox_find(outbox, slip, &entry, &error) == PISHKHAN_OK;
  if (*slip && !good) {
    CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_OUT_OF_MEMORY);
    pishkhan_error_free(error);
  }
  pishkhan_outbox_entry_free(entry);
  pishkhan_outbox_close(outbox);
  return good;
}

static void every_allocation_may_fail_once(void) {
  fixture made;
  const pishkhan_allocator allocator = {allocate, reallocate, release, NULL};
  fixture_make(&made);
  made.options.allocator = &allocator;
  long nth = 0;
  for (bool good = false; !good; nth++) {
    left = nth;
    good = use_once(&made) && left >= 0;
    left = -1;
  }
  CHECK(nth > 5); /* arenas take theirs in blocks */
  fixture_remove(&made);
}

static void every_state_has_its_words(void) {
  for (int state = PISHKHAN_OUTBOX_UNSPECIFIED; state <= PISHKHAN_OUTBOX_DAMAGED; state++) {
    CHECK(strcmp(pishkhan_outbox_state_name((pishkhan_outbox_state)state), "UNRECOGNIZED") != 0);
    CHECK(strcmp(pishkhan_outbox_state_text((pishkhan_outbox_state)state, "fa"),
                 pishkhan_outbox_state_text((pishkhan_outbox_state)state, "en")) != 0);
  }
  CHECK_TEXT(pishkhan_outbox_state_name((pishkhan_outbox_state)7), "UNRECOGNIZED");
}

int main(void) {
  static const test tests[] = {
      {"nothing given is told", nothing_given_is_told},
      {"options that are not usable are told", options_that_are_not_usable_are_told},
      {"the file is for its user alone", the_file_is_for_its_user_alone},
      {"nothing of a person stands on the disk", nothing_of_a_person_stands_on_the_disk},
      {"one process at a time has it open", one_process_at_a_time_has_it_open},
      {"several threads hold at once", several_threads_hold_at_once},
      {"every allocation may fail once", every_allocation_may_fail_once},
      {"every state has its words", every_state_has_its_words},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
