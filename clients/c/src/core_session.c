/* One HTTP/2 session of nghttp2: its frames become facts about calls. nghttp2's mem_recv and mem_send must
 * not be called from inside its callbacks; callbacks only submit, and pk_core_receive and pk_core_output
 * pump. */
#include "core_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
  STREAM_WINDOW = 256 * 1024,
  CONNECTION_WINDOW = 1024 * 1024,
  WRITE_TOGETHER = 16 * 1024, /* one TLS record's worth of frames leaves in one write */
  KEEP_OUTPUT = 4096
};

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
  nghttp2_session_callbacks *callbacks = pk_frames_callbacks();
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
  core->served = core->goaway = core->broken = core->gzip_refused = false;
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

/* The server's earlier answer on this line said that it takes no gzip. */
static bool respect_refusal(pk_call *call) {
  pk_failure failure;
  if (!call->core->gzip_refused || !(call->flags & PK_CALL_GZIP) || pk_call_decompress_chunks(call, &failure))
    return true;
  pk_call_end(call, &failure);
  return false;
}

enum { FIXED_HEADERS = 11, TEXT = 16 };

static size_t fill_headers(const pk_core *core, const pk_call *call, nghttp2_nv *headers, char timeout[TEXT],
                           char attempts[TEXT]) {
  size_t count = 0;
  headers[count++] = pair(":method", "POST", 4);
  headers[count++] = pair(":scheme", "https", 5);
  headers[count++] = pair(":path", call->method, strlen(call->method));
  headers[count++] = pair(":authority", core->authority, strlen(core->authority));
  headers[count++] = pair("te", "trailers", 8);
  headers[count++] = pair("content-type", "application/grpc", 16);
  headers[count++] = pair("user-agent", PK_USER_AGENT, sizeof PK_USER_AGENT - 1);
  headers[count++] = pair("grpc-accept-encoding", "identity,gzip", 13);
  if (call->flags & PK_CALL_GZIP)
    headers[count++] = pair("grpc-encoding", "gzip", 4);
  if (call->repeats > 0) /* proposal A6 */
    headers[count++] =
        pair("grpc-previous-rpc-attempts", attempts, (size_t)snprintf(attempts, TEXT, "%u", call->repeats));
  if (call->deadline != PK_NO_TIME) {
    int64_t left = call->deadline > core->now ? call->deadline - core->now : 1;
    headers[count++] = pair("grpc-timeout", timeout, timeout_text(left, timeout));
  }
  for (const pk_header *header = call->request_metadata; header; header = header->next)
    headers[count++] = pair(header->key, (const char *)header->value, header->size);
  return count;
}

void pk_session_begin(pk_core *core, pk_call *call) {
  nghttp2_nv headers[FIXED_HEADERS + 64];
  char timeout[TEXT], attempts[TEXT];
  if (!respect_refusal(call))
    return;
  size_t count = fill_headers(core, call, headers, timeout, attempts);
  nghttp2_data_provider provider = {.read_callback = pk_frames_read_message};
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
