/* The Iranian civil calendar.
 *
 * By the 33-year cycle with leap years 1, 5, 9, 13, 17, 22, 26, 30, which agrees with the official calendar,
 * which is astronomical, from 1343 to 1472 AP (1964 to 2094 CE); outside of that, dates are not converted. */
#ifndef KIOSK_JALALI_H
#define KIOSK_JALALI_H

#include <glib.h>

enum { JALALI_FIRST_YEAR = 1343, JALALI_LAST_YEAR = 1472 };

struct jalali {
  int year, month, day; /* months and days from 1 */
};

/* The day of an instant in Iran (UTC+03:30 since 2022); false outside of the range. */
gboolean jalali_of_time(gint64 unix_ms, struct jalali *day);

/* The Gregorian day of a Jalali one; false where there is no such day or it is outside of the range. */
gboolean jalali_to_gregorian(const struct jalali *day, GDate *gregorian);

/* "۱۴۰۴/۰۹/۰۴ ۰۶:۴۵", in Iran's time; ISO 8601 outside of the range. The caller frees it. */
char *jalali_time_text(gint64 unix_ms);

/* A date as a citizen types it, "۱۴۰۳/۱/۱۵" or "1403-01-15", as ISO 8601; other text as it is, with Latin
 * digits: the counter's check says what is wrong with it. The caller frees it. */
char *jalali_typed_to_iso(const char *typed);

#endif
