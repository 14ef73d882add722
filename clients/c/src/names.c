/* The counter's words: stable names, and texts in English and Persian. */
#include "words.h"

#include <pishkhan/pishkhan.h>

static const pk_word statuses[] = {
    {PISHKHAN_OK, "OK", "done", "انجام شد"},
    {PISHKHAN_CANCELLED, "CANCELLED", "the call was cancelled", "درخواست لغو شد"},
    {PISHKHAN_UNKNOWN, "UNKNOWN", "the server met an unexpected error",
     "سامانه با خطایی پیش‌بینی‌نشده روبه‌رو شد"},
    {PISHKHAN_INVALID_ARGUMENT, "INVALID_ARGUMENT", "something in the call is not valid",
     "بخشی از درخواست درست نیست"},
    {PISHKHAN_DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", "no answer came in time", "پاسخ در زمان مقرر نرسید"},
    {PISHKHAN_NOT_FOUND, "NOT_FOUND", "there is no such thing", "چنین موردی یافت نشد"},
    {PISHKHAN_ALREADY_EXISTS, "ALREADY_EXISTS", "it was done before", "پیش‌تر ثبت شده است"},
    {PISHKHAN_PERMISSION_DENIED, "PERMISSION_DENIED", "the caller may not do this",
     "اجازهٔ این کار داده نشده است"},
    {PISHKHAN_RESOURCE_EXHAUSTED, "RESOURCE_EXHAUSTED", "a limit is reached", "ظرفیت یا سقف مجاز پر شده است"},
    {PISHKHAN_FAILED_PRECONDITION, "FAILED_PRECONDITION", "this is not possible in the present state",
     "در وضعیت کنونی این کار شدنی نیست"},
    {PISHKHAN_ABORTED, "ABORTED", "somebody else acted first", "پیش از شما اقدام دیگری انجام شده است"},
    {PISHKHAN_OUT_OF_RANGE, "OUT_OF_RANGE", "a value is out of range", "مقدار بیرون از بازهٔ مجاز است"},
    {PISHKHAN_UNIMPLEMENTED, "UNIMPLEMENTED", "the server does not know this method",
     "سامانه این عملیات را نمی‌شناسد"},
    {PISHKHAN_INTERNAL, "INTERNAL", "the two sides do not understand each other",
     "خطای داخلی در گفت‌وگو با سامانه"},
    {PISHKHAN_UNAVAILABLE, "UNAVAILABLE", "the server cannot be reached now", "سامانه اکنون در دسترس نیست"},
    {PISHKHAN_DATA_LOSS, "DATA_LOSS", "data is lost or damaged",
     "داده‌ها از دست رفته یا آسیب دیده‌اند"},
    {PISHKHAN_UNAUTHENTICATED, "UNAUTHENTICATED", "the caller is not known",
     "هویت درخواست‌کننده تأیید نشد"},
};

static const pk_word states[] = {
    {PISHKHAN_STATE_UNSPECIFIED, "UNSPECIFIED", "not told", "نامشخص"},
    {PISHKHAN_STATE_SUBMITTED, "SUBMITTED", "submitted", "ثبت شده"},
    {PISHKHAN_STATE_ACKNOWLEDGED, "ACKNOWLEDGED", "acknowledged", "دریافت شده"},
    {PISHKHAN_STATE_ASSIGNED, "ASSIGNED", "in work", "در دست بررسی"},
    {PISHKHAN_STATE_WAITING_CITIZEN, "WAITING_CITIZEN", "waiting for the citizen", "در انتظار پاسخ متقاضی"},
    {PISHKHAN_STATE_WAITING_OTHER, "WAITING_OTHER", "waiting for another body", "در انتظار نهاد دیگر"},
    {PISHKHAN_STATE_FULFILLED, "FULFILLED", "fulfilled", "انجام شده"},
    {PISHKHAN_STATE_REFUSED, "REFUSED", "refused", "رد شده"},
    {PISHKHAN_STATE_CLOSED, "CLOSED", "closed", "بسته شده"},
    {PISHKHAN_STATE_WITHDRAWN, "WITHDRAWN", "withdrawn", "پس گرفته شده"},
    {PISHKHAN_STATE_DUPLICATE, "DUPLICATE", "duplicate", "تکراری"},
    {PISHKHAN_STATE_EXPIRED, "EXPIRED", "expired", "منقضی شده"},
};

static const pk_word actions[] = {
    {PISHKHAN_ACTION_UNSPECIFIED, "UNSPECIFIED", "not told", "نامشخص"},
    {PISHKHAN_ACTION_SUBMIT, "SUBMIT", "submit", "ثبت درخواست"},
    {PISHKHAN_ACTION_ACKNOWLEDGE, "ACKNOWLEDGE", "acknowledge", "اعلام دریافت"},
    {PISHKHAN_ACTION_CLAIM, "CLAIM", "take into work", "پذیرش برای بررسی"},
    {PISHKHAN_ACTION_ASSIGN, "ASSIGN", "assign", "سپردن به کارمند"},
    {PISHKHAN_ACTION_ASK_CITIZEN, "ASK_CITIZEN", "ask the citizen", "پرسش از متقاضی"},
    {PISHKHAN_ACTION_ANSWER, "ANSWER", "answer", "پاسخ متقاضی"},
    {PISHKHAN_ACTION_ASK_OTHER, "ASK_OTHER", "ask another body", "پرسش از نهاد دیگر"},
    {PISHKHAN_ACTION_RETURN, "RETURN", "answer of the other body", "پاسخ نهاد دیگر"},
    {PISHKHAN_ACTION_TRANSFER, "TRANSFER", "transfer to another service", "ارجاع به خدمت دیگر"},
    {PISHKHAN_ACTION_FULFIL, "FULFIL", "fulfil", "انجام درخواست"},
    {PISHKHAN_ACTION_REFUSE, "REFUSE", "refuse", "رد درخواست"},
    {PISHKHAN_ACTION_CONFIRM, "CONFIRM", "confirm", "تأیید متقاضی"},
    {PISHKHAN_ACTION_REOPEN, "REOPEN", "reopen", "بازگشایی"},
    {PISHKHAN_ACTION_APPEAL, "APPEAL", "appeal", "اعتراض"},
    {PISHKHAN_ACTION_WITHDRAW, "WITHDRAW", "withdraw", "پس گرفتن درخواست"},
    {PISHKHAN_ACTION_MARK_DUPLICATE, "MARK_DUPLICATE", "mark as duplicate", "ثبت به عنوان تکراری"},
    {PISHKHAN_ACTION_EXPIRE, "EXPIRE", "expire without an answer", "انقضا بدون پاسخ"},
    {PISHKHAN_ACTION_GIVE_FEEDBACK, "GIVE_FEEDBACK", "give feedback", "ثبت نظر"},
    {PISHKHAN_ACTION_RELEASE, "RELEASE", "give back", "پس دادن کار"},
    {PISHKHAN_ACTION_LAPSE, "LAPSE", "lease ended", "پایان مهلت کار"},
    {PISHKHAN_ACTION_ADD_MESSAGE, "ADD_MESSAGE", "message", "پیام"},
    {PISHKHAN_ACTION_HAND_OVER, "HAND_OVER", "hand over the result", "تحویل نتیجه"},
    {PISHKHAN_ACTION_ATTACH, "ATTACH", "add a file", "افزودن پرونده"},
    {PISHKHAN_ACTION_REPLACE_SECRET, "REPLACE_SECRET", "new secret", "رمز تازه"},
    {PISHKHAN_ACTION_WARN, "WARN", "warning: a due time comes near", "هشدار نزدیک شدن مهلت"},
    {PISHKHAN_ACTION_ESCALATE, "ESCALATE", "escalate: a due time has passed", "ارتقا به دلیل گذشتن مهلت"},
    {PISHKHAN_ACTION_RESCHEDULE, "RESCHEDULE", "new due times by the calendar", "مهلت تازه بر پایهٔ تقویم"},
    {PISHKHAN_ACTION_CLOSE, "CLOSE", "close: the time for remedies is over", "بستن با پایان مهلت اعتراض"},
};

static const pk_word channels[] = {
    {PISHKHAN_CHANNEL_UNSPECIFIED, "UNSPECIFIED", "not told", "نامشخص"},
    {PISHKHAN_CHANNEL_COUNTER, "COUNTER", "counter office", "دفتر پیشخوان"},
    {PISHKHAN_CHANNEL_RURAL_ICT, "RURAL_ICT", "rural ICT office", "دفتر ارتباطات روستایی"},
    {PISHKHAN_CHANNEL_KIOSK, "KIOSK", "kiosk", "کیوسک"},
    {PISHKHAN_CHANNEL_CALL_CENTRE, "CALL_CENTRE", "call centre", "مرکز تماس"},
    {PISHKHAN_CHANNEL_AGENCY, "AGENCY", "agency", "دستگاه اجرایی"},
    {PISHKHAN_CHANNEL_ONLINE, "ONLINE", "online", "برخط"},
};

static const pk_word roles[] = {
    {PISHKHAN_ROLE_UNSPECIFIED, "UNSPECIFIED", "not told", "نامشخص"},
    {PISHKHAN_ROLE_CITIZEN, "CITIZEN", "citizen", "متقاضی"},
    {PISHKHAN_ROLE_OFFICE, "OFFICE", "office", "دفتر"},
    {PISHKHAN_ROLE_KIOSK, "KIOSK", "kiosk", "کیوسک"},
    {PISHKHAN_ROLE_AGENCY, "AGENCY", "agency", "دستگاه اجرایی"},
    {PISHKHAN_ROLE_SYSTEM, "SYSTEM", "the counter itself", "سامانه"},
    {PISHKHAN_ROLE_OPERATOR, "OPERATOR", "operator of the counter", "گردانندهٔ سامانه"},
    {PISHKHAN_ROLE_AUDITOR, "AUDITOR", "auditor", "حسابرس"},
    {PISHKHAN_ROLE_GATEWAY, "GATEWAY", "gateway of notifications", "درگاه پیام‌رسانی"},
};

static const pk_word places[] = {
    {PISHKHAN_AT_UNSPECIFIED, "UNSPECIFIED", "It is not told where", "محل خطا مشخص نیست"},
    {PISHKHAN_AT_CLIENT, "CLIENT", "It failed on this side or on the line",
     "خطا در این سو یا در خط ارتباط رخ داد"},
    {PISHKHAN_AT_EDGE, "EDGE", "The server's front refused it", "درگاه سامانه آن را نپذیرفت"},
    {PISHKHAN_AT_STORE, "STORE", "The server's storage failed", "انبارهٔ سامانه دچار خطا شد"},
    {PISHKHAN_AT_AGENCY, "AGENCY", "The agency refused it", "دستگاه اجرایی آن را نپذیرفت"},
};

static const pk_word durables[] = {
    {PISHKHAN_DURABLE_UNSPECIFIED, "UNSPECIFIED", "It is not told whether anything was stored",
     "مشخص نیست که چیزی ثبت شده است یا نه"},
    {PISHKHAN_DURABLE_UNKNOWN, "UNKNOWN",
     "Whether anything was stored cannot be known: repeat it with the same idempotency key",
     "نمی‌توان دانست که چیزی ثبت شده است یا نه؛ با همان کلید "
     "یکتا "
     "دوباره "
     "بفرستید"},
    {PISHKHAN_DURABLE_NO, "NO", "Nothing was stored", "چیزی ثبت نشد"},
    {PISHKHAN_DURABLE_YES, "YES", "It is stored: do not send it again", "ثبت شده است؛ دوباره نفرستید"},
};

static const pk_word steps[] = {
    {PISHKHAN_STEP_FILES, "files", "CA, certificate and key files",
     "پرونده‌های گواهی و کلید"},
    {PISHKHAN_STEP_ADDRESS, "address", "address of the server", "نشانی سامانه"},
    {PISHKHAN_STEP_TCP, "tcp", "TCP connection", "اتصال TCP"},
    {PISHKHAN_STEP_TLS, "tls", "TLS 1.3 handshake", "برقراری TLS 1.3"},
    {PISHKHAN_STEP_CERTIFICATE, "certificate", "the server's certificate", "گواهی سامانه"},
    {PISHKHAN_STEP_ALPN, "alpn", "HTTP/2 by ALPN", "توافق بر HTTP/2 (ALPN)"},
    {PISHKHAN_STEP_CLIENT_CERTIFICATE, "client_certificate", "the server takes your certificate",
     "پذیرش گواهی شما در سامانه"},
    {PISHKHAN_STEP_HEALTH, "health", "health of the server", "سلامت سامانه"},
    {PISHKHAN_STEP_CLOCK, "clock", "difference of the clocks", "اختلاف ساعت"},
};

static const pk_word nowhere = {0, "UNRECOGNIZED", "not known to this version", "برای این نسخه ناشناخته است"};

const pk_word *pk_find(const pk_word *words, size_t count, int value) {
  for (size_t i = 0; i < count; i++)
    if (words[i].value == value)
      return &words[i];
  return &nowhere;
}

const char *pk_text(const pk_word *word, const char *language) {
  return pk_is_persian(language) ? word->persian : word->english;
}

bool pk_is_persian(const char *language) {
  return language && language[0] == 'f' && language[1] == 'a' && (language[2] == 0 || language[2] == '-');
}

const pk_word *pk_durable_word(pishkhan_durable durable) { return PK_FIND(durables, durable); }
const pk_word *pk_at_word(pishkhan_at at) { return PK_FIND(places, at); }

const char *pishkhan_status_name(pishkhan_status status) { return PK_FIND(statuses, status)->name; }
const char *pishkhan_state_name(pishkhan_state state) { return PK_FIND(states, state)->name; }
const char *pishkhan_action_name(pishkhan_action action) { return PK_FIND(actions, action)->name; }
const char *pishkhan_channel_name(pishkhan_channel channel) { return PK_FIND(channels, channel)->name; }
const char *pishkhan_role_name(pishkhan_role role) { return PK_FIND(roles, role)->name; }
const char *pishkhan_at_name(pishkhan_at at) { return PK_FIND(places, at)->name; }
const char *pishkhan_durable_name(pishkhan_durable durable) { return PK_FIND(durables, durable)->name; }
const char *pishkhan_step_name(pishkhan_step step) { return PK_FIND(steps, step)->name; }

const char *pishkhan_status_text(pishkhan_status status, const char *language) {
  return pk_text(PK_FIND(statuses, status), language);
}

const char *pishkhan_state_text(pishkhan_state state, const char *language) {
  return pk_text(PK_FIND(states, state), language);
}

const char *pishkhan_action_text(pishkhan_action action, const char *language) {
  return pk_text(PK_FIND(actions, action), language);
}

const char *pishkhan_channel_text(pishkhan_channel channel, const char *language) {
  return pk_text(PK_FIND(channels, channel), language);
}

const char *pishkhan_role_text(pishkhan_role role, const char *language) {
  return pk_text(PK_FIND(roles, role), language);
}

const char *pishkhan_step_text(pishkhan_step step, const char *language) {
  return pk_text(PK_FIND(steps, step), language);
}
