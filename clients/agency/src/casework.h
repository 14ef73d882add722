/* The agency's work: from the inbox to the decision. */
#ifndef AGENCY_CASEWORK_H
#define AGENCY_CASEWORK_H

#include "aside.h"
#include "book.h"
#include "rules.h"

struct casework {
  pishkhan_client *client;
  const struct rules *rules;
  struct book *book;
  struct aside *aside;
  const char *officer; /* may be NULL */
  uint64_t readings;   /* of the inbox */
};

/* Reads the inbox once, oldest first, and does all that can be done now. True: all was gone through (or the
 * program was asked to end). False: the counter or the line failed, `error` belongs to the caller; go through
 * it again after a wait. */
bool casework_read_inbox(struct casework *casework, pishkhan_error **error);

/* Brings one request from where it stands to its decision. True: it needs nothing more now. False as above.
 */
bool casework_bring_on(struct casework *casework, const char *tracking_code, pishkhan_error **error);

#endif
