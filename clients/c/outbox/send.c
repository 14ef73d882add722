/* One pass over what is held. The states and their order stand in pishkhan/outbox.h. */
#define _POSIX_C_SOURCE 200809L
#include "pass.h"

#include <openssl/crypto.h>
#include <time.h>

int64_t pk_pass_clock(void) {
  struct timespec now = {0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- what went wrong ---- */

/* Takes the error over. What stops the pass is told in place of what did not. */
void pk_pass_note_error(pk_pass *pass, pishkhan_status status, pishkhan_error *error, bool stops) {
  if (pass->status == PISHKHAN_OK || (stops && !pass->stopped)) {
    pishkhan_error_free(pass->error);
    pass->status = status;
    pass->error = error;
  } else {
    pishkhan_error_free(error);
  }
  pass->stopped = pass->stopped || stops;
}

void pk_pass_note(pk_pass *pass, const pk_failure *failure, bool stops) {
  pishkhan_error *error = NULL;
  pishkhan_status status = pk_outbox_raise(pass->outbox, failure, NULL, false, &error);
  pk_pass_note_error(pass, status, error, stops);
}

bool pk_pass_stop(pk_pass *pass, const pk_failure *failure) {
  pk_pass_note(pass, failure, true);
  return false;
}

/* ---- the pass ---- */

/* Opens what the next entry holds. False: the pass can do no more; `row.number` 0: there is none. */
static bool take_next(pk_sending *at, pk_opened *opened) {
  pk_pass *pass = at->pass;
  pishkhan_outbox *outbox = pass->outbox;
  pk_failure failure;
  const pk_row_query query = {.unsent = true, .after = pass->after};
  pthread_mutex_lock(&outbox->guard);
  bool good = pk_row_find(outbox, &query, at->arena, &at->row, &failure);
  *opened = PK_OPENED;
  if (good && at->row.number) {
    const pk_seal_place place = pk_place_of(&at->row, PK_SEALED_SUBMISSION);
    at->request.size = at->row.submission_size - PK_SEAL_OVERHEAD;
    *opened = pk_outbox_unseal(outbox, &place, at->row.submission, at->row.submission_size, at->arena,
                               &at->request.data, &failure);
    if (*opened == PK_OPENED)
      *opened = pk_files_read(outbox, &at->row, at->arena, &at->files, &failure);
    good = *opened != PK_OPEN_FAILED;
  }
  pthread_mutex_unlock(&outbox->guard);
  return good || pk_pass_stop(pass, &failure);
}

/* One entry. False: the pass is over. */
static bool send_next(pk_pass *pass) {
  pk_failure failure;
  pk_opened opened;
  pk_sending at = {.pass = pass, .arena = pk_outbox_scratch(pass->outbox, &failure)};
  if (!at.arena)
    return pk_pass_stop(pass, &failure);
  bool good = take_next(&at, &opened), is_one = good && at.row.number != 0;
  if (is_one) {
    pass->after = at.row.number;
    good = opened == PK_NOT_AUTHENTIC ? pk_leave_damaged(&at) : pk_send_entry(&at);
  }
  if (at.request.data)
    OPENSSL_cleanse((void *)(uintptr_t)at.request.data, at.request.size);
  pk_outbox_scratch_free(at.arena);
  return good && is_one && !pass->stopped;
}

/* Whether there is time for another entry. */
static bool has_time(pk_pass *pass) {
  pk_failure failure;
  if (pk_pass_clock() < pass->until)
    return true;
  pk_fail(&failure, PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_DEADLINE_PASSED,
          "the time of the pass is over before all was sent");
  return pk_pass_stop(pass, &failure);
}

/* Says what has expired since it was last looked at. */
static bool expire(pk_pass *pass) {
  pk_failure failure;
  pthread_mutex_lock(&pass->outbox->guard);
  bool good = pk_rows_expire(pass->outbox, &pass->progress.expired, &failure);
  pthread_mutex_unlock(&pass->outbox->guard);
  if (!good)
    return pk_pass_stop(pass, &failure);
  if (pass->progress.expired == 0)
    return true;
  pk_fail(&failure, PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_OUTBOX_EXPIRED,
          "%u entries were held beyond the age limit and will not be sent", pass->progress.expired);
  pk_pass_note(pass, &failure, false);
  return true;
}

static bool begin(pishkhan_outbox *outbox, pk_failure *failure) {
  pthread_mutex_lock(&outbox->guard);
  bool is_free = !outbox->is_sending;
  outbox->is_sending = true;
  pthread_mutex_unlock(&outbox->guard);
  return is_free || pk_fail(failure, PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_OUTBOX_IN_USE,
                            "another thread is sending what this outbox holds");
}

static void end(pk_pass *pass) {
  pishkhan_outbox *outbox = pass->outbox;
  pk_failure failure;
  pthread_mutex_lock(&outbox->guard);
  bool good = pk_rows_ahead(outbox, INT64_MAX, &pass->progress.left, &failure);
  outbox->is_sending = false;
  pthread_mutex_unlock(&outbox->guard);
  if (!good)
    pk_pass_stop(pass, &failure);
}

pishkhan_status pishkhan_outbox_send(pishkhan_outbox *outbox, pishkhan_client *client, uint32_t deadline_ms,
                                     pishkhan_outbox_progress *progress, pishkhan_error **error) {
  pk_pass pass = {.outbox = outbox, .client = client, .until = INT64_MAX};
  pk_failure failure;
  if (progress)
    *progress = pass.progress;
  if (!pk_outbox_is_given(outbox, error))
    return PISHKHAN_INVALID_ARGUMENT;
  if (!begin(outbox, &failure))
    return pk_outbox_raise(outbox, &failure, NULL, false, error);
  if (deadline_ms != PISHKHAN_NEVER)
    pass.until = pk_pass_clock() + (deadline_ms ? deadline_ms : 30000);
  if (expire(&pass))
    while (has_time(&pass) && send_next(&pass))
      continue;
  end(&pass);
  if (progress)
    *progress = pass.progress;
  if (error)
    *error = pass.error;
  else
    pishkhan_error_free(pass.error);
  return pass.status;
}
