#include "status_map.h"

#include <nghttp2/nghttp2.h>

pishkhan_status pk_status_of_http(int http_status) {
  switch (http_status) {
  case 400:
    return PISHKHAN_INTERNAL;
  case 401:
    return PISHKHAN_UNAUTHENTICATED;
  case 403:
    return PISHKHAN_PERMISSION_DENIED;
  case 404:
    return PISHKHAN_UNIMPLEMENTED;
  case 429:
  case 502:
  case 503:
  case 504:
    return PISHKHAN_UNAVAILABLE;
  default:
    return PISHKHAN_UNKNOWN;
  }
}

pishkhan_status pk_status_of_reset(uint32_t http2_code) {
  switch (http2_code) {
  case NGHTTP2_REFUSED_STREAM:
    return PISHKHAN_UNAVAILABLE;
  case NGHTTP2_CANCEL:
    return PISHKHAN_CANCELLED;
  case NGHTTP2_ENHANCE_YOUR_CALM:
    return PISHKHAN_RESOURCE_EXHAUSTED;
  case NGHTTP2_INADEQUATE_SECURITY:
    return PISHKHAN_PERMISSION_DENIED;
  case NGHTTP2_NO_ERROR:
  case NGHTTP2_PROTOCOL_ERROR:
  case NGHTTP2_INTERNAL_ERROR:
  case NGHTTP2_FLOW_CONTROL_ERROR:
  case NGHTTP2_SETTINGS_TIMEOUT:
  case NGHTTP2_STREAM_CLOSED:
  case NGHTTP2_FRAME_SIZE_ERROR:
  case NGHTTP2_COMPRESSION_ERROR:
  case NGHTTP2_CONNECT_ERROR:
    return PISHKHAN_INTERNAL;
  default:
    return PISHKHAN_UNKNOWN;
  }
}

int pk_status_of_text(const uint8_t *text, size_t size) {
  int value = 0;
  if (size == 0 || size > 2)
    return PISHKHAN_UNKNOWN;
  for (size_t i = 0; i < size; i++) {
    if (text[i] < '0' || text[i] > '9')
      return PISHKHAN_UNKNOWN;
    value = value * 10 + (text[i] - '0');
  }
  return value <= PISHKHAN_UNAUTHENTICATED ? value : PISHKHAN_UNKNOWN;
}
