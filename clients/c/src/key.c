/* Idempotency keys, the version, and choosing a text. */
#define _POSIX_C_SOURCE 200809L
#include <pishkhan/pishkhan.h>

#include <openssl/rand.h>
#include <string.h>
#include <time.h>

#define TEXT(x) #x
#define VERSION(major, minor, patch) TEXT(major) "." TEXT(minor) "." TEXT(patch)

const char *pishkhan_version(void) {
  return VERSION(PISHKHAN_VERSION_MAJOR, PISHKHAN_VERSION_MINOR, PISHKHAN_VERSION_PATCH);
}

/* RFC 9562, 5.7: 48 bits of Unix milliseconds, version, 12 random bits, variant, 62 random bits. */
bool pishkhan_make_key(uint8_t key[PISHKHAN_KEY_SIZE]) {
  struct timespec now;
  memset(key, 0, PISHKHAN_KEY_SIZE);
  if (clock_gettime(CLOCK_REALTIME, &now) != 0 || RAND_bytes(key + 6, PISHKHAN_KEY_SIZE - 6) != 1) {
    memset(key, 0, PISHKHAN_KEY_SIZE);
    return false;
  }
  uint64_t milliseconds = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
  for (int i = 0; i < 6; i++)
    key[i] = (uint8_t)(milliseconds >> (40 - 8 * i));
  key[6] = (uint8_t)(0x70 | (key[6] & 0x0F));
  key[8] = (uint8_t)(0x80 | (key[8] & 0x3F));
  return true;
}

const char *pishkhan_text_in(const pishkhan_text *texts, size_t count, const char *language) {
  const char *english = NULL;
  for (size_t i = 0; i < count; i++) {
    if (language && strcmp(texts[i].language, language) == 0)
      return texts[i].text;
    if (!english && strcmp(texts[i].language, "en") == 0)
      english = texts[i].text;
  }
  return english ? english : count ? texts[0].text : NULL;
}
