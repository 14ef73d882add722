/* A test program is a table of named functions; it ends with 1 if any check failed. */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* One for the whole program, whichever file checks. */
__attribute__((weak)) int check_failures;

#define CHECK(condition)                                                                                     \
  do {                                                                                                       \
    if (!(condition)) {                                                                                      \
      check_failures++;                                                                                      \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                                \
    }                                                                                                        \
  } while (0)

#define CHECK_NUMBER(got, wanted)                                                                            \
  do {                                                                                                       \
    intmax_t got_ = (intmax_t)(got), wanted_ = (intmax_t)(wanted);                                           \
    if (got_ != wanted_) {                                                                                   \
      check_failures++;                                                                                      \
      fprintf(stderr, "%s:%d: %s is %jd, not %jd\n", __FILE__, __LINE__, #got, got_, wanted_);               \
    }                                                                                                        \
  } while (0)

#define CHECK_TEXT(got, wanted)                                                                              \
  do {                                                                                                       \
    const char *got_ = (got), *wanted_ = (wanted);                                                           \
    if (!got_ || strcmp(got_, wanted_) != 0) {                                                               \
      check_failures++;                                                                                      \
      fprintf(stderr, "%s:%d: %s is \"%s\", not \"%s\"\n", __FILE__, __LINE__, #got, got_ ? got_ : "NULL",   \
              wanted_);                                                                                      \
    }                                                                                                        \
  } while (0)

typedef struct test {
  const char *sentence;
  void (*run)(void);
} test;

static inline int run_tests(const test *tests, size_t count) {
  for (size_t i = 0; i < count; i++) {
    int before = check_failures;
    tests[i].run();
    printf("%s %s\n", check_failures == before ? "ok  " : "FAIL", tests[i].sentence);
    fflush(stdout);
  }
  return check_failures ? 1 : 0;
}

#endif
