/* Lines that break, cannot be made, or end with GOAWAY. */
#include "core_stage.h"

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
