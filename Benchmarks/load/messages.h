/* The messages that the loads send and read, in gRPC's framing: one flag byte, four bytes of length, the
 * message. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { frame_prefix = 5, frame_max = 1024, tracking_code_digits = 16, idempotency_key_size = 16 };

extern const char submit_path[];
extern const char track_path[];
extern const char upload_path[];

typedef struct frame {
  uint8_t bytes[frame_max];
  size_t length;
  size_t key_offset; /* where the idempotency key stands; 0: the message has none */
} frame;

/* A whole submission of the catalogue's service post-postalcode, its idempotency key still zero. */
frame frame_submit(void);

/* Track by code alone. `code` has 16 digits. */
frame frame_track(const char *code);

/* The first message of an upload of a photograph for the catalogue's service water-leak, its upload id still
 * zero; and, in
 * `*data`, the messages with all its bytes, 64 KiB each, to be freed. A length of 0: out of memory. */
frame frame_upload(size_t size, uint8_t **data, size_t *data_length);

/* Framed messages of a file, to be sent in turn. One that begins with a field 1 of 16 bytes, an idempotency
 * key, gets a new key for each call. NULL, with a line on stderr, where the file cannot be read or holds
 * anything else. To be freed. */
frame *frames_read(const char *path, size_t *count);

/* True where `bytes` are exactly one uncompressed gRPC message. */
bool frame_is_whole(const uint8_t *bytes, size_t length);

/* Reads the tracking code of a framed SubmitResponse; false where there is none. */
bool frame_read_tracking_code(const uint8_t *bytes, size_t length, char code[tracking_code_digits + 1]);
