/* malloc that fails once, at an allocation that the input chooses: the paths of want of memory are fuzzed
 * too. */
#ifndef FUZZ_FAILING_MEMORY_H
#define FUZZ_FAILING_MEMORY_H

#include "memory.h"

#include <stdlib.h>

typedef struct failing_memory {
  pishkhan_allocator allocator;
  size_t until_failure; /* 0: never */
} failing_memory;

static bool fails_now(failing_memory *memory) {
  return memory->until_failure > 0 && --memory->until_failure == 0;
}

static void *failing_allocate(void *context, size_t size) { return fails_now(context) ? NULL : malloc(size); }

static void *failing_reallocate(void *context, void *memory, size_t size) {
  return fails_now(context) ? NULL : realloc(memory, size);
}

static void failing_release(void *context, void *memory) {
  (void)context;
  free(memory);
}

static inline void failing_memory_init(failing_memory *memory, size_t until_failure) {
  *memory = (failing_memory){{failing_allocate, failing_reallocate, failing_release, memory}, until_failure};
}

#endif
