#include "cases.h"

#include <poll.h>
#include <stdlib.h>

void rpc_soak(pishkhan_client *client) {
  for (int i = 0; i < 200; i++)
    large_unary(client);
}

void channel_soak(const char *target, const char *ca_file) {
  for (int i = 0; i < 50; i++) {
    pishkhan_client *client = open_client(target, ca_file);
    large_unary(client);
    pishkhan_close(client);
  }
}

/* ---- many calls at once, on the caller's own event loop ---- */

typedef struct tally {
  size_t open;
  size_t response_size;
} tally;

static void done(void *context, pishkhan_bytes *response, pishkhan_error *error) {
  tally *tally = context;
  EXPECT(!error, "a call failed: %s", pishkhan_error_message(error));
  check_simple_response(response, tally->response_size);
  tally->open--;
}

static void run_until_done(pishkhan_client *client, const tally *tally) {
  while (tally->open > 0) {
    unsigned wanted = pishkhan_wanted(client);
    struct pollfd entry = {.fd = pishkhan_fd(client)};
    entry.events =
        (short)((wanted & PISHKHAN_WANT_READ ? POLLIN : 0) | (wanted & PISHKHAN_WANT_WRITE ? POLLOUT : 0));
    poll(&entry, 1, pishkhan_timeout_ms(client));
    pishkhan_process(client);
  }
}

static void start_calls(pishkhan_client *client, size_t count, packed request, tally *tally) {
  pishkhan_error *error;
  const pishkhan_call_options options = {
      .size = sizeof options, .deadline_ms = PISHKHAN_NEVER, .wait_for_ready = true};
  for (; tally->open < count; tally->open++)
    expect_ok(pishkhan_start(client, TEST_SERVICE "UnaryCall", request.bytes, request.size, &options, done,
                             tally, NULL, &error),
              &error, "start");
  free(request.bytes);
  run_until_done(client, tally);
}

void parallel_large_unary(pishkhan_client *client) {
  tally tally = {.response_size = LARGE_RESPONSE};
  start_calls(client, 1000, pack_simple(LARGE_RESPONSE, LARGE_REQUEST, NULL), &tally);
}

/* The server allows one stream at a time, and counts. */
void max_streams(pishkhan_client *client) {
  large_unary(client); /* the server's SETTINGS are known after this */
  tally tally = {.response_size = 100};
  start_calls(client, 15, pack_simple(100, 100, NULL), &tally);
}
