/* Digits and codes as a Persian reader sees them, and as machines do. */
#ifndef KIOSK_NUMERALS_H
#define KIOSK_NUMERALS_H

#include <glib.h>

/* The caller frees what these return. */

/* Latin digits become Persian ones (U+06F0 to U+06F9); all else stays. */
char *numerals_persian(const char *text);

/* Persian and Arabic-Indic digits become Latin ones; all else stays. */
char *numerals_latin(const char *text);

/* Digits in groups of `group`, "1234-5678-..." (0: in one), in a left-to-right isolate (U+2066, U+2069), so
 * that no right-to-left text around them changes the order of the groups (UAX #9). */
char *numerals_isolated(const char *digits, size_t group, gboolean persian);

/* A number of rials with separators, in Persian digits. */
char *numerals_money(gint64 rial);

#endif
