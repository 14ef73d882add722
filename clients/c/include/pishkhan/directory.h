/* What changes of the directory have in common: services, agencies, calendars, offices, delegations,
 * principals.
 *
 * A change takes a struct with `size` and an idempotency key, and is repeated after a broken line with the
 * same key until the deadline (default write_deadline_ms). The structs of the directory stand in results and
 * in changes: the library sets their `size` in what it gives, the caller in what it makes.
 */
#ifndef PISHKHAN_DIRECTORY_H
#define PISHKHAN_DIRECTORY_H

#include <pishkhan/client.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a change did. */
typedef struct pishkhan_change {
  uint32_t number;   /* version of the service or calendar, number of the delegation; else 0 */
  bool repeated_key; /* done by an earlier call with the same key and content */
  uint8_t idempotency_key[PISHKHAN_KEY_SIZE];
} pishkhan_change;
PISHKHAN_API void pishkhan_change_free(pishkhan_change *change);

#ifdef __cplusplus
}
#endif

#endif
