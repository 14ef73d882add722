/* Reading a file: from where the last byte came, again after each broken line. */
#include "transfer.h"

#include <string.h>

typedef struct download_given {
  const char *id;
  const char *tracking_code;
  const char *secret;
  uint64_t offset;
} download_given;

static const pk_field download_request_fields[] = {
    PK_MEMBER(1, PK_TEXT, download_given, id), PK_MEMBER(2, PK_TEXT, download_given, tracking_code),
    PK_MEMBER(3, PK_TEXT, download_given, secret), PK_MEMBER(4, PK_NUMBER, download_given, offset)};
static PK_SHAPE(download_request, download_given, false, 0);

typedef struct download_piece {
  pishkhan_downloaded file; /* attachment NULL but in the first message */
  const uint8_t *data;
  size_t data_size;
} download_piece;

static const pk_field download_response_fields[] = {
    PK_PART(1, PK_ONE, download_piece, file.attachment, pk_attachment_shape),
    PK_MEMBER(2, PK_BYTES, download_piece, data)};
static PK_SHAPE(download_response, download_piece, false, 0);
const pk_method pk_download = {"/pishkhan.v1.Attachments/Download",
                               PK_CALL_STORES_NOTHING,
                               false,
                               0,
                               &download_request,
                               &download_response,
                               NULL,
                               0};

/* A download that runs. */
typedef struct download {
  pishkhan_client *client;
  const pishkhan_download *given;
  download_given request; /* its offset: what has come */
  download_piece *first;  /* the first message that names the file: kept, it becomes the result */
  pk_file_hash *hash;     /* NULL: what was left by an earlier download cannot be read */
  pk_patience patience;
} download;

static pishkhan_status fail(const download *down, const pk_failure *failure, pishkhan_error **error) {
  pk_error_context context = pk_client_context(down->client);
  context.stores_nothing = true;
  return pk_raise(&context, failure, error);
}

static pishkhan_status refuse(const download *down, pishkhan_status status, pishkhan_reason reason,
                              const char *why, pishkhan_error **error) {
  pk_failure failure;
  pk_fail(&failure, status, reason, "%s", why);
  return fail(down, &failure, error);
}

/* Hands on what came. */
static pishkhan_status take(download *down, const download_piece *piece, pishkhan_error **error) {
  const pishkhan_download *given = down->given;
  const pishkhan_attachment *attachment = down->first ? down->first->file.attachment : NULL;
  if (!attachment)
    return refuse(down, PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID, "the answer names no attachment",
                  error);
  if (!piece->data_size)
    return PISHKHAN_OK;
  if (piece->data_size > attachment->file_size - down->request.offset)
    return refuse(down, PISHKHAN_DATA_LOSS, PISHKHAN_REASON_RESPONSE_INVALID, "more came than the file has",
                  error);
  if (!given->write(given->write_context, down->request.offset, piece->data, piece->data_size))
    return refuse(down, PISHKHAN_CANCELLED, PISHKHAN_REASON_CALL_CANCELLED, "what came cannot be written",
                  error);
  if (down->hash)
    pk_file_hash_add(down->hash, piece->data, piece->data_size);
  down->request.offset += piece->data_size;
  pk_patience_gained(&down->patience);
  if (given->progress &&
      !given->progress(given->progress_context, down->request.offset, attachment->file_size))
    return refuse(down, PISHKHAN_CANCELLED, PISHKHAN_REASON_CALL_CANCELLED, "the caller ended the download",
                  error);
  return PISHKHAN_OK;
}

static pishkhan_status take_message(download *down, const pishkhan_bytes *message, pishkhan_error **error) {
  pk_failure failure;
  download_piece *piece = pk_read_response(&down->client->config.allocator, &pk_download, message->data,
                                           message->size, sizeof *piece, &failure);
  if (!piece)
    return fail(down, &failure, error);
  bool names = piece->file.attachment && !down->first;
  if (names)
    down->first = piece;
  bool fits = !names || piece->file.attachment->file_size >= down->request.offset;
  pishkhan_status status = fits ? take(down, piece, error)
                                : refuse(down, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
                                         "more was left by an earlier download than the file has", error);
  if (!names)
    pk_result_free(piece);
  return status;
}

static pishkhan_status try_once(download *down, pishkhan_error **error) {
  pishkhan_stream *stream = NULL;
  pk_buffer packed = {0};
  pk_failure failure;
  const pk_call_setup setup = {.method = pk_download.path,
                               .deadline = down->patience.deadline,
                               .flags = pk_download.flags | PK_CALL_WAIT_FOR_READY};
  bool good = pk_pack_request(down->client, &pk_download, &down->request, NULL, &packed, &failure);
  pishkhan_status status = good
                               ? pk_stream_ask(down->client, &setup, packed.data, packed.size, &stream, error)
                               : fail(down, &failure, error);
  pk_buffer_free(&packed);
  while (status == PISHKHAN_OK) {
    pishkhan_bytes *message = NULL;
    pishkhan_next next = pishkhan_stream_next(stream, PISHKHAN_NEVER, &message, error);
    if (next != PISHKHAN_NEXT_ITEM) {
      status = pishkhan_error_status(*error);
      break;
    }
    status = take_message(down, message, error);
    pishkhan_bytes_free(message);
  }
  pishkhan_stream_close(stream);
  return status;
}

/* What was left by an earlier download counts towards the hash. */
static bool begin_hash(download *down, pk_failure *failure) {
  const pishkhan_allocator *allocator = &down->client->config.allocator;
  uint64_t size;
  if (down->request.offset && !down->given->read)
    return true;
  down->hash = pk_file_hash_new(allocator);
  return down->hash ? pk_file_hash_read(down->hash, allocator, down->given->read, down->given->read_context,
                                        down->request.offset, &size, failure)
                    : pk_fail_memory(failure);
}

/* Whether all of it is what it should be. */
static pishkhan_status check(download *down, pishkhan_error **error) {
  uint8_t digest[PISHKHAN_HASH_SIZE];
  const pishkhan_attachment *attachment = down->first ? down->first->file.attachment : NULL;
  if (!attachment || down->request.offset != attachment->file_size)
    return refuse(down, PISHKHAN_DATA_LOSS, PISHKHAN_REASON_RESPONSE_INVALID, "the file did not come whole",
                  error);
  if (!down->hash || !attachment->sha256)
    return PISHKHAN_OK;
  if (!pk_file_hash_end(down->hash, digest) || memcmp(digest, attachment->sha256, sizeof digest) != 0)
    return refuse(down, PISHKHAN_DATA_LOSS, PISHKHAN_REASON_RESPONSE_INVALID,
                  "what came does not have the file's SHA-256", error);
  down->first->file.verified = true;
  return PISHKHAN_OK;
}

static pishkhan_status run(download *down, pishkhan_error **error) {
  pishkhan_status status = try_once(down, error);
  while (status != PISHKHAN_OK && pk_patience_with(&down->patience, down->client, *error)) {
    pishkhan_error_free(*error);
    *error = NULL;
    status = try_once(down, error);
  }
  return status == PISHKHAN_OK ? check(down, error) : status;
}

pishkhan_status pishkhan_download_file(pishkhan_client *client, const pishkhan_download *given,
                                       const pishkhan_call_options *options, pishkhan_downloaded **downloaded,
                                       pishkhan_error **error) {
  pishkhan_download copy;
  pk_failure failure;
  pishkhan_error *inner = NULL;
  pishkhan_status status;
  if (!downloaded || !given || !pk_sized_copy(&copy, sizeof copy, given) || !copy.write)
    return pk_refuse_argument(client, "no download, or its size is not set, or nothing writes the file",
                              downloaded, error);
  *downloaded = NULL;
  if (!pk_may_block(client, error))
    return client ? PISHKHAN_FAILED_PRECONDITION : PISHKHAN_INVALID_ARGUMENT;
  download down = {
      .client = client, .given = &copy, .request = {copy.id, copy.tracking_code, copy.secret, copy.offset}};
  if (pk_patience_begin(&down.patience, client, options, client->config.deadline_ms, &failure) &&
      begin_hash(&down, &failure))
    status = run(&down, &inner);
  else
    status = fail(&down, &failure, &inner);
  pk_file_hash_free(&client->config.allocator, down.hash);
  if (status == PISHKHAN_OK)
    *downloaded = &down.first->file; /* the first member: they are one result */
  else
    pk_result_free(down.first);
  if (error)
    *error = inner;
  else
    pishkhan_error_free(inner);
  return status;
}

void pishkhan_downloaded_free(pishkhan_downloaded *downloaded) { pk_result_free(downloaded); }
