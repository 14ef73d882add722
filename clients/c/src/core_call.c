#include "core_state.h"
#include "encoding.h"
#include "status_map.h"

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

static void free_chunks(pk_call *call) {
  for (pk_chunk *chunk = call->chunks, *next; chunk; chunk = next) {
    next = chunk->next;
    pk_release(call->allocator, chunk);
  }
  call->chunks = call->current = NULL;
  call->unsent = 0;
}

static void free_messages(pk_call *call) {
  for (pk_message *message = call->messages, *next; message; message = next) {
    next = message->next;
    pk_message_free(call->allocator, message);
  }
  call->messages = call->last_message = NULL;
  call->waiting_bytes = 0;
}

void pk_call_free(pk_call *call) {
  if (!call)
    return;
  if (!call->ended)
    pk_call_cancel(call);
  pk_list_remove(call);
  pk_response_clear(call);
  free_chunks(call);
  free_messages(call);
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

/* ---- sending ---- */

bool pk_call_send(pk_call *call, const void *message, size_t size, pk_failure *failure) {
  if (call->ended)
    return true;
  if (call->finished)
    return pk_fail(failure, PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_ARGUMENT_INVALID,
                   "a message after the last one");
  if (size > call->core->message_limit)
    return pk_fail(failure, PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_MESSAGE_TOO_LARGE,
                   "the message has %zu bytes, the limit is %zu", size, call->core->message_limit);
  pk_chunk *chunk = call->allocator->allocate(call->allocator->context, sizeof *chunk + 5 + size);
  if (!chunk)
    return pk_fail_memory(failure);
  chunk->next = NULL;
  chunk->size = size + 5;
  const uint8_t prefix[5] = {0, (uint8_t)(size >> 24), (uint8_t)(size >> 16), (uint8_t)(size >> 8),
                             (uint8_t)size};
  memcpy(chunk->bytes, prefix, sizeof prefix);
  if (size)
    memcpy(chunk->bytes + sizeof prefix, message, size);
  pk_chunk **end = &call->chunks;
  while (*end)
    end = &(*end)->next;
  *end = chunk;
  if (!call->current)
    call->current = chunk;
  call->chunk_count++;
  call->unsent += chunk->size;
  if (call->stream)
    nghttp2_session_resume_data(call->core->session, call->stream);
  return true;
}

void pk_call_finish(pk_call *call) {
  if (call->ended || call->finished)
    return;
  call->finished = true;
  if (call->stream)
    nghttp2_session_resume_data(call->core->session, call->stream);
}

size_t pk_call_unsent(const pk_call *call) { return call->unsent; }

bool pk_call_take(pk_call *call, uint8_t **bytes, size_t *size) {
  pk_message *message = call->messages;
  if (!message)
    return false;
  call->messages = message->next;
  if (!call->messages)
    call->last_message = NULL;
  call->waiting_bytes -= message->size;
  *bytes = message->bytes;
  *size = message->size;
  pk_release(call->allocator, message);
  if (call->stream)
    pk_session_consume(call->core, call);
  return true;
}

bool pk_call_has_message(const pk_call *call) { return call->messages != NULL; }

/* ---- the course of a call ---- */

void pk_call_begin_waiting(pk_core *core) {
  if (core->line != PK_LINE_UP || core->goaway || core->broken)
    return;
  size_t room = pk_session_room(core);
  for (pk_call *call = core->waiting.first, *next; call && room > 0; call = next) {
    next = call->next;
    if (call->not_before > core->now)
      continue;
    room--;
    pk_session_begin(core, call);
  }
}

void pk_call_end(pk_call *call, const pk_failure *failure) {
  if (call->ended)
    return;
  if (call->sent && failure && failure->reason != PISHKHAN_REASON_CERTIFICATE_REFUSED)
    call->outcome.maybe_seen = true;
  if (call->stream)
    pk_session_reset(call->core, call);
  pk_list_remove(call);
  call->ended = true;
  if (failure)
    call->outcome.failure = *failure;
  free_chunks(call);
  pk_reader_clear(&call->response.reader, call->allocator);
  if (call->flags & PK_CALL_REPORT_END)
    pk_list_append(&call->core->ended, call);
}

/* Puts the call back among those that wait, as if nothing had been sent. */
static void rewind_call(pk_call *call, bool to_the_front) {
  pk_list_remove(call);
  pk_response_clear(call);
  free_messages(call);
  call->stream = 0;
  call->sent = call->sent_all = false;
  call->unconsumed = 0;
  call->current = call->chunks;
  call->current_offset = 0;
  call->unsent = 0;
  for (const pk_chunk *chunk = call->chunks; chunk; chunk = chunk->next)
    call->unsent += chunk->size;
  if (to_the_front)
    pk_list_prepend(&call->core->waiting, call);
  else
    pk_list_append(&call->core->waiting, call);
}

/* False where the wait would reach the deadline: then what went wrong is told at once. */
static bool repeat_later(pk_call *call, const pk_failure *failure, int64_t wait) {
  pk_core *core = call->core;
  if (!(call->flags & PK_CALL_SAFE_TO_REPEAT) || call->dropped_chunks || pk_failure_is_permanent(failure))
    return false;
  if (call->deadline != PK_NO_TIME && wait >= call->deadline - core->now)
    return false;
  call->outcome.maybe_seen |= call->sent;
  call->has_setback = true;
  call->setback = *failure;
  call->repeats++;
  call->not_before = core->now + wait;
  if (wait > 0)
    pk_core_expect(core, call->not_before);
  pk_core_say(core, PISHKHAN_LOG_WARNING, "a call with an idempotency key is repeated");
  rewind_call(call, false);
  return true;
}

void pk_call_attempt_broken(pk_call *call, const pk_failure *failure, bool never_processed) {
  bool sent = call->sent;
  call->stream = 0;
  if (never_processed)
    call->sent = false; /* as good as: the server has told so, or nothing left this side */
  bool untouched = never_processed && !call->response.has_headers && !call->dropped_chunks;
  if (untouched && (!sent || !call->transparently_repeated)) {
    call->transparently_repeated |= sent;
    rewind_call(call, true);
    return;
  }
  bool line_broke = failure->reason == PISHKHAN_REASON_CONNECTION_LOST;
  bool worth_repeating = line_broke || never_processed;
  /* A new line has its own backoff; a server that refuses on a standing line is left alone for a while. */
  if (worth_repeating &&
      repeat_later(call, failure, line_broke ? 0 : pk_core_backoff(call->core, call->repeats + 1)))
    return;
  pk_call_end(call, failure);
}

/* What the complete answer means. */
static void judge(const pk_call *call, pk_failure *failure) {
  const pk_response *response = &call->response;
  if (response->grpc_status > 0) {
    pk_fail(failure, (pishkhan_status)response->grpc_status, PISHKHAN_REASON_UNSPECIFIED, "%s",
            response->message ? response->message : "");
  } else if (response->grpc_status < 0) {
    pk_fail(failure, pk_status_of_http(response->http_status), PISHKHAN_REASON_RESPONSE_INVALID,
            "the answer is no gRPC: HTTP status %d, without grpc-status", response->http_status);
  } else if (pk_reader_is_inside(&response->reader)) {
    pk_fail(failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID, "the answer ends inside a message");
  } else if ((call->flags & PK_CALL_UNARY_RESPONSE) && response->message_count != 1) {
    pk_fail(failure, PISHKHAN_UNIMPLEMENTED, PISHKHAN_REASON_RESPONSE_INVALID,
            "%zu messages came in place of one", response->message_count);
  } else {
    failure->status = PISHKHAN_OK;
  }
}

void pk_call_attempt_ended(pk_call *call) {
  pk_response *response = &call->response;
  pk_failure failure = {.status = PISHKHAN_OK};
  pk_response_complete(call);
  judge(call, &failure);
  pk_session_leave(call->core, call);
  if (failure.status == PISHKHAN_OK) {
    pk_call_end(call, NULL);
    return;
  }
  bool asked_to_stay_away = response->has_pushback && response->pushback_ms < 0;
  bool passing = failure.status == PISHKHAN_UNAVAILABLE ||
                 (failure.status == PISHKHAN_RESOURCE_EXHAUSTED && response->has_pushback);
  int64_t wait =
      response->has_pushback ? response->pushback_ms : pk_core_backoff(call->core, call->repeats + 1);
  if (passing && !asked_to_stay_away && repeat_later(call, &failure, wait))
    return;
  call->outcome.from_server = response->grpc_status > 0;
  call->outcome.message = response->message;
  call->outcome.details = response->details;
  call->outcome.details_size = response->details_size;
  if (response->has_pushback && response->pushback_ms > 0)
    call->outcome.retry_after_ms = response->pushback_ms;
  pk_call_end(call, &failure);
}

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
