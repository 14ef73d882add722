/* What the cases share: one server, expectations, and grpc.testing's messages over the library's generic
 * calls.
 */
#ifndef INTEROP_CALLS_H
#define INTEROP_CALLS_H

#include <interop_messages.h>
#include <pishkhan/loop.h>
#include <pishkhan/pishkhan.h>

#define TEST_SERVICE "/grpc.testing.TestService/"

enum { LARGE_REQUEST = 271828, LARGE_RESPONSE = 314159, STREAMED = 4 };
extern const size_t request_sizes[STREAMED];
extern const int response_sizes[STREAMED];

/* Says on standard error what is wrong and ends the program with 1. */
_Noreturn __attribute__((format(printf, 1, 2))) void fail(const char *format, ...);

#define EXPECT(condition, ...)                                                                               \
  do {                                                                                                       \
    if (!(condition))                                                                                        \
      fail(__VA_ARGS__);                                                                                     \
  } while (0)

/* Fails unless the status is OK; the error is told and freed. */
void expect_ok(pishkhan_status status, pishkhan_error **error, const char *what);

/* Fails unless status and, where `message` is given, the server's message are these. Frees the error. */
void expect_error(pishkhan_status status, pishkhan_status expected, pishkhan_error **error,
                  const char *message, const char *what);

/* Whether the server can see if a message came compressed, and so refuse one that is not as announced. */
extern bool server_sees_compression;

/* Bytes of DATA frames that all clients have received and sent since the program began. */
typedef struct carried {
  size_t in;
  size_t out;
} carried;
extern carried data_bytes;

pishkhan_client *open_client(const char *target, const char *ca_file);

/* Bytes of a request, to be freed with free(). */
typedef struct packed {
  uint8_t *bytes;
  size_t size;
} packed;

/* A payload of zeros, which `pack` frees when it has packed the message that it is part of. */
Grpc__Testing__Payload payload_of_zeros(size_t size);
packed pack(const ProtobufCMessage *message, Grpc__Testing__Payload *payload);

/* `response_size` bytes are asked for, `payload_size` zeros are sent; `status` may be NULL. */
packed pack_simple(int response_size, size_t payload_size, Grpc__Testing__EchoStatus *status);
packed pack_streaming_input(size_t payload_size);
packed pack_streaming_output(const int *sizes, size_t count, size_t payload_size,
                             Grpc__Testing__EchoStatus *status);

/* Sends and frees. */
void send_packed(pishkhan_stream *stream, packed request);

/* The call of one message; frees the request. */
pishkhan_status call_unary(pishkhan_client *client, const char *method, packed request,
                           const pishkhan_call_options *options, pishkhan_bytes **response,
                           pishkhan_error **error);

/* Fails unless the response holds so many payload bytes, all zero; frees it. */
void check_simple_response(pishkhan_bytes *response, size_t expected);

/* Waits for the next streamed response; fails unless its payload has so many bytes, all zero. */
void expect_streamed(pishkhan_stream *stream, size_t expected);

/* Waits for the answer of StreamingInputCall; fails unless it is this sum, and OK follows. */
void expect_sum(pishkhan_stream *stream, int32_t sum);

/* Fails unless the stream ends with this status. */
void expect_end(pishkhan_stream *stream, pishkhan_status expected, const char *message);

/* The case that others are made of. */
void large_unary(pishkhan_client *client);

#endif
