/* gzip of single messages. */
#include "check.h"
#include "compression.h"

#include <stdlib.h>

/* `printf hello | gzip -n9` */
static const uint8_t hello[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x48, 0xcd,
                                0xc9, 0xc9, 0x07, 0x00, 0x86, 0xa6, 0x10, 0x36, 0x05, 0x00, 0x00, 0x00};

typedef struct meter {
  size_t live, most; /* bytes */
} meter;

/* Each block has its size in front. */
static void *metered(void *context, void *old, size_t size) {
  meter *meter = context;
  size_t *block = old ? (size_t *)old - 2 : NULL;
  size_t before = block ? *block : 0;
  block = realloc(block, size + 2 * sizeof *block);
  if (!block)
    return NULL;
  *block = size;
  meter->live += size - before;
  if (meter->live > meter->most)
    meter->most = meter->live;
  return block + 2;
}

static void *metered_new(void *context, size_t size) { return metered(context, NULL, size); }

static void metered_release(void *context, void *memory) {
  meter *meter = context;
  size_t *block = (size_t *)memory - 2;
  meter->live -= *block;
  free(block);
}

static void check_gunzip(const uint8_t *bytes, size_t size, size_t limit, pishkhan_status wanted) {
  meter meter = {0};
  const pishkhan_allocator allocator = {metered_new, metered, metered_release, &meter};
  uint8_t *out = NULL;
  size_t out_size = 0;
  pk_failure failure = {.status = PISHKHAN_OK};
  bool good = pk_gunzip(&allocator, limit, bytes, size, &out, &out_size, &failure);
  CHECK_NUMBER(failure.status, wanted);
  CHECK_NUMBER(good, wanted == PISHKHAN_OK);
  if (good && bytes == hello)
    CHECK(out_size == 5 && memcmp(out, "hello", 5) == 0);
  pk_release(&allocator, out);
  CHECK_NUMBER(meter.live, 0);
}

static void what_is_one_whole_member(void) {
  uint8_t changed[sizeof hello * 2];
  check_gunzip(hello, sizeof hello, 5, PISHKHAN_OK);
  check_gunzip(hello, sizeof hello, 4, PISHKHAN_RESOURCE_EXHAUSTED);
  check_gunzip(hello, sizeof hello, 0, PISHKHAN_RESOURCE_EXHAUSTED);
  for (size_t size = 0; size < sizeof hello; size++)
    check_gunzip(hello, size, 100, PISHKHAN_INTERNAL);
  memcpy(changed, hello, sizeof hello);
  memcpy(changed + sizeof hello, hello, sizeof hello);
  check_gunzip(changed, sizeof hello * 2, 100, PISHKHAN_INTERNAL); /* two members */
  check_gunzip(changed, sizeof hello + 1, 100, PISHKHAN_INTERNAL);
  for (size_t at = sizeof hello - 8; at < sizeof hello; at++) { /* the check value and the length */
    memcpy(changed, hello, sizeof hello);
    changed[at] ^= 1;
    check_gunzip(changed, sizeof hello, 100, PISHKHAN_INTERNAL);
  }
  check_gunzip((const uint8_t *)"\x78\x9c\x03\x00\x00\x00\x00\x01", 8, 100, PISHKHAN_INTERNAL); /* zlib */
}

static void the_limit_is_exact(void) {
  static uint8_t zeros[100000], packed[1000];
  for (size_t size = 0; size < 5000; size += 499) {
    size_t length = pk_gzip(&pk_default_allocator, zeros, size, packed, sizeof packed);
    CHECK(length > 0);
    check_gunzip(packed, length, size, PISHKHAN_OK);
    if (size > 0)
      check_gunzip(packed, length, size - 1, PISHKHAN_RESOURCE_EXHAUSTED);
  }
}

/* 20 MB of zeros in 20 KB. */
static void a_bomb_takes_no_more_than_the_limit(void) {
  enum { SIZE = 20000000, LIMIT = 100000, STATE = 65536 };
  uint8_t *zeros = calloc(1, SIZE), *packed = malloc(SIZE / 500), *out = NULL;
  meter meter = {0};
  const pishkhan_allocator allocator = {metered_new, metered, metered_release, &meter};
  size_t size;
  pk_failure failure;
  CHECK(zeros && packed);
  size_t length = pk_gzip(&pk_default_allocator, zeros, SIZE, packed, SIZE / 500);
  CHECK(length > 0);
  CHECK(!pk_gunzip(&allocator, LIMIT, packed, length, &out, &size, &failure));
  CHECK_NUMBER(failure.status, PISHKHAN_RESOURCE_EXHAUSTED);
  CHECK(meter.most <= LIMIT + 1 + STATE);
  CHECK_NUMBER(meter.live, 0);
  free(zeros);
  free(packed);
}

static void what_does_not_fit_is_not_compressed(void) {
  const uint8_t bytes[30] = {7, 1, 200, 31, 4, 99};
  uint8_t out[100];
  CHECK_NUMBER(pk_gzip(&pk_default_allocator, bytes, sizeof bytes, out, 10), 0);
  CHECK_NUMBER(pk_gzip(&pk_default_allocator, bytes, sizeof bytes, out, 0), 0);
  CHECK(pk_gzip(&pk_default_allocator, bytes, sizeof bytes, out, sizeof out) > 0);
}

static void names(void) {
  static const struct {
    const char *text;
    pk_encoding encoding;
    bool accepts;
  } rows[] = {{"gzip", PK_ENCODING_GZIP, true},        {"identity", PK_ENCODING_IDENTITY, false},
              {"deflate", PK_ENCODING_UNKNOWN, false}, {"identity, deflate, gzip", PK_ENCODING_UNKNOWN, true},
              {"gzip ,x", PK_ENCODING_UNKNOWN, true},  {"x-gzip", PK_ENCODING_UNKNOWN, false},
              {"", PK_ENCODING_UNKNOWN, false},        {",,", PK_ENCODING_UNKNOWN, false}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const uint8_t *text = (const uint8_t *)rows[i].text;
    CHECK_NUMBER(pk_encoding_of(text, strlen(rows[i].text)), rows[i].encoding);
    CHECK_NUMBER(pk_accepts_gzip(text, strlen(rows[i].text)), rows[i].accepts);
  }
}

int main(void) {
  static const test tests[] = {
      {"one whole gzip member is read, nothing else", what_is_one_whole_member},
      {"the limit of the decompressed size is exact", the_limit_is_exact},
      {"a bomb takes no more memory than the limit", a_bomb_takes_no_more_than_the_limit},
      {"what compression does not make smaller stays as it is", what_does_not_fit_is_not_compressed},
      {"encodings are known by their exact names", names},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
