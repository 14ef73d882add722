#include "resumed.h"

#include <string.h>

void *pk_resumed_open(pishkhan_client *client, const pk_resumed_kind *kind,
                      const pishkhan_call_options *options, void *out, pishkhan_status *status,
                      pishkhan_error **error) {
  pk_failure failure;
  pk_call_setup setup = {.method = kind->method->path};
  void *nothing = NULL;
  if (!client || !out) {
    *status = pk_refuse_argument(client, "no client is given, or no place for the stream", out, error);
    return NULL;
  }
  if (error)
    *error = NULL;
  memcpy(out, &nothing, sizeof nothing);
  bool good = pk_call_setup_from(&client->config, options, PISHKHAN_NEVER, &setup, &failure);
  pk_resumed *resumed = good ? pk_result_new(&client->config.allocator, kind->size, SIZE_MAX) : NULL;
  if (good && !resumed)
    pk_fail_memory(&failure);
  if (!resumed) {
    pk_error_context context = pk_client_context(client);
    *status = pk_raise(&context, &failure, error);
    return NULL;
  }
  resumed->kind = kind;
  resumed->deadline = setup.deadline;
  resumed->client = client;
  resumed->next = client->resumed;
  client->resumed = resumed;
  return resumed;
}

const char *pk_resumed_text(void *resumed, const char *text) {
  return pk_arena_copy(pk_result_arena(resumed), text, text ? strlen(text) : 0);
}

pishkhan_status pk_resumed_begin(pk_resumed *resumed, void *out, pishkhan_error **error) {
  if (!pk_result_arena(resumed)->failed) {
    memcpy(out, &resumed, sizeof resumed);
    return PISHKHAN_OK;
  }
  pk_failure failure;
  pk_error_context context = pk_client_context(resumed->client);
  pk_resumed_close(resumed);
  pk_fail_memory(&failure);
  return pk_raise(&context, &failure, error);
}

void pk_resumed_close(pk_resumed *resumed) {
  if (!resumed)
    return;
  pishkhan_stream_close(resumed->stream);
  for (pk_resumed **place = resumed->client ? &resumed->client->resumed : NULL; place && *place;
       place = &(*place)->next) {
    if (*place != resumed)
      continue;
    *place = resumed->next;
    break;
  }
  pk_result_free(resumed);
}

void pk_resumed_forsake(pishkhan_client *client) {
  for (pk_resumed *resumed = client->resumed; resumed; resumed = resumed->next)
    resumed->client = NULL;
  client->resumed = NULL;
}

static pishkhan_status open_stream(pk_resumed *resumed, pishkhan_error **error) {
  const pk_method *method = resumed->kind->method;
  const pk_call_setup setup = {
      .method = method->path, .deadline = resumed->deadline, .flags = method->flags | PK_CALL_WAIT_FOR_READY};
  pk_failure failure;
  pk_buffer packed = {0};
  const void *request = (const uint8_t *)resumed + resumed->kind->request_offset;
  if (!pk_pack_request(resumed->client, method, request, NULL, &packed, &failure)) {
    pk_error_context context = pk_client_context(resumed->client);
    pk_buffer_free(&packed);
    return pk_raise(&context, &failure, error);
  }
  pishkhan_status status =
      pk_stream_ask(resumed->client, &setup, packed.data, packed.size, &resumed->stream, error);
  pk_buffer_free(&packed);
  return status;
}

/* The item, as a result of its own; NULL with `*error` where the message is none. */
static void *read_item(pk_resumed *resumed, const pishkhan_bytes *message, pishkhan_error **error) {
  pk_failure failure;
  pk_error_context context = pk_client_context(resumed->client);
  context.stores_nothing = (resumed->kind->method->flags & PK_CALL_STORES_NOTHING) != 0;
  void *item = pk_read_response(&pk_result_arena(resumed)->allocator, resumed->kind->method, message->data,
                                message->size, resumed->kind->item_size, &failure);
  if (!item)
    pk_raise(&context, &failure, error);
  return item;
}

bool pk_error_is_passing(const pishkhan_error *error) {
  pishkhan_status status = pishkhan_error_status(error);
  pishkhan_reason reason = pishkhan_error_reason(error);
  pk_failure failure = {.status = status, .reason = reason};
  return !pk_failure_is_permanent(&failure) &&
         (status == PISHKHAN_UNAVAILABLE || reason == PISHKHAN_REASON_OVERLOADED ||
          reason == PISHKHAN_REASON_STREAM_RESET);
}

static void set_back(pk_resumed *resumed, int64_t advised_ms) {
  pishkhan_stream_close(resumed->stream);
  resumed->stream = NULL;
  resumed->failures++;
  int64_t wait = pk_core_backoff(resumed->client->core, resumed->failures);
  resumed->not_before = pk_now() + (advised_ms > wait ? advised_ms : wait);
}

static bool never(const void *context) {
  (void)context;
  return false;
}

static pishkhan_next deadline_passed(const pk_resumed *resumed, pishkhan_error **error) {
  pk_failure failure;
  pk_error_context context = pk_client_context(resumed->client);
  context.stores_nothing = (resumed->kind->method->flags & PK_CALL_STORES_NOTHING) != 0;
  pk_fail(&failure, PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_DEADLINE_PASSED, "the stream's time is over");
  pk_raise(&context, &failure, error);
  return PISHKHAN_NEXT_ERROR;
}

/* Waits out a backoff and opens the stream. PISHKHAN_NEXT_ITEM: it stands. */
static pishkhan_next begin(pk_resumed *resumed, int64_t until, pishkhan_error **error) {
  int64_t opens = resumed->not_before < resumed->deadline ? resumed->not_before : resumed->deadline;
  pk_client_wait(resumed->client, never, NULL, opens < until ? opens : until);
  if (pk_now() >= resumed->deadline)
    return deadline_passed(resumed, error);
  if (pk_now() < resumed->not_before)
    return PISHKHAN_NEXT_TIMEOUT;
  return open_stream(resumed, error) == PISHKHAN_OK ? PISHKHAN_NEXT_ITEM : PISHKHAN_NEXT_ERROR;
}

/* One look at the stream; PISHKHAN_NEXT_TIMEOUT with `*again` where there is a reason to look once more. */
static pishkhan_next look(pk_resumed *resumed, int64_t until, void **item, bool *again,
                          pishkhan_error **error) {
  pishkhan_bytes *message = NULL;
  *again = false;
  pishkhan_next next = resumed->stream ? PISHKHAN_NEXT_ITEM : begin(resumed, until, error);
  if (next == PISHKHAN_NEXT_ITEM) {
    int64_t left = until == PK_NO_TIME ? -1 : until - pk_now();
    uint32_t wait = until == PK_NO_TIME ? PISHKHAN_NEVER : left < 0 ? 0 : (uint32_t)left;
    next = pishkhan_stream_next(resumed->stream, wait, &message, error);
  }
  if (next == PISHKHAN_NEXT_ERROR && error && pk_error_is_passing(*error)) {
    set_back(resumed, pishkhan_error_retry_after_ms(*error));
    pishkhan_error_free(*error);
    *error = NULL;
    *again = true;
    return PISHKHAN_NEXT_TIMEOUT;
  }
  if (next != PISHKHAN_NEXT_ITEM)
    return next;
  *item = read_item(resumed, message, error);
  pishkhan_bytes_free(message);
  if (!*item)
    return PISHKHAN_NEXT_ERROR;
  resumed->failures = 0;
  if (resumed->kind->is_news && !resumed->kind->is_news(resumed, *item)) {
    pk_result_free(*item);
    *item = NULL;
    *again = true;
    return PISHKHAN_NEXT_TIMEOUT;
  }
  return PISHKHAN_NEXT_ITEM;
}

pishkhan_next pk_resumed_next(pk_resumed *resumed, uint32_t wait_ms, void *out, pishkhan_error **error) {
  pishkhan_error *inner = NULL;
  pishkhan_next next;
  bool again;
  void *item = NULL;
  if (error)
    *error = NULL;
  if (!resumed || !out) {
    pk_refuse_argument(resumed ? resumed->client : NULL, "no stream is given, or no place for what it gives",
                       out, error);
    return PISHKHAN_NEXT_ERROR;
  }
  memcpy(out, &item, sizeof item);
  if (!pk_may_block(resumed->client, error))
    return PISHKHAN_NEXT_ERROR;
  int64_t until = wait_ms == PISHKHAN_NEVER ? PK_NO_TIME : pk_now() + wait_ms;
  do
    next = look(resumed, until, &item, &again, &inner);
  while (again && (until == PK_NO_TIME || pk_now() < until));
  memcpy(out, &item, sizeof item);
  if (error)
    *error = inner;
  else
    pishkhan_error_free(inner);
  return next;
}
