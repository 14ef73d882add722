#include "reader.h"

#include <string.h>

/* A client ends such calls with INTERNAL (gRPC's compression document, "Compression Method Asymmetry"). */
static bool judge_flag(const pk_reader *reader, pk_failure *failure) {
  uint8_t flag = reader->prefix[0];
  if (flag == 0 || (flag == 1 && reader->encoding == PK_ENCODING_GZIP))
    return true;
  return pk_fail(failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID,
                 flag > 1 ? "the server sent a message with an unknown flag"
                 : reader->encoding == PK_ENCODING_UNKNOWN
                     ? "the server compressed a message in a way that was not offered"
                     : "the server sent a compressed message without grpc-encoding");
}

static bool open_message(pk_reader *reader, const pishkhan_allocator *allocator, size_t limit,
                         pk_failure *failure) {
  const uint8_t *prefix = reader->prefix;
  if (!judge_flag(reader, failure))
    return false;
  size_t size =
      (size_t)prefix[1] << 24 | (size_t)prefix[2] << 16 | (size_t)prefix[3] << 8 | (size_t)prefix[4];
  if (size > limit) /* before any allocation */
    return pk_fail(failure, PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_MESSAGE_TOO_LARGE,
                   "the server's message has %zu bytes, the limit is %zu", size, limit);
  reader->partial = pk_new(allocator, sizeof *reader->partial);
  if (!reader->partial)
    return pk_fail_memory(failure);
  reader->partial->bytes = allocator->allocate(allocator->context, size ? size : 1);
  if (!reader->partial->bytes) {
    pk_reader_clear(reader, allocator);
    return pk_fail_memory(failure);
  }
  reader->partial->size = size;
  reader->partial->compressed = prefix[0] == 1;
  reader->filled = 0;
  return true;
}

size_t pk_reader_feed(pk_reader *reader, const pishkhan_allocator *allocator, size_t limit,
                      const uint8_t *bytes, size_t size, pk_message **message, pk_failure *failure) {
  size_t used = 0;
  *message = NULL;
  if (!reader->partial) {
    while (reader->prefix_size < sizeof reader->prefix && used < size)
      reader->prefix[reader->prefix_size++] = bytes[used++];
    if (reader->prefix_size < sizeof reader->prefix)
      return used;
    if (!open_message(reader, allocator, limit, failure))
      return SIZE_MAX;
  }
  size_t wanted = reader->partial->size - reader->filled;
  size_t taken = size - used < wanted ? size - used : wanted;
  if (taken)
    memcpy(reader->partial->bytes + reader->filled, bytes + used, taken);
  reader->filled += taken;
  if (reader->filled == reader->partial->size) {
    *message = reader->partial;
    reader->partial = NULL;
    reader->prefix_size = 0;
  }
  return used + taken;
}

bool pk_reader_is_inside(const pk_reader *reader) { return reader->prefix_size > 0; }

void pk_reader_clear(pk_reader *reader, const pishkhan_allocator *allocator) {
  pk_message_free(allocator, reader->partial);
  memset(reader, 0, sizeof *reader);
}

void pk_message_free(const pishkhan_allocator *allocator, pk_message *message) {
  if (message)
    pk_release(allocator, message->bytes);
  pk_release(allocator, message);
}

bool pk_message_decompress(const pishkhan_allocator *allocator, size_t limit, pk_message *message,
                           pk_failure *failure) {
  uint8_t *bytes;
  size_t size;
  if (!message->compressed)
    return true;
  if (!pk_gunzip(allocator, limit, message->bytes, message->size, &bytes, &size, failure))
    return false;
  pk_release(allocator, message->bytes);
  message->bytes = bytes;
  message->size = size;
  message->compressed = false;
  return true;
}
