/* The client's own structures, shared by the files of its layer. */
#ifndef PK_CLIENT_STATE_H
#define PK_CLIENT_STATE_H

#include "config.h"
#include "connection.h"
#include "core.h"
#include "error_object.h"

#include <pishkhan/pishkhan.h>

struct pishkhan_client {
  pk_config config;
  pk_tls tls;
  pk_core *core;
  pk_connection connection;
  pishkhan_stream *streams;   /* opened and not closed */
  struct pk_resumed *resumed; /* watches and work streams */
  bool more_to_read;          /* reading stopped before the socket was empty */
  bool busy;                  /* inside pishkhan_process or a callback: nothing may block */
  bool in_done;               /* inside a pishkhan_done */
};

/* The context of an error of this client; client NULL: malloc, English. */
pk_error_context pk_client_context(const pishkhan_client *client);

/* Whether a blocking function may run now; if not, `*error` says why. */
bool pk_may_block(const pishkhan_client *client, pishkhan_error **error);

/* Moves the connection and the calls on, without waiting; runs no callback of an ended call. */
void pk_client_drive(pishkhan_client *client);

/* Processes and waits, until `is_done` or the moment `until`. Whether it is done. */
bool pk_client_wait(pishkhan_client *client, bool (*is_done)(const void *), const void *context,
                    int64_t until);

/* What a call needs beside its method, from the caller's options. `default_ms` 0: the client's default for
 * calls with or without an idempotency key. False (filled in) if they are not usable. */
bool pk_call_setup_from(const pk_config *config, const pishkhan_call_options *options, uint32_t default_ms,
                        pk_call_setup *setup, pk_failure *failure);

/* A unary call from bytes to bytes; `*response` is released with the client's allocator. `key` and `setup` as
 * far as they are known; the deadline counts from the beginning. */
pishkhan_status pk_unary(pishkhan_client *client, const pk_call_setup *setup, const void *request,
                         size_t size, const uint8_t *key, uint8_t **response, size_t *response_size,
                         pishkhan_error **error);

/* Bytes that the library owns, as a result; takes `data` over. NULL where memory fails. */
pishkhan_bytes *pk_bytes_new(const pishkhan_allocator *allocator, uint8_t *data, size_t size);

/* The call of a stream, for resumed.c and the transfers of files. */
pishkhan_status pk_stream_open(pishkhan_client *client, const pk_call_setup *setup, pishkhan_stream **stream,
                               pishkhan_error **error);

/* The same with its only message, and finished. If the server has ended it meanwhile, pishkhan_stream_next
 * tells that, behind what it sent before. */
pishkhan_status pk_stream_ask(pishkhan_client *client, const pk_call_setup *setup, const void *message,
                              size_t size, pishkhan_stream **stream, pishkhan_error **error);

/* Its errors tell this key: the call stores something under it. It must live as long as the stream. */
void pk_stream_carries(pishkhan_stream *stream, const uint8_t *key);
bool pk_stream_has_ended(const pishkhan_stream *stream);

/* The client is about to be closed: what was opened from it and not closed can only be closed from now on. */
void pk_streams_forsake(pishkhan_client *client);
void pk_resumed_forsake(pishkhan_client *client);

#endif
