#include "cases.h"

#include <string.h>

void empty_unary(pishkhan_client *client) {
  pishkhan_bytes *response;
  pishkhan_error *error;
  expect_ok(pishkhan_call(client, TEST_SERVICE "EmptyCall", "", 0, NULL, &response, &error), &error,
            "EmptyCall");
  EXPECT(response->size == 0, "an empty message has %zu bytes", response->size);
  pishkhan_bytes_free(response);
}

/* ---- custom_metadata ---- */

static const pishkhan_metadata echoed[] = {{"x-grpc-test-echo-initial", "test_initial_metadata_value", 27},
                                           {"x-grpc-test-echo-trailing-bin", "\xab\xab\xab", 3}};

static void expect_echo(const pishkhan_stream *stream) {
  for (size_t i = 0; i < sizeof echoed / sizeof *echoed; i++) {
    size_t size = 0;
    const uint8_t *value = pishkhan_stream_metadata(stream, echoed[i].key, 0, &size);
    EXPECT(value && size == echoed[i].value_size && memcmp(value, echoed[i].value, size) == 0,
           "%s did not come back", echoed[i].key);
  }
}

static void call_with_metadata(pishkhan_client *client, const char *method, packed request) {
  const pishkhan_call_options options = {
      .size = sizeof options, .metadata = echoed, .metadata_count = sizeof echoed / sizeof *echoed};
  pishkhan_stream *stream;
  pishkhan_error *error;
  expect_ok(pishkhan_stream_open(client, method, &options, &stream, &error), &error, "open");
  send_packed(stream, request);
  expect_ok(pishkhan_stream_finish(stream, &error), &error, "finish");
  expect_streamed(stream, LARGE_RESPONSE); /* SimpleResponse has the same fields */
  expect_end(stream, PISHKHAN_OK, NULL);
  expect_echo(stream);
  pishkhan_stream_close(stream);
}

void custom_metadata(pishkhan_client *client) {
  const int size = LARGE_RESPONSE;
  call_with_metadata(client, TEST_SERVICE "UnaryCall", pack_simple(size, LARGE_REQUEST, NULL));
  call_with_metadata(client, TEST_SERVICE "FullDuplexCall",
                     pack_streaming_output(&size, 1, LARGE_REQUEST, NULL));
}

/* ---- statuses ---- */

static void expect_unary_status(pishkhan_client *client, Grpc__Testing__EchoStatus *status) {
  pishkhan_bytes *response;
  pishkhan_error *error;
  packed request = pack_simple(0, 0, status);
  expect_error(call_unary(client, TEST_SERVICE "UnaryCall", request, NULL, &response, &error),
               (pishkhan_status)status->code, &error, status->message, "UnaryCall");
}

void status_code_and_message(pishkhan_client *client) {
  char message[] = "test status message";
  Grpc__Testing__EchoStatus status = GRPC__TESTING__ECHO_STATUS__INIT;
  status.code = PISHKHAN_UNKNOWN;
  status.message = message;
  expect_unary_status(client, &status);
  pishkhan_stream *stream;
  pishkhan_error *error;
  expect_ok(pishkhan_stream_open(client, TEST_SERVICE "FullDuplexCall", NULL, &stream, &error), &error,
            "open");
  send_packed(stream, pack_streaming_output(NULL, 0, 0, &status));
  expect_end(stream, PISHKHAN_UNKNOWN, message);
  pishkhan_stream_close(stream);
}

void special_status_message(pishkhan_client *client) {
  char message[] = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n";
  Grpc__Testing__EchoStatus status = GRPC__TESTING__ECHO_STATUS__INIT;
  status.code = PISHKHAN_UNKNOWN;
  status.message = message;
  expect_unary_status(client, &status);
}

static void expect_unimplemented(pishkhan_client *client, const char *method) {
  pishkhan_bytes *response;
  pishkhan_error *error;
  expect_error(pishkhan_call(client, method, "", 0, NULL, &response, &error), PISHKHAN_UNIMPLEMENTED, &error,
               NULL, method);
}

void unimplemented_method(pishkhan_client *client) {
  expect_unimplemented(client, TEST_SERVICE "UnimplementedCall");
}

void unimplemented_service(pishkhan_client *client) {
  expect_unimplemented(client, "/grpc.testing.UnimplementedService/UnimplementedCall");
}
