/* Entries as the program sees them. */
#ifndef PK_ENTRY_H
#define PK_ENTRY_H

#include "outbox_state.h"

/* The first entry that fits; `*out` stays NULL where there is none. False, filled in, where it fails. */
bool pk_entry_find(const pishkhan_outbox *outbox, const pk_row_query *query, pishkhan_outbox_entry **out,
                   pk_failure *failure);

/* Where it stands in the order of holding; 0 for NULL. */
int64_t pk_entry_number(const pishkhan_outbox_entry *entry);

#endif
