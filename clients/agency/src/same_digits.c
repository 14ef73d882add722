#include "same_digits.h"

/* The next byte, or the Latin digit of a Persian (U+06F0, UTF-8 DB B0) or Arabic-Indic one (U+0660, D9 A0).
 */
static char next(const char **text) {
  const unsigned char *at = (const unsigned char *)*text;
  unsigned char zero = at[0] == 0xDB ? 0xB0 : at[0] == 0xD9 ? 0xA0 : 0;
  if (zero && at[1] >= zero && at[1] <= zero + 9) {
    *text += 2;
    return (char)('0' + (at[1] - zero));
  }
  *text += at[0] != 0;
  return (char)at[0];
}

bool same_digits(const char *text, const char *pattern, bool prefix) {
  for (;;) {
    char wanted = next(&pattern);
    if (wanted == 0 && prefix)
      return true;
    if (next(&text) != wanted)
      return false;
    if (wanted == 0)
      return true;
  }
}
