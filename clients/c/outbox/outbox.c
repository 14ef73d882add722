/* Opening and closing, and what the outbox's functions share. */
#define _POSIX_C_SOURCE 200809L
#include "outbox_state.h"
#include "sized_copy.h"
#include "words.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { CLOCK_IS_SET_MS_DAY = 20089 /* 2025-01-01, in days since 1970 */, MS_PER_HOUR = 3600 * 1000 };

int64_t pk_outbox_now(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0)
    return 0;
  int64_t milliseconds = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
  return milliseconds >= (int64_t)CLOCK_IS_SET_MS_DAY * 24 * MS_PER_HOUR ? milliseconds : 0;
}

/* ---- errors ---- */

pk_arena *pk_outbox_scratch(const pishkhan_outbox *outbox, pk_failure *failure) {
  void *owner = pk_result_new(&outbox->allocator, 1, SIZE_MAX);
  if (owner)
    return pk_result_arena(owner);
  pk_fail_memory(failure);
  return NULL;
}

void pk_outbox_scratch_free(pk_arena *scratch) {
  if (scratch)
    pk_result_free(pk_result_of(scratch));
}

pishkhan_status pk_outbox_raise(const pishkhan_outbox *outbox, const pk_failure *failure, const uint8_t *key,
                                bool uncertain, pishkhan_error **error) {
  const pk_error_context context = {.allocator = outbox ? &outbox->allocator : &pk_default_allocator,
                                    .persian = outbox && outbox->persian,
                                    .key = key};
  const pk_outcome outcome = {.failure = *failure, .maybe_seen = uncertain};
  return pk_raise_outcome(&context, &outcome, error);
}

bool pk_outbox_is_given(const pishkhan_outbox *outbox, pishkhan_error **error) {
  pk_failure failure;
  if (error)
    *error = NULL;
  if (outbox)
    return true;
  pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID, "no outbox is given");
  pk_outbox_raise(NULL, &failure, NULL, false, error);
  return false;
}

/* ---- opening ---- */

static bool invalid(pk_failure *failure, const char *what) {
  return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID, "%s", what);
}

static bool take_options(pishkhan_outbox *outbox, const pishkhan_outbox_options *options,
                         pk_failure *failure) {
  const pishkhan_allocator *allocator = options->allocator;
  outbox->persian = pk_is_persian(options->language);
  if (allocator && (!allocator->allocate || !allocator->reallocate || !allocator->release))
    return invalid(failure, "an allocator needs all three functions");
  if (allocator)
    outbox->allocator = *allocator;
  if (!options->path || !*options->path || !options->key)
    return invalid(failure, "the outbox needs a path and a key");
  if (options->count_limit > 100000 || options->age_limit_hours > 87600 || options->size_limit > INT64_MAX)
    return invalid(failure, "a limit of the outbox is too high");
  outbox->count_limit = options->count_limit ? options->count_limit : 1000;
  outbox->size_limit = options->size_limit ? options->size_limit : (uint64_t)256 << 20;
  outbox->age_limit_ms = (int64_t)(options->age_limit_hours ? options->age_limit_hours : 168) * MS_PER_HOUR;
  return true;
}

pishkhan_status pishkhan_outbox_open(const pishkhan_outbox_options *given, pishkhan_outbox **out,
                                     pishkhan_error **error) {
  pishkhan_outbox_options options;
  pishkhan_outbox parts = {.allocator = pk_default_allocator};
  pishkhan_outbox *outbox = NULL;
  pk_failure failure;
  if (error)
    *error = NULL;
  if (out)
    *out = NULL;
  bool good = given && pk_sized_copy(&options, sizeof options, given) && out
                  ? take_options(&parts, &options, &failure)
                  : invalid(&failure, "no options, or their size is not set, or no place for the outbox");
  if (good) {
    outbox = pk_new(&parts.allocator, sizeof *outbox);
    good = outbox ? true : pk_fail_memory(&failure);
  }
  if (good) {
    *outbox = parts;
    good = pk_database_open(outbox, options.path, options.key, &failure);
  }
  if (good && pthread_mutex_init(&outbox->guard, NULL) != 0) {
    pk_database_close(outbox);
    good = pk_fail_memory(&failure);
  }
  if (good) {
    *out = outbox;
    return PISHKHAN_OK;
  }
  if (outbox)
    OPENSSL_cleanse(outbox->key, sizeof outbox->key);
  pk_release(&parts.allocator, outbox);
  return pk_outbox_raise(&parts, &failure, NULL, false, error);
}

void pishkhan_outbox_close(pishkhan_outbox *outbox) {
  if (!outbox)
    return;
  pk_database_close(outbox);
  pthread_mutex_destroy(&outbox->guard);
  OPENSSL_cleanse(outbox->key, sizeof outbox->key);
  pishkhan_allocator allocator = outbox->allocator;
  pk_release(&allocator, outbox);
}
