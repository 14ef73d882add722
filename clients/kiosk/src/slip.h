/* The slip: one small page with what the citizen needs to come back, as PDF, in memory alone. */
#ifndef KIOSK_SLIP_H
#define KIOSK_SLIP_H

#include "session.h"

#include <gio/gio.h>

/* Draws the slip of an accepted request (A6). NULL: out of memory. */
GBytes *slip_draw(const struct session *session);

/* Draws the slip of a submission that is held on this machine. */
GBytes *slip_draw_held(const char *number, const char *text);

/* Called once: whether the command took the slip and ended well. */
typedef void (*slip_printed)(void *context, gboolean printed);

/* Runs the command with the slip on its standard input, without waiting for it. `cancellable` ends the
 * waiting, and then nothing is told. */
void slip_print(const char *command, GBytes *slip, GCancellable *cancellable, slip_printed printed,
                void *context);

#endif
