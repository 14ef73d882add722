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

void pk_call_rewind(pk_call *call, bool to_the_front) {
  pk_list_remove(call);
  pk_response_clear(call);
  pk_call_free_messages(call);
  call->stream = 0;
  call->sent = call->sent_all = false;
  call->unconsumed = 0;
  pk_call_restart_chunks(call);
  if (to_the_front)
    pk_list_prepend(&call->core->waiting, call);
  else
    pk_list_append(&call->core->waiting, call);
}

void pk_call_attempt_broken(pk_call *call, const pk_failure *failure, bool never_processed) {
  bool sent = call->sent;
  call->stream = 0;
  if (never_processed)
    call->sent = false; /* as good as: the server has told so, or nothing left this side */
  bool untouched = never_processed && !call->response.has_headers && !call->dropped_chunks;
  if (untouched && (!sent || !call->transparently_repeated)) {
    call->transparently_repeated |= sent;
    pk_call_rewind(call, true);
    return;
  }
  const pk_advice advice = {.line_broke = failure->reason == PISHKHAN_REASON_CONNECTION_LOST};
  if ((advice.line_broke || never_processed) && pk_retry(call, failure, &advice))
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

/* The server does not know gzip and says so: it has looked at nothing, and may get the same as it is (gRPC's
 * compression document). */
static bool repeat_uncompressed(pk_call *call) {
  const pk_response *response = &call->response;
  pk_failure failure;
  if (response->grpc_status != PISHKHAN_UNIMPLEMENTED || !response->refuses_gzip || response->has_headers ||
      !(call->flags & PK_CALL_GZIP) || call->dropped_chunks || !pk_call_decompress_chunks(call, &failure))
    return false;
  pk_core_say(call->core, PISHKHAN_LOG_WARNING, "the server takes no gzip; the call is sent uncompressed");
  pk_call_rewind(call, true);
  return true;
}

static void keep_server_words(pk_call *call) {
  const pk_response *response = &call->response;
  call->outcome.from_server = response->grpc_status > 0;
  call->outcome.message = response->message;
  call->outcome.details = response->details;
  call->outcome.details_size = response->details_size;
  if (response->has_pushback && response->pushback_ms > 0)
    call->outcome.retry_after_ms = response->pushback_ms;
}

void pk_call_attempt_ended(pk_call *call) {
  const pk_response *response = &call->response;
  const pk_advice advice = {.has_pushback = response->has_pushback, .pushback_ms = response->pushback_ms};
  pk_failure failure = {.status = PISHKHAN_OK};
  pk_response_complete(call);
  judge(call, &failure);
  pk_session_leave(call->core, call);
  if (failure.status == PISHKHAN_OK) {
    pk_retry_note_success(call->core);
    pk_call_end(call, NULL);
    return;
  }
  if (repeat_uncompressed(call))
    return;
  bool passing = failure.status == PISHKHAN_UNAVAILABLE ||
                 (failure.status == PISHKHAN_RESOURCE_EXHAUSTED && advice.has_pushback);
  if (passing && pk_retry(call, &failure, &advice))
    return;
  if (!passing && advice.has_pushback && advice.pushback_ms < 0)
    pk_retry_note_failure(call->core); /* A6: a server that wants no repeats is in trouble */
  keep_server_words(call);
  pk_call_end(call, &failure);
}
