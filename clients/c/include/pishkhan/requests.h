/* Submitting a request and following it: the citizen's side of the counter (pishkhan.v1.Requests).
 *
 * Submit needs an office's or a kiosk's certificate; Get is for machines; Track, History, Watch and the
 * citizen's acts take tracking code and secret. Codes and ids may be typed with Persian or Latin digits,
 * blanks and hyphens: the server normalises them.
 */
#ifndef PISHKHAN_REQUESTS_H
#define PISHKHAN_REQUESTS_H

#include <pishkhan/client.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct pishkhan_submission {
  size_t size;
  const uint8_t
      *idempotency_key;    /* PISHKHAN_KEY_SIZE bytes; NULL: the library makes one before the first send */
  const char *service;     /* the service's code. Needed */
  const char *national_id; /* of the citizen; 10 digits. Needed */
  const char *given_name;  /* at most 256 bytes */
  const char *family_name; /* at most 256 bytes */
  const char *mobile;
  const pishkhan_form_value *form;
  size_t form_count;
  const char *region; /* ISO 3166-2 code of a province; NULL: the office's */
  const char *note;   /* free text; at most 8,192 bytes */
} pishkhan_submission;

/* Proof that a request was accepted: it left the server only after the request was on disk. */
typedef struct pishkhan_receipt {
  const char *tracking_code; /* 16 digits; shown 4-4-4-4 */
  const char *secret;        /* 6 digits, for the citizen alone */
  int64_t time_ms;           /* when it was accepted */
  uint32_t event_number;
  const uint8_t *event_hash; /* SHA-256 of the event's canonical bytes */
  size_t event_hash_size;
  bool repeated_key; /* the receipt of an earlier call with the same key and content */
  uint8_t idempotency_key[PISHKHAN_KEY_SIZE]; /* that the call carried */
} pishkhan_receipt;
PISHKHAN_API void pishkhan_receipt_free(pishkhan_receipt *receipt);

/* Stores a request. Repeated after a broken line, with the same key, until the deadline (default
 * write_deadline_ms). */
PISHKHAN_API pishkhan_status pishkhan_submit(pishkhan_client *client, const pishkhan_submission *submission,
                                             const pishkhan_call_options *options, pishkhan_receipt **receipt,
                                             pishkhan_error **error);

/* A request as its citizen, its office or its agency sees it. */
typedef struct pishkhan_request {
  const char *tracking_code;
  uint32_t version; /* name it as expected_version */
  pishkhan_state state;
  const char *service;
  uint32_t service_version;
  const char *agency;
  const char *office; /* that took it in */
  pishkhan_channel channel;
  bool assisted;      /* an operator typed for the citizen */
  const char *region; /* may be empty */
  int64_t submitted_ms;
  int64_t changed_ms;
  uint32_t acknowledge_working_days; /* the service's target; 0: none */
  uint32_t decide_working_days;      /* the service's target; 0: none */
  const char *assignee;              /* empty before it is claimed */
  const char *national_id;           /* personal, as are the next four; empty where erased */
  const char *given_name;
  const char *family_name;
  const char *mobile;
  const pishkhan_form_value *form; /* the values in force after all answers */
  size_t form_count;
  const pishkhan_question *open_questions; /* while it is the citizen's turn */
  size_t open_question_count;
  const char *reason; /* reason code of the refusal or withdrawal */
  const char *note;   /* result of a fulfilment, explanation of a refusal */
  bool feedback_given;
} pishkhan_request;
PISHKHAN_API void pishkhan_request_free(pishkhan_request *request);

typedef struct pishkhan_tracking {
  const char *tracking_code; /* 16 digits, normalised */
  pishkhan_state state;
  const pishkhan_request *details; /* NULL without the secret */
} pishkhan_tracking;
PISHKHAN_API void pishkhan_tracking_free(pishkhan_tracking *tracking);

/* Where a request stands. `secret` NULL or "": the state alone; with it: the details. */
PISHKHAN_API pishkhan_status pishkhan_track(pishkhan_client *client, const char *tracking_code,
                                            const char *secret, const pishkhan_call_options *options,
                                            pishkhan_tracking **tracking, pishkhan_error **error);

/* A request as the caller's agency, office or kiosk may see it. Needs a certificate. */
PISHKHAN_API pishkhan_status pishkhan_get(pishkhan_client *client, const char *tracking_code,
                                          const pishkhan_call_options *options, pishkhan_request **request,
                                          pishkhan_error **error);

/* One thing that happened to a request. */
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
} pishkhan_event;
PISHKHAN_API void pishkhan_event_free(pishkhan_event *event);

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
 * last event that it gave. PISHKHAN_NEXT_END: the request is closed or withdrawn and all was given. */
PISHKHAN_API pishkhan_next pishkhan_watch_next(pishkhan_watch *watch, uint32_t wait_ms,
                                               pishkhan_event **event, pishkhan_error **error);

/* NULL allowed. */
PISHKHAN_API void pishkhan_watch_close(pishkhan_watch *watch);

/* What an act did. */
typedef struct pishkhan_outcome {
  uint32_t version;     /* of the request now: the number of the event that the act made */
  pishkhan_state state; /* UNSPECIFIED for feedback */
  int64_t time_ms;
  const uint8_t *event_hash;
  size_t event_hash_size;
  bool repeated_key; /* done by an earlier call with the same key and content */
  uint8_t idempotency_key[PISHKHAN_KEY_SIZE];
} pishkhan_outcome;
PISHKHAN_API void pishkhan_outcome_free(pishkhan_outcome *outcome);

typedef struct pishkhan_citizen_act {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *tracking_code;
  const char *secret;        /* NULL only for an ANSWER by the office that submitted */
  uint32_t expected_version; /* that the citizen saw; 0 is refused */
  pishkhan_action action;    /* ANSWER, WITHDRAW or CONFIRM */
  const pishkhan_form_value *answers;
  size_t answer_count;
  const char *note;
} pishkhan_citizen_act;

/* What the citizen does. ABORTED (VERSION_STALE) if somebody acted before. Repeated like pishkhan_submit. */
PISHKHAN_API pishkhan_status pishkhan_act_as_citizen(pishkhan_client *client, const pishkhan_citizen_act *act,
                                                     const pishkhan_call_options *options,
                                                     pishkhan_outcome **outcome, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
