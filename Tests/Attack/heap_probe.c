/* Preloaded into the server by the attack test: answers each byte on one descriptor with a line on another
 * that says how many bytes of the heap are in use, SQLite's apart: its page cache grows with what is stored,
 * up to a limit of its own. Both descriptors stand in the environment, as "3,4". */
#define _GNU_SOURCE
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Weak: a program without SQLite can be probed too. */
extern long long sqlite3_memory_used(void) __attribute__((weak));
extern int sqlite3_initialize(void) __attribute__((weak));

static int question_descriptor;
static int answer_descriptor;

static void *answer(void *unused) {
  (void)unused;
  char question;
  while (read(question_descriptor, &question, 1) == 1) {
    struct mallinfo2 heap = mallinfo2(); /* of all arenas */
    size_t of_sqlite = sqlite3_memory_used == NULL ? 0 : (size_t)sqlite3_memory_used();
    dprintf(answer_descriptor, "%zu\n", heap.uordblks + heap.hblkhd - of_sqlite);
  }
  return NULL;
}

__attribute__((constructor)) static void begin(void) {
  const char *descriptors = getenv("PISHKHAND_HEAP_PROBE");
  if (descriptors == NULL || sscanf(descriptors, "%d,%d", &question_descriptor, &answer_descriptor) != 2)
    return;
  /* The server switches SQLite's count of its memory off, for speed; that has no effect on what is begun
   * already. */
  if (sqlite3_initialize != NULL)
    sqlite3_initialize();
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the server's */
  pthread_t thread;
  if (pthread_create(&thread, NULL, answer, NULL) == 0)
    pthread_detach(thread);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}
