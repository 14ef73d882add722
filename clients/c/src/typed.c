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

bool pk_key_for(const uint8_t *given, uint8_t key[PISHKHAN_KEY_SIZE], pk_failure *failure) {
  if (given) {
    memcpy(key, given, PISHKHAN_KEY_SIZE);
    return true;
  }
  return pishkhan_make_key(key) || pk_fail(failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_OUT_OF_MEMORY,
                                           "the system gives no random bytes");
}

/* Fills in a keyed request's key; it lives as long as `key`. */
static bool carry_key(const pk_method *method, ProtobufCMessage *request, uint8_t key[PISHKHAN_KEY_SIZE],
                      pk_failure *failure) {
  const ProtobufCFieldDescriptor *field =
      protobuf_c_message_descriptor_get_field(method->request->message, 1);
  ProtobufCBinaryData *place = (void *)((uint8_t *)request + field->offset);
  if (!pk_key_for(place->data, key, failure))
    return false;
  *place = (ProtobufCBinaryData){PISHKHAN_KEY_SIZE, key};
  return true;
}

bool pk_pack_request(pishkhan_client *client, const pk_method *method, const void *given,
                     uint8_t key[PISHKHAN_KEY_SIZE], uint8_t **packed, size_t *size, pk_failure *failure) {
  const pishkhan_allocator *allocator = &client->config.allocator;
  void *owner = pk_result_new(allocator, 1, SIZE_MAX);
  if (!owner)
    return pk_fail_memory(failure);
  pk_arena *scratch = pk_result_arena(owner);
  ProtobufCMessage *request = pk_shape_out(scratch, method->request, given);
  bool good = request != NULL;
  if (!good && scratch->failed)
    pk_fail_memory(failure);
  else if (!good)
    pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
            "a struct's size is not set, or something that an array of it should hold is missing");
  good = good && (!method->keyed || carry_key(method, request, key, failure));
  if (good) {
    *size = protobuf_c_message_get_packed_size(request);
    *packed = pk_new(allocator, *size + 1);
    good = *packed ? true : pk_fail_memory(failure);
  }
  if (good)
    protobuf_c_message_pack(request, *packed);
  pk_result_free(owner);
  return good;
}

/* The part of the response that the result is made of. */
static const ProtobufCMessage *part_of(const pk_method *method, const ProtobufCMessage *response) {
  const ProtobufCMessage *part;
  const ProtobufCFieldDescriptor *field =
      protobuf_c_message_descriptor_get_field(method->response->message, method->part);
  memcpy(&part, (const uint8_t *)response + field->offset, sizeof part);
  return part;
}

static bool translate(pk_arena *arena, const pk_method *method, const ProtobufCMessage *response,
                      void *result) {
  if (!pk_shape_in(arena, method->response, response, result))
    return false;
  if (!method->part)
    return true;
  const ProtobufCMessage *part = part_of(method, response);
  return part && pk_shape_in(arena, method->part_shape, part, result);
}

void *pk_read_response(const pishkhan_allocator *allocator, const pk_method *method, const uint8_t *bytes,
                       size_t size, size_t result_size, pk_failure *failure) {
  void *result = pk_result_new(allocator, result_size, 64 * 1024 + EXPANSION * size);
  if (!result) {
    pk_fail_memory(failure);
    return NULL;
  }
  pk_arena *arena = pk_result_arena(result);
  const ProtobufCMessage *response = pk_unpack(arena, method->response->message, bytes, size);
  bool complete = response && translate(arena, method, response, result);
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

/* Sends the request and reads the response. */
static pishkhan_status exchange(pishkhan_client *client, const pk_method *method, const pk_call_setup *setup,
                                const uint8_t *packed, size_t size, const uint8_t *key, void **result,
                                pishkhan_error **error) {
  pk_failure failure;
  uint8_t *response = NULL;
  size_t response_size = 0;
  pk_error_context context = pk_client_context(client);
  context.key = key;
  pishkhan_status status = pk_unary(client, setup, packed, size, key, &response, &response_size, error);
  if (status != PISHKHAN_OK)
    return status;
  *result = pk_read_response(&client->config.allocator, method, response, response_size,
                             method->response->size, &failure);
  pk_release(&client->config.allocator, response);
  if (*result) {
    if (method->key_offset)
      memcpy((uint8_t *)*result + method->key_offset, key, PISHKHAN_KEY_SIZE);
    return PISHKHAN_OK;
  }
  /* The server has answered OK: a write was stored, although its answer cannot be read. */
  const pk_outcome outcome = {.failure = failure, .maybe_seen = !(method->flags & PK_CALL_STORES_NOTHING)};
  return pk_raise_outcome(&context, &outcome, error);
}

pishkhan_status pk_typed(pishkhan_client *client, const pk_method *method, const void *given,
                         const pishkhan_call_options *options, void *out, pishkhan_error **error) {
  pk_failure failure;
  void *result = NULL;
  uint8_t *packed = NULL, key[PISHKHAN_KEY_SIZE];
  size_t size = 0;
  if (!out)
    return pk_refuse_argument(client, "no place for the result", NULL, error);
  memcpy(out, &result, sizeof result);
  if (!pk_may_block(client, error))
    return client ? PISHKHAN_FAILED_PRECONDITION : PISHKHAN_INVALID_ARGUMENT;
  if (!given && !(method->flags & PK_CALL_STORES_NOTHING))
    return pk_refuse_argument(client, "the struct that says what to do is missing", NULL, error);
  pk_call_setup setup = {.method = method->path, .flags = method->flags | PK_CALL_UNARY_RESPONSE};
  pk_error_context context = pk_client_context(client);
  if (method->flags & PK_CALL_STORES_NOTHING)
    setup.flags |= PK_CALL_RETRY;
  if (!pk_call_setup_from(&client->config, options, 0, &setup, &failure) ||
      !pk_pack_request(client, method, given, key, &packed, &size, &failure))
    return pk_raise(&context, &failure, error);
  pishkhan_status status =
      exchange(client, method, &setup, packed, size, method->keyed ? key : NULL, &result, error);
  pk_release(&client->config.allocator, packed);
  memcpy(out, &result, sizeof result);
  return status;
}
