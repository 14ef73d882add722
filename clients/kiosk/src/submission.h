/* The citizen's submission: for the library's checks, and for the counter. */
#ifndef KIOSK_SUBMISSION_H
#define KIOSK_SUBMISSION_H

#include "session.h"

#include <pishkhan/v1/requests.pb-c.h>

/* Checks what the session holds against its service's definition; NULL: nothing is wrong. The caller frees
 * the error. */
pishkhan_error *submission_check(const struct session *session);

/* The message; it points into the session. Freed by submission_message_free. */
Pishkhan__V1__SubmitRequest *submission_message(struct session *session);
void submission_message_free(Pishkhan__V1__SubmitRequest *message);

#endif
