/* The bucket of tokens that holds retries back while many fail: gRPC proposal A6. */
#include "core_stage.h"

/* The status of one read whose first attempt fails; whether it was tried again. */
static bool is_retried(stage *s, const char *pushback) {
  size_t before = s->peer.request_count;
  pk_call *call = start(s, READ, 30000, "read");
  settle(s);
  answer_status(&s->peer, peer_at(&s->peer, before)->stream, "14", pushback);
  settle(s);
  bool retried = !pk_call_ended(call);
  pk_call_free(call);
  settle(s);
  return retried;
}

static void succeed(stage *s) {
  size_t before = s->peer.request_count;
  pk_call *call = start(s, READ, 30000, "read");
  settle(s);
  peer_answer(&s->peer, peer_at(&s->peer, before)->stream, "answer", 6);
  settle(s);
  CHECK_NUMBER(status_of(call), PISHKHAN_OK);
  pk_call_free(call);
}

/* Ten tokens: the first four failures leave more than five. A success gives a tenth back. */
static void tokens(void) {
  stage s;
  begin(&s);
  for (int i = 0; i < 4; i++)
    CHECK(is_retried(&s, NULL));
  CHECK(!is_retried(&s, NULL)); /* 5 are left: not more than half */
  for (int i = 0; i < 10; i++)
    succeed(&s);
  CHECK(!is_retried(&s, NULL)); /* 6, and this failure's own */
  for (int i = 0; i < 11; i++)
    succeed(&s);
  CHECK(is_retried(&s, NULL));
  end(&s);
}

static void a_server_that_wants_no_repeats_takes_tokens(void) {
  stage s;
  begin(&s);
  for (int i = 0; i < 4; i++)
    CHECK(!is_retried(&s, "-1"));
  CHECK(!is_retried(&s, NULL));
  end(&s);
}

static void tokens_do_not_hold_back_calls_with_a_key(void) {
  stage s;
  begin(&s);
  for (int i = 0; i < 6; i++)
    is_retried(&s, NULL);
  CHECK(!is_retried(&s, NULL));
  size_t before = s.peer.request_count;
  pk_call *call = start(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_SAFE_TO_REPEAT, 60000, "write");
  settle(&s);
  for (size_t i = 0; i < 6; i++) { /* to its deadline, more than five times */
    answer_status(&s.peer, peer_at(&s.peer, before + i)->stream, "14", "1");
    settle(&s);
    CHECK_NUMBER(wait_for_next(&s, 10000), 1);
  }
  CHECK(!pk_call_ended(call));
  pk_call_free(call);
  end(&s);
}

int main(void) {
  static const test tests[] = {
      {"tokens hold retries back while many fail", tokens},
      {"a server that wants no repeats takes tokens", a_server_that_wants_no_repeats_takes_tokens},
      {"tokens do not hold back calls with a key", tokens_do_not_hold_back_calls_with_a_key},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
