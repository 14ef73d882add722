#include "typed_character.h"

#include <stdint.h>

typedef struct range {
  uint32_t first, last;
} range;

static const range blanks[] = {{0x09, 0x0A},     {0x0D, 0x0D},     {0x20, 0x20},     {0xA0, 0xA0},
                               {0x2000, 0x200A}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
static const range hyphens[] = {{0x2D, 0x2D}, {0xAD, 0xAD}, {0x2010, 0x2015}, {0x2212, 0x2212}};
static const range formats[] = {{0x061C, 0x061C}, {0x200B, 0x200F}, {0x202A, 0x202E},
                                {0x2060, 0x2064}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF}};

static bool is_in(uint32_t scalar, const range *ranges, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (scalar >= ranges[i].first && scalar <= ranges[i].last)
      return true;
  return false;
}

#define IS_IN(scalar, ranges) is_in(scalar, ranges, sizeof(ranges) / sizeof *(ranges))

static pk_typed_character ascii(uint32_t scalar) {
  return (pk_typed_character){PK_TYPED_ASCII, (char)scalar};
}

static pk_typed_character classify(uint32_t scalar) {
  if (IS_IN(scalar, hyphens))
    return (pk_typed_character){PK_TYPED_HYPHEN, 0};
  if (scalar >= 0x21 && scalar <= 0x7E)
    return ascii(scalar);
  if (IS_IN(scalar, blanks))
    return (pk_typed_character){PK_TYPED_BLANK, 0};
  if (scalar >= 0x06F0 && scalar <= 0x06F9)
    return ascii(scalar - 0x06F0 + '0');
  if (scalar >= 0x0660 && scalar <= 0x0669)
    return ascii(scalar - 0x0660 + '0');
  if (IS_IN(scalar, formats))
    return (pk_typed_character){PK_TYPED_FORMAT, 0};
  return (pk_typed_character){scalar == 0x066B ? PK_TYPED_DECIMAL_SEPARATOR : PK_TYPED_OTHER, 0};
}

/* Length of the sequence that a byte begins (RFC 3629), with its smallest code point; 0: it begins none. */
static size_t sequence_length(unsigned char first, uint32_t *smallest) {
  *smallest = first < 0x80 ? 0 : first < 0xE0 ? 0x80 : first < 0xF0 ? 0x800 : 0x10000;
  return first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first <= 0xF4 ? 4 : 0;
}

pk_typed_character pk_typed_next(const char **text) {
  static const pk_typed_character other = {PK_TYPED_OTHER, 0};
  const unsigned char *bytes = (const unsigned char *)*text;
  uint32_t smallest;
  size_t length = sequence_length(bytes[0], &smallest);
  (*text)++;
  if (length == 0)
    return other;
  uint32_t scalar = length == 1 ? bytes[0] : bytes[0] & (0xFFu >> (length + 1));
  for (size_t i = 1; i < length; i++) { /* a NUL is no continuation: the text's end is not passed */
    if ((bytes[i] & 0xC0) != 0x80)
      return other;
    scalar = scalar << 6 | (bytes[i] & 0x3F);
  }
  if (scalar < smallest)
    return other;
  *text += length - 1;
  return classify(scalar);
}

bool pk_is_blank(const char *text) {
  while (*text) {
    pk_typed_kind kind = pk_typed_next(&text).kind;
    if (kind != PK_TYPED_BLANK && kind != PK_TYPED_FORMAT)
      return false;
  }
  return true;
}
