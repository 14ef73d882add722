#include "files.h"
#include "kept.h"
#include "sized_copy.h"

#include <openssl/crypto.h>
#include <string.h>

/* A submission on its way into the outbox. */
typedef struct holding {
  pishkhan_outbox *outbox;
  pishkhan_outbox_item item;
  pk_arena *arena;
  pk_row row;
  pk_bytes packed;
  pk_file_list files;
  uint32_t ahead;
  bool uncertain; /* the disk failed at the very end: it may be held */
} holding;

/* ---- the checks that need no disk ---- */

/* The form as it will be sent: an attribute that a file answers counts as given. */
static pishkhan_status check_form(const holding *hold, pk_failure *failure, pishkhan_error **error) {
  static const char *const held[] = {
      "00000000000000000000000000000000"}; /* an id such as the upload will give */
  pishkhan_submission submission;
  pk_sized_copy(&submission, sizeof submission, hold->item.submission);
  submission.size = sizeof submission;
  size_t count = submission.form_count;
  pishkhan_form_value *form = pk_arena_new(hold->arena, count + hold->files.count, sizeof *form);
  if (!form) {
    pk_fail_memory(failure);
    return pk_outbox_raise(hold->outbox, failure, hold->row.key, false, error);
  }
  if (count)
    memcpy(form, submission.form, count * sizeof *form);
  for (size_t i = 0; i < hold->files.count; i++)
    form[count + i] = (pishkhan_form_value){hold->files.files[i].attribute, held, 1};
  submission.form = form;
  submission.form_count = count + hold->files.count;
  return pishkhan_check_submission(hold->item.service, &submission, hold->outbox->persian ? "fa" : "en",
                                   error);
}

static bool take_key(holding *hold, const pishkhan_submission *given, pk_failure *failure) {
  pishkhan_submission submission;
  if (!pk_sized_copy(&submission, sizeof submission, given))
    return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
                   "the submission's size is not set");
  if (submission.idempotency_key)
    memcpy(hold->row.key, submission.idempotency_key, sizeof hold->row.key);
  else if (!pishkhan_make_key(hold->row.key))
    return pk_fail(failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_OUT_OF_MEMORY,
                   "the system gives no random bytes");
  return true;
}

/* ---- a key that is held already ---- */

static bool has_same_files(const holding *hold, const pk_file_list *kept) {
  bool same = kept->count == hold->files.count;
  for (size_t i = 0; same && i < kept->count; i++) {
    const pk_file *a = &kept->files[i], *b = &hold->files.files[i];
    same = strcmp(a->attribute, b->attribute) == 0 && strcmp(a->name, b->name) == 0 &&
           memcmp(a->sha256, b->sha256, sizeof a->sha256) == 0;
  }
  return same;
}

static bool damaged(pk_failure *failure) {
  return pk_fail(failure, PISHKHAN_DATA_LOSS, PISHKHAN_REASON_OUTBOX_DAMAGED,
                 "the entry with this key is damaged on disk");
}

static bool is_the_same(const holding *hold, const pk_row *kept, pk_failure *failure) {
  const pk_seal_place place = pk_place_of(kept, PK_SEALED_SUBMISSION);
  const uint8_t *plain;
  pk_file_list files;
  pk_opened opened = pk_outbox_unseal(hold->outbox, &place, kept->submission, kept->submission_size,
                                      hold->arena, &plain, failure);
  bool sent = kept->state == PISHKHAN_OUTBOX_ACCEPTED; /* its files are gone */
  if (opened == PK_OPENED && !sent)
    opened = pk_files_read(hold->outbox, kept, hold->arena, &files, failure);
  if (opened != PK_OPENED)
    return opened == PK_NOT_AUTHENTIC ? damaged(failure) : false;
  bool same = kept->submission_size == hold->packed.size + PK_SEAL_OVERHEAD &&
              memcmp(plain, hold->packed.data, hold->packed.size) == 0 &&
              (sent || has_same_files(hold, &files));
  return same || pk_fail(failure, PISHKHAN_ALREADY_EXISTS, PISHKHAN_REASON_IDEMPOTENCY_KEY_REUSED,
                         "the key is held already, with other content");
}

/* ---- writing ---- */

static bool full(pk_failure *failure, const char *what, uint64_t limit) {
  return pk_fail(failure, PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_OUTBOX_FULL,
                 "the outbox holds at most %llu %s, settled ones included", (unsigned long long)limit, what);
}

static bool has_room(const holding *hold, pk_failure *failure) {
  const pishkhan_outbox *outbox = hold->outbox;
  /* Pages of 4 KiB: the last of a long value, and those that the tables may split. */
  uint64_t used, needed = hold->packed.size + PK_SEAL_OVERHEAD + 4 * 4096 + pk_files_size(&hold->files);
  uint32_t count = 0;
  if (!pk_rows_count(outbox, &count, failure) || !pk_database_size(outbox, &used, failure))
    return false;
  if (count >= outbox->count_limit)
    return full(failure, "entries", outbox->count_limit);
  if (needed > outbox->size_limit || used > outbox->size_limit - needed)
    return full(failure, "bytes", outbox->size_limit);
  return true;
}

static bool insert(holding *hold, pk_failure *failure) {
  pk_row *row = &hold->row;
  if (!has_room(hold, failure) || !pk_row_number(hold->outbox, &row->number, failure))
    return false;
  row->state = PISHKHAN_OUTBOX_HELD;
  row->held_ms = pk_outbox_now();
  row->expires_ms = row->held_ms ? row->held_ms + hold->outbox->age_limit_ms : 0;
  const pk_seal_place place = pk_place_of(row, PK_SEALED_SUBMISSION);
  row->submission_size = hold->packed.size + PK_SEAL_OVERHEAD;
  return pk_outbox_seal(hold->outbox, &place, hold->packed.data, hold->packed.size, hold->arena,
                        &row->submission, failure) &&
         pk_row_insert(hold->outbox, row, failure) &&
         pk_files_insert(hold->outbox, row, hold->item.files, &hold->files, failure) &&
         pk_rows_ahead(hold->outbox, row->number, &hold->ahead, failure);
}

/* The row of the key as it is held already, or a new one; on disk when this returns true. */
static bool store(holding *hold, pk_failure *failure) {
  pishkhan_outbox *outbox = hold->outbox;
  pk_row kept;
  const pk_row_query query = {.key = hold->row.key};
  if (!pk_database_run(outbox, "BEGIN IMMEDIATE", failure))
    return false;
  bool good = pk_row_find(outbox, &query, hold->arena, &kept, failure);
  if (good && kept.number) {
    good = is_the_same(hold, &kept, failure) && pk_rows_ahead(outbox, kept.number, &hold->ahead, failure);
    hold->row = kept;
  } else if (good) {
    good = insert(hold, failure);
  }
  return pk_database_end(outbox, good, &hold->uncertain, failure);
}

static pishkhan_held_slip *new_slip(const holding *hold, pk_failure *failure) {
  void *owner = pk_result_new(&hold->outbox->allocator, sizeof(pishkhan_held_slip), 4096);
  pishkhan_held_slip *slip = owner ? pk_slip_of(&hold->row, hold->ahead, pk_result_arena(owner)) : NULL;
  if (slip) {
    *(pishkhan_held_slip *)owner = *slip;
    return owner;
  }
  pk_result_free(owner);
  pk_fail_memory(failure);
  return NULL;
}

static pishkhan_status hold_item(holding *hold, pishkhan_held_slip **slip, pishkhan_error **error) {
  pishkhan_outbox *outbox = hold->outbox;
  pk_failure failure;
  bool good =
      take_key(hold, hold->item.submission, &failure) &&
      pk_pack_submission(hold->item.submission, hold->row.key, hold->arena, &hold->packed, &failure) &&
      pk_files_measure(outbox, &hold->item, hold->arena, &hold->files, &failure);
  pishkhan_status checked = good && hold->item.service ? check_form(hold, &failure, error) : PISHKHAN_OK;
  if (checked != PISHKHAN_OK)
    return checked;
  if (good) {
    pthread_mutex_lock(&outbox->guard);
    good = store(hold, &failure);
    pthread_mutex_unlock(&outbox->guard);
    hold->uncertain = hold->uncertain || good; /* without memory for the slip it is held all the same */
  }
  *slip = good ? new_slip(hold, &failure) : NULL;
  return *slip ? PISHKHAN_OK : pk_outbox_raise(outbox, &failure, hold->row.key, hold->uncertain, error);
}

pishkhan_status pishkhan_outbox_hold(pishkhan_outbox *outbox, const pishkhan_outbox_item *given,
                                     pishkhan_held_slip **slip, pishkhan_error **error) {
  holding hold = {.outbox = outbox};
  pk_failure failure;
  if (slip)
    *slip = NULL;
  if (!pk_outbox_is_given(outbox, error))
    return PISHKHAN_INVALID_ARGUMENT;
  if (!slip || !given || !pk_sized_copy(&hold.item, sizeof hold.item, given) || !hold.item.submission) {
    pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
            "no submission, or the item's size is not set, or no place for the slip");
    return pk_outbox_raise(outbox, &failure, NULL, false, error);
  }
  hold.arena = pk_outbox_scratch(outbox, &failure);
  if (!hold.arena)
    return pk_outbox_raise(outbox, &failure, NULL, false, error);
  pishkhan_status status = hold_item(&hold, slip, error);
  if (hold.packed.data)
    OPENSSL_cleanse((void *)(uintptr_t)hold.packed.data, hold.packed.size);
  pk_outbox_scratch_free(hold.arena);
  return status;
}
