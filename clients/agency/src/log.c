#define _POSIX_C_SOURCE 200809L
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

void log_event(const char *level, const char *event, const char *format, ...) {
  char stamp[32], line[1024];
  struct timespec now;
  struct tm utc;
  va_list arguments;
  clock_gettime(CLOCK_REALTIME, &now);
  gmtime_r(&now.tv_sec, &utc);
  strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &utc);
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  fprintf(stderr, "time=%s.%03ldZ level=%s event=%s%s%s\n", stamp, now.tv_nsec / 1000000, level, event,
          *line ? " " : "", line);
}

const char *log_code(const char *tracking_code) {
  size_t length = strlen(tracking_code);
  return tracking_code + (length > 4 ? length - 4 : 0);
}

void log_error(const char *event, const char *tracking_code, const pishkhan_error *error) {
  const pishkhan_violation *violation = pishkhan_error_violation(error, 0);
  log_event("warning", event, "request=%s status=%s reason=%s cause=%s at=%s durable=%s field=%s trace_id=%s",
            tracking_code ? log_code(tracking_code) : "-", pishkhan_status_name(pishkhan_error_status(error)),
            pishkhan_reason_name(pishkhan_error_reason(error)),
            pishkhan_reason_name(pishkhan_error_cause(error)), pishkhan_at_name(pishkhan_error_at(error)),
            pishkhan_durable_name(pishkhan_error_durable(error)), violation ? violation->field : "-",
            pishkhan_error_trace_id(error));
}

void log_library(void *context, pishkhan_log_level level, const char *message) {
  (void)context;
  if (level != PISHKHAN_LOG_DEBUG)
    log_event(level == PISHKHAN_LOG_WARNING ? "warning" : "info", "line", "message=\"%s\"", message);
}
