/* The messages of a call on their way out: framed when they are given, and kept while they may have to be
 * sent again. */
#include "core_state.h"

#include <string.h>

enum { PREFIX = 5 };

void pk_call_free_chunks(pk_call *call) {
  for (pk_chunk *chunk = call->chunks, *next; chunk; chunk = next) {
    next = chunk->next;
    pk_release(call->allocator, chunk);
  }
  call->chunks = call->current = NULL;
  call->unsent = 0;
}

/* Compressed where that is wished and makes it smaller. NULL where memory fails. */
static pk_chunk *make_chunk(const pishkhan_allocator *allocator, const uint8_t *message, size_t size,
                            bool gzip) {
  pk_chunk *chunk = allocator->allocate(allocator->context, sizeof *chunk + PREFIX + size);
  if (!chunk)
    return NULL;
  uint8_t *body = chunk->bytes + PREFIX;
  size_t packed = gzip && size > 1 ? pk_gzip(allocator, message, size, body, size - 1) : 0;
  if (!packed && size)
    memcpy(body, message, size);
  size_t sent = packed ? packed : size;
  const uint8_t prefix[PREFIX] = {packed > 0, (uint8_t)(sent >> 24), (uint8_t)(sent >> 16),
                                  (uint8_t)(sent >> 8), (uint8_t)sent};
  memcpy(chunk->bytes, prefix, sizeof prefix);
  chunk->next = NULL;
  chunk->size = PREFIX + sent;
  if (!packed)
    return chunk;
  pk_chunk *smaller = allocator->reallocate(allocator->context, chunk, sizeof *chunk + chunk->size);
  return smaller ? smaller : chunk;
}

bool pk_call_send(pk_call *call, const void *message, size_t size, pk_failure *failure) {
  const pk_core *core = call->core;
  if (call->ended)
    return true;
  if (call->finished)
    return pk_fail(failure, PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_ARGUMENT_INVALID,
                   "a message after the last one");
  if (size > core->message_limit)
    return pk_fail(failure, PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_MESSAGE_TOO_LARGE,
                   "the message has %zu bytes, the limit is %zu", size, core->message_limit);
  pk_chunk *chunk = make_chunk(call->allocator, message, size, call->compresses && !core->gzip_refused);
  if (!chunk)
    return pk_fail_memory(failure);
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

void pk_call_compress(pk_call *call, bool compress) {
  call->compresses = compress && (call->flags & PK_CALL_GZIP);
}

void pk_call_finish(pk_call *call) {
  if (call->ended || call->finished)
    return;
  call->finished = true;
  if (call->stream)
    nghttp2_session_resume_data(call->core->session, call->stream);
}

size_t pk_call_unsent(const pk_call *call) { return call->unsent; }

void pk_call_restart_chunks(pk_call *call) {
  call->current = call->chunks;
  call->current_offset = 0;
  call->unsent = 0;
  for (const pk_chunk *chunk = call->chunks; chunk; chunk = chunk->next)
    call->unsent += chunk->size;
}

bool pk_call_decompress_chunks(pk_call *call, pk_failure *failure) {
  call->flags &= ~(unsigned)PK_CALL_GZIP;
  call->compresses = false;
  for (pk_chunk **place = &call->chunks; *place; place = &(*place)->next) {
    pk_chunk *packed = *place;
    uint8_t *message;
    size_t size;
    if (packed->bytes[0] == 0)
      continue;
    if (!pk_gunzip(call->allocator, call->core->message_limit, packed->bytes + PREFIX, packed->size - PREFIX,
                   &message, &size, failure))
      return false;
    pk_chunk *plain = make_chunk(call->allocator, message, size, false);
    pk_release(call->allocator, message);
    if (!plain)
      return pk_fail_memory(failure);
    plain->next = packed->next;
    *place = plain;
    pk_release(call->allocator, packed);
  }
  pk_call_restart_chunks(call);
  return true;
}
