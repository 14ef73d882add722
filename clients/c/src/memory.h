/* Memory: the caller's allocator, growing buffers, and arenas that hold one result each. */
#ifndef PK_MEMORY_H
#define PK_MEMORY_H

#include "shared.h"

#include <pishkhan/client.h>

/* malloc, realloc and free. */
PK_SHARED extern const pishkhan_allocator pk_default_allocator;

/* Zeroed; NULL where it fails. */
PK_SHARED void *pk_new(const pishkhan_allocator *allocator, size_t size);
PK_SHARED void pk_release(const pishkhan_allocator *allocator, void *memory);

/* A copy of `size` bytes with a NUL behind them. */
char *pk_copy(const pishkhan_allocator *allocator, const void *bytes, size_t size);

/* A copy of a string; an empty one for NULL. */
char *pk_copy_string(const pishkhan_allocator *allocator, const char *string);

typedef struct pk_buffer {
  const pishkhan_allocator *allocator;
  uint8_t *data;
  size_t size;
  size_t capacity;
} pk_buffer;

/* False where memory fails; the buffer is then as before. */
bool pk_buffer_append(pk_buffer *buffer, const void *bytes, size_t size);
PK_SHARED void pk_buffer_free(pk_buffer *buffer);

/* Memory that is freed together. Once an allocation fails, by the system or by `limit`, `failed` stays set.
 */
typedef struct pk_arena {
  pishkhan_allocator allocator; /* a copy: results outlive their client */
  struct pk_block *blocks;
  size_t used; /* bytes of all blocks */
  size_t limit;
  bool failed;
} pk_arena;

/* Zeroed, aligned for any type; NULL where it fails. */
PK_SHARED void *pk_arena_new(pk_arena *arena, size_t count, size_t size);
PK_SHARED char *pk_arena_copy(pk_arena *arena, const void *bytes, size_t size);

/* An object of `size` zeroed bytes, in front of which its arena stands; `limit` bounds all that the arena
 * takes. */
PK_SHARED void *pk_result_new(const pishkhan_allocator *allocator, size_t size, size_t limit);
PK_SHARED pk_arena *pk_result_arena(void *result);
PK_SHARED void *pk_result_of(pk_arena *arena);
PK_SHARED void pk_result_free(void *result);

#endif
