/* Calls from bytes to bytes, and the event-loop form, against a real gRPC server. */
#include "live.h"

#include <poll.h>

static void generic(void) {
  pishkhan_client *client = open_to(public_target, NULL);
  pishkhan_error *error;
  pishkhan_bytes *bytes;
  pishkhan_health health;
  CHECK_NUMBER(pishkhan_check_health(client, NULL, NULL, &health, &error), PISHKHAN_OK);
  CHECK_NUMBER(health, PISHKHAN_HEALTH_SERVING);
  CHECK_NUMBER(pishkhan_check_health(client, "none", NULL, &health, &error), PISHKHAN_NOT_FOUND);
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_call(client, "/grpc.health.v1.Health/Check", NULL, 0, NULL, &bytes, &error),
               PISHKHAN_OK);
  CHECK_NUMBER(bytes->size, 2);
  pishkhan_bytes_free(bytes);
  CHECK_NUMBER(pishkhan_call(client, "/no.Such/Method", NULL, 0, NULL, &bytes, &error),
               PISHKHAN_UNIMPLEMENTED);
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_call(client, "no path", NULL, 0, NULL, &bytes, &error), PISHKHAN_INVALID_ARGUMENT);
  pishkhan_error_free(error);

  pishkhan_stream *stream;
  CHECK_NUMBER(pishkhan_stream_open(client, "/grpc.health.v1.Health/Watch", NULL, &stream, &error),
               PISHKHAN_OK);
  CHECK_NUMBER(pishkhan_stream_send(stream, "", 0, &error), PISHKHAN_OK);
  CHECK_NUMBER(pishkhan_stream_finish(stream, &error), PISHKHAN_OK);
  CHECK_NUMBER(pishkhan_stream_next(stream, 5000, &bytes, &error), PISHKHAN_NEXT_ITEM);
  pishkhan_bytes_free(bytes);
  CHECK_NUMBER(pishkhan_stream_next(stream, 50, &bytes, &error), PISHKHAN_NEXT_TIMEOUT);
  size_t size;
  CHECK(pishkhan_stream_metadata(stream, "content-type", 0, &size) && size >= 16);
  CHECK_NUMBER(pishkhan_check_health(client, NULL, NULL, &health, &error),
               PISHKHAN_OK); /* beside the stream */
  pishkhan_stream_close(stream);

  CHECK_NUMBER(pishkhan_stream_open(client, "/grpc.health.v1.Health/Watch", NULL, &stream, &error),
               PISHKHAN_OK);
  pishkhan_close(client); /* before its stream: still a clear error */
  CHECK_NUMBER(pishkhan_stream_next(stream, 50, &bytes, &error), PISHKHAN_NEXT_ERROR);
  CHECK_NUMBER(pishkhan_error_status(error), PISHKHAN_CANCELLED);
  pishkhan_error_free(error);
  pishkhan_stream_close(stream);
}

/* ---- the event-loop form ---- */

typedef struct tally {
  pishkhan_client *client;
  int started, good, bad, refused;
} tally;

static void count(void *context, pishkhan_bytes *response, pishkhan_error *error);

static void start_one(tally *t) {
  CHECK_NUMBER(pishkhan_start(t->client, "/grpc.health.v1.Health/Check", NULL, 0, NULL, count, t, NULL, NULL),
               PISHKHAN_OK);
  t->started++;
}

static void count(void *context, pishkhan_bytes *response, pishkhan_error *error) {
  tally *t = context;
  pishkhan_error *inner;
  pishkhan_health health;
  t->good += response != NULL;
  t->bad += error != NULL;
  if (t->started < 500)
    start_one(t); /* further calls may be started inside */
  if (pishkhan_check_health(t->client, NULL, NULL, &health, &inner) == PISHKHAN_FAILED_PRECONDITION) {
    t->refused += pishkhan_error_reason(inner) == PISHKHAN_REASON_CALLED_FROM_CALLBACK;
    pishkhan_error_free(inner);
  }
  pishkhan_bytes_free(response);
  pishkhan_error_free(error);
}

static void event_loop(void) {
  tally t = {.client = open_to(public_target, NULL)};
  for (int i = 0; i < 150; i++)
    start_one(&t);
  for (int turns = 0; t.good + t.bad < 500 && turns < 100000; turns++) {
    unsigned wanted = pishkhan_wanted(t.client);
    struct pollfd socket = {pishkhan_fd(t.client), 0, 0};
    socket.events =
        (short)((wanted & PISHKHAN_WANT_READ ? POLLIN : 0) | (wanted & PISHKHAN_WANT_WRITE ? POLLOUT : 0));
    poll(&socket, socket.fd >= 0, pishkhan_timeout_ms(t.client));
    pishkhan_process(t.client);
  }
  CHECK_NUMBER(t.good, 500);
  CHECK_NUMBER(t.refused, 500);
  pishkhan_pending *pending;
  CHECK_NUMBER(
      pishkhan_start(t.client, "/grpc.health.v1.Health/Check", NULL, 0, NULL, count, &t, &pending, NULL),
      PISHKHAN_OK);
  pishkhan_cancel(t.client, pending);
  CHECK_NUMBER(pishkhan_timeout_ms(t.client), 0);
  pishkhan_process(t.client);
  CHECK_NUMBER(t.bad, 1);
  start_one(&t);
  pishkhan_close(t.client); /* tells the call in flight */
  CHECK_NUMBER(t.bad, 2);
}

static void bad_calls(void) {
  pishkhan_client *client = open_to(public_target, NULL);
  pishkhan_error *error;
  pishkhan_receipt *receipt = (pishkhan_receipt *)1;
  pishkhan_submission unsized = {.service = "first"};
  pishkhan_tracking *tracking;
  CHECK_NUMBER(pishkhan_submit(client, &unsized, NULL, &receipt, &error), PISHKHAN_INVALID_ARGUMENT);
  CHECK(receipt == NULL);
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_submit(client, NULL, NULL, &receipt, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_track(NULL, CODE, NULL, NULL, &tracking, &error), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_error_at(error), PISHKHAN_AT_CLIENT);
  pishkhan_error_free(error);
  CHECK_NUMBER(pishkhan_track(client, CODE, NULL, NULL, NULL, NULL), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_stream_next(NULL, 0, NULL, NULL), PISHKHAN_NEXT_ERROR);
  CHECK_NUMBER(pishkhan_watch_next(NULL, 0, NULL, NULL), PISHKHAN_NEXT_ERROR);
  pishkhan_stream_close(NULL);
  pishkhan_watch_close(NULL);
  pishkhan_close(NULL);
  pishkhan_close(client);
}

int main(int argc, char **argv) {
  static const test tests[] = {
      {"any method can be called with bytes", generic},
      {"the event-loop form carries many calls at once", event_loop},
      {"a bad argument is an error, not a crash", bad_calls},
  };
  return read_arguments(argc, argv) ? run_tests(tests, sizeof tests / sizeof *tests) : 2;
}
