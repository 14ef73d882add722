/* gzip of single messages, by zlib, with the caller's memory. Sources: gRPC's compression document; RFC 1952.
 */
#ifndef PK_COMPRESSION_H
#define PK_COMPRESSION_H

#include "failure.h"
#include "memory.h"

typedef enum pk_encoding { PK_ENCODING_IDENTITY, PK_ENCODING_GZIP, PK_ENCODING_UNKNOWN } pk_encoding;

/* Of a grpc-encoding header. */
pk_encoding pk_encoding_of(const uint8_t *name, size_t size);

/* Whether gzip stands in a grpc-accept-encoding header. */
bool pk_accepts_gzip(const uint8_t *list, size_t size);

/* Compresses into `room` bytes at `out`. Gives the compressed size; 0 where that is more than `room`, or zlib
 * gets no memory: then the message goes as it is. */
size_t pk_gzip(const pishkhan_allocator *allocator, const uint8_t *bytes, size_t size, uint8_t *out,
               size_t room);

/* Decompresses one gzip member that fills `bytes` exactly. Memory is taken as the output grows, never more
 * than `limit` and one byte. False with `failure`: RESOURCE_EXHAUSTED over the limit, INTERNAL where it is no
 * such member. */
bool pk_gunzip(const pishkhan_allocator *allocator, size_t limit, const uint8_t *bytes, size_t size,
               uint8_t **out, size_t *out_size, pk_failure *failure);

#endif
