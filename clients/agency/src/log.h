/* The log: one line an event on standard error, "time=... level=... event=... key=value...".
 *
 * It holds nothing personal: no name, number, secret or text that somebody typed. Of a tracking code it holds
 * the last four digits: enough to find a case beside its time, too few to track it. */
#ifndef AGENCY_LOG_H
#define AGENCY_LOG_H

#include <pishkhan/pishkhan.h>

/* Writes one event; `format` makes the keys and values, "" for none. */
void log_event(const char *level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Writes a failed call: status, reason, trace id and the first field's name, never a field's value. Leaves
 * the error to its owner. */
void log_error(const char *event, const char *tracking_code, const pishkhan_error *error);

/* The last four digits of a tracking code. */
const char *log_code(const char *tracking_code);

/* The library's own lines: lines made and lost (a pishkhan_log). */
void log_library(void *context, pishkhan_log_level level, const char *message);

#endif
