/* What libpishkhan-outbox takes from this library beside its public functions. */
#ifndef PK_SHARED_H
#define PK_SHARED_H

/* Exported for the outbox of the same version, and for no program: cmake/libpishkhan-internal.map.in lists
 * them, and a test compares. */
#if defined(__GNUC__)
#define PK_SHARED __attribute__((visibility("default")))
#else
#define PK_SHARED
#endif

#endif
