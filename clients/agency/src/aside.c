#include "aside.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1 << 16, FULL = SLOTS / 4 * 3 };

struct aside {
  unsigned count;
  uint64_t slots[SLOTS]; /* open addressing; 0: free */
};

struct aside *aside_new(void) {
  return calloc(1, sizeof(struct aside));
}

void aside_free(struct aside *aside) { free(aside); }

/* A code has 16 digits, which 54 bits hold; a version at most 65,535. Mixed by an odd constant (2^64 divided
 * by the golden ratio), which loses nothing. */
static uint64_t tag(const char *tracking_code, uint32_t version) {
  return ((strtoull(tracking_code, NULL, 10) << 10) + version + 1) * 0x9E3779B97F4A7C15u;
}

static unsigned slot_of(const struct aside *aside, uint64_t wanted) {
  unsigned slot = (unsigned)(wanted >> 48);
  while (aside->slots[slot] && aside->slots[slot] != wanted)
    slot = (slot + 1) % SLOTS;
  return slot;
}

bool aside_has(const struct aside *aside, const char *tracking_code, uint32_t version) {
  return aside->slots[slot_of(aside, tag(tracking_code, version))] != 0;
}

void aside_put(struct aside *aside, const char *tracking_code, uint32_t version) {
  uint64_t wanted = tag(tracking_code, version);
  if (aside->count == FULL)
    memset(aside, 0, sizeof *aside);
  unsigned slot = slot_of(aside, wanted);
  aside->count += aside->slots[slot] == 0;
  aside->slots[slot] = wanted;
}
