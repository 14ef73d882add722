/* Whether and when a failed attempt is followed by another.
 *
 * gRPC proposal A6 for calls that only read: few attempts, never after response headers, held back while many
 * fail. A call with an idempotency key is the exception: repeating it does no harm at all, so it goes on to
 * its deadline; it counts among the failures, but is not held back by them. */
#include "core_state.h"

enum {
  TOKEN = 1000, /* tokens are counted in thousandths: A6 allows three decimals */
  RETRY_FIRST_MS = 250,
  RETRY_MOST_MS = 4000
};

void pk_retry_open(pk_core *core, const pk_core_options *options) {
  core->retry_attempts = options->retry_attempts;
  core->token_ratio = options->retry_token_ratio;
  core->most_tokens = core->tokens = options->retry_tokens * TOKEN;
}

void pk_retry_note_success(pk_core *core) {
  uint32_t missing = core->most_tokens - core->tokens;
  core->tokens += core->token_ratio < missing ? core->token_ratio : missing;
}

void pk_retry_note_failure(pk_core *core) { core->tokens -= core->tokens < TOKEN ? core->tokens : TOKEN; }

static bool is_allowed(const pk_call *call) {
  const pk_core *core = call->core;
  if (call->flags & PK_CALL_SAFE_TO_REPEAT)
    return true;
  return (call->flags & PK_CALL_RETRY) && !call->response.has_headers &&
         call->repeats + 1 < core->retry_attempts && core->tokens > core->most_tokens / 2;
}

/* Before the next attempt, where the server asked for no other wait. */
static int64_t own_wait(pk_call *call, bool line_broke) {
  call->backoffs++;
  if (!(call->flags & PK_CALL_SAFE_TO_REPEAT))
    return pk_backoff(call->core, RETRY_FIRST_MS, 2, RETRY_MOST_MS, call->backoffs);
  /* A new line has its own backoff; a server that refuses on a standing line is left alone for a while. */
  return line_broke ? 0 : pk_core_backoff(call->core, call->backoffs);
}

bool pk_retry(pk_call *call, const pk_failure *failure, const pk_advice *advice) {
  pk_core *core = call->core;
  pk_retry_note_failure(core);
  bool asked_not_to = advice->has_pushback && advice->pushback_ms < 0;
  if (asked_not_to || call->dropped_chunks || pk_failure_is_permanent(failure) || !is_allowed(call))
    return false;
  int64_t wait = advice->has_pushback ? advice->pushback_ms : own_wait(call, advice->line_broke);
  if (advice->has_pushback)
    call->backoffs = 0; /* A6: the server's word begins the backoff anew */
  if (call->deadline != PK_NO_TIME && wait >= call->deadline - core->now)
    return false; /* what went wrong is told at once */
  call->outcome.maybe_seen |= call->sent;
  call->has_setback = true;
  call->setback = *failure;
  call->repeats++;
  call->not_before = core->now + wait;
  if (wait > 0)
    pk_core_expect(core, call->not_before);
  pk_core_say(core, PISHKHAN_LOG_WARNING, "a call is tried again");
  pk_call_rewind(call, false);
  return true;
}
