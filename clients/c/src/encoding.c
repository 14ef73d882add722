#include "encoding.h"

static int hex_digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

size_t pk_percent_decode(char *text, size_t size) {
  size_t out = 0;
  for (size_t in = 0; in < size; in++) {
    int high = text[in] == '%' && size - in > 2 ? hex_digit(text[in + 1]) : -1;
    int low = high >= 0 ? hex_digit(text[in + 2]) : -1;
    if (low >= 0) {
      text[out++] = (char)(unsigned char)(high << 4 | low);
      in += 2;
    } else {
      text[out++] = text[in];
    }
  }
  return out;
}

static int base64_digit(uint8_t c) {
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '+')
    return 62;
  return c == '/' ? 63 : -1;
}

bool pk_base64_decode(const uint8_t *text, size_t size, uint8_t *out, size_t *out_size) {
  size_t padding = 0;
  while (padding < 2 && size > padding && text[size - padding - 1] == '=')
    padding++;
  if (padding && size % 4 != 0)
    return false;
  size -= padding;
  if (size % 4 == 1)
    return false;
  uint32_t bits = 0;
  unsigned held = 0;
  size_t written = 0;
  for (size_t i = 0; i < size; i++) {
    int digit = base64_digit(text[i]);
    if (digit < 0)
      return false;
    bits = bits << 6 | (uint32_t)digit;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out[written++] = (uint8_t)(bits >> held & 0xFF);
    }
  }
  *out_size = written;
  return true;
}

size_t pk_base64_encode(const uint8_t *bytes, size_t size, char *out) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  uint32_t bits = 0;
  unsigned held = 0;
  size_t written = 0;
  for (size_t i = 0; i < size; i++) {
    bits = bits << 8 | bytes[i];
    held += 8;
    while (held >= 6) {
      held -= 6;
      out[written++] = digits[bits >> held & 63];
    }
  }
  if (held)
    out[written++] = digits[bits << (6 - held) & 63];
  return written;
}

bool pk_is_utf8(const char *text, size_t size) {
  const unsigned char *s = (const unsigned char *)text;
  for (size_t i = 0; i < size;) {
    unsigned char c = s[i++];
    if (c < 0x80)
      continue;
    size_t more = c >= 0xC2 && c <= 0xDF ? 1 : c >= 0xE0 && c <= 0xEF ? 2 : c >= 0xF0 && c <= 0xF4 ? 3 : 0;
    if (more == 0 || size - i < more)
      return false;
    unsigned char low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    unsigned char high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    if (s[i] < low || s[i] > high)
      return false;
    for (size_t k = 1; k < more; k++)
      if ((s[i + k] & 0xC0) != 0x80)
        return false;
    i += more;
  }
  return true;
}
