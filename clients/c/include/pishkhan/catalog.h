/* The agencies and the services that they offer (pishkhan.v1.Catalog).
 *
 * Reading is public. Services are changed with the agency's own certificate or an operator's, agencies with
 * an operator's.
 */
#ifndef PISHKHAN_CATALOG_H
#define PISHKHAN_CATALOG_H

#include <pishkhan/directory.h>

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
  PISHKHAN_ATTRIBUTE_FILE = 7               /* the id of an uploaded attachment */
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

/* Whether a version of a service takes requests. */
typedef enum pishkhan_service_status {
  PISHKHAN_SERVICE_STATUS_UNSPECIFIED = 0,
  PISHKHAN_SERVICE_STATUS_DRAFT = 1, /* seen by its agency and the operators alone */
  PISHKHAN_SERVICE_STATUS_PUBLISHED = 2,
  PISHKHAN_SERVICE_STATUS_RETIRED = 3 /* takes no requests any more */
} pishkhan_service_status;

/* Stable names ("SINGLE_VALUE_LIST", "NATIONAL_ID", "DRAFT"), and a text for people. Constants. */
PISHKHAN_API const char *pishkhan_attribute_type_name(pishkhan_attribute_type type);
PISHKHAN_API const char *pishkhan_attribute_format_name(pishkhan_attribute_format format);
PISHKHAN_API const char *pishkhan_service_status_name(pishkhan_service_status status);
PISHKHAN_API const char *pishkhan_service_status_text(pishkhan_service_status status, const char *language);

/* What people call one allowed value of a list. Never grows. */
typedef struct pishkhan_value_label {
  const char *value;
  const pishkhan_text *labels;
  size_t label_count;
} pishkhan_value_label;

/* One field of a service's form. Goes both ways. */
typedef struct pishkhan_attribute {
  size_t size;
  const char *code;
  pishkhan_attribute_type type;
  pishkhan_attribute_format format;
  bool required;
  const char *const *allowed_values; /* of the list types */
  size_t allowed_value_count;
  const pishkhan_text *labels; /* may be none: then show the code */
  size_t label_count;
  uint32_t order;            /* place in the form, from 1 */
  const pishkhan_text *help; /* a sentence beside the field; may be none */
  size_t help_count;
  const char *const *media_types; /* of a FILE; none: application/pdf, image/jpeg, image/png */
  size_t media_type_count;
  uint64_t bytes_max;                       /* of a FILE; 0: 10 MiB */
  uint32_t length_max;                      /* of STRING and TEXT, in bytes; 0: the type's */
  const pishkhan_value_label *value_labels; /* what the allowed values are called */
  size_t value_label_count;
} pishkhan_attribute;

/* A service of an agency, in one version, with its form. Goes both ways. */
typedef struct pishkhan_service {
  size_t size;
  const char *code;
  uint32_t version;   /* the server's */
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
  pishkhan_service_status status; /* the server's */
  uint32_t retention_days;        /* how long a closed request is kept; 0: for ever */
  uint32_t answer_days;           /* calendar days that the citizen has for an answer; 0: 30 */
  uint32_t remedy_days;           /* calendar days to confirm, reopen or appeal; 0: 30 */
  uint32_t
      pause_cap_working_days; /* how long the citizen's turns stop the clock at the most, in all; 0: 20 */
  const pishkhan_channel *channels; /* where it can be submitted; none: everywhere */
  size_t channel_count;
} pishkhan_service;
PISHKHAN_API void pishkhan_service_free(pishkhan_service *service);

/* A page of services. */
typedef struct pishkhan_service_page {
  const pishkhan_service *const *services;
  size_t service_count;
  const char *next_page_token; /* empty at the end */
} pishkhan_service_page;
PISHKHAN_API void pishkhan_service_page_free(pishkhan_service_page *page);

/* An agency: who decides requests. Goes both ways. */
typedef struct pishkhan_agency {
  size_t size;
  const char *id; /* a-z, 0-9 and -, at most 32 bytes */
  const pishkhan_text *names;
  size_t name_count;
} pishkhan_agency;

/* All agencies. */
typedef struct pishkhan_agency_list {
  const pishkhan_agency *const *agencies;
  size_t agency_count;
} pishkhan_agency_list;
PISHKHAN_API void pishkhan_agency_list_free(pishkhan_agency_list *list);

/* All agencies, in the order of their ids. */
PISHKHAN_API pishkhan_status pishkhan_list_agencies(pishkhan_client *client,
                                                    const pishkhan_call_options *options,
                                                    pishkhan_agency_list **list, pishkhan_error **error);

/* Which services are asked for. */
typedef struct pishkhan_service_query {
  size_t size;
  const char *agency;     /* only this agency's; NULL: of all */
  uint32_t page_size;     /* at most 500; 0: 100 */
  const char *page_token; /* next_page_token of the page before; NULL: from the start */
  bool all_versions;      /* drafts and retired ones too, as far as the caller may see them */
} pishkhan_service_query;

/* Published services, in the order of their codes, a page at a time. `query` NULL: all defaults. */
PISHKHAN_API pishkhan_status pishkhan_list_services(pishkhan_client *client,
                                                    const pishkhan_service_query *query,
                                                    const pishkhan_call_options *options,
                                                    pishkhan_service_page **page, pishkhan_error **error);

/* One service with its form. `version` 0: the published one, else the latest. NOT_FOUND (SERVICE_UNKNOWN) for
 * an unknown code. */
PISHKHAN_API pishkhan_status pishkhan_get_service(pishkhan_client *client, const char *code, uint32_t version,
                                                  const pishkhan_call_options *options,
                                                  pishkhan_service **service, pishkhan_error **error);

/* An agency to be added, or renamed. */
typedef struct pishkhan_agency_put {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const pishkhan_agency *agency;
} pishkhan_agency_put;

/* Adds or renames an agency. */
PISHKHAN_API pishkhan_status pishkhan_put_agency(pishkhan_client *client, const pishkhan_agency_put *put,
                                                 const pishkhan_call_options *options,
                                                 pishkhan_change **change, pishkhan_error **error);

/* A draft of a service to be stored. */
typedef struct pishkhan_service_put {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const pishkhan_service *service;
  bool publish; /* at once */
} pishkhan_service_put;

/* Stores a draft: the first of a new code, a new version of a known one, or the draft again; gives its
 * version. Published versions never change. */
PISHKHAN_API pishkhan_status pishkhan_put_service(pishkhan_client *client, const pishkhan_service_put *put,
                                                  const pishkhan_call_options *options,
                                                  pishkhan_change **change, pishkhan_error **error);

/* The draft to be published. */
typedef struct pishkhan_service_publication {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *code;
  uint32_t version; /* of the draft */
} pishkhan_service_publication;

/* Opens the draft to submissions; the version before it takes none any more. */
PISHKHAN_API pishkhan_status pishkhan_publish_service(pishkhan_client *client,
                                                      const pishkhan_service_publication *publication,
                                                      const pishkhan_call_options *options,
                                                      pishkhan_change **change, pishkhan_error **error);

/* The service to be retired. */
typedef struct pishkhan_service_retirement {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *code;
  const char *reason; /* for those who ask why; at most 2,048 bytes */
} pishkhan_service_retirement;

/* No more submissions. Requests that are there go on. */
PISHKHAN_API pishkhan_status pishkhan_retire_service(pishkhan_client *client,
                                                     const pishkhan_service_retirement *retirement,
                                                     const pishkhan_call_options *options,
                                                     pishkhan_change **change, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
