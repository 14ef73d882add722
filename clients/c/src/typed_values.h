/* Numbers and times as typed in a form. */
#ifndef PK_TYPED_VALUES_H
#define PK_TYPED_VALUES_H

#include <stdbool.h>

/* A sign or none, digits of Latin, Persian or Arabic, and a fraction or none behind "." or U+066B. Outer
 * blanks and marks without width do not matter. */
bool pk_is_decimal(const char *typed);

/* ISO 8601: YYYY-MM-DD, or that with THH:MM, seconds and fraction or none, and Z or an offset; a real date.
 * Years before 1583 are refused: ISO 8601 takes them by agreement alone, and in a form they are Jalali dates
 * that were typed as if Gregorian. */
bool pk_is_datetime(const char *typed);

#endif
