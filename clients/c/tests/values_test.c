/* Small things: keys, encodings, targets, dates, arenas. */
#include "check.h"
#include "config.h"
#include "diagnose_facts.h"
#include "encoding.h"

#include <pishkhan/pishkhan.h>
#include <stdlib.h>
#include <time.h>

static void keys_are_uuid_v7(void) {
  uint8_t before[PISHKHAN_KEY_SIZE], key[PISHKHAN_KEY_SIZE];
  int64_t now = (int64_t)time(NULL);
  CHECK(pishkhan_make_key(before));
  for (int i = 0; i < 1000; i++) {
    CHECK(pishkhan_make_key(key));
    CHECK_NUMBER(key[6] >> 4, 7);
    CHECK_NUMBER(key[8] >> 6, 2);
    CHECK(memcmp(key, before, sizeof key) != 0);
    CHECK(memcmp(key, before, 6) >= 0); /* the time comes first */
    memcpy(before, key, sizeof key);
  }
  int64_t milliseconds = 0;
  for (int i = 0; i < 6; i++)
    milliseconds = milliseconds << 8 | key[i];
  CHECK(milliseconds / 1000 >= now && milliseconds / 1000 <= now + 60);
}

static void base64(void) {
  static const struct {
    const char *text;
    const char *bytes; /* NULL: refused */
  } rows[] = {{"", ""},      {"Zg==", "f"},   {"Zg", "f"},        {"Zm8=", "fo"},
              {"Zm8", "fo"}, {"Zm9v", "foo"}, {"Zm9vYg", "foob"}, {"Z", NULL},
              {"Zg=", NULL}, {"Zm9v*", NULL}, {"====", NULL},     {"Zm 8", NULL}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    uint8_t out[64];
    size_t size = 0;
    bool good = pk_base64_decode((const uint8_t *)rows[i].text, strlen(rows[i].text), out, &size);
    CHECK_NUMBER(good, rows[i].bytes != NULL);
    if (good && rows[i].bytes) {
      CHECK_NUMBER(size, strlen(rows[i].bytes));
      CHECK(memcmp(out, rows[i].bytes, size) == 0);
    }
  }
  uint8_t bytes[48], back[64];
  char text[80];
  for (size_t size = 0; size < sizeof bytes; size++) {
    for (size_t i = 0; i < size; i++)
      bytes[i] = (uint8_t)(i * 37 + size);
    size_t length = pk_base64_encode(bytes, size, text), read = 0;
    CHECK(pk_base64_decode((const uint8_t *)text, length, back, &read));
    CHECK(read == size && memcmp(bytes, back, size) == 0);
  }
}

static void utf8(void) {
  static const struct {
    const char *text;
    bool good;
  } rows[] = {{"", true},
              {"abc", true},
              {"سلام", true},
              {"\xF0\x9F\x99\x82", true},
              {"\xC0\x80", false},
              {"\xED\xA0\x80", false},
              {"\xF4\x90\x80\x80", false},
              {"\xE2\x9C", false},
              {"\x80", false},
              {"\xFF", false},
              {"\xE0\x80\x80", false},
              {"a\xD8", false}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    CHECK_NUMBER(pk_is_utf8(rows[i].text, strlen(rows[i].text)), rows[i].good);
}

static void a_target_that_is_none_is_explained(void) {
  static const char *const targets[] = {"https://counter.example", "host/path", "host:0", "a b", ""};
  for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
    const pishkhan_options options = {.size = sizeof options, .target = targets[i]};
    pk_config config;
    pk_failure failure;
    CHECK(!pk_config_read(&config, &options, &failure));
    CHECK_NUMBER(failure.reason, PISHKHAN_REASON_TARGET_INVALID);
  }
}

static void targets(void) {
  static const struct {
    const char *target;
    const char *host; /* NULL: refused */
    const char *port;
    const char *authority;
  } rows[] = {{"counter.example:443", "counter.example", "443", "counter.example:443"},
              {"counter.example", "counter.example", "7443", "counter.example:7443"},
              {"127.0.0.1:1", "127.0.0.1", "1", "127.0.0.1:1"},
              {"[::1]:65535", "::1", "65535", "[::1]:65535"},
              {"[2001:db8::7]", "2001:db8::7", "7443", "[2001:db8::7]:7443"},
              {"2001:db8::7", "2001:db8::7", "7443", "[2001:db8::7]:7443"},
              {"", NULL, NULL, NULL},
              {":443", NULL, NULL, NULL},
              {"host:", NULL, NULL, NULL},
              {"host:0", NULL, NULL, NULL},
              {"host:65536", NULL, NULL, NULL},
              {"host:99999999999", NULL, NULL, NULL},
              {"host:44a", NULL, NULL, NULL},
              {"[::1", NULL, NULL, NULL},
              {"[::1]x", NULL, NULL, NULL},
              {"https://host:443", NULL, NULL, NULL},
              {"host name", NULL, NULL, NULL},
              {"پیشخوان.example", NULL, NULL, NULL}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const pishkhan_options options = {.size = sizeof options, .target = rows[i].target};
    pk_config config;
    pk_failure failure;
    bool good = pk_config_read(&config, &options, &failure);
    CHECK_NUMBER(good, rows[i].host != NULL);
    if (good && rows[i].host) {
      CHECK_TEXT(config.host, rows[i].host);
      CHECK_TEXT(config.port, rows[i].port);
      CHECK_TEXT(config.authority, rows[i].authority);
      CHECK_TEXT(config.server_name, rows[i].host);
    } else {
      CHECK_NUMBER(failure.status, PISHKHAN_INVALID_ARGUMENT);
    }
    pk_config_free(&config);
  }
}

/* A program that was compiled when the options ended after `server_name` still works. */
static void options_may_grow(void) {
  pishkhan_options options = {
      .size = offsetof(pishkhan_options, language), .target = "host", .language = (char *)1};
  pk_config config;
  pk_failure failure;
  CHECK(pk_config_read(&config, &options, &failure));
  CHECK(!config.persian);
  CHECK_NUMBER(config.connect_timeout_ms, 20000);
  CHECK_NUMBER(config.deadline_ms, 10000);
  CHECK_NUMBER(config.write_deadline_ms, 30000);
  CHECK_NUMBER(config.message_limit, 4 * 1024 * 1024);
  pk_config_free(&config);
  options.size = 0;
  CHECK(!pk_config_read(&config, &options, &failure));
  CHECK(!pk_config_read(&config, NULL, &failure));
}

static void http_dates(void) {
  static const struct {
    const char *text;
    int64_t milliseconds; /* -1: refused */
  } rows[] = {{"Sun, 06 Nov 1994 08:49:37 GMT", 784111777000},
              {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
              {"Thu, 29 Feb 2024 23:59:59 GMT", 1709251199000},
              {"Sun, 06 Nov 1994 08:49:37", -1},
              {"Sun, 06 Foo 1994 08:49:37 GMT", -1},
              {"Sun, 06 anF 1994 08:49:37 GMT", -1},
              {"Sun, 32 Nov 1994 08:49:37 GMT", -1},
              {"Sun, 06 Nov 1994 25:49:37 GMT", -1},
              {"", -1}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    int64_t got = -1;
    CHECK_NUMBER(pk_parse_http_date(rows[i].text, &got), rows[i].milliseconds >= 0);
    CHECK_NUMBER(got, rows[i].milliseconds);
  }
}

static void arenas_are_bounded(void) {
  void *result = pk_result_new(&pk_default_allocator, 10, 10000);
  pk_arena *arena = pk_result_arena(result);
  CHECK(pk_arena_new(arena, 1, 1) != NULL);
  CHECK(pk_arena_new(arena, 0, 8) != NULL);
  CHECK((uintptr_t)pk_arena_new(arena, 3, 1) % _Alignof(max_align_t) == 0);
  CHECK(!arena->failed);
  CHECK(pk_arena_new(arena, 1, 20000) == NULL);
  CHECK(arena->failed);
  arena->failed = false;
  CHECK(pk_arena_new(arena, SIZE_MAX / 2, 16) == NULL);
  CHECK(arena->failed);
  int taken = 0;
  while (pk_arena_new(arena, 1, 100))
    taken++;
  CHECK(taken > 50 && taken < 100);
  pk_result_free(result);
}

static void the_version_is_the_headers(void) {
  char text[32];
  snprintf(text, sizeof text, "%d.%d.%d", PISHKHAN_VERSION_MAJOR, PISHKHAN_VERSION_MINOR,
           PISHKHAN_VERSION_PATCH);
  CHECK_TEXT(pishkhan_version(), text);
}

int main(void) {
  static const test tests[] = {
      {"keys are UUIDv7", keys_are_uuid_v7},
      {"base64 is read with and without padding", base64},
      {"UTF-8 is checked", utf8},
      {"a target that is none is explained as such", a_target_that_is_none_is_explained},
      {"targets are split into host and port", targets},
      {"options may grow", options_may_grow},
      {"HTTP dates are read", http_dates},
      {"an arena keeps its bound", arenas_are_bounded},
      {"the version is the header's", the_version_is_the_headers},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
