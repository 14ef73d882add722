/* What a diagnosis carries from step to step, and the steps. */
#ifndef PK_DIAGNOSE_STEPS_H
#define PK_DIAGNOSE_STEPS_H

#include "connection.h"
#include "diagnose_facts.h"

typedef struct examination {
  pk_config config;
  pk_tls tls;
  const pishkhan_options *options;
  pishkhan_step_told told;
  void *context;
  pk_facts facts;
  int64_t started_us;
  pk_connection connection;
  struct addrinfo *addresses;
  bool certificate_asked;  /* by the server */
  pishkhan_client *client; /* from the step of the client's certificate on; or NULL */
  pishkhan_error *raised;  /* by a step that failed with an error of its own; else NULL */
  char *date;              /* the server's Date header; or NULL */
} examination;

/* Each returns whether the way goes on. If not, `failure` is filled in, unless `raised` is set. */
bool pk_try_files(examination *exam, pk_failure *failure, pishkhan_step_result *result);
bool pk_try_address(examination *exam, pk_failure *failure, pishkhan_step_result *result);
bool pk_try_tcp(examination *exam, pk_failure *failure, pishkhan_step_result *result);
bool pk_try_tls(examination *exam, pk_failure *failure, pishkhan_step_result *result);
bool pk_try_certificate(examination *exam, pk_failure *failure, pishkhan_step_result *result);
bool pk_try_alpn(examination *exam, pk_failure *failure, pishkhan_step_result *result);
bool pk_try_client_certificate(examination *exam, pk_failure *failure, pishkhan_step_result *result);
bool pk_try_health(examination *exam, pk_failure *failure, pishkhan_step_result *result);
bool pk_try_clock(examination *exam, pk_failure *failure, pishkhan_step_result *result);

#endif
