#define _POSIX_C_SOURCE 200809L
#include "cases.h"

#include <stdlib.h>
#include <time.h>

static pishkhan_stream *open_stream(pishkhan_client *client, const char *method,
                                    const pishkhan_call_options *options) {
  pishkhan_stream *stream;
  pishkhan_error *error;
  expect_ok(pishkhan_stream_open(client, method, options, &stream, &error), &error, "open");
  return stream;
}

static void finish(pishkhan_stream *stream) {
  pishkhan_error *error;
  expect_ok(pishkhan_stream_finish(stream, &error), &error, "finish");
}

void client_streaming(pishkhan_client *client) {
  pishkhan_stream *stream = open_stream(client, TEST_SERVICE "StreamingInputCall", NULL);
  for (size_t i = 0; i < STREAMED; i++)
    send_packed(stream, pack_streaming_input(request_sizes[i]));
  finish(stream);
  expect_sum(stream, 74922);
  pishkhan_stream_close(stream);
}

void server_streaming(pishkhan_client *client) {
  pishkhan_stream *stream = open_stream(client, TEST_SERVICE "StreamingOutputCall", NULL);
  send_packed(stream, pack_streaming_output(response_sizes, STREAMED, 0, NULL));
  finish(stream);
  for (size_t i = 0; i < STREAMED; i++)
    expect_streamed(stream, (size_t)response_sizes[i]);
  expect_end(stream, PISHKHAN_OK, NULL);
  pishkhan_stream_close(stream);
}

void ping_pong(pishkhan_client *client) {
  pishkhan_stream *stream = open_stream(client, TEST_SERVICE "FullDuplexCall", NULL);
  for (size_t i = 0; i < STREAMED; i++) {
    send_packed(stream, pack_streaming_output(&response_sizes[i], 1, request_sizes[i], NULL));
    expect_streamed(stream, (size_t)response_sizes[i]);
  }
  finish(stream);
  expect_end(stream, PISHKHAN_OK, NULL);
  pishkhan_stream_close(stream);
}

void empty_stream(pishkhan_client *client) {
  pishkhan_stream *stream = open_stream(client, TEST_SERVICE "FullDuplexCall", NULL);
  finish(stream);
  expect_end(stream, PISHKHAN_OK, NULL);
  pishkhan_stream_close(stream);
}

/* The library cancels by closing: nobody is left to be told CANCELLED, so the line's further use is the
 * proof. */
void cancel_after_begin(pishkhan_client *client) {
  pishkhan_stream *stream = open_stream(client, TEST_SERVICE "StreamingInputCall", NULL);
  pishkhan_stream_close(stream);
  empty_unary(client);
}

void cancel_after_first_response(pishkhan_client *client) {
  pishkhan_stream *stream = open_stream(client, TEST_SERVICE "FullDuplexCall", NULL);
  send_packed(stream, pack_streaming_output(response_sizes, 1, request_sizes[0], NULL));
  expect_streamed(stream, (size_t)response_sizes[0]);
  pishkhan_stream_close(stream);
  empty_unary(client);
}

void timeout_on_sleeping_server(pishkhan_client *client) {
  const pishkhan_call_options options = {.size = sizeof options, .deadline_ms = 1};
  pishkhan_stream *stream = open_stream(client, TEST_SERVICE "FullDuplexCall", &options);
  pishkhan_error *error = NULL;
  packed request = pack_streaming_output(NULL, 0, request_sizes[0], NULL);
  /* The deadline may have passed already: then sending says so, and so does the end. */
  pishkhan_status status = pishkhan_stream_send(stream, request.bytes, request.size, &error);
  EXPECT(status == PISHKHAN_OK || status == PISHKHAN_DEADLINE_EXCEEDED, "send: %s",
         pishkhan_status_name(status));
  pishkhan_error_free(error);
  free(request.bytes);
  expect_end(stream, PISHKHAN_DEADLINE_EXCEEDED, NULL);
  pishkhan_stream_close(stream);
}

/* 16 MiB from a server that is much faster than its reader. */
void slow_consumer(pishkhan_client *client) {
  enum { COUNT = 256, SIZE = 65536 };
  const struct timespec pause = {.tv_nsec = 2000000}; /* the slowness is the case */
  int sizes[COUNT];
  for (size_t i = 0; i < COUNT; i++)
    sizes[i] = SIZE;
  pishkhan_stream *stream = open_stream(client, TEST_SERVICE "StreamingOutputCall", NULL);
  send_packed(stream, pack_streaming_output(sizes, COUNT, 0, NULL));
  finish(stream);
  for (size_t i = 0; i < COUNT; i++) {
    nanosleep(&pause, NULL);
    expect_streamed(stream, SIZE);
  }
  expect_end(stream, PISHKHAN_OK, NULL);
  pishkhan_stream_close(stream);
}
