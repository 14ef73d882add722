/* A failure that this side noticed, before it becomes a pishkhan_error: needs no memory of its own. */
#ifndef PK_FAILURE_H
#define PK_FAILURE_H

#include "shared.h"

#include <pishkhan/error.h>

typedef struct pk_failure {
  pishkhan_status status;
  pishkhan_reason reason;
  char message[256];            /* English, without personal data */
  pishkhan_status cause_status; /* of what went wrong before and led to this; OK: nothing did */
  pishkhan_reason cause;
} pk_failure;

/* Fills in a failure; printf's format; a text that is too long is cut at a whole character. Returns false, so
 * that a function can fail in one line. */
__attribute__((format(printf, 4, 5))) PK_SHARED bool pk_fail(pk_failure *failure, pishkhan_status status,
                                                             pishkhan_reason reason, const char *format, ...);

/* Tells what led to the failure: in its message too. NULL: nothing did. */
void pk_fail_because(pk_failure *failure, const pk_failure *cause);

/* The failure of an allocation. */
PK_SHARED bool pk_fail_memory(pk_failure *failure);

/* Whether waiting cannot mend it: the certificates must be put right by a person. */
bool pk_failure_is_permanent(const pk_failure *failure);

/* How many bytes of `text` to keep so that at most `size` remain and no UTF-8 sequence is cut. */
PK_SHARED size_t pk_whole_characters(const char *text, size_t size);

#endif
