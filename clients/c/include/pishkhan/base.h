/* What all headers of the library share: version, linkage, the words of the counter. */
#ifndef PISHKHAN_BASE_H
#define PISHKHAN_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Before each function: programs that link the library may call it. */
#if defined(__GNUC__)
#define PISHKHAN_API __attribute__((visibility("default")))
#else
#define PISHKHAN_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The version of these headers, by its parts. */
#define PISHKHAN_VERSION_MAJOR 0
#define PISHKHAN_VERSION_MINOR 1
#define PISHKHAN_VERSION_PATCH 0

/* The version of the library that is linked, "major.minor.patch". A constant; never freed. */
PISHKHAN_API const char *pishkhan_version(void);

/* For a duration: no limit. */
#define PISHKHAN_NEVER UINT32_MAX

/* Size in bytes of an idempotency key, and of the ids that a client makes for drafts and uploads. */
#define PISHKHAN_KEY_SIZE 16

/* Size in bytes of a SHA-256. */
#define PISHKHAN_HASH_SIZE 32

/* Makes an idempotency key: a UUIDv7 (RFC 9562, 5.7), whose first 48 bits are the time, so that the server's
 * index of keys grows at one end. Make it, and keep it, before the first send: a repeat with the same key and
 * content gives the first answer again and stores nothing twice. False where the system gives no random
 * bytes; the key is then all zeros and must not be used. */
PISHKHAN_API bool pishkhan_make_key(uint8_t key[PISHKHAN_KEY_SIZE]);

/* The gRPC status codes, with gRPC's numbers. */
typedef enum pishkhan_status {
  PISHKHAN_OK = 0,
  PISHKHAN_CANCELLED = 1,
  PISHKHAN_UNKNOWN = 2,
  PISHKHAN_INVALID_ARGUMENT = 3,
  PISHKHAN_DEADLINE_EXCEEDED = 4,
  PISHKHAN_NOT_FOUND = 5,
  PISHKHAN_ALREADY_EXISTS = 6,
  PISHKHAN_PERMISSION_DENIED = 7,
  PISHKHAN_RESOURCE_EXHAUSTED = 8,
  PISHKHAN_FAILED_PRECONDITION = 9,
  PISHKHAN_ABORTED = 10,
  PISHKHAN_OUT_OF_RANGE = 11,
  PISHKHAN_UNIMPLEMENTED = 12,
  PISHKHAN_INTERNAL = 13,
  PISHKHAN_UNAVAILABLE = 14,
  PISHKHAN_DATA_LOSS = 15,
  PISHKHAN_UNAUTHENTICATED = 16
} pishkhan_status;

/* The enums of the .proto files have the same numbers here. New values may come at any time: a number that
 * this version does not know must be treated as UNSPECIFIED, wherever one arrives. The library leaves the
 * number in place, so that it can be written to a log; its name is "UNRECOGNIZED". */

/* Where a request stands (pishkhan.v1.RequestState). */
typedef enum pishkhan_state {
  PISHKHAN_STATE_UNSPECIFIED = 0,
  PISHKHAN_STATE_SUBMITTED = 1,       /* stored; nobody has looked at it */
  PISHKHAN_STATE_ACKNOWLEDGED = 2,    /* the agency has seen it */
  PISHKHAN_STATE_ASSIGNED = 3,        /* an officer works on it */
  PISHKHAN_STATE_WAITING_CITIZEN = 4, /* the citizen's turn: the agency's clock pauses */
  PISHKHAN_STATE_WAITING_OTHER = 5,   /* another body's turn: the clock runs */
  PISHKHAN_STATE_FULFILLED = 6,       /* decided: done as asked */
  PISHKHAN_STATE_REFUSED = 7,         /* decided: refused, with a reason */
  PISHKHAN_STATE_CLOSED = 8,          /* the citizen has confirmed the decision, or had the time to */
  PISHKHAN_STATE_WITHDRAWN = 9,       /* taken back by the citizen */
  PISHKHAN_STATE_DUPLICATE = 10,      /* the same matter as another request of the citizen */
  PISHKHAN_STATE_EXPIRED = 11         /* the citizen did not answer within the limit */
} pishkhan_state;

/* What can be done to a request (pishkhan.v1.Action). */
typedef enum pishkhan_action {
  PISHKHAN_ACTION_UNSPECIFIED = 0,
  PISHKHAN_ACTION_SUBMIT = 1,
  PISHKHAN_ACTION_ACKNOWLEDGE = 2,
  PISHKHAN_ACTION_CLAIM = 3,
  PISHKHAN_ACTION_ASSIGN = 4, /* a supervisor gives it to an officer */
  PISHKHAN_ACTION_ASK_CITIZEN = 5,
  PISHKHAN_ACTION_ANSWER = 6,
  PISHKHAN_ACTION_ASK_OTHER = 7, /* another body is asked; the clock runs */
  PISHKHAN_ACTION_RETURN = 8,    /* the other body has answered */
  PISHKHAN_ACTION_TRANSFER = 9,  /* to another service; the clock is kept */
  PISHKHAN_ACTION_FULFIL = 10,
  PISHKHAN_ACTION_REFUSE = 11,
  PISHKHAN_ACTION_CONFIRM = 12,
  PISHKHAN_ACTION_REOPEN = 13, /* by the citizen, with a reason, within the window */
  PISHKHAN_ACTION_APPEAL = 14, /* by the citizen: one level up, never to who decided */
  PISHKHAN_ACTION_WITHDRAW = 15,
  PISHKHAN_ACTION_MARK_DUPLICATE = 16,
  PISHKHAN_ACTION_EXPIRE = 17,         /* by the counter: the citizen did not answer */
  PISHKHAN_ACTION_GIVE_FEEDBACK = 18,  /* changes no state, like all that follow but RELEASE, LAPSE, CLOSE */
  PISHKHAN_ACTION_RELEASE = 19,        /* a claim is given back */
  PISHKHAN_ACTION_LAPSE = 20,          /* by the counter: a claim's lease has ended */
  PISHKHAN_ACTION_ADD_MESSAGE = 21,    /* between citizen and officer */
  PISHKHAN_ACTION_HAND_OVER = 22,      /* the result was collected */
  PISHKHAN_ACTION_ATTACH = 23,         /* a file was added */
  PISHKHAN_ACTION_REPLACE_SECRET = 24, /* the citizen has a new secret */
  PISHKHAN_ACTION_WARN = 25,           /* by the counter: a due time comes near */
  PISHKHAN_ACTION_ESCALATE = 26,       /* by the counter: a due time has passed */
  PISHKHAN_ACTION_RESCHEDULE = 27,     /* by the counter: the calendar has changed, the due times with it */
  PISHKHAN_ACTION_CLOSE = 28           /* by the counter: the window for remedies is over */
} pishkhan_action;

/* Where a request or an act came in (pishkhan.v1.Channel). */
typedef enum pishkhan_channel {
  PISHKHAN_CHANNEL_UNSPECIFIED = 0,
  PISHKHAN_CHANNEL_COUNTER = 1,
  PISHKHAN_CHANNEL_RURAL_ICT = 2,
  PISHKHAN_CHANNEL_KIOSK = 3,
  PISHKHAN_CHANNEL_CALL_CENTRE = 4,
  PISHKHAN_CHANNEL_AGENCY = 5,
  PISHKHAN_CHANNEL_ONLINE = 6
} pishkhan_channel;

/* What a certificate stands for, and who acted (pishkhan.v1.Role). */
typedef enum pishkhan_role {
  PISHKHAN_ROLE_UNSPECIFIED = 0,
  PISHKHAN_ROLE_CITIZEN = 1,
  PISHKHAN_ROLE_OFFICE = 2,
  PISHKHAN_ROLE_KIOSK = 3,
  PISHKHAN_ROLE_AGENCY = 4,
  PISHKHAN_ROLE_SYSTEM = 5,   /* the counter itself */
  PISHKHAN_ROLE_OPERATOR = 6, /* runs the counter; sees no request */
  PISHKHAN_ROLE_AUDITOR = 7,  /* reads; changes nothing */
  PISHKHAN_ROLE_GATEWAY = 8   /* sends notifications to citizens */
} pishkhan_role;

/* The stable name of a value, as the .proto files spell it without its prefix ("NOT_FOUND",
 * "WAITING_CITIZEN"). "UNRECOGNIZED" for a number that this version does not know. Constants; never freed. */
PISHKHAN_API const char *pishkhan_status_name(pishkhan_status status);
PISHKHAN_API const char *pishkhan_state_name(pishkhan_state state);
PISHKHAN_API const char *pishkhan_action_name(pishkhan_action action);
PISHKHAN_API const char *pishkhan_channel_name(pishkhan_channel channel);
PISHKHAN_API const char *pishkhan_role_name(pishkhan_role role);

/* The same for people: a short text in `language`, "fa" for Persian, anything else for English. */
PISHKHAN_API const char *pishkhan_status_text(pishkhan_status status, const char *language);
PISHKHAN_API const char *pishkhan_state_text(pishkhan_state state, const char *language);
PISHKHAN_API const char *pishkhan_action_text(pishkhan_action action, const char *language);
PISHKHAN_API const char *pishkhan_channel_text(pishkhan_channel channel, const char *language);
PISHKHAN_API const char *pishkhan_role_text(pishkhan_role role, const char *language);

/* The structs below are used in both directions, in arrays. They never grow. */

/* A text in one language. */
typedef struct pishkhan_text {
  const char *language; /* "fa" or "en" */
  const char *text;
} pishkhan_text;

/* The text in `language`; without one the English, without that the first, NULL where there is none. */
PISHKHAN_API const char *pishkhan_text_in(const pishkhan_text *texts, size_t count, const char *language);

/* What was filled in for one attribute of a service's form, as typed. */
typedef struct pishkhan_form_value {
  const char *attribute;     /* the attribute's code; at most 64 bytes */
  const char *const *values; /* one value, or several for a multi-value list; each at most 8,192 bytes */
  size_t value_count;
} pishkhan_form_value;

/* A question to the citizen about one attribute of the form. */
typedef struct pishkhan_question {
  const char *attribute;
  const char *text; /* at most 2,048 bytes */
} pishkhan_question;

/* An answer to one question of the survey. */
typedef struct pishkhan_survey_answer {
  const char *code;
  uint32_t number;  /* for a rating (1 to 5) or a count (0 to 1,000) */
  const char *text; /* for free text, at most 8,192 bytes; else NULL */
} pishkhan_survey_answer;

/* A time of day of one weekday, local time. */
typedef struct pishkhan_hours {
  uint32_t weekday; /* 1 Saturday to 7 Friday */
  uint32_t from;    /* minutes since midnight, 0 to 1,439 */
  uint32_t until;   /* 1 to 1,440, after `from` */
} pishkhan_hours;

#ifdef __cplusplus
}
#endif

#endif
