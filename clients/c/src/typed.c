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

/* The key that the caller's struct names, behind its size; NULL: none. */
static const uint8_t *given_key(const pk_method *method, const void *given) {
  const pk_field *field = &method->request->fields[0];
  const uint8_t *key;
  size_t size;
  memcpy(&size, given, sizeof size);
  if (size < field->offset + sizeof key)
    return NULL;
  memcpy(&key, (const uint8_t *)given + field->offset, sizeof key);
  return key;
}

bool pk_pack_request(pishkhan_client *client, const pk_method *method, const void *given,
                     uint8_t key[PISHKHAN_KEY_SIZE], pk_buffer *packed, pk_failure *failure) {
  bool unfit = false;
  packed->allocator = &client->config.allocator;
  if (method->keyed && !given_key(method, given)) {
    if (!pk_key_for(NULL, key, failure))
      return false;
    if (!pk_wire_put_bytes(packed, method->request->fields[0].number, key, PISHKHAN_KEY_SIZE))
      return pk_fail_memory(failure);
  } else if (method->keyed) {
    memcpy(key, given_key(method, given), PISHKHAN_KEY_SIZE);
  }
  if (pk_shape_write(packed, method->request, given, &unfit))
    return true;
  return unfit
             ? pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
                       "a struct's size is not set, or something that an array of it should hold is missing")
             : pk_fail_memory(failure);
}

/* The part of the response that the result is made of. */
static bool find_part(const pk_method *method, const uint8_t *bytes, size_t size, pk_wire_field *part) {
  pk_wire_reader reader = pk_wire_read(bytes, size);
  bool found = false;
  for (pk_wire_field field; pk_wire_next(&reader, &field) == PK_WIRE_FIELD;)
    if (field.number == method->part && field.type == PK_WIRE_BYTES) {
      *part = field;
      found = true;
    }
  return found;
}

static bool translate(pk_arena *arena, const pk_method *method, const uint8_t *bytes, size_t size,
                      void *result) {
  pk_wire_field part;
  if (!pk_shape_read(arena, method->response, bytes, size, result))
    return false;
  return !method->part || (find_part(method, bytes, size, &part) &&
                           pk_shape_read(arena, method->part_shape, part.bytes, part.size, result));
}

bool pk_read_into(pk_arena *arena, const pk_method *method, const uint8_t *bytes, size_t size, void *result) {
  return translate(arena, method, bytes, size, result) && !arena->failed;
}

void *pk_read_response(const pishkhan_allocator *allocator, const pk_method *method, const uint8_t *bytes,
                       size_t size, size_t result_size, pk_failure *failure) {
  void *result = pk_result_new(allocator, result_size, 64 * 1024 + EXPANSION * size);
  if (!result) {
    pk_fail_memory(failure);
    return NULL;
  }
  pk_arena *arena = pk_result_arena(result);
  if (pk_read_into(arena, method, bytes, size, result))
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
                                const pk_buffer *packed, const uint8_t *key, void **result,
                                pishkhan_error **error) {
  pk_failure failure;
  uint8_t *response = NULL;
  size_t response_size = 0;
  pk_error_context context = pk_client_context(client);
  context.key = key;
  pishkhan_status status =
      pk_unary(client, setup, packed->data, packed->size, key, &response, &response_size, error);
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
  uint8_t key[PISHKHAN_KEY_SIZE];
  pk_buffer packed = {0};
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
  bool good = pk_call_setup_from(&client->config, options, 0, &setup, &failure) &&
              pk_pack_request(client, method, given, key, &packed, &failure);
  pishkhan_status status =
      good ? exchange(client, method, &setup, &packed, method->keyed ? key : NULL, &result, error)
           : pk_raise(&context, &failure, error);
  pk_buffer_free(&packed);
  memcpy(out, &result, sizeof result);
  return status;
}
