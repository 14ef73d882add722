/* What happens to one entry of a pass. */
#include "error_wire.h"
#include "pass.h"
#include "verdict.h"

#include <string.h>

static bool move(pk_sending *at, pishkhan_outbox_state state, const uint8_t *answer, size_t size) {
  pishkhan_outbox *outbox = at->pass->outbox;
  pk_failure failure;
  pthread_mutex_lock(&outbox->guard);
  bool good = pk_row_move(outbox, at->row.number, state, answer, size, &failure);
  pthread_mutex_unlock(&outbox->guard);
  if (good)
    at->row.state = state;
  return good || pk_pass_stop(at->pass, &failure);
}

bool pk_leave_damaged(pk_sending *at) {
  pk_failure failure;
  if (!move(at, PISHKHAN_OUTBOX_DAMAGED, NULL, 0))
    return false;
  at->pass->progress.damaged++;
  pk_fail(&failure, PISHKHAN_DATA_LOSS, PISHKHAN_REASON_OUTBOX_DAMAGED,
          "an entry is damaged on disk and was not sent");
  pk_pass_note(at->pass, &failure, false);
  return true;
}

/* Keeps an answer with the state that it brings. */
static bool settle(pk_sending *at, pishkhan_outbox_state state, pk_sealed_kind kind, pk_bytes answer) {
  const pk_seal_place place = pk_place_of(&at->row, kind);
  const uint8_t *sealed;
  pk_failure failure;
  if (!pk_outbox_seal(at->pass->outbox, &place, answer.data, answer.size, at->arena, &sealed, &failure))
    return pk_pass_stop(at->pass, &failure);
  return move(at, state, sealed, answer.size + PK_SEAL_OVERHEAD);
}

static bool settle_refused(pk_sending *at, pishkhan_error *error) {
  pk_bytes packed;
  pk_failure failure;
  packed.data = pk_error_pack(error, at->arena, &packed.size);
  pishkhan_error_free(error);
  if (!packed.data) {
    pk_fail_memory(&failure);
    return pk_pass_stop(at->pass, &failure);
  }
  bool good = settle(at, PISHKHAN_OUTBOX_REFUSED, PK_SEALED_REFUSAL, packed);
  at->pass->progress.refused += good;
  return good;
}

/* Whether the counter no longer knows an upload of an earlier pass: it keeps what no submission names for a
 * time only. Of an upload of this pass "unknown" means that the form has no such attribute. */
static bool has_forgotten(const pk_sending *at, const pishkhan_error *error) {
  for (size_t i = 0; i < at->files.count; i++) {
    const pk_file *file = &at->files.files[i];
    for (size_t k = 0; !file->is_fresh && k < pishkhan_error_violation_count(error); k++) {
      const pishkhan_violation *violation = pishkhan_error_violation(error, k);
      if (strcmp(violation->reason, "unknown") == 0 && strncmp(violation->field, "form.", 5) == 0 &&
          strcmp(violation->field + 5, file->attribute) == 0)
        return true;
    }
  }
  return false;
}

/* The next pass uploads its files again. */
static bool forget_uploads(pk_sending *at) {
  pishkhan_outbox *outbox = at->pass->outbox;
  pk_failure failure;
  pthread_mutex_lock(&outbox->guard);
  bool good = pk_file_set_id(outbox, &at->row, 0, NULL, &failure);
  pthread_mutex_unlock(&outbox->guard);
  return good || pk_pass_stop(at->pass, &failure);
}

/* What an error of a call does to the entry; takes the error over. */
static bool settle_error(pk_sending *at, pishkhan_status status, pishkhan_error *error) {
  bool forgotten = has_forgotten(at, error);
  pk_verdict_on_entry verdict = forgotten ? PK_ENTRY_LATER : pk_verdict_of(error);
  if (verdict == PK_ENTRY_REFUSED)
    return settle_refused(at, error);
  bool was_sent = at->row.state == PISHKHAN_OUTBOX_SENDING;
  bool is_free = was_sent && pishkhan_error_durable(error) == PISHKHAN_DURABLE_NO;
  pk_pass_note_error(at->pass, status, error, verdict == PK_ENTRY_ALL_WAIT);
  return (!forgotten || forget_uploads(at)) && (!is_free || move(at, PISHKHAN_OUTBOX_HELD, NULL, 0));
}

static pishkhan_call_options call_options(const pk_pass *pass) {
  pishkhan_call_options options = {.size = sizeof options, .safe_to_repeat = true};
  int64_t left = pass->until == INT64_MAX ? 0 : pass->until - pk_pass_clock();
  if (pass->until != INT64_MAX)
    options.deadline_ms = left < 1 ? 1 : left > UINT32_MAX - 1 ? UINT32_MAX - 1 : (uint32_t)left;
  return options;
}

static bool settle_accepted(pk_sending *at, const pishkhan_bytes *response) {
  const pk_bytes answer = {response->data, response->size};
  if (!pk_unpack_receipt(at->arena, answer, at->row.key)) {
    pk_failure failure; /* accepted, and it cannot be read: the next pass asks again */
    pk_fail(&failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID, "the counter's receipt is none");
    pk_pass_note(at->pass, &failure, false);
    return true;
  }
  bool good = settle(at, PISHKHAN_OUTBOX_ACCEPTED, PK_SEALED_RECEIPT, answer);
  at->pass->progress.accepted += good;
  return good;
}

static bool submit(pk_sending *at) {
  pishkhan_bytes *response;
  pishkhan_error *error;
  const pishkhan_call_options options = call_options(at->pass);
  if (at->row.state != PISHKHAN_OUTBOX_SENDING && !move(at, PISHKHAN_OUTBOX_SENDING, NULL, 0))
    return false;
  pishkhan_status status = pishkhan_call(at->pass->client, "/pishkhan.v1.Requests/Submit", at->request.data,
                                         at->request.size, &options, &response, &error);
  if (status != PISHKHAN_OK)
    return settle_error(at, status, error);
  bool good = settle_accepted(at, response);
  pishkhan_bytes_free(response);
  return good;
}

/* ---- files ---- */

/* `*done`: it is uploaded. False: the pass can do no more. */
static bool upload(pk_sending *at, const char *service, pk_file *file, bool *done) {
  pishkhan_outbox *outbox = at->pass->outbox;
  pk_file_reading reading = {.outbox = outbox, .row = &at->row, .file = file};
  pishkhan_call_options options = call_options(at->pass);
  options.safe_to_repeat = false;
  const pishkhan_upload given = {.size = sizeof given,
                                 .upload_id = file->upload_id,
                                 .service = service,
                                 .attribute = file->attribute,
                                 .name = file->name,
                                 .read = pk_file_read,
                                 .read_context = &reading,
                                 .file_size = file->size,
                                 .sha256 = file->sha256};
  pishkhan_uploaded *uploaded;
  pishkhan_error *error;
  pk_failure failure;
  *done = false;
  pishkhan_status status = pishkhan_upload_file(at->pass->client, &given, &options, &uploaded, &error);
  if (status != PISHKHAN_OK && reading.damaged) {
    pishkhan_error_free(error);
    return pk_leave_damaged(at);
  }
  if (status != PISHKHAN_OK)
    return settle_error(at, status, error);
  const char *id = uploaded->attachment->id;
  pthread_mutex_lock(&outbox->guard);
  *done = pk_file_set_id(outbox, &at->row, file->place, id, &failure);
  pthread_mutex_unlock(&outbox->guard);
  file->id = *done ? pk_arena_copy(at->arena, id, strlen(id)) : NULL;
  file->is_fresh = true;
  pishkhan_uploaded_free(uploaded);
  if (*done && !file->id)
    *done = pk_fail_memory(&failure);
  return *done || pk_pass_stop(at->pass, &failure);
}

/* The submission with the ids of its files in the form: the same bytes in every pass. */
static bool add_files(pk_sending *at, pishkhan_submission *submission) {
  size_t count = submission->form_count;
  pishkhan_form_value *form = pk_arena_new(at->arena, count + at->files.count, sizeof *form);
  pk_failure failure;
  if (!form) {
    pk_fail_memory(&failure);
    return pk_pass_stop(at->pass, &failure);
  }
  if (count)
    memcpy(form, submission->form, count * sizeof *form);
  for (size_t i = 0; i < at->files.count; i++)
    form[count + i] = (pishkhan_form_value){at->files.files[i].attribute, &at->files.files[i].id, 1};
  submission->form = form;
  submission->form_count = count + at->files.count;
  return pk_pack_submission(submission, at->row.key, at->arena, &at->request, &failure) ||
         pk_pass_stop(at->pass, &failure);
}

static bool upload_all(pk_sending *at, const pishkhan_submission *submission, bool *all) {
  *all = true;
  for (size_t i = 0; *all && i < at->files.count; i++)
    if (!at->files.files[i].id && !upload(at, submission->service, &at->files.files[i], all))
      return false;
  return true;
}

static bool send_with_files(pk_sending *at) {
  bool all;
  pishkhan_submission *submission = pk_unpack_submission(at->arena, at->request);
  pk_failure failure;
  if (!submission) {
    pk_fail_memory(&failure);
    return pk_pass_stop(at->pass, &failure);
  }
  if (!upload_all(at, submission, &all))
    return false;
  return !all || (add_files(at, submission) && submit(at));
}

bool pk_send_entry(pk_sending *at) { return at->files.count ? send_with_files(at) : submit(at); }
