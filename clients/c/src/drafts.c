#include "shapes.h"

static const pk_field draft_shape_fields[] = {
    PK_MEMBER_OF(1, PK_FIXED, PISHKHAN_KEY_SIZE, pishkhan_draft, id),
    PK_MEMBER(2, PK_TEXT, pishkhan_draft, service),
    PK_MEMBER(3, PK_TEXT, pishkhan_draft, national_id),
    PK_MEMBER(4, PK_TEXT, pishkhan_draft, given_name),
    PK_MEMBER(5, PK_TEXT, pishkhan_draft, family_name),
    PK_MEMBER(6, PK_TEXT, pishkhan_draft, mobile),
    PK_PART(7, PK_VALUES, pishkhan_draft, form, pk_form_value_shape),
    PK_MEMBER(8, PK_TEXT, pishkhan_draft, region),
    PK_MEMBER(9, PK_TEXT, pishkhan_draft, note),
    PK_MEMBER(10, PK_NUMBER, pishkhan_draft, changed_ms),
    PK_MEMBER(11, PK_NUMBER, pishkhan_draft, kept_until_ms)};
static PK_SHAPE(draft_shape, pishkhan_draft, true, 0);

/* The draft as a part of the request that stores it. */
typedef struct put_given {
  const pishkhan_draft *draft;
} put_given;

typedef struct put_result {
  int64_t kept_until_ms;
} put_result;

static const pk_field put_request_fields[] = {PK_PART(1, PK_ONE, put_given, draft, draft_shape)};
static PK_SHAPE(put_request, put_given, false, 0);

static const pk_field put_response_fields[] = {PK_MEMBER(1, PK_NUMBER, put_result, kept_until_ms)};
static PK_SHAPE(put_response, put_result, false, 0);

/* Not keyed: the draft's own id makes a repeat the same. */
const pk_method pk_put_draft = {
    "/pishkhan.v1.Requests/PutDraft", PK_CALL_SAFE_TO_REPEAT, false, 0, &put_request, &put_response, NULL, 0};

pishkhan_status pishkhan_put_draft(pishkhan_client *client, const pishkhan_draft *draft,
                                   const pishkhan_call_options *options, int64_t *kept_until_ms,
                                   pishkhan_error **error) {
  const put_given given = {draft};
  put_result *result = NULL;
  if (!draft)
    return pk_refuse_argument(client, "no draft is given", NULL, error);
  pishkhan_status status = pk_typed(client, &pk_put_draft, &given, options, &result, error);
  if (kept_until_ms)
    *kept_until_ms = result ? result->kept_until_ms : 0;
  pk_result_free(result);
  return status;
}

typedef struct id_given {
  const uint8_t *id;
} id_given;

static const pk_field get_request_fields[] = {PK_MEMBER_OF(1, PK_FIXED, PISHKHAN_KEY_SIZE, id_given, id)};
static PK_SHAPE(get_request, id_given, false, 0);

PK_PART_ALONE(get_response, pishkhan_draft);
const pk_method pk_get_draft =
    PK_READING("/pishkhan.v1.Requests/GetDraft", get_request, get_response, 1, &draft_shape);

pishkhan_status pishkhan_get_draft(pishkhan_client *client, const uint8_t id[PISHKHAN_KEY_SIZE],
                                   const pishkhan_call_options *options, pishkhan_draft **draft,
                                   pishkhan_error **error) {
  const id_given given = {id};
  return pk_typed(client, &pk_get_draft, &given, options, draft, error);
}

typedef struct list_given {
  uint32_t page_size;
  const char *cursor;
} list_given;

static const pk_field list_request_fields[] = {PK_MEMBER(1, PK_NUMBER, list_given, page_size),
                                               PK_MEMBER(2, PK_TEXT, list_given, cursor)};
static PK_SHAPE(list_request, list_given, false, 0);

static const pk_field list_response_fields[] = {
    PK_PART(1, PK_POINTERS, pishkhan_draft_page, drafts, draft_shape),
    PK_MEMBER(2, PK_TEXT, pishkhan_draft_page, next_cursor)};
static PK_SHAPE(list_response, pishkhan_draft_page, false, 0);

const pk_method pk_list_drafts =
    PK_READING("/pishkhan.v1.Requests/ListDrafts", list_request, list_response, 0, NULL);

pishkhan_status pishkhan_list_drafts(pishkhan_client *client, uint32_t page_size, const char *cursor,
                                     const pishkhan_call_options *options, pishkhan_draft_page **page,
                                     pishkhan_error **error) {
  const list_given given = {page_size, cursor};
  return pk_typed(client, &pk_list_drafts, &given, options, page, error);
}

static const pk_field delete_request_fields[] = {PK_MEMBER_OF(1, PK_FIXED, PISHKHAN_KEY_SIZE, id_given, id)};
static PK_SHAPE(delete_request, id_given, false, 0);

/* The response says nothing: the result is a byte that nobody reads. */
static const pk_shape delete_response = {1, false, 0, 0, NULL};
const pk_method pk_delete_draft = {
    "/pishkhan.v1.Requests/DeleteDraft", 0, false, 0, &delete_request, &delete_response, NULL, 0};

pishkhan_status pishkhan_delete_draft(pishkhan_client *client, const uint8_t id[PISHKHAN_KEY_SIZE],
                                      const pishkhan_call_options *options, pishkhan_error **error) {
  const id_given given = {id};
  void *result = NULL;
  pishkhan_status status = pk_typed(client, &pk_delete_draft, &given, options, &result, error);
  pk_result_free(result);
  return status;
}

void pishkhan_draft_free(pishkhan_draft *draft) { pk_result_free(draft); }
void pishkhan_draft_page_free(pishkhan_draft_page *page) { pk_result_free(page); }
