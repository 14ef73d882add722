/* Deadlines, keepalive, backoff. */
#include "core_stage.h"

static void deadlines(void) {
  stage s;
  begin(&s);
  pk_call *call = ask(&s);
  CHECK_NUMBER(pk_core_next_tick(s.core), s.now + 10000);
  pk_core_tick(s.core, s.now + 9999);
  CHECK(!pk_call_ended(call));
  pk_core_tick(s.core, s.now + 10000);
  CHECK_NUMBER(status_of(call), PISHKHAN_DEADLINE_EXCEEDED);
  CHECK_NUMBER(pk_call_outcome(call)->failure.reason, PISHKHAN_REASON_DEADLINE_PASSED);
  CHECK_NUMBER(pk_call_outcome(call)->failure.cause, PISHKHAN_REASON_UNSPECIFIED);
  CHECK(pk_call_outcome(call)->maybe_seen);
  peer_answer(&s.peer, 1, "answer", 6); /* whatever arrives, it is too late */
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_DEADLINE_EXCEEDED);
  CHECK_NUMBER(peer_at(&s.peer, 0)->reset_code, NGHTTP2_CANCEL);
  pk_call_free(call);
  end(&s);
}

static void timeouts_have_eight_digits(void) {
  static const struct {
    int64_t timeout;
    const char *text;
  } rows[] = {{1, "1m"}, {99999999, "99999999m"}, {100000000, "100000S"}, {-1, ""}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    stage s;
    begin(&s);
    pk_call *call = start(&s, 0, rows[i].timeout, "question");
    settle(&s);
    CHECK_TEXT(peer_at(&s.peer, 0)->timeout, rows[i].text);
    pk_call_free(call);
    end(&s);
  }
}

static void keepalive(void) {
  stage s;
  begin(&s);
  pk_call *call = start(&s, 0, -1, "question");
  settle(&s);
  pk_failure failure;
  CHECK_NUMBER(pk_core_next_tick(s.core), s.now + 60000);
  s.now += 60000;
  pk_core_tick(s.core, s.now);
  settle(&s);
  CHECK_NUMBER(s.peer.pings, 1);
  peer_frame(&s.peer, NGHTTP2_PING, NGHTTP2_FLAG_ACK, 0, "\0\0\0\0\0\0\0\0", 8);
  settle(&s);
  pk_core_tick(s.core, s.now + 20001);
  CHECK_NUMBER(pk_core_verdict(s.core, &failure), PK_LINE_KEEP);
  s.now += 60000;
  pk_core_tick(s.core, s.now);
  settle(&s);
  CHECK_NUMBER(s.peer.pings, 2);
  pk_core_tick(s.core, s.now + 20000);
  CHECK_NUMBER(pk_core_verdict(s.core, &failure), PK_LINE_BREAK);
  CHECK_NUMBER(failure.reason, PISHKHAN_REASON_CONNECTION_LOST);
  pk_call_free(call);
  end(&s);
}

static void keepalive_of_an_idle_line(void) {
  for (int without_calls = 0; without_calls < 2; without_calls++) {
    stage s = {.now = 1000};
    const pk_core_options options = {.allocator = &pk_default_allocator,
                                     .authority = "counter.example:7443",
                                     .message_limit = 1000,
                                     .keepalive_ms = 60000,
                                     .keepalive_timeout_ms = 500,
                                     .keepalive_without_calls = without_calls};
    pk_failure failure;
    s.core = pk_core_new(&options);
    connect_line(&s, UINT32_MAX);
    CHECK_NUMBER(pk_core_next_tick(s.core), without_calls ? s.now + 60000 : PK_NO_TIME);
    pk_core_tick(s.core, s.now + 60000);
    settle(&s);
    CHECK_NUMBER(s.peer.pings, without_calls);
    pk_core_tick(s.core, s.now + 60500);
    CHECK_NUMBER(pk_core_verdict(s.core, &failure), without_calls ? PK_LINE_BREAK : PK_LINE_KEEP);
    end(&s);
  }
}

/* Proposal A8. */
static void too_many_pings(void) {
  static const struct {
    uint32_t code;
    const char *words;
    int64_t next;
  } rows[] = {{NGHTTP2_ENHANCE_YOUR_CALM, "too_many_pings", 120000},
              {NGHTTP2_ENHANCE_YOUR_CALM, "", 60000},
              {NGHTTP2_NO_ERROR, "too_many_pings", 60000}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    stage s;
    begin(&s);
    peer_goaway(&s.peer, 0, rows[i].code, rows[i].words);
    settle(&s);
    pk_core_line_lost(s.core, NULL, s.now);
    peer_close(&s.peer);
    connect_line(&s, UINT32_MAX); /* the next line keeps it */
    pk_call *call = start(&s, 0, -1, "question");
    settle(&s);
    CHECK_NUMBER(pk_core_next_tick(s.core), s.now + rows[i].next);
    pk_call_free(call);
    end(&s);
  }
}

static void backoff(void) {
  pk_core *core = new_core(&pk_default_allocator);
  double wait = 1000;
  bool varies = false;
  int64_t last = 0;
  for (unsigned failures = 1; failures <= 30; failures++) {
    int64_t got = pk_core_backoff(core, failures);
    CHECK((double)got >= wait * 0.8 - 1 && (double)got <= wait * 1.2);
    wait = wait * 1.6 < 120000 ? wait * 1.6 : 120000;
    varies |= failures > 20 && got != last;
    last = got;
  }
  CHECK(varies);
  pk_core_free(core);
}

static void pings_are_answered(void) {
  stage s;
  begin(&s);
  peer_frame(&s.peer, NGHTTP2_PING, 0, 0, "12345678", 8);
  settle(&s);
  CHECK_NUMBER(s.peer.ping_acks, 1);
  end(&s);
}

int main(void) {
  static const test tests[] = {
      {"a deadline ends the call, whatever arrives later", deadlines},
      {"grpc-timeout has at most eight digits", timeouts_have_eight_digits},
      {"keepalive finds a dead line", keepalive},
      {"an idle line is kept alive where that is wished", keepalive_of_an_idle_line},
      {"too_many_pings doubles keepalive's interval", too_many_pings},
      {"lines back off from 1 s by 1.6 to 120 s, jittered by a fifth", backoff},
      {"PING is answered", pings_are_answered},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
