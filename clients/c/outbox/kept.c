#include "kept.h"
#include "methods.h"
#include "sized_copy.h"

#include <openssl/crypto.h>
#include <string.h>

static bool refuse(pk_failure *failure, const char *why) {
  return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID, "%s", why);
}

static bool write_request(const pishkhan_submission *submission, pk_arena *arena, pk_bytes *packed,
                          pk_failure *failure) {
  pk_buffer buffer = {.allocator = &arena->allocator};
  bool unfit = false, good = pk_shape_write(&buffer, pk_submit.request, submission, &unfit);
  if (!good && unfit)
    refuse(failure, "a struct's size is not set, or an array of the submission is missing");
  packed->size = buffer.size;
  packed->data = good ? (const uint8_t *)pk_arena_copy(arena, buffer.data, buffer.size) : NULL;
  if (!packed->data && !unfit)
    pk_fail_memory(failure);
  if (buffer.data)
    OPENSSL_cleanse(buffer.data, buffer.capacity);
  pk_buffer_free(&buffer);
  return packed->data != NULL;
}

bool pk_pack_submission(const pishkhan_submission *given, const uint8_t key[PISHKHAN_KEY_SIZE],
                        pk_arena *arena, pk_bytes *packed, pk_failure *failure) {
  pishkhan_submission submission;
  if (!given || !pk_sized_copy(&submission, sizeof submission, given))
    return refuse(failure, "no submission, or its size is not set");
  submission.size = sizeof submission;
  submission.idempotency_key = key;
  if (!write_request(&submission, arena, packed, failure))
    return false;
  if (packed->size > PK_SUBMISSION_MAX)
    return pk_fail(failure, PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_MESSAGE_TOO_LARGE,
                   "the submission has %zu bytes, the outbox takes %d", packed->size, PK_SUBMISSION_MAX);
  if (!pk_unpack_submission(arena, *packed)) /* what cannot be read again must not be kept */
    return arena->failed ? pk_fail_memory(failure) : refuse(failure, "a text of the submission is not UTF-8");
  return true;
}

pishkhan_submission *pk_unpack_submission(pk_arena *arena, pk_bytes packed) {
  pishkhan_submission *submission = pk_arena_new(arena, 1, sizeof *submission);
  return submission && pk_shape_read(arena, pk_submit.request, packed.data, packed.size, submission)
             ? submission
             : NULL;
}

pishkhan_receipt *pk_unpack_receipt(pk_arena *arena, pk_bytes packed, const uint8_t key[PISHKHAN_KEY_SIZE]) {
  pishkhan_receipt *receipt = pk_arena_new(arena, 1, sizeof *receipt);
  if (!receipt || !pk_read_into(arena, &pk_submit, packed.data, packed.size, receipt))
    return NULL;
  memcpy(receipt->idempotency_key, key, sizeof receipt->idempotency_key);
  return receipt;
}
