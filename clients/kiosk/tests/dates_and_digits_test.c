/* Jalali dates against pairs from the official calendar; digits and groups. */
#include "jalali.h"
#include "numerals.h"

/* Owns and frees `made`. */
static void is(char *made, const char *wanted) {
  g_assert_cmpstr(made, ==, wanted);
  g_free(made);
}

static void test_dates(void) {
  static const char *const pairs[][2] = {
      {"1343/01/01", "1964-03-21"},   {"1357/11/22", "1979-02-11"}, {"1375/12/30", "1997-03-20"},
      {"1399/12/30", "2021-03-20"},   {"1400/01/01", "2021-03-21"}, {"۱۴۰۳/۰۱/۱۵", "2024-04-03"},
      {"1403-12-30", "2025-03-20"},   {"1404.1.1", "2025-03-21"},   {"1408/12/30", "2030-03-20"},
      {"1404/12/30", "1404/12/30"}, /* no leap year */
      {"1403/13/01", "1403/13/01"},   {"1403/07/31", "1403/07/31"}, {"2024-04-03", "2024-04-03"},
      {" ۲۰۲۴-۰۴-۰۳ ", "2024-04-03"}, {"yesterday", "yesterday"},   {"1403/01/15x", "1403/01/15x"}};
  for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
    is(jalali_typed_to_iso(pairs[i][0]), pairs[i][1]);
}

static void test_days_come_back(void) {
  GDate gregorian, epoch;
  g_date_clear(&epoch, 1);
  g_date_set_dmy(&epoch, 1, G_DATE_JANUARY, 1970);
  for (gint64 day = 0; day < 45000; day++) { /* 1970 to 2093 */
    struct jalali jalali;
    g_assert_true(jalali_of_time(day * 86400000, &jalali));
    g_assert_true(jalali_to_gregorian(&jalali, &gregorian));
    g_assert_cmpint(g_date_get_julian(&gregorian) - g_date_get_julian(&epoch), ==, day);
  }
}

static void test_times(void) {
  is(jalali_time_text(1711917000000), "\u2066۱۴۰۳/۰۱/۱۳ ۰۰:۰۰\u2069"); /* 2024-03-31 20:30 UTC */
}

static void test_digits(void) {
  is(numerals_persian("a 1403"), "a ۱۴۰۳");
  is(numerals_latin("۱٤03 ب"), "1403 ب");
  is(numerals_isolated("0316348264206674", 4, FALSE), "\u20660316-3482-6420-6674\u2069");
  is(numerals_isolated("739173", 0, TRUE), "\u2066۷۳۹۱۷۳\u2069");
  is(numerals_money(1500000), "۱٬۵۰۰٬۰۰۰");
  is(numerals_money(150), "۱۵۰");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/dates/typed", test_dates);
  g_test_add_func("/dates/every_day_comes_back", test_days_come_back);
  g_test_add_func("/dates/times", test_times);
  g_test_add_func("/digits", test_digits);
  return g_test_run();
}
