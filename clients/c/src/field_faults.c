#include "field_faults.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

/* The words of the server's field violations (Sources/Casework/FieldReason.swift) and their sentences. */
typedef struct field_word {
  const char *word;
  const char *english;
  const char *persian;
} field_word;

static const field_word words[] = {
    {"required", "This is needed.", "پر کردن این بخش لازم است."},
    {"unknown", "There is no such thing here.", "چنین چیزی در این جا نیست."},
    {"duplicate", "This was given more than once.", "بیش از یک بار آمده است."},
    {"not_asked", "This was not asked.", "این پرسیده نشده است."},
    {"single_value", "Only one value is taken.", "تنها یک مقدار پذیرفته می‌شود."},
    {"not_a_number", "This is not a decimal number.", "این یک عدد نیست."},
    {"not_a_date", "This is not an ISO 8601 date, or date and time with an offset.",
     "این تاریخ، یا تاریخ و ساعت با اختلاف ساعت، به شیوهٔ ISO 8601 نیست."},
    {"not_in_list", "This is none of the allowed values.",
     "این از گزینه‌های مجاز نیست."},
    {"too_long", "This is too long.", "این بیش از اندازه دراز است."},
    {"multi_line", "Only one line is taken.", "تنها یک سطر پذیرفته می‌شود."},
    {"encoding", "This is not valid UTF-8 text without NUL.", "این متن UTF-8 درست و بدون NUL نیست."},
    {"range", "This is outside the allowed range.", "این بیرون از بازهٔ مجاز است."},
    {"length", "The length is wrong.", "طول آن درست نیست."},
    {"character", "There is a character that does not belong here.",
     "نویسه‌ای دارد که جای آن این جا نیست."},
    {"check_digit", "The check digits do not fit: a digit is mistyped.",
     "رقم کنترل نمی‌خواند: رقمی اشتباه نوشته شده است."},
    {"repeated_digit", "The same digit is repeated, as never issued.",
     "رقم‌ها تکراری‌اند؛ چنین شماره‌ای صادر نمی‌شود."},
    {"digit", "There is a digit that is never issued at its place.",
     "رقمی دارد که در آن جایگاه به کار نمی‌رود."},
    {"country", "Only an IBAN of Iran (IR) is taken.",
     "تنها شبای ایران (IR) پذیرفته می‌شود."},
    {"prefix", "A mobile number begins with 09.",
     "شمارهٔ همراه با ۰۹ آغاز می‌شود."},
};

const char *pishkhan_check_text(const char *word, const char *language) {
  for (size_t i = 0; word && i < sizeof words / sizeof *words; i++)
    if (strcmp(words[i].word, word) == 0)
      return pk_is_persian(language) ? words[i].persian : words[i].english;
  return "";
}

void pk_fault_add(pk_field_faults *faults, const char *prefix, const char *name, const char *word,
                  const pishkhan_attribute *attribute) {
  if (faults->count < PK_FAULTS_MAX)
    faults->list[faults->count++] = (pk_field_fault){prefix, name, word, attribute};
}

/* Text of an error, made by printf's rules; an empty one where memory fails (the arena then says so). */
__attribute__((format(printf, 2, 0))) static const char *written(pk_arena *arena, const char *format,
                                                                 const char *first, const char *second) {
  size_t size = strlen(format) + strlen(first) + strlen(second) + 1;
  char *text = pk_arena_new(arena, 1, size);
  if (text)
    snprintf(text, size, format, first, second);
  return text ? text : "";
}

static const char *label_in(const pk_field_fault *fault, const char *language) {
  const pishkhan_attribute *attribute = fault->attribute;
  for (size_t i = 0; attribute && i < attribute->label_count; i++)
    if (strcmp(attribute->labels[i].language, language) == 0)
      return attribute->labels[i].text;
  return "";
}

/* One line for people: the field's name and what is wrong with it. A Latin code in a Persian line stands in
 * isolates (FSI, PDI): else its punctuation jumps to the other side. */
static const char *line(pk_arena *arena, const pk_field_fault *fault, const char *language) {
  const char *sentence = pishkhan_check_text(fault->word, language), *label = label_in(fault, language);
  if (*label)
    return written(arena, "%s: %s", label, sentence);
  const char *code = fault->name ? fault->name : fault->prefix;
  return pk_is_persian(language) ? written(arena, "\u2068%s\u2069: %s", code, sentence)
                                 : written(arena, "%s: %s", code, sentence);
}

static const char *path(pk_arena *arena, const pk_field_fault *fault) {
  if (!fault->prefix || !fault->name)
    return written(arena, "%s%s", fault->prefix ? fault->prefix : "", fault->name ? fault->name : "");
  return written(arena, "%s.%s", fault->prefix, fault->name);
}

pishkhan_status pk_raise_faults(const pk_field_faults *faults, const char *language, pishkhan_error **error) {
  static const char message[] = "One or more fields are not right.";
  pk_failure failure;
  const pk_error_context context = {
      .allocator = &pk_default_allocator, .persian = pk_is_persian(language), .stores_nothing = true};
  if (error)
    *error = NULL;
  if (faults->count == 0)
    return PISHKHAN_OK;
  pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FIELD_INVALID, "%s", message);
  pishkhan_status status = pk_raise(&context, &failure, error);
  if (!error || pishkhan_error_reason(*error) != PISHKHAN_REASON_FIELD_INVALID)
    return status; /* the constant that tells of no memory has no room for more */
  pk_arena *arena = pk_result_arena(*error);
  pishkhan_violation *list = pk_arena_new(arena, faults->count, sizeof *list);
  for (size_t i = 0; list && i < faults->count; i++)
    list[i] = (pishkhan_violation){path(arena, &faults->list[i]), faults->list[i].word,
                                   line(arena, &faults->list[i], "fa"), line(arena, &faults->list[i], "en")};
  (*error)->violations = list;
  (*error)->violation_count = list ? faults->count : 0;
  return status;
}
