/* The outbox without a counter: holding, looking, removing, limits. */
#include "outbox_fixture.h"

#include <stdlib.h>

static void what_is_held_is_there_after_closing(void) {
  fixture made;
  char slips[3][16];
  fixture_make(&made);
  pishkhan_outbox *outbox = fixture_open(&made);
  for (int i = 0; i < 3; i++)
    CHECK_NUMBER(fixture_hold(outbox,
                              i == 0   ? "first"
                              : i == 1 ? "دوم"
                                       : "third",
                              slips[i]),
                 PISHKHAN_REASON_UNSPECIFIED);
  pishkhan_outbox_close(outbox);
  outbox = fixture_open(&made);
  pishkhan_outbox_entry *entry = NULL, *next;
  int count = 0;
  for (; pishkhan_outbox_next(outbox, PISHKHAN_OUTBOX_UNSPECIFIED, entry, &next, NULL) == PISHKHAN_OK && next;
       entry = next, count++) {
    pishkhan_outbox_entry_free(entry);
    CHECK_NUMBER(next->state, PISHKHAN_OUTBOX_HELD);
    CHECK_TEXT(next->slip->number, slips[count]);
    CHECK_NUMBER(next->slip->ahead, count);
    CHECK(next->slip->held_ms > 0 && next->slip->expires_ms - next->slip->held_ms == 168 * 3600 * 1000);
    CHECK_TEXT(next->submission->national_id, "0499370899");
    CHECK_NUMBER(next->submission->form_count, 2);
    CHECK_TEXT(next->submission->form[1].values[0], "شیراز");
    CHECK(!next->receipt && !next->error);
  }
  CHECK_TEXT(entry->submission->note, "third");
  CHECK_NUMBER(count, 3);
  pishkhan_outbox_entry_free(entry);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

static void a_slip_is_no_receipt(void) {
  fixture made;
  char slip[16], english[1024], persian[1024];
  fixture_make(&made);
  pishkhan_outbox *outbox = fixture_open(&made);
  fixture_hold(outbox, "x", slip);
  CHECK_NUMBER(strlen(slip), 14);
  CHECK(strspn(slip, "BCDFGHJKLMNPQRSTVWXZ-") == 14); /* no digit at all, let alone sixteen */
  pishkhan_outbox_entry *entry;
  CHECK_NUMBER(pishkhan_outbox_find(outbox, slip, &entry, NULL), PISHKHAN_OK);
  size_t size = pishkhan_held_slip_explain(entry->slip, "en", english, sizeof english);
  pishkhan_held_slip_explain(entry->slip, "fa", persian, sizeof persian);
  CHECK(strstr(english, "NOT YET ACCEPTED") == english && strstr(english, slip));
  CHECK(strstr(persian, "هنوز پذیرفته نشده است") == persian && strstr(persian, slip));
  char cut[20];
  CHECK_NUMBER(pishkhan_held_slip_explain(entry->slip, "en", cut, sizeof cut), size);
  CHECK_TEXT(cut, "NOT YET ACCEPTED. Y");
  CHECK_NUMBER(pishkhan_held_slip_explain(entry->slip, "en", NULL, 0), size);
  for (size_t capacity = 1; capacity < 60; capacity++) { /* never half a character */
    char piece[64];
    pishkhan_held_slip_explain(entry->slip, "fa", piece, capacity);
    CHECK(strlen(piece) < capacity && strncmp(persian, piece, strlen(piece)) == 0);
    CHECK(((unsigned char)persian[strlen(piece)] & 0xC0) != 0x80);
  }
  pishkhan_outbox_entry_free(entry);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

static void a_slip_is_found_however_it_is_typed(void) {
  fixture made;
  char slip[16], typed[40];
  fixture_make(&made);
  pishkhan_outbox *outbox = fixture_open(&made);
  fixture_hold(outbox, "other", slip);
  fixture_hold(outbox, "x", slip);
  snprintf(typed, sizeof typed, " %c%.3s %.4s%.4s\u200c", slip[0] - 'A' + 'a', slip + 1, slip + 5, slip + 10);
  CHECK_NUMBER(fixture_state(outbox, typed), PISHKHAN_OUTBOX_HELD);
  static const char *const wrong[] = {"", "BCDF", "0000-0000-0000-0098", "BCDF-GHJK-LMNP"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    pishkhan_outbox_entry *entry;
    pishkhan_error *error;
    CHECK_NUMBER(pishkhan_outbox_find(outbox, wrong[i], &entry, &error), PISHKHAN_NOT_FOUND);
    CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_OUTBOX_ENTRY_UNKNOWN);
    CHECK(!entry);
    pishkhan_error_free(error);
  }
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

static void the_same_key_is_held_once(void) {
  fixture made;
  uint8_t key[PISHKHAN_KEY_SIZE];
  fixture_make(&made);
  pishkhan_outbox *outbox = fixture_open(&made);
  pishkhan_submission submission = fixture_submission("same");
  CHECK(pishkhan_make_key(key));
  submission.idempotency_key = key;
  const pishkhan_outbox_item item = {.size = sizeof item, .submission = &submission};
  pishkhan_held_slip *first, *second;
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_outbox_hold(outbox, &item, &first, NULL), PISHKHAN_OK);
  CHECK_NUMBER(pishkhan_outbox_hold(outbox, &item, &second, NULL), PISHKHAN_OK);
  CHECK_TEXT(first->number, second->number);
  CHECK(memcmp(first->idempotency_key, key, sizeof key) == 0);
  pishkhan_held_slip_free(second);
  submission.note = "other";
  CHECK_NUMBER(pishkhan_outbox_hold(outbox, &item, &second, &error), PISHKHAN_ALREADY_EXISTS);
  CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_IDEMPOTENCY_KEY_REUSED);
  CHECK(memcmp(pishkhan_error_key(error), key, sizeof key) == 0);
  CHECK(!second);
  pishkhan_error_free(error);
  pishkhan_outbox_counts counts;
  CHECK_NUMBER(pishkhan_outbox_count(outbox, &counts, NULL), PISHKHAN_OK);
  CHECK_NUMBER(counts.held, 1);
  pishkhan_held_slip_free(first);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

static void what_is_full_says_so_at_once(void) {
  fixture made;
  char slip[16], first[16];
  fixture_make(&made);
  made.options.count_limit = 2;
  pishkhan_outbox *outbox = fixture_open(&made);
  CHECK_NUMBER(fixture_hold(outbox, "1", first), PISHKHAN_REASON_UNSPECIFIED);
  CHECK_NUMBER(fixture_hold(outbox, "2", slip), PISHKHAN_REASON_UNSPECIFIED);
  CHECK_NUMBER(fixture_hold(outbox, "3", slip), PISHKHAN_REASON_OUTBOX_FULL);
  CHECK_NUMBER(pishkhan_outbox_remove(outbox, first, NULL), PISHKHAN_OK);
  CHECK_NUMBER(fixture_hold(outbox, "3", slip), PISHKHAN_REASON_UNSPECIFIED);
  pishkhan_outbox_close(outbox);
  made.options.count_limit = 0;
  made.options.size_limit = 100 * 1024;
  outbox = fixture_open(&made);
  char *note = calloc(1, 8001);
  memset(note, 'x', 8000);
  pishkhan_reason reason = PISHKHAN_REASON_UNSPECIFIED;
  int count = 0;
  for (; reason == PISHKHAN_REASON_UNSPECIFIED && count < 100; count++)
    reason = fixture_hold(outbox, note, slip);
  CHECK_NUMBER(reason, PISHKHAN_REASON_OUTBOX_FULL);
  CHECK(count > 2 && count < 12);
  pishkhan_outbox_counts counts;
  CHECK_NUMBER(pishkhan_outbox_count(outbox, &counts, NULL), PISHKHAN_OK);
  CHECK(counts.bytes > 40 * 1024 && counts.bytes <= 100 * 1024 && counts.size_limit == 100 * 1024);
  free(note);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

static void what_is_too_old_expires_and_stays_to_be_seen(void) {
  fixture made;
  char old[16], young[16], sent[16];
  fixture_make(&made);
  pishkhan_outbox *outbox = fixture_open(&made);
  fixture_hold(outbox, "old", old);
  fixture_hold(outbox, "sent", sent);
  fixture_hold(outbox, "young", young);
  pishkhan_outbox_close(outbox);
  fixture_sql(&made, "UPDATE entry SET expires_ms = 1000 WHERE number < 3;"
                     "UPDATE entry SET state = 2 WHERE number = 2;");
  outbox = fixture_open(&made);
  CHECK_NUMBER(fixture_state(outbox, old), PISHKHAN_OUTBOX_EXPIRED);
  CHECK_NUMBER(fixture_state(outbox, sent), PISHKHAN_OUTBOX_SENDING); /* it may be accepted already */
  CHECK_NUMBER(fixture_state(outbox, young), PISHKHAN_OUTBOX_HELD);
  pishkhan_outbox_entry *entry;
  CHECK_NUMBER(pishkhan_outbox_next(outbox, PISHKHAN_OUTBOX_EXPIRED, NULL, &entry, NULL), PISHKHAN_OK);
  CHECK_TEXT(entry->submission->note, "old");
  CHECK_NUMBER(pishkhan_error_reason(entry->error), PISHKHAN_REASON_OUTBOX_EXPIRED);
  CHECK_NUMBER(pishkhan_error_durable(entry->error), PISHKHAN_DURABLE_NO);
  pishkhan_outbox_entry_free(entry);
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_outbox_remove(outbox, sent, &error), PISHKHAN_FAILED_PRECONDITION);
  CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_WRONG_STATE);
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_outbox_remove(outbox, old, NULL), PISHKHAN_OK);
  CHECK_NUMBER(fixture_state(outbox, old), PISHKHAN_OUTBOX_UNSPECIFIED);
  CHECK_NUMBER(pishkhan_outbox_remove(outbox, old, NULL), PISHKHAN_NOT_FOUND);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

static void what_was_held_before_the_clock_was_set_gets_its_age_afterwards(void) {
  fixture made;
  char slip[16];
  fixture_make(&made);
  pishkhan_outbox *outbox = fixture_open(&made);
  fixture_hold(outbox, "x", slip);
  pishkhan_outbox_close(outbox);
  fixture_sql(&made, "UPDATE entry SET held_ms = 0, expires_ms = 0");
  outbox = fixture_open(&made);
  pishkhan_outbox_entry *entry;
  CHECK_NUMBER(pishkhan_outbox_find(outbox, slip, &entry, NULL), PISHKHAN_OK);
  CHECK_NUMBER(entry->state, PISHKHAN_OUTBOX_HELD);
  CHECK(entry->slip->expires_ms > 1735689600000);
  pishkhan_outbox_entry_free(entry);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

static void a_submission_that_would_be_refused_is_not_held(void) {
  static const char *const wrong[] = {"not a date"};
  fixture made;
  fixture_make(&made);
  pishkhan_outbox *outbox = fixture_open(&made);
  pishkhan_attribute birth = {.size = sizeof birth, .code = "birth", .type = PISHKHAN_ATTRIBUTE_DATETIME},
                     photo = {.size = sizeof photo,
                              .code = "photo",
                              .type = PISHKHAN_ATTRIBUTE_FILE,
                              .required = true};
  const pishkhan_attribute *attributes[] = {&birth, &photo};
  pishkhan_service service = {
      .size = sizeof service, .code = "s", .attributes = attributes, .attribute_count = 2};
  pishkhan_form_value form = {"birth", wrong, 1};
  pishkhan_submission submission = {
      .size = sizeof submission, .service = "s", .national_id = "0499370899", .form = &form, .form_count = 1};
  const pishkhan_outbox_item item = {.size = sizeof item, .submission = &submission, .service = &service};
  pishkhan_held_slip *slip;
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_outbox_hold(outbox, &item, &slip, &error), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_FIELD_INVALID);
  CHECK_NUMBER(pishkhan_error_violation_count(error), 2);
  CHECK_TEXT(pishkhan_error_violation(error, 0)->field, "form.birth");
  CHECK_TEXT(pishkhan_error_violation(error, 0)->reason, "not_a_date");
  CHECK_TEXT(pishkhan_error_violation(error, 1)->field, "form.photo");
  pishkhan_error_free(error);
  submission.form_count = 0;
  submission.note = "\xFF\xFE";
  const pishkhan_outbox_item unchecked = {.size = sizeof unchecked, .submission = &submission};
  CHECK_NUMBER(pishkhan_outbox_hold(outbox, &unchecked, &slip, &error), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_ARGUMENT_INVALID);
  pishkhan_error_free(error);
  char *huge = calloc(1, (1 << 20) + 1);
  memset(huge, 'x', 1 << 20);
  submission.note = huge;
  CHECK_NUMBER(pishkhan_outbox_hold(outbox, &unchecked, &slip, &error), PISHKHAN_RESOURCE_EXHAUSTED);
  CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_MESSAGE_TOO_LARGE);
  pishkhan_error_free(error);
  free(huge);
  pishkhan_outbox_counts counts;
  CHECK_NUMBER(pishkhan_outbox_count(outbox, &counts, NULL), PISHKHAN_OK);
  CHECK_NUMBER(counts.held, 0);
  pishkhan_outbox_close(outbox);
  fixture_remove(&made);
}

int main(void) {
  static const test tests[] = {
      {"what is held is there after closing", what_is_held_is_there_after_closing},
      {"a slip is no receipt", a_slip_is_no_receipt},
      {"a slip is found however it is typed", a_slip_is_found_however_it_is_typed},
      {"the same key is held once", the_same_key_is_held_once},
      {"what is full says so at once", what_is_full_says_so_at_once},
      {"what is too old expires, and stays to be seen", what_is_too_old_expires_and_stays_to_be_seen},
      {"what was held before the clock was set gets its age afterwards",
       what_was_held_before_the_clock_was_set_gets_its_age_afterwards},
      {"a submission that would be refused is not held", a_submission_that_would_be_refused_is_not_held},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
