#include "peer.h"

#include "compression.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool good) {
  if (!good) {
    fprintf(stderr, "the scripted peer cannot go on\n");
    exit(2);
  }
}

void peer_open(peer *self) {
  memset(self, 0, sizeof *self);
  self->in.allocator = self->out.allocator = &pk_default_allocator;
  for (size_t i = 0; i < PEER_STREAMS; i++)
    self->requests[i].body.allocator = &pk_default_allocator;
  must(nghttp2_hd_deflate_new(&self->deflater, 4096) == 0 && nghttp2_hd_inflate_new(&self->inflater) == 0);
}

void peer_close(peer *self) {
  pk_buffer_free(&self->in);
  pk_buffer_free(&self->out);
  for (size_t i = 0; i < PEER_STREAMS; i++)
    pk_buffer_free(&self->requests[i].body);
  nghttp2_hd_deflate_del(self->deflater);
  nghttp2_hd_inflate_del(self->inflater);
}

peer_request *peer_at(peer *self, size_t index) {
  must(index < self->request_count);
  return &self->requests[index];
}

static peer_request *request_of(peer *self, int32_t stream) {
  for (size_t i = 0; i < self->request_count; i++)
    if (self->requests[i].stream == stream)
      return &self->requests[i];
  return NULL;
}

/* ---- what the core says ---- */

static void keep(char *place, size_t room, const nghttp2_nv *header, const char *name) {
  if (header->namelen == strlen(name) && memcmp(header->name, name, header->namelen) == 0)
    snprintf(place, room, "%.*s", (int)header->valuelen, (const char *)header->value);
}

static void read_headers(peer *self, int32_t stream, const uint8_t *bytes, size_t size, bool end) {
  must(self->request_count < PEER_STREAMS);
  peer_request *request = &self->requests[self->request_count++];
  request->stream = stream;
  request->ended = end;
  int flags = 0;
  while (!(flags & NGHTTP2_HD_INFLATE_FINAL)) {
    nghttp2_nv header;
    ssize_t used = nghttp2_hd_inflate_hd2(self->inflater, &header, &flags, bytes, size, 1);
    must(used >= 0);
    bytes += used;
    size -= (size_t)used;
    if (!(flags & NGHTTP2_HD_INFLATE_EMIT))
      continue;
    keep(request->path, sizeof request->path, &header, ":path");
    keep(request->timeout, sizeof request->timeout, &header, "grpc-timeout");
    keep(request->encoding, sizeof request->encoding, &header, "grpc-encoding");
    keep(request->accepted, sizeof request->accepted, &header, "grpc-accept-encoding");
    keep(request->attempts, sizeof request->attempts, &header, "grpc-previous-rpc-attempts");
    keep(request->custom, sizeof request->custom, &header, "x-custom-bin");
  }
  nghttp2_hd_inflate_end_headers(self->inflater);
}

static uint32_t number(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void read_frame(peer *self, uint8_t type, uint8_t flags, int32_t stream, const uint8_t *payload,
                       size_t size) {
  peer_request *request = request_of(self, stream);
  bool end = (flags & NGHTTP2_FLAG_END_STREAM) != 0;
  if (type == NGHTTP2_HEADERS) {
    read_headers(self, stream, payload, size, end);
  } else if (type == NGHTTP2_DATA && request) {
    must(pk_buffer_append(&request->body, payload, size));
    request->ended |= end;
  } else if (type == NGHTTP2_RST_STREAM && request) {
    request->reset = true;
    request->reset_code = number(payload);
  } else if (type == NGHTTP2_SETTINGS && !(flags & NGHTTP2_FLAG_ACK)) {
    peer_frame(self, NGHTTP2_SETTINGS, NGHTTP2_FLAG_ACK, 0, NULL, 0);
  } else if (type == NGHTTP2_PING) {
    if (flags & NGHTTP2_FLAG_ACK)
      self->ping_acks++;
    else
      self->pings++;
  } else if (type == NGHTTP2_WINDOW_UPDATE && stream == 0) {
    self->window_updates += number(payload);
  }
}

static void peer_feed(peer *self, const uint8_t *bytes, size_t size) {
  must(pk_buffer_append(&self->in, bytes, size));
  size_t at = 0;
  if (!self->preface_seen) {
    if (self->in.size < NGHTTP2_CLIENT_MAGIC_LEN)
      return;
    must(memcmp(self->in.data, NGHTTP2_CLIENT_MAGIC, NGHTTP2_CLIENT_MAGIC_LEN) == 0);
    self->preface_seen = true;
    at = NGHTTP2_CLIENT_MAGIC_LEN;
  }
  while (self->in.size - at >= 9) {
    const uint8_t *frame = self->in.data + at;
    size_t length = (size_t)frame[0] << 16 | (size_t)frame[1] << 8 | frame[2];
    if (self->in.size - at < 9 + length)
      break;
    read_frame(self, frame[3], frame[4], (int32_t)number(frame + 5), frame + 9, length);
    at += 9 + length;
  }
  memmove(self->in.data, self->in.data + at, self->in.size - at);
  self->in.size -= at;
}

/* ---- what the peer says ---- */

void peer_frame(peer *self, uint8_t type, uint8_t flags, int32_t stream, const void *payload, size_t size) {
  const uint8_t head[9] = {
      (uint8_t)(size >> 16),   (uint8_t)(size >> 8),    (uint8_t)size,          type,           flags,
      (uint8_t)(stream >> 24), (uint8_t)(stream >> 16), (uint8_t)(stream >> 8), (uint8_t)stream};
  must(pk_buffer_append(&self->out, head, sizeof head) && pk_buffer_append(&self->out, payload, size));
  if (type == NGHTTP2_DATA)
    self->data_sent += size;
}

void peer_settings(peer *self, uint32_t max_streams) {
  const uint8_t setting[6] = {0,
                              NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS,
                              (uint8_t)(max_streams >> 24),
                              (uint8_t)(max_streams >> 16),
                              (uint8_t)(max_streams >> 8),
                              (uint8_t)max_streams};
  peer_frame(self, NGHTTP2_SETTINGS, 0, 0, setting, max_streams == UINT32_MAX ? 0 : sizeof setting);
}

void peer_headers(peer *self, int32_t stream, bool end, const char *const *pairs) {
  enum { MOST = 64 };
  nghttp2_nv headers[MOST];
  uint8_t block[65536];
  size_t count = 0;
  for (; pairs[0]; pairs += 2) {
    must(count < MOST);
    headers[count++] = (nghttp2_nv){(uint8_t *)(uintptr_t)pairs[0], (uint8_t *)(uintptr_t)pairs[1],
                                    strlen(pairs[0]), strlen(pairs[1]), NGHTTP2_NV_FLAG_NONE};
  }
  ssize_t size = nghttp2_hd_deflate_hd(self->deflater, block, sizeof block, headers, count);
  must(size >= 0);
  size_t first = size > 16384 ? 16384 : (size_t)size;
  uint8_t flags =
      (uint8_t)((end ? NGHTTP2_FLAG_END_STREAM : 0) | (first == (size_t)size ? NGHTTP2_FLAG_END_HEADERS : 0));
  peer_frame(self, NGHTTP2_HEADERS, flags, stream, block, first);
  for (size_t at = first; at < (size_t)size; at += 16384) {
    size_t part = (size_t)size - at > 16384 ? 16384 : (size_t)size - at;
    peer_frame(self, NGHTTP2_CONTINUATION, at + part == (size_t)size ? NGHTTP2_FLAG_END_HEADERS : 0, stream,
               block + at, part);
  }
}

void peer_begin(peer *self, int32_t stream) {
  const char *const pairs[] = {":status", "200", "content-type", "application/grpc", NULL};
  peer_headers(self, stream, false, pairs);
}

void peer_begin_encoded(peer *self, int32_t stream, const char *encoding) {
  const char *const pairs[] = {":status", "200", "content-type", "application/grpc", "grpc-encoding",
                               encoding,  NULL};
  peer_headers(self, stream, false, pairs);
}

void peer_data(peer *self, int32_t stream, bool end, const void *bytes, size_t size) {
  peer_frame(self, NGHTTP2_DATA, end ? NGHTTP2_FLAG_END_STREAM : 0, stream, bytes, size);
}

void peer_padded_data(peer *self, int32_t stream, const void *bytes, size_t size, uint8_t padding) {
  uint8_t payload[1 + 16000 + 255] = {padding};
  must(size <= 16000);
  memcpy(payload + 1, bytes, size);
  peer_frame(self, NGHTTP2_DATA, NGHTTP2_FLAG_PADDED, stream, payload, 1 + size + padding);
}

void peer_message(peer *self, int32_t stream, const void *bytes, size_t size) {
  const uint8_t prefix[5] = {0, (uint8_t)(size >> 24), (uint8_t)(size >> 16), (uint8_t)(size >> 8),
                             (uint8_t)size};
  peer_data(self, stream, false, prefix, sizeof prefix);
  const uint8_t *at = bytes;
  for (size_t left = size; left > 0;) {
    size_t part = left > 16384 ? 16384 : left;
    peer_data(self, stream, false, at, part);
    at += part;
    left -= part;
  }
}

void peer_compressed_message(peer *self, int32_t stream, const void *bytes, size_t size) {
  enum { ROOM = 16000 };
  uint8_t frame[5 + ROOM] = {1};
  size_t packed = pk_gzip(&pk_default_allocator, bytes, size, frame + 5, ROOM);
  must(packed > 0);
  frame[3] = (uint8_t)(packed >> 8);
  frame[4] = (uint8_t)packed;
  peer_data(self, stream, false, frame, 5 + packed);
}

void peer_trailers(peer *self, int32_t stream, const char *status) {
  const char *const pairs[] = {"grpc-status", status, NULL};
  peer_headers(self, stream, true, pairs);
}

void peer_reset(peer *self, int32_t stream, uint32_t code) {
  const uint8_t payload[4] = {(uint8_t)(code >> 24), (uint8_t)(code >> 16), (uint8_t)(code >> 8),
                              (uint8_t)code};
  peer_frame(self, NGHTTP2_RST_STREAM, 0, stream, payload, sizeof payload);
}

void peer_goaway(peer *self, int32_t last, uint32_t code, const char *words) {
  uint8_t payload[64] = {(uint8_t)(last >> 24), (uint8_t)(last >> 16), (uint8_t)(last >> 8), (uint8_t)last,
                         (uint8_t)(code >> 24), (uint8_t)(code >> 16), (uint8_t)(code >> 8), (uint8_t)code};
  size_t size = strlen(words);
  must(size <= sizeof payload - 8);
  memcpy(payload + 8, words, size);
  peer_frame(self, NGHTTP2_GOAWAY, 0, 0, payload, 8 + size);
}

void peer_answer(peer *self, int32_t stream, const void *bytes, size_t size) {
  peer_begin(self, stream);
  peer_message(self, stream, bytes, size);
  peer_trailers(self, stream, "0");
}

void pump(pk_core *core, peer *self, int64_t now, size_t chunk) {
  for (bool moved = true; moved;) {
    const uint8_t *bytes;
    size_t size;
    moved = false;
    while ((size = pk_core_output(core, &bytes)) > 0) {
      peer_feed(self, bytes, size);
      pk_core_written(core, size);
      moved = true;
    }
    for (size_t at = 0; at < self->out.size; at += chunk) {
      size_t part = self->out.size - at < chunk ? self->out.size - at : chunk;
      pk_core_receive(core, self->out.data + at, part, now);
      moved = true;
    }
    self->out.size = 0;
  }
}
