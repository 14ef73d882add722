/* The two text encodings of gRPC's headers: percent for grpc-message, base64 for keys that end in "-bin". */
#ifndef PK_ENCODING_H
#define PK_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes in place; returns the new size. A bad escape stays as it is, for a decoder must never fail on one.
 */
size_t pk_percent_decode(char *text, size_t size);

/* Decodes base64, padded or not; `out` has room for size / 4 * 3 + 3 bytes. False if it is no base64. */
bool pk_base64_decode(const uint8_t *text, size_t size, uint8_t *out, size_t *out_size);

/* Encodes without padding; `out` has room for (size + 2) / 3 * 4 bytes; returns how many were written. */
size_t pk_base64_encode(const uint8_t *bytes, size_t size, char *out);

/* Whether the text is well-formed UTF-8 (RFC 3629). */
bool pk_is_utf8(const char *text, size_t size);

#endif
