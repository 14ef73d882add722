/* The offices and kiosks that take requests in (pishkhan.v1.Offices). Reading is public; changing needs an
 * operator's certificate.
 */
#ifndef PISHKHAN_OFFICES_H
#define PISHKHAN_OFFICES_H

#include <pishkhan/directory.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whether an office takes requests in. */
typedef enum pishkhan_office_status {
  PISHKHAN_OFFICE_STATUS_UNSPECIFIED = 0,
  PISHKHAN_OFFICE_STATUS_ACTIVE = 1,
  PISHKHAN_OFFICE_STATUS_SUSPENDED = 2,
  PISHKHAN_OFFICE_STATUS_REVOKED = 3,
  PISHKHAN_OFFICE_STATUS_CLOSED = 4
} pishkhan_office_status;

/* What makes an office usable for more people. */
typedef enum pishkhan_accessibility {
  PISHKHAN_ACCESSIBILITY_UNSPECIFIED = 0,
  PISHKHAN_ACCESSIBILITY_STEP_FREE = 1,
  PISHKHAN_ACCESSIBILITY_INDUCTION_LOOP = 2,
  PISHKHAN_ACCESSIBILITY_SIGN_LANGUAGE = 3,
  PISHKHAN_ACCESSIBILITY_BRAILLE = 4,
  PISHKHAN_ACCESSIBILITY_TOILET = 5
} pishkhan_accessibility;

/* Stable names ("ACTIVE", "STEP_FREE"), and texts for people. Constants. */
PISHKHAN_API const char *pishkhan_office_status_name(pishkhan_office_status status);
PISHKHAN_API const char *pishkhan_office_status_text(pishkhan_office_status status, const char *language);
PISHKHAN_API const char *pishkhan_accessibility_name(pishkhan_accessibility accessibility);
PISHKHAN_API const char *pishkhan_accessibility_text(pishkhan_accessibility accessibility,
                                                     const char *language);

/* WGS 84, in microdegrees: 35,689,200 is 35.6892 degrees north. Never grows. */
typedef struct pishkhan_position {
  int32_t latitude;
  int32_t longitude;
} pishkhan_position;

/* An office or kiosk that takes requests in. Goes both ways. */
typedef struct pishkhan_office {
  size_t size;
  const char *id;      /* A-Z, a-z, 0-9 and -, at most 32 bytes */
  const char *licence; /* number of the licence on the wall */
  pishkhan_channel kind;
  const char *region; /* ISO 3166-2 code of the province */
  pishkhan_office_status status;
  const pishkhan_text *names;
  size_t name_count;
  const pishkhan_text *addresses;
  size_t address_count;
  const pishkhan_position *position; /* NULL: not known */
  const pishkhan_hours *hours;       /* none: not known */
  size_t hour_count;
  const pishkhan_accessibility *accessibility;
  size_t accessibility_count;
  const char *const *languages; /* BCP 47; what is spoken there */
  size_t language_count;
  uint32_t counters;          /* how many people are served at once; 0: not known */
  uint64_t submissions;       /* the server's */
  uint64_t fees_above_tariff; /* submissions where more than the tariff was charged; the server's */
} pishkhan_office;
PISHKHAN_API void pishkhan_office_free(pishkhan_office *office);

/* What the public may know of one office. NOT_FOUND (OFFICE_UNKNOWN) for an unknown id. */
PISHKHAN_API pishkhan_status pishkhan_get_office(pishkhan_client *client, const char *id,
                                                 const pishkhan_call_options *options,
                                                 pishkhan_office **office, pishkhan_error **error);

/* Which offices are asked for. */
typedef struct pishkhan_office_query {
  size_t size;
  const pishkhan_position *near;               /* NULL: everywhere */
  uint32_t within_metres;                      /* with `near`; at most 200,000; 0: 20,000 */
  const char *service;                         /* only offices that may submit for it now */
  bool open_now;                               /* by opening hours, holidays and closings of the region */
  const pishkhan_accessibility *accessibility; /* all of these */
  size_t accessibility_count;
  const char *language; /* that is spoken there */
  const char *region;
  uint32_t page_size;     /* at most 200; 0: 20 */
  const char *page_token; /* next_page_token of the page before; NULL: from the start */
} pishkhan_office_query;

/* An office that fits a query. */
typedef struct pishkhan_found_office {
  const pishkhan_office *office;
  uint32_t distance_metres; /* with `near` */
  bool open_now;
} pishkhan_found_office;

/* A page of offices. */
typedef struct pishkhan_office_page {
  const pishkhan_found_office *const *offices;
  size_t office_count;
  const char *next_page_token; /* empty at the end */
} pishkhan_office_page;
PISHKHAN_API void pishkhan_office_page_free(pishkhan_office_page *page);

/* Active offices, the nearest first where a place is given, else in the order of their ids. `query` NULL: all
 * defaults. */
PISHKHAN_API pishkhan_status pishkhan_find_offices(pishkhan_client *client,
                                                   const pishkhan_office_query *query,
                                                   const pishkhan_call_options *options,
                                                   pishkhan_office_page **page, pishkhan_error **error);

/* An office to be added or changed. */
typedef struct pishkhan_office_put {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const pishkhan_office *office;  /* its figures are not looked at */
} pishkhan_office_put;

/* Adds an office or changes one. */
PISHKHAN_API pishkhan_status pishkhan_put_office(pishkhan_client *client, const pishkhan_office_put *put,
                                                 const pishkhan_call_options *options,
                                                 pishkhan_change **change, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
