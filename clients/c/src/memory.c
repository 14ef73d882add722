#include "memory.h"

#include <stdlib.h>
#include <string.h>

static void *system_allocate(void *context, size_t size) {
  (void)context;
  return malloc(size);
}

static void *system_reallocate(void *context, void *memory, size_t size) {
  (void)context;
  return realloc(memory, size);
}

static void system_release(void *context, void *memory) {
  (void)context;
  free(memory);
}

const pishkhan_allocator pk_default_allocator = {system_allocate, system_reallocate, system_release, NULL};

void *pk_new(const pishkhan_allocator *allocator, size_t size) {
  void *memory = allocator->allocate(allocator->context, size);
  return memory ? memset(memory, 0, size) : NULL;
}

void pk_release(const pishkhan_allocator *allocator, void *memory) {
  if (memory)
    allocator->release(allocator->context, memory);
}

char *pk_copy(const pishkhan_allocator *allocator, const void *bytes, size_t size) {
  char *copy = size < SIZE_MAX ? allocator->allocate(allocator->context, size + 1) : NULL;
  if (!copy)
    return NULL;
  if (size)
    memcpy(copy, bytes, size);
  copy[size] = 0;
  return copy;
}

char *pk_copy_string(const pishkhan_allocator *allocator, const char *string) {
  return pk_copy(allocator, string, string ? strlen(string) : 0);
}

bool pk_buffer_append(pk_buffer *buffer, const void *bytes, size_t size) {
  if (size > SIZE_MAX / 2 - buffer->size)
    return false;
  size_t needed = buffer->size + size;
  if (needed > buffer->capacity) {
    size_t capacity = buffer->capacity < 512 ? 512 : buffer->capacity;
    while (capacity < needed)
      capacity *= 2;
    uint8_t *grown = buffer->allocator->reallocate(buffer->allocator->context, buffer->data, capacity);
    if (!grown)
      return false;
    buffer->data = grown;
    buffer->capacity = capacity;
  }
  if (size)
    memcpy(buffer->data + buffer->size, bytes, size);
  buffer->size = needed;
  return true;
}

void pk_buffer_free(pk_buffer *buffer) {
  pk_release(buffer->allocator, buffer->data);
  buffer->data = NULL;
  buffer->size = buffer->capacity = 0;
}

enum { BLOCK_SIZE = 2048 };

typedef struct pk_block {
  struct pk_block *next;
  size_t size; /* of bytes behind this header */
  size_t used;
} pk_block;

static size_t aligned(size_t size) {
  size_t step = _Alignof(max_align_t);
  return (size + step - 1) / step * step;
}

static uint8_t *block_bytes(pk_block *block) { return (uint8_t *)block + aligned(sizeof(pk_block)); }

static pk_block *add_block(pk_arena *arena, size_t size) {
  size_t total = aligned(sizeof(pk_block)) + size;
  if (total > arena->limit - arena->used)
    return NULL;
  pk_block *block = pk_new(&arena->allocator, total);
  if (!block)
    return NULL;
  block->size = size;
  block->next = arena->blocks;
  arena->blocks = block;
  arena->used += total;
  return block;
}

void *pk_arena_new(pk_arena *arena, size_t count, size_t size) {
  if (!arena)
    return NULL;
  if (size && count > (SIZE_MAX / 2) / size) {
    arena->failed = true;
    return NULL;
  }
  size_t needed = aligned(count * size);
  if (needed == 0)
    needed = aligned(1);
  pk_block *block = arena->blocks;
  if (!block || needed > block->size - block->used)
    block = needed > SIZE_MAX / 2 ? NULL : add_block(arena, needed > BLOCK_SIZE ? needed : BLOCK_SIZE);
  if (!block) {
    arena->failed = true;
    return NULL;
  }
  void *memory = block_bytes(block) + block->used;
  block->used += needed;
  return memory;
}

char *pk_arena_copy(pk_arena *arena, const void *bytes, size_t size) {
  char *copy = pk_arena_new(arena, 1, size + 1);
  if (copy && size)
    memcpy(copy, bytes, size);
  return copy;
}

void *pk_result_new(const pishkhan_allocator *allocator, size_t size, size_t limit) {
  pk_arena *arena = pk_new(allocator, aligned(sizeof *arena) + size);
  if (!arena)
    return NULL;
  arena->allocator = *allocator;
  arena->limit = limit;
  return (uint8_t *)arena + aligned(sizeof *arena);
}

pk_arena *pk_result_arena(void *result) {
  return (pk_arena *)(void *)((uint8_t *)result - aligned(sizeof(pk_arena)));
}

void *pk_result_of(pk_arena *arena) { return (uint8_t *)arena + aligned(sizeof *arena); }

void pk_result_free(void *result) {
  if (!result)
    return;
  pk_arena *arena = pk_result_arena(result);
  pishkhan_allocator allocator = arena->allocator;
  for (pk_block *block = arena->blocks, *next; block; block = next) {
    next = block->next;
    pk_release(&allocator, block);
  }
  pk_release(&allocator, arena);
}
