/* The protocol core against a scripted server: no socket, no clock. */
#include "check.h"
#include "peer.h"

#include <stdlib.h>

static const char METHOD[] = "/pishkhan.v1.Requests/Track";

/* A core with a line that is up, and its peer. */
typedef struct stage {
  pk_core *core;
  peer peer;
  int64_t now;
} stage;

static pk_core *new_core(const pishkhan_allocator *allocator) {
  const pk_core_options options = {.allocator = allocator,
                                   .authority = "counter.example:7443",
                                   .message_limit = 1000000,
                                   .keepalive_ms = 60000,
                                   .seed = 7};
  return pk_core_new(&options);
}

static void connect_line(stage *s, uint32_t max_streams) {
  peer_open(&s->peer);
  pk_core_line_started(s->core, s->now);
  CHECK(pk_core_line_up(s->core, s->now));
  peer_settings(&s->peer, max_streams);
  pump(s->core, &s->peer, s->now, 100000);
}

static void begin(stage *s) {
  s->now = 1000;
  s->core = new_core(&pk_default_allocator);
  connect_line(s, UINT32_MAX);
}

static void end(stage *s) {
  pk_core_free(s->core);
  peer_close(&s->peer);
}

static void lose_line(stage *s, pishkhan_reason reason) {
  pk_failure failure;
  pk_fail(&failure, PISHKHAN_UNAVAILABLE, reason, "the test cut the line");
  pk_core_line_lost(s->core, &failure, s->now);
  peer_close(&s->peer);
}

static pk_call *start(stage *s, unsigned flags, int64_t timeout, const char *message) {
  pk_failure failure;
  const pk_call_setup setup = {
      .method = METHOD, .flags = flags, .deadline = timeout < 0 ? PK_NO_TIME : s->now + timeout};
  pk_call *call = pk_call_new(s->core, &setup, s->now, &failure);
  CHECK(call != NULL);
  CHECK(pk_call_send(call, message, strlen(message), &failure));
  pk_call_finish(call);
  pk_core_tick(s->core, s->now);
  return call;
}

/* A unary call whose request has reached the peer. */
static pk_call *ask(stage *s) {
  pk_call *call = start(s, PK_CALL_UNARY_RESPONSE, 10000, "question");
  pump(s->core, &s->peer, s->now, 100000);
  return call;
}

static void settle(stage *s) { pump(s->core, &s->peer, s->now, 100000); }

static int status_of(const pk_call *call) {
  return pk_call_ended(call) ? (int)pk_call_outcome(call)->failure.status : -1;
}

static int reason_of(const pk_call *call) { return (int)pk_call_outcome(call)->failure.reason; }

static void check_message(pk_call *call, const char *wanted) {
  uint8_t *bytes;
  size_t size;
  bool has = pk_call_take(call, &bytes, &size);
  CHECK(has);
  if (!has)
    return;
  CHECK_NUMBER(size, strlen(wanted));
  CHECK(memcmp(bytes, wanted, strlen(wanted)) == 0);
  free(bytes);
}

/* ---- answers ---- */

static void unary_byte_by_byte(void) {
  stage s;
  begin(&s);
  pk_call *call = ask(&s);
  peer_request *request = peer_at(&s.peer, 0);
  CHECK_TEXT(request->path, METHOD);
  CHECK_TEXT(request->timeout, "10000m");
  CHECK(request->ended);
  CHECK_NUMBER(request->body.size, 5 + 8);
  CHECK(memcmp(request->body.data, "\0\0\0\0\10question", 13) == 0);
  peer_answer(&s.peer, request->stream, "answer", 6);
  pump(s.core, &s.peer, s.now, 1);
  CHECK_NUMBER(status_of(call), PISHKHAN_OK);
  check_message(call, "answer");
  pk_call_free(call);
  end(&s);
}

static void http_statuses(void) {
  static const struct {
    const char *http;
    int status;
  } rows[] = {
      {"400", PISHKHAN_INTERNAL},      {"401", PISHKHAN_UNAUTHENTICATED}, {"403", PISHKHAN_PERMISSION_DENIED},
      {"404", PISHKHAN_UNIMPLEMENTED}, {"429", PISHKHAN_UNAVAILABLE},     {"502", PISHKHAN_UNAVAILABLE},
      {"503", PISHKHAN_UNAVAILABLE},   {"504", PISHKHAN_UNAVAILABLE},     {"200", PISHKHAN_UNKNOWN},
      {"500", PISHKHAN_UNKNOWN},       {"301", PISHKHAN_UNKNOWN},         {"418", PISHKHAN_UNKNOWN}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    stage s;
    begin(&s);
    pk_call *call = ask(&s);
    const char *const pairs[] = {":status", rows[i].http, "content-type", "text/html", NULL};
    peer_headers(&s.peer, 1, false, pairs);
    peer_data(&s.peer, 1, true, "<html>a page for people</html>", 30);
    settle(&s);
    CHECK_NUMBER(status_of(call), rows[i].status);
    CHECK_NUMBER(reason_of(call), PISHKHAN_REASON_RESPONSE_INVALID);
    CHECK(!pk_call_outcome(call)->from_server);
    pk_call_free(call);
    end(&s);
  }
}

static void resets(void) {
  static const int wanted[] = {
      [NGHTTP2_NO_ERROR] = PISHKHAN_INTERNAL,
      [NGHTTP2_PROTOCOL_ERROR] = PISHKHAN_INTERNAL,
      [NGHTTP2_INTERNAL_ERROR] = PISHKHAN_INTERNAL,
      [NGHTTP2_FLOW_CONTROL_ERROR] = PISHKHAN_INTERNAL,
      [NGHTTP2_SETTINGS_TIMEOUT] = PISHKHAN_INTERNAL,
      [NGHTTP2_STREAM_CLOSED] = PISHKHAN_INTERNAL,
      [NGHTTP2_FRAME_SIZE_ERROR] = PISHKHAN_INTERNAL,
      [NGHTTP2_REFUSED_STREAM] = -1, /* repeated */
      [NGHTTP2_CANCEL] = PISHKHAN_CANCELLED,
      [NGHTTP2_COMPRESSION_ERROR] = PISHKHAN_INTERNAL,
      [NGHTTP2_CONNECT_ERROR] = PISHKHAN_INTERNAL,
      [NGHTTP2_ENHANCE_YOUR_CALM] = PISHKHAN_RESOURCE_EXHAUSTED,
      [NGHTTP2_INADEQUATE_SECURITY] = PISHKHAN_PERMISSION_DENIED,
      [NGHTTP2_HTTP_1_1_REQUIRED] = PISHKHAN_UNKNOWN,
  };
  for (uint32_t code = 0; code < sizeof wanted / sizeof *wanted; code++) {
    stage s;
    begin(&s);
    pk_call *call = ask(&s);
    peer_reset(&s.peer, 1, code);
    settle(&s);
    CHECK_NUMBER(status_of(call), wanted[code]);
    CHECK(wanted[code] < 0 || pk_call_outcome(call)->maybe_seen);
    pk_call_free(call);
    end(&s);
  }
}

static void resets_in_an_answer(void) {
  for (int place = 0; place < 3; place++) {
    stage s;
    begin(&s);
    pk_call *call = ask(&s);
    peer_begin(&s.peer, 1);
    if (place == 1)
      peer_data(&s.peer, 1, false, "\0\0\0\0\6ans", 8); /* inside a message */
    if (place == 2)
      peer_message(&s.peer, 1, "answer", 6); /* whole, but without a status */
    peer_reset(&s.peer, 1, NGHTTP2_REFUSED_STREAM);
    settle(&s);
    CHECK_NUMBER(status_of(call), PISHKHAN_UNAVAILABLE); /* never repeated after response headers */
    CHECK_NUMBER(s.peer.request_count, 1);
    pk_call_free(call);
    end(&s);
  }
}

static void grpc_statuses(void) {
  static const struct {
    const char *text;
    int status;
  } rows[] = {{"1", 1},  {"3", 3},  {"5", 5}, {"9", 9},  {"13", 13}, {"14", 14}, {"16", 16},
              {"17", 2}, {"99", 2}, {"x", 2}, {"-1", 2}, {"", 2},    {"007", 2}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    stage s;
    begin(&s);
    pk_call *call = ask(&s);
    const char *const pairs[] = {":status",    "200", "content-type", "application/grpc", "grpc-status",
                                 rows[i].text, NULL};
    peer_headers(&s.peer, 1, true, pairs);
    settle(&s);
    CHECK_NUMBER(status_of(call), rows[i].status);
    CHECK(pk_call_outcome(call)->from_server);
    pk_call_free(call);
    end(&s);
  }
}

static void percent_decoding(void) {
  static const struct {
    const char *sent;
    const char *read;
  } rows[] = {{"plain", "plain"},   {"a%20b", "a b"},   {"%D8%B3%D9%84%D8%A7%D9%85", "سلام"},
              {"100%", "100%"},     {"%2", "%2"},       {"%zz", "%zz"},
              {"%%41", "%A"},       {"%e2%9c%93", "✓"}, {"%09tab", "\ttab"},
              {"half%4", "half%4"}, {"%25", "%"},       {"", ""}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    stage s;
    begin(&s);
    pk_call *call = ask(&s);
    const char *const pairs[] = {":status",          "200",         "content-type",
                                 "application/grpc", "grpc-status", "2",
                                 "grpc-message",     rows[i].sent,  NULL};
    peer_headers(&s.peer, 1, true, pairs);
    settle(&s);
    CHECK_NUMBER(status_of(call), PISHKHAN_UNKNOWN);
    const char *message = pk_call_outcome(call)->message;
    CHECK_TEXT(message, rows[i].read);
    pk_call_free(call);
    end(&s);
  }
}

static void wrong_number_of_messages(void) {
  for (int count = 0; count < 3; count++) {
    stage s;
    begin(&s);
    pk_call *call = ask(&s);
    peer_begin(&s.peer, 1);
    for (int i = 0; i < count; i++)
      peer_message(&s.peer, 1, "one", 3);
    peer_trailers(&s.peer, 1, "0");
    settle(&s);
    CHECK_NUMBER(status_of(call), count == 1 ? PISHKHAN_OK : PISHKHAN_UNIMPLEMENTED);
    pk_call_free(call);
    end(&s);
  }
}

static void bad_messages(void) {
  static const struct {
    const char *prefix;
    int status;
    int reason;
  } rows[] = {
      {"\0\377\377\377\377", PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_MESSAGE_TOO_LARGE},
      {"\0\0\17\102\101", PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_MESSAGE_TOO_LARGE}, /* 1,000,001 */
      {"\1\0\0\0\1", PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID},
      {"\2\0\0\0\1", PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    stage s;
    begin(&s);
    pk_call *call = ask(&s);
    peer_begin(&s.peer, 1);
    peer_data(&s.peer, 1, false, rows[i].prefix, 5);
    settle(&s);
    CHECK_NUMBER(status_of(call), rows[i].status);
    CHECK_NUMBER(reason_of(call), rows[i].reason);
    CHECK(peer_at(&s.peer, 0)->reset);
    CHECK_NUMBER(peer_at(&s.peer, 0)->reset_code, NGHTTP2_CANCEL);
    pk_call_free(call);
    end(&s);
  }
}

static void ends_inside_a_message(void) {
  stage s;
  begin(&s);
  pk_call *call = ask(&s);
  peer_begin(&s.peer, 1);
  peer_data(&s.peer, 1, false, "\0\0\0\0\6ans", 8);
  peer_trailers(&s.peer, 1, "0");
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_INTERNAL);
  pk_call_free(call);
  end(&s);
}

static void informational_headers(void) {
  stage s;
  begin(&s);
  pk_call *call = ask(&s);
  const char *const early[] = {":status", "103", "link", "</x>", NULL};
  peer_headers(&s.peer, 1, false, early);
  peer_answer(&s.peer, 1, "answer", 6);
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_OK);
  pk_call_free(call);
  end(&s);
}

static void too_many_headers(void) {
  stage s;
  begin(&s);
  pk_call *call = ask(&s);
  char value[2001];
  memset(value, 'v', 2000);
  value[2000] = 0;
  const char *pairs[45] = {":status", "200"};
  for (size_t i = 2; i < 44; i += 2) {
    pairs[i] = "x-padding";
    pairs[i + 1] = value;
  }
  peer_headers(&s.peer, 1, true, pairs);
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_RESOURCE_EXHAUSTED);
  pk_call_free(call);
  end(&s);
}

static void an_ok_that_is_no_grpc(void) {
  stage s;
  begin(&s);
  pk_call *call = ask(&s);
  const char *const pairs[] = {":status", "200", "content-type", "text/plain", "grpc-status", "0", NULL};
  peer_headers(&s.peer, 1, true, pairs);
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_UNKNOWN);
  pk_call_free(call);
  end(&s);
}

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
  peer_goaway(&s.peer, INT32_MAX, NGHTTP2_NO_ERROR);
  settle(&s);
  peer_goaway(&s.peer, 1, NGHTTP2_NO_ERROR);
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
  peer_goaway(&s.peer, 1, NGHTTP2_NO_ERROR);
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

static void answer_unavailable(peer *peer, int32_t stream, const char *status, const char *pushback) {
  const char *const pairs[] = {":status",
                               "200",
                               "content-type",
                               "application/grpc",
                               "grpc-status",
                               status,
                               pushback ? "grpc-retry-pushback-ms" : NULL,
                               pushback,
                               NULL};
  peer_headers(peer, stream, true, pairs);
}

static void pushback(void) {
  static const struct {
    const char *status;
    const char *pushback;
    bool keyed;
    int64_t waits; /* -1: not repeated */
  } rows[] = {{"14", "1500", true, 1500}, {"14", "1500", false, -1}, {"14", "-1", true, -1},
              {"14", "x", true, -1},      {"8", "700", true, 700},   {"8", NULL, true, -1},
              {"13", "5", true, -1},      {"14", "60000", true, -1}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    stage s;
    begin(&s);
    pk_call *call =
        start(&s, PK_CALL_UNARY_RESPONSE | (rows[i].keyed ? PK_CALL_SAFE_TO_REPEAT : 0u), 30000, "write");
    settle(&s);
    answer_unavailable(&s.peer, 1, rows[i].status, rows[i].pushback);
    settle(&s);
    CHECK_NUMBER(pk_call_ended(call), rows[i].waits < 0);
    if (rows[i].waits >= 0) {
      CHECK_NUMBER(pk_core_next_tick(s.core), s.now + rows[i].waits);
      s.now += rows[i].waits;
      pk_core_tick(s.core, s.now);
      settle(&s);
      CHECK_NUMBER(s.peer.request_count, 2);
      peer_answer(&s.peer, 3, "stored", 6);
      settle(&s);
      CHECK_NUMBER(status_of(call), PISHKHAN_OK);
    }
    pk_call_free(call);
    end(&s);
  }
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

/* ---- memory ---- */

typedef struct scarcity {
  long left; /* allocations that succeed */
  long live;
} scarcity;

static void *scarce_allocate(void *context, size_t size) {
  scarcity *memory = context;
  if (memory->left-- <= 0)
    return NULL;
  memory->live++;
  return malloc(size);
}

static void *scarce_reallocate(void *context, void *old, size_t size) {
  scarcity *memory = context;
  if (memory->left-- <= 0)
    return NULL;
  memory->live += old == NULL;
  return realloc(old, size);
}

static void scarce_release(void *context, void *old) {
  scarcity *memory = context;
  memory->live -= old != NULL;
  free(old);
}

/* One whole exchange in which the nth allocation and all after it fail, up to the nth that is never reached.
 */
static bool exchange_with(scarcity *memory) {
  const pishkhan_allocator allocator = {scarce_allocate, scarce_reallocate, scarce_release, memory};
  stage s = {.now = 1000, .core = new_core(&allocator)};
  pk_failure failure = {.status = PISHKHAN_OK};
  const pk_call_setup setup = {
      .method = METHOD, .deadline = 11000, .flags = PK_CALL_UNARY_RESPONSE | PK_CALL_KEEP_METADATA};
  bool answered = false;
  if (!s.core)
    return false;
  peer_open(&s.peer);
  pk_core_line_started(s.core, s.now);
  if (pk_core_line_up(s.core, s.now)) {
    peer_settings(&s.peer, UINT32_MAX);
    pk_call *call = pk_call_new(s.core, &setup, s.now, &failure);
    if (call && pk_call_send(call, "question", 8, &failure)) {
      pk_call_finish(call);
      pk_core_tick(s.core, s.now);
      settle(&s);
      if (s.peer.request_count)
        peer_answer(&s.peer, 1, "answer", 6);
      settle(&s);
      if (pk_core_verdict(s.core, &failure) != PK_LINE_KEEP)
        pk_core_line_lost(s.core, &failure, s.now);
      pk_core_tick(s.core, s.now + 20000);
      CHECK(pk_call_ended(call)); /* whatever failed, the call comes to an end */
      uint8_t *bytes = NULL;
      size_t size;
      CHECK(pk_call_metadata(call, "not-there", 0, &size) == NULL); /* looks at all that was kept */
      answered = status_of(call) == PISHKHAN_OK && pk_call_take(call, &bytes, &size);
      pk_release(&allocator, bytes);
    } else {
      CHECK_NUMBER(failure.status, PISHKHAN_RESOURCE_EXHAUSTED);
    }
    pk_call_free(call);
  }
  end(&s);
  return answered;
}

static void every_allocation_fails_once(void) {
  bool answered = false;
  long n = 0;
  for (; n < 1000 && !answered; n++) {
    scarcity memory = {.left = n};
    answered = exchange_with(&memory);
    CHECK_NUMBER(memory.live, 0);
  }
  CHECK(answered);
  CHECK(n > 20);
}

int main(void) {
  static const test tests[] = {
      {"a unary answer may come byte by byte", unary_byte_by_byte},
      {"an answer without grpc-status is mapped from HTTP", http_statuses},
      {"RST_STREAM codes are mapped", resets},
      {"a reset inside an answer is never repeated", resets_in_an_answer},
      {"grpc-status is read, and what is none is UNKNOWN", grpc_statuses},
      {"grpc-message is percent-decoded and never fails", percent_decoding},
      {"a unary call takes exactly one message", wrong_number_of_messages},
      {"a message that is too large or compressed is refused before memory is taken", bad_messages},
      {"an answer that ends inside a message is INTERNAL", ends_inside_a_message},
      {"informational headers are skipped", informational_headers},
      {"headers beyond the limit end the call", too_many_headers},
      {"an OK of something that is no gRPC is not believed", an_ok_that_is_no_grpc},
      {"padding is given back to the window", padding_counts},
      {"a reader that does not take its messages closes the window", a_slow_reader_closes_the_window},
      {"one DATA frame may hold many messages", many_messages_in_one_frame},
      {"both sides may stream", both_sides_stream},
      {"calls beyond MAX_CONCURRENT_STREAMS wait", max_streams},
      {"calls that ended are reported in order", ended_calls_are_reported_in_order},
      {"a cancelled call resets its stream alone", cancelling},
      {"metadata goes both ways, binary too", metadata_goes_both_ways},
      {"a deadline ends the call, whatever arrives later", deadlines},
      {"grpc-timeout has at most eight digits", timeouts_have_eight_digits},
      {"keepalive finds a dead line", keepalive},
      {"PING is answered", pings_are_answered},
      {"a broken line ends a call that must not be repeated",
       a_broken_line_and_a_call_that_must_not_be_repeated},
      {"a call with a key is repeated over the next line", a_broken_line_and_a_call_with_a_key},
      {"connecting backs off, and only patient calls wait", a_line_that_cannot_be_made},
      {"certificate trouble is told at once and stored nothing", what_a_person_must_mend_is_told_at_once},
      {"a refused stream is repeated once", refused_streams},
      {"GOAWAY: what is above is repeated, what is below ends", goodbyes},
      {"a goodbye is cut short when others wait", a_long_goodbye_is_cut_short_for_those_who_wait},
      {"a server's pushback is obeyed", pushback},
      {"garbage breaks the line, not the program", garbage},
      {"a method that is no path is refused", bad_methods},
      {"every allocation may fail", every_allocation_fails_once},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
