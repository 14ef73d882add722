#include "typed.h"

static void service_in(pk_arena *arena, const Pishkhan__V1__Service *message, pishkhan_service *service) {
  const pishkhan_attribute **list = pk_arena_new(arena, message->n_attributes, sizeof *list);
  pishkhan_attribute *attributes = pk_arena_new(arena, message->n_attributes, sizeof *attributes);
  for (size_t i = 0; list && attributes && i < message->n_attributes; i++) {
    const Pishkhan__V1__Attribute *given = message->attributes[i];
    attributes[i] = (pishkhan_attribute){
        .code = given->code,
        .type = (pishkhan_attribute_type)given->type,
        .format = (pishkhan_attribute_format)given->format,
        .required = given->required,
        .allowed_values = (const char *const *)given->allowed_values,
        .allowed_value_count = given->n_allowed_values,
        .labels = pk_texts_in(arena, given->labels, given->n_labels),
        .label_count = given->n_labels,
    };
    list[i] = &attributes[i];
  }
  *service = (pishkhan_service){
      .code = message->code,
      .version = message->version,
      .agency = message->agency,
      .names = pk_texts_in(arena, message->names, message->n_names),
      .name_count = message->n_names,
      .acknowledge_working_days = message->acknowledge_working_days,
      .decide_working_days = message->decide_working_days,
      .fee_rial = message->fee_rial,
      .attributes = list,
      .attribute_count = message->n_attributes,
      .documents = (const char *const *)message->documents,
      .document_count = message->n_documents,
  };
}

static bool translate_agencies(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  const Pishkhan__V1__ListAgenciesResponse *response = (const void *)base;
  pishkhan_agency_list *list = result;
  const pishkhan_agency **pointers = pk_arena_new(arena, response->n_agencies, sizeof *pointers);
  pishkhan_agency *agencies = pk_arena_new(arena, response->n_agencies, sizeof *agencies);
  for (size_t i = 0; pointers && agencies && i < response->n_agencies; i++) {
    const Pishkhan__V1__Agency *given = response->agencies[i];
    agencies[i] =
        (pishkhan_agency){given->id, pk_texts_in(arena, given->names, given->n_names), given->n_names};
    pointers[i] = &agencies[i];
  }
  list->agencies = pointers;
  list->agency_count = response->n_agencies;
  return true;
}

pishkhan_status pishkhan_list_agencies(pishkhan_client *client, const pishkhan_call_options *options,
                                       pishkhan_agency_list **list, pishkhan_error **error) {
  static const pk_method method = {"/pishkhan.v1.Catalog/ListAgencies",
                                   &pishkhan__v1__list_agencies_response__descriptor, PK_CALL_STORES_NOTHING};
  Pishkhan__V1__ListAgenciesRequest request = PISHKHAN__V1__LIST_AGENCIES_REQUEST__INIT;
  return pk_typed(client, &method, &request.base, NULL, options, sizeof **list, translate_agencies, list,
                  error);
}

static bool translate_page(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  const Pishkhan__V1__ListServicesResponse *response = (const void *)base;
  pishkhan_service_page *page = result;
  const pishkhan_service **pointers = pk_arena_new(arena, response->n_services, sizeof *pointers);
  pishkhan_service *services = pk_arena_new(arena, response->n_services, sizeof *services);
  for (size_t i = 0; pointers && services && i < response->n_services; i++) {
    service_in(arena, response->services[i], &services[i]);
    pointers[i] = &services[i];
  }
  page->services = pointers;
  page->service_count = response->n_services;
  page->next_page_token = response->next_page_token;
  return true;
}

pishkhan_status pishkhan_list_services(pishkhan_client *client, const char *agency, uint32_t page_size,
                                       const char *page_token, const pishkhan_call_options *options,
                                       pishkhan_service_page **page, pishkhan_error **error) {
  static const pk_method method = {"/pishkhan.v1.Catalog/ListServices",
                                   &pishkhan__v1__list_services_response__descriptor, PK_CALL_STORES_NOTHING};
  Pishkhan__V1__ListServicesRequest request = PISHKHAN__V1__LIST_SERVICES_REQUEST__INIT;
  request.agency = pk_text_field(agency);
  request.page_size = page_size;
  request.page_token = pk_text_field(page_token);
  return pk_typed(client, &method, &request.base, NULL, options, sizeof **page, translate_page, page, error);
}

static bool translate_service(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  const Pishkhan__V1__GetServiceResponse *response = (const void *)base;
  if (!response->service)
    return false;
  service_in(arena, response->service, result);
  return true;
}

pishkhan_status pishkhan_get_service(pishkhan_client *client, const char *code,
                                     const pishkhan_call_options *options, pishkhan_service **service,
                                     pishkhan_error **error) {
  static const pk_method method = {"/pishkhan.v1.Catalog/GetService",
                                   &pishkhan__v1__get_service_response__descriptor, PK_CALL_STORES_NOTHING};
  Pishkhan__V1__GetServiceRequest request = PISHKHAN__V1__GET_SERVICE_REQUEST__INIT;
  request.code = pk_text_field(code);
  return pk_typed(client, &method, &request.base, NULL, options, sizeof **service, translate_service, service,
                  error);
}

void pishkhan_agency_list_free(pishkhan_agency_list *list) { pk_result_free(list); }
void pishkhan_service_page_free(pishkhan_service_page *page) { pk_result_free(page); }
void pishkhan_service_free(pishkhan_service *service) { pk_result_free(service); }
