#define _POSIX_C_SOURCE 200809L
#include "forgetful_memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const char tunables[] = "glibc.malloc.tcache_count=0:glibc.malloc.perturb=165";

void forgetful_memory(char **argv) {
  const char *set = getenv("GLIBC_TUNABLES"), *slices = getenv("G_SLICE");
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  if (set && strcmp(set, tunables) == 0 && slices && strcmp(slices, "always-malloc") == 0)
    return;
  setenv("GLIBC_TUNABLES", tunables, 1);
  setenv("G_SLICE", "always-malloc", 1);
  execv("/proc/self/exe", argv);
  perror("pishkhan-kiosk: cannot start with forgetful memory");
  exit(1);
}
