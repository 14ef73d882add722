/* The core as a whole, and its lists of calls. */
#include "core_state.h"

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
  core->keepalive_timeout_ms = options->keepalive_timeout_ms;
  core->keepalive_without_calls = options->keepalive_without_calls;
  pk_retry_open(core, options);
  core->random = options->seed;
  core->log = options->log;
  core->log_context = options->log_context;
  core->trace = options->trace;
  core->trace_context = options->trace_context;
  core->next_moment = core->goaway_until = core->ping_deadline = PK_NO_TIME;
  core->output.allocator = &core->allocator;
  return core;
}

void pk_list_end_all(pk_call_list *list, const pk_failure *failure) {
  while (list->first)
    pk_call_end(list->first, failure);
}

void pk_core_close(pk_core *core) {
  pk_failure failure;
  pk_fail(&failure, PISHKHAN_CANCELLED, PISHKHAN_REASON_CALL_CANCELLED, "the client was closed");
  pk_list_end_all(&core->active, &failure);
  pk_list_end_all(&core->waiting, &failure);
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

/* ---- what ended ---- */

pk_call *pk_core_next_ended(pk_core *core) {
  pk_call *call = core->ended.first;
  if (call)
    pk_list_remove(call);
  return call;
}

bool pk_core_has_ended(const pk_core *core) { return core->ended.first != NULL; }
