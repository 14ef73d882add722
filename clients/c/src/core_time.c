/* Time passes: deadlines, backoff, keepalive. */
#include "core_state.h"

#include <inttypes.h>

enum {
  BACKOFF_FIRST_MS = 1000,
  BACKOFF_MOST_MS = 120000,
  GOODBYE_GRACE_MS = 5000 /* what runs may finish so long while others wait for a new line */
};

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

int64_t pk_backoff(pk_core *core, double first_ms, double factor, double most_ms, unsigned failures) {
  double wait = first_ms;
  for (unsigned i = 1; i < failures && wait < most_ms; i++)
    wait *= factor;
  if (wait > most_ms)
    wait = most_ms;
  return (int64_t)(wait * (0.8 + 0.4 * random_fraction(core)));
}

int64_t pk_core_backoff(pk_core *core, unsigned failures) {
  return pk_backoff(core, BACKOFF_FIRST_MS, 1.6, BACKOFF_MOST_MS, failures);
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

/* When silence on the line asks for a PING; PK_NO_TIME: never. Source: gRPC's keepalive document. */
static int64_t next_ping(const pk_core *core) {
  bool watched = core->active.count > 0 || core->keepalive_without_calls;
  if (core->keepalive_ms == PISHKHAN_NEVER || core->ping_deadline != PK_NO_TIME || !watched)
    return PK_NO_TIME;
  return core->last_received + core->keepalive_ms;
}

static void keep_alive(pk_core *core) {
  if (core->line != PK_LINE_UP || core->broken)
    return;
  if (core->now >= core->ping_deadline) {
    core->broken = true;
    pk_fail(&core->breakage, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECTION_LOST,
            "the server did not answer a PING within %" PRIu32 " ms", core->keepalive_timeout_ms);
    return;
  }
  if (core->now >= next_ping(core) && nghttp2_submit_ping(core->session, NGHTTP2_FLAG_NONE, NULL) == 0)
    core->ping_deadline = core->now + core->keepalive_timeout_ms;
}

void pk_core_tick(pk_core *core, int64_t now) {
  core->now = now;
  if (now >= core->next_moment) {
    core->next_moment = PK_NO_TIME;
    pass_deadlines(core, &core->waiting);
    pass_deadlines(core, &core->active);
  }
  if (core->line == PK_LINE_DOWN && core->has_line_failure && now < core->next_line_at)
    pk_line_fail_the_impatient(core, false);
  keep_alive(core);
  pk_call_begin_waiting(core);
  if (core->goaway && core->waiting.count > 0 && core->goaway_until == PK_NO_TIME)
    core->goaway_until = now + GOODBYE_GRACE_MS;
}

int64_t pk_core_next_tick(const pk_core *core) {
  int64_t next = core->next_moment;
  if (core->line == PK_LINE_DOWN && pk_line_is_needed(core) && core->next_line_at < next)
    next = core->next_line_at;
  if (core->line == PK_LINE_UP) {
    if (next_ping(core) < next)
      next = next_ping(core);
    if (core->ping_deadline < next)
      next = core->ping_deadline;
    if (core->goaway_until < next)
      next = core->goaway_until;
  }
  return next;
}
