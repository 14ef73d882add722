/* Compressed messages, both ways. Source: gRPC's compression document. */
#include "compression.h"
#include "core_stage.h"

static char text[4001]; /* compresses well */

static void fill_text(void) { memset(text, 'a', sizeof text - 1); }

static pk_call *send_text(stage *s, unsigned flags) {
  pk_call *call = start(s, flags, 10000, text);
  settle(s);
  return call;
}

/* ---- answers ---- */

static void compressed_answers(void) {
  for (size_t chunk = 1; chunk <= 100000; chunk *= 10) {
    stage s;
    begin(&s);
    pk_call *call = ask(&s);
    CHECK_TEXT(peer_at(&s.peer, 0)->accepted, "identity,gzip");
    CHECK_TEXT(peer_at(&s.peer, 0)->encoding, "");
    peer_begin_encoded(&s.peer, 1, "gzip");
    peer_compressed_message(&s.peer, 1, text, sizeof text - 1);
    peer_trailers(&s.peer, 1, "0");
    pump(s.core, &s.peer, s.now, chunk);
    CHECK_NUMBER(status_of(call), PISHKHAN_OK);
    check_message(call, text);
    pk_call_free(call);
    end(&s);
  }
}

static void some_messages_of_a_stream_are_compressed(void) {
  stage s;
  begin(&s);
  pk_call *call = start(&s, 0, -1, "question");
  settle(&s);
  peer_begin_encoded(&s.peer, 1, "gzip");
  peer_message(&s.peer, 1, "plain", 5);
  peer_compressed_message(&s.peer, 1, text, sizeof text - 1);
  peer_compressed_message(&s.peer, 1, "", 0);
  peer_message(&s.peer, 1, "again", 5);
  peer_trailers(&s.peer, 1, "0");
  settle(&s);
  check_message(call, "plain");
  check_message(call, text);
  check_message(call, "");
  check_message(call, "again");
  CHECK_NUMBER(status_of(call), PISHKHAN_OK);
  pk_call_free(call);
  end(&s);
}

static void what_cannot_be_read(void) {
  static const struct {
    const char *encoding;
    const char *bytes;
    size_t size;
  } rows[] = {{NULL, "\1\0\0\0\1x", 6},   {"identity", "\1\0\0\0\1x", 6},
              {"br", "\1\0\0\0\1x", 6},   {"GZIP", "\1\0\0\0\1x", 6},
              {"gzip", "\2\0\0\0\1x", 6}, {"gzip", "\1\0\0\0\0", 5},
              {"gzip", "\1\0\0\0\1x", 6}, {"gzip", "\1\0\0\0\12\37\213\10\0\0\0\0\0\2\3", 15}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    stage s;
    begin(&s);
    pk_call *call = ask(&s);
    if (rows[i].encoding)
      peer_begin_encoded(&s.peer, 1, rows[i].encoding);
    else
      peer_begin(&s.peer, 1);
    peer_data(&s.peer, 1, false, rows[i].bytes, rows[i].size);
    settle(&s);
    CHECK_NUMBER(status_of(call), PISHKHAN_INTERNAL);
    CHECK_NUMBER(reason_of(call), PISHKHAN_REASON_RESPONSE_INVALID);
    CHECK_NUMBER(peer_at(&s.peer, 0)->reset_code, NGHTTP2_CANCEL);
    pk_call_free(call);
    end(&s);
  }
}

static void an_unknown_encoding_harms_no_plain_message(void) {
  stage s;
  begin(&s);
  pk_call *call = ask(&s);
  peer_begin_encoded(&s.peer, 1, "br");
  peer_message(&s.peer, 1, "plain", 5);
  peer_trailers(&s.peer, 1, "0");
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_OK);
  check_message(call, "plain");
  pk_call_free(call);
  end(&s);
}

static void a_bomb(void) {
  stage s;
  begin(&s);
  static char zeros[1000001]; /* one more than the limit */
  pk_call *call = ask(&s);
  peer_begin_encoded(&s.peer, 1, "gzip");
  peer_compressed_message(&s.peer, 1, zeros, sizeof zeros);
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_RESOURCE_EXHAUSTED);
  CHECK_NUMBER(reason_of(call), PISHKHAN_REASON_MESSAGE_TOO_LARGE);
  pk_call_free(call);
  end(&s);
}

/* ---- memory ---- */

static size_t live_bytes;

static void *counted(void *context, void *old, size_t size) {
  (void)context;
  size_t *block = old ? (size_t *)old - 2 : NULL;
  live_bytes -= block ? *block : 0;
  block = realloc(block, size + 2 * sizeof *block);
  if (!block)
    return NULL;
  live_bytes += *block = size;
  return block + 2;
}

static void *counted_new(void *context, size_t size) { return counted(context, NULL, size); }

static void counted_release(void *context, void *memory) {
  (void)context;
  size_t *block = (size_t *)memory - 2;
  live_bytes -= *block;
  free(block);
}

/* A window's worth of small messages that hold a megabyte each. */
static void untaken_messages_stay_compressed(void) {
  const pishkhan_allocator allocator = {counted_new, counted, counted_release, NULL};
  enum { MESSAGES = 50, SIZE = 900000 };
  static char zeros[SIZE];
  stage s = {.now = 1000, .core = new_core(&allocator)};
  connect_line(&s, UINT32_MAX);
  pk_call *call = start(&s, 0, -1, "question");
  settle(&s);
  peer_begin_encoded(&s.peer, 1, "gzip");
  for (int i = 0; i < MESSAGES; i++)
    peer_compressed_message(&s.peer, 1, zeros, SIZE);
  settle(&s);
  CHECK(live_bytes < SIZE + 300000);
  for (int i = 0; i < MESSAGES; i++) {
    uint8_t *bytes;
    size_t size;
    CHECK(pk_call_take(call, &bytes, &size) && size == SIZE);
    pk_release(&allocator, bytes);
    CHECK(live_bytes < SIZE + 300000);
  }
  pk_call_free(call);
  end(&s);
  CHECK_NUMBER(live_bytes, 0);
}

/* Found only when its turn comes: what came before is given, then the failure, whatever the status said. */
static void a_bad_message_behind_good_ones(void) {
  for (int ended = 0; ended < 2; ended++) {
    stage s;
    begin(&s);
    pk_call *call = start(&s, 0, -1, "question");
    settle(&s);
    peer_begin_encoded(&s.peer, 1, "gzip");
    peer_message(&s.peer, 1, "good", 4);
    peer_data(&s.peer, 1, false, "\1\0\0\0\3bad", 8);
    peer_message(&s.peer, 1, "lost", 4);
    if (ended)
      peer_trailers(&s.peer, 1, "0");
    settle(&s);
    check_message(call, "good");
    CHECK(!pk_call_has_message(call));
    CHECK_NUMBER(status_of(call), PISHKHAN_INTERNAL);
    CHECK(pk_call_outcome(call)->maybe_seen);
    settle(&s);
    CHECK_NUMBER(peer_at(&s.peer, 0)->reset, !ended);
    pk_call_free(call);
    end(&s);
  }
}

/* ---- requests ---- */

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
      {"a compressed answer is read, however it is cut", compressed_answers},
      {"some messages of a stream may be compressed", some_messages_of_a_stream_are_compressed},
      {"what is no gzip, or was not announced, is INTERNAL", what_cannot_be_read},
      {"an unknown encoding harms no plain message", an_unknown_encoding_harms_no_plain_message},
      {"a message over the limit when decompressed is refused", a_bomb},
      {"untaken messages stay compressed", untaken_messages_stay_compressed},
      {"a bad message behind good ones ends the call in its turn", a_bad_message_behind_good_ones},
      {"requests are compressed where that makes them smaller", compressed_requests},
      {"compression may be left off for a message", compression_may_be_left_off_for_a_message},
      {"a server without gzip gets the call uncompressed, and what follows", a_server_without_gzip},
      {"UNIMPLEMENTED for other reasons is told", unimplemented_for_other_reasons},
      {"a call that waits hears of the refusal", a_waiting_call_hears_of_the_refusal},
  };
  fill_text();
  return run_tests(tests, sizeof tests / sizeof *tests);
}
