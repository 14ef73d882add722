/* Time, and lines that break. */
#include "core_stage.h"

/* ---- time ---- */

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

/* ---- lines that break ---- */

static void a_broken_line_and_a_call_that_must_not_be_repeated(void) {
  stage s;
  begin(&s);
  pk_call *call = ask(&s);
  lose_line(&s, PISHKHAN_REASON_CONNECTION_LOST);
  CHECK_NUMBER(status_of(call), PISHKHAN_UNAVAILABLE);
  CHECK_NUMBER(reason_of(call), PISHKHAN_REASON_CONNECTION_LOST);
  CHECK(pk_call_outcome(call)->maybe_seen);
  pk_call_free(call);
  pk_core_free(s.core);
}

static void a_broken_line_and_a_call_with_a_key(void) {
  stage s;
  begin(&s);
  pk_call *call = start(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_SAFE_TO_REPEAT, 30000, "write");
  settle(&s);
  peer_begin(&s.peer, 1); /* even after response headers: the key makes it safe */
  settle(&s);
  lose_line(&s, PISHKHAN_REASON_CONNECTION_LOST);
  CHECK(!pk_call_ended(call));
  CHECK(!pk_core_wants_line(s.core, s.now)); /* not more than one line a second */
  s.now = pk_core_next_tick(s.core);
  CHECK_NUMBER(s.now, 2000);
  CHECK(pk_core_wants_line(s.core, s.now));
  connect_line(&s, UINT32_MAX);
  CHECK_NUMBER(peer_at(&s.peer, 0)->body.size, 10);
  CHECK_TEXT(peer_at(&s.peer, 0)->timeout, "29000m");
  peer_answer(&s.peer, 1, "stored", 6);
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_OK);
  check_message(call, "stored");
  pk_call_free(call);
  end(&s);
}

static void a_line_that_cannot_be_made(void) {
  stage s = {.now = 5000};
  pk_failure failure;
  pk_fail(&failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECT_FAILED, "refused");
  s.core = new_core(&pk_default_allocator);
  pk_call *hasty = start(&s, PK_CALL_UNARY_RESPONSE, 10000, "read");
  pk_call *patient = start(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_WAIT_FOR_READY, -1, "read");
  pk_call *keyed = start(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_SAFE_TO_REPEAT, 20000, "write");
  int64_t least = 800, most = 1200;
  for (int i = 0; i < 12; i++) {
    CHECK(pk_core_wants_line(s.core, s.now));
    pk_core_line_started(s.core, s.now);
    pk_core_line_lost(s.core, &failure, s.now);
    CHECK_NUMBER(status_of(hasty), PISHKHAN_UNAVAILABLE);
    CHECK(!pk_call_outcome(hasty)->maybe_seen);
    CHECK(!pk_core_wants_line(s.core, s.now + least - 1));
    CHECK(pk_core_wants_line(s.core, s.now + most));
    while (!pk_core_wants_line(s.core, s.now))
      pk_core_tick(s.core, ++s.now);
    least = least * 16 / 10 - 1 > 96000 ? 96000 : least * 16 / 10 - 1;
    most = most * 16 / 10 + 1 > 144000 ? 144000 : most * 16 / 10 + 1;
  }
  CHECK_NUMBER(status_of(keyed), PISHKHAN_DEADLINE_EXCEEDED);
  CHECK(!pk_call_outcome(keyed)->maybe_seen);
  CHECK(strstr(pk_call_outcome(keyed)->failure.message, "refused") != NULL);
  CHECK_NUMBER(pk_call_outcome(keyed)->failure.reason, PISHKHAN_REASON_NOT_CONNECTED);
  CHECK_NUMBER(pk_call_outcome(keyed)->failure.cause, PISHKHAN_REASON_CONNECT_FAILED);
  CHECK(!pk_call_ended(patient));
  connect_line(&s, UINT32_MAX);
  peer_answer(&s.peer, 1, "answer", 6);
  settle(&s);
  CHECK_NUMBER(status_of(patient), PISHKHAN_OK);
  pk_call_free(hasty);
  pk_call_free(patient);
  pk_call_free(keyed);
  end(&s);
}

static void what_a_person_must_mend_is_told_at_once(void) {
  stage s = {.now = 5000};
  pk_failure failure;
  pk_fail(&failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CERTIFICATE_UNTRUSTED, "untrusted");
  s.core = new_core(&pk_default_allocator);
  pk_call *call = start(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_SAFE_TO_REPEAT, 30000, "write");
  pk_core_line_started(s.core, s.now);
  pk_core_line_lost(s.core, &failure, s.now);
  CHECK_NUMBER(reason_of(call), PISHKHAN_REASON_CERTIFICATE_UNTRUSTED);
  CHECK(!pk_call_outcome(call)->maybe_seen);
  pk_call_free(call);
  /* With TLS 1.3 a refused client certificate is heard of after the request went out. */
  s.now += 10000;
  connect_line(&s, UINT32_MAX);
  call = start(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_SAFE_TO_REPEAT, 30000, "write");
  settle(&s);
  lose_line(&s, PISHKHAN_REASON_CERTIFICATE_REFUSED);
  CHECK_NUMBER(reason_of(call), PISHKHAN_REASON_CERTIFICATE_REFUSED);
  CHECK(!pk_call_outcome(call)->maybe_seen);
  pk_call_free(call);
  pk_core_free(s.core);
}

static void refused_streams(void) {
  stage s;
  begin(&s);
  pk_call *call = ask(&s);
  peer_reset(&s.peer, 1, NGHTTP2_REFUSED_STREAM);
  settle(&s);
  CHECK(!pk_call_ended(call));
  CHECK_NUMBER(s.peer.request_count, 2); /* transparently, once */
  CHECK_NUMBER(peer_at(&s.peer, 1)->body.size, 13);
  peer_reset(&s.peer, 3, NGHTTP2_REFUSED_STREAM);
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_UNAVAILABLE);
  CHECK(!pk_call_outcome(call)->maybe_seen); /* the server has told so, both times */
  pk_call_free(call);
  end(&s);
}

static void goodbyes(void) {
  stage s;
  begin(&s);
  pk_failure failure;
  pk_call *kept = ask(&s);
  pk_call *above = ask(&s);
  peer_goaway(&s.peer, INT32_MAX, NGHTTP2_NO_ERROR, "");
  settle(&s);
  peer_goaway(&s.peer, 1, NGHTTP2_NO_ERROR, "");
  settle(&s);
  CHECK_NUMBER(pk_core_verdict(s.core, &failure), PK_LINE_KEEP); /* one call runs to its end */
  pk_call *later = ask(&s);
  CHECK_NUMBER(s.peer.request_count, 2);
  peer_answer(&s.peer, 1, "answer", 6);
  settle(&s);
  CHECK_NUMBER(status_of(kept), PISHKHAN_OK);
  CHECK_NUMBER(pk_core_verdict(s.core, &failure), PK_LINE_CLOSE);
  pk_core_line_lost(s.core, NULL, s.now);
  peer_close(&s.peer);
  CHECK(pk_core_wants_line(s.core, s.now)); /* at once */
  connect_line(&s, UINT32_MAX);
  CHECK_NUMBER(s.peer.request_count, 2);
  peer_answer(&s.peer, 1, "answer", 6);
  peer_answer(&s.peer, 3, "answer", 6);
  settle(&s);
  CHECK_NUMBER(status_of(above), PISHKHAN_OK);
  CHECK_NUMBER(status_of(later), PISHKHAN_OK);
  pk_call_free(kept);
  pk_call_free(above);
  pk_call_free(later);
  end(&s);
}

static void a_long_goodbye_is_cut_short_for_those_who_wait(void) {
  stage s;
  begin(&s);
  pk_failure failure;
  pk_call *endless = start(&s, 0, -1, "watch");
  settle(&s);
  peer_goaway(&s.peer, 1, NGHTTP2_NO_ERROR, "");
  settle(&s);
  pk_core_tick(s.core, s.now + 100000);
  CHECK_NUMBER(pk_core_verdict(s.core, &failure), PK_LINE_KEEP); /* nobody waits */
  s.now += 100000;
  pk_call *waiting = start(&s, PK_CALL_UNARY_RESPONSE, 10000, "read");
  CHECK_NUMBER(pk_core_next_tick(s.core), s.now + 5000);
  pk_core_tick(s.core, s.now + 5000);
  CHECK_NUMBER(pk_core_verdict(s.core, &failure), PK_LINE_CLOSE);
  pk_core_line_lost(s.core, NULL, s.now + 5000);
  CHECK_NUMBER(status_of(endless), PISHKHAN_UNAVAILABLE);
  CHECK(!pk_call_ended(waiting));
  pk_call_free(endless);
  pk_call_free(waiting);
  end(&s);
}

static void garbage(void) {
  stage s;
  begin(&s);
  pk_failure failure;
  pk_call *call = ask(&s);
  pk_core_receive(s.core, (const uint8_t *)"HTTP/1.1 400 Bad Request\r\n\r\n", 28, s.now);
  settle(&s);
  CHECK_NUMBER(pk_core_verdict(s.core, &failure), PK_LINE_BREAK);
  pk_core_line_lost(s.core, &failure, s.now);
  CHECK_NUMBER(status_of(call), PISHKHAN_UNAVAILABLE);
  pk_call_free(call);
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
      {"a broken line ends a call that must not be repeated",
       a_broken_line_and_a_call_that_must_not_be_repeated},
      {"a call with a key is repeated over the next line", a_broken_line_and_a_call_with_a_key},
      {"connecting backs off, and only patient calls wait", a_line_that_cannot_be_made},
      {"certificate trouble is told at once and stored nothing", what_a_person_must_mend_is_told_at_once},
      {"a refused stream is repeated once", refused_streams},
      {"GOAWAY: what is above is repeated, what is below ends", goodbyes},
      {"a goodbye is cut short when others wait", a_long_goodbye_is_cut_short_for_those_who_wait},
      {"garbage breaks the line, not the program", garbage},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
