#include "verdict.h"

/* Reasons that say more than their status does. */
static const struct {
  pishkhan_reason reason;
  pk_verdict_on_entry verdict;
} known[] = {
    /* FAILED_PRECONDITION and NOT_FOUND, but of this machine's office: its operator can mend it, and every
     * citizen behind would be refused for it. */
    {PISHKHAN_REASON_OFFICE_NOT_ACTIVE, PK_ENTRY_ALL_WAIT},
    {PISHKHAN_REASON_OFFICE_UNKNOWN, PK_ENTRY_ALL_WAIT},
    {PISHKHAN_REASON_PRINCIPAL_NAME_UNKNOWN, PK_ENTRY_ALL_WAIT},
    /* RESOURCE_EXHAUSTED, but of one service until midnight. */
    {PISHKHAN_REASON_DAILY_CAP_REACHED, PK_ENTRY_LATER},
    /* Of files alone. */
    {PISHKHAN_REASON_NO_ROOM, PK_ENTRY_LATER},
    /* Of an upload that is begun anew. */
    {PISHKHAN_REASON_ATTACHMENT_UNKNOWN, PK_ENTRY_LATER},
    {PISHKHAN_REASON_OFFSET_MISMATCH, PK_ENTRY_LATER},
    /* This library's own, of one message. */
    {PISHKHAN_REASON_MESSAGE_TOO_LARGE, PK_ENTRY_LATER},
    {PISHKHAN_REASON_RESPONSE_INVALID, PK_ENTRY_LATER},
};

static pk_verdict_on_entry by_status(const pishkhan_error *error) {
  bool from_counter = pishkhan_error_reason(error) < PISHKHAN_REASON_ARGUMENT_INVALID;
  bool stored_nothing = pishkhan_error_durable(error) == PISHKHAN_DURABLE_NO;
  switch (pishkhan_error_status(error)) {
  case PISHKHAN_INVALID_ARGUMENT:
  case PISHKHAN_NOT_FOUND:
  case PISHKHAN_ALREADY_EXISTS:
  case PISHKHAN_FAILED_PRECONDITION:
  case PISHKHAN_OUT_OF_RANGE:
    return from_counter ? stored_nothing ? PK_ENTRY_REFUSED : PK_ENTRY_LATER : PK_ENTRY_ALL_WAIT;
  case PISHKHAN_UNKNOWN:
  case PISHKHAN_INTERNAL:
  case PISHKHAN_ABORTED:
  case PISHKHAN_DATA_LOSS:
    return from_counter ? PK_ENTRY_LATER : PK_ENTRY_ALL_WAIT;
  default:
    return PK_ENTRY_ALL_WAIT;
  }
}

pk_verdict_on_entry pk_verdict_of(const pishkhan_error *error) {
  pishkhan_reason reason = pishkhan_error_reason(error);
  if (reason == PISHKHAN_REASON_STORE_FAILED) /* UNAVAILABLE or UNKNOWN: the disk under all of them */
    return PK_ENTRY_ALL_WAIT;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].reason == reason)
      return known[i].verdict;
  return by_status(error);
}
