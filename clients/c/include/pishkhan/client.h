/* The client: options, opening and closing, and the generic calls. */
#ifndef PISHKHAN_CLIENT_H
#define PISHKHAN_CLIENT_H

#include <pishkhan/base.h>
#include <pishkhan/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One connection to one server, with all calls on it. Opaque: its layout stays the library's. */
typedef struct pishkhan_client pishkhan_client;

/* The caller's memory functions. All three are needed, and have the meaning of malloc, realloc and free
 * (release of NULL does nothing); they are used for all memory of the client, its results and its errors,
 * except OpenSSL's. They must be safe to call from every thread that uses or frees such objects, and stay
 * valid until the last is freed. */
typedef struct pishkhan_allocator {
  void *(*allocate)(void *context, size_t size);
  void *(*reallocate)(void *context, void *memory, size_t size);
  void (*release)(void *context, void *memory);
  void *context;
} pishkhan_allocator;

/* How much a line of the log matters. */
typedef enum pishkhan_log_level {
  PISHKHAN_LOG_DEBUG = 1,
  PISHKHAN_LOG_INFO = 2,   /* connected, closed */
  PISHKHAN_LOG_WARNING = 3 /* connection failed or lost, call repeated */
} pishkhan_log_level;

/* One line, English, without newline or personal data. `message` is valid during the call alone. Must not
 * call the client. */
typedef void (*pishkhan_log)(void *context, pishkhan_log_level level, const char *message);

/* One HTTP/2 frame, in one readable line such as "> HEADERS stream=1 flags=0x4 length=187"; ">" is sent, "<"
 * is received. Never the content of headers or messages. `line` is valid during the call alone. Must not
 * call the client. */
typedef void (*pishkhan_trace)(void *context, const char *line);

/* How messages to the server are sent. Where the server takes no gzip they go uncompressed. Messages from the
 * server may be compressed whatever is set here; message_limit bounds them decompressed. Do not compress
 * messages in which a secret stands beside what others wrote: their length then tells of the secret.
 * Source: gRPC's compression document. */
typedef enum pishkhan_compression {
  PISHKHAN_COMPRESSION_DEFAULT = 0, /* of a call: the client's; of a client: none */
  PISHKHAN_COMPRESSION_NONE = 1,
  PISHKHAN_COMPRESSION_GZIP = 2 /* each message that it makes smaller */
} pishkhan_compression;

/* New fields go last; zero always means the default. */
typedef struct pishkhan_options {
  size_t size;                  /* sizeof(pishkhan_options) */
  const char *target;           /* "host:port", "[v6]:port"; without port 7443. Needed */
  const char *ca_file;          /* PEM; who signs the server's certificate. NULL: the system's CAs */
  const char *certificate_file; /* PEM chain of this machine; NULL: none (a citizen) */
  const char *key_file;         /* PEM private key of the certificate */
  const char *server_name;      /* name that the server's certificate must have; NULL: the target's host */
  const char *language;         /* "fa" or "en", of pishkhan_error_text; NULL: "en" */
  uint32_t connect_timeout_ms;  /* for all of TCP and TLS; 0: 20,000 */
  uint32_t deadline_ms;         /* of a call that names none; 0: 10,000; PISHKHAN_NEVER: none */
  uint32_t write_deadline_ms; /* the same for calls with an idempotency key, repeated until then; 0: 30,000 */
  uint32_t keepalive_ms;      /* PING after so long without data while calls wait; 0: 300,000;
                                 PISHKHAN_NEVER: none. Least 10,000; servers punish more pings than agreed,
                                 and a server that says so (too_many_pings) doubles it (gRPC proposal A8) */
  uint32_t message_limit;     /* of one message, either way, in bytes; 0: 4 MiB; most 1 GiB */
  const pishkhan_allocator *allocator; /* copied; NULL: malloc, realloc, free */
  pishkhan_log log;                    /* NULL: none */
  void *log_context;
  pishkhan_trace trace; /* NULL: none */
  void *trace_context;
  uint32_t keepalive_timeout_ms; /* a PING unanswered for so long breaks the line; 0: 20,000 */
  bool keepalive_without_calls;  /* PING also while no call waits; the server must have agreed */
  pishkhan_compression compression;
  /* Retries of calls that only read, after UNAVAILABLE, a line that broke, or RESOURCE_EXHAUSTED with the
   * server's pushback, and never after response headers: gRPC proposal A6. The waits are 250 ms, growing by 2
   * to 4 s, jittered by a fifth, or what the server's grpc-retry-pushback-ms says; the deadline is of all
   * attempts together. */
  uint32_t retry_attempts;    /* the first included; 0: 5; 1: no retries; more than 5 count as 5 */
  uint32_t retry_tokens;      /* each such failure takes one; retries only while more than half are there;
                                 0: 10; most 1,000 */
  uint32_t retry_token_ratio; /* thousandths of a token that each success gives back; 0: 100 */
} pishkhan_options;

/* Opens a client. Reads the CA, certificate and key files; makes no connection: the first call does, and each
 * later one makes a new one where the last is gone (at once, then after 1 s, growing by 1.6 to 120 s, jitter
 * 0.2). A new connection resumes the last one's TLS session, without early data; at least once an hour the
 * server's certificate is looked at again.
 *
 * INVALID_ARGUMENT: no or bad target, FILE_UNREADABLE, KEY_MISMATCH. RESOURCE_EXHAUSTED: OUT_OF_MEMORY.
 * Source: gRPC's connection-backoff document. */
PISHKHAN_API pishkhan_status pishkhan_open(const pishkhan_options *options, pishkhan_client **client,
                                           pishkhan_error **error);

/* Closes the connection and frees the client; NULL allowed. Streams and watches opened from it must be closed
 * before; calls that were started (loop.h) end with CANCELLED during this function. Not allowed inside a
 * callback. */
PISHKHAN_API void pishkhan_close(pishkhan_client *client);

/* Makes the connection now, if there is none, so that the first call finds it. Waits at most `timeout_ms` (0:
 * the connect timeout); does not wait for a running backoff to end, but tries at once. */
PISHKHAN_API pishkhan_status pishkhan_connect(pishkhan_client *client, uint32_t timeout_ms,
                                              pishkhan_error **error);

/* A header sent with a call. Keys: a-z, 0-9, "_", "-", "."; not "grpc-..." nor HTTP's own. Values of keys
 * that end in
 * "-bin" are any bytes (sent as base64), of others printable ASCII. Never grows. */
typedef struct pishkhan_metadata {
  const char *key;
  const void *value;
  size_t value_size;
} pishkhan_metadata;

/* For one call. NULL in its place means all defaults. */
typedef struct pishkhan_call_options {
  size_t size;
  uint32_t deadline_ms; /* from now; 0: the client's; PISHKHAN_NEVER: none */
  bool wait_for_ready;  /* wait for a connection until the deadline, in place of failing at once */
  bool safe_to_repeat;  /* generic calls: the request carries an idempotency key, so the call may be
                           repeated after a broken line or UNAVAILABLE until its deadline */
  const pishkhan_metadata *metadata; /* at most 64 */
  size_t metadata_count;
  pishkhan_compression compression;
  bool retry; /* generic calls: the method only reads, so the client's retries are for it too. Of a stream, up
                 to its second message */
} pishkhan_call_options;

/* Bytes that the library owns. */
typedef struct pishkhan_bytes {
  const uint8_t *data;
  size_t size;
} pishkhan_bytes;
PISHKHAN_API void pishkhan_bytes_free(pishkhan_bytes *bytes);

/* Calls any unary method, "/package.Service/Method", with the bytes of its request message; gives the bytes
 * of the response message. Blocks until answer, error or deadline.
 *
 * A call is repeated by itself only where the server cannot have seen it (nothing sent; REFUSED_STREAM or
 * above GOAWAY's id, once), where it asks for it uncompressed, or where `retry` or `safe_to_repeat` say that
 * it does no harm. */
PISHKHAN_API pishkhan_status pishkhan_call(pishkhan_client *client, const char *method, const void *request,
                                           size_t request_size, const pishkhan_call_options *options,
                                           pishkhan_bytes **response, pishkhan_error **error);

/* What a stream gave. */
typedef enum pishkhan_next {
  PISHKHAN_NEXT_ITEM = 0,    /* an item; it belongs to the caller */
  PISHKHAN_NEXT_END = 1,     /* the stream ended with OK; there is nothing more */
  PISHKHAN_NEXT_TIMEOUT = 2, /* nothing came in the time given; ask again */
  PISHKHAN_NEXT_ERROR = 3    /* the stream ended with an error; the same again if asked again */
} pishkhan_next;

/* A call of any kind: unary, client streaming, server streaming, both. */
typedef struct pishkhan_stream pishkhan_stream;

/* Begins a call; sends nothing that needs waiting for. Other calls of the client run beside it.
 * Without a deadline in `options` the stream has none. */
PISHKHAN_API pishkhan_status pishkhan_stream_open(pishkhan_client *client, const char *method,
                                                  const pishkhan_call_options *options,
                                                  pishkhan_stream **stream, pishkhan_error **error);

/* Sends one message. Blocks while more than 64 KiB wait to be sent (the server reads slowly).
 * FAILED_PRECONDITION after pishkhan_stream_finish. */
PISHKHAN_API pishkhan_status pishkhan_stream_send(pishkhan_stream *stream, const void *message, size_t size,
                                                  pishkhan_error **error);

/* Whether messages sent from now on are compressed, in a stream that was opened with compression: secrets can
 * be left out. */
PISHKHAN_API void pishkhan_stream_compress(pishkhan_stream *stream, bool compress);

/* Says that no more messages come from here. */
PISHKHAN_API pishkhan_status pishkhan_stream_finish(pishkhan_stream *stream, pishkhan_error **error);

/* The next message from the server, waiting at most `wait_ms` (0: only what is here already or can be read
 * without waiting; PISHKHAN_NEVER: until the call's deadline). */
PISHKHAN_API pishkhan_next pishkhan_stream_next(pishkhan_stream *stream, uint32_t wait_ms,
                                                pishkhan_bytes **message, pishkhan_error **error);

/* A header or trailer that came from the server: the value of the nth one with that key, decoded if the key
 * ends in
 * "-bin"; NULL if there is none. Belongs to the stream. Trailers are there once the stream has ended. */
PISHKHAN_API const uint8_t *pishkhan_stream_metadata(const pishkhan_stream *stream, const char *key,
                                                     size_t index, size_t *size);

/* Frees the stream; cancels the call if it has not ended. NULL allowed. */
PISHKHAN_API void pishkhan_stream_close(pishkhan_stream *stream);

/* Answer of grpc.health.v1.Health. */
typedef enum pishkhan_health {
  PISHKHAN_HEALTH_UNKNOWN = 0,
  PISHKHAN_HEALTH_SERVING = 1,
  PISHKHAN_HEALTH_NOT_SERVING = 2
} pishkhan_health;

/* Asks whether a service is served; `service` NULL or "": the whole server. NOT_FOUND: no such service. */
PISHKHAN_API pishkhan_status pishkhan_check_health(pishkhan_client *client, const char *service,
                                                   const pishkhan_call_options *options,
                                                   pishkhan_health *health, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
