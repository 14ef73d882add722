/* Sends what the outbox holds, from a thread of its own: a pass waits for line and disk. */
#ifndef KIOSK_SENDING_THREAD_H
#define KIOSK_SENDING_THREAD_H

#include "settings.h"

#include <pishkhan/outbox.h>

struct sending_thread;

/* Both must outlive the thread. */
struct sending_thread *sending_thread_start(pishkhan_outbox *outbox, const struct settings *settings);

/* Makes it try now. From any thread. */
void sending_thread_wake(struct sending_thread *thread);

/* Waits for the pass that is under way. */
void sending_thread_end(struct sending_thread *thread);

#endif
