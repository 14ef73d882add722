/* A pass over what is held, and the one entry that it is at. */
#ifndef PK_PASS_H
#define PK_PASS_H

#include "files.h"
#include "kept.h"

typedef struct pk_pass {
  pishkhan_outbox *outbox;
  pishkhan_client *client;
  int64_t until; /* monotonic milliseconds; INT64_MAX: no limit */
  pishkhan_outbox_progress progress;
  int64_t after;          /* number of the last entry that was tried */
  pishkhan_status status; /* what went wrong first and did not stop the pass, or what stopped it */
  pishkhan_error *error;
  bool stopped;
} pk_pass;

/* An entry while it is sent. */
typedef struct pk_sending {
  pk_pass *pass;
  pk_arena *arena;
  pk_row row;
  pk_bytes request;
  pk_file_list files;
} pk_sending;

int64_t pk_pass_clock(void);

/* Notes a failure; what stops the pass is told in place of what does not. */
void pk_pass_note(pk_pass *pass, const pk_failure *failure, bool stops);

/* The database failed, or memory: the pass can do no more. Returns false. */
bool pk_pass_stop(pk_pass *pass, const pk_failure *failure);

/* Sends one entry, and leaves it on disk as the state machine says. False: the pass can do no more. */
bool pk_send_entry(pk_sending *at);

/* Marks an entry as damaged. */
bool pk_leave_damaged(pk_sending *at);

/* Takes the error of a call over. */
void pk_pass_note_error(pk_pass *pass, pishkhan_status status, pishkhan_error *error, bool stops);

#endif
