/* Comparing what was typed with what a rule says. */
#ifndef AGENCY_SAME_DIGITS_H
#define AGENCY_SAME_DIGITS_H

#include <stdbool.h>

/* Whether two UTF-8 texts are the same where a digit is the same in Persian, Arabic-Indic and Latin; with
 * `prefix`, whether `text` begins with `pattern`. */
bool same_digits(const char *text, const char *pattern, bool prefix);

#endif
