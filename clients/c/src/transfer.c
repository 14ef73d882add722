#define _POSIX_C_SOURCE 200809L
#include "transfer.h"
#include "resumed.h"

#include <errno.h>
#include <openssl/evp.h>
#include <unistd.h>

int64_t pishkhan_read_descriptor(void *context, uint64_t offset, uint8_t *buffer, size_t capacity) {
  ssize_t count;
  if (offset > INT64_MAX)
    return -1;
  do
    count = pread(*(const int *)context, buffer, capacity, (off_t)offset);
  while (count < 0 && errno == EINTR);
  return count;
}

struct pk_file_hash {
  EVP_MD_CTX *context;
  bool failed;
};

pk_file_hash *pk_file_hash_new(const pishkhan_allocator *allocator) {
  pk_file_hash *hash = pk_new(allocator, sizeof *hash);
  if (!hash)
    return NULL;
  hash->context = EVP_MD_CTX_new();
  if (hash->context && EVP_DigestInit_ex(hash->context, EVP_sha256(), NULL) == 1)
    return hash;
  pk_file_hash_free(allocator, hash);
  return NULL;
}

void pk_file_hash_add(pk_file_hash *hash, const uint8_t *bytes, size_t size) {
  if (EVP_DigestUpdate(hash->context, bytes, size) != 1)
    hash->failed = true;
}

bool pk_file_hash_end(pk_file_hash *hash, uint8_t digest[PISHKHAN_HASH_SIZE]) {
  return EVP_DigestFinal_ex(hash->context, digest, NULL) == 1 && !hash->failed;
}

void pk_file_hash_free(const pishkhan_allocator *allocator, pk_file_hash *hash) {
  if (hash)
    EVP_MD_CTX_free(hash->context);
  pk_release(allocator, hash);
}

bool pk_file_hash_read(pk_file_hash *hash, const pishkhan_allocator *allocator, pishkhan_read read,
                       void *context, uint64_t end, uint64_t *size, pk_failure *failure) {
  uint8_t *piece = pk_new(allocator, PK_PIECE);
  int64_t count = piece ? 1 : 0;
  *size = 0;
  while (count > 0 && *size < end) {
    size_t wanted = end - *size < PK_PIECE ? (size_t)(end - *size) : PK_PIECE;
    count = read(context, *size, piece, wanted);
    if (count > (int64_t)wanted)
      count = -1;
    if (count > 0) {
      pk_file_hash_add(hash, piece, (size_t)count);
      *size += (uint64_t)count;
    }
  }
  pk_release(allocator, piece);
  if (!piece)
    return pk_fail_memory(failure);
  if (count < 0 || (end != UINT64_MAX && *size < end))
    return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
                   "the file cannot be read");
  return true;
}

bool pk_patience_begin(pk_patience *patience, pishkhan_client *client, const pishkhan_call_options *options,
                       uint32_t most_ms, pk_failure *failure) {
  pk_call_setup setup = {0};
  if (!pk_call_setup_from(&client->config, options, PISHKHAN_NEVER, &setup, failure))
    return false;
  *patience = (pk_patience){.deadline = setup.deadline, .most_ms = most_ms};
  pk_patience_gained(patience);
  return true;
}

void pk_patience_gained(pk_patience *patience) {
  patience->failures = 0;
  patience->until = patience->most_ms == PISHKHAN_NEVER ? PK_NO_TIME : pk_now() + patience->most_ms;
  if (patience->deadline < patience->until)
    patience->until = patience->deadline;
}

static bool never(const void *context) {
  (void)context;
  return false;
}

bool pk_patience_with(pk_patience *patience, pishkhan_client *client, const pishkhan_error *error) {
  if (!pk_error_is_passing(error))
    return false;
  patience->failures++;
  int64_t wait = pk_core_backoff(client->core, patience->failures);
  int64_t advised = pishkhan_error_retry_after_ms(error);
  int64_t again = pk_now() + (advised > wait ? advised : wait);
  if (again >= patience->until)
    return false;
  pk_client_wait(client, never, NULL, again);
  return true;
}

pishkhan_call_options pk_patience_options(const pk_patience *patience) {
  int64_t left = patience->until == PK_NO_TIME ? PISHKHAN_NEVER : patience->until - pk_now();
  return (pishkhan_call_options){.size = sizeof(pishkhan_call_options),
                                 .deadline_ms = left < 1                 ? 1
                                                : left >= PISHKHAN_NEVER ? PISHKHAN_NEVER
                                                                         : (uint32_t)left,
                                 .wait_for_ready = true};
}
