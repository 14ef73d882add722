/* The client's small forms: the reader of messages however it is cut, percent-encoding, base64 and UTF-8. */
#include "encoding.h"
#include "reader.h"

#include <stdlib.h>
#include <string.h>

enum { MESSAGE_LIMIT = 4096 };

static void require(bool holds) {
  if (!holds)
    abort();
}

/* FNV-1a over the messages and how it ended. */
static uint64_t mix(uint64_t hash, const uint8_t *bytes, size_t size) {
  for (size_t i = 0; i < size; i++)
    hash = (hash ^ bytes[i]) * 0x100000001B3u;
  return hash ^ size;
}

static uint64_t read_messages(const uint8_t *data, size_t size, size_t piece) {
  pk_reader reader = {0};
  pk_failure failure;
  uint64_t hash = 0xCBF29CE484222325u;
  for (size_t at = 0; at < size;) {
    pk_message *message;
    size_t part = size - at < piece ? size - at : piece;
    size_t taken =
        pk_reader_feed(&reader, &pk_default_allocator, MESSAGE_LIMIT, data + at, part, &message, &failure);
    if (taken == SIZE_MAX) {
      hash = mix(hash, (const uint8_t *)"failed", 6);
      break;
    }
    require(taken > 0 && taken <= part);
    at += taken;
    if (!message)
      continue;
    require(message->size <= MESSAGE_LIMIT);
    hash = mix(hash, message->bytes, message->size);
    pk_message_free(&pk_default_allocator, message);
  }
  hash ^= pk_reader_is_inside(&reader);
  pk_reader_clear(&reader, &pk_default_allocator);
  return hash;
}

static void *allocate(size_t size) {
  void *memory = malloc(size);
  require(memory != NULL);
  return memory;
}

/* What is encoded comes back; what is none is refused or decoded, within the room that the header promises.
 */
static void check_base64(const uint8_t *data, size_t size) {
  char *encoded = allocate((size + 2) / 3 * 4 + 1);
  size_t encoded_size = pk_base64_encode(data, size, encoded), back_size = 0, decoded_size = 0;
  uint8_t *back = allocate(encoded_size / 4 * 3 + 3);
  require(pk_base64_decode((const uint8_t *)encoded, encoded_size, back, &back_size));
  require(back_size == size && (size == 0 || memcmp(back, data, size) == 0));
  uint8_t *decoded = allocate(size / 4 * 3 + 3);
  if (pk_base64_decode(data, size, decoded, &decoded_size))
    require(decoded_size <= size / 4 * 3 + 3);
  free(decoded);
  free(back);
  free(encoded);
}

static void check_text(const uint8_t *data, size_t size) {
  char *text = allocate(size + 1);
  if (size)
    memcpy(text, data, size);
  size_t decoded = pk_percent_decode(text, size);
  require(decoded <= size);
  pk_is_utf8(text, decoded);
  free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 1)
    return 0;
  size_t rest = size - 1;
  require(read_messages(data + 1, rest, rest + 1) == read_messages(data + 1, rest, data[0] % 32u + 1));
  check_base64(data + 1, rest);
  check_text(data + 1, rest);
  return 0;
}
