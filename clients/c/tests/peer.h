/* A scripted HTTP/2 server in memory: reads what the core sends, and says frame by frame what the test wants.
 */
#ifndef PEER_H
#define PEER_H

#include "core.h"

#include <nghttp2/nghttp2.h>

enum { PEER_STREAMS = 64 };

typedef struct peer_request {
  int32_t stream;
  char path[128];
  char timeout[32];
  char custom[64]; /* of the header x-custom-bin */
  char encoding[16];
  char accepted[32]; /* encodings */
  char attempts[16]; /* grpc-previous-rpc-attempts */
  pk_buffer body;
  bool ended;
  bool reset;
  uint32_t reset_code;
} peer_request;

typedef struct peer {
  pk_buffer in;
  pk_buffer out;
  bool preface_seen;
  nghttp2_hd_deflater *deflater;
  nghttp2_hd_inflater *inflater;
  peer_request requests[PEER_STREAMS];
  size_t request_count;
  unsigned pings;
  unsigned ping_acks;
  uint64_t window_updates; /* bytes given back on the connection */
  uint64_t data_sent;      /* flow-controlled bytes, padding included */
} peer;

void peer_open(peer *self);
void peer_close(peer *self);

/* The nth request; the test fails the process if there is none. */
peer_request *peer_at(peer *self, size_t index);

void peer_frame(peer *self, uint8_t type, uint8_t flags, int32_t stream, const void *payload, size_t size);
void peer_settings(peer *self, uint32_t max_streams); /* UINT32_MAX: none said */

/* Pairs of name and value, ended by NULL. */
void peer_headers(peer *self, int32_t stream, bool end, const char *const *pairs);

/* :status 200 and content-type application/grpc. */
void peer_begin(peer *self, int32_t stream);

/* The same with grpc-encoding. */
void peer_begin_encoded(peer *self, int32_t stream, const char *encoding);
void peer_data(peer *self, int32_t stream, bool end, const void *bytes, size_t size);
void peer_padded_data(peer *self, int32_t stream, const void *bytes, size_t size, uint8_t padding);
void peer_message(peer *self, int32_t stream, const void *bytes, size_t size);

/* Compressed with gzip, into one DATA frame. */
void peer_compressed_message(peer *self, int32_t stream, const void *bytes, size_t size);
void peer_trailers(peer *self, int32_t stream, const char *status);
void peer_reset(peer *self, int32_t stream, uint32_t code);
void peer_goaway(peer *self, int32_t last, uint32_t code, const char *words);

/* A whole unary answer. */
void peer_answer(peer *self, int32_t stream, const void *bytes, size_t size);

/* Carries bytes both ways, at most `chunk` at once towards the core, until both are silent. */
void pump(pk_core *core, peer *self, int64_t now, size_t chunk);

#endif
