/* What happened to a request, and what happens to it from now on (History and Watch of
 * pishkhan.v1.Requests). Both take the secret, or a certificate whose scope holds the request.
 */
#ifndef PISHKHAN_HISTORY_H
#define PISHKHAN_HISTORY_H

#include <pishkhan/requests.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One thing that happened to a request. The clock's fields are as they are after it. */
typedef struct pishkhan_event {
  uint32_t number; /* the request's own count, from 1, without gaps */
  pishkhan_action action;
  pishkhan_state from; /* UNSPECIFIED for the submission */
  pishkhan_state to;
  int64_t time_ms;
  pishkhan_role role;
  const char *actor;  /* the principal's name; empty for a citizen without a machine */
  const char *office; /* empty where no office acted */
  pishkhan_channel channel;
  bool assisted;
  const char *reason;
  const char *note;
  const char *on_behalf_of;
  const pishkhan_question *questions; /* of an ask_citizen */
  size_t question_count;
  const pishkhan_form_value *answers; /* of a submission or an answer */
  size_t answer_count;
  const uint8_t *hash; /* SHA-256 of the event's canonical bytes */
  size_t hash_size;
  int64_t acknowledge_due_ms; /* 0: none, or done */
  int64_t decide_due_ms;      /* 0: none, done, or paused */
  int64_t paused_ms;          /* working time that the citizen's turns took until now, as far as it counts */
  uint32_t escalation_level;
  uint32_t calendar_version; /* the region's, by which the due times were computed; 0: none was needed */
  const char *assignee;      /* of ASSIGN: the officer's principal */
  const char *linked_code;   /* of MARK_DUPLICATE: the other request's tracking code */
  const char *service;       /* of SUBMIT and TRANSFER: the service's code */
  uint32_t service_version;
  const char *other_body;                        /* of ASK_OTHER: who is asked */
  const pishkhan_attachment *const *attachments; /* of ATTACH, and of a submission or an answer with files */
  size_t attachment_count;
  int64_t lease_until_ms; /* of a CLAIM with a lease; renewals make no event */
  uint32_t appeal_level;
} pishkhan_event;
PISHKHAN_API void pishkhan_event_free(pishkhan_event *event);

/* A page of a request's events. */
typedef struct pishkhan_history_page {
  const pishkhan_event *const *events; /* oldest first */
  size_t event_count;
  bool more; /* ask again with after_event = the last number */
} pishkhan_history_page;
PISHKHAN_API void pishkhan_history_page_free(pishkhan_history_page *page);

/* What happened to a request after event number `after_event` (0: from the first). `secret`, or NULL with a
 * certificate whose scope holds the request. `page_size`: at most 500; 0: 100. */
PISHKHAN_API pishkhan_status pishkhan_history(pishkhan_client *client, const char *tracking_code,
                                              const char *secret, uint32_t after_event, uint32_t page_size,
                                              const pishkhan_call_options *options,
                                              pishkhan_history_page **page, pishkhan_error **error);

/* What happens to a request, as it happens. */
typedef struct pishkhan_watch pishkhan_watch;

/* Begins to watch a request from the event after number `after_event` (0: from the first). Without a deadline
 * in `options` the watch has none. Connects when pishkhan_watch_next is called. */
PISHKHAN_API pishkhan_status pishkhan_watch_open(pishkhan_client *client, const char *tracking_code,
                                                 const char *secret, uint32_t after_event,
                                                 const pishkhan_call_options *options, pishkhan_watch **watch,
                                                 pishkhan_error **error);

/* The next event, each exactly once and in order, waiting at most `wait_ms` (as pishkhan_stream_next). A
 * broken line or a stopping server is no error: the watch connects anew, with backoff, and goes on after the
 * last event that it gave. PISHKHAN_NEXT_END: the request is CLOSED, WITHDRAWN, DUPLICATE or EXPIRED and all
 * was given; after a reopening or an appeal, watch again. */
PISHKHAN_API pishkhan_next pishkhan_watch_next(pishkhan_watch *watch, uint32_t wait_ms,
                                               pishkhan_event **event, pishkhan_error **error);

/* NULL allowed. */
PISHKHAN_API void pishkhan_watch_close(pishkhan_watch *watch);

#ifdef __cplusplus
}
#endif

#endif
