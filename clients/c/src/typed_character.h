/* One character as people type it on any keyboard, and what it means in an identifier, a number or a date.
 *
 * The same classes as the server's (Sources/Casework/Identifiers/TypedCharacter.swift); Tests/Data holds the
 * two together. */
#ifndef PK_TYPED_CHARACTER_H
#define PK_TYPED_CHARACTER_H

#include "shared.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum pk_typed_kind {
  PK_TYPED_ASCII,             /* printable; Persian and Arabic-Indic digits are Latin ones here */
  PK_TYPED_BLANK,             /* blank, tab, line end, no-break and wide blanks */
  PK_TYPED_HYPHEN,            /* hyphen, dash or minus sign */
  PK_TYPED_FORMAT,            /* without width: joiners, direction marks, the byte order mark */
  PK_TYPED_DECIMAL_SEPARATOR, /* U+066B, of Persian and Arabic */
  PK_TYPED_OTHER              /* anything else, bytes that are no UTF-8 among it */
} pk_typed_kind;

typedef struct pk_typed_character {
  pk_typed_kind kind;
  char ascii; /* of PK_TYPED_ASCII */
} pk_typed_character;

/* Reads the code point at `*text`, which is not the end, and moves behind it. Bytes that are no UTF-8 count
 * one by one. */
PK_SHARED pk_typed_character pk_typed_next(const char **text);

/* Whether a text holds nothing but blanks and marks without width. */
bool pk_is_blank(const char *text);

static inline bool pk_is_digit(char c) { return c >= '0' && c <= '9'; }

#endif
