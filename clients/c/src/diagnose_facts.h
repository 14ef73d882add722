/* What a step of the diagnosis found out: names and values, in memory of fixed size. */
#ifndef PK_DIAGNOSE_FACTS_H
#define PK_DIAGNOSE_FACTS_H

#include <openssl/x509.h>
#include <pishkhan/diagnose.h>

enum { PK_FACTS_MOST = 24, PK_FACT_SIZE = 256 };

typedef struct pk_facts {
  pishkhan_fact list[PK_FACTS_MOST];
  char values[PK_FACTS_MOST][PK_FACT_SIZE];
  size_t count;
} pk_facts;

/* `name` must be a constant; `value` is copied, and cut where it is too long. Beyond the most, facts are left
 * out. */
void pk_fact(pk_facts *facts, const char *name, const char *value);
void pk_fact_number(pk_facts *facts, const char *name, int64_t value);

/* Seconds since 1970 as ISO 8601, UTC. */
void pk_fact_time(pk_facts *facts, const char *name, int64_t seconds);

/* subject, issuer, not_before, not_after, names. */
void pk_certificate_facts(pk_facts *facts, X509 *certificate);

/* "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7) in Unix milliseconds. False if it is none. */
bool pk_parse_http_date(const char *text, int64_t *milliseconds);

#endif
