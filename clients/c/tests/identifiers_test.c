/* Identifiers and tracking codes, by the vectors that the server's rules are tested with. */
#include "check.h"
#include "vectors.h"

#include <pishkhan/pishkhan.h>
#include <stdlib.h>

static void identifiers_are_judged_as_the_vectors_say(void) {
  vectors all = vectors_read("identifiers.tsv");
  for (size_t i = 0; i < all.count; i++) {
    const vector *each = &all.list[i];
    pishkhan_attribute_format format = vector_format(each->columns[0]);
    char *typed = vector_plain(each->columns[1], strlen(each->columns[1])), normal[PISHKHAN_IDENTIFIER_SIZE];
    const char *word = pishkhan_check_identifier(format, typed, normal);
    CHECK(format != PISHKHAN_FORMAT_UNSPECIFIED);
    CHECK(vector_holds(each, "identifiers.tsv", word ? word : "valid", each->columns[2]));
    CHECK((*normal != 0) == !word);
    if (!word) { /* the one form is its own */
      char again[PISHKHAN_IDENTIFIER_SIZE];
      CHECK(!pishkhan_check_identifier(format, normal, again));
      CHECK_TEXT(again, normal);
    }
    free(typed);
  }
  CHECK(all.count > 80);
  vectors_free(&all);
}

static void identifiers_come_out_in_one_form(void) {
  static const struct {
    pishkhan_attribute_format format;
    const char *typed, *normal;
  } cases[] = {{PISHKHAN_FORMAT_NATIONAL_ID, "۰۰۷-۶۲۲۹۶۴ ۵\u200F", "0076229645"},
               {PISHKHAN_FORMAT_NATIONAL_ID, "\uFEFF٠٠٧٦٢٢٩٦٤٥\t", "0076229645"},
               {PISHKHAN_FORMAT_POSTAL_CODE, "۱۶۱۹۷\u2013۳۵۷۴۴", "1619735744"},
               {PISHKHAN_FORMAT_MOBILE, "+98 912 345 6789", "09123456789"},
               {PISHKHAN_FORMAT_IBAN, "ir58 0540 1051 8002 1273 1130 07", "IR580540105180021273113007"},
               {PISHKHAN_FORMAT_LEGAL_ID, "103 8028 4790", "10380284790"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char normal[PISHKHAN_IDENTIFIER_SIZE];
    CHECK(!pishkhan_check_identifier(cases[i].format, cases[i].typed, normal));
    CHECK_TEXT(normal, cases[i].normal);
  }
}

static void bytes_that_are_no_text_are_refused_and_not_passed(void) {
  static const char *const cases[] = {
      "0\xFF", "\xC0\xB0", "\xDB", "\xE2\x80", "\xF4\x90\x80\x80", "\xF0\x80\x80\xB0", "1٫5"};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    CHECK_TEXT(pishkhan_check_identifier(PISHKHAN_FORMAT_NATIONAL_ID, cases[i], NULL), "character");
  char *long_text = vector_plain("{5000}1", 7);
  CHECK_TEXT(pishkhan_check_identifier(PISHKHAN_FORMAT_IBAN, long_text, NULL), "length");
  CHECK_TEXT(pishkhan_check_identifier(PISHKHAN_FORMAT_UNSPECIFIED, "1", NULL), "unknown");
  CHECK_TEXT(pishkhan_check_identifier(PISHKHAN_FORMAT_IBAN, NULL, NULL), "unknown");
  free(long_text);
}

static void tracking_codes_are_judged_as_the_vectors_say(void) {
  vectors all = vectors_read("tracking_codes.tsv");
  for (size_t i = 0; i < all.count; i++) {
    const vector *each = &all.list[i];
    char *typed = vector_plain(each->columns[0], strlen(each->columns[0])), normal[PISHKHAN_IDENTIFIER_SIZE];
    const char *word = pishkhan_check_tracking_code(typed, normal);
    CHECK(vector_holds(each, "tracking_codes.tsv", word ? word : normal, each->columns[1]));
    free(typed);
  }
  CHECK(all.count > 80);
  vectors_free(&all);
}

static void a_secret_has_six_digits(void) {
  char normal[PISHKHAN_IDENTIFIER_SIZE];
  CHECK(!pishkhan_check_secret("۷۳ ۹۱-73", normal));
  CHECK_TEXT(normal, "739173");
  CHECK_TEXT(pishkhan_check_secret("73917", normal), "length");
  CHECK_TEXT(normal, "");
  CHECK_TEXT(pishkhan_check_secret("73917x", NULL), "character");
}

int main(void) {
  static const test tests[] = {
      {"identifiers are judged as the vectors say", identifiers_are_judged_as_the_vectors_say},
      {"identifiers come out in one form however they are typed", identifiers_come_out_in_one_form},
      {"bytes that are no text are refused and not passed",
       bytes_that_are_no_text_are_refused_and_not_passed},
      {"tracking codes are judged as the vectors say", tracking_codes_are_judged_as_the_vectors_say},
      {"a secret has six digits", a_secret_has_six_digits},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
