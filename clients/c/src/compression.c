#define ZLIB_CONST
#include "compression.h"

#include <string.h>
#include <zlib.h>

enum {
  WINDOW_BITS = 15 + 16, /* 16 more: gzip's header and trailer, nothing else (zlib.h) */
  MEMORY_LEVEL = 8,      /* zlib's default: 256 KiB while one message is compressed */
  FIRST_ROOM = 1024
};

static bool is(const uint8_t *text, size_t size, const char *wanted) {
  return size == strlen(wanted) && memcmp(text, wanted, size) == 0;
}

pk_encoding pk_encoding_of(const uint8_t *name, size_t size) {
  if (is(name, size, "gzip"))
    return PK_ENCODING_GZIP;
  return is(name, size, "identity") ? PK_ENCODING_IDENTITY : PK_ENCODING_UNKNOWN;
}

bool pk_accepts_gzip(const uint8_t *list, size_t size) {
  for (size_t start = 0, end; start <= size; start = end + 1) {
    for (end = start; end < size && list[end] != ',';)
      end++;
    size_t first = start, last = end;
    while (first < last && (list[first] == ' ' || list[first] == '\t'))
      first++;
    while (last > first && (list[last - 1] == ' ' || list[last - 1] == '\t'))
      last--;
    if (is(list + first, last - first, "gzip"))
      return true;
  }
  return false;
}

/* ---- zlib's memory is the caller's ---- */

static void *zlib_allocate(void *user, unsigned count, unsigned size) {
  const pishkhan_allocator *allocator = user;
  if (size && count > SIZE_MAX / size)
    return NULL;
  return allocator->allocate(allocator->context, (size_t)count * size);
}

static void zlib_release(void *user, void *memory) { pk_release(user, memory); }

static z_stream stream_over(const pishkhan_allocator *allocator, const uint8_t *bytes, size_t size) {
  return (z_stream){.zalloc = zlib_allocate,
                    .zfree = zlib_release,
                    .opaque = (void *)(uintptr_t)allocator,
                    .next_in = bytes,
                    .avail_in = (uInt)size}; /* a message has 1 GiB at most */
}

size_t pk_gzip(const pishkhan_allocator *allocator, const uint8_t *bytes, size_t size, uint8_t *out,
               size_t room) {
  z_stream stream = stream_over(allocator, bytes, size);
  if (room == 0 || deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL,
                                Z_DEFAULT_STRATEGY) != Z_OK)
    return 0;
  stream.next_out = out;
  stream.avail_out = (uInt)room;
  int result = deflate(&stream, Z_FINISH);
  deflateEnd(&stream);
  return result == Z_STREAM_END ? room - stream.avail_out : 0;
}

/* Room for one byte over the limit is enough to see that a message is too large. */
static size_t next_room(size_t capacity, size_t size, size_t limit) {
  size_t wanted = capacity ? capacity * 2 : size < SIZE_MAX / 4 ? size * 4 : size;
  if (wanted < FIRST_ROOM)
    wanted = FIRST_ROOM;
  return wanted < limit + 1 ? wanted : limit + 1;
}

static int inflate_all(z_stream *stream, const pishkhan_allocator *allocator, size_t limit, pk_buffer *out) {
  int result;
  do {
    if (out->size == out->capacity) {
      size_t capacity = next_room(out->capacity, stream->avail_in, limit);
      uint8_t *grown = allocator->reallocate(allocator->context, out->data, capacity);
      if (!grown)
        return Z_MEM_ERROR;
      out->data = grown;
      out->capacity = capacity;
    }
    stream->next_out = out->data + out->size;
    stream->avail_out = (uInt)(out->capacity - out->size);
    result = inflate(stream, Z_NO_FLUSH);
    out->size = out->capacity - stream->avail_out;
  } while (result == Z_OK && stream->avail_out == 0 && out->size <= limit);
  return result;
}

static bool judge(int result, const z_stream *stream, size_t size, size_t limit, pk_failure *failure) {
  if (result == Z_MEM_ERROR)
    return pk_fail_memory(failure);
  if (size > limit)
    return pk_fail(failure, PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_MESSAGE_TOO_LARGE,
                   "the server's message has more than %zu bytes when decompressed", limit);
  if (result != Z_STREAM_END)
    return pk_fail(failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID,
                   "the server's compressed message is not whole or no gzip");
  if (stream->avail_in > 0)
    return pk_fail(failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID,
                   "something follows the gzip in the server's compressed message");
  return true;
}

bool pk_gunzip(const pishkhan_allocator *allocator, size_t limit, const uint8_t *bytes, size_t size,
               uint8_t **out, size_t *out_size, pk_failure *failure) {
  z_stream stream = stream_over(allocator, bytes, size);
  pk_buffer buffer = {.allocator = allocator};
  if (inflateInit2(&stream, WINDOW_BITS) != Z_OK)
    return pk_fail_memory(failure);
  int result = inflate_all(&stream, allocator, limit, &buffer);
  inflateEnd(&stream);
  if (!judge(result, &stream, buffer.size, limit, failure)) {
    pk_buffer_free(&buffer);
    return false;
  }
  *out = buffer.data;
  *out_size = buffer.size;
  return true;
}
