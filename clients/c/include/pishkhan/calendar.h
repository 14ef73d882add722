/* The calendars by which the clocks run (GetCalendar and PutCalendar of pishkhan.v1.Catalog). Reading is
 * public; changing needs an operator's certificate.
 */
#ifndef PISHKHAN_CALENDAR_H
#define PISHKHAN_CALENDAR_H

#include <pishkhan/directory.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A day that differs from its weekday. No hours: closed all day. */
typedef struct pishkhan_calendar_day {
  size_t size;
  const char *date;           /* ISO 8601, YYYY-MM-DD */
  const pishkhan_text *names; /* why */
  size_t name_count;
  const pishkhan_hours *hours; /* `weekday` is not looked at */
  size_t hour_count;
} pishkhan_calendar_day;

/* A region's working time, in one version. Goes both ways. */
typedef struct pishkhan_calendar {
  size_t size;
  const char *region;          /* ISO 3166-2; "IR": every region without its own */
  uint32_t version;            /* from 1; each change is a new one; the server's */
  int64_t put_ms;              /* since when it is in force; the server's */
  int32_t offset_minutes;      /* local time minus UTC; Iran: 210 */
  uint32_t minutes_per_day;    /* what a target of one working day is in working time */
  const pishkhan_hours *hours; /* of the week */
  size_t hour_count;
  const pishkhan_calendar_day *const *days;
  size_t day_count;
  const char *from;  /* ISO 8601: the first day that `days` is complete for */
  const char *until; /* the last one */
} pishkhan_calendar;
PISHKHAN_API void pishkhan_calendar_free(pishkhan_calendar *calendar);

/* The calendar of a region. `version` 0: the one in force; any other: enough to compute every due time of
 * that version's time anew. */
PISHKHAN_API pishkhan_status pishkhan_get_calendar(pishkhan_client *client, const char *region,
                                                   uint32_t version, const pishkhan_call_options *options,
                                                   pishkhan_calendar **calendar, pishkhan_error **error);

/* The next version of a calendar. */
typedef struct pishkhan_calendar_put {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const pishkhan_calendar *calendar;
  uint32_t expected_version; /* the version that it replaces; 0: the region's first */
} pishkhan_calendar_put;

/* A new version of a region's calendar; gives the version. Due times follow. ABORTED (DIRECTORY_STALE) if
 * somebody put one before. */
PISHKHAN_API pishkhan_status pishkhan_put_calendar(pishkhan_client *client, const pishkhan_calendar_put *put,
                                                   const pishkhan_call_options *options,
                                                   pishkhan_change **change, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
