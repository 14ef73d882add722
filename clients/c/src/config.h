/* The options of a client, checked, with defaults filled in and strings copied. */
#ifndef PK_CONFIG_H
#define PK_CONFIG_H

#include "failure.h"
#include "memory.h"
#include "sized_copy.h"

typedef struct pk_config {
  pishkhan_allocator allocator;
  char *host; /* without brackets */
  char *port;
  char *authority; /* "host:port" as HTTP writes it */
  char *ca_file;
  char *certificate_file;
  char *key_file;
  char *server_name;
  bool persian;
  uint32_t connect_timeout_ms;
  uint32_t deadline_ms;
  uint32_t write_deadline_ms;
  uint32_t keepalive_ms;
  uint32_t keepalive_timeout_ms;
  bool keepalive_without_calls;
  uint32_t retry_attempts;
  uint32_t retry_tokens;
  uint32_t retry_token_ratio;
  bool gzip;
  uint32_t message_limit;
  pishkhan_log log;
  void *log_context;
  pishkhan_trace trace;
  void *trace_context;
} pk_config;

/* A failure leaves `config` empty, but with an allocator and the language that errors are told in. */
bool pk_config_read(pk_config *config, const pishkhan_options *options, pk_failure *failure);
void pk_config_free(pk_config *config);

bool pk_compression_is_known(pishkhan_compression compression);

#endif
