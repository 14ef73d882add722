/* What the client reads of messages: requests, events and error details, translated into the library's
 * structs. */
#include "encoding.h"
#include "error_object.h"
#include "failing_memory.h"
#include "typed.h"

#include <string.h>

static void require(bool holds) {
  if (!holds)
    abort();
}

static void check_request(const pishkhan_request *request) {
  for (size_t i = 0; i < request->form_count; i++)
    for (size_t k = 0; k < request->form[i].value_count; k++)
      require(pk_is_utf8(request->form[i].values[k], strlen(request->form[i].values[k])));
}

static void read_message(failing_memory *memory, bool is_event, const uint8_t *data, size_t size) {
  pk_arena *arena;
  void *result = pk_result_new(&memory->allocator, sizeof(pishkhan_request) + sizeof(pishkhan_event),
                               64 * 1024 + 32 * size);
  if (!result)
    return;
  arena = pk_result_arena(result);
  const ProtobufCMessage *message = pk_unpack(
      arena, is_event ? &pishkhan__v1__event__descriptor : &pishkhan__v1__request__descriptor, data, size);
  if (message && is_event)
    pk_event_in(arena, (const Pishkhan__V1__Event *)message, result);
  else if (message)
    pk_request_in(arena, (const Pishkhan__V1__Request *)message, result);
  if (message && !is_event && !arena->failed)
    check_request(result);
  pk_result_free(result);
}

static void read_error(failing_memory *memory, const uint8_t *data, size_t size) {
  const pk_error_context context = {.allocator = &memory->allocator};
  pk_outcome outcome = {
      .from_server = true, .message = "said by the server", .details = data, .details_size = size};
  pishkhan_error *error = NULL;
  char text[256];
  pk_fail(&outcome.failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_UNSPECIFIED, "said by the server");
  require(pk_raise_outcome(&context, &outcome, &error) != PISHKHAN_OK);
  pishkhan_error_explain(error, "fa", text, sizeof text);
  pishkhan_error_explain(error, NULL, text, sizeof text);
  require(pk_is_utf8(text, strlen(text)));
  pishkhan_error_free(error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  failing_memory memory;
  if (size < 2)
    return 0;
  failing_memory_init(&memory, data[1]);
  if (data[0] % 3 == 2)
    read_error(&memory, data + 2, size - 2);
  else
    read_message(&memory, data[0] % 3 == 1, data + 2, size - 2);
  return 0;
}
