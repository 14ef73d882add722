/* A folder with an outbox in it, for tests. */
#ifndef OUTBOX_FIXTURE_H
#define OUTBOX_FIXTURE_H

#include "check.h"

#include <pishkhan/outbox.h>

typedef struct fixture {
  char folder[64];
  char path[96];
  pishkhan_outbox_options options; /* as pishkhan_outbox_open takes them; may be changed */
} fixture;

/* A new folder and options with a fixed key. */
void fixture_make(fixture *fixture);

/* Removes the folder and what is in it. */
void fixture_remove(fixture *fixture);

/* Opens; the test fails where that fails. */
pishkhan_outbox *fixture_open(const fixture *fixture);

/* What opening fails with; UNSPECIFIED: it did not. */
pishkhan_reason fixture_open_fails(const fixture *fixture);

/* A submission with this note; `submission` and what it points to live as long as the program. */
pishkhan_submission fixture_submission(const char *note);

/* Holds one with this note and returns the reason of the failure; UNSPECIFIED: it is held, and its slip's
 * number is in `slip`. */
pishkhan_reason fixture_hold(pishkhan_outbox *outbox, const char *note, char slip[16]);

/* The state of the slip's entry; UNSPECIFIED: there is none. */
pishkhan_outbox_state fixture_state(pishkhan_outbox *outbox, const char *slip);

/* Runs SQL on the closed outbox's file, beside the library. */
void fixture_sql(const fixture *fixture, const char *sql);

#endif
