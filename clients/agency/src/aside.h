/* Which requests were looked at and left to people, so that they are not read again before they change. In
 * memory alone: after a restart they are looked at once more. */
#ifndef AGENCY_ASIDE_H
#define AGENCY_ASIDE_H

#include <stdbool.h>
#include <stdint.h>

struct aside;

/* NULL: out of memory. Bounded: when it is full all is forgotten. */
struct aside *aside_new(void);
void aside_free(struct aside *aside);

void aside_put(struct aside *aside, const char *tracking_code, uint32_t version);
bool aside_has(const struct aside *aside, const char *tracking_code, uint32_t version);

#endif
