/* The course of a call: it waits, is tried on a line, and ends, or is tried once more where that is safe. */
#include "core_state.h"
#include "status_map.h"

void pk_call_begin_waiting(pk_core *core) {
  if (core->line != PK_LINE_UP || core->goaway || core->broken)
    return;
  size_t room = pk_session_room(core);
  for (pk_call *call = core->waiting.first, *next; call && room > 0; call = next) {
    next = call->next;
    if (call->not_before > core->now)
      continue;
    room--;
    pk_session_begin(core, call);
  }
}

void pk_call_end(pk_call *call, const pk_failure *failure) {
  if (call->ended)
    return;
  if (call->sent && failure && failure->reason != PISHKHAN_REASON_CERTIFICATE_REFUSED)
    call->outcome.maybe_seen = true;
  if (call->stream)
    pk_session_reset(call->core, call);
  pk_list_remove(call);
  call->ended = true;
  if (failure)
    call->outcome.failure = *failure;
  pk_call_free_chunks(call);
  pk_reader_clear(&call->response.reader, call->allocator);
  if (call->flags & PK_CALL_REPORT_END)
    pk_list_append(&call->core->ended, call);
}

/* Puts the call back among those that wait, as if nothing had been sent. */
static void rewind_call(pk_call *call, bool to_the_front) {
  pk_list_remove(call);
  pk_response_clear(call);
  pk_call_free_messages(call);
  call->stream = 0;
  call->sent = call->sent_all = false;
  call->unconsumed = 0;
  call->current = call->chunks;
  call->current_offset = 0;
  call->unsent = 0;
  for (const pk_chunk *chunk = call->chunks; chunk; chunk = chunk->next)
    call->unsent += chunk->size;
  if (to_the_front)
    pk_list_prepend(&call->core->waiting, call);
  else
    pk_list_append(&call->core->waiting, call);
}

/* False where the wait would reach the deadline: then what went wrong is told at once. */
static bool repeat_later(pk_call *call, const pk_failure *failure, int64_t wait) {
  pk_core *core = call->core;
  if (!(call->flags & PK_CALL_SAFE_TO_REPEAT) || call->dropped_chunks || pk_failure_is_permanent(failure))
    return false;
  if (call->deadline != PK_NO_TIME && wait >= call->deadline - core->now)
    return false;
  call->outcome.maybe_seen |= call->sent;
  call->has_setback = true;
  call->setback = *failure;
  call->repeats++;
  call->not_before = core->now + wait;
  if (wait > 0)
    pk_core_expect(core, call->not_before);
  pk_core_say(core, PISHKHAN_LOG_WARNING, "a call with an idempotency key is repeated");
  rewind_call(call, false);
  return true;
}

void pk_call_attempt_broken(pk_call *call, const pk_failure *failure, bool never_processed) {
  bool sent = call->sent;
  call->stream = 0;
  if (never_processed)
    call->sent = false; /* as good as: the server has told so, or nothing left this side */
  bool untouched = never_processed && !call->response.has_headers && !call->dropped_chunks;
  if (untouched && (!sent || !call->transparently_repeated)) {
    call->transparently_repeated |= sent;
    rewind_call(call, true);
    return;
  }
  bool line_broke = failure->reason == PISHKHAN_REASON_CONNECTION_LOST;
  bool worth_repeating = line_broke || never_processed;
  /* A new line has its own backoff; a server that refuses on a standing line is left alone for a while. */
  if (worth_repeating &&
      repeat_later(call, failure, line_broke ? 0 : pk_core_backoff(call->core, call->repeats + 1)))
    return;
  pk_call_end(call, failure);
}

/* What the complete answer means. */
static void judge(const pk_call *call, pk_failure *failure) {
  const pk_response *response = &call->response;
  if (response->grpc_status > 0) {
    pk_fail(failure, (pishkhan_status)response->grpc_status, PISHKHAN_REASON_UNSPECIFIED, "%s",
            response->message ? response->message : "");
  } else if (response->grpc_status < 0) {
    pk_fail(failure, pk_status_of_http(response->http_status), PISHKHAN_REASON_RESPONSE_INVALID,
            "the answer is no gRPC: HTTP status %d, without grpc-status", response->http_status);
  } else if (pk_reader_is_inside(&response->reader)) {
    pk_fail(failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID, "the answer ends inside a message");
  } else if ((call->flags & PK_CALL_UNARY_RESPONSE) && response->message_count != 1) {
    pk_fail(failure, PISHKHAN_UNIMPLEMENTED, PISHKHAN_REASON_RESPONSE_INVALID,
            "%zu messages came in place of one", response->message_count);
  } else {
    failure->status = PISHKHAN_OK;
  }
}

void pk_call_attempt_ended(pk_call *call) {
  pk_response *response = &call->response;
  pk_failure failure = {.status = PISHKHAN_OK};
  pk_response_complete(call);
  judge(call, &failure);
  pk_session_leave(call->core, call);
  if (failure.status == PISHKHAN_OK) {
    pk_call_end(call, NULL);
    return;
  }
  bool asked_to_stay_away = response->has_pushback && response->pushback_ms < 0;
  bool passing = failure.status == PISHKHAN_UNAVAILABLE ||
                 (failure.status == PISHKHAN_RESOURCE_EXHAUSTED && response->has_pushback);
  int64_t wait =
      response->has_pushback ? response->pushback_ms : pk_core_backoff(call->core, call->repeats + 1);
  if (passing && !asked_to_stay_away && repeat_later(call, &failure, wait))
    return;
  call->outcome.from_server = response->grpc_status > 0;
  call->outcome.message = response->message;
  call->outcome.details = response->details;
  call->outcome.details_size = response->details_size;
  if (response->has_pushback && response->pushback_ms > 0)
    call->outcome.retry_after_ms = response->pushback_ms;
  pk_call_end(call, &failure);
}
