#include "connection.h"

#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

/* Replies are small and the windows large, so that a measurement is not spent on WINDOW_UPDATE frames. */
enum { window = 1 << 24, record = 16384 };

#define NAME_VALUE(NAME, VALUE, LENGTH)                                                                      \
  {                                                                                                          \
    (uint8_t *)(uintptr_t)(NAME), (uint8_t *)(uintptr_t)(VALUE), sizeof(NAME) - 1, (LENGTH),                 \
        NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE                                         \
  }
#define CONSTANT(NAME, VALUE) NAME_VALUE(NAME, VALUE, sizeof(VALUE) - 1)

static ssize_t read_request(nghttp2_session *session, int32_t stream, uint8_t *to, size_t capacity,
                            uint32_t *flags, nghttp2_data_source *source, void *user) {
  (void)session, (void)stream, (void)user;
  call *call = source->ptr;
  const connection *connection = call->connection;
  size_t head = call->request.length;
  const uint8_t *from =
      call->sent < head ? call->request.bytes + call->sent : connection->body + (call->sent - head);
  size_t left = call->sent < head ? head - call->sent : connection->body_length - (call->sent - head);
  size_t size = left < capacity ? left : capacity;
  memcpy(to, from, size);
  call->sent += size;
  if (call->sent == head + connection->body_length)
    *flags |= NGHTTP2_DATA_FLAG_EOF;
  return (ssize_t)size;
}

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
                     size_t name_length, const uint8_t *value, size_t value_length, uint8_t flags,
                     void *user) {
  (void)flags, (void)user;
  static const char status[] = "grpc-status";
  if (name_length != sizeof status - 1 || memcmp(name, status, name_length) != 0)
    return 0;
  call *call = nghttp2_session_get_stream_user_data(session, frame->hd.stream_id);
  if (call != NULL)
    call->answered_ok = value_length == 1 && value[0] == '0';
  return 0;
}

static int on_data(nghttp2_session *session, uint8_t flags, int32_t stream, const uint8_t *data,
                   size_t length, void *user) {
  (void)flags, (void)user;
  call *call = nghttp2_session_get_stream_user_data(session, stream);
  if (call == NULL)
    return 0;
  /* A reply that is too long keeps its true length, so that it is told from a whole message. */
  if (length <= reply_max && call->reply_length <= reply_max - length)
    memcpy(call->reply + call->reply_length, data, length);
  call->reply_length += length;
  return 0;
}

static int on_close(nghttp2_session *session, int32_t stream, uint32_t error, void *user) {
  connection *connection = user;
  call *call = nghttp2_session_get_stream_user_data(session, stream);
  if (call == NULL)
    return 0;
  bool ok = error == NGHTTP2_NO_ERROR && call->answered_ok && call->reply_length <= reply_max &&
            frame_is_whole(call->reply, call->reply_length);
  call->next_free = connection->free_call;
  connection->free_call = call;
  connection->in_flight -= 1;
  connection->events->finished(connection->events->owner, call, ok);
  return 0;
}

static bool begin_session(connection *connection) {
  nghttp2_session_callbacks *callbacks = NULL;
  nghttp2_option *options = NULL;
  if (nghttp2_session_callbacks_new(&callbacks) != 0 || nghttp2_option_new(&options) != 0) {
    nghttp2_session_callbacks_del(callbacks);
    return false;
  }
  nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
  nghttp2_option_set_no_closed_streams(options, 1);
  bool made = nghttp2_session_client_new2(&connection->session, callbacks, connection, options) == 0;
  nghttp2_session_callbacks_del(callbacks);
  nghttp2_option_del(options);
  nghttp2_settings_entry settings[] = {{NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
                                       {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, window}};
  return made && nghttp2_submit_settings(connection->session, NGHTTP2_FLAG_NONE, settings, 2) == 0 &&
         nghttp2_session_set_local_window_size(connection->session, NGHTTP2_FLAG_NONE, 0, window) == 0;
}

bool connection_begin(connection *connection, const target *target, const connection_events *events,
                      const char *path, const frame *request, size_t call_count) {
  connection->events = events;
  connection->path = path;
  connection->call_count = call_count;
  connection->calls = calloc(call_count, sizeof *connection->calls);
  connection->socket = target_connect(target);
  if (connection->calls == NULL || connection->socket < 0)
    return false;
  for (size_t index = 0; index < call_count; ++index) {
    call *call = &connection->calls[index];
    call->connection = connection;
    call->request = *request;
    call->next_free = connection->free_call;
    connection->free_call = call;
  }
  connection->wants_write = true; /* a connect in progress ends with "writable" */
  connection->ssl = target_new_ssl(target, connection->socket);
  return connection->ssl != NULL && begin_session(connection);
}

/* True where TLS only waits for the socket; notes for what. OpenSSL's error queue is left empty. */
static bool only_waits(connection *connection, int result) {
  int error = SSL_get_error(connection->ssl, result);
  connection->wants_write = error == SSL_ERROR_WANT_WRITE;
  if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
    ERR_clear_error();
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

static bool shake_hands(connection *connection) {
  int result = SSL_do_handshake(connection->ssl);
  if (result != 1)
    return only_waits(connection, result);
  const uint8_t *protocol = NULL;
  unsigned length = 0;
  SSL_get0_alpn_selected(connection->ssl, &protocol, &length);
  if (length != 2 || memcmp(protocol, "h2", 2) != 0)
    return false;
  connection->open = true;
  connection->wants_write = false;
  connection->events->opened(connection->events->owner, connection);
  return true;
}

static bool read_all(connection *connection) {
  uint8_t bytes[record];
  /* Bytes that TLS holds never wake epoll, so it is emptied; a read more, only to be told that the socket is
     empty, would cost a system call a tick. What can arrive is bounded by the calls in flight. */
  do {
    int length = SSL_read(connection->ssl, bytes, sizeof bytes);
    if (length <= 0)
      return only_waits(connection, length);
    if (nghttp2_session_mem_recv(connection->session, bytes, (size_t)length) != length)
      return false;
  } while (SSL_has_pending(connection->ssl));
  return true;
}

bool connection_drive(connection *connection) {
  if (!connection->open && !shake_hands(connection))
    return false;
  if (!connection->open)
    return true;
  return read_all(connection) && connection_flush(connection);
}

bool connection_start_call(connection *connection, uint64_t start_ns, const uint8_t *key) {
  static const char authority[] = "localhost";
  call *call = connection->free_call;
  if (call == NULL)
    return false;
  if (key != NULL)
    memcpy(call->request.bytes + call->request.key_offset, key, idempotency_key_size);
  call->start_ns = start_ns;
  call->sent = call->reply_length = 0;
  call->answered_ok = false;
  const nghttp2_nv headers[] = {
      CONSTANT(":method", "POST"),
      CONSTANT(":scheme", "https"),
      NAME_VALUE(":path", connection->path, strlen(connection->path)),
      CONSTANT(":authority", authority),
      CONSTANT("content-type", "application/grpc"),
      CONSTANT("te", "trailers"),
  };
  nghttp2_data_provider body = {.source.ptr = call, .read_callback = read_request};
  if (nghttp2_submit_request(connection->session, NULL, headers, sizeof headers / sizeof *headers, &body,
                             call) < 0)
    return false;
  connection->free_call = call->next_free;
  connection->in_flight += 1;
  return true;
}

/* Takes frames from nghttp2 until a record is full or nothing waits. */
static bool gather(connection *connection) {
  connection->out_length = connection->out_sent = 0;
  while (connection->out_length < record) {
    const uint8_t *bytes = NULL;
    ssize_t length = nghttp2_session_mem_send(connection->session, &bytes);
    if (length < 0)
      return false;
    if (length == 0)
      break;
    memcpy(connection->out + connection->out_length, bytes, (size_t)length);
    connection->out_length += (size_t)length;
  }
  return true;
}

bool connection_flush(connection *connection) {
  if (!connection->open)
    return true;
  for (;;) {
    if (connection->out_sent == connection->out_length && !gather(connection))
      return false;
    size_t left = connection->out_length - connection->out_sent;
    connection->wants_write = false;
    if (left == 0)
      return nghttp2_session_want_read(connection->session) != 0;
    int written = SSL_write(connection->ssl, connection->out + connection->out_sent, (int)left);
    if (written <= 0)
      return only_waits(connection, written);
    connection->out_sent += (size_t)written;
  }
}

uint32_t connection_interest(const connection *connection) {
  return connection->wants_write ? EPOLLIN | EPOLLOUT : EPOLLIN;
}

void connection_end(connection *connection) {
  nghttp2_session_del(connection->session);
  SSL_free(connection->ssl);
  if (connection->socket >= 0)
    close(connection->socket);
  free(connection->calls);
}
