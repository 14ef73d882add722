/* A definition as bytes that a program keeps: pishkhan.v1.Service, as it came. */
#include "client_state.h"
#include "methods.h"

#include <string.h>

enum {
  EXPANSION = 32,
  LEAST = 64 * 1024
}; /* most memory of a definition: so many times its bytes, and these */

static pishkhan_status refuse(const char *why, pishkhan_error **error) {
  pk_failure failure;
  const pk_error_context context = pk_client_context(NULL);
  pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID, "%s", why);
  return pk_raise(&context, &failure, error);
}

static pishkhan_status no_memory(pishkhan_error **error) {
  pk_failure failure;
  const pk_error_context context = pk_client_context(NULL);
  pk_fail_memory(&failure);
  return pk_raise(&context, &failure, error);
}

pishkhan_status pishkhan_service_to_bytes(const pishkhan_service *service, pishkhan_bytes **bytes,
                                          pishkhan_error **error) {
  pk_buffer buffer = {.allocator = &pk_default_allocator};
  bool unfit = false;
  if (error)
    *error = NULL;
  if (bytes)
    *bytes = NULL;
  if (!service || !bytes)
    return refuse("no definition, or no place for its bytes", error);
  if (!pk_shape_write(&buffer, pk_get_service.part_shape, service, &unfit)) {
    pk_buffer_free(&buffer);
    return unfit ? refuse("the definition's size is not set, or an array of it is missing", error)
                 : no_memory(error);
  }
  *bytes = pk_bytes_new(&pk_default_allocator, buffer.data, buffer.size);
  return *bytes ? PISHKHAN_OK : no_memory(error);
}

pishkhan_status pishkhan_service_from_bytes(const void *bytes, size_t size, pishkhan_service **service,
                                            pishkhan_error **error) {
  if (error)
    *error = NULL;
  if (service)
    *service = NULL;
  if (!service || (size && !bytes) || size > SIZE_MAX / EXPANSION - LEAST)
    return refuse("no bytes, or no place for the definition", error);
  pishkhan_service *made = pk_result_new(&pk_default_allocator, sizeof *made, LEAST + EXPANSION * size);
  if (!made)
    return no_memory(error);
  pk_arena *arena = pk_result_arena(made);
  bool good = pk_shape_read(arena, pk_get_service.part_shape, bytes, size, made);
  if (good && !arena->failed && *made->code) {
    *service = made;
    return PISHKHAN_OK;
  }
  bool out_of_memory = arena->failed;
  pk_result_free(made);
  return out_of_memory ? no_memory(error) : refuse("the bytes are no definition of a service", error);
}
