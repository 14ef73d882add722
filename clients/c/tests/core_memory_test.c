/* Every allocation of a whole exchange fails in turn. */
#include "core_stage.h"

typedef struct scarcity {
  long left; /* allocations that succeed */
  bool once; /* then one fails; else all from there on */
  long live;
} scarcity;

static bool is_denied(scarcity *memory) {
  long left = memory->left--;
  return memory->once ? left == 0 : left <= 0;
}

static void *scarce_allocate(void *context, size_t size) {
  scarcity *memory = context;
  if (is_denied(memory))
    return NULL;
  memory->live++;
  return malloc(size);
}

static void *scarce_reallocate(void *context, void *old, size_t size) {
  scarcity *memory = context;
  if (is_denied(memory))
    return NULL;
  memory->live += old == NULL;
  return realloc(old, size);
}

static void scarce_release(void *context, void *old) {
  scarcity *memory = context;
  memory->live -= old != NULL;
  free(old);
}

static char text[3001]; /* compresses well */

/* The server refuses gzip once, then takes it and answers with it. */
static void answer(stage *s, bool gzip) {
  static const char *const refusal[] = {":status",     "200", "content-type",         "application/grpc",
                                        "grpc-status", "12",  "grpc-accept-encoding", "identity",
                                        NULL};
  for (size_t i = 0; i < s->peer.request_count && i < 2; i++) {
    int32_t stream = peer_at(&s->peer, i)->stream;
    if (gzip && i == 0) {
      peer_headers(&s->peer, stream, true, refusal);
    } else if (gzip) {
      peer_begin_encoded(&s->peer, stream, "gzip");
      peer_compressed_message(&s->peer, stream, text, sizeof text - 1);
      peer_trailers(&s->peer, stream, "0");
    } else {
      peer_answer(&s->peer, stream, "answer", 6);
    }
    settle(s);
  }
}

/* One whole exchange; whether it was answered. */
static bool exchange_with(const pishkhan_allocator *allocator, bool gzip) {
  stage s = {.now = 1000, .core = new_core(allocator)};
  pk_failure failure = {.status = PISHKHAN_OK};
  const pk_call_setup setup = {.method = METHOD,
                               .deadline = 11000,
                               .flags = PK_CALL_UNARY_RESPONSE | PK_CALL_KEEP_METADATA |
                                        (gzip ? (unsigned)PK_CALL_GZIP : 0)};
  bool answered = false;
  if (!s.core)
    return false;
  peer_open(&s.peer);
  pk_core_line_started(s.core, s.now);
  if (pk_core_line_up(s.core, s.now)) {
    peer_settings(&s.peer, UINT32_MAX);
    pk_call *call = pk_call_new(s.core, &setup, s.now, &failure);
    if (call && pk_call_send(call, text, sizeof text - 1, &failure)) {
      pk_call_finish(call);
      pk_core_tick(s.core, s.now);
      settle(&s);
      answer(&s, gzip);
      if (pk_core_verdict(s.core, &failure) != PK_LINE_KEEP)
        pk_core_line_lost(s.core, &failure, s.now);
      pk_core_tick(s.core, s.now + 20000);
      CHECK(pk_call_ended(call)); /* whatever failed, the call comes to an end */
      uint8_t *bytes = NULL;
      size_t size;
      CHECK(pk_call_metadata(call, "not-there", 0, &size) == NULL); /* looks at all that was kept */
      answered = status_of(call) == PISHKHAN_OK && pk_call_take(call, &bytes, &size);
      if (answered && gzip)
        CHECK(size == sizeof text - 1 && memcmp(bytes, text, size) == 0);
      pk_release(allocator, bytes);
    } else {
      CHECK_NUMBER(failure.status, PISHKHAN_RESOURCE_EXHAUSTED);
    }
    pk_call_free(call);
  }
  end(&s);
  return answered;
}

/* The nth allocation and all after it fail, or it alone, up to the nth that is never reached. */
static void fail_each(bool gzip) {
  for (int once = 0; once < 2; once++) {
    long n = 0;
    for (bool reached = true; reached && n < 1000; n++) {
      scarcity memory = {.left = n, .once = once};
      const pishkhan_allocator allocator = {scarce_allocate, scarce_reallocate, scarce_release, &memory};
      bool answered = exchange_with(&allocator, gzip);
      CHECK_NUMBER(memory.live, 0);
      reached = memory.left < 0;
      CHECK(reached || answered);
    }
    CHECK(n > 20 && n < 1000);
  }
}

static void every_allocation_fails(void) { fail_each(false); }

static void every_allocation_fails_with_gzip(void) { fail_each(true); }

int main(void) {
  static const test tests[] = {
      {"every allocation may fail", every_allocation_fails},
      {"every allocation may fail, zlib's too", every_allocation_fails_with_gzip},
  };
  memset(text, 'a', sizeof text - 1);
  return run_tests(tests, sizeof tests / sizeof *tests);
}
