/* Flow control, streams, many calls on one line, metadata. */
#include "core_stage.h"

/* ---- flow control ---- */

static void padding_counts(void) {
  stage s;
  begin(&s);
  pk_call *call = start(&s, 0, -1, "question");
  settle(&s);
  peer_begin(&s.peer, 1);
  uint8_t message[5 + 100] = {0, 0, 0, 0, 100};
  const uint64_t given =
      65535 + s.peer.window_updates; /* the window at first (RFC 9113, 6.9.2) and what widened it */
  s.peer.window_updates = 0;
  int received = 0;
  for (int i = 0; i < 8000; i++) { /* 2.9 MB with padding: far more than either window */
    peer_padded_data(&s.peer, 1, message, sizeof message, 255);
    settle(&s);
    uint8_t *bytes;
    size_t size;
    while (pk_call_take(call, &bytes, &size)) {
      received += size == 100;
      free(bytes);
    }
    settle(&s);
    if (s.peer.data_sent > s.peer.window_updates + given)
      break;
  }
  CHECK_NUMBER(received, 8000);
  peer_trailers(&s.peer, 1, "0");
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_OK);
  pk_call_free(call);
  end(&s);
}

static void a_slow_reader_closes_the_window(void) {
  stage s;
  begin(&s);
  pk_call *call = start(&s, 0, -1, "question");
  settle(&s);
  peer_begin(&s.peer, 1);
  static char big[300000];
  size_t sent = 0;
  pk_verdict verdict = PK_LINE_KEEP;
  pk_failure failure;
  /* A server that goes on beyond the window of 256 KiB breaks the rules; what is held stays bounded. */
  while (sent < 100 && verdict == PK_LINE_KEEP && !pk_call_ended(call)) {
    peer_message(&s.peer, 1, big, 30000);
    settle(&s);
    sent++;
    verdict = pk_core_verdict(s.core, &failure);
  }
  CHECK(sent >= 8 && sent <= 14);
  pk_call_free(call);
  end(&s);
}

static void many_messages_in_one_frame(void) {
  stage s;
  begin(&s);
  pk_call *call = start(&s, 0, -1, "question");
  settle(&s);
  peer_begin(&s.peer, 1);
  peer_data(&s.peer, 1, false, "\0\0\0\0\3one\0\0\0\0\0\0\0\0\0\5three", 23);
  peer_trailers(&s.peer, 1, "0");
  settle(&s);
  check_message(call, "one");
  check_message(call, "");
  check_message(call, "three");
  CHECK_NUMBER(status_of(call), PISHKHAN_OK);
  pk_call_free(call);
  end(&s);
}

static void both_sides_stream(void) {
  stage s;
  begin(&s);
  pk_failure failure;
  const pk_call_setup setup = {.method = METHOD, .deadline = PK_NO_TIME};
  pk_call *call = pk_call_new(s.core, &setup, s.now, &failure);
  pk_core_tick(s.core, s.now);
  for (int i = 0; i < 3; i++) {
    char text[] = {'m', (char)('0' + i), 0};
    CHECK(pk_call_send(call, text, 2, &failure));
    settle(&s);
    CHECK_NUMBER(peer_at(&s.peer, 0)->body.size, 7 * (i + 1));
    if (i == 0)
      peer_begin(&s.peer, 1);
    peer_message(&s.peer, 1, text, 2);
    settle(&s);
    check_message(call, text);
  }
  CHECK_NUMBER(pk_call_unsent(call), 0);
  pk_call_finish(call);
  settle(&s);
  CHECK(peer_at(&s.peer, 0)->ended);
  CHECK(!pk_call_send(call, "late", 4, &failure));
  peer_trailers(&s.peer, 1, "0");
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_OK);
  pk_call_free(call);
  end(&s);
}

/* ---- many calls ---- */

static void max_streams(void) {
  stage s;
  s.now = 1000;
  s.core = new_core(&pk_default_allocator);
  connect_line(&s, 2);
  pk_call *calls[5];
  for (int i = 0; i < 5; i++)
    calls[i] = start(&s, PK_CALL_UNARY_RESPONSE, 10000, "question");
  settle(&s);
  for (size_t i = 0; i < 5; i++) {
    size_t wanted = i + 2 < 5 ? i + 2 : 5;
    CHECK_NUMBER(s.peer.request_count, wanted);
    peer_answer(&s.peer, peer_at(&s.peer, i)->stream, "answer", 6);
    settle(&s);
    CHECK_NUMBER(status_of(calls[i]), PISHKHAN_OK);
  }
  for (int i = 0; i < 5; i++)
    pk_call_free(calls[i]);
  end(&s);
}

/* More is on its way than the server has come to allow: what it refuses waits for room. */
static void refused_for_want_of_room(void) {
  stage s;
  begin(&s);
  pk_call *calls[4];
  for (int i = 0; i < 4; i++)
    calls[i] = start(&s, PK_CALL_UNARY_RESPONSE, 10000, "question");
  settle(&s);
  CHECK_NUMBER(s.peer.request_count, 4);
  peer_settings(&s.peer, 1);
  for (int32_t stream = 3; stream <= 7; stream += 2)
    peer_reset(&s.peer, stream, NGHTTP2_REFUSED_STREAM);
  settle(&s);
  CHECK_NUMBER(s.peer.request_count, 4);
  for (size_t i = 0; i < 4; i++) {
    peer_answer(&s.peer, peer_at(&s.peer, i == 0 ? 0 : 3 + i)->stream, "answer", 6);
    settle(&s);
  }
  for (int i = 0; i < 4; i++) {
    CHECK_NUMBER(status_of(calls[i]), PISHKHAN_OK);
    pk_call_free(calls[i]);
  }
  CHECK_NUMBER(s.peer.request_count, 7);
  end(&s);
}

static void ended_calls_are_reported_in_order(void) {
  stage s;
  begin(&s);
  pk_call *first = start(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_REPORT_END, 10000, "one");
  pk_call *second = start(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_REPORT_END, 10000, "two");
  settle(&s);
  CHECK(pk_core_next_ended(s.core) == NULL);
  peer_answer(&s.peer, 3, "answer", 6);
  peer_answer(&s.peer, 1, "answer", 6);
  settle(&s);
  CHECK(pk_core_next_ended(s.core) == second);
  CHECK(pk_core_next_ended(s.core) == first);
  CHECK(pk_core_next_ended(s.core) == NULL);
  pk_call_free(first);
  pk_call_free(second);
  end(&s);
}

static void cancelling(void) {
  stage s;
  begin(&s);
  pk_call *call = ask(&s);
  pk_call_cancel(call);
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_CANCELLED);
  CHECK_NUMBER(peer_at(&s.peer, 0)->reset_code, NGHTTP2_CANCEL);
  peer_answer(&s.peer, 1, "late", 4); /* crosses the reset on the wire */
  settle(&s);
  pk_failure failure;
  CHECK_NUMBER(pk_core_verdict(s.core, &failure), PK_LINE_KEEP);
  pk_call_free(call);
  pk_call *next = ask(&s);
  peer_answer(&s.peer, 3, "answer", 6);
  settle(&s);
  CHECK_NUMBER(status_of(next), PISHKHAN_OK);
  pk_call_free(next);
  end(&s);
}

static void metadata_goes_both_ways(void) {
  stage s;
  begin(&s);
  pk_failure failure;
  const pishkhan_metadata given = {"x-custom-bin", "\253\253\253", 3};
  pk_call_setup setup = {.method = METHOD,
                         .deadline = PK_NO_TIME,
                         .flags = PK_CALL_KEEP_METADATA,
                         .metadata = &given,
                         .metadata_count = 1};
  pk_call *call = pk_call_new(s.core, &setup, s.now, &failure);
  pk_core_tick(s.core, s.now);
  settle(&s);
  CHECK_TEXT(peer_at(&s.peer, 0)->custom, "q6ur");
  const char *const pairs[] = {":status", "200", "content-type", "application/grpc", "x-a", "1",
                               "x-a",     "2",   "x-b-bin",      "q6urqw==,q6ur",    NULL};
  peer_headers(&s.peer, 1, false, pairs);
  settle(&s);
  size_t size = 0;
  CHECK_TEXT((const char *)pk_call_metadata(call, "x-a", 1, &size), "2");
  CHECK(pk_call_metadata(call, "x-b-bin", 0, &size) && size == 4);
  CHECK(pk_call_metadata(call, "x-b-bin", 1, &size) && size == 3);
  CHECK(pk_call_metadata(call, "x-b-bin", 2, &size) == NULL);
  pk_call_free(call);
  static const char *const bad[] = {"X-Upper", "grpc-own", "te", ":path", "", "a b"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    const pishkhan_metadata wrong = {bad[i], "v", 1};
    setup.metadata = &wrong;
    CHECK(pk_call_new(s.core, &setup, s.now, &failure) == NULL);
    CHECK_NUMBER(failure.status, PISHKHAN_INVALID_ARGUMENT);
  }
  end(&s);
}

static void bad_methods(void) {
  stage s;
  begin(&s);
  static const char *const methods[] = {"", "Track", "/Track", "/a b/c", "/a\n/c"};
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
    pk_failure failure;
    const pk_call_setup setup = {.method = methods[i], .deadline = PK_NO_TIME};
    CHECK(pk_call_new(s.core, &setup, s.now, &failure) == NULL);
    CHECK_NUMBER(failure.status, PISHKHAN_INVALID_ARGUMENT);
  }
  end(&s);
}

int main(void) {
  static const test tests[] = {
      {"padding is given back to the window", padding_counts},
      {"a reader that does not take its messages closes the window", a_slow_reader_closes_the_window},
      {"one DATA frame may hold many messages", many_messages_in_one_frame},
      {"both sides may stream", both_sides_stream},
      {"calls beyond MAX_CONCURRENT_STREAMS wait", max_streams},
      {"calls refused for want of room wait for it", refused_for_want_of_room},
      {"calls that ended are reported in order", ended_calls_are_reported_in_order},
      {"a cancelled call resets its stream alone", cancelling},
      {"metadata goes both ways, binary too", metadata_goes_both_ways},
      {"a method that is no path is refused", bad_methods},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
