/* Calls of any kind, message by message. */
#include "client_state.h"

enum { SEND_BUFFER = 64 * 1024 };

struct pishkhan_stream {
  pishkhan_allocator allocator;
  pishkhan_client *client; /* NULL once it was closed */
  pk_call *call;           /* NULL with it */
  pishkhan_stream *next;   /* of the client's streams */
  const uint8_t *key;      /* what it stores something under; or NULL */
  bool stores_nothing;
};

static pishkhan_status refuse(const pishkhan_stream *stream, pishkhan_status status, pishkhan_reason reason,
                              const char *why, pishkhan_error **error) {
  pk_failure failure;
  pk_error_context context = pk_client_context(stream ? stream->client : NULL);
  context.key = stream ? stream->key : NULL;
  pk_fail(&failure, status, reason, "%s", why);
  return pk_raise(&context, &failure, error);
}

/* Whether the stream can be used now; if not, `*error` says why. */
static bool usable(const pishkhan_stream *stream, pishkhan_status *status, pishkhan_error **error) {
  *status = PISHKHAN_OK;
  if (error)
    *error = NULL;
  if (!stream)
    *status = refuse(stream, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
                     "no stream is given", error);
  else if (!stream->client)
    *status =
        refuse(stream, PISHKHAN_CANCELLED, PISHKHAN_REASON_CALL_CANCELLED, "the client was closed", error);
  else if (!pk_may_block(stream->client, error))
    *status = PISHKHAN_FAILED_PRECONDITION;
  return *status == PISHKHAN_OK;
}

pishkhan_status pk_stream_open(pishkhan_client *client, const pk_call_setup *setup, pishkhan_stream **out,
                               pishkhan_error **error) {
  pk_failure failure;
  pk_error_context context = pk_client_context(client);
  pishkhan_stream *stream = pk_new(&client->config.allocator, sizeof *stream);
  if (!stream) {
    pk_fail_memory(&failure);
    return pk_raise(&context, &failure, error);
  }
  pishkhan_process(client);
  stream->allocator = client->config.allocator;
  stream->client = client;
  stream->stores_nothing = (setup->flags & PK_CALL_STORES_NOTHING) != 0;
  stream->call = pk_call_new(client->core, setup, pk_now(), &failure);
  if (!stream->call) {
    pk_release(&client->config.allocator, stream);
    return pk_raise(&context, &failure, error);
  }
  stream->next = client->streams;
  client->streams = stream;
  pishkhan_process(client);
  *out = stream;
  return PISHKHAN_OK;
}

pishkhan_status pk_stream_ask(pishkhan_client *client, const pk_call_setup *setup, const void *message,
                              size_t size, pishkhan_stream **out, pishkhan_error **error) {
  pishkhan_status status = pk_stream_open(client, setup, out, error);
  if (status == PISHKHAN_OK)
    status = pishkhan_stream_send(*out, message, size, error);
  if (status == PISHKHAN_OK)
    status = pishkhan_stream_finish(*out, error);
  if (status == PISHKHAN_OK || !*out || !pk_call_ended((*out)->call))
    return status;
  if (error) {
    pishkhan_error_free(*error);
    *error = NULL;
  }
  return PISHKHAN_OK;
}

pishkhan_status pishkhan_stream_open(pishkhan_client *client, const char *method,
                                     const pishkhan_call_options *options, pishkhan_stream **stream,
                                     pishkhan_error **error) {
  pk_failure failure;
  pk_call_setup setup = {.method = method, .flags = PK_CALL_KEEP_METADATA};
  if (stream)
    *stream = NULL;
  if (!pk_may_block(client, error))
    return client ? PISHKHAN_FAILED_PRECONDITION : PISHKHAN_INVALID_ARGUMENT;
  pk_error_context context = pk_client_context(client);
  if (!stream)
    return refuse(NULL, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
                  "no place for the stream", error);
  if (!pk_call_setup_from(&client->config, options, PISHKHAN_NEVER, &setup, &failure))
    return pk_raise(&context, &failure, error);
  return pk_stream_open(client, &setup, stream, error);
}

void pk_stream_carries(pishkhan_stream *stream, const uint8_t *key) { stream->key = key; }

bool pk_stream_has_ended(const pishkhan_stream *stream) { return pk_call_ended(stream->call); }

static bool has_room(const void *call) { return pk_call_ended(call) || pk_call_unsent(call) <= SEND_BUFFER; }

/* How the call ended; OK while it runs. */
static pishkhan_status raise_end(const pishkhan_stream *stream, pishkhan_error **error) {
  pk_error_context context = pk_client_context(stream->client);
  context.key = stream->key;
  context.stores_nothing = stream->stores_nothing;
  return pk_call_ended(stream->call) ? pk_raise_outcome(&context, pk_call_outcome(stream->call), error)
                                     : PISHKHAN_OK;
}

pishkhan_status pishkhan_stream_send(pishkhan_stream *stream, const void *message, size_t size,
                                     pishkhan_error **error) {
  pk_failure failure;
  pishkhan_status status;
  if (!usable(stream, &status, error))
    return status;
  if (size && !message)
    return refuse(stream, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID, "no message is given",
                  error);
  pk_client_wait(stream->client, has_room, stream->call, PK_NO_TIME);
  if (!pk_call_send(stream->call, message, size, &failure))
    return refuse(stream, failure.status, failure.reason, failure.message, error);
  pishkhan_process(stream->client);
  return raise_end(stream, error);
}

void pishkhan_stream_compress(pishkhan_stream *stream, bool compress) {
  if (stream && stream->call)
    pk_call_compress(stream->call, compress);
}

pishkhan_status pishkhan_stream_finish(pishkhan_stream *stream, pishkhan_error **error) {
  pishkhan_status status;
  if (!usable(stream, &status, error))
    return status;
  pk_call_finish(stream->call);
  pishkhan_process(stream->client);
  return raise_end(stream, error);
}

static bool has_news(const void *call) { return pk_call_ended(call) || pk_call_has_message(call); }

pishkhan_next pishkhan_stream_next(pishkhan_stream *stream, uint32_t wait_ms, pishkhan_bytes **message,
                                   pishkhan_error **error) {
  pishkhan_status status;
  uint8_t *data;
  size_t size;
  if (message)
    *message = NULL;
  if (!usable(stream, &status, error))
    return PISHKHAN_NEXT_ERROR;
  if (!message) {
    refuse(stream, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID, "no place for the message",
           error);
    return PISHKHAN_NEXT_ERROR;
  }
  if (!pk_call_has_message(stream->call)) /* what is here already is not waited for */
    pk_client_wait(stream->client, has_news, stream->call,
                   wait_ms == PISHKHAN_NEVER ? PK_NO_TIME : pk_now() + wait_ms);
  if (pk_call_take(stream->call, &data, &size)) {
    *message = pk_bytes_new(&stream->allocator, data, size);
    if (*message)
      return PISHKHAN_NEXT_ITEM;
    refuse(stream, PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_OUT_OF_MEMORY, "out of memory", error);
    return PISHKHAN_NEXT_ERROR;
  }
  if (!pk_call_ended(stream->call))
    return PISHKHAN_NEXT_TIMEOUT;
  return raise_end(stream, error) == PISHKHAN_OK ? PISHKHAN_NEXT_END : PISHKHAN_NEXT_ERROR;
}

const uint8_t *pishkhan_stream_metadata(const pishkhan_stream *stream, const char *key, size_t index,
                                        size_t *size) {
  size_t ignored;
  return stream && stream->call && key ? pk_call_metadata(stream->call, key, index, size ? size : &ignored)
                                       : NULL;
}

void pishkhan_stream_close(pishkhan_stream *stream) {
  if (!stream)
    return;
  if (stream->client) {
    pishkhan_stream **place = &stream->client->streams;
    while (*place != stream)
      place = &(*place)->next;
    *place = stream->next;
    pk_call_free(stream->call);
    pishkhan_process(stream->client); /* tells the server at once that nobody listens */
  }
  pishkhan_allocator allocator = stream->allocator;
  pk_release(&allocator, stream);
}

void pk_streams_forsake(pishkhan_client *client) {
  for (pishkhan_stream *stream = client->streams; stream; stream = stream->next) {
    pk_call_free(stream->call);
    stream->call = NULL;
    stream->client = NULL;
  }
  client->streams = NULL;
}
