/* A libpishkhan client in GLib's main loop: one GSource that watches the client's socket and its next
 * timeout. */
#ifndef KIOSK_CLIENT_SOURCE_H
#define KIOSK_CLIENT_SOURCE_H

#include <glib.h>
#include <pishkhan/pishkhan.h>

/* Watches `client` in the default main context until g_source_destroy, which comes before pishkhan_close. The
 * caller owns the source. */
GSource *client_source_attach(pishkhan_client *client);

#endif
