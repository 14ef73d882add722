/* Which failed attempts are followed by another, and when: gRPC proposal A6. */
#include "core_stage.h"

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
    answer_status(&s.peer, 1, rows[i].status, rows[i].pushback);
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

static void five_attempts(void) {
  stage s;
  begin(&s);
  static const char *const told[] = {"", "1", "2", "3", "4"};
  static const int64_t waits[] = {250, 500, 1000, 2000};
  pk_call *call = start(&s, READ, 30000, "read");
  settle(&s);
  for (size_t i = 0; i < 5; i++) {
    CHECK_NUMBER(s.peer.request_count, i + 1);
    CHECK_TEXT(peer_at(&s.peer, i)->attempts, told[i]);
    CHECK_NUMBER(peer_at(&s.peer, i)->body.size, 5 + 4);
    answer_status(&s.peer, peer_at(&s.peer, i)->stream, "14", NULL);
    settle(&s);
    CHECK_NUMBER(pk_call_ended(call), i == 4);
    if (i == 4)
      break;
    int64_t waited = wait_for_next(&s, 10000);
    CHECK(waited >= waits[i] * 8 / 10 - 1 && waited <= waits[i] * 12 / 10);
  }
  CHECK_NUMBER(status_of(call), PISHKHAN_UNAVAILABLE);
  CHECK(pk_call_outcome(call)->from_server);
  pk_call_free(call);
  end(&s);
}

static void what_is_tried_again(void) {
  static const struct {
    unsigned flags;
    const char *status;
    const char *pushback;
    int64_t least, most; /* of the wait; -1: not tried again */
  } rows[] = {{READ, "14", NULL, 199, 300},
              {READ, "14", "0", 0, 0},
              {READ, "14", "1234", 1234, 1234},
              {READ, "14", "-1", -1, -1},
              {READ, "14", "soon", -1, -1},
              {READ, "14", "", -1, -1},
              {READ, "14", "99999999999999999999", -1, -1},
              {READ, "8", "70", 70, 70},
              {READ, "8", NULL, -1, -1},
              {READ, "13", NULL, -1, -1},
              {READ, "5", "5", -1, -1},
              {READ, "14", "10000", -1, -1}, /* the deadline would pass */
              {PK_CALL_UNARY_RESPONSE, "14", NULL, -1, -1},
              {PK_CALL_UNARY_RESPONSE, "14", "5", -1, -1}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    stage s;
    begin(&s);
    pk_call *call = start(&s, rows[i].flags, 10000, "read");
    settle(&s);
    answer_status(&s.peer, 1, rows[i].status, rows[i].pushback);
    settle(&s);
    if (!pk_call_ended(call) && s.peer.request_count == 1) {
      int64_t waited = wait_for_next(&s, 10000);
      CHECK(waited >= rows[i].least && waited <= rows[i].most);
    }
    CHECK_NUMBER(s.peer.request_count, rows[i].least < 0 ? 1 : 2);
    CHECK_NUMBER(pk_call_ended(call), rows[i].least < 0);
    pk_call_free(call);
    end(&s);
  }
}

static void pushback_begins_the_backoff_anew(void) {
  stage s;
  begin(&s);
  pk_call *call = start(&s, READ, 60000, "read");
  settle(&s);
  static const char *const pushbacks[] = {NULL, NULL, "3000", NULL};
  static const int64_t waits[] = {250, 500, 3000, 250};
  for (size_t i = 0; i < 4; i++) {
    answer_status(&s.peer, peer_at(&s.peer, i)->stream, "14", pushbacks[i]);
    settle(&s);
    int64_t waited = wait_for_next(&s, 10000);
    CHECK(waited >= waits[i] * 8 / 10 - 1 && waited <= waits[i] * 12 / 10);
  }
  pk_call_free(call);
  end(&s);
}

static void never_after_response_headers(void) {
  for (int broken = 0; broken < 2; broken++) {
    stage s;
    begin(&s);
    pk_call *call = start(&s, READ, 10000, "read");
    settle(&s);
    peer_begin(&s.peer, 1);
    settle(&s);
    if (!broken)
      peer_trailers(&s.peer, 1, "14");
    settle(&s);
    if (broken)
      lose_line(&s, PISHKHAN_REASON_CONNECTION_LOST);
    CHECK_NUMBER(status_of(call), PISHKHAN_UNAVAILABLE);
    pk_call_free(call);
    if (broken)
      pk_core_free(s.core);
    else
      end(&s);
  }
}

static void a_broken_line_is_an_attempt(void) {
  stage s;
  begin(&s);
  pk_call *call = start(&s, READ, 10000, "read");
  settle(&s);
  lose_line(&s, PISHKHAN_REASON_CONNECTION_LOST);
  CHECK(!pk_call_ended(call));
  s.now += 1000;
  pk_core_tick(s.core, s.now);
  CHECK(pk_core_wants_line(s.core, s.now));
  connect_line(&s, UINT32_MAX);
  pk_core_tick(s.core, s.now);
  settle(&s);
  CHECK_TEXT(peer_at(&s.peer, 0)->attempts, "1");
  peer_answer(&s.peer, 1, "answer", 6);
  settle(&s);
  CHECK_NUMBER(status_of(call), PISHKHAN_OK);
  pk_call_free(call);
  end(&s);
}

/* Lets time pass until the core wants a line; how long that was. */
static int64_t wait_for_line(stage *s, const pk_call *call) {
  int64_t began = s->now;
  while (!pk_core_wants_line(s->core, s->now) && !pk_call_ended(call))
    pk_core_tick(s->core, ++s->now);
  return s->now - began;
}

/* The server restarts: for a while nothing listens. Lines that fail are attempts two to five. */
static void a_line_that_cannot_be_made_again_is_an_attempt(void) {
  static const int64_t waits[] = {1000, 1000, 1600, 2560};
  for (size_t failing = 0; failing <= 4; failing++) {
    stage s;
    pk_failure refused;
    pk_fail(&refused, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECT_FAILED, "refused");
    begin(&s);
    pk_call *call = start(&s, READ, 30000, "read");
    settle(&s);
    lose_line(&s, PISHKHAN_REASON_CONNECTION_LOST);
    for (size_t i = 0; i < failing; i++) {
      int64_t waited = wait_for_line(&s, call);
      CHECK(waited >= waits[i] * 8 / 10 - 1 && waited <= waits[i] * 12 / 10);
      pk_core_line_started(s.core, s.now);
      pk_core_line_lost(s.core, &refused, s.now);
    }
    CHECK_NUMBER(pk_call_ended(call), failing == 4);
    if (failing < 4) {
      wait_for_line(&s, call);
      connect_line(&s, UINT32_MAX);
      CHECK_NUMBER(peer_at(&s.peer, 0)->attempts[0], '1' + (int)failing);
      pk_call_free(call);
      end(&s);
    } else {
      CHECK_NUMBER(reason_of(call), PISHKHAN_REASON_CONNECT_FAILED);
      pk_call_free(call);
      pk_core_free(s.core);
    }
  }
}

/* A refused stream is repeated transparently: not counted, not told; the second time it is an attempt. */
static void transparent_repeats_are_apart(void) {
  stage s;
  begin(&s);
  pk_call *call = start(&s, READ, 10000, "read");
  settle(&s);
  peer_reset(&s.peer, 1, NGHTTP2_REFUSED_STREAM);
  settle(&s);
  CHECK_NUMBER(s.peer.request_count, 2);
  CHECK_TEXT(peer_at(&s.peer, 1)->attempts, "");
  peer_reset(&s.peer, 3, NGHTTP2_REFUSED_STREAM);
  settle(&s);
  CHECK_NUMBER(s.peer.request_count, 2);
  wait_for_next(&s, 10000);
  CHECK_TEXT(peer_at(&s.peer, 2)->attempts, "1");
  pk_call_free(call);
  end(&s);
}

static void a_stream_is_tried_again_up_to_its_second_message(void) {
  for (int messages = 1; messages <= 2; messages++) {
    stage s;
    begin(&s);
    pk_failure failure;
    const pk_call_setup setup = {.method = METHOD, .deadline = PK_NO_TIME, .flags = PK_CALL_RETRY};
    pk_call *call = pk_call_new(s.core, &setup, s.now, &failure);
    for (int i = 0; i < messages; i++)
      CHECK(pk_call_send(call, "message", 7, &failure));
    pk_core_tick(s.core, s.now);
    settle(&s);
    answer_status(&s.peer, 1, "14", "0");
    settle(&s);
    CHECK_NUMBER(pk_call_ended(call), messages == 2);
    pk_call_free(call);
    end(&s);
  }
}

int main(void) {
  static const test tests[] = {
      {"a server's pushback is obeyed", pushback},
      {"a read is tried five times, each told to the server", five_attempts},
      {"UNAVAILABLE and what the server asks for is tried again", what_is_tried_again},
      {"pushback begins the backoff anew", pushback_begins_the_backoff_anew},
      {"nothing is tried again after response headers", never_after_response_headers},
      {"a broken line is an attempt", a_broken_line_is_an_attempt},
      {"a line that cannot be made again is an attempt", a_line_that_cannot_be_made_again_is_an_attempt},
      {"transparent repeats are apart", transparent_repeats_are_apart},
      {"a stream is tried again up to its second message", a_stream_is_tried_again_up_to_its_second_message},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
