/* Sending a file: from where the server is, again after each broken line. */
#include "transfer.h"

#include <string.h>

/* The first message of an upload. */
typedef struct upload_start {
  const uint8_t *upload_id;
  const char *service;
  const char *tracking_code;
  const char *secret;
  const char *attribute;
  const char *name;
  uint64_t size;
  const uint8_t *sha256;
  uint64_t offset;
} upload_start;

static const pk_field start_shape_fields[] = {
    PK_MEMBER_OF(1, PK_FIXED, PISHKHAN_KEY_SIZE, upload_start, upload_id),
    PK_MEMBER(2, PK_TEXT, upload_start, service),
    PK_MEMBER(3, PK_TEXT, upload_start, tracking_code),
    PK_MEMBER(4, PK_TEXT, upload_start, secret),
    PK_MEMBER(5, PK_TEXT, upload_start, attribute),
    PK_MEMBER(6, PK_TEXT, upload_start, name),
    PK_MEMBER(7, PK_NUMBER, upload_start, size),
    PK_MEMBER_OF(8, PK_FIXED, PISHKHAN_HASH_SIZE, upload_start, sha256),
    PK_MEMBER(9, PK_NUMBER, upload_start, offset),
};
static PK_SHAPE(start_shape, upload_start, false, 0);

typedef struct upload_message {
  const upload_start *start;
  const uint8_t *data;
  size_t data_size;
} upload_message;

static const pk_field upload_request_fields[] = {PK_PART(1, PK_ONE, upload_message, start, start_shape),
                                                 PK_MEMBER(2, PK_BYTES, upload_message, data)};
static PK_SHAPE(upload_request, upload_message, false, 0);

static const pk_field upload_response_fields[] = {
    PK_PART(1, PK_ONE, pishkhan_uploaded, attachment, pk_attachment_shape),
    PK_MEMBER(2, PK_TRUTH, pishkhan_uploaded, metadata_removed)};
static PK_SHAPE(upload_response, pishkhan_uploaded, false, 0);
const pk_method pk_upload = {
    "/pishkhan.v1.Attachments/Upload", 0, false, 0, &upload_request, &upload_response, NULL, 0};

static const pk_field state_request_fields[] = {
    PK_MEMBER_OF(1, PK_FIXED, PISHKHAN_KEY_SIZE, upload_start, upload_id),
    PK_MEMBER(2, PK_TEXT, upload_start, tracking_code), PK_MEMBER(3, PK_TEXT, upload_start, secret)};
static PK_SHAPE(state_request, upload_start, false, 0);
static const pk_field state_response_fields[] = {
    PK_MEMBER(1, PK_NUMBER, pishkhan_upload_state, offset),
    PK_PART(2, PK_ONE, pishkhan_upload_state, attachment, pk_attachment_shape)};
static PK_SHAPE(state_response, pishkhan_upload_state, false, 0);
const pk_method pk_get_upload =
    PK_READING("/pishkhan.v1.Attachments/GetUpload", state_request, state_response, 0, NULL);

pishkhan_status pishkhan_get_upload(pishkhan_client *client, const uint8_t upload_id[PISHKHAN_KEY_SIZE],
                                    const char *tracking_code, const char *secret,
                                    const pishkhan_call_options *options, pishkhan_upload_state **state,
                                    pishkhan_error **error) {
  const upload_start given = {.upload_id = upload_id, .tracking_code = tracking_code, .secret = secret};
  return pk_typed(client, &pk_get_upload, &given, options, state, error);
}

/* An upload that runs. */
typedef struct upload {
  pishkhan_client *client;
  const pishkhan_upload *given;
  upload_start start;
  uint8_t id[PISHKHAN_KEY_SIZE];
  uint8_t digest[PISHKHAN_HASH_SIZE];
  uint8_t *piece;
  pk_patience patience;
} upload;

static pishkhan_status fail(const upload *up, const pk_failure *failure, pishkhan_error **error) {
  pk_error_context context = pk_client_context(up->client);
  context.key = up->id;
  return pk_raise(&context, failure, error);
}

/* Size and hash, where the caller did not give them. */
static bool measure(upload *up, pk_failure *failure) {
  const pishkhan_allocator *allocator = &up->client->config.allocator;
  up->start.sha256 = up->digest;
  if (up->given->sha256) {
    memcpy(up->digest, up->given->sha256, sizeof up->digest);
    up->start.size = up->given->file_size;
    return true;
  }
  pk_file_hash *hash = pk_file_hash_new(allocator);
  bool good = hash ? pk_file_hash_read(hash, allocator, up->given->read, up->given->read_context, UINT64_MAX,
                                       &up->start.size, failure)
                   : pk_fail_memory(failure);
  if (good && !pk_file_hash_end(hash, up->digest))
    good = pk_fail_memory(failure);
  pk_file_hash_free(allocator, hash);
  return good;
}

static pishkhan_status send_message(upload *up, pishkhan_stream *stream, const upload_message *message,
                                    pishkhan_error **error) {
  pk_buffer packed = {0};
  pk_failure failure;
  bool good = pk_pack_request(up->client, &pk_upload, message, NULL, &packed, &failure);
  pishkhan_status status =
      good ? pishkhan_stream_send(stream, packed.data, packed.size, error) : fail(up, &failure, error);
  pk_buffer_free(&packed);
  return status;
}

/* All that the server lacks. */
static pishkhan_status send_pieces(upload *up, pishkhan_stream *stream, pishkhan_error **error) {
  uint64_t done = up->start.offset, total = up->start.size;
  pk_failure failure;
  const upload_message first = {.start = &up->start};
  pishkhan_status status = send_message(up, stream, &first, error);
  while (status == PISHKHAN_OK && done < total) {
    size_t wanted = total - done < PK_PIECE ? (size_t)(total - done) : PK_PIECE;
    int64_t count = up->given->read(up->given->read_context, done, up->piece, wanted);
    if (count < 1 || count > (int64_t)wanted) {
      pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
              "the file cannot be read");
      return fail(up, &failure, error);
    }
    const upload_message message = {.data = up->piece, .data_size = (size_t)count};
    status = send_message(up, stream, &message, error);
    done += (uint64_t)count;
    if (status == PISHKHAN_OK && up->given->progress &&
        !up->given->progress(up->given->progress_context, done, total)) {
      pk_fail(&failure, PISHKHAN_CANCELLED, PISHKHAN_REASON_CALL_CANCELLED, "the caller ended the upload");
      return fail(up, &failure, error);
    }
  }
  return status;
}

/* The server's answer to all of it. */
static pishkhan_status read_answer(upload *up, pishkhan_stream *stream, pishkhan_uploaded **uploaded,
                                   pishkhan_error **error) {
  pishkhan_bytes *message = NULL;
  pk_failure failure;
  pishkhan_next next = pishkhan_stream_next(stream, PISHKHAN_NEVER, &message, error);
  if (next == PISHKHAN_NEXT_ERROR)
    return error ? pishkhan_error_status(*error) : PISHKHAN_UNKNOWN;
  if (next == PISHKHAN_NEXT_ITEM)
    *uploaded = pk_read_response(&up->client->config.allocator, &pk_upload, message->data, message->size,
                                 sizeof **uploaded, &failure);
  else
    pk_fail(&failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID, "the upload ended without answer");
  pishkhan_bytes_free(message);
  if (*uploaded && (*uploaded)->attachment)
    return PISHKHAN_OK;
  if (*uploaded)
    pk_fail(&failure, PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID, "the answer names no attachment");
  pishkhan_uploaded_free(*uploaded);
  *uploaded = NULL;
  return fail(up, &failure, error);
}

/* One try, from where the server is. */
static pishkhan_status try_once(upload *up, pishkhan_uploaded **uploaded, pishkhan_error **error) {
  pishkhan_stream *stream = NULL;
  const pk_call_setup setup = {
      .method = pk_upload.path, .deadline = up->patience.deadline, .flags = PK_CALL_WAIT_FOR_READY};
  pishkhan_status status = pk_stream_open(up->client, &setup, &stream, error);
  if (status != PISHKHAN_OK)
    return status;
  pk_stream_carries(stream, up->id);
  status = send_pieces(up, stream, error);
  if (status == PISHKHAN_OK)
    status = pishkhan_stream_finish(stream, error);
  if (status == PISHKHAN_OK || pk_stream_has_ended(stream)) { /* it may have heard enough before the end */
    pishkhan_error_free(*error);
    *error = NULL;
    status = read_answer(up, stream, uploaded, error);
  }
  pishkhan_stream_close(stream);
  return status;
}

/* Asks where the server is. */
static pishkhan_status find_offset(upload *up, pishkhan_error **error) {
  pishkhan_upload_state *state = NULL;
  const pishkhan_call_options options = pk_patience_options(&up->patience);
  uint64_t before = up->start.offset;
  pishkhan_status status = pk_typed(up->client, &pk_get_upload, &up->start, &options, &state, error);
  if (pishkhan_error_reason(*error) == PISHKHAN_REASON_ATTACHMENT_UNKNOWN) {
    pishkhan_error_free(*error);
    *error = NULL;
    status = PISHKHAN_OK;
    up->start.offset = 0;
  } else if (status == PISHKHAN_OK) {
    up->start.offset = state->attachment || state->offset > up->start.size ? up->start.size : state->offset;
  }
  pishkhan_upload_state_free(state);
  if (up->start.offset > before)
    pk_patience_gained(&up->patience);
  return status;
}

/* Whether another try makes sense after this error. */
static bool goes_on(upload *up, const pishkhan_error *error) {
  uint64_t offset = pishkhan_error_current_offset(error);
  if (pishkhan_error_reason(error) == PISHKHAN_REASON_OFFSET_MISMATCH && up->patience.failures < 3) {
    up->patience.failures++;
    up->start.offset = offset > up->start.size ? up->start.size : offset;
    return true;
  }
  return pk_patience_with(&up->patience, up->client, error);
}

static pishkhan_status run(upload *up, pishkhan_uploaded **uploaded, pishkhan_error **error) {
  pishkhan_status status = up->given->upload_id ? find_offset(up, error) : PISHKHAN_OK;
  if (status == PISHKHAN_OK)
    status = try_once(up, uploaded, error);
  while (status != PISHKHAN_OK && goes_on(up, *error)) {
    bool asks = pishkhan_error_reason(*error) != PISHKHAN_REASON_OFFSET_MISMATCH;
    pishkhan_error_free(*error);
    *error = NULL;
    status = asks ? find_offset(up, error) : PISHKHAN_OK;
    if (status == PISHKHAN_OK)
      status = try_once(up, uploaded, error);
  }
  return status;
}

pishkhan_status pishkhan_upload_file(pishkhan_client *client, const pishkhan_upload *given,
                                     const pishkhan_call_options *options, pishkhan_uploaded **uploaded,
                                     pishkhan_error **error) {
  pishkhan_upload copy;
  pk_failure failure;
  pishkhan_error *inner = NULL;
  pishkhan_uploaded *result = NULL;
  if (!uploaded || !given || !pk_sized_copy(&copy, sizeof copy, given) || !copy.read)
    return pk_refuse_argument(client, "no upload, or its size is not set, or nothing reads the file",
                              uploaded, error);
  *uploaded = NULL;
  if (!pk_may_block(client, error))
    return client ? PISHKHAN_FAILED_PRECONDITION : PISHKHAN_INVALID_ARGUMENT;
  upload up = {.client = client,
               .given = &copy,
               .start = {.service = copy.service,
                         .tracking_code = copy.tracking_code,
                         .secret = copy.secret,
                         .attribute = copy.attribute,
                         .name = copy.name}};
  up.start.upload_id = up.id;
  pishkhan_status status;
  if (!pk_key_for(copy.upload_id, up.id, &failure) ||
      !pk_patience_begin(&up.patience, client, options, client->config.write_deadline_ms, &failure) ||
      !measure(&up, &failure))
    return fail(&up, &failure, error);
  up.piece = pk_new(&client->config.allocator, PK_PIECE);
  if (up.piece) {
    status = run(&up, &result, &inner);
  } else {
    pk_fail_memory(&failure);
    status = fail(&up, &failure, &inner);
  }
  pk_release(&client->config.allocator, up.piece);
  if (result)
    memcpy(result->upload_id, up.id, sizeof up.id);
  *uploaded = result;
  if (error)
    *error = inner;
  else
    pishkhan_error_free(inner);
  return status;
}

void pishkhan_uploaded_free(pishkhan_uploaded *uploaded) { pk_result_free(uploaded); }
void pishkhan_upload_state_free(pishkhan_upload_state *state) { pk_result_free(state); }
