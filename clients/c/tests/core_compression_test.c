/* Compressed answers. Source: gRPC's compression document. */
#include "core_stage.h"

static char text[4001]; /* compresses well */

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

int main(void) {
  static const test tests[] = {
      {"a compressed answer is read, however it is cut", compressed_answers},
      {"some messages of a stream may be compressed", some_messages_of_a_stream_are_compressed},
      {"what is no gzip, or was not announced, is INTERNAL", what_cannot_be_read},
      {"an unknown encoding harms no plain message", an_unknown_encoding_harms_no_plain_message},
      {"a message over the limit when decompressed is refused", a_bomb},
      {"untaken messages stay compressed", untaken_messages_stay_compressed},
      {"a bad message behind good ones ends the call in its turn", a_bad_message_behind_good_ones},
  };
  memset(text, 'a', sizeof text - 1);
  return run_tests(tests, sizeof tests / sizeof *tests);
}
