/* What the citizen does to a request after it was handed in (Act, ReplaceSecret and Complain of
 * pishkhan.v1.Requests). Takes tracking code and secret.
 */
#ifndef PISHKHAN_CITIZEN_H
#define PISHKHAN_CITIZEN_H

#include <pishkhan/requests.h>

#ifdef __cplusplus
extern "C" {
#endif

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

/* What a citizen does to a request. */
typedef struct pishkhan_citizen_act {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *tracking_code;
  const char *secret;                 /* NULL only for an ANSWER by the office that submitted */
  uint32_t expected_version;          /* that the citizen saw; 0 is refused */
  pishkhan_action action;             /* ANSWER, WITHDRAW, CONFIRM, REOPEN, APPEAL, ADD_MESSAGE or ATTACH */
  const pishkhan_form_value *answers; /* for ANSWER: a value for each attribute asked */
  size_t answer_count;
  const char *note;               /* at most 8,192 bytes; needed for ADD_MESSAGE */
  const char *reason;             /* for REOPEN and APPEAL: a code of A-Z, 0-9 and _, at most 64 bytes */
  const char *const *attachments; /* for ATTACH, REOPEN, APPEAL, ADD_MESSAGE: ids of uploads; at most 16 */
  size_t attachment_count;
} pishkhan_citizen_act;

/* What the citizen does. ABORTED (VERSION_STALE) if somebody acted before. Repeated like pishkhan_submit. */
PISHKHAN_API pishkhan_status pishkhan_act_as_citizen(pishkhan_client *client, const pishkhan_citizen_act *act,
                                                     const pishkhan_call_options *options,
                                                     pishkhan_outcome **outcome, pishkhan_error **error);

/* Whose secret is to be replaced. */
typedef struct pishkhan_secret_replacement {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *tracking_code;
  const char *secret; /* the one in force */
} pishkhan_secret_replacement;

/* The secret that holds from now on. */
typedef struct pishkhan_new_secret {
  const char *secret; /* 6 digits; the old one is no longer right */
  bool repeated_key;
  uint8_t idempotency_key[PISHKHAN_KEY_SIZE];
} pishkhan_new_secret;
PISHKHAN_API void pishkhan_new_secret_free(pishkhan_new_secret *secret);

/* Asks for a new secret. Repeated like pishkhan_submit: with the same key it is the same new secret. */
PISHKHAN_API pishkhan_status pishkhan_replace_secret(pishkhan_client *client,
                                                     const pishkhan_secret_replacement *replacement,
                                                     const pishkhan_call_options *options,
                                                     pishkhan_new_secret **secret, pishkhan_error **error);

/* What a complaint is about. */
typedef enum pishkhan_complaint_subject {
  PISHKHAN_COMPLAINT_UNSPECIFIED = 0,
  PISHKHAN_COMPLAINT_OFFICE = 1,  /* the office that took the request in */
  PISHKHAN_COMPLAINT_OFFICER = 2, /* who works on it or decided it */
  PISHKHAN_COMPLAINT_AGENCY = 3
} pishkhan_complaint_subject;

/* Stable name ("OFFICE"), and a text for people. Constants. */
PISHKHAN_API const char *pishkhan_complaint_subject_name(pishkhan_complaint_subject subject);
PISHKHAN_API const char *pishkhan_complaint_subject_text(pishkhan_complaint_subject subject,
                                                         const char *language);

/* A complaint of a citizen. */
typedef struct pishkhan_complaint {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *tracking_code;
  const char *secret;
  pishkhan_complaint_subject subject;
  const char *text; /* what happened; 1 to 8,192 bytes */
} pishkhan_complaint;

/* Hands in a complaint: a request of its own, with code, secret and clock, to the body that hears complaints;
 * its subject can neither see nor route it. FAILED_PRECONDITION (COMPLAINTS_UNAVAILABLE) where there is no
 * such body. Repeated like pishkhan_submit. */
PISHKHAN_API pishkhan_status pishkhan_complain(pishkhan_client *client, const pishkhan_complaint *complaint,
                                               const pishkhan_call_options *options,
                                               pishkhan_receipt **receipt, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
