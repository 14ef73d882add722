/* Whether a message was compressed, the library's caller need not know: here the sizes of DATA frames tell.
 */
#include "cases.h"

enum { STREAMED_FIRST = 27182, STREAMED_SECOND = 45904, ASKED_FIRST = 31415, ASKED_SECOND = 92653 };

static const pishkhan_call_options with_gzip = {.size = sizeof with_gzip,
                                                .compression = PISHKHAN_COMPRESSION_GZIP};

/* Zeros become a thousandth: so little is left of what is compressed. */
static void expect_carried(size_t bytes, size_t uncompressed, size_t all, const char *what) {
  EXPECT(bytes >= uncompressed && bytes < uncompressed + (all - uncompressed) / 50 + 1000,
         "%s has %zu bytes of DATA, where %zu of %zu are uncompressed", what, bytes, uncompressed, all);
}

static Grpc__Testing__BoolValue as_message(bool value) {
  Grpc__Testing__BoolValue message = GRPC__TESTING__BOOL_VALUE__INIT;
  message.value = value;
  return message;
}

/* ---- unary ---- */

static packed pack_large(Grpc__Testing__BoolValue *announced, Grpc__Testing__BoolValue *asked) {
  Grpc__Testing__Payload payload = payload_of_zeros(LARGE_REQUEST);
  Grpc__Testing__SimpleRequest request = GRPC__TESTING__SIMPLE_REQUEST__INIT;
  request.response_size = LARGE_RESPONSE;
  request.payload = &payload;
  request.expect_compressed = announced;
  request.response_compressed = asked;
  return pack(&request.base, &payload);
}

static pishkhan_status call_announced(pishkhan_client *client, bool announced, bool compressed,
                                      pishkhan_bytes **response, pishkhan_error **error) {
  Grpc__Testing__BoolValue value = as_message(announced);
  return call_unary(client, TEST_SERVICE "UnaryCall", pack_large(&value, NULL),
                    compressed ? &with_gzip : NULL, response, error);
}

void client_compressed_unary(pishkhan_client *client) {
  pishkhan_bytes *response;
  pishkhan_error *error;
  if (server_sees_compression)
    expect_error(call_announced(client, true, false, &response, &error), PISHKHAN_INVALID_ARGUMENT, &error,
                 NULL, "the probe");
  for (int compressed = 1; compressed >= 0; compressed--) {
    size_t before = data_bytes.out;
    expect_ok(call_announced(client, compressed, compressed, &response, &error), &error, "UnaryCall");
    check_simple_response(response, LARGE_RESPONSE);
    expect_carried(data_bytes.out - before, compressed ? 0 : LARGE_REQUEST, LARGE_REQUEST, "the request");
  }
}

void server_compressed_unary(pishkhan_client *client) {
  for (int compressed = 1; compressed >= 0; compressed--) {
    pishkhan_bytes *response;
    pishkhan_error *error;
    size_t before = data_bytes.in;
    Grpc__Testing__BoolValue value = as_message(compressed);
    expect_ok(call_unary(client, TEST_SERVICE "UnaryCall", pack_large(NULL, &value), NULL, &response, &error),
              &error, "UnaryCall");
    check_simple_response(response, LARGE_RESPONSE);
    expect_carried(data_bytes.in - before, compressed ? 0 : LARGE_RESPONSE, LARGE_RESPONSE, "the response");
  }
}

/* ---- streaming ---- */

static packed pack_input(size_t size, bool announced) {
  Grpc__Testing__Payload payload = payload_of_zeros(size);
  Grpc__Testing__BoolValue value = as_message(announced);
  Grpc__Testing__StreamingInputCallRequest request = GRPC__TESTING__STREAMING_INPUT_CALL_REQUEST__INIT;
  request.payload = &payload;
  request.expect_compressed = &value;
  return pack(&request.base, &payload);
}

static pishkhan_stream *open_input(pishkhan_client *client, const pishkhan_call_options *options) {
  pishkhan_stream *stream;
  pishkhan_error *error;
  expect_ok(pishkhan_stream_open(client, TEST_SERVICE "StreamingInputCall", options, &stream, &error), &error,
            "open");
  return stream;
}

static void finish(pishkhan_stream *stream) {
  pishkhan_error *error;
  expect_ok(pishkhan_stream_finish(stream, &error), &error, "finish");
}

static void probe_streaming(pishkhan_client *client) {
  pishkhan_stream *stream = open_input(client, NULL);
  send_packed(stream, pack_input(STREAMED_FIRST, true));
  expect_end(stream, PISHKHAN_INVALID_ARGUMENT, NULL);
  pishkhan_stream_close(stream);
}

void client_compressed_streaming(pishkhan_client *client) {
  if (server_sees_compression)
    probe_streaming(client);
  size_t before = data_bytes.out;
  pishkhan_stream *stream = open_input(client, &with_gzip);
  send_packed(stream, pack_input(STREAMED_FIRST, true));
  pishkhan_stream_compress(stream, false);
  send_packed(stream, pack_input(STREAMED_SECOND, false));
  finish(stream);
  expect_sum(stream, STREAMED_FIRST + STREAMED_SECOND);
  pishkhan_stream_close(stream);
  expect_carried(data_bytes.out - before, STREAMED_SECOND, STREAMED_FIRST + STREAMED_SECOND, "the stream");
}

void server_compressed_streaming(pishkhan_client *client) {
  Grpc__Testing__BoolValue yes = as_message(true), no = as_message(false);
  Grpc__Testing__ResponseParameters first = GRPC__TESTING__RESPONSE_PARAMETERS__INIT;
  Grpc__Testing__ResponseParameters second = GRPC__TESTING__RESPONSE_PARAMETERS__INIT;
  Grpc__Testing__ResponseParameters *both[] = {&first, &second};
  Grpc__Testing__Payload payload = payload_of_zeros(0);
  Grpc__Testing__StreamingOutputCallRequest request = GRPC__TESTING__STREAMING_OUTPUT_CALL_REQUEST__INIT;
  pishkhan_stream *stream;
  pishkhan_error *error;
  first.size = ASKED_FIRST;
  first.compressed = &yes;
  second.size = ASKED_SECOND;
  second.compressed = &no;
  request.response_parameters = both;
  request.n_response_parameters = 2;
  size_t before = data_bytes.in;
  expect_ok(pishkhan_stream_open(client, TEST_SERVICE "StreamingOutputCall", NULL, &stream, &error), &error,
            "open");
  send_packed(stream, pack(&request.base, &payload));
  finish(stream);
  expect_streamed(stream, ASKED_FIRST);
  expect_streamed(stream, ASKED_SECOND);
  expect_end(stream, PISHKHAN_OK, NULL);
  pishkhan_stream_close(stream);
  expect_carried(data_bytes.in - before, ASKED_SECOND, ASKED_FIRST + ASKED_SECOND, "the stream");
}
