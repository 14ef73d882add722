/* Submissions that are held on this machine while the line is down (pishkhan/outbox.h), away from the
 * screen's thread: one thread writes and looks, another sends. */
#ifndef KIOSK_HOLDING_H
#define KIOSK_HOLDING_H

#include "session.h"
#include "settings.h"

#include <pishkhan/outbox.h>

struct holding;

/* Opens the outbox that the settings name and begins to send what it holds. NULL without `*wrong`: they name
 * none. `settings` must outlive it. */
struct holding *holding_open(const struct settings *settings, char **wrong);

/* Waits for what is under way, a few seconds at the most. */
void holding_close(struct holding *holding);

/* These are called once, later, in the main loop; what they are given is gone when they have returned. */
typedef void (*holding_held)(void *context, const pishkhan_held_slip *slip, const pishkhan_error *error);
typedef void (*holding_found)(void *context, const pishkhan_outbox_entry *entry, const pishkhan_error *error);

/* Holds the session's submission, with its key: if it did arrive after all, the counter knows it by the key.
 */
void holding_hold(struct holding *holding, const struct session *session, holding_held held, void *context);

/* Looks a slip's number up, and tries to send at once. */
void holding_find(struct holding *holding, const char *number, holding_found found, void *context);

/* Removes an entry whose citizen has the receipt, or knows why there is none. */
void holding_remove(struct holding *holding, const char *number);

#endif
