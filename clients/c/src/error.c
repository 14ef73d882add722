#include "error_detail.h"
#include "error_object.h"

#include <stdio.h>
#include <string.h>

static const pishkhan_error out_of_memory = {
    .status = PISHKHAN_RESOURCE_EXHAUSTED,
    .reason = PISHKHAN_REASON_OUT_OF_MEMORY,
    .at = PISHKHAN_AT_CLIENT,
    .durable = PISHKHAN_DURABLE_UNKNOWN,
    .message = "out of memory",
    .localized = "حافظه کافی نیست",
    .trace_id = "",
};

enum { ERROR_LIMIT = 1024 * 1024 }; /* of all that one error holds; headers are bounded by PK_HEADER_LIMIT */

static const char *kept(pk_arena *arena, const char *text) {
  if (!text || !*text)
    return "";
  const char *copy = pk_arena_copy(arena, text, strlen(text));
  return copy ? copy : "";
}

static const char *text_of(const pk_detail_violation *violation, const char *language) {
  for (size_t i = 0; i < violation->text_count; i++)
    if (strcmp(violation->texts[i].language, language) == 0)
      return violation->texts[i].text;
  return "";
}

/* Strings are left where they were read: in the error's own arena. */
static void take_detail(pishkhan_error *error, pk_arena *arena, const pk_detail *detail) {
  error->reason = detail->reason;
  error->at = detail->at;
  error->durable = detail->durable;
  error->current_version = detail->current_version;
  error->current_offset = detail->current_offset;
  if (detail->retry_after_ms > 0)
    error->retry_after_ms = detail->retry_after_ms;
  if (*detail->message)
    error->message = detail->message;
  error->localized = detail->localized_message;
  error->trace_id = detail->trace_id;
  error->violations = pk_arena_new(arena, detail->violation_count, sizeof *error->violations);
  for (size_t i = 0; error->violations && i < detail->violation_count; i++) {
    const pk_detail_violation *violation = &detail->violations[i];
    error->violations[i] = (pishkhan_violation){violation->field, violation->reason, text_of(violation, "fa"),
                                                text_of(violation, "en")};
    error->violation_count = i + 1;
  }
}

static pishkhan_durable durable_of(const pk_error_context *context, const pk_outcome *outcome) {
  return context->stores_nothing || !outcome->maybe_seen ? PISHKHAN_DURABLE_NO : PISHKHAN_DURABLE_UNKNOWN;
}

static const char *words_for(pishkhan_status status, pishkhan_reason reason, const char *language) {
  return reason ? pishkhan_reason_text(reason, language) : pishkhan_status_text(status, language);
}

/* What this side noticed, and what led to it. */
static const char *persian_text(pk_arena *arena, const pk_failure *failure) {
  static const char last[] = "؛ آخرین خطا: ";
  const char *text = words_for(failure->status, failure->reason, "fa");
  if (failure->cause_status == PISHKHAN_OK)
    return text;
  const char *cause = words_for(failure->cause_status, failure->cause, "fa");
  size_t size = strlen(text) + sizeof last + strlen(cause);
  char *whole = pk_arena_new(arena, 1, size);
  if (!whole)
    return text;
  snprintf(whole, size, "%s%s%s", text, last, cause);
  return whole;
}

static pishkhan_error *make_error(const pk_error_context *context, const pk_outcome *outcome) {
  pishkhan_error *error = pk_result_new(context->allocator, sizeof *error, ERROR_LIMIT);
  if (!error)
    return NULL;
  pk_arena *arena = pk_result_arena(error);
  error->status = outcome->failure.status;
  error->reason = outcome->failure.reason;
  error->persian = context->persian;
  error->retry_after_ms = outcome->retry_after_ms;
  error->has_key = context->key != NULL;
  if (context->key)
    memcpy(error->key, context->key, sizeof error->key);
  error->localized = error->trace_id = "";
  if (outcome->from_server) {
    error->message = kept(arena, outcome->message);
    const pk_detail *detail = pk_detail_read(arena, outcome->details, outcome->details_size);
    if (detail)
      take_detail(error, arena, detail);
  } else {
    error->message = kept(arena, outcome->failure.message);
    error->at = PISHKHAN_AT_CLIENT;
    error->cause = outcome->failure.cause;
    error->localized = persian_text(arena, &outcome->failure);
  }
  if (error->durable == PISHKHAN_DURABLE_UNSPECIFIED)
    error->durable = durable_of(context, outcome);
  if (!*error->message)
    error->message = words_for(error->status, error->reason, "en");
  if (!*error->localized)
    error->localized = words_for(error->status, error->reason, "fa");
  return error;
}

pishkhan_status pk_raise_outcome(const pk_error_context *context, const pk_outcome *outcome,
                                 pishkhan_error **error) {
  if (error)
    *error = NULL;
  if (error && outcome->failure.status != PISHKHAN_OK) {
    *error = make_error(context, outcome);
    if (!*error)
      *error = (pishkhan_error *)&out_of_memory; /* never written to: the type has no setters */
  }
  return outcome->failure.status;
}

pishkhan_status pk_raise(const pk_error_context *context, const pk_failure *failure, pishkhan_error **error) {
  const pk_outcome outcome = {.failure = *failure};
  return pk_raise_outcome(context, &outcome, error);
}

void pishkhan_error_free(pishkhan_error *error) {
  if (error != &out_of_memory)
    pk_result_free(error);
}

pishkhan_status pishkhan_error_status(const pishkhan_error *error) {
  return error ? error->status : PISHKHAN_OK;
}

pishkhan_reason pishkhan_error_reason(const pishkhan_error *error) {
  return error ? error->reason : PISHKHAN_REASON_UNSPECIFIED;
}

pishkhan_at pishkhan_error_at(const pishkhan_error *error) {
  return error ? error->at : PISHKHAN_AT_UNSPECIFIED;
}

pishkhan_durable pishkhan_error_durable(const pishkhan_error *error) {
  return error ? error->durable : PISHKHAN_DURABLE_UNSPECIFIED;
}

pishkhan_reason pishkhan_error_cause(const pishkhan_error *error) {
  return error ? error->cause : PISHKHAN_REASON_UNSPECIFIED;
}

int64_t pishkhan_error_retry_after_ms(const pishkhan_error *error) {
  return error ? error->retry_after_ms : 0;
}

uint32_t pishkhan_error_current_version(const pishkhan_error *error) {
  return error ? error->current_version : 0;
}

uint64_t pishkhan_error_current_offset(const pishkhan_error *error) {
  return error ? error->current_offset : 0;
}

const char *pishkhan_error_message(const pishkhan_error *error) { return error ? error->message : ""; }

const char *pishkhan_error_localized(const pishkhan_error *error) { return error ? error->localized : ""; }

const char *pishkhan_error_text(const pishkhan_error *error) {
  return !error ? "" : error->persian ? error->localized : error->message;
}

const char *pishkhan_error_trace_id(const pishkhan_error *error) { return error ? error->trace_id : ""; }

size_t pishkhan_error_violation_count(const pishkhan_error *error) {
  return error ? error->violation_count : 0;
}

const pishkhan_violation *pishkhan_error_violation(const pishkhan_error *error, size_t index) {
  return error && index < error->violation_count ? &error->violations[index] : NULL;
}

const uint8_t *pishkhan_error_key(const pishkhan_error *error) {
  return error && error->has_key ? error->key : NULL;
}
