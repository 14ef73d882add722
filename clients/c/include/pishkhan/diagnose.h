/* Why does it not connect? Each step of the way to the server, tried and told on its own. */
#ifndef PISHKHAN_DIAGNOSE_H
#define PISHKHAN_DIAGNOSE_H

#include <pishkhan/client.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What pishkhan_diagnose tries, in this order. */
typedef enum pishkhan_step {
  /* CA, certificate and key are read and fit, and the certificate is valid now. Facts of this client's own
   * certificate, where there is one: as of PISHKHAN_STEP_CERTIFICATE, subject to names. */
  PISHKHAN_STEP_FILES = 1,
  PISHKHAN_STEP_ADDRESS = 2, /* facts: host, port, address (one each) */
  PISHKHAN_STEP_TCP = 3,     /* facts: address */
  PISHKHAN_STEP_TLS = 4,     /* facts: version, cipher, group */
  /* Facts: subject, issuer, not_before, not_after (ISO 8601), names, verify, expected. */
  PISHKHAN_STEP_CERTIFICATE = 5,
  PISHKHAN_STEP_ALPN = 6, /* facts: protocol */
  /* Whether the server takes this client's certificate, or does without one. Facts: asked (whether the server
   * asks for one), given; "yes" or "no". */
  PISHKHAN_STEP_CLIENT_CERTIFICATE = 7,
  PISHKHAN_STEP_HEALTH = 8, /* facts: status */
  /* Facts: local_time; source ("date_header" or "certificate"); with "date_header": difference_ms (server
   * minus here), and within_ms: the true difference is less than that above it, as the header tells whole
   * seconds. */
  PISHKHAN_STEP_CLOCK = 9
} pishkhan_step;

/* How a step went. */
typedef enum pishkhan_step_result {
  PISHKHAN_STEP_OK = 0,
  /* Works, but look at it: clock off by over a minute, a certificate ends within 30 days. */
  PISHKHAN_STEP_WARNING = 1,
  PISHKHAN_STEP_FAILED = 2, /* see `error` */
  PISHKHAN_STEP_SKIPPED = 3 /* cannot be judged: an earlier step failed, or the next tells why */
} pishkhan_step_result;

/* Something that a step found out. */
typedef struct pishkhan_fact {
  const char *name; /* stable word, as listed with the step */
  const char *value;
} pishkhan_fact;

/* All in it is valid during the callback alone. */
typedef struct pishkhan_step_report {
  pishkhan_step step;
  pishkhan_step_result result;
  int64_t duration_us;
  const pishkhan_fact *facts;
  size_t fact_count;
  const pishkhan_error *error; /* of a failed step; else NULL */
} pishkhan_step_report;

/* Called once for each step, as it ends. */
typedef void (*pishkhan_step_told)(void *context, const pishkhan_step_report *report);

/* Stable word ("tcp"), and what the step looks at, for people ("fa" for Persian, anything else for English).
 */
PISHKHAN_API const char *pishkhan_step_name(pishkhan_step step);
PISHKHAN_API const char *pishkhan_step_text(pishkhan_step step, const char *language);

/* Tries every step and tells each exactly once, in the order of their numbers, as it ends. The steps up to
 * ALPN use a connection of their own, over which no request is sent, so that a server certificate that does
 * not verify can be told in full; the others use a client's. Blocks at most twice connect_timeout_ms plus one
 * second plus deadline_ms, and as long as the system's resolver. Needs no client; the rules of pishkhan_open
 * hold for `options`. Returns OK if no step failed, else the status of the step that failed. */
PISHKHAN_API pishkhan_status pishkhan_diagnose(const pishkhan_options *options, pishkhan_step_told told,
                                               void *context, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
