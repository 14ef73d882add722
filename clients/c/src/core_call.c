#include "core_state.h"
#include "encoding.h"

#include <string.h>

/* ---- making and freeing ---- */

void pk_headers_free(const pishkhan_allocator *allocator, pk_header *first) {
  for (pk_header *header = first, *next; header; header = next) {
    next = header->next;
    pk_release(allocator, header->key);
    pk_release(allocator, header->value);
    pk_release(allocator, header);
  }
}

void pk_call_free(pk_call *call) {
  if (!call)
    return;
  if (!call->ended)
    pk_call_cancel(call);
  pk_list_remove(call);
  pk_response_clear(call);
  pk_call_free_chunks(call);
  pk_call_free_messages(call);
  pk_headers_free(call->allocator, call->request_metadata);
  pk_release(call->allocator, call->method);
  pk_release(call->allocator, call);
}

static bool key_is_valid(const char *key) {
  if (!key || !*key || strncmp(key, "grpc-", 5) == 0)
    return false;
  for (const char *c = key; *c; c++)
    if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_' || *c == '-' || *c == '.'))
      return false;
  static const char *const reserved[] = {"te",        "content-type",      "user-agent",     "connection",
                                         "host",      "transfer-encoding", "content-length", "upgrade",
                                         "keep-alive"};
  for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
    if (strcmp(key, reserved[i]) == 0)
      return false;
  return true;
}

static bool value_is_valid(const pishkhan_metadata *metadata, bool binary) {
  const unsigned char *bytes = metadata->value;
  if (!bytes && metadata->value_size)
    return false;
  for (size_t i = 0; !binary && i < metadata->value_size; i++)
    if (bytes[i] < 0x20 || bytes[i] > 0x7E)
      return false;
  return metadata->value_size <= 8192;
}

static bool add_metadata(pk_call *call, const pishkhan_metadata *metadata, pk_failure *failure) {
  size_t key_size = metadata->key ? strlen(metadata->key) : 0;
  bool binary = key_size > 4 && strcmp(metadata->key + key_size - 4, "-bin") == 0;
  if (!key_is_valid(metadata->key) || !value_is_valid(metadata, binary))
    return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
                   "a metadata key or value is not allowed");
  pk_header *header = pk_new(call->allocator, sizeof *header);
  if (!header)
    return pk_fail_memory(failure);
  header->next = call->request_metadata;
  call->request_metadata = header;
  header->key = pk_copy_string(call->allocator, metadata->key);
  if (binary) {
    header->value = pk_new(call->allocator, (metadata->value_size + 2) / 3 * 4 + 1);
    if (header->value)
      header->size = pk_base64_encode(metadata->value, metadata->value_size, (char *)header->value);
  } else {
    header->value = (uint8_t *)pk_copy(call->allocator, metadata->value, metadata->value_size);
    header->size = metadata->value_size;
  }
  return header->key && header->value ? true : pk_fail_memory(failure);
}

static bool method_is_valid(const char *method) {
  if (!method || method[0] != '/' || !strchr(method + 1, '/'))
    return false;
  for (const char *c = method; *c; c++)
    if (*c <= 0x20 || *c > 0x7E || c - method > 512)
      return false;
  return true;
}

pk_call *pk_call_new(pk_core *core, const pk_call_setup *setup, int64_t now, pk_failure *failure) {
  if (!method_is_valid(setup->method) || setup->metadata_count > 64 ||
      (setup->metadata_count && !setup->metadata)) {
    pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
            "the method is not \"/package.Service/Method\", or there are more than 64 metadata");
    return NULL;
  }
  pk_call *call = pk_new(&core->allocator, sizeof *call);
  if (!call) {
    pk_fail_memory(failure);
    return NULL;
  }
  call->allocator = &core->allocator;
  call->ended = true; /* until it stands in a list: pk_call_free has nothing to cancel */
  call->owner = setup->owner;
  call->deadline = setup->deadline;
  call->flags = setup->flags;
  call->compresses = (setup->flags & PK_CALL_GZIP) != 0;
  call->response.grpc_status = -1;
  call->method = pk_copy_string(call->allocator, setup->method);
  bool good = call->method ? true : pk_fail_memory(failure);
  for (size_t i = setup->metadata_count; good && i > 0; i--) /* each goes in front: the order stays */
    good = add_metadata(call, &setup->metadata[i - 1], failure);
  if (!good) {
    pk_call_free(call);
    return NULL;
  }
  call->ended = false;
  call->core = core;
  core->now = now;
  pk_list_append(&core->waiting, call);
  pk_core_expect(core, call->deadline);
  return call;
}

void *pk_call_owner(const pk_call *call) { return call->owner; }

/* ---- the end ---- */

void pk_call_cancel(pk_call *call) {
  pk_failure failure;
  pk_fail(&failure, PISHKHAN_CANCELLED, PISHKHAN_REASON_CALL_CANCELLED, "cancelled by the caller");
  pk_call_end(call, &failure);
}

bool pk_call_ended(const pk_call *call) { return call->ended; }

const pk_outcome *pk_call_outcome(const pk_call *call) { return &call->outcome; }

const uint8_t *pk_call_metadata(const pk_call *call, const char *key, size_t index, size_t *size) {
  for (const pk_header *header = call->response.metadata; header; header = header->next) {
    if (strcmp(header->key, key) != 0 || index-- > 0)
      continue;
    *size = header->size;
    return header->value;
  }
  return NULL;
}
