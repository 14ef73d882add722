/* Waiting: between two readings of the inbox, and longer each time that something fails; SIGTERM and SIGINT
 * end it. */
#ifndef AGENCY_WAITING_H
#define AGENCY_WAITING_H

#include <pishkhan/pishkhan.h>

struct waiting {
  uint32_t failures; /* in a row */
};

/* Makes SIGTERM and SIGINT wait until they are asked for, so that they fall into no call and no write. */
void waiting_hold_signals(void);

/* Whether the program was asked to end; asks without waiting. */
bool waiting_ended(void);

/* Waits so long; true: the program was asked to end. */
bool waiting_for(uint32_t milliseconds);

/* How long to wait after a failure: 250 ms, doubling to 60 s, jittered by a fifth; never less than the
 * counter asked for. */
uint32_t waiting_after_failure(struct waiting *waiting, const pishkhan_error *error);

#endif
