#include "shapes.h"

static const pk_field position_shape_fields[] = {PK_MEMBER(1, PK_ZIGZAG, pishkhan_position, latitude),
                                                 PK_MEMBER(2, PK_ZIGZAG, pishkhan_position, longitude)};
static PK_SHAPE(position_shape, pishkhan_position, false, 0);

static const pk_field hours_shape_fields[] = {PK_MEMBER(1, PK_NUMBER, pishkhan_hours, weekday),
                                              PK_MEMBER(2, PK_NUMBER, pishkhan_hours, from),
                                              PK_MEMBER(3, PK_NUMBER, pishkhan_hours, until)};
static PK_SHAPE(hours_shape, pishkhan_hours, false, 0);

static const pk_field office_shape_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_office, id),
    PK_MEMBER(2, PK_TEXT, pishkhan_office, licence),
    PK_MEMBER(3, PK_NUMBER, pishkhan_office, kind),
    PK_MEMBER(4, PK_TEXT, pishkhan_office, region),
    PK_MEMBER(5, PK_NUMBER, pishkhan_office, status),
    PK_PART(6, PK_VALUES, pishkhan_office, names, pk_text_shape),
    PK_PART(7, PK_VALUES, pishkhan_office, addresses, pk_text_shape),
    PK_PART(8, PK_ONE, pishkhan_office, position, position_shape),
    PK_PART(9, PK_VALUES, pishkhan_office, hours, hours_shape),
    PK_MEMBER(10, PK_NUMBERS, pishkhan_office, accessibility),
    PK_MEMBER(11, PK_TEXTS, pishkhan_office, languages),
    PK_MEMBER(12, PK_NUMBER, pishkhan_office, counters),
    PK_MEMBER(13, PK_NUMBER, pishkhan_office, submissions),
    PK_MEMBER(14, PK_NUMBER, pishkhan_office, fees_above_tariff)};
static PK_SHAPE(office_shape, pishkhan_office, true, 0);

typedef struct id_given {
  const char *id;
} id_given;

static const pk_field get_office_request_fields[] = {PK_MEMBER(1, PK_TEXT, id_given, id)};
static PK_SHAPE(get_office_request, id_given, false, 0);

PK_PART_ALONE(get_office_response, pishkhan_office);
const pk_method pk_get_office =
    PK_READING("/pishkhan.v1.Offices/GetOffice", get_office_request, get_office_response, 1, &office_shape);

pishkhan_status pishkhan_get_office(pishkhan_client *client, const char *id,
                                    const pishkhan_call_options *options, pishkhan_office **office,
                                    pishkhan_error **error) {
  const id_given given = {id};
  return pk_typed(client, &pk_get_office, &given, options, office, error);
}

static const pk_field find_offices_request_fields[] = {
    PK_PART(1, PK_ONE, pishkhan_office_query, near, position_shape),
    PK_MEMBER(2, PK_NUMBER, pishkhan_office_query, within_metres),
    PK_MEMBER(3, PK_TEXT, pishkhan_office_query, service),
    PK_MEMBER(4, PK_TRUTH, pishkhan_office_query, open_now),
    PK_MEMBER(5, PK_NUMBERS, pishkhan_office_query, accessibility),
    PK_MEMBER(6, PK_TEXT, pishkhan_office_query, language),
    PK_MEMBER(7, PK_TEXT, pishkhan_office_query, region),
    PK_MEMBER(8, PK_NUMBER, pishkhan_office_query, page_size),
    PK_MEMBER(9, PK_TEXT, pishkhan_office_query, page_token)};
static PK_SHAPE(find_offices_request, pishkhan_office_query, true, 0);

static const pk_field found_office_shape_fields[] = {
    PK_PART(1, PK_ONE, pishkhan_found_office, office, office_shape),
    PK_MEMBER(2, PK_NUMBER, pishkhan_found_office, distance_metres),
    PK_MEMBER(3, PK_TRUTH, pishkhan_found_office, open_now)};
static PK_SHAPE(found_office_shape, pishkhan_found_office, false, 0);

static const pk_field find_offices_response_fields[] = {
    PK_PART(1, PK_POINTERS, pishkhan_office_page, offices, found_office_shape),
    PK_MEMBER(2, PK_TEXT, pishkhan_office_page, next_page_token)};
static PK_SHAPE(find_offices_response, pishkhan_office_page, false, 0);

const pk_method pk_find_offices =
    PK_READING("/pishkhan.v1.Offices/FindOffices", find_offices_request, find_offices_response, 0, NULL);

pishkhan_status pishkhan_find_offices(pishkhan_client *client, const pishkhan_office_query *query,
                                      const pishkhan_call_options *options, pishkhan_office_page **page,
                                      pishkhan_error **error) {
  return pk_typed(client, &pk_find_offices, query, options, page, error);
}

static const pk_field put_office_request_fields[] = {
    PK_KEY(pishkhan_office_put), PK_PART(2, PK_ONE, pishkhan_office_put, office, office_shape)};
static PK_SHAPE(put_office_request, pishkhan_office_put, true, 0);

PK_CHANGE_SHAPE(put_office_response);
const pk_method pk_put_office = PK_KEYED("/pishkhan.v1.Offices/PutOffice", put_office_request,
                                         put_office_response, 0, NULL, pishkhan_change);

pishkhan_status pishkhan_put_office(pishkhan_client *client, const pishkhan_office_put *put,
                                    const pishkhan_call_options *options, pishkhan_change **change,
                                    pishkhan_error **error) {
  return pk_typed(client, &pk_put_office, put, options, change, error);
}

void pishkhan_office_free(pishkhan_office *office) { pk_result_free(office); }
void pishkhan_office_page_free(pishkhan_office_page *page) { pk_result_free(page); }
