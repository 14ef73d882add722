/* Structs of callers, which may have been compiled against another version. */
#ifndef PK_SIZED_COPY_H
#define PK_SIZED_COPY_H

#include "shared.h"

#include <stdbool.h>
#include <stddef.h>

/* Copies a caller's struct that begins with `size` into one of this version, zeros behind; `given` NULL:
 * zeros alone. False if size is absurd. */
PK_SHARED bool pk_sized_copy(void *copy, size_t copy_size, const void *given);

#endif
