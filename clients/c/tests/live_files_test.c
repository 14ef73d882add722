/* Uploads and downloads against a real gRPC server that breaks off in the middle. */
#include "live.h"

enum { FILE_SIZE = 1000000 };

/* A file in memory, in both directions. */
typedef struct memory_file {
  uint8_t bytes[FILE_SIZE + 1];
  uint64_t size;
  uint64_t told; /* by the progress callback */
  unsigned reads;
  uint64_t stop_at; /* the progress callback ends it there; 0: never */
  bool broken;
} memory_file;

static int64_t read_memory(void *context, uint64_t offset, uint8_t *buffer, size_t capacity) {
  memory_file *file = context;
  if (file->broken)
    return -1;
  size_t left = offset < file->size ? (size_t)(file->size - offset) : 0;
  size_t count = left < capacity ? left : capacity;
  file->reads++;
  memcpy(buffer, file->bytes + offset, count);
  return (int64_t)count;
}

static bool write_memory(void *context, uint64_t offset, const uint8_t *bytes, size_t size) {
  memory_file *file = context;
  CHECK(offset == file->size && size <= FILE_SIZE - file->size); /* each byte once and in order */
  if (file->broken || size > FILE_SIZE - file->size)
    return false;
  memcpy(file->bytes + offset, bytes, size);
  file->size += size;
  return true;
}

static bool tell(void *context, uint64_t done, uint64_t total) {
  memory_file *file = context;
  CHECK(done <= total && total == FILE_SIZE);
  file->told = done;
  return !file->stop_at || done < file->stop_at;
}

static memory_file *new_file(bool filled) {
  memory_file *file = calloc(1, sizeof *file);
  for (size_t i = 0; filled && i < FILE_SIZE; i++)
    file->bytes[i] = (uint8_t)(i * 31 + i / 251);
  file->size = filled ? FILE_SIZE : 0;
  return file;
}

static pishkhan_upload upload_of(memory_file *file, const char *name) {
  return (pishkhan_upload){.size = sizeof(pishkhan_upload),
                           .service = "first",
                           .attribute = "scan",
                           .name = name,
                           .read = read_memory,
                           .read_context = file,
                           .progress = tell,
                           .progress_context = file};
}

/* Uploads a file and reads it back; both may be broken off once. */
static void there_and_back(const char *name) {
  pishkhan_client *client = open_to(mutual_target, "agency");
  memory_file *sent = new_file(true), *back = new_file(false);
  pishkhan_error *error;
  pishkhan_uploaded *uploaded, *again;
  pishkhan_upload upload = upload_of(sent, name);
  CHECK_NUMBER(pishkhan_upload_file(client, &upload, NULL, &uploaded, &error), PISHKHAN_OK);
  CHECK(uploaded->metadata_removed);
  CHECK_NUMBER(uploaded->attachment->file_size, FILE_SIZE);
  CHECK_TEXT(uploaded->attachment->attribute, "scan");
  CHECK_NUMBER(sent->told, FILE_SIZE);

  upload.upload_id = uploaded->upload_id; /* again: the server has it all, and nothing is sent */
  sent->reads = 0;
  CHECK_NUMBER(pishkhan_upload_file(client, &upload, NULL, &again, &error), PISHKHAN_OK);
  CHECK_TEXT(again->attachment->id, uploaded->attachment->id);
  CHECK_NUMBER(sent->reads, FILE_SIZE / (64 * 1024) + 2); /* to hash it, and to find its end */
  pishkhan_uploaded_free(again);

  pishkhan_download download = {.size = sizeof download,
                                .id = uploaded->attachment->id,
                                .write = write_memory,
                                .write_context = back,
                                .progress = tell,
                                .progress_context = back};
  pishkhan_downloaded *downloaded;
  CHECK_NUMBER(pishkhan_download_file(client, &download, NULL, &downloaded, &error), PISHKHAN_OK);
  CHECK(downloaded->verified);
  CHECK_TEXT(downloaded->attachment->name, name);
  CHECK(back->size == FILE_SIZE && memcmp(sent->bytes, back->bytes, FILE_SIZE) == 0);
  pishkhan_downloaded_free(downloaded);
  pishkhan_uploaded_free(uploaded);
  free(sent);
  free(back);
  pishkhan_close(client);
}

static void a_file_goes_there_and_back(void) { there_and_back("whole"); }
static void a_file_outlives_a_server_that_stops(void) { there_and_back("cut"); }

static void an_upload_is_ended_and_resumed(void) {
  pishkhan_client *client = open_to(mutual_target, "agency");
  memory_file *sent = new_file(true);
  uint8_t id[PISHKHAN_KEY_SIZE];
  pishkhan_error *error;
  pishkhan_uploaded *uploaded;
  pishkhan_upload_state *state;
  pishkhan_upload upload = upload_of(sent, "stopped");
  CHECK(pishkhan_make_key(id));
  upload.upload_id = id;
  CHECK_NUMBER(pishkhan_get_upload(client, id, NULL, NULL, NULL, &state, &error), PISHKHAN_NOT_FOUND);
  CHECK_NUMBER(pishkhan_error_reason(error), PISHKHAN_REASON_ATTACHMENT_UNKNOWN);
  pishkhan_error_free(error);
  sent->stop_at = 600000;
  CHECK_NUMBER(pishkhan_upload_file(client, &upload, NULL, &uploaded, &error), PISHKHAN_CANCELLED);
  CHECK(uploaded == NULL);
  CHECK(pishkhan_error_key(error) && memcmp(pishkhan_error_key(error), id, sizeof id) == 0);
  pishkhan_error_free(error);
  sent->stop_at = 0;
  CHECK_NUMBER(pishkhan_upload_file(client, &upload, NULL, &uploaded, &error), PISHKHAN_OK);
  pishkhan_uploaded_free(uploaded);
  CHECK_NUMBER(pishkhan_get_upload(client, id, NULL, NULL, NULL, &state, &error), PISHKHAN_OK);
  CHECK_NUMBER(state->offset, FILE_SIZE);
  CHECK(state->attachment != NULL);
  pishkhan_upload_state_free(state);
  free(sent);
  pishkhan_close(client);
}

static void what_fails_is_told(void) {
  pishkhan_client *client = open_to(mutual_target, "agency");
  memory_file *sent = new_file(true), *back = new_file(false);
  pishkhan_error *error;
  pishkhan_uploaded *uploaded;
  pishkhan_downloaded *downloaded;
  pishkhan_upload upload = upload_of(sent, "refused");
  CHECK_NUMBER(pishkhan_upload_file(client, &upload, NULL, &uploaded, &error), PISHKHAN_INVALID_ARGUMENT);
  check_error(error, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ATTACHMENT_REFUSED, PISHKHAN_AT_EDGE,
              PISHKHAN_DURABLE_NO);
  sent->broken = true;
  CHECK_NUMBER(pishkhan_upload_file(client, &upload, NULL, &uploaded, &error), PISHKHAN_INVALID_ARGUMENT);
  check_error(error, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID, PISHKHAN_AT_CLIENT,
              PISHKHAN_DURABLE_NO);
  sent->broken = false;

  upload.name = "good";
  CHECK_NUMBER(pishkhan_upload_file(client, &upload, NULL, &uploaded, &error), PISHKHAN_OK);
  pishkhan_download download = {.size = sizeof download,
                                .id = uploaded->attachment->id,
                                .secret = "wrong", /* the server tells another hash */
                                .write = write_memory,
                                .write_context = back};
  CHECK_NUMBER(pishkhan_download_file(client, &download, NULL, &downloaded, &error), PISHKHAN_DATA_LOSS);
  CHECK(downloaded == NULL);
  pishkhan_error_free(error);
  download.secret = NULL;
  download.offset = 400000; /* what an earlier download left is read back for the hash */
  download.read = read_memory;
  download.read_context = back;
  back->size = 400000;
  CHECK_NUMBER(pishkhan_download_file(client, &download, NULL, &downloaded, &error), PISHKHAN_OK);
  CHECK(downloaded->verified);
  pishkhan_downloaded_free(downloaded);
  back->size = 400000;
  back->bytes[0] ^= 1;
  CHECK_NUMBER(pishkhan_download_file(client, &download, NULL, &downloaded, &error), PISHKHAN_DATA_LOSS);
  pishkhan_error_free(error);
  back->size = 400000;
  back->broken = true;
  download.read = NULL;
  CHECK_NUMBER(pishkhan_download_file(client, &download, NULL, &downloaded, &error), PISHKHAN_CANCELLED);
  pishkhan_error_free(error);
  pishkhan_uploaded_free(uploaded);
  free(sent);
  free(back);
  pishkhan_close(client);
}

int main(int argc, char **argv) {
  static const test tests[] = {
      {"a file goes there and back", a_file_goes_there_and_back},
      {"a file outlives a server that stops half-way, both ways", a_file_outlives_a_server_that_stops},
      {"an upload is ended by the caller, and resumed", an_upload_is_ended_and_resumed},
      {"a refusal, a bad disk and a wrong hash are told", what_fails_is_told},
  };
  return read_arguments(argc, argv) ? run_tests(tests, sizeof tests / sizeof *tests) : 2;
}
