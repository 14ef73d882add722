/* What nghttp2 tells of frames becomes facts about calls. nghttp2's mem_recv and mem_send must not be called
 * from inside these callbacks: they only submit. */
#include "core_state.h"
#include "status_map.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static pk_call *call_of(nghttp2_session *session, int32_t stream) {
  return stream > 0 ? nghttp2_session_get_stream_user_data(session, stream) : NULL;
}

/* ---- what is traced ---- */

static const char *frame_name(uint8_t type) {
  static const char *const names[] = {"DATA",         "HEADERS", "PRIORITY", "RST_STREAM",    "SETTINGS",
                                      "PUSH_PROMISE", "PING",    "GOAWAY",   "WINDOW_UPDATE", "CONTINUATION"};
  return type < sizeof names / sizeof *names ? names[type] : "UNKNOWN";
}

static void trace(const pk_core *core, char direction, const nghttp2_frame *frame) {
  if (!core->trace)
    return;
  char line[160], more[64] = "";
  if (frame->hd.type == NGHTTP2_RST_STREAM)
    snprintf(more, sizeof more, " code=%" PRIu32, frame->rst_stream.error_code);
  else if (frame->hd.type == NGHTTP2_GOAWAY)
    snprintf(more, sizeof more, " last=%" PRId32 " code=%" PRIu32, frame->goaway.last_stream_id,
             frame->goaway.error_code);
  snprintf(line, sizeof line, "%c %s stream=%" PRId32 " flags=0x%x length=%zu%s", direction,
           frame_name(frame->hd.type), frame->hd.stream_id, (unsigned)frame->hd.flags, frame->hd.length,
           more);
  core->trace(core->trace_context, line);
}

/* ---- callbacks ---- */

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
                     size_t name_size, const uint8_t *value, size_t value_size, uint8_t flags, void *user) {
  (void)flags;
  (void)user;
  pk_call *call = call_of(session, frame->hd.stream_id);
  pk_failure failure;
  if (call && !pk_response_header(call, name, name_size, value, value_size, &failure))
    pk_call_end(call, &failure);
  return 0;
}

static int on_data(nghttp2_session *session, uint8_t flags, int32_t stream, const uint8_t *bytes, size_t size,
                   void *user) {
  (void)flags;
  (void)user;
  pk_call *call = call_of(session, stream);
  pk_failure failure;
  int result = nghttp2_session_consume_connection(session, size);
  if (call && !pk_response_data(call, bytes, size, &failure))
    pk_call_end(call, &failure);
  return nghttp2_is_fatal(result) ? NGHTTP2_ERR_CALLBACK_FAILURE : 0;
}

static void headers_came(pk_call *call, bool are_all) {
  pk_response *response = &call->response;
  if (response->http_status >= 100 && response->http_status < 200)
    pk_response_clear(call); /* informational; the real headers follow (RFC 9110, 15.2) */
  else if (!are_all)         /* Trailers-Only leaves an attempt unanswered (proposal A6) */
    response->has_headers = true;
}

/* Source: gRPC proposal A8. */
static bool is_of_pings(const nghttp2_goaway *goaway) {
  static const char words[] = "too_many_pings";
  return goaway->error_code == NGHTTP2_ENHANCE_YOUR_CALM && goaway->opaque_data_len == sizeof words - 1 &&
         memcmp(goaway->opaque_data, words, sizeof words - 1) == 0;
}

static void goodbye_came(pk_core *core, const nghttp2_goaway *goaway) {
  core->goaway = true;
  if (is_of_pings(goaway) && core->keepalive_ms < PISHKHAN_NEVER / 2) {
    core->keepalive_ms *= 2;
    pk_core_say(core, PISHKHAN_LOG_WARNING, "the server asks for fewer PINGs; keepalive is doubled");
  }
}

static int on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *user) {
  pk_core *core = user;
  trace(core, '<', frame);
  if (frame->hd.type == NGHTTP2_GOAWAY) {
    goodbye_came(core, &frame->goaway);
  } else if (frame->hd.type == NGHTTP2_SETTINGS && !core->served) {
    core->served = true;
    core->has_line_failure = false;
    core->line_failures = 0;
  }
  if (frame->hd.type != NGHTTP2_HEADERS && frame->hd.type != NGHTTP2_DATA)
    return 0;
  pk_call *call = call_of(session, frame->hd.stream_id);
  bool end = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  if (call && frame->hd.type == NGHTTP2_HEADERS)
    headers_came(call, end);
  if (call && end)
    pk_call_attempt_ended(call);
  return 0;
}

static int on_frame_sent(nghttp2_session *session, const nghttp2_frame *frame, void *user) {
  trace(user, '>', frame);
  pk_call *call = call_of(session, frame->hd.stream_id);
  if (call && (frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA)) {
    call->sent = true;
    call->sent_all |= (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  }
  return 0;
}

static int on_frame_not_sent(nghttp2_session *session, const nghttp2_frame *frame, int code, void *user) {
  (void)user;
  pk_call *call = frame->hd.type == NGHTTP2_HEADERS ? call_of(session, frame->hd.stream_id) : NULL;
  if (!call)
    return 0;
  pk_failure failure;
  pk_fail(&failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECTION_LOST, "the call could not begin: %s",
          nghttp2_strerror(code));
  nghttp2_session_set_stream_user_data(session, frame->hd.stream_id, NULL);
  pk_call_attempt_broken(call, &failure, true);
  return 0;
}

/* Without END_STREAM from the server: it was reset, or its id is above GOAWAY's, which nghttp2 tells as
 * REFUSED_STREAM too. Neither was processed (RFC 9113, 6.8 and 8.7). */
static int on_stream_close(nghttp2_session *session, int32_t stream, uint32_t code, void *user) {
  (void)user;
  pk_call *call = call_of(session, stream);
  if (!call)
    return 0;
  pk_failure failure;
  pk_fail(&failure, pk_status_of_reset(code), PISHKHAN_REASON_STREAM_RESET,
          "the server broke the call off: HTTP/2 code %" PRIu32 ", %s", code, nghttp2_http2_strerror(code));
  pk_call_attempt_broken(call, &failure, code == NGHTTP2_REFUSED_STREAM);
  return 0;
}

ssize_t pk_frames_read_message(nghttp2_session *session, int32_t stream, uint8_t *out, size_t room,
                               uint32_t *flags, nghttp2_data_source *source, void *user) {
  (void)source;
  (void)user;
  pk_call *call = call_of(session, stream);
  if (!call)
    return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  size_t written = 0;
  while (call->current && written < room) {
    pk_chunk *chunk = call->current;
    size_t left = chunk->size - call->current_offset;
    size_t part = left < room - written ? left : room - written;
    memcpy(out + written, chunk->bytes + call->current_offset, part);
    written += part;
    call->current_offset += part;
    call->unsent -= part;
    if (call->current_offset < chunk->size)
      break;
    call->current = chunk->next;
    call->current_offset = 0;
  }
  /* A single message is kept, to be sent again; of several, what is sent is let go. */
  while (call->chunk_count > 1 && call->chunks && call->chunks != call->current) {
    pk_chunk *done = call->chunks;
    call->chunks = done->next;
    call->dropped_chunks = true;
    pk_release(call->allocator, done);
  }
  if (!call->current && call->finished)
    *flags |= NGHTTP2_DATA_FLAG_EOF;
  else if (written == 0)
    return NGHTTP2_ERR_DEFERRED;
  return (ssize_t)written;
}

nghttp2_session_callbacks *pk_frames_callbacks(void) {
  nghttp2_session_callbacks *callbacks;
  if (nghttp2_session_callbacks_new(&callbacks) != 0)
    return NULL;
  nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
  nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, on_frame_sent);
  nghttp2_session_callbacks_set_on_frame_not_send_callback(callbacks, on_frame_not_sent);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_stream_close);
  return callbacks;
}
