/* Submitting a request and reading it: the citizen's side of the counter (pishkhan.v1.Requests).
 *
 * Submit needs an office's or a kiosk's certificate; Get is for machines; Track takes tracking code and
 * secret. Codes and ids may be typed with Persian or Latin digits, blanks and hyphens: the server normalises
 * them.
 */
#ifndef PISHKHAN_REQUESTS_H
#define PISHKHAN_REQUESTS_H

#include <pishkhan/client.h>

#ifdef __cplusplus
extern "C" {
#endif

/* By what right somebody acts for the citizen. */
typedef enum pishkhan_representation_kind {
  PISHKHAN_REPRESENTATION_UNSPECIFIED = 0,
  PISHKHAN_REPRESENTATION_GUARDIAN = 1,
  PISHKHAN_REPRESENTATION_ATTORNEY = 2,
  PISHKHAN_REPRESENTATION_COMPANY = 3
} pishkhan_representation_kind;

/* Stable name ("GUARDIAN"), and a text for people. Constants. */
PISHKHAN_API const char *pishkhan_representation_kind_name(pishkhan_representation_kind kind);
PISHKHAN_API const char *pishkhan_representation_kind_text(pishkhan_representation_kind kind,
                                                           const char *language);

/* Who acts for the citizen, by law or by authority. Not an operator who types for the citizen. */
typedef struct pishkhan_representation {
  size_t size;
  pishkhan_representation_kind kind;
  const char *id;       /* personal; national id, of a COMPANY its legal-entity id */
  const char *name;     /* personal; at most 256 bytes */
  const char *document; /* personal; number of the deed or power of attorney; at most 256 bytes */
  int64_t until_ms;     /* end of the authority; 0: none */
} pishkhan_representation;

/* What a citizen asks for, as an office or kiosk submits it. */
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
  const char *region;                            /* ISO 3166-2 code of a province; NULL: the office's */
  const char *note;                              /* free text; at most 8,192 bytes */
  const pishkhan_representation *representation; /* NULL: the citizen acts alone */
  int64_t fee_charged_rial;      /* what the office took; stands in the receipt beside the tariff */
  const char *payment_reference; /* at most 64 bytes */
  const uint8_t *draft_id;       /* PISHKHAN_KEY_SIZE bytes: the draft that this was; NULL: none */
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
  int64_t tariff_rial;                        /* what the service costs */
  int64_t fee_charged_rial;                   /* what the office took */
  const char *payment_reference;
  bool fee_exceeds_tariff;    /* the citizen may complain */
  int64_t acknowledge_due_ms; /* 0: the service has no target */
  int64_t decide_due_ms;
} pishkhan_receipt;
PISHKHAN_API void pishkhan_receipt_free(pishkhan_receipt *receipt);

/* Stores a request. Repeated after a broken line, with the same key, until the deadline (default
 * write_deadline_ms). */
PISHKHAN_API pishkhan_status pishkhan_submit(pishkhan_client *client, const pishkhan_submission *submission,
                                             const pishkhan_call_options *options, pishkhan_receipt **receipt,
                                             pishkhan_error **error);

/* A stored file, as an event or a request names it. */
typedef struct pishkhan_attachment {
  const char *id;         /* 32 hexadecimal digits */
  const char *attribute;  /* the form's attribute that it answers; empty for a file that was added */
  const char *name;       /* personal; as the sender called it; empty where erased */
  const char *media_type; /* as its content says */
  uint64_t file_size;     /* bytes as stored */
  const uint8_t *sha256;  /* PISHKHAN_HASH_SIZE bytes, of what is stored; NULL where erased */
} pishkhan_attachment;

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
  const char *reason; /* reason code of the refusal */
  const char *note;   /* result of a fulfilment, explanation of a refusal */
  bool feedback_given;
  int64_t acknowledge_due_ms; /* 0: no target, or acknowledged */
  int64_t decide_due_ms;      /* 0: no target, decided, or paused */
  bool overdue;               /* a due time has passed and it is still open */
  uint32_t escalation_level;
  int64_t paused_ms;    /* working time that the citizen's turns took, as far as it counts */
  int64_t pause_cap_ms; /* working time that pauses can take at the most */
  uint32_t transfers;
  uint32_t appeal_level;    /* 0: none */
  int64_t remedy_until_ms;  /* until when the citizen can confirm, reopen or appeal; 0: not now */
  const char *duplicate_of; /* tracking code; empty where it is no duplicate */
  int64_t tariff_rial;
  int64_t fee_charged_rial;
  const char *payment_reference;
  bool fee_exceeds_tariff;
  const pishkhan_representation *representation; /* NULL: the citizen acts alone */
  const pishkhan_attachment *const *attachments;
  size_t attachment_count;
  bool result_collected;
  int64_t lease_until_ms; /* of the claim; 0: none */
  uint32_t calendar_version;
  int64_t working_ms; /* net working time from the submission until the decision, or until now */
  int64_t wall_ms;    /* the same by the wall clock */
} pishkhan_request;
PISHKHAN_API void pishkhan_request_free(pishkhan_request *request);

/* Where a request stands. */
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

#ifdef __cplusplus
}
#endif

#endif
