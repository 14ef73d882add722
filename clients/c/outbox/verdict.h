/* What an error says about the one entry, and about all behind it. */
#ifndef PK_VERDICT_H
#define PK_VERDICT_H

#include <pishkhan/error.h>

typedef enum pk_verdict_on_entry {
  PK_ENTRY_REFUSED, /* the counter stored nothing, and the same again will be refused again */
  PK_ENTRY_LATER,   /* the counter failed at this one: the next may go through */
  PK_ENTRY_ALL_WAIT /* line, load, storage or this machine's certificate: it would be the same with all */
} pk_verdict_on_entry;

pk_verdict_on_entry pk_verdict_of(const pishkhan_error *error);

#endif
