/* The agency's side of the counter (pishkhan.v1.Work). All calls need an agency's certificate and see only
 * its services' requests.
 */
#ifndef PISHKHAN_WORK_H
#define PISHKHAN_WORK_H

#include <pishkhan/citizen.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An open request, as the inbox lists it. */
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
  int64_t acknowledge_due_ms; /* 0: no target, or acknowledged */
  int64_t decide_due_ms;      /* 0: no target, or paused */
  uint32_t escalation_level;
  bool overdue;
  uint32_t appeal_level; /* who may claim it: a principal of this level or above, but not who decided it */
  int64_t lease_until_ms;
} pishkhan_inbox_item;

/* A page of the inbox. */
typedef struct pishkhan_inbox_page {
  const pishkhan_inbox_item *const *items;
  size_t item_count;
  const char *next_cursor; /* empty at the end */
} pishkhan_inbox_page;
PISHKHAN_API void pishkhan_inbox_page_free(pishkhan_inbox_page *page);

/* Which open requests are asked for. */
typedef struct pishkhan_inbox_query {
  size_t size;
  const char *service;          /* only this service's; NULL: all of the agency's */
  const pishkhan_state *states; /* of SUBMITTED, ACKNOWLEDGED, ASSIGNED, WAITING_CITIZEN; none: these four */
  size_t state_count;
  uint32_t page_size;    /* at most 200; 0: 50 */
  const char *cursor;    /* next_cursor of the page before; NULL: from the first */
  const char *region;    /* only this region's */
  const char *assignee;  /* only this principal's; "-": nobody's */
  int64_t due_before_ms; /* only what is due by then */
  bool by_due_time;      /* the most urgent first; else the oldest first */
  bool overdue;          /* only what is overdue */
} pishkhan_inbox_query;

/* Open requests, oldest first unless the query says otherwise, a page at a time. `query` NULL: all defaults.
 */
PISHKHAN_API pishkhan_status pishkhan_inbox(pishkhan_client *client, const pishkhan_inbox_query *query,
                                            const pishkhan_call_options *options, pishkhan_inbox_page **page,
                                            pishkhan_error **error);

/* A claim: this request is worked on by the caller. */
typedef struct pishkhan_claim_request {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *tracking_code;
  uint32_t expected_version; /* that the officer saw; 0 is refused */
  const char *on_behalf_of;  /* the officer; recorded, grants nothing; at most 256 bytes */
  uint32_t lease_seconds;    /* 10 to 86,400; 0: until it is decided, released or transferred */
} pishkhan_claim_request;

/* Takes a request to work on, from SUBMITTED or ACKNOWLEDGED. ABORTED (VERSION_STALE) if somebody acted
 * before. Repeated like pishkhan_submit. */
PISHKHAN_API pishkhan_status pishkhan_claim(pishkhan_client *client, const pishkhan_claim_request *claim,
                                            const pishkhan_call_options *options, pishkhan_outcome **outcome,
                                            pishkhan_error **error);

/* Makes the lease of the caller's claim end `lease_seconds` (10 to 86,400) from now. `lease_until_ms` may be
 * NULL. Makes no event, and is repeated like pishkhan_submit. FAILED_PRECONDITION (LEASE_OVER) where it has
 * ended. */
PISHKHAN_API pishkhan_status pishkhan_renew(pishkhan_client *client, const char *tracking_code,
                                            uint32_t lease_seconds, const pishkhan_call_options *options,
                                            int64_t *lease_until_ms, pishkhan_error **error);

/* A claim to be given back. */
typedef struct pishkhan_release_request {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *tracking_code;
  uint32_t expected_version; /* 0 is refused */
  const char *note;          /* at most 8,192 bytes */
} pishkhan_release_request;

/* Gives a claim back: the request is ACKNOWLEDGED again, and others may claim it. Repeated like
 * pishkhan_submit. */
PISHKHAN_API pishkhan_status pishkhan_release(pishkhan_client *client,
                                              const pishkhan_release_request *release,
                                              const pishkhan_call_options *options,
                                              pishkhan_outcome **outcome, pishkhan_error **error);

/* What an agency does to a request. The fields that its action names are needed. */
typedef struct pishkhan_agency_act {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *tracking_code;
  uint32_t expected_version; /* 0 is refused */
  /* ACKNOWLEDGE, ASSIGN, ASK_CITIZEN, ASK_OTHER, RETURN, TRANSFER, FULFIL, REFUSE, MARK_DUPLICATE,
   * ADD_MESSAGE, HAND_OVER or ATTACH */
  pishkhan_action action;
  const char *reason; /* for REFUSE and TRANSFER: a code of A-Z, 0-9 and _, at most 64 bytes */
  const char *note;   /* result of a fulfilment, explanation of a refusal, message; at most 8,192 bytes */
  const pishkhan_question *questions; /* for ASK_CITIZEN: 1 to 32 */
  size_t question_count;
  const char *on_behalf_of;       /* the officer; recorded, grants nothing; at most 256 bytes */
  const char *assignee;           /* for ASSIGN: an officer's principal of the same agency */
  const char *service;            /* for TRANSFER: the other service's code */
  const char *other_body;         /* for ASK_OTHER: who is asked; at most 256 bytes */
  const char *linked_code;        /* for MARK_DUPLICATE: the tracking code of the request that goes on */
  const char *collected_by;       /* for HAND_OVER: personal; who took the result; at most 256 bytes */
  const char *const *attachments; /* for ATTACH, FULFIL, REFUSE, ADD_MESSAGE: ids of uploads; at most 16 */
  size_t attachment_count;
} pishkhan_agency_act;

/* What the agency does. ABORTED (VERSION_STALE) if somebody acted before. Repeated like pishkhan_submit. */
PISHKHAN_API pishkhan_status pishkhan_act_as_agency(pishkhan_client *client, const pishkhan_agency_act *act,
                                                    const pishkhan_call_options *options,
                                                    pishkhan_outcome **outcome, pishkhan_error **error);

/* Which work is wanted, and how much at once. */
typedef struct pishkhan_work_query {
  size_t size;
  const char *service;      /* only this service's; NULL: all of the agency's */
  const char *region;       /* only this region's */
  uint32_t lease_seconds;   /* of each request; 10 to 86,400; 0: 600 */
  uint32_t in_hand;         /* requests that this stream has out at once; at most 100; 0: 1 */
  const char *on_behalf_of; /* at most 256 bytes */
} pishkhan_work_query;

/* Work as it comes. */
typedef struct pishkhan_work_stream pishkhan_work_stream;

/* Begins to take work. `query` NULL: all defaults. Without a deadline in `options` the stream has none.
 * Connects when pishkhan_work_next is called. */
PISHKHAN_API pishkhan_status pishkhan_work_open(pishkhan_client *client, const pishkhan_work_query *query,
                                                const pishkhan_call_options *options,
                                                pishkhan_work_stream **stream, pishkhan_error **error);

/* The next request, claimed for the caller with a lease, waiting at most `wait_ms` (as pishkhan_stream_next).
 * It goes to one worker at a time, and to another when the lease ends: act, or renew, before that. No more
 * than `in_hand` are out at once: the next comes when one of them was decided, released or lapsed. A broken
 * line or a stopping server is no error: the stream connects anew, with backoff; a request that was sent and
 * not received comes again when its lease ends. */
PISHKHAN_API pishkhan_next pishkhan_work_next(pishkhan_work_stream *stream, uint32_t wait_ms,
                                              pishkhan_request **request, pishkhan_error **error);

/* NULL allowed. What is in hand stays claimed until its lease ends, or is released. */
PISHKHAN_API void pishkhan_work_close(pishkhan_work_stream *stream);

#ifdef __cplusplus
}
#endif

#endif
