/* ICU's calendars for Swift.
 *
 * ICU's function names are macros that carry its version (ucal_open is ucal_open_72), which Swift does not import:
 * each is wrapped in a function of a fixed name.
 */
#ifndef PISHKHAN_CICU_SHIM_H
#define PISHKHAN_CICU_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <unicode/ucal.h>

/* A calendar of `locale` ("fa_IR@calendar=persian") in a time zone named in UTF-16; NULL where ICU gives none. */
static inline UCalendar *icu_calendar_open(const UChar *zone, int32_t zone_length, const char *locale) {
  UErrorCode status = U_ZERO_ERROR;
  UCalendar *calendar = ucal_open(zone, zone_length, locale, UCAL_TRADITIONAL, &status);
  if (U_FAILURE(status)) {
    ucal_close(calendar);
    return NULL;
  }
  return calendar;
}

static inline void icu_calendar_close(UCalendar *calendar) { ucal_close(calendar); }

/* Sets the moment, in Unix milliseconds. False where it is beyond the calendar. */
static inline bool icu_calendar_set(UCalendar *calendar, int64_t milliseconds) {
  UErrorCode status = U_ZERO_ERROR;
  ucal_setMillis(calendar, (UDate)milliseconds, &status);
  return !U_FAILURE(status);
}

/* One field of the moment that was set; 0 where there is none. */
static inline int32_t icu_calendar_get(UCalendar *calendar, UCalendarDateFields field) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t value = ucal_get(calendar, field, &status);
  return U_FAILURE(status) ? 0 : value;
}

/* Does ICU know a time zone by this name? It gives an unknown one UTC. */
static inline bool icu_knows_zone(const UChar *zone, int32_t zone_length) {
  UErrorCode status = U_ZERO_ERROR;
  UChar canonical[128];
  UBool is_system = false;
  ucal_getCanonicalTimeZoneID(zone, zone_length, canonical, 128, &is_system, &status);
  return !U_FAILURE(status) && is_system;
}

#endif
