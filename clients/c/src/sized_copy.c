#include "sized_copy.h"

#include <string.h>

bool pk_sized_copy(void *copy, size_t copy_size, const void *given) {
  size_t size;
  memset(copy, 0, copy_size);
  if (!given)
    return true;
  memcpy(&size, given, sizeof size);
  if (size < sizeof size || size > 65536)
    return false;
  memcpy(copy, given, size < copy_size ? size : copy_size);
  return true;
}
