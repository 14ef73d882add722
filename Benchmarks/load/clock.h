/* Time, and idempotency keys that begin with it. */
#pragma once

#include <stdint.h>
#include <time.h>

static inline uint64_t clock_ns(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

static inline uint64_t monotonic_ns(void) { return clock_ns(CLOCK_MONOTONIC); }

/* xorshift64*: unique keys are wanted here, not secret ones. `state` starts at anything but 0. */
static inline uint64_t next_random(uint64_t *state) {
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return *state * 0x2545f4914f6cdd1dU;
}

/* A UUIDv7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then random bits. */
static inline void make_key(uint8_t key[16], uint64_t unix_ms, uint64_t *random_state) {
  uint64_t high = unix_ms << 16 | 0x7000U | (next_random(random_state) & 0x0fffU);
  uint64_t low = (next_random(random_state) & 0x3fffffffffffffffU) | 0x8000000000000000U;
  for (unsigned byte = 0; byte < 8; ++byte) {
    key[byte] = (uint8_t)(high >> (56 - 8 * byte));
    key[8 + byte] = (uint8_t)(low >> (56 - 8 * byte));
  }
}
