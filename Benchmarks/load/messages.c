#include "messages.h"

#include "pishkhan/v1/attachments.pb-c.h"
#include "pishkhan/v1/requests.pb-c.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char submit_path[] = "/pishkhan.v1.Requests/Submit";
const char track_path[] = "/pishkhan.v1.Requests/Track";
const char upload_path[] = "/pishkhan.v1.Attachments/Upload";

enum { piece = 65536 };

static void pack(frame *frame, const ProtobufCMessage *message) {
  size_t size = protobuf_c_message_get_packed_size(message);
  if (size > sizeof frame->bytes - frame_prefix)
    return; /* a frame of length 0 is refused by every server: it cannot pass unseen */
  frame->bytes[0] = 0;
  for (unsigned byte = 0; byte < 4; ++byte)
    frame->bytes[1 + byte] = (uint8_t)(size >> (8 * (3 - byte)));
  protobuf_c_message_pack(message, frame->bytes + frame_prefix);
  frame->length = frame_prefix + size;
}

frame frame_submit(void) {
  static uint8_t key[idempotency_key_size];
  static char *postal_code[] = {"1619735744"};
  static char *address[] = {"تهران، خیابان ولی‌عصر، کوچه یاس، پلاک ۱۲"};
  Pishkhan__V1__FormValue values[2] = {PISHKHAN__V1__FORM_VALUE__INIT, PISHKHAN__V1__FORM_VALUE__INIT};
  values[0].attribute = "postal_code";
  values[0].n_values = 1;
  values[0].values = postal_code;
  values[1].attribute = "address";
  values[1].n_values = 1;
  values[1].values = address;
  Pishkhan__V1__FormValue *form[] = {&values[0], &values[1]};

  Pishkhan__V1__SubmitRequest message = PISHKHAN__V1__SUBMIT_REQUEST__INIT;
  message.idempotency_key = (ProtobufCBinaryData){.len = sizeof key, .data = key};
  message.service = "post-postalcode";
  message.national_id = "0076229645";
  message.given_name = "سارا";
  message.family_name = "محمدی";
  message.mobile = "09123456789";
  message.n_form = 2;
  message.form = form;
  frame result = {0};
  pack(&result, &message.base);
  /* Field 1 is packed first: one byte of tag, one of length, then the key. */
  result.key_offset = frame_prefix + 2;
  return result;
}

frame frame_track(const char *code) {
  char copy[tracking_code_digits + 1] = {0};
  strncpy(copy, code, tracking_code_digits);
  Pishkhan__V1__TrackRequest message = PISHKHAN__V1__TRACK_REQUEST__INIT;
  message.tracking_code = copy;
  frame result = {0};
  pack(&result, &message.base);
  return result;
}

/* A JPEG as far as anybody looks who does not decode it: tables, frame, scan, and coded bytes among which
 * each 0xff is followed by 0, as a coder writes them. */
static void fill_photograph(uint8_t *bytes, size_t size) {
  static const uint8_t head[] = {
      0xff, 0xd8,                                       /* start */
      0xff, 0xc0, 0, 11, 8, 2, 0, 2, 0,  1, 1, 0x11, 0, /* frame: 512 by 512, one component */
      0xff, 0xda, 0, 8,  1, 1, 0, 0, 63, 0,             /* scan */
  };
  memcpy(bytes, head, sizeof head);
  for (size_t index = sizeof head; index < size; ++index)
    bytes[index] = bytes[index - 1] == 0xff ? 0 : (uint8_t)(index * 2654435761U >> 7);
  bytes[size - 3] = 0;
  bytes[size - 2] = 0xff;
  bytes[size - 1] = 0xd9; /* end */
}

static uint8_t *append_number(uint8_t *to, size_t number, unsigned bytes) {
  for (unsigned byte = bytes; byte > 0; --byte)
    *to++ = (uint8_t)(number >> (8 * (byte - 1)));
  return to;
}

static size_t varint(uint8_t to[10], size_t number) {
  size_t length = 0;
  for (; number > 127; number >>= 7)
    to[length++] = (uint8_t)(number | 128);
  to[length++] = (uint8_t)number;
  return length;
}

/* One UploadRequest that carries data alone: field 2. */
static uint8_t *append_data(uint8_t *to, const uint8_t *bytes, size_t length) {
  uint8_t count[10];
  size_t count_length = varint(count, length);
  *to++ = 0;
  to = append_number(to, 1 + count_length + length, 4);
  *to++ = 2 << 3 | 2;
  memcpy(to, count, count_length);
  memcpy(to + count_length, bytes, length);
  return to + count_length + length;
}

frame frame_upload(size_t size, uint8_t **data, size_t *data_length) {
  static uint8_t id[idempotency_key_size], hash[SHA256_DIGEST_LENGTH];
  frame result = {0};
  uint8_t *photograph = malloc(size);
  *data = malloc(size + (size / piece + 1) * (frame_prefix + 11));
  if (photograph == NULL || *data == NULL) {
    free(photograph);
    return result;
  }
  fill_photograph(photograph, size);
  SHA256(photograph, size, hash);
  uint8_t *to = *data;
  for (size_t place = 0; place < size; place += piece)
    to = append_data(to, photograph + place, size - place < piece ? size - place : piece);
  *data_length = (size_t)(to - *data);
  free(photograph);

  Pishkhan__V1__UploadStart start = PISHKHAN__V1__UPLOAD_START__INIT;
  start.upload_id = (ProtobufCBinaryData){.len = sizeof id, .data = id};
  start.service = "water-leak";
  start.attribute = "photo";
  start.name = "leak.jpg";
  start.size = size;
  start.sha256 = (ProtobufCBinaryData){.len = sizeof hash, .data = hash};
  Pishkhan__V1__UploadRequest message = PISHKHAN__V1__UPLOAD_REQUEST__INIT;
  message.start = &start;
  pack(&result, &message.base);
  /* Field 1 of both messages is packed first, each behind a byte of tag and one of length. */
  result.key_offset = frame_prefix + 4;
  return result;
}

static size_t frame_length(const uint8_t head[frame_prefix]) {
  return frame_prefix + ((size_t)head[1] << 24 | (size_t)head[2] << 16 | (size_t)head[3] << 8 | head[4]);
}

static bool frame_read(FILE *file, frame *frame) {
  *frame = (struct frame){0};
  if (fread(frame->bytes, 1, frame_prefix, file) != frame_prefix)
    return false;
  frame->length = frame_length(frame->bytes);
  if (frame->length > frame_max || fread(frame->bytes + frame_prefix, 1, frame->length - frame_prefix,
                                         file) != frame->length - frame_prefix)
    return false;
  static const uint8_t no_key[2 + idempotency_key_size] = {1 << 3 | 2, idempotency_key_size};
  if (memcmp(frame->bytes + frame_prefix, no_key, sizeof no_key) == 0)
    frame->key_offset = frame_prefix + 2;
  return true;
}

frame *frames_read(const char *path, size_t *count) {
  frame *frames = NULL;
  size_t room = 0;
  *count = 0;
  FILE *file = fopen(path, "rb");
  for (bool more = file != NULL; more;) {
    if (*count == room) {
      frame *larger = realloc(frames, (room = room == 0 ? 64 : 2 * room) * sizeof *frames);
      if (larger == NULL)
        break;
      frames = larger;
    }
    more = frame_read(file, &frames[*count]);
    *count += more;
  }
  bool whole = file != NULL && feof(file) && *count > 0;
  if (file != NULL)
    fclose(file);
  if (whole)
    return frames;
  fprintf(stderr, "%s: not framed messages of up to %d bytes\n", path, frame_max);
  free(frames);
  return NULL;
}

bool frame_is_whole(const uint8_t *bytes, size_t length) {
  return length >= frame_prefix && bytes[0] == 0 && frame_length(bytes) == length;
}

bool frame_read_tracking_code(const uint8_t *bytes, size_t length, char code[tracking_code_digits + 1]) {
  if (!frame_is_whole(bytes, length))
    return false;
  Pishkhan__V1__SubmitResponse *message =
      pishkhan__v1__submit_response__unpack(NULL, length - frame_prefix, bytes + frame_prefix);
  if (message == NULL)
    return false;
  const char *found = message->receipt == NULL ? "" : message->receipt->tracking_code;
  bool whole = strlen(found) == tracking_code_digits;
  if (whole)
    memcpy(code, found, tracking_code_digits + 1);
  pishkhan__v1__submit_response__free_unpacked(message, NULL);
  return whole;
}
