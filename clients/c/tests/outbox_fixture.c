#define _XOPEN_SOURCE 700 /* mkdtemp, nftw */
#include "outbox_fixture.h"

#include <ftw.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

static const uint8_t fixed_key[PISHKHAN_OUTBOX_KEY_SIZE] = "0123456789abcdef0123456789abcde";

void fixture_make(fixture *made) {
  memset(made, 0, sizeof *made);
  const char *base = getenv("TMPDIR");
  snprintf(made->folder, sizeof made->folder, "%.40s/outbox-XXXXXX", base ? base : "/tmp");
  if (!mkdtemp(made->folder)) {
    perror(made->folder);
    exit(2);
  }
  snprintf(made->path, sizeof made->path, "%s/outbox", made->folder);
  made->options =
      (pishkhan_outbox_options){.size = sizeof made->options, .path = made->path, .key = fixed_key};
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk) {
  (void)status;
  (void)kind;
  (void)walk;
  return remove(path);
}

void fixture_remove(fixture *made) { nftw(made->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS); }

static void tell(const char *what, pishkhan_error *error) {
  char paragraph[1024];
  pishkhan_error_explain(error, "en", paragraph, sizeof paragraph);
  fprintf(stderr, "%s: %s\n", what, paragraph);
}

pishkhan_outbox *fixture_open(const fixture *made) {
  pishkhan_outbox *outbox;
  pishkhan_error *error;
  bool is_open = pishkhan_outbox_open(&made->options, &outbox, &error) == PISHKHAN_OK;
  CHECK(is_open);
  if (!is_open)
    tell("open", error);
  pishkhan_error_free(error);
  return outbox;
}

pishkhan_reason fixture_open_fails(const fixture *made) {
  pishkhan_outbox *outbox;
  pishkhan_error *error;
  pishkhan_status status = pishkhan_outbox_open(&made->options, &outbox, &error);
  pishkhan_reason reason = pishkhan_error_reason(error);
  CHECK_NUMBER(pishkhan_error_status(error), status);
  CHECK((status == PISHKHAN_OK) == (outbox != NULL));
  pishkhan_error_free(error);
  pishkhan_outbox_close(outbox);
  return reason;
}

pishkhan_submission fixture_submission(const char *note) {
  static const char *const reason[] = {"LOST"}, *const place[] = {"شیراز"};
  static const pishkhan_form_value form[] = {{"reason", reason, 1}, {"issue_place", place, 1}};
  return (pishkhan_submission){.size = sizeof(pishkhan_submission),
                               .service = "ncr-birthcert",
                               .national_id = "0499370899",
                               .given_name = "Zahra",
                               .form = form,
                               .form_count = 2,
                               .note = note};
}

pishkhan_reason fixture_hold(pishkhan_outbox *outbox, const char *note, char slip[16]) {
  pishkhan_submission submission = fixture_submission(note);
  const pishkhan_outbox_item item = {.size = sizeof item, .submission = &submission};
  pishkhan_held_slip *given;
  pishkhan_error *error;
  pishkhan_status status = pishkhan_outbox_hold(outbox, &item, &given, &error);
  pishkhan_reason reason = pishkhan_error_reason(error);
  CHECK_NUMBER(pishkhan_error_status(error), status);
  CHECK((status == PISHKHAN_OK) == (given != NULL));
  snprintf(slip, 16, "%s", given ? given->number : "");
  pishkhan_error_free(error);
  pishkhan_held_slip_free(given);
  return reason;
}

pishkhan_outbox_state fixture_state(pishkhan_outbox *outbox, const char *slip) {
  pishkhan_outbox_entry *entry;
  pishkhan_outbox_find(outbox, slip, &entry, NULL);
  pishkhan_outbox_state state = entry ? entry->state : PISHKHAN_OUTBOX_UNSPECIFIED;
  pishkhan_outbox_entry_free(entry);
  return state;
}

void fixture_sql(const fixture *made, const char *sql) {
  sqlite3 *database;
  char *message = NULL;
  if (sqlite3_open(made->path, &database) != SQLITE_OK ||
      sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK) {
    fprintf(stderr, "%s: %s\n", sql, message ? message : sqlite3_errmsg(database));
    exit(2);
  }
  sqlite3_close(database);
}
