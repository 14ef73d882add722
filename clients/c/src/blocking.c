/* The blocking form: a poll loop around the event-loop form. */
#define _POSIX_C_SOURCE 200809L
#include "client_state.h"

#include <poll.h>

static void wait_for_socket(pishkhan_client *client, int64_t until) {
  int timeout = pishkhan_timeout_ms(client);
  int64_t left = until == PK_NO_TIME ? -1 : until - pk_now();
  if (until != PK_NO_TIME && left < 0)
    left = 0;
  if (left >= 0 && (timeout < 0 || left < timeout))
    timeout = left > 3600000 ? 3600000 : (int)left;
  unsigned wanted = pishkhan_wanted(client);
  struct pollfd socket = {pishkhan_fd(client), 0, 0};
  if (wanted & PISHKHAN_WANT_READ)
    socket.events |= POLLIN;
  if (wanted & PISHKHAN_WANT_WRITE)
    socket.events |= POLLOUT;
  poll(&socket, socket.fd >= 0 ? 1 : 0, timeout); /* a signal only makes the loop go round once more */
}

bool pk_client_wait(pishkhan_client *client, bool (*is_done)(const void *), const void *context,
                    int64_t until) {
  for (;;) {
    pishkhan_process(client);
    if (is_done(context))
      return true;
    if (until != PK_NO_TIME && pk_now() >= until)
      return false;
    wait_for_socket(client, until);
  }
}

static uint32_t usual_deadline(const pk_config *config, const pk_call_setup *setup) {
  return setup->flags & PK_CALL_SAFE_TO_REPEAT ? config->write_deadline_ms : config->deadline_ms;
}

bool pk_call_setup_from(const pk_config *config, const pishkhan_call_options *given, uint32_t default_ms,
                        pk_call_setup *setup, pk_failure *failure) {
  pishkhan_call_options options;
  if (!pk_sized_copy(&options, sizeof options, given) || !pk_compression_is_known(options.compression))
    return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
                   "the call options' size is not set, or their compression is none");
  setup->metadata = options.metadata;
  setup->metadata_count = options.metadata_count;
  if (options.wait_for_ready)
    setup->flags |= PK_CALL_WAIT_FOR_READY;
  if (options.safe_to_repeat)
    setup->flags |= PK_CALL_SAFE_TO_REPEAT;
  if (options.retry)
    setup->flags |= PK_CALL_RETRY;
  bool by_client = options.compression == PISHKHAN_COMPRESSION_DEFAULT && config->gzip;
  if (by_client || options.compression == PISHKHAN_COMPRESSION_GZIP)
    setup->flags |= PK_CALL_GZIP;
  uint32_t milliseconds = options.deadline_ms ? options.deadline_ms
                          : default_ms        ? default_ms
                                              : usual_deadline(config, setup);
  setup->deadline = milliseconds == PISHKHAN_NEVER ? PK_NO_TIME : pk_now() + milliseconds;
  return true;
}

static bool call_is_over(const void *call) { return pk_call_ended(call); }

pishkhan_status pk_unary(pishkhan_client *client, const pk_call_setup *setup, const void *request,
                         size_t size, const uint8_t *key, uint8_t **response, size_t *response_size,
                         pishkhan_error **error) {
  pk_failure failure;
  pk_error_context context = pk_client_context(client);
  context.key = key;
  context.stores_nothing = (setup->flags & PK_CALL_STORES_NOTHING) != 0;
  pishkhan_process(
      client); /* a line that the server closed meanwhile is noticed before anything is sent on it */
  pk_call *call = pk_call_new(client->core, setup, pk_now(), &failure);
  if (!call)
    return pk_raise(&context, &failure, error);
  if (!pk_call_send(call, request, size, &failure)) {
    pk_call_free(call);
    return pk_raise(&context, &failure, error);
  }
  pk_call_finish(call);
  pk_client_wait(client, call_is_over, call, PK_NO_TIME);
  pishkhan_status status = pk_raise_outcome(&context, pk_call_outcome(call), error);
  if (status == PISHKHAN_OK && !pk_call_take(call, response, response_size)) {
    pk_fail_memory(&failure);
    status = pk_raise(&context, &failure, error);
  }
  pk_call_free(call);
  return status;
}

pishkhan_bytes *pk_bytes_new(const pishkhan_allocator *allocator, uint8_t *data, size_t size) {
  pishkhan_bytes *bytes = pk_result_new(allocator, sizeof *bytes, 0);
  if (!bytes) {
    pk_release(allocator, data);
    return NULL;
  }
  bytes->data = data;
  bytes->size = size;
  return bytes;
}

void pishkhan_bytes_free(pishkhan_bytes *bytes) {
  if (bytes)
    pk_release(&pk_result_arena(bytes)->allocator, (void *)(uintptr_t)bytes->data);
  pk_result_free(bytes);
}

pishkhan_status pishkhan_call(pishkhan_client *client, const char *method, const void *request,
                              size_t request_size, const pishkhan_call_options *options,
                              pishkhan_bytes **response, pishkhan_error **error) {
  pk_failure failure;
  uint8_t *data = NULL;
  size_t size = 0;
  if (response)
    *response = NULL;
  if (!pk_may_block(client, error))
    return client ? PISHKHAN_FAILED_PRECONDITION : PISHKHAN_INVALID_ARGUMENT;
  pk_error_context context = pk_client_context(client);
  pk_call_setup setup = {.method = method, .flags = PK_CALL_UNARY_RESPONSE};
  if (!response || (request_size && !request)) {
    pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
            "no request, or no place for the response");
    return pk_raise(&context, &failure, error);
  }
  if (!pk_call_setup_from(&client->config, options, 0, &setup, &failure))
    return pk_raise(&context, &failure, error);
  pishkhan_status status = pk_unary(client, &setup, request, request_size, NULL, &data, &size, error);
  if (status != PISHKHAN_OK)
    return status;
  *response = pk_bytes_new(&client->config.allocator, data, size);
  if (*response)
    return PISHKHAN_OK;
  pk_fail_memory(&failure);
  return pk_raise(&context, &failure, error);
}

static bool line_is_settled(const void *core) {
  return pk_core_line_is_served(core) || pk_core_line_failure(core);
}

pishkhan_status pishkhan_connect(pishkhan_client *client, uint32_t timeout_ms, pishkhan_error **error) {
  pk_failure failure;
  if (!pk_may_block(client, error))
    return client ? PISHKHAN_FAILED_PRECONDITION : PISHKHAN_INVALID_ARGUMENT;
  pk_error_context context = pk_client_context(client);
  context.stores_nothing = true;
  /* A second more than the try itself takes at most, so that its own failure is what is told. */
  uint32_t most = client->config.connect_timeout_ms;
  uint32_t wait = timeout_ms ? timeout_ms : most < PISHKHAN_NEVER - 1000 ? most + 1000 : PISHKHAN_NEVER;
  pishkhan_process(client);
  pk_core_ask_line(client->core);
  if (!pk_client_wait(client, line_is_settled, client->core,
                      wait == PISHKHAN_NEVER ? PK_NO_TIME : pk_now() + wait))
    pk_fail(&failure, PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_CONNECT_TIMEOUT,
            "the server was not reached in the time given");
  else if (pk_core_line_is_served(client->core))
    return PISHKHAN_OK;
  else
    failure = *pk_core_line_failure(client->core);
  return pk_raise(&context, &failure, error);
}
