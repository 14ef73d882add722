/* What a server may answer, and what is made of it. */
#include "core_stage.h"

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

int main(void) {
  static const test tests[] = {
      {"a unary answer may come byte by byte", unary_byte_by_byte},
      {"an answer without grpc-status is mapped from HTTP", http_statuses},
      {"RST_STREAM codes are mapped", resets},
      {"a reset inside an answer is never repeated", resets_in_an_answer},
      {"grpc-status is read, and what is none is UNKNOWN", grpc_statuses},
      {"grpc-message is percent-decoded and never fails", percent_decoding},
      {"a unary call takes exactly one message", wrong_number_of_messages},
      {"a message that is too large or unannounced is refused before memory is taken", bad_messages},
      {"an answer that ends inside a message is INTERNAL", ends_inside_a_message},
      {"informational headers are skipped", informational_headers},
      {"headers beyond the limit end the call", too_many_headers},
      {"an OK of something that is no gRPC is not believed", an_ok_that_is_no_grpc},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
