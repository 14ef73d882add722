/* One paragraph that a person can act on. */
#include "error_object.h"
#include "words.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct paragraph {
  char *buffer;
  size_t capacity;
  size_t length; /* of the whole paragraph, also where it does not fit */
} paragraph;

static void add_part(paragraph *out, const char *text, size_t size) {
  if (out->length < out->capacity) {
    size_t room = out->capacity - out->length;
    memcpy(out->buffer + out->length, text, size < room ? size : room);
  }
  out->length += size;
}

static void add(paragraph *out, const char *text) { add_part(out, text, strlen(text)); }

/* A sentence: with a capital letter in front and a full stop behind. */
static void add_sentence(paragraph *out, const char *text) {
  if (!*text)
    return;
  if (out->length)
    add(out, " ");
  const char first[2] = {text[0] >= 'a' && text[0] <= 'z' ? (char)(text[0] - 'a' + 'A') : text[0], 0};
  add(out, first);
  add(out, text + 1);
  char last = text[strlen(text) - 1];
  if (last != '.' && last != '!' && last != '?')
    add(out, ".");
}

/* Violations that the headline does not tell already, as servers' headlines often do. */
static void add_violations(paragraph *out, const pishkhan_error *error, const char *headline, bool persian) {
  size_t told = 0;
  for (size_t i = 0; i < error->violation_count; i++) {
    const pishkhan_violation *violation = &error->violations[i];
    const char *text = persian ? violation->text_fa : violation->text_en;
    if (!*text)
      text = violation->reason;
    if (strstr(headline, text))
      continue;
    add(out, told++ == 0 ? (persian ? " فیلدها: " : " Fields: ") : (persian ? "؛ " : "; "));
    add(out, violation->field);
    add(out, ": ");
    size_t size = strlen(text);
    add_part(out, text, size && text[size - 1] == '.' ? size - 1 : size);
  }
  if (told)
    add(out, ".");
}

/* Where it failed. The server says CLIENT of a call that is wrong in itself; this library, of the line too.
 */
static void add_place(paragraph *out, const pishkhan_error *error, const char *language) {
  bool told_by_server = error->reason < PISHKHAN_REASON_ARGUMENT_INVALID;
  if (error->at == PISHKHAN_AT_UNSPECIFIED || (error->at == PISHKHAN_AT_CLIENT && told_by_server))
    return;
  add_sentence(out, pk_text(pk_at_word(error->at), language));
}

/* The digits of a number in Persian text are Persian. */
static void add_number(paragraph *out, int64_t number, bool persian) {
  static const char *const digits[] = {"۰", "۱", "۲", "۳", "۴", "۵", "۶", "۷", "۸", "۹"};
  char latin[24];
  snprintf(latin, sizeof latin, "%" PRId64, number);
  for (const char *c = latin; *c; c++) {
    const char plain[2] = {*c, 0};
    add(out, persian && *c >= '0' && *c <= '9' ? digits[*c - '0'] : plain);
  }
}

static void add_wait(paragraph *out, int64_t milliseconds, bool persian) {
  if (milliseconds <= 0)
    return;
  add(out, persian ? " پس از " : " Try again after ");
  add_number(out, milliseconds / 1000 + (milliseconds % 1000 != 0), persian);
  add(out, persian ? " ثانیه دوباره تلاش کنید." : " s.");
}

static void add_version(paragraph *out, uint32_t version, bool persian) {
  if (!version)
    return;
  add(out, persian ? " نسخهٔ کنونی درخواست: " : " The request's version is now ");
  add_number(out, version, persian);
  add(out, ".");
}

static void finish(paragraph *out) {
  if (!out->capacity)
    return;
  size_t end = out->length;
  if (end >= out->capacity) {
    end = out->capacity - 1;
    while (end > 0 && ((unsigned char)out->buffer[end] & 0xC0) == 0x80)
      end--;
  }
  out->buffer[end] = 0;
}

size_t pishkhan_error_explain(const pishkhan_error *error, const char *language, char *buffer,
                              size_t capacity) {
  paragraph out = {buffer, buffer ? capacity : 0, 0};
  if (error) {
    bool persian = language ? pk_is_persian(language) : error->persian;
    const char *tongue = persian ? "fa" : "en";
    const char *headline = persian ? error->localized : error->message;
    add_sentence(&out, headline);
    add_violations(&out, error, headline, persian);
    add_place(&out, error, tongue);
    add_sentence(&out, pk_text(pk_durable_word(error->durable), tongue));
    add_sentence(&out, pk_advice(error->reason, tongue));
    add_version(&out, error->current_version, persian);
    add_wait(&out, error->retry_after_ms, persian);
    add(&out, " (");
    add(&out, pishkhan_status_name(error->status));
    add(&out, ", ");
    add(&out, pishkhan_reason_name(error->reason));
    if (*error->trace_id) {
      add(&out, persian ? "، شمارهٔ پیگیری " : ", trace ");
      add(&out, error->trace_id);
    }
    add(&out, ")");
  }
  finish(&out);
  return out.length;
}
