/* Opening and closing, and the event-loop form: one connection driven by readiness. */
#include "client_state.h"

#include <openssl/rand.h>
#include <string.h>

enum {
  READ_SIZE = 16 * 1024, /* one TLS record */
  READS_AT_ONCE = 64     /* then the caller's loop gets its turn */
};

pk_error_context pk_client_context(const pishkhan_client *client) {
  return (pk_error_context){.allocator = client ? &client->config.allocator : &pk_default_allocator,
                            .persian = client && client->config.persian};
}

bool pk_may_block(const pishkhan_client *client, pishkhan_error **error) {
  pk_failure failure;
  pk_error_context context = pk_client_context(client);
  if (client && !client->busy) {
    if (error)
      *error = NULL;
    return true;
  }
  if (!client)
    pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID, "no client is given");
  else
    pk_fail(&failure, PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_CALLED_FROM_CALLBACK,
            "a blocking function was called inside a callback of the same client");
  pk_raise(&context, &failure, error);
  return false;
}

static bool open_parts(pishkhan_client *client, pk_failure *failure) {
  uint64_t seed;
  if (!pk_tls_open(&client->tls, &client->config, failure))
    return false;
  if (RAND_bytes((unsigned char *)&seed, sizeof seed) != 1)
    seed = (uint64_t)pk_now();
  const pk_config *config = &client->config;
  const pk_core_options options = {.allocator = &config->allocator,
                                   .authority = config->authority,
                                   .message_limit = config->message_limit,
                                   .keepalive_ms = config->keepalive_ms,
                                   .keepalive_timeout_ms = config->keepalive_timeout_ms,
                                   .keepalive_without_calls = config->keepalive_without_calls,
                                   .retry_attempts = config->retry_attempts,
                                   .retry_tokens = config->retry_tokens,
                                   .retry_token_ratio = config->retry_token_ratio,
                                   .seed = seed,
                                   .log = config->log,
                                   .log_context = config->log_context,
                                   .trace = config->trace,
                                   .trace_context = config->trace_context};
  client->core = pk_core_new(&options);
  if (client->core)
    return true;
  pk_tls_close(&client->tls);
  return pk_fail_memory(failure);
}

pishkhan_status pishkhan_open(const pishkhan_options *options, pishkhan_client **out,
                              pishkhan_error **error) {
  pk_config config;
  pk_failure failure;
  pishkhan_client *client = NULL;
  if (error)
    *error = NULL;
  if (out)
    *out = NULL;
  bool good = pk_config_read(&config, options, &failure);
  if (good && !out)
    good = pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
                   "no place for the client");
  if (good) {
    client = pk_new(&config.allocator, sizeof *client);
    good = client ? true : pk_fail_memory(&failure);
  }
  if (good) {
    client->config = config;
    pk_connection_init(&client->connection);
    good = open_parts(client, &failure);
  }
  if (good) {
    *out = client;
    return PISHKHAN_OK;
  }
  const pk_error_context context = {.allocator = &config.allocator, .persian = config.persian};
  pishkhan_status status = pk_raise(&context, &failure, error);
  pk_release(&config.allocator, client);
  pk_config_free(&config);
  return status;
}

void pishkhan_close(pishkhan_client *client) {
  if (!client || client->busy)
    return;
  pk_core_close(client->core);
  pk_streams_forsake(client);
  pk_resumed_forsake(client);
  pishkhan_process(client); /* tells the callbacks of calls that were in flight */
  pk_core_free(client->core);
  pk_connection_close(&client->connection);
  pk_tls_close(&client->tls);
  pk_config config = client->config;
  pk_release(&config.allocator, client);
  pk_config_free(&config);
}

/* ---- driving ---- */

static void say(const pishkhan_client *client, pishkhan_log_level level, const char *message) {
  if (client->config.log)
    client->config.log(client->config.log_context, level, message);
}

static void lose_line(pishkhan_client *client, const pk_failure *failure) {
  pk_connection_close(&client->connection);
  client->more_to_read = false;
  if (failure)
    say(client, PISHKHAN_LOG_WARNING, failure->message);
  else
    say(client, PISHKHAN_LOG_INFO, "the connection is closed: the server said goodbye");
  pk_core_line_lost(client->core, failure, pk_now());
}

static void start_line(pishkhan_client *client) {
  struct addrinfo *addresses;
  pk_failure failure;
  pk_core_line_started(client->core, pk_now());
  if (pk_resolve(&client->config, &addresses, &failure))
    pk_connection_start(&client->connection, addresses, client->config.connect_timeout_ms, true, pk_now());
  else
    lose_line(client, &failure);
}

static void advance_line(pishkhan_client *client) {
  pk_failure failure;
  pk_progress progress =
      pk_connection_advance(&client->connection, &client->config, &client->tls, pk_now(), &failure);
  if (progress == PK_DONE && !pk_core_line_up(client->core, pk_now())) {
    pk_fail_memory(&failure);
    progress = PK_FAILED;
  }
  if (progress == PK_FAILED)
    lose_line(client, &failure);
  else if (progress == PK_DONE)
    say(client, PISHKHAN_LOG_INFO, "connected");
}

/* False where the connection is gone. */
static bool read_all(pishkhan_client *client, pk_failure *failure) {
  uint8_t bytes[READ_SIZE];
  client->more_to_read = false;
  for (int i = 0; i < READS_AT_ONCE; i++) {
    size_t size;
    pk_progress progress = pk_tls_read(client->connection.ssl, bytes, sizeof bytes, &size, failure);
    if (progress == PK_FAILED)
      return false;
    if (progress != PK_DONE)
      return true;
    pk_core_receive(client->core, bytes, size, pk_now());
  }
  client->more_to_read = true;
  return true;
}

static bool write_all(pishkhan_client *client, pk_failure *failure) {
  const uint8_t *bytes;
  size_t size, done;
  client->connection.wants = PK_WANTS_READ;
  while ((size = pk_core_output(client->core, &bytes)) > 0) {
    pk_progress progress = pk_tls_write(client->connection.ssl, bytes, size, &done, failure);
    if (progress == PK_FAILED)
      return false;
    if (progress != PK_DONE) {
      client->connection.wants = progress;
      return true;
    }
    pk_core_written(client->core, done);
  }
  return true;
}

/* Some servers refuse a certificate without an alert: all that is seen is that they hang up after the
 * handshake. */
static void add_suspicion(const pishkhan_client *client, pk_failure *failure) {
  if (failure->reason == PISHKHAN_REASON_CONNECTION_LOST && !pk_core_line_is_served(client->core) &&
      pk_tls_certificate_was_asked(client->connection.ssl))
    pk_fail(failure, PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECTION_LOST,
            "the server asked for a certificate and hung up right after the TLS handshake: %s",
            client->config.certificate_file ? "it may not accept this client's"
                                            : "it may demand one, and none is set");
}

static void exchange(pishkhan_client *client) {
  pk_failure failure;
  bool good = read_all(client, &failure);
  if (good && !write_all(client, &failure)) {
    good = false;
    read_all(client,
             &failure); /* the peer's last words, such as a refused certificate, say more than EPIPE */
  }
  if (!good) {
    add_suspicion(client, &failure);
    lose_line(client, &failure);
    return;
  }
  pk_verdict verdict = pk_core_verdict(client->core, &failure);
  if (verdict != PK_LINE_KEEP)
    lose_line(client, verdict == PK_LINE_BREAK ? &failure : NULL);
}

void pk_client_drive(pishkhan_client *client) {
  pk_core_tick(client->core, pk_now());
  if (client->connection.phase == PK_PHASE_IDLE && pk_core_wants_line(client->core, pk_now()))
    start_line(client);
  if (client->connection.phase == PK_PHASE_TCP || client->connection.phase == PK_PHASE_TLS)
    advance_line(client);
  if (client->connection.phase == PK_PHASE_OPEN)
    exchange(client);
}

/* ---- for the caller's loop ---- */

int pishkhan_fd(const pishkhan_client *client) { return client ? client->connection.fd : -1; }

unsigned pishkhan_wanted(const pishkhan_client *client) {
  if (!client || client->connection.fd < 0)
    return 0;
  bool write = client->connection.wants == PK_WANTS_WRITE;
  if (client->connection.phase != PK_PHASE_OPEN)
    return write ? PISHKHAN_WANT_WRITE : PISHKHAN_WANT_READ;
  return PISHKHAN_WANT_READ | (write || pk_core_has_output(client->core) ? PISHKHAN_WANT_WRITE : 0);
}

int pishkhan_timeout_ms(const pishkhan_client *client) {
  if (!client)
    return -1;
  int64_t next = pk_core_next_tick(client->core);
  int64_t connection = pk_connection_next_tick(&client->connection);
  if (connection < next)
    next = connection;
  if (client->more_to_read || pk_core_has_ended(client->core))
    return 0;
  if (next == PK_NO_TIME)
    return -1;
  int64_t left = next - pk_now();
  return left <= 0 ? 0 : left > 3600000 ? 3600000 : (int)left;
}
