/* What the server says of one call: headers, messages, trailers. */
#include "core_state.h"
#include "encoding.h"
#include "status_map.h"

#include <string.h>

void pk_response_clear(pk_call *call) {
  pk_response *response = &call->response;
  pk_reader_clear(&response->reader, call->allocator);
  pk_headers_free(call->allocator, response->metadata);
  pk_release(call->allocator, response->message);
  pk_release(call->allocator, response->details);
  memset(response, 0, sizeof *response);
  response->grpc_status = -1;
}

static bool is(const uint8_t *name, size_t size, const char *wanted) {
  return size == strlen(wanted) && memcmp(name, wanted, size) == 0;
}

static bool starts_with(const uint8_t *value, size_t size, const char *wanted) {
  return size >= strlen(wanted) && memcmp(value, wanted, strlen(wanted)) == 0;
}

/* grpc-retry-pushback-ms: not a number, or negative, means "do not repeat" (proposal A6). */
static int64_t parse_pushback(const uint8_t *value, size_t size) {
  int64_t milliseconds = 0;
  if (size == 0 || size > 9)
    return -1;
  for (size_t i = 0; i < size; i++) {
    if (value[i] < '0' || value[i] > '9')
      return -1;
    milliseconds = milliseconds * 10 + (value[i] - '0');
  }
  return milliseconds;
}

static bool keep_message(pk_call *call, const uint8_t *value, size_t size) {
  pk_release(call->allocator, call->response.message);
  call->response.message = pk_copy(call->allocator, value, size);
  if (!call->response.message)
    return false;
  size_t decoded = pk_percent_decode(call->response.message, size);
  call->response.message[decoded] = 0;
  return true;
}

/* A value that is no base64 is dropped: the status stands without its details. */
static bool keep_details(pk_call *call, const uint8_t *value, size_t size) {
  pk_response *response = &call->response;
  pk_release(call->allocator, response->details);
  response->details_size = 0;
  response->details = pk_new(call->allocator, size / 4 * 3 + 3);
  if (!response->details)
    return false;
  if (!pk_base64_decode(value, size, response->details, &response->details_size))
    response->details_size = 0;
  return true;
}

static bool keep_metadata(pk_call *call, const uint8_t *name, size_t name_size, const uint8_t *value,
                          size_t value_size) {
  pk_header *header = pk_new(call->allocator, sizeof *header);
  if (!header)
    return false;
  header->key = pk_copy(call->allocator, name, name_size);
  bool binary = name_size > 4 && memcmp(name + name_size - 4, "-bin", 4) == 0;
  if (!binary) {
    header->value = (uint8_t *)pk_copy(call->allocator, value, value_size);
    header->size = value_size;
  } else {
    header->value = pk_new(call->allocator, value_size / 4 * 3 + 3);
    if (header->value && !pk_base64_decode(value, value_size, header->value, &header->size))
      header->size = 0;
  }
  if (!header->key || !header->value) {
    pk_headers_free(call->allocator, header);
    return false;
  }
  pk_header **end = &call->response.metadata;
  while (*end)
    end = &(*end)->next;
  *end = header;
  return true;
}

/* Several values of one -bin key may come joined by commas. */
static bool keep_each(pk_call *call, const uint8_t *name, size_t name_size, const uint8_t *value,
                      size_t value_size) {
  bool binary = name_size > 4 && memcmp(name + name_size - 4, "-bin", 4) == 0;
  const uint8_t *comma;
  while (binary && value_size && (comma = memchr(value, ',', value_size))) {
    size_t part = (size_t)(comma - value);
    if (!keep_metadata(call, name, name_size, value, part))
      return false;
    value += part + 1;
    value_size -= part + 1;
  }
  return keep_metadata(call, name, name_size, value, value_size);
}

bool pk_response_header(pk_call *call, const uint8_t *name, size_t name_size, const uint8_t *value,
                        size_t value_size, pk_failure *failure) {
  pk_response *response = &call->response;
  response->header_bytes += name_size + value_size + 32;
  if (response->header_bytes > PK_HEADER_LIMIT)
    return pk_fail(failure, PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_MESSAGE_TOO_LARGE,
                   "the answer's headers have more than %d bytes", PK_HEADER_LIMIT);
  bool good = true;
  if (is(name, name_size, ":status")) {
    response->http_status = 0;
    for (size_t i = 0; i < value_size && i < 3; i++)
      response->http_status = response->http_status * 10 + (value[i] - '0');
  } else if (is(name, name_size, "content-type")) {
    response->content_is_grpc = starts_with(value, value_size, "application/grpc");
  } else if (is(name, name_size, "grpc-encoding")) {
    response->reader.encoding = pk_encoding_of(value, value_size);
  } else if (is(name, name_size, "grpc-accept-encoding")) {
    response->refuses_gzip = !pk_accepts_gzip(value, value_size);
    call->core->gzip_refused = response->refuses_gzip;
  } else if (is(name, name_size, "grpc-status")) {
    response->grpc_status = pk_status_of_text(value, value_size);
  } else if (is(name, name_size, "grpc-message")) {
    good = keep_message(call, value, value_size);
  } else if (is(name, name_size, "grpc-status-details-bin")) {
    good = keep_details(call, value, value_size);
  } else if (is(name, name_size, "grpc-retry-pushback-ms")) {
    response->has_pushback = true;
    response->pushback_ms = parse_pushback(value, value_size);
  }
  if (good && (call->flags & PK_CALL_KEEP_METADATA) && name[0] != ':')
    good = keep_each(call, name, name_size, value, value_size);
  return good ? true : pk_fail_memory(failure);
}

bool pk_response_data(pk_call *call, const uint8_t *bytes, size_t size, pk_failure *failure) {
  call->unconsumed += size;
  if (call->response.http_status != 200 || !call->response.content_is_grpc)
    size = 0; /* a page for people; the status line is judged at the end */
  while (size > 0) {
    pk_message *message;
    size_t taken = pk_reader_feed(&call->response.reader, call->allocator, call->core->message_limit, bytes,
                                  size, &message, failure);
    if (taken == SIZE_MAX)
      return false;
    if (message && !pk_call_add_message(call, message, failure))
      return false;
    if (message && (call->flags & PK_CALL_UNARY_RESPONSE) && call->response.message_count > 1)
      return pk_fail(failure, PISHKHAN_UNIMPLEMENTED, PISHKHAN_REASON_RESPONSE_INVALID,
                     "several messages came in place of one");
    bytes += taken;
    size -= taken;
  }
  /* A reader who does not take its messages closes the window; one message alone must always fit. */
  if (pk_call_may_receive_more(call))
    pk_session_consume(call->core, call);
  return true;
}

void pk_response_complete(pk_call *call) {
  pk_response *response = &call->response;
  if (!response->content_is_grpc && response->grpc_status == 0)
    response->grpc_status = -1; /* an OK that no gRPC server said */
}
