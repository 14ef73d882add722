/* Sends Submit, Track, Upload or other calls over many connections from one thread, and prints what came of
   them as one line of JSON. Exit code 0 only where every call was answered with grpc-status 0. */
#define _GNU_SOURCE /* epoll_pwait2: a rate is kept in steps finer than a millisecond */
#include "clock.h"
#include "connection.h"
#include "histogram.h"
#include "options.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <unistd.h>

enum { events_a_tick = 64 };
static const uint64_t second_ns = 1000000000;
static const double limit_seconds = 20; /* to connect, and to end the last calls */

typedef struct load {
  options options;
  frame request;
  uint8_t *body; /* of an upload */
  size_t body_length;
  frame *messages; /* of another method; NULL: `request` in each call */
  size_t message_count, next_message;
  FILE *replies;
  connection *connections;
  int poll;
  uint32_t opened, lost, next_connection;
  uint64_t begin_ns, measure_ns, end_ns; /* 0 until every connection is open */
  uint64_t started, finished, failed, measured;
  uint64_t unix_offset_ns, random_state;
  histogram latencies;
  char code[tracking_code_digits + 1];
  size_t reply_length;
} load;

static bool may_start(const load *load, uint64_t now) {
  if (load->options.calls != 0)
    return load->started < load->options.calls;
  return now < load->end_ns;
}

static bool start_call(load *load, connection *connection, uint64_t start_ns) {
  uint8_t key[idempotency_key_size];
  if (connection->free_call != NULL && load->messages != NULL)
    connection->free_call->request = load->messages[load->next_message];
  bool keyed = connection->free_call != NULL && connection->free_call->request.key_offset != 0;
  if (keyed)
    make_key(key, (start_ns + load->unix_offset_ns) / 1000000, &load->random_state);
  if (!connection_start_call(connection, start_ns, keyed ? key : NULL))
    return false;
  load->started += 1;
  load->next_message = load->messages == NULL ? 0 : (load->next_message + 1) % load->message_count;
  return true;
}

static void opened(void *owner, connection *connection) {
  load *load = owner;
  (void)connection;
  load->opened += 1;
}

static void finished(void *owner, const call *call, bool ok) {
  load *load = owner;
  uint64_t now = monotonic_ns();
  load->finished += 1;
  load->failed += !ok;
  if (load->finished == 1) {
    load->reply_length = call->reply_length;
    if (ok && load->options.track == NULL && load->options.upload == 0 && load->options.method == NULL)
      frame_read_tracking_code(call->reply, call->reply_length, load->code);
  }
  if (ok && load->replies != NULL)
    fwrite(call->reply, 1, call->reply_length, load->replies);
  if (ok && now >= load->measure_ns && (load->options.calls != 0 || now < load->end_ns)) {
    load->measured += 1;
    histogram_add(&load->latencies, now - call->start_ns);
  }
  if (load->options.rate == 0 && may_start(load, now))
    start_call(load, call->connection, now);
}

static void drop(load *load, connection *connection) {
  load->lost += 1;
  load->failed += connection->in_flight;
  load->finished += connection->in_flight;
  connection->in_flight = 0;
  epoll_ctl(load->poll, EPOLL_CTL_DEL, connection->socket, NULL);
}

static void watch(load *load, connection *connection, int operation) {
  struct epoll_event event = {.events = connection_interest(connection), .data.ptr = connection};
  epoll_ctl(load->poll, operation, connection->socket, &event);
}

static void drive(load *load, connection *connection, bool (*step)(struct connection *)) {
  uint32_t before = connection_interest(connection);
  if (!step(connection))
    drop(load, connection);
  else if (connection_interest(connection) != before)
    watch(load, connection, EPOLL_CTL_MOD);
}

static bool tick(load *load, uint64_t wait_ns) {
  struct epoll_event events[events_a_tick];
  struct timespec wait = {.tv_sec = (time_t)(wait_ns / second_ns), .tv_nsec = (long)(wait_ns % second_ns)};
  int count = epoll_pwait2(load->poll, events, events_a_tick, &wait, NULL);
  for (int index = 0; index < count; ++index)
    drive(load, events[index].data.ptr, connection_drive);
  return load->lost == 0;
}

static bool open_all(load *load, const connection_events *events) {
  const options *options = &load->options;
  const char *path = options->method != NULL  ? options->method
                     : options->upload != 0   ? upload_path
                     : options->track != NULL ? track_path
                                              : submit_path;
  for (uint32_t index = 0; index < options->connections; ++index) {
    connection *connection = &load->connections[index];
    if (!connection_begin(connection, &options->target, events, path, &load->request, options->streams))
      return false;
    connection->body = load->body;
    connection->body_length = load->body_length;
    watch(load, connection, EPOLL_CTL_ADD);
  }
  uint64_t limit = monotonic_ns() + (uint64_t)(limit_seconds * 1e9);
  while (load->opened < options->connections && monotonic_ns() < limit)
    if (!tick(load, second_ns / 10))
      return false;
  return load->opened == options->connections;
}

/* Starts the calls that are due at the rate. One that finds no place starts late, and its time still counts
   from when it was due: a slow server must not slow its own measurement down. */
static void start_due(load *load, uint64_t now) {
  double step = 1e9 / load->options.rate;
  for (uint32_t full = 0; full < load->options.connections;) {
    uint64_t due = load->begin_ns + (uint64_t)((double)load->started * step);
    if (due > now || !may_start(load, due))
      break;
    connection *connection = &load->connections[load->next_connection];
    load->next_connection = (load->next_connection + 1) % load->options.connections;
    full = start_call(load, connection, due) ? 0 : full + 1;
  }
  for (uint32_t index = 0; index < load->options.connections; ++index)
    if (nghttp2_session_want_write(load->connections[index].session))
      drive(load, &load->connections[index], connection_flush);
}

static void fill(load *load) {
  for (uint32_t index = 0; index < load->options.connections; ++index) {
    for (uint32_t stream = 0; stream < load->options.streams && may_start(load, load->begin_ns); ++stream)
      start_call(load, &load->connections[index], monotonic_ns());
    drive(load, &load->connections[index], connection_flush);
  }
}

static void measure(load *load) {
  load->begin_ns = monotonic_ns();
  load->measure_ns = load->begin_ns + (uint64_t)(load->options.warm_up_seconds * 1e9);
  load->end_ns = load->measure_ns + (uint64_t)(load->options.seconds * 1e9);
  uint64_t limit = load->end_ns + (uint64_t)(limit_seconds * 1e9);
  bool paced = load->options.rate != 0;
  if (!paced)
    fill(load);
  for (uint64_t now = load->begin_ns; now < limit; now = monotonic_ns()) {
    if (paced)
      start_due(load, now);
    if (load->started == load->finished && !may_start(load, now))
      break;
    if (!tick(load, paced ? 100000 : second_ns / 10))
      break;
  }
}

static void report(load *load, double seconds) {
  uint64_t unfinished = load->started - load->finished;
  printf("{\"calls\": %" PRIu64 ", \"errors\": %" PRIu64 ", \"measured\": %" PRIu64
         ", \"calls_per_second\": %.1f, \"p50_us\": %.1f, \"p99_us\": %.1f, \"reply_bytes\": %zu, "
         "\"tracking_code\": \"%s\"}\n",
         load->finished, load->failed + unfinished, load->measured, (double)load->measured / seconds,
         histogram_percentile_us(&load->latencies, 0.5), histogram_percentile_us(&load->latencies, 0.99),
         load->reply_length, load->code);
}

int main(int count, char **arguments) {
  static load load;
  const connection_events events = {.owner = &load, .opened = opened, .finished = finished};
  signal(SIGPIPE, SIG_IGN); /* OpenSSL writes with write(2) */
  if (!options_read(count, arguments, &load.options) || !target_prepare(&load.options.target))
    return 2;
  if (load.options.upload != 0)
    load.request = frame_upload(load.options.upload, &load.body, &load.body_length);
  else
    load.request = load.options.track != NULL ? frame_track(load.options.track) : frame_submit();
  if (load.options.method != NULL &&
      (load.messages = frames_read(load.options.messages, &load.message_count)) == NULL)
    return 2;
  if (load.options.replies != NULL && (load.replies = fopen(load.options.replies, "wb")) == NULL) {
    perror(load.options.replies);
    return 2;
  }
  load.unix_offset_ns = clock_ns(CLOCK_REALTIME) - monotonic_ns();
  if (getrandom(&load.random_state, sizeof load.random_state, 0) < 0)
    return 2;
  load.random_state |= 1;
  load.poll = epoll_create1(EPOLL_CLOEXEC);
  load.connections = calloc(load.options.connections, sizeof *load.connections);
  if (load.poll < 0 || load.connections == NULL || !open_all(&load, &events)) {
    fprintf(stderr, "cannot open %u connections to port %u\n", load.options.connections,
            load.options.target.port);
    return 1;
  }
  measure(&load);
  uint64_t end = load.options.calls != 0 ? monotonic_ns() : load.end_ns;
  report(&load, (double)(end - load.measure_ns) / 1e9);
  for (uint32_t index = 0; index < load.options.connections; ++index)
    connection_end(&load.connections[index]);
  free(load.connections);
  free(load.messages);
  free(load.body);
  bool kept = load.replies == NULL || fclose(load.replies) == 0;
  close(load.poll);
  target_release(&load.options.target);
  return kept && load.failed == 0 && load.started == load.finished && load.measured > 0 ? 0 : 1;
}
