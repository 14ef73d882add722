/* Compressed requests. Source: gRPC's compression document. */
#include "compression.h"
#include "core_stage.h"

static char text[4001]; /* compresses well */

static pk_call *send_text(stage *s, unsigned flags) {
  pk_call *call = start(s, flags, 10000, text);
  settle(s);
  return call;
}

static void check_compressed(const peer_request *request, size_t at, const char *wanted) {
  const uint8_t *bytes = request->body.data + at;
  uint8_t *out = NULL;
  size_t size = (size_t)bytes[3] << 8 | bytes[4], out_size = 0;
  pk_failure failure;
  CHECK_NUMBER(bytes[0], 1);
  CHECK(pk_gunzip(&pk_default_allocator, 100000, bytes + 5, size, &out, &out_size, &failure));
  CHECK(out_size == strlen(wanted) && memcmp(out, wanted, out_size) == 0);
  free(out);
}

static void compressed_requests(void) {
  stage s;
  begin(&s);
  pk_call *call = send_text(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_GZIP);
  const peer_request *request = peer_at(&s.peer, 0);
  CHECK_TEXT(request->encoding, "gzip");
  CHECK(request->body.size < 200);
  check_compressed(request, 0, text);
  pk_call_free(call);
  call = start(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_GZIP, 10000, "short"); /* gzip would make it longer */
  settle(&s);
  CHECK_NUMBER(peer_at(&s.peer, 1)->body.data[0], 0);
  CHECK_NUMBER(peer_at(&s.peer, 1)->body.size, 10);
  pk_call_free(call);
  end(&s);
}

static void compression_may_be_left_off_for_a_message(void) {
  stage s;
  begin(&s);
  pk_failure failure;
  const pk_call_setup setup = {.method = METHOD, .deadline = PK_NO_TIME, .flags = PK_CALL_GZIP};
  pk_call *call = pk_call_new(s.core, &setup, s.now, &failure);
  pk_call_compress(call, false);
  CHECK(pk_call_send(call, text, sizeof text - 1, &failure));
  pk_call_compress(call, true);
  CHECK(pk_call_send(call, text, sizeof text - 1, &failure));
  pk_core_tick(s.core, s.now);
  settle(&s);
  const peer_request *request = peer_at(&s.peer, 0);
  CHECK(request->body.size > 5 + sizeof text - 1);
  CHECK_NUMBER(request->body.data[0], 0);
  check_compressed(request, 5 + sizeof text - 1, text);
  pk_call_free(call);
  end(&s);
}

static void refuse_encoding(peer *peer, int32_t stream, const char *accepted) {
  const char *const pairs[] = {":status",
                               "200",
                               "content-type",
                               "application/grpc",
                               "grpc-status",
                               "12",
                               "grpc-accept-encoding",
                               accepted,
                               "grpc-message",
                               "what is it",
                               NULL};
  peer_headers(peer, stream, true, pairs);
}

static void a_server_without_gzip(void) {
  stage s;
  begin(&s);
  pk_call *call = send_text(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_GZIP);
  pk_call *other = start(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_GZIP, 10000, "other");
  refuse_encoding(&s.peer, 1, "identity, deflate");
  settle(&s);
  const peer_request *again = peer_at(&s.peer, 2);
  CHECK_TEXT(again->encoding, ""); /* the same, as it is */
  CHECK_TEXT(again->attempts, "");
  CHECK_NUMBER(again->body.size, 5 + sizeof text - 1);
  CHECK_NUMBER(again->body.data[0], 0);
  peer_answer(&s.peer, again->stream, "answer", 6);
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_OK);
  pk_call *later = send_text(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_GZIP); /* it is remembered */
  CHECK_TEXT(peer_at(&s.peer, 3)->encoding, "");
  CHECK_NUMBER(peer_at(&s.peer, 3)->body.size, 5 + sizeof text - 1);
  pk_call_free(call);
  pk_call_free(other);
  pk_call_free(later);
  end(&s);
}

/* With gzip among what it takes, UNIMPLEMENTED has nothing to do with compression; nor without that list. */
static void unimplemented_for_other_reasons(void) {
  for (int i = 0; i < 3; i++) {
    stage s;
    begin(&s);
    pk_call *call = send_text(&s, PK_CALL_UNARY_RESPONSE | (i == 2 ? 0u : (unsigned)PK_CALL_GZIP));
    static const char *const accepted[] = {"gzip,identity", NULL, "identity"};
    if (accepted[i])
      refuse_encoding(&s.peer, 1, accepted[i]);
    else
      peer_headers(&s.peer, 1, true,
                   (const char *const[]){":status", "200", "content-type", "application/grpc", "grpc-status",
                                         "12", NULL});
    settle(&s);
    CHECK_NUMBER(status_of(call), PISHKHAN_UNIMPLEMENTED);
    CHECK_NUMBER(s.peer.request_count, 1);
    pk_call_free(call);
    end(&s);
  }
}

/* What waited while another call's answer told of the refusal. */
static void a_waiting_call_hears_of_the_refusal(void) {
  stage s = {.now = 1000, .core = new_core(&pk_default_allocator)};
  connect_line(&s, 1);
  pk_call *first = send_text(&s, PK_CALL_UNARY_RESPONSE);
  pk_call *second = send_text(&s, PK_CALL_UNARY_RESPONSE | PK_CALL_GZIP);
  CHECK_NUMBER(s.peer.request_count, 1);
  refuse_encoding(&s.peer, 1, "identity");
  settle(&s);
  CHECK_NUMBER(peer_at(&s.peer, 1)->body.size, 5 + sizeof text - 1);
  CHECK_TEXT(peer_at(&s.peer, 1)->encoding, "");
  pk_call_free(first);
  pk_call_free(second);
  end(&s);
}

int main(void) {
  static const test tests[] = {
      {"requests are compressed where that makes them smaller", compressed_requests},
      {"compression may be left off for a message", compression_may_be_left_off_for_a_message},
      {"a server without gzip gets the call uncompressed, and what follows", a_server_without_gzip},
      {"UNIMPLEMENTED for other reasons is told", unimplemented_for_other_reasons},
      {"a call that waits hears of the refusal", a_waiting_call_hears_of_the_refusal},
  };
  memset(text, 'a', sizeof text - 1);
  return run_tests(tests, sizeof tests / sizeof *tests);
}
