/* Lines: when one is wanted, and what becomes of the calls when it is up, fails, or is lost. */
#include "core_state.h"

enum { LEAST_BETWEEN_LINES_MS = 1000 };

static bool waits_for_line(const pk_call *call) {
  return call->flags & (PK_CALL_SAFE_TO_REPEAT | PK_CALL_WAIT_FOR_READY);
}

bool pk_line_is_needed(const pk_core *core) {
  if (core->asked)
    return true;
  for (const pk_call *call = core->waiting.first; call; call = call->next)
    if (call->not_before <= core->now)
      return true;
  return false;
}

/* A call that was under way on an earlier line goes on through the backoff; a line that then fails counts as
 * one of its attempts. */
static bool was_under_way(const pk_call *call) { return call->has_setback && (call->flags & PK_CALL_RETRY); }

static bool goes_on(pk_call *call, bool just_failed) {
  const pk_core *core = call->core;
  const pk_advice advice = {.line_broke = true};
  if (pk_failure_is_permanent(&core->line_failure))
    return false;
  if (waits_for_line(call))
    return true;
  bool is_its_turn = call->not_before <= core->now;
  return was_under_way(call) &&
         (!just_failed || !is_its_turn || pk_retry(call, &core->line_failure, &advice));
}

void pk_line_fail_the_impatient(pk_core *core, bool just_failed) {
  for (pk_call *call = core->waiting.first, *next; call; call = next) {
    next = call->next;
    if (goes_on(call, just_failed))
      continue;
    bool permanent = pk_failure_is_permanent(&core->line_failure);
    call->outcome.retry_after_ms = permanent ? 0 : core->next_line_at - core->now;
    pk_call_end(call, &core->line_failure);
  }
}

bool pk_core_wants_line(const pk_core *core, int64_t now) {
  return core->line == PK_LINE_DOWN && now >= core->next_line_at && pk_line_is_needed(core);
}

void pk_core_line_started(pk_core *core, int64_t now) {
  core->now = now;
  core->line = PK_LINE_CONNECTING;
  core->line_started = now;
}

bool pk_core_line_up(pk_core *core, int64_t now) {
  core->now = core->last_received = now;
  if (!pk_session_open(core))
    return false;
  core->line = PK_LINE_UP;
  core->asked = false;
  pk_call_begin_waiting(core);
  return true;
}

void pk_core_line_lost(pk_core *core, const pk_failure *failure, int64_t now) {
  bool had_worked = core->line == PK_LINE_UP && core->served;
  pk_failure goodbye;
  core->now = now;
  pk_session_close(core);
  core->line = PK_LINE_DOWN;
  core->asked = false;
  if (!failure) {
    pk_fail(&goodbye, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECTION_LOST,
            "the server said goodbye before it answered");
    core->line_failures = 0;
    core->next_line_at = now;
  } else if (had_worked) {
    core->line_failures = 0; /* at once, but never more than one line a second */
    core->next_line_at = core->line_started + LEAST_BETWEEN_LINES_MS;
  } else {
    core->line_failures++;
    core->next_line_at = core->line_started + pk_core_backoff(core, core->line_failures);
    core->has_line_failure = true;
    core->line_failure = *failure;
  }
  const pk_failure *cause = failure ? failure : &goodbye;
  /* Another line would need memory too; or the peer refused the line itself, and looked at nothing. */
  bool no_memory = failure && failure->reason == PISHKHAN_REASON_OUT_OF_MEMORY;
  if (no_memory)
    pk_list_end_all(&core->waiting, cause);
  if (no_memory || (failure && pk_failure_is_permanent(failure)))
    pk_list_end_all(&core->active, cause);
  for (pk_call *call = core->active.first, *next; call; call = next) {
    next = call->next;
    pk_call_attempt_broken(call, cause, !call->sent);
  }
  if (core->has_line_failure)
    pk_line_fail_the_impatient(core, true);
}

void pk_core_ask_line(pk_core *core) {
  if (core->line == PK_LINE_UP)
    return;
  core->asked = true;
  core->has_line_failure = false;
  core->next_line_at = core->now;
}

bool pk_core_line_is_served(const pk_core *core) { return core->line == PK_LINE_UP && core->served; }

const pk_failure *pk_core_line_failure(const pk_core *core) {
  return core->has_line_failure ? &core->line_failure : NULL;
}

pk_verdict pk_core_verdict(const pk_core *core, pk_failure *failure) {
  if (core->line != PK_LINE_UP)
    return PK_LINE_KEEP;
  if (core->broken) {
    *failure = core->breakage;
    return PK_LINE_BREAK;
  }
  bool drained = core->output_offset == core->output.size && !nghttp2_session_want_write(core->session);
  if (core->goaway && ((core->active.count == 0 && drained) || core->now >= core->goaway_until))
    return PK_LINE_CLOSE;
  if (drained && !nghttp2_session_want_read(core->session)) {
    pk_fail(failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECTION_LOST,
            "the server broke the rules of HTTP/2");
    return PK_LINE_BREAK;
  }
  return PK_LINE_KEEP;
}
