/* A submission's and an answer's checks, in the server's order, so that the same violations come out
 * (Sources/Casework/FormCheck.swift, Sources/CounterServices/SubmissionDraft.swift). */
#include "config.h"
#include "encoding.h"
#include "field_faults.h"
#include "identifiers.h"
#include "typed_character.h"
#include "typed_values.h"

#include <string.h>

enum {
  CODE_MAX = 64,
  LINE_MAX_BYTES = 1024,
  TEXT_MAX = 8192,
  NAME_MAX_BYTES = 256,
  REGION_MAX = 16,
  REFERENCE_MAX = 64,
  FILE_ID_SIZE = 32
};

static const char *identifier(pk_identifier_rule rule, const char *typed,
                              char normal[PISHKHAN_IDENTIFIER_SIZE]) {
  pk_identifier result = {.length = 0};
  const char *fault = rule && typed ? rule(typed, &result) : "unknown";
  if (normal)
    memcpy(normal, fault ? "" : result.text, fault ? 1 : sizeof result.text);
  return fault;
}

const char *pishkhan_check_identifier(pishkhan_attribute_format format, const char *typed,
                                      char normal[PISHKHAN_IDENTIFIER_SIZE]) {
  return identifier(pk_identifier_rule_of(format), typed, normal);
}

const char *pishkhan_check_tracking_code(const char *typed, char normal[PISHKHAN_IDENTIFIER_SIZE]) {
  return identifier(pk_tracking_code, typed, normal);
}

const char *pishkhan_check_secret(const char *typed, char normal[PISHKHAN_IDENTIFIER_SIZE]) {
  return identifier(pk_secret, typed, normal);
}

/* ---- one attribute ---- */

static bool is_in(const char *value, const char *const *list, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(value, list[i]) == 0)
      return true;
  return false;
}

/* Reads at most one value more than there are different ones. */
static const char *list_fault(const pishkhan_attribute *attribute, const char *const *values, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (!is_in(values[i], attribute->allowed_values, attribute->allowed_value_count))
      return "not_in_list";
    if (is_in(values[i], values, i))
      return "duplicate";
  }
  return NULL;
}

static const char *value_fault(const pishkhan_attribute *attribute, const char *value) {
  pk_identifier_rule rule = pk_identifier_rule_of(attribute->format);
  pk_identifier ignored;
  switch (attribute->type) {
  case PISHKHAN_ATTRIBUTE_STRING:
    return rule ? rule(value, &ignored) : strpbrk(value, "\r\n") ? "multi_line" : NULL;
  case PISHKHAN_ATTRIBUTE_NUMBER:
    return pk_is_decimal(value) ? NULL : "not_a_number";
  case PISHKHAN_ATTRIBUTE_DATETIME:
    return pk_is_datetime(value) ? NULL : "not_a_date";
  case PISHKHAN_ATTRIBUTE_SINGLE_VALUE_LIST:
    return list_fault(attribute, &value, 1);
  case PISHKHAN_ATTRIBUTE_FILE: /* whether it is a file of the caller's, only the server knows */
    return strlen(value) == FILE_ID_SIZE && strspn(value, "0123456789abcdefABCDEF") == FILE_ID_SIZE
               ? NULL
               : "unknown";
  default:
    return NULL; /* text, and what a newer server knows */
  }
}

static bool nothing_given(const char *const *values, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (!pk_is_blank(values[i]))
      return false;
  return true;
}

/* The type's limit in bytes, or a lower one that string and text may set. */
static size_t longest(const pishkhan_attribute *attribute) {
  bool is_text = attribute->type == PISHKHAN_ATTRIBUTE_TEXT;
  size_t limit = is_text ? TEXT_MAX : LINE_MAX_BYTES;
  bool has_own = attribute->length_max > 0 && (is_text || attribute->type == PISHKHAN_ATTRIBUTE_STRING);
  return has_own && attribute->length_max < limit ? attribute->length_max : limit;
}

static const char *attribute_fault(const pishkhan_attribute *attribute, bool is_needed,
                                   const char *const *values, size_t count) {
  size_t limit = longest(attribute);
  for (size_t i = 0; i < count; i++) {
    if (!values[i] || !pk_is_utf8(values[i], strlen(values[i])))
      return "encoding";
    if (strlen(values[i]) > limit)
      return "too_long";
  }
  /* An attribute that was left empty counts as not given, however the program says so. */
  if (nothing_given(values, count))
    return is_needed ? "required" : NULL;
  if (attribute->type == PISHKHAN_ATTRIBUTE_MULTI_VALUE_LIST)
    return list_fault(attribute, values, count);
  return count > 1 ? "single_value" : value_fault(attribute, values[0]);
}

const char *pishkhan_check_values(const pishkhan_attribute *attribute, const char *const *values,
                                  size_t value_count) {
  if (!attribute)
    return "unknown";
  return attribute_fault(attribute, attribute->required, values, values ? value_count : 0);
}

/* ---- a form ---- */

typedef struct form_check {
  pk_field_faults *faults;
  const pishkhan_service *service;
  const char *prefix;
  const pishkhan_question *asked; /* the only attributes that are taken; NULL: all of the service's */
  size_t asked_count;
} form_check;

static bool is_asked(const form_check *check, const char *code) {
  for (size_t i = 0; i < check->asked_count; i++)
    if (strcmp(check->asked[i].attribute, code) == 0)
      return true;
  return false;
}

static bool is_needed(const form_check *check, const pishkhan_attribute *attribute) {
  return check->asked ? is_asked(check, attribute->code) : attribute->required;
}

static const pishkhan_attribute *find(const pishkhan_service *service, const char *code) {
  for (size_t i = 0; i < service->attribute_count; i++)
    if (strcmp(service->attributes[i]->code, code) == 0)
      return service->attributes[i];
  return NULL;
}

/* Only a plain code is named: what else was typed there goes to no terminal and no log. */
static const char *plain(const char *code) {
  for (const char *c = code; *c; c++)
    if (*c <= 0x20 || *c > 0x7E)
      return NULL;
  return code;
}

static bool came_before(const pishkhan_form_value *form, size_t index) {
  for (size_t i = 0; i < index; i++)
    if (form[i].attribute && strcmp(form[i].attribute, form[index].attribute) == 0)
      return true;
  return false;
}

static void check_value(const form_check *check, const pishkhan_form_value *form, size_t index) {
  const pishkhan_form_value *given = &form[index];
  const char *code = given->attribute ? given->attribute : "", *word;
  const pishkhan_attribute *attribute = strlen(code) > CODE_MAX ? NULL : find(check->service, code);
  if (strlen(code) > CODE_MAX)
    pk_fault_add(check->faults, check->prefix, NULL, "too_long", NULL);
  else if (!attribute)
    pk_fault_add(check->faults, check->prefix, plain(code), "unknown", NULL);
  else if (check->asked && !is_asked(check, code))
    pk_fault_add(check->faults, check->prefix, attribute->code, "not_asked", attribute);
  else if (came_before(form, index))
    pk_fault_add(check->faults, check->prefix, attribute->code, "duplicate", attribute);
  else if ((word = attribute_fault(attribute, is_needed(check, attribute), given->values,
                                   given->values ? given->value_count : 0)))
    pk_fault_add(check->faults, check->prefix, attribute->code, word, attribute);
}

static bool is_given(const pishkhan_form_value *form, size_t count, const char *code) {
  for (size_t i = 0; i < count; i++)
    if (form[i].attribute && strcmp(form[i].attribute, code) == 0)
      return true;
  return false;
}

/* The faults of given values in their order, then what is missing. */
static void check_form(const form_check *check, const pishkhan_form_value *form, size_t count) {
  for (size_t i = 0; i < count && check->faults->count < PK_FAULTS_MAX; i++)
    check_value(check, form, i);
  for (size_t i = 0; i < check->service->attribute_count; i++) {
    const pishkhan_attribute *attribute = check->service->attributes[i];
    if (is_needed(check, attribute) && !is_given(form, count, attribute->code))
      pk_fault_add(check->faults, check->prefix, attribute->code, "required", attribute);
  }
}

/* ---- a submission ---- */

static void check_identifier(pk_field_faults *faults, const char *field, const char *typed,
                             pk_identifier_rule rule, bool required) {
  pk_identifier ignored;
  bool is_there = typed && *typed;
  const char *word = is_there ? rule(typed, &ignored) : required ? "required" : NULL;
  if (word)
    pk_fault_add(faults, NULL, field, word, NULL);
}

static void check_text(pk_field_faults *faults, const char *field, const char *text, size_t limit,
                       bool one_line) {
  if (!text)
    return;
  if (!pk_is_utf8(text, strlen(text)))
    pk_fault_add(faults, NULL, field, "encoding", NULL);
  if (one_line && strpbrk(text, "\r\n"))
    pk_fault_add(faults, NULL, field, "multi_line", NULL);
  if (strlen(text) > limit)
    pk_fault_add(faults, NULL, field, "too_long", NULL);
}

static void check_representation(pk_field_faults *faults, const pishkhan_representation *given) {
  pishkhan_representation acts;
  if (!given)
    return;
  if (!pk_sized_copy(&acts, sizeof acts, given) || acts.kind == PISHKHAN_REPRESENTATION_UNSPECIFIED)
    pk_fault_add(faults, NULL, "representation.kind", "required", NULL);
  check_identifier(faults, "representation.id", acts.id,
                   acts.kind == PISHKHAN_REPRESENTATION_COMPANY ? pk_legal_id : pk_national_id, true);
  check_text(faults, "representation.name", acts.name, NAME_MAX_BYTES, true);
  check_text(faults, "representation.document", acts.document, NAME_MAX_BYTES, true);
  if (acts.until_ms < 0)
    pk_fault_add(faults, NULL, "representation.until_ms", "range", NULL);
}

static pishkhan_status refuse_call(const char *why, const char *language, pishkhan_error **error) {
  pk_field_faults faults = {.count = 0};
  pk_fault_add(&faults, NULL, why, "required", NULL);
  return pk_raise_faults(&faults, language, error);
}

pishkhan_status pishkhan_check_submission(const pishkhan_service *service, const pishkhan_submission *given,
                                          const char *language, pishkhan_error **error) {
  pk_field_faults faults = {.count = 0};
  pishkhan_submission submission;
  if (!service || !given || !pk_sized_copy(&submission, sizeof submission, given) ||
      (submission.form_count && !submission.form))
    return refuse_call(service ? "submission" : "service", language, error);
  if (!submission.service || !*submission.service)
    pk_fault_add(&faults, NULL, "service", "required", NULL);
  else if (strcmp(submission.service, service->code) != 0)
    pk_fault_add(&faults, NULL, "service", "unknown", NULL);
  check_identifier(&faults, "national_id", submission.national_id, pk_national_id, true);
  check_identifier(&faults, "mobile", submission.mobile, pk_mobile, false);
  check_text(&faults, "given_name", submission.given_name, NAME_MAX_BYTES, true);
  check_text(&faults, "family_name", submission.family_name, NAME_MAX_BYTES, true);
  check_text(&faults, "note", submission.note, TEXT_MAX, false);
  check_text(&faults, "region", submission.region, REGION_MAX, true);
  if (submission.fee_charged_rial < 0)
    pk_fault_add(&faults, NULL, "fee_charged_rial", "range", NULL);
  check_text(&faults, "payment_reference", submission.payment_reference, REFERENCE_MAX, true);
  check_representation(&faults, submission.representation);
  const form_check check = {.faults = &faults, .service = service, .prefix = "form"};
  check_form(&check, submission.form, submission.form_count);
  return pk_raise_faults(&faults, language, error);
}

pishkhan_status pishkhan_check_answers(const pishkhan_service *service, const pishkhan_question *questions,
                                       size_t question_count, const pishkhan_form_value *answers,
                                       size_t answer_count, const char *language, pishkhan_error **error) {
  pk_field_faults faults = {.count = 0};
  if (!service || !questions || (answer_count && !answers))
    return refuse_call(!service ? "service" : !questions ? "questions" : "answers", language, error);
  const form_check check = {.faults = &faults,
                            .service = service,
                            .prefix = "answers",
                            .asked = questions,
                            .asked_count = question_count};
  check_form(&check, answers, answer_count);
  return pk_raise_faults(&faults, language, error);
}
