/* Reads gRPC's length-prefixed messages: 1 flag byte, 4-byte big-endian length, bytes. A prefix may be split
 * anywhere. Source: gRPC's PROTOCOL-HTTP2, "Length-Prefixed-Message". */
#ifndef PK_READER_H
#define PK_READER_H

#include "compression.h"

typedef struct pk_message {
  struct pk_message *next;
  uint8_t *bytes;
  size_t size;
  bool compressed; /* with gzip */
} pk_message;

typedef struct pk_reader {
  pk_encoding encoding; /* that grpc-encoding named */
  uint8_t prefix[5];
  size_t prefix_size;
  pk_message *partial;
  size_t filled;
} pk_reader;

/* Takes bytes up to the end of one message at most; returns how many. `*message` is then the complete
 * message, as it came, or NULL where more is needed. On failure returns SIZE_MAX with `failure` filled in. */
size_t pk_reader_feed(pk_reader *reader, const pishkhan_allocator *allocator, size_t limit,
                      const uint8_t *bytes, size_t size, pk_message **message, pk_failure *failure);

/* Whether a message is begun and not complete. */
bool pk_reader_is_inside(const pk_reader *reader);
void pk_reader_clear(pk_reader *reader, const pishkhan_allocator *allocator);
void pk_message_free(const pishkhan_allocator *allocator, pk_message *message);

/* Decompresses a message that is compressed, to `limit` bytes at most. False with `failure`; the message is
 * then as before. */
bool pk_message_decompress(const pishkhan_allocator *allocator, size_t limit, pk_message *message,
                           pk_failure *failure);

#endif
