#include "numerals.h"

#include <string.h>

char *numerals_persian(const char *text) {
  GString *result = g_string_new(NULL);
  for (; *text; text++) {
    if (g_ascii_isdigit(*text))
      g_string_append_unichar(result, 0x06F0 + (gunichar)(*text - '0'));
    else
      g_string_append_c(result, *text);
  }
  return g_string_free(result, FALSE);
}

char *numerals_latin(const char *text) {
  GString *result = g_string_new(NULL);
  for (; *text; text = g_utf8_next_char(text)) {
    gunichar character = g_utf8_get_char(text);
    int digit = g_unichar_digit_value(character);
    gboolean ours =
        (character >= 0x06F0 && character <= 0x06F9) || (character >= 0x0660 && character <= 0x0669);
    g_string_append_unichar(result, ours ? '0' + (gunichar)digit : character);
  }
  return g_string_free(result, FALSE);
}

char *numerals_isolated(const char *digits, size_t group, gboolean persian) {
  GString *grouped = g_string_new("\u2066");
  for (size_t i = 0; digits[i]; i++) {
    if (i && group && i % group == 0)
      g_string_append_c(grouped, '-');
    g_string_append_c(grouped, digits[i]);
  }
  g_string_append(grouped, "\u2069");
  char *text = g_string_free(grouped, FALSE);
  if (!persian)
    return text;
  char *result = numerals_persian(text);
  g_free(text);
  return result;
}

char *numerals_money(gint64 rial) {
  char digits[24];
  GString *grouped = g_string_new(NULL);
  size_t length = (size_t)g_snprintf(digits, sizeof digits, "%" G_GINT64_FORMAT, rial);
  for (size_t i = 0; i < length; i++) {
    if (i && (length - i) % 3 == 0)
      g_string_append(grouped, "٬"); /* U+066C, the Arabic thousands separator */
    g_string_append_c(grouped, digits[i]);
  }
  char *result = numerals_persian(grouped->str);
  g_string_free(grouped, TRUE);
  return result;
}
