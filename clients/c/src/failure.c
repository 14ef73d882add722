#include "failure.h"

#include <stdarg.h>
#include <stdio.h>

size_t pk_whole_characters(const char *text, size_t size) {
  while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
    size--;
  return size;
}

bool pk_fail(pk_failure *failure, pishkhan_status status, pishkhan_reason reason, const char *format, ...) {
  failure->status = status;
  failure->reason = reason;
  failure->cause_status = PISHKHAN_OK;
  failure->cause = PISHKHAN_REASON_UNSPECIFIED;
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(failure->message, sizeof failure->message, format, arguments);
  va_end(arguments);
  size_t last = sizeof failure->message - 1;
  if (length > 0 && (size_t)length > last) {
    while (last > 0 && ((unsigned char)failure->message[last - 1] & 0xC0) == 0x80)
      last--;
    if (last > 0 && (unsigned char)failure->message[last - 1] >= 0xC0)
      last--;
    failure->message[last] = 0;
  }
  return false;
}

void pk_fail_because(pk_failure *failure, const pk_failure *cause) {
  if (!cause)
    return;
  const pk_failure alone = *failure;
  pk_fail(failure, alone.status, alone.reason, "%s; last: %s", alone.message, cause->message);
  failure->cause_status = cause->status;
  failure->cause = cause->reason;
}

bool pk_fail_memory(pk_failure *failure) {
  return pk_fail(failure, PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_OUT_OF_MEMORY, "out of memory");
}

bool pk_failure_is_permanent(const pk_failure *failure) {
  switch (failure->reason) {
  case PISHKHAN_REASON_CERTIFICATE_UNTRUSTED:
  case PISHKHAN_REASON_CERTIFICATE_EXPIRED:
  case PISHKHAN_REASON_CERTIFICATE_NAME:
  case PISHKHAN_REASON_CERTIFICATE_REFUSED:
  case PISHKHAN_REASON_ALPN_REFUSED:
    return true;
  default:
    return false;
  }
}
