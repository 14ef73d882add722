/* The check of a submission beyond its form, and definitions that are kept. */
#include "check.h"
#include "vectors.h"

#include <pishkhan/pishkhan.h>
#include <stdlib.h>

static void a_submission_is_checked_beyond_its_form(void) {
  pishkhan_text labels[] = {{"fa", "کد پستی"}, {"en", "Postal code"}};
  pishkhan_attribute attribute = {.code = "postal_code",
                                  .type = PISHKHAN_ATTRIBUTE_STRING,
                                  .format = PISHKHAN_FORMAT_POSTAL_CODE,
                                  .required = true,
                                  .labels = labels,
                                  .label_count = 2};
  const pishkhan_attribute *attributes[] = {&attribute};
  pishkhan_service service = {.code = "ncr", .attributes = attributes, .attribute_count = 1};
  char *long_name = vector_plain("{257}x", 6);
  pishkhan_representation acts = {.size = sizeof acts,
                                  .kind = PISHKHAN_REPRESENTATION_COMPANY,
                                  .id = "0499370899",
                                  .name = "\n",
                                  .until_ms = -1};
  pishkhan_submission submission = {.size = sizeof submission,
                                    .service = "other",
                                    .national_id = "0499370898",
                                    .mobile = "0812",
                                    .given_name = "two\nlines",
                                    .family_name = long_name,
                                    .note = "\xFF",
                                    .fee_charged_rial = -1,
                                    .payment_reference = long_name,
                                    .representation = &acts};
  static const char *const expected[] = {"service:unknown",
                                         "national_id:check_digit",
                                         "mobile:prefix",
                                         "given_name:multi_line",
                                         "family_name:too_long",
                                         "note:encoding",
                                         "fee_charged_rial:range",
                                         "payment_reference:too_long",
                                         "representation.id:length",
                                         "representation.name:multi_line",
                                         "representation.until_ms:range",
                                         "form.postal_code:required"};
  enum { COUNT = sizeof expected / sizeof *expected };
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_check_submission(&service, &submission, "fa", &error), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_FIELD_INVALID);
  CHECK_NUMBER(pishkhan_error_at(error), PISHKHAN_AT_CLIENT);
  CHECK_NUMBER(pishkhan_error_durable(error), PISHKHAN_DURABLE_NO);
  CHECK_NUMBER(pishkhan_error_violation_count(error), COUNT);
  for (size_t i = 0; i < COUNT; i++) {
    char got[256];
    const pishkhan_violation *violation = pishkhan_error_violation(error, i);
    snprintf(got, sizeof got, "%s:%s", violation->field, violation->reason);
    CHECK_TEXT(got, expected[i]);
  }
  CHECK_TEXT(pishkhan_error_violation(error, COUNT - 1)->text_fa, "کد پستی: پر کردن این بخش لازم است.");
  CHECK_TEXT(pishkhan_error_violation(error, COUNT - 1)->text_en, "Postal code: This is needed.");
  CHECK_TEXT(pishkhan_error_violation(error, 1)->text_fa,
             "\u2068national_id\u2069: رقم کنترل نمی‌خواند: "
             "رقمی اشتباه نوشته شده است.");
  char paragraph[2048];
  pishkhan_error_explain(error, "en", paragraph, sizeof paragraph);
  CHECK(strstr(paragraph, "Postal code: This is needed."));
  CHECK(strstr(paragraph, "Nothing was stored."));
  pishkhan_error_free(error);
  free(long_name);
}

static void a_definition_outlasts_the_machine(void) {
  static const char *const values[] = {"LOST", "WORN"};
  static const pishkhan_text labels[] = {{"fa", "علت"}, {"en", "Reason"}};
  const pishkhan_attribute reason = {.size = sizeof reason,
                                     .code = "reason",
                                     .type = PISHKHAN_ATTRIBUTE_SINGLE_VALUE_LIST,
                                     .required = true,
                                     .allowed_values = values,
                                     .allowed_value_count = 2,
                                     .labels = labels,
                                     .label_count = 2};
  const pishkhan_attribute *const attributes[] = {&reason};
  const pishkhan_service service = {.size = sizeof service,
                                    .code = "ncr-card",
                                    .fee_rial = 700000,
                                    .attributes = attributes,
                                    .attribute_count = 1};
  pishkhan_bytes *bytes;
  pishkhan_service *again;
  pishkhan_error *error;
  CHECK_NUMBER(pishkhan_service_to_bytes(&service, &bytes, NULL), PISHKHAN_OK);
  CHECK_NUMBER(pishkhan_service_from_bytes(bytes->data, bytes->size, &again, NULL), PISHKHAN_OK);
  CHECK_TEXT(again->code, "ncr-card");
  CHECK_NUMBER(again->fee_rial, 700000);
  CHECK_NUMBER(again->attribute_count, 1);
  CHECK_TEXT(again->attributes[0]->allowed_values[1], "WORN");
  CHECK_TEXT(pishkhan_text_in(again->attributes[0]->labels, again->attributes[0]->label_count, "fa"), "علت");
  pishkhan_service_free(again);
  for (size_t size = 0; size < bytes->size;
       size++) { /* cut anywhere: a clear error, or a shorter definition */
    if (pishkhan_service_from_bytes(bytes->data, size, &again, &error) != PISHKHAN_OK)
      CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_ARGUMENT_INVALID);
    pishkhan_service_free(again);
    pishkhan_error_free(error);
  }
  pishkhan_bytes_free(bytes);
  CHECK_NUMBER(pishkhan_service_from_bytes(NULL, 0, &again, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_service_from_bytes("x", 1, NULL, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_service_to_bytes(NULL, &bytes, NULL), PISHKHAN_INVALID_ARGUMENT);
}

static void a_misused_check_says_so(void) {
  pishkhan_error *error;
  pishkhan_service service = {.code = "ncr"};
  pishkhan_submission unsized = {.service = "ncr"}, formless = {.size = sizeof formless, .form_count = 1};
  CHECK_NUMBER(pishkhan_check_submission(NULL, &formless, "en", &error), PISHKHAN_INVALID_ARGUMENT);
  CHECK_TEXT(pishkhan_error_violation(error, 0)->field, "service");
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_check_submission(&service, &unsized, "en", &error), PISHKHAN_INVALID_ARGUMENT);
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_check_submission(&service, &formless, "en", NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_check_submission(&service, NULL, "en", NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_check_answers(&service, NULL, 0, NULL, 0, "en", NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_TEXT(pishkhan_check_values(NULL, NULL, 0), "unknown");
}

int main(void) {
  static const test tests[] = {
      {"a submission is checked beyond its form", a_submission_is_checked_beyond_its_form},
      {"a definition outlasts the machine", a_definition_outlasts_the_machine},
      {"a misused check says so", a_misused_check_says_so},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
