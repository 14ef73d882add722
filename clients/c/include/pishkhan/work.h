/* The agency's side of the counter (pishkhan.v1.Work). All calls need an agency's certificate and see only
 * its services' requests. */
#ifndef PISHKHAN_WORK_H
#define PISHKHAN_WORK_H

#include <pishkhan/requests.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct pishkhan_inbox_item {
  const char *tracking_code;
  const char *service;
  pishkhan_state state;
  uint32_t version;
  int64_t submitted_ms;
  int64_t changed_ms;
  const char *office;
  const char *region;
  const char *assignee;
} pishkhan_inbox_item;

typedef struct pishkhan_inbox_page {
  const pishkhan_inbox_item *const *items; /* oldest first */
  size_t item_count;
  const char *next_cursor; /* empty at the end */
} pishkhan_inbox_page;
PISHKHAN_API void pishkhan_inbox_page_free(pishkhan_inbox_page *page);

typedef struct pishkhan_inbox_query {
  size_t size;
  const char *service;          /* only this service's; NULL: all of the agency's */
  const pishkhan_state *states; /* of SUBMITTED, ACKNOWLEDGED, ASSIGNED, WAITING_CITIZEN; none: these four */
  size_t state_count;
  uint32_t page_size; /* at most 200; 0: 50 */
  const char *cursor; /* next_cursor of the page before; NULL: from the oldest */
} pishkhan_inbox_query;

/* Open requests, oldest first, a page at a time. `query` NULL: all defaults. */
PISHKHAN_API pishkhan_status pishkhan_inbox(pishkhan_client *client, const pishkhan_inbox_query *query,
                                            const pishkhan_call_options *options, pishkhan_inbox_page **page,
                                            pishkhan_error **error);

typedef struct pishkhan_claim_request {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *tracking_code;
  uint32_t expected_version; /* that the officer saw; 0 is refused */
  const char *on_behalf_of;  /* the officer; recorded, grants nothing; at most 256 bytes */
} pishkhan_claim_request;

/* Takes a request to work on, from SUBMITTED or ACKNOWLEDGED. ABORTED (VERSION_STALE) if somebody acted
 * before. Repeated like pishkhan_submit. */
PISHKHAN_API pishkhan_status pishkhan_claim(pishkhan_client *client, const pishkhan_claim_request *claim,
                                            const pishkhan_call_options *options, pishkhan_outcome **outcome,
                                            pishkhan_error **error);

typedef struct pishkhan_agency_act {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *tracking_code;
  uint32_t expected_version; /* 0 is refused */
  pishkhan_action action;    /* ACKNOWLEDGE, ASK_CITIZEN, FULFIL or REFUSE */
  const char *reason;        /* for REFUSE: a code of A-Z, 0-9 and _, at most 64 bytes */
  const char *note;          /* result of a fulfilment, explanation of a refusal; at most 8,192 bytes */
  const pishkhan_question *questions; /* for ASK_CITIZEN: 1 to 32 */
  size_t question_count;
  const char *on_behalf_of; /* the officer; recorded, grants nothing; at most 256 bytes */
} pishkhan_agency_act;

/* What the agency does. ABORTED (VERSION_STALE) if somebody acted before. Repeated like pishkhan_submit. */
PISHKHAN_API pishkhan_status pishkhan_act_as_agency(pishkhan_client *client, const pishkhan_agency_act *act,
                                                    const pishkhan_call_options *options,
                                                    pishkhan_outcome **outcome, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
