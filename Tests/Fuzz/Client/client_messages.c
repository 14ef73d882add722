/* What the client reads of messages: the answers of every method, translated into the library's structs and
 * back, and the details of errors. */
#include "encoding.h"
#include "error_object.h"
#include "failing_memory.h"
#include "methods.h"

#include <string.h>

static const pk_method *const methods[] = {&pk_list_agencies,
                                           &pk_list_services,
                                           &pk_get_service,
                                           &pk_put_service,
                                           &pk_get_calendar,
                                           &pk_get_office,
                                           &pk_find_offices,
                                           &pk_list_delegations,
                                           &pk_who_am_i,
                                           &pk_list_principals,
                                           &pk_submit,
                                           &pk_track,
                                           &pk_get,
                                           &pk_history,
                                           &pk_watch,
                                           &pk_citizen_act,
                                           &pk_replace_secret,
                                           &pk_get_draft,
                                           &pk_list_drafts,
                                           &pk_delete_draft,
                                           &pk_inbox,
                                           &pk_renew,
                                           &pk_work_stream,
                                           &pk_get_survey,
                                           &pk_upload,
                                           &pk_get_upload,
                                           &pk_download};

static void require(bool holds) {
  if (!holds)
    abort();
}

/* What was read is written, and what was written is read as the same. */
static void there_and_back(failing_memory *memory, const pk_shape *shape, const void *read) {
  pk_buffer first = {.allocator = &memory->allocator}, second = {.allocator = &memory->allocator};
  bool unfit = false;
  void *again = pk_result_new(&memory->allocator, shape->size, SIZE_MAX);
  bool written = again && pk_shape_write(&first, shape, read, &unfit);
  require(!unfit);
  if (written && pk_shape_read(pk_result_arena(again), shape, first.data, first.size, again) &&
      pk_shape_write(&second, shape, again, &unfit))
    require(first.size == second.size && (!first.size || memcmp(first.data, second.data, first.size) == 0));
  pk_buffer_free(&first);
  pk_buffer_free(&second);
  pk_result_free(again);
}

static void read_answer(failing_memory *memory, const pk_method *method, const uint8_t *data, size_t size) {
  pk_failure failure;
  void *result = pk_read_response(&memory->allocator, method, data, size, method->response->size, &failure);
  if (result) {
    there_and_back(memory, method->response, result);
    if (method->part)
      there_and_back(memory, method->part_shape, result);
  }
  pk_result_free(result);
}

static void read_error(failing_memory *memory, const uint8_t *data, size_t size) {
  const pk_error_context context = {.allocator = &memory->allocator};
  pk_outcome outcome = {
      .from_server = true, .message = "said by the server", .details = data, .details_size = size};
  pishkhan_error *error = NULL;
  char text[256];
  pk_fail(&outcome.failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_UNSPECIFIED, "said by the server");
  require(pk_raise_outcome(&context, &outcome, &error) != PISHKHAN_OK);
  pishkhan_error_explain(error, "fa", text, sizeof text);
  pishkhan_error_explain(error, NULL, text, sizeof text);
  require(pk_is_utf8(text, strlen(text)));
  pishkhan_error_free(error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  enum { METHODS = sizeof methods / sizeof *methods };
  failing_memory memory;
  if (size < 2)
    return 0;
  failing_memory_init(&memory, data[1]);
  unsigned choice = data[0] % (METHODS + 1);
  if (choice == METHODS)
    read_error(&memory, data + 2, size - 2);
  else
    read_answer(&memory, methods[choice], data + 2, size - 2);
  return 0;
}
