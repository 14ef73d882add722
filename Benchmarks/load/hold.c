/* Opens many connections, makes one call on each, and holds them idle until stdin ends, so that the memory of
   the server's connections can be read meanwhile. Prints "held N" once all are idle. */
#include "clock.h"
#include "connection.h"
#include "options.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

enum { events_a_tick = 64, handshakes_at_once = 32, spare_descriptors = 64 };
static const uint64_t open_limit_ns = 120U * 1000000000ULL;
static const uint64_t hold_limit_ns = 900U * 1000000000ULL;

typedef struct holder {
  options options;
  frame request;
  connection *connections;
  int poll;
  uint32_t begun, answered;
  bool failed;
} holder;

static void opened(void *owner, connection *connection) {
  (void)owner;
  connection_start_call(connection, 0, NULL); /* the flush that follows every read sends it */
}

static void finished(void *owner, const call *call, bool ok) {
  holder *holder = owner;
  (void)call;
  holder->answered += ok;
  holder->failed |= !ok;
}

static void watch(holder *holder, connection *connection, int operation) {
  struct epoll_event event = {.events = connection_interest(connection), .data.ptr = connection};
  epoll_ctl(holder->poll, operation, connection->socket, &event);
}

static bool begin_next(holder *holder, const connection_events *events) {
  connection *connection = &holder->connections[holder->begun];
  if (!connection_begin(connection, &holder->options.target, events, track_path, &holder->request, 1))
    return false;
  watch(holder, connection, EPOLL_CTL_ADD);
  holder->begun += 1;
  return true;
}

/* One round of events; false once stdin has ended or a connection is lost. */
static bool tick(holder *holder) {
  struct epoll_event events[events_a_tick];
  int count = epoll_wait(holder->poll, events, events_a_tick, 100);
  for (int index = 0; index < count; ++index) {
    connection *connection = events[index].data.ptr;
    if (connection == NULL)
      return false;
    uint32_t before = connection_interest(connection);
    if (!connection_drive(connection)) {
      holder->failed = true;
      return false;
    }
    if (connection_interest(connection) != before)
      watch(holder, connection, EPOLL_CTL_MOD);
  }
  return !holder->failed;
}

static bool open_all(holder *holder, const connection_events *events) {
  uint32_t wanted = holder->options.connections;
  uint64_t limit = monotonic_ns() + open_limit_ns;
  while (holder->answered < wanted && monotonic_ns() < limit) {
    while (holder->begun < wanted && holder->begun - holder->answered < handshakes_at_once)
      if (!begin_next(holder, events))
        return false;
    if (!tick(holder))
      return false;
  }
  return holder->answered == wanted;
}

static bool raise_descriptor_limit(uint32_t connections) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return false;
  limit.rlim_cur = limit.rlim_max;
  if (limit.rlim_max < (rlim_t)connections + spare_descriptors) {
    fprintf(stderr, "%u connections need more than %ju open files (ulimit -Hn)\n", connections,
            (uintmax_t)limit.rlim_max);
    return false;
  }
  return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

int main(int count, char **arguments) {
  static holder holder;
  const connection_events events = {.owner = &holder, .opened = opened, .finished = finished};
  signal(SIGPIPE, SIG_IGN);
  if (!options_read(count, arguments, &holder.options) || holder.options.track == NULL ||
      !target_prepare(&holder.options.target))
    return 2;
  holder.request = frame_track(holder.options.track);
  holder.poll = epoll_create1(EPOLL_CLOEXEC);
  holder.connections = calloc(holder.options.connections, sizeof *holder.connections);
  struct epoll_event input = {.events = EPOLLIN, .data.ptr = NULL};
  if (holder.poll < 0 || holder.connections == NULL || !raise_descriptor_limit(holder.options.connections) ||
      epoll_ctl(holder.poll, EPOLL_CTL_ADD, STDIN_FILENO, &input) != 0)
    return 2;
  bool held = open_all(&holder, &events);
  printf("held %u\n", holder.answered);
  fflush(stdout);
  for (uint64_t limit = monotonic_ns() + hold_limit_ns; held && monotonic_ns() < limit;)
    if (!tick(&holder))
      break;
  for (uint32_t index = 0; index < holder.begun; ++index)
    connection_end(&holder.connections[index]);
  free(holder.connections);
  target_release(&holder.options.target);
  return held && !holder.failed ? 0 : 1;
}
