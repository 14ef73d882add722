/* The outbox: submissions that are made while the line is down, kept on disk until the counter has answered.
 *
 * Optional: in a library of its own, libpishkhan-outbox, which needs SQLite (pkg-config: pishkhan-outbox).
 * pishkhan.h does not bring this header.
 *
 * What is held is not accepted. A citizen whose submission is held gets a slip (pishkhan_held_slip): a number
 * of letters that belongs to this machine. The receipt with the tracking code (pishkhan_receipt) exists only
 * once the counter has answered; then it waits in the outbox until the citizen comes with the slip. Show the
 * two so that nobody takes one for the other; pishkhan_held_slip_explain has the words.
 *
 * Each entry goes this way, and every step is on disk before the next begins:
 *
 *   hold    -> HELD      the submission was not sent (of its files a part, perhaps: that makes no request).
 * It may be removed; it expires at its age limit. HELD    -> SENDING   written before the submission's first
 * byte may leave. From here on only the counter knows. SENDING -> ACCEPTED  the counter's receipt is kept.
 *   SENDING -> REFUSED   the counter stored nothing, and waiting would not mend it. Its words are kept.
 *   SENDING -> HELD      the counter stored nothing, but waiting may mend it.
 *   SENDING              the line broke: sent again, with the same key, until there is an answer. An entry in
 *                        this state never expires, for it may be accepted already; since one is sent after
 * the other there is one such entry, but for those that the counter itself failed at. HELD    -> EXPIRED
 * older than the age limit, and never sent. any     -> DAMAGED   its bytes on disk are no longer what was
 * written.
 *
 * ACCEPTED, REFUSED, EXPIRED and DAMAGED stay until the program removes them, and count towards the limits:
 * nothing vanishes that nobody has seen.
 *
 * A kill or a power cut between any two instructions loses nothing that was held and makes nothing twice: the
 * idempotency key was made before the first send and is kept with the entry, so that the counter answers a
 * repetition with the first receipt. The file is SQLite's, with a write-ahead log and synchronous=EXTRA: each
 * step waits for the disk once. A disk that lies about that can lose the last steps; a repetition is then
 * what happens, and the key makes it harmless.
 *
 * What is inside: each submission, file, receipt and refusal is sealed by AES-256-GCM. The key of a file is
 * derived by HKDF-SHA-256 from the 32 bytes that the program gives and 32 random bytes that the file is born
 * with, so that two files never share a key; each sealing takes 96 random bits as its nonce, which NIST SP
 * 800-38D (8.3) allows for 2^32 sealings under one key, some hundred years of one a second. What it is, its
 * entry's number and its idempotency key are authenticated with it: a row that was changed, cut, or put in
 * place of another is DAMAGED. In the clear stand idempotency keys, states, times and sizes, nothing of a
 * person. The program keeps the 32 bytes where a thief of the disk does not find them: a TPM, a key service,
 * at least a file of another volume. Without them nothing can be read or sent.
 *
 * Threads: one outbox may be used from several threads at once; that is how a program with a screen holds in
 * one thread while another, with its own client, sits in pishkhan_outbox_send. There is no event-loop form:
 * between the calls of a pass stand waits for the disk, which a loop that draws a screen should not sit
 * through. The library starts no thread. One process at a time has a file open; a child of fork must not
 * touch it.
 */
#ifndef PISHKHAN_OUTBOX_H
#define PISHKHAN_OUTBOX_H

#include <pishkhan/attachments.h>
#include <pishkhan/pishkhan.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One file of held submissions. Opaque: its layout stays the library's. */
typedef struct pishkhan_outbox pishkhan_outbox;

/* Size in bytes of the key that the program gives. */
#define PISHKHAN_OUTBOX_KEY_SIZE 32

/* Where the outbox lies, and its limits. New fields go last; zero always means the default. */
typedef struct pishkhan_outbox_options {
  size_t size;
  const char *path; /* of the file; made, for this user alone, where there is none; its folder must be there.
                       SQLite puts "<path>-wal" beside it. Needed */
  const uint8_t *key;       /* PISHKHAN_OUTBOX_KEY_SIZE secret, random bytes; copied and wiped. Needed */
  uint32_t count_limit;     /* entries of any state; 0: 1,000; most 100,000 */
  uint64_t size_limit;      /* bytes of the file; 0: 256 MiB */
  uint32_t age_limit_hours; /* until what was never sent expires; 0: 168 (a week); most 87,600 */
  const char *language;     /* "fa" or "en", of pishkhan_error_text; NULL: "en" */
  const pishkhan_allocator *allocator; /* copied; NULL: malloc, realloc, free. Not for SQLite's memory */
} pishkhan_outbox_options;

/* Opens an outbox, or makes it.
 *
 * INVALID_ARGUMENT: OUTBOX_KEY_WRONG (the file was made with another key), ARGUMENT_INVALID.
 * FAILED_PRECONDITION: OUTBOX_IN_USE (by another process, or opened twice in this one), OUTBOX_NEWER.
 * DATA_LOSS: OUTBOX_DAMAGED (the file is no outbox, or its head is damaged). RESOURCE_EXHAUSTED:
 * OUTBOX_DISK_FULL. UNAVAILABLE: OUTBOX_DISK_FAILED. */
PISHKHAN_API pishkhan_status pishkhan_outbox_open(const pishkhan_outbox_options *options,
                                                  pishkhan_outbox **outbox, pishkhan_error **error);

/* Closes the file, wipes the key and frees the outbox; NULL allowed. No other thread may be inside a function
 * of it. */
PISHKHAN_API void pishkhan_outbox_close(pishkhan_outbox *outbox);

/* ---- holding ---- */

/* What a citizen is given for a submission that is held. It is no receipt and has no tracking code. */
typedef struct pishkhan_held_slip {
  const char *number; /* 12 letters, shown 4-4-4 ("KTRB-WQMX-ZPLD"); not guessable, and no tracking code */
  uint8_t idempotency_key[PISHKHAN_KEY_SIZE];
  int64_t held_ms;
  int64_t expires_ms; /* 0: this machine's clock was not set when it was held */
  uint32_t ahead;     /* how many entries will be sent before it */
} pishkhan_held_slip;
PISHKHAN_API void pishkhan_held_slip_free(pishkhan_held_slip *slip);

/* One paragraph to print on the slip, which says that nothing is accepted yet: `language` "fa" or "en".
 * Writes and returns as pishkhan_error_explain does. */
PISHKHAN_API size_t pishkhan_held_slip_explain(const pishkhan_held_slip *slip, const char *language,
                                               char *buffer, size_t capacity);

/* A file that answers a FILE attribute of the submission. Never grows. */
typedef struct pishkhan_held_file {
  const char *attribute; /* the attribute's code. Needed; each at most once */
  const char *name;      /* as the citizen calls it; at most 255 bytes */
  pishkhan_read read;    /* needed; read through once, during pishkhan_outbox_hold */
  void *read_context;
} pishkhan_held_file;

/* A submission to be held, with its files. */
typedef struct pishkhan_outbox_item {
  size_t size;
  const pishkhan_submission *submission; /* without values for the attributes that the files answer. Needed */
  const pishkhan_held_file *files;       /* at most 16; kept in the outbox, uploaded before the submission */
  size_t file_count;
  const pishkhan_service *service; /* the definition of its service, which the program keeps: everything is
                                      checked as pishkhan_check_submission does, and the citizen is told now
                                      and not in a week. NULL: not checked */
} pishkhan_outbox_item;

/* Holds a submission. Once this returns OK it is on disk, files and all.
 *
 * Without an idempotency key in the submission one is made. With a key that is held already, and the same
 * content, the same slip is given again; with other content it is ALREADY_EXISTS (IDEMPOTENCY_KEY_REUSED).
 *
 * INVALID_ARGUMENT: FIELD_INVALID, ARGUMENT_INVALID. RESOURCE_EXHAUSTED: OUTBOX_FULL (a limit is reached),
 * MESSAGE_TOO_LARGE (over 1 MiB without files), OUTBOX_DISK_FULL. UNAVAILABLE: OUTBOX_DISK_FAILED. With
 * durable NO nothing is held. With durable UNKNOWN (the disk failed at the very end) it may be: hold it again
 * with the key in the error. */
PISHKHAN_API pishkhan_status pishkhan_outbox_hold(pishkhan_outbox *outbox, const pishkhan_outbox_item *item,
                                                  pishkhan_held_slip **slip, pishkhan_error **error);

/* ---- sending ---- */

/* What one pass did. */
typedef struct pishkhan_outbox_progress {
  uint32_t accepted;
  uint32_t refused;
  uint32_t expired; /* told once: by the pass or the listing that finds it */
  uint32_t damaged;
  uint32_t left; /* HELD and SENDING afterwards */
} pishkhan_outbox_progress;

/* Sends what is held, oldest first, one after the other; blocks until all has been tried, the line is down,
 * or `deadline_ms` is over (0: 30,000; PISHKHAN_NEVER: none, but each call its client's write_deadline_ms).
 * The client's certificate must be the one that the submissions were made for.
 *
 * OK: nothing is left to send, and nothing expired. Otherwise the error is what stopped the pass or, where it
 * went on, the first thing that went wrong: DEADLINE_EXCEEDED (OUTBOX_EXPIRED), DATA_LOSS (OUTBOX_DAMAGED),
 * or the counter's. A refusal of one entry is no error of the pass: look at `progress` and list the refused
 * ones. Where the counter failed at one entry alone (an error of its own, a daily cap), the pass goes on with
 * the next, so that one entry never holds up all others; it is tried again by the next pass.
 *
 * `progress` may be NULL. Inside a callback of the client: FAILED_PRECONDITION; as long as another thread is
 * in a pass too. */
PISHKHAN_API pishkhan_status pishkhan_outbox_send(pishkhan_outbox *outbox, pishkhan_client *client,
                                                  uint32_t deadline_ms, pishkhan_outbox_progress *progress,
                                                  pishkhan_error **error);

/* ---- looking ---- */

/* What has become of a held submission. */
typedef enum pishkhan_outbox_state {
  PISHKHAN_OUTBOX_UNSPECIFIED = 0,
  PISHKHAN_OUTBOX_HELD = 1,
  PISHKHAN_OUTBOX_SENDING = 2,
  PISHKHAN_OUTBOX_ACCEPTED = 3,
  PISHKHAN_OUTBOX_REFUSED = 4,
  PISHKHAN_OUTBOX_EXPIRED = 5,
  PISHKHAN_OUTBOX_DAMAGED = 6
} pishkhan_outbox_state;

/* Stable name ("HELD"), and a text for people: "fa" for Persian, anything else for English. Constants. */
PISHKHAN_API const char *pishkhan_outbox_state_name(pishkhan_outbox_state state);
PISHKHAN_API const char *pishkhan_outbox_state_text(pishkhan_outbox_state state, const char *language);

/* One entry. All that it points to belongs to it. */
typedef struct pishkhan_outbox_entry {
  pishkhan_outbox_state state;
  const pishkhan_held_slip *slip;
  const pishkhan_submission *submission; /* as it was made, without its files; NULL where DAMAGED */
  const pishkhan_receipt *receipt;       /* where ACCEPTED; else NULL: there is no tracking code to show */
  const pishkhan_error *error; /* where REFUSED the counter's; where EXPIRED or DAMAGED why; else NULL */
} pishkhan_outbox_entry;
PISHKHAN_API void pishkhan_outbox_entry_free(pishkhan_outbox_entry *entry);

/* The entry of a slip, by its number as typed (small letters, blanks and hyphens do not matter). NOT_FOUND
 * (OUTBOX_ENTRY_UNKNOWN): there is none, or it was removed. */
PISHKHAN_API pishkhan_status pishkhan_outbox_find(pishkhan_outbox *outbox, const char *slip_number,
                                                  pishkhan_outbox_entry **entry, pishkhan_error **error);

/* The next entry, oldest first: give NULL for the first, then the entry before. `state` UNSPECIFIED: of any
 * state. At the end `*entry` is NULL, with OK. */
PISHKHAN_API pishkhan_status pishkhan_outbox_next(pishkhan_outbox *outbox, pishkhan_outbox_state state,
                                                  const pishkhan_outbox_entry *after,
                                                  pishkhan_outbox_entry **entry, pishkhan_error **error);

/* How much there is. */
typedef struct pishkhan_outbox_counts {
  uint32_t held;
  uint32_t sending;
  uint32_t accepted;
  uint32_t refused;
  uint32_t expired;
  uint32_t damaged;
  uint32_t count_limit;
  uint64_t bytes; /* of the file, what is free in it not counted */
  uint64_t size_limit;
} pishkhan_outbox_counts;

/* Counts the entries by state. What is found to be too old is EXPIRED from then on. */
PISHKHAN_API pishkhan_status pishkhan_outbox_count(pishkhan_outbox *outbox, pishkhan_outbox_counts *counts,
                                                   pishkhan_error **error);

/* Removes an entry for good, once the citizen has the receipt or knows what became of it. A HELD entry may be
 * removed: it was never sent. FAILED_PRECONDITION (WRONG_STATE) for SENDING: only the counter knows whether
 * it is accepted. NOT_FOUND (OUTBOX_ENTRY_UNKNOWN). */
PISHKHAN_API pishkhan_status pishkhan_outbox_remove(pishkhan_outbox *outbox, const char *slip_number,
                                                    pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
