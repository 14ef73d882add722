#include "jalali.h"
#include "numerals.h"

#include <stdio.h>

enum { IRAN_OFFSET_MINUTES = 210, MINUTES_PER_DAY = 1440 };

static gboolean is_leap(int year) {
  int place = year % 33;
  return place == 1 || place == 5 || place == 9 || place == 13 || place == 17 || place == 22 || place == 26 ||
         place == 30;
}

static int year_length(int year) { return is_leap(year) ? 366 : 365; }

static int month_length(int year, int month) {
  return month <= 6 ? 31 : month <= 11 ? 30 : is_leap(year) ? 30 : 29;
}

/* 1 Farvardin 1343 was 21 March 1964. */
static guint32 first_day(void) {
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, 21, G_DATE_MARCH, 1964);
  return g_date_get_julian(&date);
}

gboolean jalali_to_gregorian(const struct jalali *day, GDate *gregorian) {
  guint32 number = first_day();
  if (day->year < JALALI_FIRST_YEAR || day->year > JALALI_LAST_YEAR || day->month < 1 || day->month > 12 ||
      day->day < 1 || day->day > month_length(day->year, day->month))
    return FALSE;
  for (int year = JALALI_FIRST_YEAR; year < day->year; year++)
    number += (guint32)year_length(year);
  for (int month = 1; month < day->month; month++)
    number += (guint32)month_length(day->year, month);
  g_date_clear(gregorian, 1);
  g_date_set_julian(gregorian, number + (guint32)day->day - 1);
  return TRUE;
}

static gboolean from_days(gint64 days, struct jalali *day) {
  *day = (struct jalali){JALALI_FIRST_YEAR, 1, 1};
  if (days < 0)
    return FALSE;
  for (; days >= year_length(day->year); day->year++)
    days -= year_length(day->year);
  for (; days >= month_length(day->year, day->month); day->month++)
    days -= month_length(day->year, day->month);
  day->day = (int)days + 1;
  return day->year <= JALALI_LAST_YEAR;
}

static gint64 iran_minutes(gint64 unix_ms) { return unix_ms / 60000 + IRAN_OFFSET_MINUTES; }

gboolean jalali_of_time(gint64 unix_ms, struct jalali *day) {
  GDate epoch;
  g_date_clear(&epoch, 1);
  g_date_set_dmy(&epoch, 1, G_DATE_JANUARY, 1970);
  gint64 days = iran_minutes(unix_ms) / MINUTES_PER_DAY;
  return unix_ms >= 0 && days < 100000 && from_days(days + g_date_get_julian(&epoch) - first_day(), day);
}

char *jalali_time_text(gint64 unix_ms) {
  struct jalali day;
  if (!jalali_of_time(unix_ms, &day)) {
    GDateTime *time = g_date_time_new_from_unix_utc(unix_ms / 1000);
    char *iso = time ? g_date_time_format_iso8601(time) : g_strdup("");
    if (time)
      g_date_time_unref(time);
    return iso;
  }
  int minute = (int)(iran_minutes(unix_ms) % MINUTES_PER_DAY);
  char *latin = g_strdup_printf("\u2066%04d/%02d/%02d %02d:%02d\u2069", day.year, day.month, day.day,
                                minute / 60, minute % 60);
  char *text = numerals_persian(latin);
  g_free(latin);
  return text;
}

char *jalali_typed_to_iso(const char *typed) {
  char *latin = g_strstrip(numerals_latin(typed));
  struct jalali day;
  GDate gregorian;
  char separator[2], same[2];
  int length = 0;
  if (sscanf(latin, "%4d%1[-/.]%2d%1[-/.]%2d%n", &day.year, separator, &day.month, same, &day.day, &length) !=
          5 ||
      latin[length] || !jalali_to_gregorian(&day, &gregorian))
    return latin;
  g_free(latin);
  return g_strdup_printf("%04d-%02d-%02d", g_date_get_year(&gregorian), (int)g_date_get_month(&gregorian),
                         g_date_get_day(&gregorian));
}
