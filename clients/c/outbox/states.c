/* The words for what becomes of an entry. */
#include "outbox_state.h"
#include "words.h"

static const pk_word states[] = {
    {PISHKHAN_OUTBOX_UNSPECIFIED, "UNSPECIFIED", "not told", "نامشخص"},
    {PISHKHAN_OUTBOX_HELD, "HELD", "held here, not sent",
     "نگه‌داشته در این دستگاه، فرستاده نشده"},
    {PISHKHAN_OUTBOX_SENDING, "SENDING", "sent, without an answer yet",
     "فرستاده شده، هنوز بی‌پاسخ"},
    {PISHKHAN_OUTBOX_ACCEPTED, "ACCEPTED", "accepted by the counter",
     "پذیرفته‌شده در پیشخوان"},
    {PISHKHAN_OUTBOX_REFUSED, "REFUSED", "refused by the counter", "ردشده در پیشخوان"},
    {PISHKHAN_OUTBOX_EXPIRED, "EXPIRED", "held too long, not sent", "بیش از زمان مجاز مانده، فرستاده نشده"},
    {PISHKHAN_OUTBOX_DAMAGED, "DAMAGED", "damaged on disk", "آسیب‌دیده روی دیسک"},
};

static const pk_word *word_of(pishkhan_outbox_state state) {
  static const pk_word unknown = {0, "UNRECOGNIZED", "a state that this version does not know",
                                  "وضعیتی که این نسخه نمی‌شناسد"};
  for (size_t i = 0; i < sizeof states / sizeof *states; i++)
    if (states[i].value == (int)state)
      return &states[i];
  return &unknown;
}

const char *pishkhan_outbox_state_name(pishkhan_outbox_state state) { return word_of(state)->name; }

const char *pishkhan_outbox_state_text(pishkhan_outbox_state state, const char *language) {
  const pk_word *word = word_of(state);
  return pk_is_persian(language) ? word->persian : word->english;
}
