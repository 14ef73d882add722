/* clang-format off: the example keeps its lines */
/* libpishkhan: the C client of the counter.
 *
 * Include this header alone; it brings all others. The usual life of a client:
 *
 *   pishkhan_options options = {
 *     .size = sizeof options, .target = "counter.example:7443", .ca_file = "ca.pem"};
 *   pishkhan_client *client;
 *   pishkhan_tracking *tracking;
 *   pishkhan_error *error;
 *   if (pishkhan_open(&options, &client, &error) != PISHKHAN_OK)
 *     return show(error);
 *   if (pishkhan_track(client, code, secret, NULL, &tracking, &error) == PISHKHAN_OK)
 *     puts(pishkhan_state_name(tracking->state));
 *   else
 *     show(error);
 *   pishkhan_tracking_free(tracking);
 *   pishkhan_close(client);
 *
 * where show() prints what pishkhan_error_explain says, and frees the error.
 *
 * Rules that hold for every function:
 *
 *  - Thread rule: a client, and all that was opened from it, is used from one thread at a time; different
 *    clients may be used from different threads at once. Results and errors belong to no client: any thread
 *    may read and free them, also after the client is closed. Functions that take no client may be called
 *    from any thread.
 *  - The library has no global state, starts no thread, installs no signal handler, never raises SIGPIPE,
 *    never exits and never prints.
 *  - Ownership: what a function gives through a pointer-to-pointer belongs to the caller and is freed by the
 *    free function of its type; NULL may be freed. Strings and arrays inside belong to that object. What the
 *    caller passes in is copied before the function returns.
 *  - An `error` parameter may be NULL. Otherwise it is set to NULL on success and to an error that the caller
 *    frees on failure; the returned status is the same as the error's. Result parameters are set to NULL on
 *    failure.
 *  - Structs that the caller fills start with `size`, which the caller sets to sizeof; zero in any other
 *    field means the default or "not given". Structs that the library fills are only ever made by the
 *    library; later versions add fields at the end. Those that go both ways (a service, an office) start with
 *    `size` too, and the library sets it in what it gives.
 *  - Text is UTF-8, ended by NUL. Times are Unix milliseconds (UTC), 0 for "not set". Durations are
 *    milliseconds.
 *  - Blocking functions must not be called from inside a callback of the same client: they fail with
 *    PISHKHAN_FAILED_PRECONDITION.
 */
/* clang-format on */
#ifndef PISHKHAN_PISHKHAN_H
#define PISHKHAN_PISHKHAN_H

#include <pishkhan/attachments.h>
#include <pishkhan/base.h>
#include <pishkhan/calendar.h>
#include <pishkhan/catalog.h>
#include <pishkhan/checks.h>
#include <pishkhan/citizen.h>
#include <pishkhan/client.h>
#include <pishkhan/delegations.h>
#include <pishkhan/diagnose.h>
#include <pishkhan/directory.h>
#include <pishkhan/drafts.h>
#include <pishkhan/error.h>
#include <pishkhan/feedback.h>
#include <pishkhan/history.h>
#include <pishkhan/loop.h>
#include <pishkhan/offices.h>
#include <pishkhan/principals.h>
#include <pishkhan/requests.h>
#include <pishkhan/work.h>

#endif
