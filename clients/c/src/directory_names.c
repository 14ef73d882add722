/* The words of the catalogue, the directory and the survey: stable names, and texts in English and Persian.
 */
#include "words.h"

#include <pishkhan/pishkhan.h>

static const pk_word attribute_types[] = {
    {PISHKHAN_ATTRIBUTE_UNSPECIFIED, "UNSPECIFIED", "", ""},
    {PISHKHAN_ATTRIBUTE_STRING, "STRING", "", ""},
    {PISHKHAN_ATTRIBUTE_NUMBER, "NUMBER", "", ""},
    {PISHKHAN_ATTRIBUTE_DATETIME, "DATETIME", "", ""},
    {PISHKHAN_ATTRIBUTE_TEXT, "TEXT", "", ""},
    {PISHKHAN_ATTRIBUTE_SINGLE_VALUE_LIST, "SINGLE_VALUE_LIST", "", ""},
    {PISHKHAN_ATTRIBUTE_MULTI_VALUE_LIST, "MULTI_VALUE_LIST", "", ""},
    {PISHKHAN_ATTRIBUTE_FILE, "FILE", "", ""},
};

static const pk_word attribute_formats[] = {
    {PISHKHAN_FORMAT_UNSPECIFIED, "UNSPECIFIED", "", ""},
    {PISHKHAN_FORMAT_NATIONAL_ID, "NATIONAL_ID", "", ""},
    {PISHKHAN_FORMAT_LEGAL_ID, "LEGAL_ID", "", ""},
    {PISHKHAN_FORMAT_POSTAL_CODE, "POSTAL_CODE", "", ""},
    {PISHKHAN_FORMAT_MOBILE, "MOBILE", "", ""},
    {PISHKHAN_FORMAT_IBAN, "IBAN", "", ""},
};

static const pk_word question_kinds[] = {
    {PISHKHAN_QUESTION_UNSPECIFIED, "UNSPECIFIED", "", ""},
    {PISHKHAN_QUESTION_RATING, "RATING", "", ""},
    {PISHKHAN_QUESTION_COUNT, "COUNT", "", ""},
    {PISHKHAN_QUESTION_TEXT, "TEXT", "", ""},
};

static const pk_word service_statuses[] = {
    {PISHKHAN_SERVICE_STATUS_UNSPECIFIED, "UNSPECIFIED", "not told", "نامشخص"},
    {PISHKHAN_SERVICE_STATUS_DRAFT, "DRAFT", "draft", "پیش‌نویس"},
    {PISHKHAN_SERVICE_STATUS_PUBLISHED, "PUBLISHED", "published", "منتشر شده"},
    {PISHKHAN_SERVICE_STATUS_RETIRED, "RETIRED", "retired", "بازنشسته"},
};

static const pk_word office_statuses[] = {
    {PISHKHAN_OFFICE_STATUS_UNSPECIFIED, "UNSPECIFIED", "not told", "نامشخص"},
    {PISHKHAN_OFFICE_STATUS_ACTIVE, "ACTIVE", "active", "فعال"},
    {PISHKHAN_OFFICE_STATUS_SUSPENDED, "SUSPENDED", "suspended", "معلق"},
    {PISHKHAN_OFFICE_STATUS_REVOKED, "REVOKED", "licence revoked", "پروانه لغو شده"},
    {PISHKHAN_OFFICE_STATUS_CLOSED, "CLOSED", "closed", "بسته"},
};

static const pk_word accessibilities[] = {
    {PISHKHAN_ACCESSIBILITY_UNSPECIFIED, "UNSPECIFIED", "not told", "نامشخص"},
    {PISHKHAN_ACCESSIBILITY_STEP_FREE, "STEP_FREE", "without steps", "بدون پله"},
    {PISHKHAN_ACCESSIBILITY_INDUCTION_LOOP, "INDUCTION_LOOP", "induction loop", "حلقهٔ القایی شنوایی"},
    {PISHKHAN_ACCESSIBILITY_SIGN_LANGUAGE, "SIGN_LANGUAGE", "sign language", "زبان اشاره"},
    {PISHKHAN_ACCESSIBILITY_BRAILLE, "BRAILLE", "Braille", "خط بریل"},
    {PISHKHAN_ACCESSIBILITY_TOILET, "TOILET", "accessible toilet", "سرویس بهداشتی مناسب"},
};

static const pk_word delegation_statuses[] = {
    {PISHKHAN_DELEGATION_UNSPECIFIED, "UNSPECIFIED", "not told", "نامشخص"},
    {PISHKHAN_DELEGATION_GRANTED, "GRANTED", "granted", "واگذار شده"},
    {PISHKHAN_DELEGATION_SUSPENDED, "SUSPENDED", "suspended", "معلق"},
    {PISHKHAN_DELEGATION_REVOKED, "REVOKED", "revoked", "لغو شده"},
};

static const pk_word principal_statuses[] = {
    {PISHKHAN_PRINCIPAL_UNSPECIFIED, "UNSPECIFIED", "not told", "نامشخص"},
    {PISHKHAN_PRINCIPAL_ACTIVE, "ACTIVE", "active", "فعال"},
    {PISHKHAN_PRINCIPAL_SUSPENDED, "SUSPENDED", "suspended", "معلق"},
    {PISHKHAN_PRINCIPAL_REVOKED, "REVOKED", "revoked", "لغو شده"},
};

static const pk_word representation_kinds[] = {
    {PISHKHAN_REPRESENTATION_UNSPECIFIED, "UNSPECIFIED", "not told", "نامشخص"},
    {PISHKHAN_REPRESENTATION_GUARDIAN, "GUARDIAN", "guardian", "ولی یا قیم"},
    {PISHKHAN_REPRESENTATION_ATTORNEY, "ATTORNEY", "attorney", "وکیل"},
    {PISHKHAN_REPRESENTATION_COMPANY, "COMPANY", "company", "شرکت"},
};

static const pk_word complaint_subjects[] = {
    {PISHKHAN_COMPLAINT_UNSPECIFIED, "UNSPECIFIED", "not told", "نامشخص"},
    {PISHKHAN_COMPLAINT_OFFICE, "OFFICE", "the office", "دفتر"},
    {PISHKHAN_COMPLAINT_OFFICER, "OFFICER", "the officer", "کارمند"},
    {PISHKHAN_COMPLAINT_AGENCY, "AGENCY", "the agency", "دستگاه اجرایی"},
};

#define NAME_OF(kind, table)                                                                                 \
  const char *pishkhan_##kind##_name(pishkhan_##kind value) { return PK_FIND(table, value)->name; }          \
  struct kind##_named /* takes the semicolon */
#define TEXT_OF(kind, table)                                                                                 \
  const char *pishkhan_##kind##_text(pishkhan_##kind value, const char *language) {                          \
    return pk_text(PK_FIND(table, value), language);                                                         \
  }                                                                                                          \
  struct kind##_told /* takes the semicolon */

NAME_OF(attribute_type, attribute_types);
NAME_OF(attribute_format, attribute_formats);
NAME_OF(question_kind, question_kinds);
NAME_OF(service_status, service_statuses);
TEXT_OF(service_status, service_statuses);
NAME_OF(office_status, office_statuses);
TEXT_OF(office_status, office_statuses);
NAME_OF(accessibility, accessibilities);
TEXT_OF(accessibility, accessibilities);
NAME_OF(delegation_status, delegation_statuses);
TEXT_OF(delegation_status, delegation_statuses);
NAME_OF(principal_status, principal_statuses);
TEXT_OF(principal_status, principal_statuses);
NAME_OF(representation_kind, representation_kinds);
TEXT_OF(representation_kind, representation_kinds);
NAME_OF(complaint_subject, complaint_subjects);
TEXT_OF(complaint_subject, complaint_subjects);
