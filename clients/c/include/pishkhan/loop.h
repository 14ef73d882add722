/* The event-loop form: for programs that have their own poll, epoll, libuv or GLib loop.
 *
 *   for (;;) {
 *     struct pollfd p = {pishkhan_fd(client), (short)translate(pishkhan_wanted(client)), 0};
 *     poll(&p, 1, pishkhan_timeout_ms(client));
 *     pishkhan_process(client);
 *   }
 *
 * Ask for descriptor, wanted events and timeout anew after each pishkhan_process and after each function that
 * starts or cancels a call: all three change. The blocking calls are made of exactly these functions and may
 * be mixed with them, outside callbacks.
 */
#ifndef PISHKHAN_LOOP_H
#define PISHKHAN_LOOP_H

#include <pishkhan/client.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bits of pishkhan_wanted: what to wait for at the socket. */
#define PISHKHAN_WANT_READ 1u
#define PISHKHAN_WANT_WRITE 2u

/* The socket to watch; -1 where there is none now. Never close it or read from it. */
PISHKHAN_API int pishkhan_fd(const pishkhan_client *client);

/* PISHKHAN_WANT_READ and PISHKHAN_WANT_WRITE, or 0. */
PISHKHAN_API unsigned pishkhan_wanted(const pishkhan_client *client);

/* Milliseconds until pishkhan_process must be called even if nothing happens on the socket; -1: no limit. */
PISHKHAN_API int pishkhan_timeout_ms(const pishkhan_client *client);

/* Reads, writes, connects and lets time pass, without waiting, except that resolving a host name (not an
 * address) waits for the system's resolver. Runs the callbacks of calls that ended. Does nothing inside a
 * callback. */
PISHKHAN_API void pishkhan_process(pishkhan_client *client);

/* A unary call in flight. Valid until its callback has returned. */
typedef struct pishkhan_pending pishkhan_pending;

/* The call has ended. `response` is NULL unless `error` is NULL; both belong to the callback, which frees
 * them. Further calls may be started inside; the client must not be closed there. */
typedef void (*pishkhan_done)(void *context, pishkhan_bytes *response, pishkhan_error *error);

/* Starts a unary call; `done` is called exactly once, from pishkhan_process, a blocking function or
 * pishkhan_close, never from this function. If this fails, it is not called. `pending` may be NULL. */
PISHKHAN_API pishkhan_status pishkhan_start(pishkhan_client *client, const char *method, const void *request,
                                            size_t request_size, const pishkhan_call_options *options,
                                            pishkhan_done done, void *context, pishkhan_pending **pending,
                                            pishkhan_error **error);

/* Ends the call with CANCELLED, told by its callback at the next pishkhan_process. */
PISHKHAN_API void pishkhan_cancel(pishkhan_client *client, pishkhan_pending *pending);

#ifdef __cplusplus
}
#endif

#endif
