/* Watching a request: a server stream that goes on after the last event seen, whatever happens to the line.
 */
#include "typed.h"

#include <string.h>

static const char path[] = "/pishkhan.v1.Requests/Watch";

struct pishkhan_watch {
  pishkhan_allocator allocator;
  pishkhan_client *client; /* NULL once it was closed */
  pishkhan_watch *next;    /* of the client's watches */
  pishkhan_stream *stream; /* NULL: to be opened at `not_before` */
  char *tracking_code;
  char *secret;
  uint32_t last_event;
  int64_t deadline;
  int64_t not_before;
  unsigned failures; /* in a row */
};

void pishkhan_watch_close(pishkhan_watch *watch) {
  if (!watch)
    return;
  pishkhan_stream_close(watch->stream);
  for (pishkhan_watch **place = watch->client ? &watch->client->watches : NULL; place && *place;
       place = &(*place)->next) {
    if (*place != watch)
      continue;
    *place = watch->next;
    break;
  }
  pishkhan_allocator allocator = watch->allocator;
  pk_release(&allocator, watch->tracking_code);
  pk_release(&allocator, watch->secret);
  pk_release(&allocator, watch);
}

void pk_watches_forsake(pishkhan_client *client) {
  for (pishkhan_watch *watch = client->watches; watch; watch = watch->next)
    watch->client = NULL;
  client->watches = NULL;
}

pishkhan_status pishkhan_watch_open(pishkhan_client *client, const char *tracking_code, const char *secret,
                                    uint32_t after_event, const pishkhan_call_options *options,
                                    pishkhan_watch **out, pishkhan_error **error) {
  pk_failure failure;
  pk_call_setup setup = {.method = path};
  if (!client || !out)
    return pk_refuse_argument(client, "no client is given, or no place for the watch", out, error);
  if (error)
    *error = NULL;
  *out = NULL;
  pk_error_context context = pk_client_context(client);
  if (!pk_call_setup_from(&client->config, options, PISHKHAN_NEVER, &setup, &failure))
    return pk_raise(&context, &failure, error);
  pishkhan_watch *watch = pk_new(&client->config.allocator, sizeof *watch);
  if (watch) {
    watch->allocator = client->config.allocator;
    watch->client = client;
    watch->deadline = setup.deadline;
    watch->last_event = after_event;
    watch->tracking_code = pk_copy_string(&watch->allocator, tracking_code);
    watch->secret = pk_copy_string(&watch->allocator, secret);
  }
  if (watch && watch->tracking_code && watch->secret) {
    watch->next = client->watches;
    client->watches = watch;
    *out = watch;
    return PISHKHAN_OK;
  }
  pishkhan_watch_close(watch);
  pk_fail_memory(&failure);
  return pk_raise(&context, &failure, error);
}

static pishkhan_status open_stream(pishkhan_watch *watch, pishkhan_error **error) {
  const pk_call_setup setup = {
      .method = path, .deadline = watch->deadline, .flags = PK_CALL_STORES_NOTHING | PK_CALL_WAIT_FOR_READY};
  Pishkhan__V1__WatchRequest request = PISHKHAN__V1__WATCH_REQUEST__INIT;
  request.tracking_code = watch->tracking_code;
  request.secret = watch->secret;
  request.after_event = watch->last_event;
  size_t size = pishkhan__v1__watch_request__get_packed_size(&request);
  uint8_t *packed = pk_new(&watch->allocator, size + 1);
  if (!packed) {
    pk_failure failure;
    pk_error_context context = pk_client_context(watch->client);
    pk_fail_memory(&failure);
    return pk_raise(&context, &failure, error);
  }
  pishkhan__v1__watch_request__pack(&request, packed);
  pishkhan_status status = pk_stream_open(watch->client, &setup, &watch->stream, error);
  if (status == PISHKHAN_OK)
    status = pishkhan_stream_send(watch->stream, packed, size, error);
  if (status == PISHKHAN_OK)
    status = pishkhan_stream_finish(watch->stream, error);
  pk_release(&watch->allocator, packed);
  return status;
}

/* The event, as a result of its own; NULL with `*error` where the message is none. */
static pishkhan_event *read_event(pishkhan_watch *watch, const pishkhan_bytes *message,
                                  pishkhan_error **error) {
  pk_failure failure;
  pk_error_context context = pk_client_context(watch->client);
  context.stores_nothing = true;
  pishkhan_event *event = pk_result_new(&watch->allocator, sizeof *event, 64 * 1024 + 32 * message->size);
  if (event) {
    pk_arena *arena = pk_result_arena(event);
    const Pishkhan__V1__WatchResponse *response = (const void *)pk_unpack(
        arena, &pishkhan__v1__watch_response__descriptor, message->data, message->size);
    if (response && response->event)
      pk_event_in(arena, response->event, event);
    if (response && response->event && !arena->failed)
      return event;
    pk_fail(&failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID, "the answer is not an event");
  } else {
    pk_fail_memory(&failure);
  }
  pk_result_free(event);
  pk_raise(&context, &failure, error);
  return NULL;
}

/* What another try may mend. */
static bool is_passing(const pishkhan_error *error) {
  pishkhan_status status = pishkhan_error_status(error);
  pishkhan_reason reason = pishkhan_error_reason(error);
  pk_failure failure = {.status = status, .reason = reason};
  return !pk_failure_is_permanent(&failure) &&
         (status == PISHKHAN_UNAVAILABLE || reason == PISHKHAN_REASON_OVERLOADED ||
          reason == PISHKHAN_REASON_STREAM_RESET);
}

static void set_back(pishkhan_watch *watch, int64_t advised_ms) {
  pishkhan_stream_close(watch->stream);
  watch->stream = NULL;
  watch->failures++;
  int64_t wait = pk_core_backoff(watch->client->core, watch->failures);
  watch->not_before = pk_now() + (advised_ms > wait ? advised_ms : wait);
}

static bool never(const void *context) {
  (void)context;
  return false;
}

static pishkhan_next deadline_passed(const pishkhan_watch *watch, pishkhan_error **error) {
  pk_failure failure;
  pk_error_context context = pk_client_context(watch->client);
  context.stores_nothing = true;
  pk_fail(&failure, PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_DEADLINE_PASSED, "the watch's time is over");
  pk_raise(&context, &failure, error);
  return PISHKHAN_NEXT_ERROR;
}

/* Waits out a backoff and opens the stream. PISHKHAN_NEXT_ITEM: it stands. */
static pishkhan_next begin(pishkhan_watch *watch, int64_t until, pishkhan_error **error) {
  int64_t opens = watch->not_before < watch->deadline ? watch->not_before : watch->deadline;
  pk_client_wait(watch->client, never, NULL, opens < until ? opens : until);
  if (pk_now() >= watch->deadline)
    return deadline_passed(watch, error);
  if (pk_now() < watch->not_before)
    return PISHKHAN_NEXT_TIMEOUT;
  return open_stream(watch, error) == PISHKHAN_OK ? PISHKHAN_NEXT_ITEM : PISHKHAN_NEXT_ERROR;
}

/* One look at the stream; PISHKHAN_NEXT_TIMEOUT with `*again` where there is a reason to look once more. */
static pishkhan_next look(pishkhan_watch *watch, int64_t until, pishkhan_event **event, bool *again,
                          pishkhan_error **error) {
  pishkhan_bytes *message = NULL;
  *again = false;
  pishkhan_next next = watch->stream ? PISHKHAN_NEXT_ITEM : begin(watch, until, error);
  if (next == PISHKHAN_NEXT_ITEM) {
    int64_t left = until == PK_NO_TIME ? -1 : until - pk_now();
    uint32_t wait = until == PK_NO_TIME ? PISHKHAN_NEVER : left < 0 ? 0 : (uint32_t)left;
    next = pishkhan_stream_next(watch->stream, wait, &message, error);
  }
  if (next == PISHKHAN_NEXT_ERROR && error && is_passing(*error)) {
    set_back(watch, pishkhan_error_retry_after_ms(*error));
    pishkhan_error_free(*error);
    *error = NULL;
    *again = true;
    return PISHKHAN_NEXT_TIMEOUT;
  }
  if (next != PISHKHAN_NEXT_ITEM)
    return next;
  *event = read_event(watch, message, error);
  pishkhan_bytes_free(message);
  if (!*event)
    return PISHKHAN_NEXT_ERROR;
  watch->failures = 0;
  if ((*event)->number <= watch->last_event) { /* delivery is at least once: this was seen */
    pishkhan_event_free(*event);
    *event = NULL;
    *again = true;
    return PISHKHAN_NEXT_TIMEOUT;
  }
  watch->last_event = (*event)->number;
  return PISHKHAN_NEXT_ITEM;
}

pishkhan_next pishkhan_watch_next(pishkhan_watch *watch, uint32_t wait_ms, pishkhan_event **event,
                                  pishkhan_error **error) {
  pishkhan_error *inner = NULL;
  pishkhan_next next;
  bool again;
  if (error)
    *error = NULL;
  if (!watch || !event) {
    pk_refuse_argument(watch ? watch->client : NULL, "no watch is given, or no place for the event", event,
                       error);
    return PISHKHAN_NEXT_ERROR;
  }
  *event = NULL;
  if (!pk_may_block(watch->client, error))
    return PISHKHAN_NEXT_ERROR;
  int64_t until = wait_ms == PISHKHAN_NEVER ? PK_NO_TIME : pk_now() + wait_ms;
  do
    next = look(watch, until, event, &again, &inner);
  while (again && (until == PK_NO_TIME || pk_now() < until));
  if (error)
    *error = inner;
  else
    pishkhan_error_free(inner);
  return next;
}

void pishkhan_event_free(pishkhan_event *event) { pk_result_free(event); }
