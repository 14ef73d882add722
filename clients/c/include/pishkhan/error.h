/* Errors that a person can act on.
 *
 * One kind of error for what the server says and for what fails on the way: status, reason, where it failed,
 * whether anything was stored, when to try again, which fields are wrong, and texts in English and Persian.
 */
#ifndef PISHKHAN_ERROR_H
#define PISHKHAN_ERROR_H

#include <pishkhan/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Never changes once made; owned by whoever received it; any thread may read it. */
typedef struct pishkhan_error pishkhan_error;

/* Why. Below 1000: the server's reasons (pishkhan.v1.Reason, same numbers). From 1000: the library's own,
 * always with at = PISHKHAN_AT_CLIENT. Programs may depend on the numbers; texts may change. */
typedef enum pishkhan_reason {
  PISHKHAN_REASON_UNSPECIFIED = 0,
  PISHKHAN_REASON_FIELD_INVALID = 1,        /* see the violations */
  PISHKHAN_REASON_MESSAGE_MALFORMED = 2,    /* the bytes are no such message */
  PISHKHAN_REASON_REQUEST_UNKNOWN = 3,      /* no request has this tracking code */
  PISHKHAN_REASON_CODE_OR_SECRET_WRONG = 4, /* they do not belong together, or there is no such code */
  PISHKHAN_REASON_TOO_MANY_GUESSES = 5,     /* wait retry_after_ms, even with the right secret */
  PISHKHAN_REASON_CERTIFICATE_REQUIRED = 6, /* the method needs a client certificate */
  PISHKHAN_REASON_PRINCIPAL_UNKNOWN = 7,    /* the certificate is valid but not registered */
  PISHKHAN_REASON_PRINCIPAL_SUSPENDED = 8,
  PISHKHAN_REASON_ROLE_NOT_ALLOWED = 9, /* the certificate's role may not call the method */
  PISHKHAN_REASON_OUT_OF_SCOPE = 10,    /* another agency's or office's request */
  PISHKHAN_REASON_SERVICE_UNKNOWN = 11,
  PISHKHAN_REASON_SERVICE_NOT_PUBLISHED = 12,  /* retired or not yet open */
  PISHKHAN_REASON_OFFICE_NOT_ACTIVE = 13,      /* suspended, revoked or closed */
  PISHKHAN_REASON_VERSION_STALE = 14,          /* somebody acted before; see current_version */
  PISHKHAN_REASON_WRONG_STATE = 15,            /* the act does not fit the state */
  PISHKHAN_REASON_IDEMPOTENCY_KEY_REUSED = 16, /* the key was used with other content */
  PISHKHAN_REASON_OVERLOADED = 17,             /* wait retry_after_ms */
  PISHKHAN_REASON_DRAINING = 18,               /* the server is stopping */
  PISHKHAN_REASON_STORE_FAILED = 19,           /* the server's disk or database failed */
  PISHKHAN_REASON_FEEDBACK_ALREADY_GIVEN = 20,
  PISHKHAN_REASON_FEEDBACK_TOO_EARLY = 21, /* feedback is asked at the end */
  PISHKHAN_REASON_OFFICE_UNKNOWN = 22,
  PISHKHAN_REASON_AGENCY_UNKNOWN = 23,
  PISHKHAN_REASON_PROTOCOL = 24,              /* the gRPC layer refused the call; the message says why */
  PISHKHAN_REASON_NOT_CLAIMED_BY_CALLER = 25, /* another principal of the agency works on it */
  PISHKHAN_REASON_HISTORY_FULL = 26,          /* a request holds at most 65,535 events */
  PISHKHAN_REASON_DELEGATION_MISSING = 27,    /* the agency has not delegated the service to the office */
  PISHKHAN_REASON_DELEGATION_SUSPENDED = 28,  /* suspended, revoked, over, or not yet begun */
  PISHKHAN_REASON_DAILY_CAP_REACHED = 29,     /* the delegation's submissions of today are used up */
  PISHKHAN_REASON_WINDOW_OVER = 30,           /* too late to reopen or appeal */
  PISHKHAN_REASON_APPEALS_EXHAUSTED = 31,     /* there is no level above */
  PISHKHAN_REASON_DECIDED_BY_CALLER = 32,     /* an appeal never goes to who decided */
  PISHKHAN_REASON_LEVEL_TOO_LOW = 33,         /* the appeal needs a higher level */
  PISHKHAN_REASON_LEASE_OVER = 34,            /* the claim's lease has ended */
  PISHKHAN_REASON_ATTACHMENT_UNKNOWN = 35,
  PISHKHAN_REASON_ATTACHMENT_REFUSED = 36,     /* type, size or content; see field_violations */
  PISHKHAN_REASON_OFFSET_MISMATCH = 37,        /* go on at current_offset */
  PISHKHAN_REASON_PRINCIPAL_NAME_UNKNOWN = 38, /* no principal has this name */
  PISHKHAN_REASON_DRAFT_UNKNOWN = 39,
  PISHKHAN_REASON_CATALOGUE_CONFLICT = 40, /* the change contradicts what is published */
  PISHKHAN_REASON_DELEGATION_UNKNOWN = 41,
  PISHKHAN_REASON_REPRESENTATION_OVER = 42,    /* the authority to represent has ended */
  PISHKHAN_REASON_DIRECTORY_STALE = 43,        /* somebody changed it before; see current_version */
  PISHKHAN_REASON_COMPLAINTS_UNAVAILABLE = 44, /* no body for complaints is set up here */
  PISHKHAN_REASON_NO_ROOM = 45,                /* the caller's share for uploads, or the disk, is used up */

  PISHKHAN_REASON_ARGUMENT_INVALID = 1001, /* the caller passed something that no call can use */
  PISHKHAN_REASON_OUT_OF_MEMORY = 1002,    /* an allocation failed, or a result is over its bound */
  PISHKHAN_REASON_FILE_UNREADABLE = 1003,  /* CA, certificate or key file: absent, unreadable or not PEM */
  PISHKHAN_REASON_KEY_MISMATCH = 1004,     /* the private key does not belong to the certificate */
  PISHKHAN_REASON_TARGET_INVALID = 1005,   /* the target is not "host:port" */
  PISHKHAN_REASON_OWN_CERTIFICATE_EXPIRED = 1006, /* this client's certificate is not valid now; told by
                                                     pishkhan_diagnose alone; check the clock */
  PISHKHAN_REASON_ADDRESS_UNKNOWN = 1010,         /* the host name has no address */
  PISHKHAN_REASON_CONNECT_FAILED = 1011,          /* TCP: refused, unreachable, ... */
  PISHKHAN_REASON_CONNECT_TIMEOUT = 1012,         /* TCP or TLS took longer than connect_timeout_ms */
  PISHKHAN_REASON_TLS_FAILED = 1013,              /* no TLS 1.3 with this peer */
  PISHKHAN_REASON_CERTIFICATE_UNTRUSTED = 1014,   /* the server's certificate is not signed by the CA */
  PISHKHAN_REASON_CERTIFICATE_EXPIRED = 1015, /* the server's certificate is not valid now; check the clock */
  PISHKHAN_REASON_CERTIFICATE_NAME = 1016,    /* the server's certificate is for another name */
  PISHKHAN_REASON_CERTIFICATE_REFUSED = 1017, /* the server refused this client's certificate, or wants one */
  PISHKHAN_REASON_ALPN_REFUSED = 1018,        /* the peer does not speak HTTP/2 */
  PISHKHAN_REASON_CONNECTION_LOST = 1019,     /* the line broke */
  PISHKHAN_REASON_DEADLINE_PASSED = 1020,     /* no answer within the call's time */
  PISHKHAN_REASON_CALL_CANCELLED = 1021,      /* cancelled by the caller, or its client was closed */
  PISHKHAN_REASON_STREAM_RESET = 1022,        /* the server broke this call off (RST_STREAM) */
  PISHKHAN_REASON_RESPONSE_INVALID = 1023,    /* what came back is not gRPC, or not the expected message */
  PISHKHAN_REASON_MESSAGE_TOO_LARGE = 1024,   /* over message_limit */
  PISHKHAN_REASON_CALLED_FROM_CALLBACK = 1025, /* a blocking function inside a callback of the same client */
  PISHKHAN_REASON_NOT_CONNECTED = 1026, /* no line was made within the call's time: it was never sent; see
                                           pishkhan_error_cause */

  /* Of the outbox (outbox.h). */
  PISHKHAN_REASON_OUTBOX_FULL = 1040,          /* its limit of entries or bytes is reached */
  PISHKHAN_REASON_OUTBOX_IN_USE = 1041,        /* another process has the file, or another thread sends */
  PISHKHAN_REASON_OUTBOX_KEY_WRONG = 1042,     /* the file was made with another key */
  PISHKHAN_REASON_OUTBOX_DAMAGED = 1043,       /* bytes on disk are not what was written */
  PISHKHAN_REASON_OUTBOX_DISK_FULL = 1044,     /* the disk has no room */
  PISHKHAN_REASON_OUTBOX_DISK_FAILED = 1045,   /* the file cannot be opened, read or written */
  PISHKHAN_REASON_OUTBOX_EXPIRED = 1046,       /* held beyond its age limit, and never sent */
  PISHKHAN_REASON_OUTBOX_ENTRY_UNKNOWN = 1047, /* no entry has this slip's number */
  PISHKHAN_REASON_OUTBOX_NEWER = 1048          /* the file was made by a newer version of the library */
} pishkhan_reason;

/* Where it failed. */
typedef enum pishkhan_at {
  PISHKHAN_AT_UNSPECIFIED = 0, /* the server did not say */
  PISHKHAN_AT_CLIENT = 1,      /* the call, this library, or the line */
  PISHKHAN_AT_EDGE = 2,        /* the server's front: rights, limits, load */
  PISHKHAN_AT_STORE = 3,       /* the server's storage */
  PISHKHAN_AT_AGENCY = 4       /* the agency that decides */
} pishkhan_at;

/* Was anything stored by the call?
 * NO: correct what is wrong and send it again. YES: do not send it again with another key. UNKNOWN (a line
 * that broke after sending): repeat it with the same idempotency key until there is an answer. */
typedef enum pishkhan_durable {
  PISHKHAN_DURABLE_UNSPECIFIED = 0, /* the server did not say: treat it as UNKNOWN */
  PISHKHAN_DURABLE_UNKNOWN = 1,
  PISHKHAN_DURABLE_NO = 2,
  PISHKHAN_DURABLE_YES = 3
} pishkhan_durable;

/* One field that is wrong. */
typedef struct pishkhan_violation {
  const char *field;   /* path in the request message, or "form.<attribute>" */
  const char *reason;  /* stable word: "required", "length", "check_digit", ... */
  const char *text_fa; /* may be empty */
  const char *text_en; /* may be empty */
} pishkhan_violation;

/* All of these take NULL (no error): status OK, zero, or an empty string. Strings are never NULL and live as
 * long as the error. */
PISHKHAN_API pishkhan_status pishkhan_error_status(const pishkhan_error *error);
PISHKHAN_API pishkhan_reason pishkhan_error_reason(const pishkhan_error *error);
PISHKHAN_API pishkhan_at pishkhan_error_at(const pishkhan_error *error);
PISHKHAN_API pishkhan_durable pishkhan_error_durable(const pishkhan_error *error);

/* With PISHKHAN_REASON_NOT_CONNECTED or PISHKHAN_REASON_DEADLINE_PASSED: what went wrong last while the call
 * waited, such as CONNECT_FAILED (no line could be made) or CONNECTION_LOST (it broke). UNSPECIFIED with all
 * other reasons, where nothing went wrong, and where the server refused without a reason. */
PISHKHAN_API pishkhan_reason pishkhan_error_cause(const pishkhan_error *error);

/* How long to wait before trying again, in milliseconds; 0: no advice. */
PISHKHAN_API int64_t pishkhan_error_retry_after_ms(const pishkhan_error *error);

/* The version that the request has now, with PISHKHAN_REASON_VERSION_STALE; the version of what was to be
 * changed, with PISHKHAN_REASON_DIRECTORY_STALE; else 0. */
PISHKHAN_API uint32_t pishkhan_error_current_version(const pishkhan_error *error);

/* Bytes of the upload that the server has, with PISHKHAN_REASON_OFFSET_MISMATCH; else 0. */
PISHKHAN_API uint64_t pishkhan_error_current_offset(const pishkhan_error *error);

/* In English: the server's words or the library's. Without personal data where it is the library's. */
PISHKHAN_API const char *pishkhan_error_message(const pishkhan_error *error);

/* In Persian: the server's words; without them the library's text for the reason or status. */
PISHKHAN_API const char *pishkhan_error_localized(const pishkhan_error *error);

/* Message or localized message, by the `language` option of the client that made the error. */
PISHKHAN_API const char *pishkhan_error_text(const pishkhan_error *error);

/* Names this call in the server's log; empty where the server was not reached. */
PISHKHAN_API const char *pishkhan_error_trace_id(const pishkhan_error *error);

/* The fields that are wrong. NULL for an index at or beyond the count. */
PISHKHAN_API size_t pishkhan_error_violation_count(const pishkhan_error *error);
PISHKHAN_API const pishkhan_violation *pishkhan_error_violation(const pishkhan_error *error, size_t index);

/* The idempotency key that the failed call carried (PISHKHAN_KEY_SIZE bytes), also where the library made it:
 * keep it to repeat the call. NULL where the call carries none. */
PISHKHAN_API const uint8_t *pishkhan_error_key(const pishkhan_error *error);

/* The stable name of a value ("CODE_OR_SECRET_WRONG", "CLIENT", "UNKNOWN"), and a text for people: `language`
 * is "fa" for Persian, anything else for English. Constants; never freed. */
PISHKHAN_API const char *pishkhan_reason_name(pishkhan_reason reason);
PISHKHAN_API const char *pishkhan_reason_text(pishkhan_reason reason, const char *language);
PISHKHAN_API const char *pishkhan_at_name(pishkhan_at at);
PISHKHAN_API const char *pishkhan_durable_name(pishkhan_durable durable);

/* One paragraph for a person: what failed, where, which fields, whether anything was stored and what to do
 * now.
 *
 * Writes at most `capacity` bytes, NUL included, cut at a whole character; returns the length of the whole
 * paragraph without NUL, as snprintf does. `buffer` may be NULL if `capacity` is 0. `language`: "fa" or "en";
 * NULL: the client's. */
PISHKHAN_API size_t pishkhan_error_explain(const pishkhan_error *error, const char *language, char *buffer,
                                           size_t capacity);

/* Frees an error. NULL is allowed. */
PISHKHAN_API void pishkhan_error_free(pishkhan_error *error);

#ifdef __cplusplus
}
#endif

#endif
