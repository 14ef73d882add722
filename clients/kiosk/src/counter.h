/* Calls to the counter that never hold the screen up: at most one at a time, in GLib's main loop. */
#ifndef KIOSK_COUNTER_H
#define KIOSK_COUNTER_H

#include "settings.h"

#include <pishkhan/pishkhan.h>
#include <protobuf-c/protobuf-c.h>

struct counter;

/* A method of pishkhan.v1. */
struct counter_method {
  const char *path;
  const ProtobufCMessageDescriptor *answer;
  gboolean keyed; /* the request carries an idempotency key: it is repeated until its deadline */
};

extern const struct counter_method counter_list_services, counter_get_service, counter_submit, counter_track,
    counter_history, counter_get_survey, counter_submit_feedback;

/* The call has ended: with an answer, or with an error. Both are gone when the function has returned. */
typedef void (*counter_answered)(void *context, const ProtobufCMessage *answer, const pishkhan_error *error);

/* A client of the terminal's own certificate, for another thread. NULL: `*wrong` says why, for the operator.
 */
pishkhan_client *counter_open_client(const struct settings *settings, char **wrong);

/* Reads the files; connects to nothing yet. NULL: `*wrong` says why, for the operator. `settings` must
 * outlive it. */
struct counter *counter_open(const struct settings *settings, char **wrong);
void counter_close(struct counter *counter);

/* Starts a call; one that is under way is cancelled before. `answered` is called once, later, unless the call
 * is cancelled. */
void counter_call(struct counter *counter, const struct counter_method *method,
                  const ProtobufCMessage *request, counter_answered answered, void *context);

/* Takes a new line for the next citizen: the buffers of the old one still hold what the last citizen sent.
 * Not to be called from `answered`. */
void counter_forget(struct counter *counter);

/* Ends the call that is under way, if there is one; its `answered` is not called any more. */
void counter_cancel(struct counter *counter);

#endif
