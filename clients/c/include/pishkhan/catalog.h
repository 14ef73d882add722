/* The agencies and the services that they offer (pishkhan.v1.Catalog). Public: no certificate is asked. */
#ifndef PISHKHAN_CATALOG_H
#define PISHKHAN_CATALOG_H

#include <pishkhan/client.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Open311's types, and file. */
typedef enum pishkhan_attribute_type {
  PISHKHAN_ATTRIBUTE_UNSPECIFIED = 0,
  PISHKHAN_ATTRIBUTE_STRING = 1,            /* one line; at most 1,024 bytes */
  PISHKHAN_ATTRIBUTE_NUMBER = 2,            /* decimal */
  PISHKHAN_ATTRIBUTE_DATETIME = 3,          /* ISO 8601 */
  PISHKHAN_ATTRIBUTE_TEXT = 4,              /* several lines; at most 8,192 bytes */
  PISHKHAN_ATTRIBUTE_SINGLE_VALUE_LIST = 5, /* exactly one of allowed_values */
  PISHKHAN_ATTRIBUTE_MULTI_VALUE_LIST = 6,  /* one or more different ones of allowed_values */
  PISHKHAN_ATTRIBUTE_FILE = 7               /* not taken yet */
} pishkhan_attribute_type;

/* A check beyond the type. */
typedef enum pishkhan_attribute_format {
  PISHKHAN_FORMAT_UNSPECIFIED = 0, /* none */
  PISHKHAN_FORMAT_NATIONAL_ID = 1,
  PISHKHAN_FORMAT_LEGAL_ID = 2,
  PISHKHAN_FORMAT_POSTAL_CODE = 3,
  PISHKHAN_FORMAT_MOBILE = 4,
  PISHKHAN_FORMAT_IBAN = 5
} pishkhan_attribute_format;

/* Stable names ("SINGLE_VALUE_LIST", "NATIONAL_ID"). Constants. */
PISHKHAN_API const char *pishkhan_attribute_type_name(pishkhan_attribute_type type);
PISHKHAN_API const char *pishkhan_attribute_format_name(pishkhan_attribute_format format);

typedef struct pishkhan_attribute {
  const char *code;
  pishkhan_attribute_type type;
  pishkhan_attribute_format format;
  bool required;
  const char *const *allowed_values; /* of the list types */
  size_t allowed_value_count;
  const pishkhan_text *labels; /* may be none: then show the code */
  size_t label_count;
} pishkhan_attribute;

typedef struct pishkhan_service {
  const char *code;
  uint32_t version;
  const char *agency; /* the agency's id */
  const pishkhan_text *names;
  size_t name_count;
  uint32_t acknowledge_working_days; /* target; 0: none */
  uint32_t decide_working_days;      /* target; 0: none */
  int64_t fee_rial;
  const pishkhan_attribute *const *attributes; /* none in a list of services */
  size_t attribute_count;
  const char *const *documents; /* codes of the papers to bring; none in a list of services */
  size_t document_count;
} pishkhan_service;
PISHKHAN_API void pishkhan_service_free(pishkhan_service *service);

typedef struct pishkhan_service_page {
  const pishkhan_service *const *services;
  size_t service_count;
  const char *next_page_token; /* empty at the end */
} pishkhan_service_page;
PISHKHAN_API void pishkhan_service_page_free(pishkhan_service_page *page);

typedef struct pishkhan_agency {
  const char *id;
  const pishkhan_text *names;
  size_t name_count;
} pishkhan_agency;

typedef struct pishkhan_agency_list {
  const pishkhan_agency *const *agencies;
  size_t agency_count;
} pishkhan_agency_list;
PISHKHAN_API void pishkhan_agency_list_free(pishkhan_agency_list *list);

/* All agencies, in the order of their ids. */
PISHKHAN_API pishkhan_status pishkhan_list_agencies(pishkhan_client *client,
                                                    const pishkhan_call_options *options,
                                                    pishkhan_agency_list **list, pishkhan_error **error);

/* Published services, in the order of their codes, a page at a time. `agency` NULL or "": of all agencies.
 * `page_size`: at most 500; 0: 100. `page_token`: next_page_token of the page before; NULL or "": from the
 * start. */
PISHKHAN_API pishkhan_status pishkhan_list_services(pishkhan_client *client, const char *agency,
                                                    uint32_t page_size, const char *page_token,
                                                    const pishkhan_call_options *options,
                                                    pishkhan_service_page **page, pishkhan_error **error);

/* One service with its form. NOT_FOUND (SERVICE_UNKNOWN) for an unknown code. */
PISHKHAN_API pishkhan_status pishkhan_get_service(pishkhan_client *client, const char *code,
                                                  const pishkhan_call_options *options,
                                                  pishkhan_service **service, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
