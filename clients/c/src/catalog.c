#include "shapes.h"

static const pk_field value_label_shape_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_value_label, value),
    PK_PART(2, PK_VALUES, pishkhan_value_label, labels, pk_text_shape)};
static PK_SHAPE(value_label_shape, pishkhan_value_label, false, 0);

static const pk_field attribute_shape_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_attribute, code),
    PK_MEMBER(2, PK_NUMBER, pishkhan_attribute, type),
    PK_MEMBER(3, PK_NUMBER, pishkhan_attribute, format),
    PK_MEMBER(4, PK_TRUTH, pishkhan_attribute, required),
    PK_MEMBER(5, PK_TEXTS, pishkhan_attribute, allowed_values),
    PK_PART(6, PK_VALUES, pishkhan_attribute, labels, pk_text_shape),
    PK_MEMBER(7, PK_NUMBER, pishkhan_attribute, order),
    PK_PART(8, PK_VALUES, pishkhan_attribute, help, pk_text_shape),
    PK_MEMBER(9, PK_TEXTS, pishkhan_attribute, media_types),
    PK_MEMBER(10, PK_NUMBER, pishkhan_attribute, bytes_max),
    PK_MEMBER(11, PK_NUMBER, pishkhan_attribute, length_max),
    PK_PART(12, PK_VALUES, pishkhan_attribute, value_labels, value_label_shape)};
static PK_SHAPE(attribute_shape, pishkhan_attribute, true, 0);

static const pk_field service_shape_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_service, code),
    PK_MEMBER(2, PK_NUMBER, pishkhan_service, version),
    PK_MEMBER(3, PK_TEXT, pishkhan_service, agency),
    PK_PART(4, PK_VALUES, pishkhan_service, names, pk_text_shape),
    PK_MEMBER(5, PK_NUMBER, pishkhan_service, acknowledge_working_days),
    PK_MEMBER(6, PK_NUMBER, pishkhan_service, decide_working_days),
    PK_MEMBER(7, PK_NUMBER, pishkhan_service, fee_rial),
    PK_PART(8, PK_POINTERS, pishkhan_service, attributes, attribute_shape),
    PK_MEMBER(9, PK_TEXTS, pishkhan_service, documents),
    PK_MEMBER(10, PK_NUMBER, pishkhan_service, status),
    PK_MEMBER(11, PK_NUMBER, pishkhan_service, retention_days),
    PK_MEMBER(12, PK_NUMBER, pishkhan_service, answer_days),
    PK_MEMBER(13, PK_NUMBER, pishkhan_service, remedy_days),
    PK_MEMBER(14, PK_NUMBER, pishkhan_service, pause_cap_working_days),
    PK_MEMBER(15, PK_NUMBERS, pishkhan_service, channels)};
static PK_SHAPE(service_shape, pishkhan_service, true, 0);

static const pk_field agency_shape_fields[] = {PK_MEMBER(1, PK_TEXT, pishkhan_agency, id),
                                               PK_PART(2, PK_VALUES, pishkhan_agency, names, pk_text_shape)};
static PK_SHAPE(agency_shape, pishkhan_agency, true, 0);

/* A request without fields. */
static const pk_shape list_agencies_request = {1, false, 0, 0, NULL};
static const pk_field list_agencies_response_fields[] = {
    PK_PART(1, PK_POINTERS, pishkhan_agency_list, agencies, agency_shape)};
static PK_SHAPE(list_agencies_response, pishkhan_agency_list, false, 0);

const pk_method pk_list_agencies =
    PK_READING("/pishkhan.v1.Catalog/ListAgencies", list_agencies_request, list_agencies_response, 0, NULL);

pishkhan_status pishkhan_list_agencies(pishkhan_client *client, const pishkhan_call_options *options,
                                       pishkhan_agency_list **list, pishkhan_error **error) {
  return pk_typed(client, &pk_list_agencies, NULL, options, list, error);
}

static const pk_field list_services_request_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_service_query, agency),
    PK_MEMBER(2, PK_NUMBER, pishkhan_service_query, page_size),
    PK_MEMBER(3, PK_TEXT, pishkhan_service_query, page_token),
    PK_MEMBER(4, PK_TRUTH, pishkhan_service_query, all_versions)};
static PK_SHAPE(list_services_request, pishkhan_service_query, true, 0);

static const pk_field list_services_response_fields[] = {
    PK_PART(1, PK_POINTERS, pishkhan_service_page, services, service_shape),
    PK_MEMBER(2, PK_TEXT, pishkhan_service_page, next_page_token)};
static PK_SHAPE(list_services_response, pishkhan_service_page, false, 0);

const pk_method pk_list_services =
    PK_READING("/pishkhan.v1.Catalog/ListServices", list_services_request, list_services_response, 0, NULL);

pishkhan_status pishkhan_list_services(pishkhan_client *client, const pishkhan_service_query *query,
                                       const pishkhan_call_options *options, pishkhan_service_page **page,
                                       pishkhan_error **error) {
  return pk_typed(client, &pk_list_services, query, options, page, error);
}

typedef struct code_and_version {
  const char *code;
  uint32_t version;
} code_and_version;

static const pk_field get_service_request_fields[] = {PK_MEMBER(1, PK_TEXT, code_and_version, code),
                                                      PK_MEMBER(2, PK_NUMBER, code_and_version, version)};
static PK_SHAPE(get_service_request, code_and_version, false, 0);

PK_PART_ALONE(get_service_response, pishkhan_service);
const pk_method pk_get_service = PK_READING("/pishkhan.v1.Catalog/GetService", get_service_request,
                                            get_service_response, 1, &service_shape);

pishkhan_status pishkhan_get_service(pishkhan_client *client, const char *code, uint32_t version,
                                     const pishkhan_call_options *options, pishkhan_service **service,
                                     pishkhan_error **error) {
  const code_and_version given = {code, version};
  return pk_typed(client, &pk_get_service, &given, options, service, error);
}

static const pk_field put_agency_request_fields[] = {
    PK_KEY(pishkhan_agency_put), PK_PART(2, PK_ONE, pishkhan_agency_put, agency, agency_shape)};
static PK_SHAPE(put_agency_request, pishkhan_agency_put, true, 0);

PK_CHANGE_SHAPE(put_agency_response);
const pk_method pk_put_agency = PK_KEYED("/pishkhan.v1.Catalog/PutAgency", put_agency_request,
                                         put_agency_response, 0, NULL, pishkhan_change);

pishkhan_status pishkhan_put_agency(pishkhan_client *client, const pishkhan_agency_put *put,
                                    const pishkhan_call_options *options, pishkhan_change **change,
                                    pishkhan_error **error) {
  return pk_typed(client, &pk_put_agency, put, options, change, error);
}

static const pk_field put_service_request_fields[] = {
    PK_KEY(pishkhan_service_put), PK_PART(2, PK_ONE, pishkhan_service_put, service, service_shape),
    PK_MEMBER(3, PK_TRUTH, pishkhan_service_put, publish)};
static PK_SHAPE(put_service_request, pishkhan_service_put, true, 0);

PK_NUMBERED_CHANGE_SHAPE(put_service_response);
const pk_method pk_put_service = PK_KEYED("/pishkhan.v1.Catalog/PutService", put_service_request,
                                          put_service_response, 0, NULL, pishkhan_change);

pishkhan_status pishkhan_put_service(pishkhan_client *client, const pishkhan_service_put *put,
                                     const pishkhan_call_options *options, pishkhan_change **change,
                                     pishkhan_error **error) {
  return pk_typed(client, &pk_put_service, put, options, change, error);
}

static const pk_field publish_service_request_fields[] = {
    PK_KEY(pishkhan_service_publication), PK_MEMBER(2, PK_TEXT, pishkhan_service_publication, code),
    PK_MEMBER(3, PK_NUMBER, pishkhan_service_publication, version)};
static PK_SHAPE(publish_service_request, pishkhan_service_publication, true, 0);

PK_CHANGE_SHAPE(publish_service_response);
const pk_method pk_publish_service = PK_KEYED("/pishkhan.v1.Catalog/PublishService", publish_service_request,
                                              publish_service_response, 0, NULL, pishkhan_change);

pishkhan_status pishkhan_publish_service(pishkhan_client *client,
                                         const pishkhan_service_publication *publication,
                                         const pishkhan_call_options *options, pishkhan_change **change,
                                         pishkhan_error **error) {
  return pk_typed(client, &pk_publish_service, publication, options, change, error);
}

static const pk_field retire_service_request_fields[] = {
    PK_KEY(pishkhan_service_retirement), PK_MEMBER(2, PK_TEXT, pishkhan_service_retirement, code),
    PK_MEMBER(3, PK_TEXT, pishkhan_service_retirement, reason)};
static PK_SHAPE(retire_service_request, pishkhan_service_retirement, true, 0);

PK_CHANGE_SHAPE(retire_service_response);
const pk_method pk_retire_service = PK_KEYED("/pishkhan.v1.Catalog/RetireService", retire_service_request,
                                             retire_service_response, 0, NULL, pishkhan_change);

pishkhan_status pishkhan_retire_service(pishkhan_client *client,
                                        const pishkhan_service_retirement *retirement,
                                        const pishkhan_call_options *options, pishkhan_change **change,
                                        pishkhan_error **error) {
  return pk_typed(client, &pk_retire_service, retirement, options, change, error);
}

void pishkhan_agency_list_free(pishkhan_agency_list *list) { pk_result_free(list); }
void pishkhan_service_page_free(pishkhan_service_page *page) { pk_result_free(page); }
void pishkhan_service_free(pishkhan_service *service) { pk_result_free(service); }
void pishkhan_change_free(pishkhan_change *change) { pk_result_free(change); }
