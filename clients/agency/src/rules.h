/* The rules by which the program decides: a file of lines, the first that fits decides.
 *
 *   # service         condition                    decision
 *   post-postalcode   postal_code starts-with 16   fulfil The certificate is ready at the counter.
 *   post-postalcode   always                       refuse OUT_OF_AREA The address lies outside our area.
 *   tci-fault         details missing              ask details Where is the fault?
 *   *                 always                       leave
 *
 * A value is one word. Digits of any script are the same digit. Of several values one that fits is enough.
 */
#ifndef AGENCY_RULES_H
#define AGENCY_RULES_H

#include "decision.h"

struct rules;

/* Reads the file; NULL, after a line on standard error that names the place, if something is wrong in it. */
struct rules *rules_read(const char *path);
void rules_free(struct rules *rules);

/* The decision for a request; "left to people" if no rule fits. */
struct decision rules_decide(const struct rules *rules, const pishkhan_request *request);

#endif
