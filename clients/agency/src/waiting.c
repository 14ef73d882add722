#define _POSIX_C_SOURCE 200809L
#include "waiting.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

enum { FIRST_MS = 250, MOST_MS = 60000, DOUBLINGS = 8 };

static sigset_t ending_signals(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

void waiting_hold_signals(void) {
  sigset_t signals = ending_signals();
  sigprocmask(SIG_BLOCK, &signals, NULL);
}

/* A signal that was taken is remembered: it is asked for in more than one place. */
bool waiting_for(uint32_t milliseconds) {
  static bool ended;
  sigset_t signals = ending_signals();
  struct timespec time = {.tv_sec = (time_t)(milliseconds / 1000),
                          .tv_nsec = (long)(milliseconds % 1000) * 1000000};
  int signal = 0;
  while (!ended && (signal = sigtimedwait(&signals, NULL, &time)) < 0 && errno == EINTR) {
  }
  ended = ended || signal > 0;
  return ended;
}

bool waiting_ended(void) { return waiting_for(0); }

uint32_t waiting_after_failure(struct waiting *waiting, const pishkhan_error *error) {
  uint32_t wait_ms = waiting->failures < DOUBLINGS ? (uint32_t)FIRST_MS << waiting->failures : MOST_MS;
  int64_t asked_ms = pishkhan_error_retry_after_ms(error);
  waiting->failures++;
  wait_ms = wait_ms < MOST_MS ? wait_ms : MOST_MS;
  wait_ms += wait_ms / 5 * (uint32_t)(rand() % 1000) / 1000; /* many agencies need not come back at once */
  return asked_ms > wait_ms ? (uint32_t)(asked_ms < MOST_MS ? asked_ms : MOST_MS) : wait_ms;
}
