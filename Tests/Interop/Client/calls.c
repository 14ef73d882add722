#include "calls.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const size_t request_sizes[STREAMED] = {27182, 8, 1828, 45904};
const int response_sizes[STREAMED] = {31415, 9, 2653, 58979};

void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

void expect_ok(pishkhan_status status, pishkhan_error **error, const char *what) {
  if (status != PISHKHAN_OK)
    fail("%s: %s: %s", what, pishkhan_status_name(status), pishkhan_error_message(*error));
}

void expect_error(pishkhan_status status, pishkhan_status expected, pishkhan_error **error,
                  const char *message, const char *what) {
  const char *said = pishkhan_error_message(*error);
  EXPECT(status == expected, "%s: %s in place of %s: %s", what, pishkhan_status_name(status),
         pishkhan_status_name(expected), said);
  EXPECT(!message || strcmp(said, message) == 0, "%s: the message is \"%s\"", what, said);
  pishkhan_error_free(*error);
}

bool server_sees_compression = true;
carried data_bytes;

/* "> DATA stream=1 flags=0x1 length=13" */
static void count_data(void *context, const char *line) {
  (void)context;
  const char *length = strstr(line, " length=");
  if (length && strncmp(line + 1, " DATA ", 6) == 0)
    *(line[0] == '<' ? &data_bytes.in : &data_bytes.out) += strtoul(length + 8, NULL, 10);
}

pishkhan_client *open_client(const char *target, const char *ca_file) {
  pishkhan_client *client;
  pishkhan_error *error;
  pishkhan_options options = {
      .size = sizeof options, .target = target, .ca_file = ca_file, .trace = count_data};
  expect_ok(pishkhan_open(&options, &client, &error), &error, "open");
  return client;
}

/* ---- requests ---- */

Grpc__Testing__Payload payload_of_zeros(size_t size) {
  Grpc__Testing__Payload payload = GRPC__TESTING__PAYLOAD__INIT;
  payload.body.len = size;
  payload.body.data = calloc(1, size + 1);
  EXPECT(payload.body.data, "out of memory");
  return payload;
}

packed pack(const ProtobufCMessage *message, Grpc__Testing__Payload *payload) {
  packed request = {.size = protobuf_c_message_get_packed_size(message)};
  request.bytes = malloc(request.size + 1);
  EXPECT(request.bytes, "out of memory");
  protobuf_c_message_pack(message, request.bytes);
  free(payload->body.data);
  return request;
}

packed pack_simple(int response_size, size_t payload_size, Grpc__Testing__EchoStatus *status) {
  Grpc__Testing__Payload payload = payload_of_zeros(payload_size);
  Grpc__Testing__SimpleRequest request = GRPC__TESTING__SIMPLE_REQUEST__INIT;
  request.response_size = response_size;
  request.payload = &payload;
  request.response_status = status;
  return pack(&request.base, &payload);
}

packed pack_streaming_input(size_t payload_size) {
  Grpc__Testing__Payload payload = payload_of_zeros(payload_size);
  Grpc__Testing__StreamingInputCallRequest request = GRPC__TESTING__STREAMING_INPUT_CALL_REQUEST__INIT;
  request.payload = &payload;
  return pack(&request.base, &payload);
}

packed pack_streaming_output(const int *sizes, size_t count, size_t payload_size,
                             Grpc__Testing__EchoStatus *status) {
  Grpc__Testing__Payload payload = payload_of_zeros(payload_size);
  Grpc__Testing__StreamingOutputCallRequest request = GRPC__TESTING__STREAMING_OUTPUT_CALL_REQUEST__INIT;
  Grpc__Testing__ResponseParameters *parameters = calloc(count + 1, sizeof *parameters);
  Grpc__Testing__ResponseParameters **pointers = calloc(count + 1, sizeof *pointers);
  EXPECT(parameters && pointers, "out of memory");
  for (size_t i = 0; i < count; i++) {
    grpc__testing__response_parameters__init(&parameters[i]);
    parameters[i].size = sizes[i];
    pointers[i] = &parameters[i];
  }
  request.response_parameters = pointers;
  request.n_response_parameters = count;
  request.payload = &payload;
  request.response_status = status;
  packed result = pack(&request.base, &payload);
  free(pointers);
  free(parameters);
  return result;
}

void send_packed(pishkhan_stream *stream, packed request) {
  pishkhan_error *error;
  expect_ok(pishkhan_stream_send(stream, request.bytes, request.size, &error), &error, "send");
  free(request.bytes);
}

pishkhan_status call_unary(pishkhan_client *client, const char *method, packed request,
                           const pishkhan_call_options *options, pishkhan_bytes **response,
                           pishkhan_error **error) {
  pishkhan_status status =
      pishkhan_call(client, method, request.bytes, request.size, options, response, error);
  free(request.bytes);
  return status;
}

/* ---- responses ---- */

static void check_payload(const Grpc__Testing__Payload *payload, size_t expected) {
  size_t size = payload ? payload->body.len : 0;
  EXPECT(size == expected, "the payload has %zu bytes in place of %zu", size, expected);
  for (size_t i = 0; i < size; i++)
    EXPECT(payload->body.data[i] == 0, "byte %zu of the payload is not zero", i);
}

void check_simple_response(pishkhan_bytes *response, size_t expected) {
  Grpc__Testing__SimpleResponse *message =
      grpc__testing__simple_response__unpack(NULL, response->size, response->data);
  EXPECT(message, "the response is no SimpleResponse");
  check_payload(message->payload, expected);
  grpc__testing__simple_response__free_unpacked(message, NULL);
  pishkhan_bytes_free(response);
}

void expect_streamed(pishkhan_stream *stream, size_t expected) {
  pishkhan_bytes *bytes;
  pishkhan_error *error;
  pishkhan_next next = pishkhan_stream_next(stream, PISHKHAN_NEVER, &bytes, &error);
  EXPECT(next == PISHKHAN_NEXT_ITEM, "no response: %d, %s", (int)next,
         next == PISHKHAN_NEXT_ERROR ? pishkhan_error_message(error) : "");
  Grpc__Testing__StreamingOutputCallResponse *message =
      grpc__testing__streaming_output_call_response__unpack(NULL, bytes->size, bytes->data);
  EXPECT(message, "the response is no StreamingOutputCallResponse");
  check_payload(message->payload, expected);
  grpc__testing__streaming_output_call_response__free_unpacked(message, NULL);
  pishkhan_bytes_free(bytes);
}

void expect_sum(pishkhan_stream *stream, int32_t sum) {
  pishkhan_bytes *bytes;
  pishkhan_error *error;
  pishkhan_next next = pishkhan_stream_next(stream, PISHKHAN_NEVER, &bytes, &error);
  EXPECT(next == PISHKHAN_NEXT_ITEM, "no response: %d, %s", (int)next,
         next == PISHKHAN_NEXT_ERROR ? pishkhan_error_message(error) : "");
  Grpc__Testing__StreamingInputCallResponse *response =
      grpc__testing__streaming_input_call_response__unpack(NULL, bytes->size, bytes->data);
  EXPECT(response && response->aggregated_payload_size == sum, "the sum of the sizes is another");
  grpc__testing__streaming_input_call_response__free_unpacked(response, NULL);
  pishkhan_bytes_free(bytes);
  expect_end(stream, PISHKHAN_OK, NULL);
}

void expect_end(pishkhan_stream *stream, pishkhan_status expected, const char *message) {
  pishkhan_bytes *bytes;
  pishkhan_error *error = NULL;
  pishkhan_next next = pishkhan_stream_next(stream, PISHKHAN_NEVER, &bytes, &error);
  EXPECT(next == PISHKHAN_NEXT_END || next == PISHKHAN_NEXT_ERROR, "one response too many");
  pishkhan_status status = next == PISHKHAN_NEXT_END ? PISHKHAN_OK : pishkhan_error_status(error);
  expect_error(status, expected, &error, message, "end");
}

void large_unary(pishkhan_client *client) {
  pishkhan_bytes *response;
  pishkhan_error *error;
  packed request = pack_simple(LARGE_RESPONSE, LARGE_REQUEST, NULL);
  expect_ok(call_unary(client, TEST_SERVICE "UnaryCall", request, NULL, &response, &error), &error,
            "UnaryCall");
  check_simple_response(response, LARGE_RESPONSE);
}
