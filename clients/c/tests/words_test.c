/* Names and texts: one for every value of the .proto files, in both languages. */
#include "check.h"
#include "words.h"

#include <pishkhan/pishkhan.h>
#include <pishkhan_messages.h>

typedef const char *(*name_function)(int value);
typedef const char *(*text_function)(int value, const char *language);

/* Both end in a declaration that takes the semicolon. */
#define NAMED(kind)                                                                                          \
  static const char *kind##_name(int value) { return pishkhan_##kind##_name((pishkhan_##kind)value); }       \
  struct kind##_named
#define TOLD(kind)                                                                                           \
  static const char *kind##_text(int value, const char *language) {                                          \
    return pishkhan_##kind##_text((pishkhan_##kind)value, language);                                         \
  }                                                                                                          \
  struct kind##_told

NAMED(state);
NAMED(action);
NAMED(channel);
NAMED(role);
NAMED(reason);
NAMED(at);
NAMED(durable);
NAMED(attribute_type);
NAMED(attribute_format);
NAMED(question_kind);
NAMED(service_status);
NAMED(office_status);
NAMED(accessibility);
NAMED(delegation_status);
NAMED(principal_status);
NAMED(representation_kind);
NAMED(complaint_subject);
NAMED(step);
TOLD(state);
TOLD(action);
TOLD(channel);
TOLD(role);
TOLD(reason);
TOLD(step);
TOLD(service_status);
TOLD(office_status);
TOLD(accessibility);
TOLD(delegation_status);
TOLD(principal_status);
TOLD(representation_kind);
TOLD(complaint_subject);

static bool has_persian_letter(const char *text) {
  for (const unsigned char *c = (const unsigned char *)text; *c; c++)
    if (*c >= 0xD8 && *c <= 0xDB)
      return true;
  return false;
}

static void check_texts(int value, text_function text) {
  CHECK(*text(value, "en") && !has_persian_letter(text(value, "en")));
  CHECK(has_persian_letter(text(value, "fa")));
  CHECK_TEXT(text(value, "fa-IR"), text(value, "fa"));
  CHECK_TEXT(text(value, NULL), text(value, "en"));
}

/* Every value that the .proto file knows has the name that stands there, and its texts. */
static void mirrors_the_proto_files(void) {
  static const struct {
    const ProtobufCEnumDescriptor *descriptor;
    const char *prefix;
    name_function name;
    text_function text;
  } rows[] = {
      {&pishkhan__v1__request_state__descriptor, "REQUEST_STATE_", state_name, state_text},
      {&pishkhan__v1__action__descriptor, "ACTION_", action_name, action_text},
      {&pishkhan__v1__channel__descriptor, "CHANNEL_", channel_name, channel_text},
      {&pishkhan__v1__role__descriptor, "ROLE_", role_name, role_text},
      {&pishkhan__v1__reason__descriptor, "REASON_", reason_name, reason_text},
      {&pishkhan__v1__at__descriptor, "AT_", at_name, NULL},
      {&pishkhan__v1__durable__descriptor, "DURABLE_", durable_name, NULL},
      {&pishkhan__v1__attribute_type__descriptor, "ATTRIBUTE_TYPE_", attribute_type_name, NULL},
      {&pishkhan__v1__attribute_format__descriptor, "ATTRIBUTE_FORMAT_", attribute_format_name, NULL},
      {&pishkhan__v1__question_kind__descriptor, "QUESTION_KIND_", question_kind_name, NULL},
      {&pishkhan__v1__service_status__descriptor, "SERVICE_STATUS_", service_status_name,
       service_status_text},
      {&pishkhan__v1__office_status__descriptor, "OFFICE_STATUS_", office_status_name, office_status_text},
      {&pishkhan__v1__accessibility__descriptor, "ACCESSIBILITY_", accessibility_name, accessibility_text},
      {&pishkhan__v1__delegation_status__descriptor, "DELEGATION_STATUS_", delegation_status_name,
       delegation_status_text},
      {&pishkhan__v1__principal_status__descriptor, "PRINCIPAL_STATUS_", principal_status_name,
       principal_status_text},
      {&pishkhan__v1__representation_kind__descriptor, "REPRESENTATION_KIND_", representation_kind_name,
       representation_kind_text},
      {&pishkhan__v1__complaint_subject__descriptor, "COMPLAINT_SUBJECT_", complaint_subject_name,
       complaint_subject_text},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    for (unsigned k = 0; k < rows[i].descriptor->n_values; k++) {
      const ProtobufCEnumValue *value = &rows[i].descriptor->values[k];
      CHECK(strncmp(value->name, rows[i].prefix, strlen(rows[i].prefix)) == 0);
      CHECK_TEXT(rows[i].name(value->value), value->name + strlen(rows[i].prefix));
      if (rows[i].text)
        check_texts(value->value, rows[i].text);
    }
  }
}

static void every_status_and_local_reason_has_texts(void) {
  for (int status = 0; status <= 16; status++) {
    CHECK(strcmp(pishkhan_status_name((pishkhan_status)status), "UNRECOGNIZED") != 0);
    CHECK(has_persian_letter(pishkhan_status_text((pishkhan_status)status, "fa")));
    CHECK(*pishkhan_status_text((pishkhan_status)status, "en"));
  }
  int local = 0;
  for (int reason = 1000; reason < 1100; reason++)
    if (strcmp(reason_name(reason), "UNRECOGNIZED") != 0) {
      check_texts(reason, reason_text);
      local++;
    }
  int of_outbox = PISHKHAN_REASON_OUTBOX_NEWER - PISHKHAN_REASON_OUTBOX_FULL + 1;
  CHECK_NUMBER(local, PISHKHAN_REASON_NOT_CONNECTED - PISHKHAN_REASON_ADDRESS_UNKNOWN + 1 + 6 + of_outbox);
  for (int step = PISHKHAN_STEP_FILES; step <= PISHKHAN_STEP_CLOCK; step++)
    check_texts(step, step_text);
  CHECK_TEXT(step_name(PISHKHAN_STEP_TCP), "tcp");
}

static void advice_comes_in_both_languages_or_none(void) {
  for (int reason = 0; reason < 1100; reason++) {
    const char *english = pk_advice((pishkhan_reason)reason, "en");
    const char *persian = pk_advice((pishkhan_reason)reason, "fa");
    CHECK((*english == 0) == (*persian == 0));
    CHECK(*persian == 0 || has_persian_letter(persian));
  }
}

static void an_unknown_number_is_no_crash(void) {
  CHECK_TEXT(state_name(99), "UNRECOGNIZED");
  CHECK_TEXT(reason_name(-1), "UNRECOGNIZED");
  check_texts(12345, reason_text);
}

static void a_text_is_chosen_by_language(void) {
  const pishkhan_text texts[] = {{"fa", "سلام"}, {"en", "hello"}, {"de", "hallo"}};
  CHECK_TEXT(pishkhan_text_in(texts, 3, "de"), "hallo");
  CHECK_TEXT(pishkhan_text_in(texts, 3, "fr"), "hello");
  CHECK_TEXT(pishkhan_text_in(texts, 1, "fr"), "سلام");
  CHECK_TEXT(pishkhan_text_in(texts, 3, NULL), "hello");
  CHECK(pishkhan_text_in(NULL, 0, "fa") == NULL);
}

int main(void) {
  static const test tests[] = {
      {"every value of the .proto files has its name and texts", mirrors_the_proto_files},
      {"every status and local reason has both texts", every_status_and_local_reason_has_texts},
      {"advice comes in both languages or in none", advice_comes_in_both_languages_or_none},
      {"a number of a later version is no crash", an_unknown_number_is_no_crash},
      {"a text is chosen by language", a_text_is_chosen_by_language},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
