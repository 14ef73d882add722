#include "shapes.h"

/* What History asks for. */
typedef struct pages_from {
  const char *tracking_code;
  const char *secret;
  uint32_t after_event;
  uint32_t page_size;
} pages_from;

static const pk_field history_request_fields[] = {
    PK_MEMBER(1, PK_TEXT, pages_from, tracking_code), PK_MEMBER(2, PK_TEXT, pages_from, secret),
    PK_MEMBER(3, PK_NUMBER, pages_from, after_event), PK_MEMBER(4, PK_NUMBER, pages_from, page_size)};
static PK_SHAPE(history_request, pages_from, false, 0);

static const pk_field history_response_fields[] = {
    PK_PART(1, PK_POINTERS, pishkhan_history_page, events, pk_event_shape),
    PK_MEMBER(2, PK_TRUTH, pishkhan_history_page, more)};
static PK_SHAPE(history_response, pishkhan_history_page, false, 0);

const pk_method pk_history =
    PK_READING("/pishkhan.v1.Requests/History", history_request, history_response, 0, NULL);

pishkhan_status pishkhan_history(pishkhan_client *client, const char *tracking_code, const char *secret,
                                 uint32_t after_event, uint32_t page_size,
                                 const pishkhan_call_options *options, pishkhan_history_page **page,
                                 pishkhan_error **error) {
  const pages_from given = {tracking_code, secret, after_event, page_size};
  return pk_typed(client, &pk_history, &given, options, page, error);
}

void pishkhan_history_page_free(pishkhan_history_page *page) { pk_result_free(page); }
