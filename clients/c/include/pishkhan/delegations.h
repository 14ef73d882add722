/* What agencies have delegated to offices (the delegations of pishkhan.v1.Offices). An agency grants,
 * suspends and revokes for its own services; an operator can suspend and revoke.
 */
#ifndef PISHKHAN_DELEGATIONS_H
#define PISHKHAN_DELEGATIONS_H

#include <pishkhan/directory.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whether a delegation holds. */
typedef enum pishkhan_delegation_status {
  PISHKHAN_DELEGATION_UNSPECIFIED = 0,
  PISHKHAN_DELEGATION_GRANTED = 1,
  PISHKHAN_DELEGATION_SUSPENDED = 2,
  PISHKHAN_DELEGATION_REVOKED = 3
} pishkhan_delegation_status;

/* Stable name ("GRANTED"), and a text for people. Constants. */
PISHKHAN_API const char *pishkhan_delegation_status_name(pishkhan_delegation_status status);
PISHKHAN_API const char *pishkhan_delegation_status_text(pishkhan_delegation_status status,
                                                         const char *language);

/* What an office, or a region's offices, may submit. Goes both ways. */
typedef struct pishkhan_delegation {
  size_t size;
  uint32_t number;                   /* the server's */
  const char *service;               /* the service's code, whatever its version */
  const char *office;                /* an office's id; empty: all of `region` */
  const char *region;                /* ISO 3166-2; with an empty office */
  int64_t from_ms;                   /* 0: at once */
  int64_t until_ms;                  /* 0: no end */
  uint32_t daily_cap;                /* submissions an office and day, local time; 0: none */
  pishkhan_delegation_status status; /* the server's */
  const char *agency;                /* the server's */
  const char *reason;                /* the server's: why it was suspended or revoked */
} pishkhan_delegation;

/* A page of delegations. */
typedef struct pishkhan_delegation_page {
  const pishkhan_delegation *const *delegations;
  size_t delegation_count;
  const char *next_page_token; /* empty at the end */
} pishkhan_delegation_page;
PISHKHAN_API void pishkhan_delegation_page_free(pishkhan_delegation_page *page);

/* Which delegations are asked for. */
typedef struct pishkhan_delegation_query {
  size_t size;
  const char *office;     /* NULL: all that the caller may see */
  const char *service;    /* NULL: of all services */
  uint32_t page_size;     /* at most 500; 0: 100 */
  const char *page_token; /* next_page_token of the page before; NULL: from the start */
} pishkhan_delegation_query;

/* An agency's own, an office's own, or all for an operator. `query` NULL: all defaults. */
PISHKHAN_API pishkhan_status pishkhan_list_delegations(pishkhan_client *client,
                                                       const pishkhan_delegation_query *query,
                                                       const pishkhan_call_options *options,
                                                       pishkhan_delegation_page **page,
                                                       pishkhan_error **error);

/* A delegation to be given. */
typedef struct pishkhan_delegation_grant {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const pishkhan_delegation *delegation;
} pishkhan_delegation_grant;

/* Lets an office, or all offices of a region, submit for a service; gives the delegation's number. */
PISHKHAN_API pishkhan_status pishkhan_grant_delegation(pishkhan_client *client,
                                                       const pishkhan_delegation_grant *grant,
                                                       const pishkhan_call_options *options,
                                                       pishkhan_change **change, pishkhan_error **error);

/* What becomes of a delegation. */
typedef struct pishkhan_delegation_change {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  uint32_t number;
  pishkhan_delegation_status status; /* GRANTED: resumed */
  const char *reason;                /* for the office; at most 2,048 bytes; needed but for GRANTED */
} pishkhan_delegation_change;

/* Suspends, resumes or revokes. A revoked delegation stays revoked: grant a new one. */
PISHKHAN_API pishkhan_status pishkhan_set_delegation(pishkhan_client *client,
                                                     const pishkhan_delegation_change *status,
                                                     const pishkhan_call_options *options,
                                                     pishkhan_change **change, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
