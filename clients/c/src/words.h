/* One value of an enum: its stable name and its texts. */
#ifndef PK_WORDS_H
#define PK_WORDS_H

#include "shared.h"

#include <pishkhan/error.h>

typedef struct pk_word {
  int value;
  const char *name;
  const char *english;
  const char *persian;
} pk_word;

/* The word of a value in a table; one that says "not known" where there is none. */
const pk_word *pk_find(const pk_word *words, size_t count, int value);
#define PK_FIND(table, value) pk_find(table, sizeof(table) / sizeof *(table), (int)(value))

/* "fa", or a variant such as "fa-IR". */
PK_SHARED bool pk_is_persian(const char *language);
const char *pk_text(const pk_word *word, const char *language);

/* Whole sentences without their full stop. */
const pk_word *pk_durable_word(pishkhan_durable durable);
const pk_word *pk_at_word(pishkhan_at at);

/* What to do about it. */
const char *pk_advice(pishkhan_reason reason, const char *language);

#endif
