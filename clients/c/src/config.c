#include "config.h"
#include "words.h"

#include <string.h>

static bool invalid(pk_failure *failure, const char *what) {
  return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID, "%s", what);
}

static bool bad_target(pk_failure *failure, const char *what) {
  return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_TARGET_INVALID, "%s", what);
}

static bool port_is_valid(const char *port) {
  size_t size = strspn(port, "0123456789");
  unsigned long value = 0;
  if (size == 0 || size > 5 || port[size])
    return false;
  for (const char *c = port; *c; c++)
    value = value * 10 + (unsigned long)(*c - '0');
  return value > 0 && value < 65536;
}

/* "host", "host:port", "[v6]", "[v6]:port", or a v6 address alone. */
static bool split_target(pk_config *config, const char *target, pk_failure *failure) {
  const char *host = target, *end, *port = "7443";
  size_t length = target ? strlen(target) : 0;
  if (length == 0 || length > 300)
    return bad_target(failure, "no target is given, or it is too long: \"host:port\" is needed");
  if (strstr(target, "://"))
    return bad_target(failure, "the target is a URL, but \"host:port\" is needed");
  for (const char *c = target; *c; c++)
    if (*c <= 0x20 || *c > 0x7E || *c == '/' || *c == '@')
      return bad_target(failure,
                        "the target is not \"host:port\"; names with other letters need their ASCII form");
  const char *colon = strrchr(target, ':');
  if (*target == '[') {
    host = target + 1;
    end = strchr(host, ']');
    if (!end || (end[1] && end[1] != ':'))
      return bad_target(failure, "the target's \"[\" has no \"]\"");
    if (end[1])
      port = end + 2;
  } else if (colon && strchr(target, ':') == colon) {
    end = colon;
    port = colon + 1;
  } else {
    end = target + length;
  }
  if (end == host || !port_is_valid(port))
    return bad_target(failure, "the target's host is empty or its port is not a number from 1 to 65535");
  size_t host_size = (size_t)(end - host), port_size = strlen(port);
  bool brackets = memchr(host, ':', host_size) != NULL;
  config->host = pk_copy(&config->allocator, host, host_size);
  config->port = pk_copy_string(&config->allocator, port);
  config->authority = pk_new(&config->allocator, host_size + port_size + 4);
  if (!config->host || !config->port || !config->authority)
    return pk_fail_memory(failure);
  char *out = config->authority;
  if (brackets)
    *out++ = '[';
  memcpy(out, host, host_size);
  out += host_size;
  if (brackets)
    *out++ = ']';
  *out++ = ':';
  memcpy(out, port, port_size);
  return true;
}

bool pk_compression_is_known(pishkhan_compression compression) {
  return compression == PISHKHAN_COMPRESSION_DEFAULT || compression == PISHKHAN_COMPRESSION_NONE ||
         compression == PISHKHAN_COMPRESSION_GZIP;
}

static uint32_t or_default(uint32_t value, uint32_t standard) { return value ? value : standard; }

static bool copy_path(pk_config *config, char **copy, const char *path) {
  *copy = NULL;
  if (!path || !*path)
    return true;
  *copy = pk_copy_string(&config->allocator, path);
  return *copy != NULL;
}

static bool read_numbers(pk_config *config, const pishkhan_options *options, pk_failure *failure) {
  enum { LEAST_KEEPALIVE_MS = 10000, MOST_ATTEMPTS = 5 }; /* gRPC proposals A8 and A6 */
  config->connect_timeout_ms = or_default(options->connect_timeout_ms, 20000);
  config->deadline_ms = or_default(options->deadline_ms, 10000);
  config->write_deadline_ms = or_default(options->write_deadline_ms, 30000);
  config->keepalive_ms = or_default(options->keepalive_ms, 300000);
  if (config->keepalive_ms < LEAST_KEEPALIVE_MS)
    config->keepalive_ms = LEAST_KEEPALIVE_MS;
  config->keepalive_timeout_ms = or_default(options->keepalive_timeout_ms, 20000);
  config->keepalive_without_calls = options->keepalive_without_calls;
  config->message_limit = or_default(options->message_limit, 4u << 20);
  if (config->message_limit > 1u << 30)
    return invalid(failure, "message_limit is over 1 GiB");
  config->retry_attempts = or_default(options->retry_attempts, MOST_ATTEMPTS);
  if (config->retry_attempts > MOST_ATTEMPTS)
    config->retry_attempts = MOST_ATTEMPTS;
  config->retry_tokens = or_default(options->retry_tokens, 10);
  if (config->retry_tokens > 1000)
    return invalid(failure, "retry_tokens is over 1,000");
  config->retry_token_ratio = or_default(options->retry_token_ratio, 100);
  if (!pk_compression_is_known(options->compression))
    return invalid(failure, "compression is none of its values");
  config->gzip = options->compression == PISHKHAN_COMPRESSION_GZIP;
  return true;
}

static bool read_all(pk_config *config, const pishkhan_options *options, pk_failure *failure) {
  if (!split_target(config, options->target, failure))
    return false;
  if (!options->certificate_file != !options->key_file)
    return invalid(failure, "certificate_file and key_file are given together or not at all");
  const char *name = options->server_name && *options->server_name ? options->server_name : config->host;
  if (!copy_path(config, &config->ca_file, options->ca_file) ||
      !copy_path(config, &config->certificate_file, options->certificate_file) ||
      !copy_path(config, &config->key_file, options->key_file) ||
      !copy_path(config, &config->server_name, name))
    return pk_fail_memory(failure);
  if (!read_numbers(config, options, failure))
    return false;
  config->log = options->log;
  config->log_context = options->log_context;
  config->trace = options->trace;
  config->trace_context = options->trace_context;
  return true;
}

bool pk_config_read(pk_config *config, const pishkhan_options *given, pk_failure *failure) {
  pishkhan_options options;
  memset(config, 0, sizeof *config);
  config->allocator = pk_default_allocator;
  if (!given || !pk_sized_copy(&options, sizeof options, given))
    return invalid(failure, "no options are given, or their size is not set");
  config->persian = pk_is_persian(options.language);
  const pishkhan_allocator *allocator = options.allocator;
  if (allocator && (!allocator->allocate || !allocator->reallocate || !allocator->release))
    return invalid(failure, "an allocator needs all three functions");
  if (allocator)
    config->allocator = *allocator;
  if (read_all(config, &options, failure))
    return true;
  pk_config_free(config);
  return false;
}

void pk_config_free(pk_config *config) {
  char **const strings[] = {&config->host,       &config->port,     &config->authority,
                            &config->ca_file,    &config->key_file, &config->certificate_file,
                            &config->server_name};
  for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
    pk_release(&config->allocator, *strings[i]);
    *strings[i] = NULL;
  }
}
