/* One HTTP/2 session of nghttp2: its frames become facts about calls. nghttp2's mem_recv and mem_send must
 * not be called from inside its callbacks; callbacks only submit, and pk_core_receive and pk_core_output
 * pump. */
#include "core_state.h"
#include "status_map.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
  STREAM_WINDOW = 256 * 1024,
  CONNECTION_WINDOW = 1024 * 1024,
  WRITE_TOGETHER = 16 * 1024, /* one TLS record's worth of frames leaves in one write */
  KEEP_OUTPUT = 4096
};

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

static void headers_came(pk_call *call) {
  pk_response *response = &call->response;
  if (response->http_status >= 100 && response->http_status < 200)
    pk_response_clear(call); /* informational; the real headers follow (RFC 9110, 15.2) */
  else
    response->has_headers = true;
}

static void goodbye_came(pk_core *core, const nghttp2_goaway *goaway) {
  core->goaway = true;
  if (goaway->error_code == NGHTTP2_ENHANCE_YOUR_CALM && core->keepalive_ms < PISHKHAN_NEVER / 2) {
    core->keepalive_ms *= 2; /* too_many_pings (gRPC proposal A8) */
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
  if (call && frame->hd.type == NGHTTP2_HEADERS)
    headers_came(call);
  if (call && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM))
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

static ssize_t read_message(nghttp2_session *session, int32_t stream, uint8_t *out, size_t room,
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

/* ---- nghttp2's memory is the caller's ---- */

static void *memory_new(size_t size, void *user) {
  const pishkhan_allocator *allocator = user;
  return allocator->allocate(allocator->context, size);
}

static void memory_free(void *memory, void *user) { pk_release(user, memory); }

static void *memory_zeroed(size_t count, size_t size, void *user) {
  if (size && count > SIZE_MAX / size)
    return NULL;
  return pk_new(user, count * size);
}

static void *memory_resized(void *memory, size_t size, void *user) {
  const pishkhan_allocator *allocator = user;
  return allocator->reallocate(allocator->context, memory, size);
}

/* ---- opening and closing ---- */

static nghttp2_session_callbacks *make_callbacks(void) {
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

static nghttp2_option *make_option(void) {
  nghttp2_option *option;
  if (nghttp2_option_new(&option) != 0)
    return NULL;
  nghttp2_option_set_no_auto_window_update(option, 1);
  nghttp2_option_set_no_closed_streams(option, 1);
  nghttp2_option_set_max_reserved_remote_streams(option, 0);
  nghttp2_option_set_max_outbound_ack(option, 100); /* a server that floods with PING or SETTINGS */
  return option;
}

static bool submit_settings(nghttp2_session *session) {
  const nghttp2_settings_entry settings[] = {{NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
                                             {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, STREAM_WINDOW},
                                             {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, PK_HEADER_LIMIT}};
  return nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings, sizeof settings / sizeof *settings) ==
             0 &&
         nghttp2_session_set_local_window_size(session, NGHTTP2_FLAG_NONE, 0, CONNECTION_WINDOW) == 0;
}

bool pk_session_open(pk_core *core) {
  nghttp2_session_callbacks *callbacks = make_callbacks();
  nghttp2_option *option = make_option();
  core->memory = (nghttp2_mem){&core->allocator, memory_new, memory_free, memory_zeroed, memory_resized};
  bool good = callbacks && option &&
              nghttp2_session_client_new3(&core->session, callbacks, core, option, &core->memory) == 0;
  if (!good)
    core->session = NULL;
  nghttp2_session_callbacks_del(callbacks);
  nghttp2_option_del(option);
  if (good && !submit_settings(core->session)) {
    pk_session_close(core);
    good = false;
  }
  core->served = core->goaway = core->broken = false;
  core->goaway_until = core->ping_deadline = PK_NO_TIME;
  return good;
}

void pk_session_close(pk_core *core) {
  nghttp2_session_del(core->session);
  core->session = NULL;
  pk_buffer_free(&core->output);
  core->output_offset = 0;
}

/* nghttp2 can go no further. */
static void break_session(pk_core *core, int code) {
  core->broken = true;
  if (code == NGHTTP2_ERR_NOMEM)
    pk_fail_memory(&core->breakage);
  else
    pk_fail(&core->breakage, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECTION_LOST,
            "the HTTP/2 session cannot go on: %s", nghttp2_strerror(code));
}

/* ---- calls ---- */

size_t pk_session_room(const pk_core *core) {
  size_t most = nghttp2_session_get_remote_settings(core->session, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
  if (!nghttp2_session_check_request_allowed(core->session))
    return 0;
  return most > core->active.count ? most - core->active.count : 0;
}

static nghttp2_nv pair(const char *name, const char *value, size_t size) {
  return (nghttp2_nv){(uint8_t *)name, (uint8_t *)value, strlen(name), size, NGHTTP2_NV_FLAG_NONE};
}

/* At most eight digits (PROTOCOL-HTTP2, "Timeout"). */
static size_t timeout_text(int64_t milliseconds, char text[16]) {
  int length = milliseconds < 100000000 ? snprintf(text, 16, "%" PRId64 "m", milliseconds)
                                        : snprintf(text, 16, "%" PRId64 "S", milliseconds / 1000 % 100000000);
  return (size_t)length;
}

void pk_session_begin(pk_core *core, pk_call *call) {
  enum { FIXED = 10 };
  nghttp2_nv headers[FIXED + 64];
  char timeout[16];
  size_t count = 0;
  headers[count++] = pair(":method", "POST", 4);
  headers[count++] = pair(":scheme", "https", 5);
  headers[count++] = pair(":path", call->method, strlen(call->method));
  headers[count++] = pair(":authority", core->authority, strlen(core->authority));
  headers[count++] = pair("te", "trailers", 8);
  headers[count++] = pair("content-type", "application/grpc", 16);
  headers[count++] = pair("user-agent", PK_USER_AGENT, sizeof PK_USER_AGENT - 1);
  headers[count++] = pair("grpc-accept-encoding", "identity", 8);
  if (call->deadline != PK_NO_TIME) {
    int64_t left = call->deadline > core->now ? call->deadline - core->now : 1;
    headers[count++] = pair("grpc-timeout", timeout, timeout_text(left, timeout));
  }
  for (const pk_header *header = call->request_metadata; header; header = header->next)
    headers[count++] = pair(header->key, (const char *)header->value, header->size);
  nghttp2_data_provider provider = {.read_callback = read_message};
  int32_t stream = nghttp2_submit_request(core->session, NULL, headers, count, &provider, call);
  if (stream < 0) { /* out of memory, or of stream ids: this session takes no more */
    core->broken = true;
    pk_fail(&core->breakage, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECTION_LOST,
            "a call could not begin: %s", nghttp2_strerror(stream));
    return;
  }
  pk_list_remove(call);
  pk_list_append(&core->active, call);
  call->stream = stream;
}

static void detach(pk_core *core, pk_call *call) {
  nghttp2_session_set_stream_user_data(core->session, call->stream, NULL);
  if (call->unconsumed)
    nghttp2_session_consume_stream(core->session, call->stream, call->unconsumed);
  call->unconsumed = 0;
  call->stream = 0;
}

void pk_session_reset(pk_core *core, pk_call *call) {
  if (core->session)
    nghttp2_submit_rst_stream(core->session, NGHTTP2_FLAG_NONE, call->stream, NGHTTP2_CANCEL);
  if (core->session)
    detach(core, call);
  call->stream = 0;
}

void pk_session_leave(pk_core *core, pk_call *call) {
  if (call->sent_all)
    detach(core, call);
  else
    pk_session_reset(core, call);
}

void pk_session_consume(pk_core *core, pk_call *call) {
  if (call->unconsumed && core->session)
    nghttp2_session_consume_stream(core->session, call->stream, call->unconsumed);
  call->unconsumed = 0;
}

/* ---- bytes ---- */

void pk_core_receive(pk_core *core, const uint8_t *bytes, size_t size, int64_t now) {
  core->now = now;
  if (!core->session || core->broken)
    return;
  core->last_received = now;
  core->ping_deadline = PK_NO_TIME; /* any byte shows that the line lives */
  ssize_t taken = nghttp2_session_mem_recv(core->session, bytes, size);
  if (taken < 0) {
    break_session(core, (int)taken);
    return;
  }
  pk_call_begin_waiting(core);
}

size_t pk_core_output(pk_core *core, const uint8_t **bytes) {
  pk_buffer *output = &core->output;
  if (!core->session)
    return 0;
  if (core->output_offset == output->size) {
    core->output_offset = output->size = 0;
    while (output->size < WRITE_TOGETHER && !core->broken) {
      const uint8_t *frame;
      ssize_t length = nghttp2_session_mem_send(core->session, &frame);
      if (length == 0)
        break;
      if (length < 0)
        break_session(core, (int)length);
      else if (!pk_buffer_append(output, frame, (size_t)length))
        break_session(core, NGHTTP2_ERR_NOMEM);
    }
  }
  *bytes = output->data ? output->data + core->output_offset : NULL;
  return output->size - core->output_offset;
}

void pk_core_written(pk_core *core, size_t size) {
  core->output_offset += size;
  if (core->output_offset == core->output.size && core->output.capacity > KEEP_OUTPUT) {
    pk_buffer_free(&core->output); /* an idle client stays small */
    core->output_offset = 0;
  }
}

bool pk_core_has_output(const pk_core *core) {
  return core->session &&
         (core->output_offset < core->output.size || nghttp2_session_want_write(core->session));
}
