/* What an error does to the entry that it met, and to those behind. */
#include "check.h"
#include "error_wire.h"
#include "verdict.h"

static pishkhan_error *error_of(pishkhan_status status, pishkhan_reason reason, pishkhan_durable durable) {
  const pk_error_context context = {.allocator = &pk_default_allocator};
  pk_outcome outcome = {.maybe_seen = durable != PISHKHAN_DURABLE_NO};
  pishkhan_error *error;
  pk_fail(&outcome.failure, status, reason, "it failed");
  pk_raise_outcome(&context, &outcome, &error);
  return error;
}

static void an_error_says_who_waits(void) {
  enum { NO = PISHKHAN_DURABLE_NO, UNKNOWN = PISHKHAN_DURABLE_UNKNOWN };
  static const struct {
    pishkhan_status status;
    pishkhan_reason reason;
    int durable;
    pk_verdict_on_entry verdict;
  } cases[] = {
      {PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FIELD_INVALID, NO, PK_ENTRY_REFUSED},
      {PISHKHAN_NOT_FOUND, PISHKHAN_REASON_SERVICE_UNKNOWN, NO, PK_ENTRY_REFUSED},
      {PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_SERVICE_NOT_PUBLISHED, NO, PK_ENTRY_REFUSED},
      {PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_DELEGATION_MISSING, NO, PK_ENTRY_REFUSED},
      {PISHKHAN_ALREADY_EXISTS, PISHKHAN_REASON_IDEMPOTENCY_KEY_REUSED, NO, PK_ENTRY_REFUSED},
      {PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ATTACHMENT_REFUSED, NO, PK_ENTRY_REFUSED},
      {PISHKHAN_FAILED_PRECONDITION, (pishkhan_reason)999, NO, PK_ENTRY_REFUSED}, /* a newer server's */
      {PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FIELD_INVALID, UNKNOWN, PK_ENTRY_LATER},
      {PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_DAILY_CAP_REACHED, NO, PK_ENTRY_LATER},
      {PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_NO_ROOM, NO, PK_ENTRY_LATER},
      {PISHKHAN_NOT_FOUND, PISHKHAN_REASON_ATTACHMENT_UNKNOWN, NO, PK_ENTRY_LATER},
      {PISHKHAN_INTERNAL, PISHKHAN_REASON_MESSAGE_MALFORMED, NO, PK_ENTRY_LATER},
      {PISHKHAN_INTERNAL, PISHKHAN_REASON_UNSPECIFIED, UNKNOWN, PK_ENTRY_LATER},
      {PISHKHAN_UNKNOWN, PISHKHAN_REASON_UNSPECIFIED, UNKNOWN, PK_ENTRY_LATER},
      {PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID, UNKNOWN, PK_ENTRY_LATER},
      {PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_MESSAGE_TOO_LARGE, NO, PK_ENTRY_LATER},
      {PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_OFFICE_NOT_ACTIVE, NO, PK_ENTRY_ALL_WAIT},
      {PISHKHAN_NOT_FOUND, PISHKHAN_REASON_OFFICE_UNKNOWN, NO, PK_ENTRY_ALL_WAIT},
      {PISHKHAN_PERMISSION_DENIED, PISHKHAN_REASON_PRINCIPAL_SUSPENDED, NO, PK_ENTRY_ALL_WAIT},
      {PISHKHAN_UNAUTHENTICATED, PISHKHAN_REASON_CERTIFICATE_REQUIRED, NO, PK_ENTRY_ALL_WAIT},
      {PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_STORE_FAILED, NO, PK_ENTRY_ALL_WAIT},
      {PISHKHAN_UNKNOWN, PISHKHAN_REASON_STORE_FAILED, UNKNOWN, PK_ENTRY_ALL_WAIT},
      {PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_DRAINING, NO, PK_ENTRY_ALL_WAIT},
      {PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_OVERLOADED, NO, PK_ENTRY_ALL_WAIT},
      {PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECTION_LOST, UNKNOWN, PK_ENTRY_ALL_WAIT},
      {PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_NOT_CONNECTED, NO, PK_ENTRY_ALL_WAIT},
      {PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_DEADLINE_PASSED, UNKNOWN, PK_ENTRY_ALL_WAIT},
      {PISHKHAN_UNIMPLEMENTED, PISHKHAN_REASON_UNSPECIFIED, NO, PK_ENTRY_ALL_WAIT},
      {PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_CALLED_FROM_CALLBACK, NO, PK_ENTRY_ALL_WAIT},
      {PISHKHAN_INTERNAL, PISHKHAN_REASON_TLS_FAILED, NO, PK_ENTRY_ALL_WAIT},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    pishkhan_error *error = error_of(cases[i].status, cases[i].reason, (pishkhan_durable)cases[i].durable);
    if (pk_verdict_of(error) != cases[i].verdict)
      fprintf(stderr, "%s %s\n", pishkhan_status_name(cases[i].status),
              pishkhan_reason_name(cases[i].reason));
    CHECK_NUMBER(pk_verdict_of(error), cases[i].verdict);
    pishkhan_error_free(error);
  }
}

static void an_error_that_is_kept_says_the_same_afterwards(void) {
  static const pishkhan_violation violations[] = {
      {"form.birth", "not_a_date", "این تاریخ نیست.", "This is no date."},
      {"note", "too_long", "دراز", "Long"}};
  pishkhan_error *error =
                     error_of(PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FIELD_INVALID, PISHKHAN_DURABLE_NO),
                 *again;
  error->at = PISHKHAN_AT_EDGE;
  error->trace_id = "f00d";
  error->localized = "درست نیست";
  error->violations = (pishkhan_violation *)(uintptr_t)violations;
  error->violation_count = 2;
  void *owner = pk_result_new(&pk_default_allocator, 1, SIZE_MAX);
  size_t size;
  const uint8_t key[PISHKHAN_KEY_SIZE] = {7};
  const uint8_t *packed = pk_error_pack(error, pk_result_arena(owner), &size);
  const pk_error_context context = {.allocator = &pk_default_allocator, .persian = true, .key = key};
  pk_error_unpack(&context, packed, size, &again);
  CHECK_NUMBER(pishkhan_error_status(again), PISHKHAN_INVALID_ARGUMENT);
  CHECK_NUMBER(pishkhan_error_reason(again), PISHKHAN_REASON_FIELD_INVALID);
  CHECK_NUMBER(pishkhan_error_at(again), PISHKHAN_AT_EDGE);
  CHECK_NUMBER(pishkhan_error_durable(again), PISHKHAN_DURABLE_NO);
  CHECK_TEXT(pishkhan_error_message(again), "it failed");
  CHECK_TEXT(pishkhan_error_text(again), "درست نیست");
  CHECK_TEXT(pishkhan_error_trace_id(again), "f00d");
  CHECK_NUMBER(pishkhan_error_violation_count(again), 2);
  CHECK_TEXT(pishkhan_error_violation(again, 0)->text_fa, "این تاریخ نیست.");
  CHECK_TEXT(pishkhan_error_violation(again, 1)->reason, "too_long");
  CHECK(memcmp(pishkhan_error_key(again), key, sizeof key) == 0);
  pishkhan_error_free(again);
  pk_error_unpack(&context, (const uint8_t *)"\xFF\xFF", 2, &again);
  CHECK_NUMBER(pishkhan_error_status(again), PISHKHAN_UNKNOWN);
  pishkhan_error_free(again);
  pk_result_free(owner);
  pishkhan_error_free(error);
}

int main(void) {
  static const test tests[] = {
      {"an error says who waits", an_error_says_who_waits},
      {"an error that is kept says the same afterwards", an_error_that_is_kept_says_the_same_afterwards},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
