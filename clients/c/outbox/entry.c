/* One entry, opened for the program. */
#include "entry.h"
#include "error_wire.h"
#include "kept.h"

#include <string.h>

enum { ENTRY_MAX = 64 << 20 }; /* bytes of memory that one entry may unfold to; its submission has 1 MiB */

/* What stands behind the entry that the program sees. */
typedef struct opened_entry {
  pishkhan_outbox_entry entry;
  pishkhan_error *error; /* owned; the entry shows it as const */
  int64_t number;
} opened_entry;

int64_t pk_entry_number(const pishkhan_outbox_entry *entry) {
  return entry ? ((const opened_entry *)entry)->number : 0;
}

void pishkhan_outbox_entry_free(pishkhan_outbox_entry *entry) {
  if (entry)
    pishkhan_error_free(((opened_entry *)entry)->error);
  pk_result_free(entry);
}

static pk_opened open_submission(const pishkhan_outbox *outbox, const pk_row *row, pk_arena *arena,
                                 pishkhan_outbox_entry *entry, pk_failure *failure) {
  const pk_seal_place place = pk_place_of(row, PK_SEALED_SUBMISSION);
  pk_bytes packed = {NULL, row->submission_size - PK_SEAL_OVERHEAD};
  pk_opened opened =
      pk_outbox_unseal(outbox, &place, row->submission, row->submission_size, arena, &packed.data, failure);
  if (opened != PK_OPENED)
    return opened;
  entry->submission = pk_unpack_submission(arena, packed);
  if (!entry->submission)
    pk_fail_memory(failure);
  return entry->submission ? PK_OPENED : PK_OPEN_FAILED;
}

static pk_opened open_answer(const pishkhan_outbox *outbox, const pk_row *row, pk_arena *arena,
                             opened_entry *made, pk_failure *failure) {
  bool accepted = row->state == PISHKHAN_OUTBOX_ACCEPTED;
  if (!accepted && row->state != PISHKHAN_OUTBOX_REFUSED)
    return PK_OPENED;
  const pk_seal_place place = pk_place_of(row, accepted ? PK_SEALED_RECEIPT : PK_SEALED_REFUSAL);
  const pk_error_context context = {
      .allocator = &outbox->allocator, .persian = outbox->persian, .key = row->key};
  pk_bytes packed = {NULL, row->answer_size - PK_SEAL_OVERHEAD};
  pk_opened opened =
      pk_outbox_unseal(outbox, &place, row->answer, row->answer_size, arena, &packed.data, failure);
  if (opened != PK_OPENED)
    return opened;
  if (accepted)
    made->entry.receipt = pk_unpack_receipt(arena, packed, row->key);
  else
    pk_error_unpack(&context, packed.data, packed.size, &made->error);
  if (!made->entry.receipt && !made->error)
    pk_fail_memory(failure);
  return made->entry.receipt || made->error ? PK_OPENED : PK_OPEN_FAILED;
}

/* Why an entry without an answer of the counter's is not to be sent. */
static void explain_state(const pishkhan_outbox *outbox, const pk_row *row, opened_entry *made) {
  pk_failure failure;
  if (made->entry.state == PISHKHAN_OUTBOX_EXPIRED)
    pk_fail(&failure, PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_OUTBOX_EXPIRED,
            "it was held beyond the age limit and never sent");
  else if (made->entry.state == PISHKHAN_OUTBOX_DAMAGED)
    pk_fail(&failure, PISHKHAN_DATA_LOSS, PISHKHAN_REASON_OUTBOX_DAMAGED,
            "its bytes on disk are not what was written");
  else
    return;
  bool uncertain = made->entry.state == PISHKHAN_OUTBOX_DAMAGED; /* it may have been sent before */
  pk_outbox_raise(outbox, &failure, row->key, uncertain, &made->error);
}

static bool fill(const pishkhan_outbox *outbox, pk_row *row, pk_arena *arena, opened_entry *made,
                 pk_failure *failure) {
  uint32_t ahead = 0;
  bool waits = row->state == PISHKHAN_OUTBOX_HELD || row->state == PISHKHAN_OUTBOX_SENDING;
  pk_opened opened = open_submission(outbox, row, arena, &made->entry, failure);
  if (opened == PK_OPENED)
    opened = open_answer(outbox, row, arena, made, failure);
  if (opened == PK_OPEN_FAILED || (waits && !pk_rows_ahead(outbox, row->number, &ahead, failure)))
    return false;
  made->entry.state = opened == PK_OPENED ? row->state : PISHKHAN_OUTBOX_DAMAGED;
  if (opened == PK_NOT_AUTHENTIC && row->state != PISHKHAN_OUTBOX_DAMAGED &&
      !pk_row_move(outbox, row->number, PISHKHAN_OUTBOX_DAMAGED, row->answer, row->answer_size, failure))
    return false;
  explain_state(outbox, row, made);
  made->entry.error = made->error;
  made->entry.slip = pk_slip_of(row, ahead, arena);
  return (made->entry.slip && !arena->failed) || pk_fail_memory(failure);
}

bool pk_entry_find(const pishkhan_outbox *outbox, const pk_row_query *query, pishkhan_outbox_entry **out,
                   pk_failure *failure) {
  opened_entry *made = pk_result_new(&outbox->allocator, sizeof *made, ENTRY_MAX);
  uint32_t expired;
  pk_row row = {.number = 0};
  if (!made)
    return pk_fail_memory(failure);
  pk_arena *arena = pk_result_arena(made);
  bool good = pk_rows_expire(outbox, &expired, failure) && pk_row_find(outbox, query, arena, &row, failure) &&
              (row.number == 0 || fill(outbox, &row, arena, made, failure));
  made->number = row.number;
  if (good && row.number)
    *out = &made->entry;
  else
    pishkhan_outbox_entry_free(&made->entry);
  return good;
}
