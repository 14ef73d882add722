/* Calls whose end is told by a callback. */
#include "client_state.h"

struct pishkhan_pending {
  pk_call *call;
  pishkhan_done done;
  void *context;
};

static pishkhan_status start(pishkhan_client *client, pk_call_setup *setup, const void *request, size_t size,
                             pishkhan_done done, void *context, pishkhan_pending **out, pk_failure *failure) {
  pishkhan_pending *pending = pk_new(&client->config.allocator, sizeof *pending);
  if (!pending) {
    pk_fail_memory(failure);
    return failure->status;
  }
  setup->owner = pending;
  pending->done = done;
  pending->context = context;
  pending->call = pk_call_new(client->core, setup, pk_now(), failure);
  if (pending->call && pk_call_send(pending->call, request, size, failure)) {
    pk_call_finish(pending->call);
    pk_core_tick(client->core, pk_now()); /* begins it at once where the line is up */
    if (out)
      *out = pending;
    return PISHKHAN_OK;
  }
  if (pending->call)
    pk_call_free(pending->call);
  pk_release(&client->config.allocator, pending);
  return failure->status;
}

pishkhan_status pishkhan_start(pishkhan_client *client, const char *method, const void *request,
                               size_t request_size, const pishkhan_call_options *options, pishkhan_done done,
                               void *context, pishkhan_pending **pending, pishkhan_error **error) {
  pk_failure failure;
  pk_call_setup setup = {.method = method, .flags = PK_CALL_UNARY_RESPONSE | PK_CALL_REPORT_END};
  pk_error_context said = pk_client_context(client);
  if (error)
    *error = NULL;
  if (pending)
    *pending = NULL;
  bool good = true;
  if (!client || !done || (request_size && !request))
    good = pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
                   "no client, no request or no callback is given");
  else if (client->busy && !client->in_done)
    good = pk_fail(&failure, PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_CALLED_FROM_CALLBACK,
                   "a call was started inside a log or trace callback");
  good = good && pk_call_setup_from(&client->config, options, 0, &setup, &failure);
  if (good && start(client, &setup, request, request_size, done, context, pending, &failure) == PISHKHAN_OK)
    return PISHKHAN_OK;
  return pk_raise(&said, &failure, error);
}

void pishkhan_cancel(pishkhan_client *client, pishkhan_pending *pending) {
  if (client && pending && (!client->busy || client->in_done))
    pk_call_cancel(pending->call);
}

static void tell(pishkhan_client *client, pishkhan_pending *pending) {
  pk_error_context context = pk_client_context(client);
  pk_failure failure;
  pishkhan_bytes *response = NULL;
  pishkhan_error *error = NULL;
  uint8_t *data;
  size_t size;
  if (pk_raise_outcome(&context, pk_call_outcome(pending->call), &error) == PISHKHAN_OK) {
    if (pk_call_take(pending->call, &data, &size))
      response = pk_bytes_new(&client->config.allocator, data, size);
    if (!response) {
      pk_fail_memory(&failure);
      pk_raise(&context, &failure, &error);
    }
  }
  pk_call_free(pending->call);
  pishkhan_pending told = *pending;
  pk_release(&client->config.allocator, pending);
  client->in_done = true;
  told.done(told.context, response, error);
  client->in_done = false;
}

void pishkhan_process(pishkhan_client *client) {
  if (!client || client->busy)
    return;
  client->busy = true;
  pk_client_drive(client);
  pk_call *call;
  while ((call = pk_core_next_ended(client->core)))
    tell(client, pk_call_owner(call));
  client->busy = false;
}
