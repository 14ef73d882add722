/* Memory that fails: every allocation in turn, once or from there on, in calls of every kind. */
#include "live.h"

typedef struct scarcity {
  long until; /* allocations before the one that fails */
  bool once;  /* only that one; else all from there on */
  long live;
} scarcity;

static bool is_denied(scarcity *memory) {
  long left = memory->until--;
  return memory->once ? left == 0 : left <= 0;
}

static void *scarce_allocate(void *context, size_t size) {
  scarcity *memory = context;
  if (is_denied(memory))
    return NULL;
  memory->live++;
  return malloc(size);
}

static void *scarce_reallocate(void *context, void *old, size_t size) {
  scarcity *memory = context;
  if (is_denied(memory))
    return NULL;
  memory->live += old == NULL;
  return realloc(old, size);
}

static void scarce_release(void *context, void *old) {
  scarcity *memory = context;
  memory->live -= old != NULL;
  free(old);
}

enum { FILE_SIZE = 70000 }; /* two pieces */

/* A kind of exchange; whether it went well. What it is given is freed. */
typedef bool (*exchange)(pishkhan_client *client, pishkhan_error **error);

static bool read_a_service(pishkhan_client *client, pishkhan_error **error) {
  pishkhan_service *service;
  bool done = pishkhan_get_service(client, "first", 0, NULL, &service, error) == PISHKHAN_OK;
  CHECK(done == (service != NULL));
  pishkhan_service_free(service);
  return done;
}

static bool put_a_service(pishkhan_client *client, pishkhan_error **error) {
  const pishkhan_text name = {"en", "Name"};
  const pishkhan_attribute attribute = {
      .size = sizeof attribute, .code = "a", .labels = &name, .label_count = 1};
  const pishkhan_attribute *const attributes[] = {&attribute};
  const pishkhan_service service = {
      .size = sizeof service, .code = "x", .agency = "y", .attributes = attributes, .attribute_count = 1};
  const pishkhan_service_put put = {.size = sizeof put, .service = &service};
  pishkhan_change *change;
  /* The server does not know the method: that much is the exchange. */
  bool done = pishkhan_put_service(client, &put, NULL, &change, error) == PISHKHAN_UNIMPLEMENTED;
  CHECK(change == NULL);
  return done;
}

static bool take_work(pishkhan_client *client, pishkhan_error **error) {
  const pishkhan_work_query query = {.size = sizeof query, .service = "first"};
  pishkhan_work_stream *work;
  pishkhan_request *request = NULL;
  bool done = pishkhan_work_open(client, &query, NULL, &work, error) == PISHKHAN_OK &&
              pishkhan_work_next(work, 5000, &request, error) == PISHKHAN_NEXT_ITEM;
  CHECK(done == (request != NULL));
  pishkhan_request_free(request);
  pishkhan_work_close(work);
  return done;
}

static int64_t read_letters(void *context, uint64_t offset, uint8_t *buffer, size_t capacity) {
  size_t left = offset < FILE_SIZE ? FILE_SIZE - (size_t)offset : 0;
  size_t count = left < capacity ? left : capacity;
  (void)context;
  memset(buffer, 'x', count);
  return (int64_t)count;
}

static bool write_nowhere(void *context, uint64_t offset, const uint8_t *bytes, size_t size) {
  *(uint64_t *)context = offset + size;
  return bytes != NULL;
}

static bool send_and_fetch_a_file(pishkhan_client *client, pishkhan_error **error) {
  const pishkhan_upload upload = {
      .size = sizeof upload, .service = "first", .name = "letters", .read = read_letters};
  pishkhan_uploaded *uploaded;
  pishkhan_downloaded *downloaded = NULL;
  uint64_t size = 0;
  if (pishkhan_upload_file(client, &upload, NULL, &uploaded, error) != PISHKHAN_OK) {
    CHECK(uploaded == NULL);
    return false;
  }
  const pishkhan_download download = {.size = sizeof download,
                                      .id = uploaded->attachment->id,
                                      .write = write_nowhere,
                                      .write_context = &size};
  bool done = pishkhan_download_file(client, &download, NULL, &downloaded, error) == PISHKHAN_OK;
  CHECK(done == (downloaded != NULL) && (!done || (size == FILE_SIZE && downloaded->verified)));
  pishkhan_downloaded_free(downloaded);
  pishkhan_uploaded_free(uploaded);
  return done;
}

static bool exchange_with(scarcity *memory, exchange run) {
  const pishkhan_allocator allocator = {scarce_allocate, scarce_reallocate, scarce_release, memory};
  const pishkhan_options options = {
      .size = sizeof options, .target = public_target, .ca_file = file("ca.pem"), .allocator = &allocator};
  pishkhan_client *client;
  pishkhan_error *error;
  bool done = false;
  if (pishkhan_open(&options, &client, &error) == PISHKHAN_OK) {
    done = run(client, &error);
    CHECK(done || error != NULL);
    CHECK(pishkhan_error_status(error) != PISHKHAN_DEADLINE_EXCEEDED); /* told at once, not waited out */
  }
  CHECK(done || *pishkhan_error_message(error));
  pishkhan_close(client);
  pishkhan_error_free(error);
  return done;
}

static void fail_each(exchange run) {
  for (int once = 0; once < 2; once++) {
    long n = 0;
    for (bool reached = true; reached && n < 2000; n++) {
      scarcity memory = {.until = n, .once = once};
      bool done = exchange_with(&memory, run);
      CHECK_NUMBER(memory.live, 0);
      reached = !done || memory.until < 0; /* once: the nth may not have mattered */
    }
    CHECK(n > 30 && n < 2000);
  }
}

static void in_a_read(void) { fail_each(read_a_service); }
static void in_a_write(void) { fail_each(put_a_service); }
static void in_a_stream_of_work(void) { fail_each(take_work); }
static void in_a_transfer(void) { fail_each(send_and_fetch_a_file); }

int main(int argc, char **argv) {
  static const test tests[] = {
      {"every allocation of a read may fail", in_a_read},
      {"every allocation of a write may fail", in_a_write},
      {"every allocation of a stream of work may fail", in_a_stream_of_work},
      {"every allocation of an upload and a download may fail", in_a_transfer},
  };
  return read_arguments(argc, argv) ? run_tests(tests, sizeof tests / sizeof *tests) : 2;
}
