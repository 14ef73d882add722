/* The messages of a call that came and were not taken. Only the first is ever decompressed: a peer that packs
 * many large messages into a small window takes no more memory here than the window and one message. */
#include "core_state.h"

enum { HELD_BACK_ABOVE = 64 * 1024 }; /* untaken bytes beyond which a stream's window stays closed */

void pk_call_free_messages(pk_call *call) {
  for (pk_message *message = call->messages, *next; message; message = next) {
    next = message->next;
    pk_message_free(call->allocator, message);
  }
  call->messages = call->last_message = NULL;
  call->waiting_bytes = 0;
}

/* False with `failure` where the first message cannot be decompressed; then no message is left. */
static bool open_first(pk_call *call, pk_failure *failure) {
  pk_message *first = call->messages;
  if (!first || !first->compressed)
    return true;
  call->waiting_bytes -= first->size;
  if (pk_message_decompress(call->allocator, call->core->message_limit, first, failure)) {
    call->waiting_bytes += first->size;
    return true;
  }
  pk_call_free_messages(call);
  return false;
}

bool pk_call_add_message(pk_call *call, pk_message *message, pk_failure *failure) {
  message->next = NULL;
  if (call->last_message)
    call->last_message->next = message;
  else
    call->messages = message;
  call->last_message = message;
  call->waiting_bytes += message->size;
  call->response.message_count++;
  return open_first(call, failure);
}

bool pk_call_may_receive_more(const pk_call *call) {
  return call->waiting_bytes <= HELD_BACK_ABOVE || (call->flags & PK_CALL_UNARY_RESPONSE);
}

/* The server's own status came already, but what it sent before cannot be read: that is how the call ended.
 */
static void overrule_end(pk_call *call, const pk_failure *failure) {
  call->outcome = (pk_outcome){.failure = *failure, .maybe_seen = true};
}

bool pk_call_take(pk_call *call, uint8_t **bytes, size_t *size) {
  pk_message *message = call->messages;
  pk_failure failure;
  if (!message)
    return false;
  call->messages = message->next;
  if (!call->messages)
    call->last_message = NULL;
  call->waiting_bytes -= message->size;
  *bytes = message->bytes;
  *size = message->size;
  pk_release(call->allocator, message);
  if (!open_first(call, &failure)) {
    if (call->ended)
      overrule_end(call, &failure);
    else
      pk_call_end(call, &failure);
  }
  if (call->stream)
    pk_session_consume(call->core, call);
  return true;
}

bool pk_call_has_message(const pk_call *call) { return call->messages != NULL; }
