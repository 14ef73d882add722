#include "typed.h"

#include <string.h>

enum {
  EXPANSION = 32
}; /* most memory of a result, as a multiple of its bytes on the wire: repeated empty messages */

pishkhan_status pk_refuse_argument(pishkhan_client *client, const char *why, void *out,
                                   pishkhan_error **error) {
  pk_failure failure;
  pk_error_context context = pk_client_context(client);
  void *nothing = NULL;
  if (out)
    memcpy(out, &nothing, sizeof nothing);
  pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID, "%s", why);
  return pk_raise(&context, &failure, error);
}

bool pk_key_for(pishkhan_client *client, const uint8_t *given, uint8_t key[PISHKHAN_KEY_SIZE],
                pishkhan_error **error) {
  pk_failure failure;
  pk_error_context context = pk_client_context(client);
  if (given) {
    memcpy(key, given, PISHKHAN_KEY_SIZE);
    return true;
  }
  if (pishkhan_make_key(key))
    return true;
  pk_fail(&failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_OUT_OF_MEMORY, "the system gives no random bytes");
  pk_raise(&context, &failure, error);
  return false;
}

static void *read_response(pishkhan_client *client, const pk_method *method, const uint8_t *bytes,
                           size_t size, size_t result_size, pk_translate translate, pk_failure *failure) {
  void *result = pk_result_new(&client->config.allocator, result_size, 64 * 1024 + EXPANSION * size);
  if (!result) {
    pk_fail_memory(failure);
    return NULL;
  }
  pk_arena *arena = pk_result_arena(result);
  const ProtobufCMessage *response = pk_unpack(arena, method->response, bytes, size);
  bool complete = response && translate(arena, response, result);
  if (complete && !arena->failed)
    return result;
  if (arena->failed)
    pk_fail(failure, PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_OUT_OF_MEMORY,
            "the answer does not fit into memory, or unfolds beyond its bound");
  else
    pk_fail(failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID,
            "the answer is not the message of %s", method->path);
  pk_result_free(result);
  return NULL;
}

static pishkhan_status exchange(pishkhan_client *client, const pk_call_setup *setup,
                                const ProtobufCMessage *request, const uint8_t *key, uint8_t **response,
                                size_t *response_size, pishkhan_error **error) {
  pk_failure failure;
  pk_error_context context = pk_client_context(client);
  size_t size = protobuf_c_message_get_packed_size(request);
  uint8_t *packed = pk_new(&client->config.allocator, size + 1);
  if (!packed) {
    pk_fail_memory(&failure);
    return pk_raise(&context, &failure, error);
  }
  protobuf_c_message_pack(request, packed);
  pishkhan_status status = pk_unary(client, setup, packed, size, key, response, response_size, error);
  pk_release(&client->config.allocator, packed);
  return status;
}

pishkhan_status pk_typed(pishkhan_client *client, const pk_method *method, const ProtobufCMessage *request,
                         const uint8_t *key, const pishkhan_call_options *options, size_t result_size,
                         pk_translate translate, void *out, pishkhan_error **error) {
  pk_failure failure;
  uint8_t *response = NULL;
  size_t response_size = 0;
  void *result = NULL;
  if (!out)
    return pk_refuse_argument(client, "no place for the result", NULL, error);
  memcpy(out, &result, sizeof result);
  if (!pk_may_block(client, error))
    return client ? PISHKHAN_FAILED_PRECONDITION : PISHKHAN_INVALID_ARGUMENT;
  bool keyed = (method->flags & PK_CALL_SAFE_TO_REPEAT) != 0;
  pk_call_setup setup = {.method = method->path, .flags = method->flags | PK_CALL_UNARY_RESPONSE};
  pk_error_context context = pk_client_context(client);
  context.key = key;
  if (!keyed)
    setup.flags |= PK_CALL_RETRY; /* it stores nothing */
  if (!pk_call_setup_from(&client->config, options, 0, &setup, &failure))
    return pk_raise(&context, &failure, error);
  pishkhan_status status = exchange(client, &setup, request, key, &response, &response_size, error);
  if (status != PISHKHAN_OK)
    return status;
  result = read_response(client, method, response, response_size, result_size, translate, &failure);
  pk_release(&client->config.allocator, response);
  if (result) {
    memcpy(out, &result, sizeof result);
    return PISHKHAN_OK;
  }
  /* The server has answered OK: a write was stored, although its answer cannot be read. */
  pk_outcome outcome = {.failure = failure, .maybe_seen = keyed};
  return pk_raise_outcome(&context, &outcome, error);
}

pishkhan_status pk_typed_write(pishkhan_client *client, const pk_method *method,
                               const ProtobufCMessage *request, const uint8_t *key, pk_arena *scratch,
                               const pishkhan_call_options *options, size_t result_size,
                               pk_translate translate, void *out, pishkhan_error **error) {
  pishkhan_status status;
  if (client && (!scratch || scratch->failed)) {
    pk_failure failure;
    pk_error_context context = pk_client_context(client);
    void *nothing = NULL;
    if (out)
      memcpy(out, &nothing, sizeof nothing);
    pk_fail_memory(&failure);
    status = pk_raise(&context, &failure, error);
  } else {
    status = pk_typed(client, method, request, key, options, result_size, translate, out, error);
  }
  pk_scratch_free(scratch);
  return status;
}

pk_arena *pk_scratch_new(pishkhan_client *client) {
  void *owner = client ? pk_result_new(&client->config.allocator, 1, SIZE_MAX) : NULL;
  return owner ? pk_result_arena(owner) : NULL;
}

void pk_scratch_free(pk_arena *scratch) {
  if (scratch)
    pk_result_free(pk_result_of(scratch));
}

char *pk_text_field(const char *text) { return (char *)(uintptr_t)(text ? text : ""); }

ProtobufCBinaryData pk_key_field(const uint8_t key[PISHKHAN_KEY_SIZE]) {
  return (ProtobufCBinaryData){PISHKHAN_KEY_SIZE, (uint8_t *)(uintptr_t)key};
}
