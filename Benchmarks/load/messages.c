#include "messages.h"

#include "pishkhan/v1/requests.pb-c.h"

#include <string.h>

const char submit_path[] = "/pishkhan.v1.Requests/Submit";
const char track_path[] = "/pishkhan.v1.Requests/Track";

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

bool frame_is_whole(const uint8_t *bytes, size_t length) {
  if (length < frame_prefix || bytes[0] != 0)
    return false;
  size_t told = ((size_t)bytes[1] << 24) | ((size_t)bytes[2] << 16) | ((size_t)bytes[3] << 8) | bytes[4];
  return told == length - frame_prefix;
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
