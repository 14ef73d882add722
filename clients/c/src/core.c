#include "core_state.h"

#include <string.h>

enum {
  BACKOFF_FIRST_MS = 1000,
  BACKOFF_MOST_MS = 120000,
  PING_TIMEOUT_MS = 20000, /* gRPC's keepalive document: default keepalive timeout */
  GOODBYE_GRACE_MS = 5000  /* what runs may finish so long while others wait for a new line */
};

pk_core *pk_core_new(const pk_core_options *options) {
  pk_core *core = pk_new(options->allocator, sizeof *core);
  if (!core)
    return NULL;
  core->allocator = *options->allocator;
  core->authority = pk_copy_string(&core->allocator, options->authority);
  if (!core->authority) {
    pk_release(&core->allocator, core);
    return NULL;
  }
  core->message_limit = options->message_limit;
  core->keepalive_ms = options->keepalive_ms;
  core->random = options->seed;
  core->log = options->log;
  core->log_context = options->log_context;
  core->trace = options->trace;
  core->trace_context = options->trace_context;
  core->next_moment = core->goaway_until = core->ping_deadline = PK_NO_TIME;
  core->output.allocator = &core->allocator;
  return core;
}

static void end_all(pk_call_list *list, const pk_failure *failure) {
  while (list->first)
    pk_call_end(list->first, failure);
}

void pk_core_close(pk_core *core) {
  pk_failure failure;
  pk_fail(&failure, PISHKHAN_CANCELLED, PISHKHAN_REASON_CALL_CANCELLED, "the client was closed");
  end_all(&core->active, &failure);
  end_all(&core->waiting, &failure);
  pk_session_close(core);
  core->line = PK_LINE_DOWN;
}

void pk_core_free(pk_core *core) {
  if (!core)
    return;
  pk_core_close(core);
  pk_release(&core->allocator, core->authority);
  pk_release(&core->allocator, core);
}

void pk_core_say(const pk_core *core, pishkhan_log_level level, const char *text) {
  if (core->log)
    core->log(core->log_context, level, text);
}

/* ---- lists ---- */

void pk_list_append(pk_call_list *list, pk_call *call) {
  call->list = list;
  call->previous = list->last;
  call->next = NULL;
  if (list->last)
    list->last->next = call;
  else
    list->first = call;
  list->last = call;
  list->count++;
}

void pk_list_prepend(pk_call_list *list, pk_call *call) {
  call->list = list;
  call->previous = NULL;
  call->next = list->first;
  if (list->first)
    list->first->previous = call;
  else
    list->last = call;
  list->first = call;
  list->count++;
}

void pk_list_remove(pk_call *call) {
  pk_call_list *list = call->list;
  if (!list)
    return;
  if (call->previous)
    call->previous->next = call->next;
  else
    list->first = call->next;
  if (call->next)
    call->next->previous = call->previous;
  else
    list->last = call->previous;
  list->count--;
  call->list = NULL;
  call->previous = call->next = NULL;
}

/* ---- time ---- */

void pk_core_expect(pk_core *core, int64_t moment) {
  if (moment < core->next_moment)
    core->next_moment = moment;
}

/* splitmix64: jitter needs spread, not secrecy. */
static double random_fraction(pk_core *core) {
  uint64_t z = core->random += 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return (double)((z ^ z >> 31) >> 11) / 9007199254740992.0;
}

int64_t pk_core_backoff(pk_core *core, unsigned failures) {
  double wait = BACKOFF_FIRST_MS;
  for (unsigned i = 1; i < failures && wait < BACKOFF_MOST_MS; i++)
    wait *= 1.6;
  if (wait > BACKOFF_MOST_MS)
    wait = BACKOFF_MOST_MS;
  return (int64_t)(wait * (0.8 + 0.4 * random_fraction(core)));
}

static bool waits_for_line(const pk_call *call) {
  return call->flags & (PK_CALL_SAFE_TO_REPEAT | PK_CALL_WAIT_FOR_READY);
}

static bool is_needed(const pk_core *core) {
  if (core->asked)
    return true;
  for (const pk_call *call = core->waiting.first; call; call = call->next)
    if (call->not_before <= core->now)
      return true;
  return false;
}

/* Whether the call waited in vain for a line, from its beginning on. */
static bool never_had_a_line(const pk_call *call) {
  return call->list == &call->core->waiting && call->core->line != PK_LINE_UP && !call->has_setback &&
         !call->transparently_repeated;
}

static void pass_deadline(pk_call *call) {
  const pk_core *core = call->core;
  pk_failure failure;
  if (never_had_a_line(call))
    pk_fail(&failure, PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_NOT_CONNECTED,
            "no connection to the server was made within the time given to the call");
  else
    pk_fail(&failure, PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_DEADLINE_PASSED,
            "no answer within the time given to the call");
  pk_fail_because(&failure, call->has_setback        ? &call->setback
                            : core->has_line_failure ? &core->line_failure
                                                     : NULL);
  pk_call_end(call, &failure);
}

/* Ends what is over its deadline and finds the next moment anew. */
static void pass_deadlines(pk_core *core, pk_call_list *list) {
  for (pk_call *call = list->first, *next; call; call = next) {
    next = call->next;
    if (call->deadline <= core->now) {
      pass_deadline(call);
      continue;
    }
    pk_core_expect(core, call->deadline);
    if (call->not_before > core->now)
      pk_core_expect(core, call->not_before);
  }
}

static void fail_the_impatient(pk_core *core) {
  for (pk_call *call = core->waiting.first, *next; call; call = next) {
    next = call->next;
    bool permanent = pk_failure_is_permanent(&core->line_failure);
    if (!waits_for_line(call) || permanent) {
      call->outcome.retry_after_ms = permanent ? 0 : core->next_line_at - core->now;
      pk_call_end(call, &core->line_failure);
    }
  }
}

static void keep_alive(pk_core *core) {
  if (core->line != PK_LINE_UP || core->broken)
    return;
  if (core->now >= core->ping_deadline) {
    core->broken = true;
    pk_fail(&core->breakage, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECTION_LOST,
            "the server did not answer a PING within %d s", PING_TIMEOUT_MS / 1000);
    return;
  }
  bool silent = core->keepalive_ms != PISHKHAN_NEVER && core->active.count > 0 &&
                core->ping_deadline == PK_NO_TIME && core->now - core->last_received >= core->keepalive_ms;
  if (silent && nghttp2_submit_ping(core->session, NGHTTP2_FLAG_NONE, NULL) == 0)
    core->ping_deadline = core->now + PING_TIMEOUT_MS;
}

void pk_core_tick(pk_core *core, int64_t now) {
  core->now = now;
  if (now >= core->next_moment) {
    core->next_moment = PK_NO_TIME;
    pass_deadlines(core, &core->waiting);
    pass_deadlines(core, &core->active);
  }
  if (core->line == PK_LINE_DOWN && core->has_line_failure && now < core->next_line_at)
    fail_the_impatient(core);
  keep_alive(core);
  pk_call_begin_waiting(core);
  if (core->goaway && core->waiting.count > 0 && core->goaway_until == PK_NO_TIME)
    core->goaway_until = now + GOODBYE_GRACE_MS;
}

int64_t pk_core_next_tick(const pk_core *core) {
  int64_t next = core->next_moment;
  if (core->line == PK_LINE_DOWN && is_needed(core) && core->next_line_at < next)
    next = core->next_line_at;
  if (core->line == PK_LINE_UP) {
    if (core->keepalive_ms != PISHKHAN_NEVER && core->active.count > 0 && core->ping_deadline == PK_NO_TIME &&
        core->last_received + core->keepalive_ms < next)
      next = core->last_received + core->keepalive_ms;
    if (core->ping_deadline < next)
      next = core->ping_deadline;
    if (core->goaway_until < next)
      next = core->goaway_until;
  }
  return next;
}

/* ---- the line ---- */

bool pk_core_wants_line(const pk_core *core, int64_t now) {
  return core->line == PK_LINE_DOWN && now >= core->next_line_at && is_needed(core);
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
    core->next_line_at = core->line_started + BACKOFF_FIRST_MS;
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
    end_all(&core->waiting, cause);
  if (no_memory || (failure && pk_failure_is_permanent(failure)))
    end_all(&core->active, cause);
  for (pk_call *call = core->active.first, *next; call; call = next) {
    next = call->next;
    pk_call_attempt_broken(call, cause, !call->sent);
  }
  if (core->has_line_failure)
    fail_the_impatient(core);
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

pk_call *pk_core_next_ended(pk_core *core) {
  pk_call *call = core->ended.first;
  if (call)
    pk_list_remove(call);
  return call;
}

bool pk_core_has_ended(const pk_core *core) { return core->ended.first != NULL; }
