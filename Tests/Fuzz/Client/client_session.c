/* The client's protocol core, fed with what a server might send: three calls on one line after another.
 *
 * The first two bytes say how the rest is cut, whether the server's SETTINGS come from here, and which
 * allocation fails. */
#include "core.h"
#include "error_object.h"
#include "failing_memory.h"

#include <string.h>

enum { MESSAGE_LIMIT = 4096, CALLS = 3 };

static const unsigned call_flags[CALLS] = {
    PK_CALL_UNARY_RESPONSE | PK_CALL_KEEP_METADATA | PK_CALL_REPORT_END | PK_CALL_GZIP | PK_CALL_RETRY,
    PK_CALL_KEEP_METADATA | PK_CALL_RETRY, PK_CALL_UNARY_RESPONSE | PK_CALL_SAFE_TO_REPEAT};

/* Long enough to be compressed. */
static const char request[] = "request, request, request, request, request, request, request, request";

static void require(bool holds) {
  if (!holds)
    abort();
}

static void write_all(pk_core *core) {
  const uint8_t *bytes;
  size_t size;
  while ((size = pk_core_output(core, &bytes)) > 0) {
    volatile uint8_t last = bytes[size - 1]; /* the last byte must be readable */
    (void)last;
    pk_core_written(core, size);
  }
}

static void take_messages(pk_call *call, const pishkhan_allocator *allocator) {
  uint8_t *bytes;
  size_t size;
  while (pk_call_take(call, &bytes, &size)) {
    require(size <= MESSAGE_LIMIT);
    pk_release(allocator, bytes);
  }
}

/* A line that is over is followed by a new one. */
static void settle(pk_core *core, int64_t now) {
  pk_failure failure;
  pk_verdict verdict = pk_core_verdict(core, &failure);
  if (verdict == PK_LINE_KEEP)
    return;
  pk_core_line_lost(core, verdict == PK_LINE_BREAK ? &failure : NULL, now);
  pk_core_line_started(core, now);
  if (!pk_core_line_up(core, now)) {
    pk_failure lost;
    pk_fail_memory(&lost);
    pk_core_line_lost(core, &lost, now);
  }
}

static void explain(const pk_call *call, const pishkhan_allocator *allocator) {
  const pk_error_context context = {.allocator = allocator, .persian = true};
  pishkhan_error *error = NULL;
  char text[512];
  size_t size = 0;
  const uint8_t *value = pk_call_metadata(call, "x-custom-bin", 0, &size);
  require(value || size == 0);
  if (!pk_call_ended(call) || pk_raise_outcome(&context, pk_call_outcome(call), &error) == PISHKHAN_OK)
    return;
  pishkhan_error_explain(error, "fa", text, sizeof text);
  pishkhan_error_explain(error, "en", text, 7);
  for (size_t i = 0; i < pishkhan_error_violation_count(error); i++)
    require(pishkhan_error_violation(error, i)->field != NULL);
  pishkhan_error_free(error);
}

static void play(pk_core *core, pk_call **calls, const pishkhan_allocator *allocator, const uint8_t *data,
                 size_t size, size_t piece) {
  static const uint8_t settings[9] = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  int64_t now = 1000;
  pk_core_line_started(core, now);
  if (!pk_core_line_up(core, now))
    return;
  pk_core_tick(core, now);
  write_all(core);
  if (piece % 16 == 1)
    pk_core_receive(core, settings, sizeof settings, now);
  for (size_t at = 0; at < size; at += piece) {
    /* A copy of its own, so that a read beyond the piece is seen. */
    size_t part = size - at < piece ? size - at : piece;
    uint8_t *copy = malloc(part);
    require(copy != NULL);
    memcpy(copy, data + at, part);
    pk_core_receive(core, copy, part, now);
    free(copy);
    write_all(core);
    for (size_t i = 0; i < CALLS; i++)
      if (calls[i])
        take_messages(calls[i], allocator);
    settle(core, now);
    now += 100;
    pk_core_tick(core, now);
    write_all(core);
    while (pk_core_next_ended(core))
      ;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 2)
    return 0;
  failing_memory memory;
  failing_memory_init(&memory, data[1]);
  const pk_core_options options = {.allocator = &memory.allocator,
                                   .authority = "counter.example:7443",
                                   .message_limit = MESSAGE_LIMIT,
                                   .keepalive_ms = 10000,
                                   .keepalive_timeout_ms = 20000,
                                   .retry_attempts = 5,
                                   .retry_tokens = 10,
                                   .retry_token_ratio = 100,
                                   .seed = 7};
  pk_core *core = pk_core_new(&options);
  if (!core)
    return 0;
  pk_call *calls[CALLS] = {0};
  for (size_t i = 0; i < CALLS; i++) {
    pk_failure failure;
    const pk_call_setup setup = {.method = "/p.S/Method", .deadline = 60000, .flags = call_flags[i]};
    calls[i] = pk_call_new(core, &setup, 1000, &failure);
    if (calls[i] && pk_call_send(calls[i], request, sizeof request - 1, &failure))
      pk_call_finish(calls[i]);
  }
  play(core, calls, &memory.allocator, data + 2, size - 2, (size_t)data[0] * 8 + 1);
  for (size_t i = 0; i < CALLS; i++) {
    if (calls[i])
      explain(calls[i], &memory.allocator);
    pk_call_free(calls[i]);
  }
  pk_core_free(core);
  return 0;
}
