/* One socket with TLS: from a name to bytes, without waiting (but for the system's resolver). */
#ifndef PK_CONNECTION_H
#define PK_CONNECTION_H

#include "tls.h"

struct addrinfo;

typedef enum pk_phase { PK_PHASE_IDLE, PK_PHASE_TCP, PK_PHASE_TLS, PK_PHASE_OPEN } pk_phase;

typedef struct pk_connection {
  pk_phase phase;
  int fd; /* -1: none */
  SSL *ssl;
  struct addrinfo *addresses;
  struct addrinfo *address; /* that is tried */
  int64_t deadline;         /* of the whole */
  int64_t address_deadline; /* of the address that is tried */
  pk_progress wants;        /* what the last step waits for */
  bool judge;
} pk_connection;

/* Monotonic milliseconds. */
int64_t pk_now(void);

/* An address as text, "192.0.2.1" or "2001:db8::1". */
void pk_address_text(const struct addrinfo *address, char text[64]);

/* Resolves the host's name: may wait for the system's resolver. The caller frees with freeaddrinfo. */
bool pk_resolve(const pk_config *config, struct addrinfo **addresses, pk_failure *failure);

/* Makes an empty connection. */
void pk_connection_init(pk_connection *connection);

/* Begins to connect to the addresses, which it takes over, one after the other. `judge` as in
 * pk_tls_connection. */
void pk_connection_start(pk_connection *connection, struct addrinfo *addresses, uint32_t timeout_ms,
                         bool judge, int64_t now);

/* TCP alone: PK_DONE once a socket is connected. */
pk_progress pk_connection_advance_tcp(pk_connection *connection, int64_t now, pk_failure *failure);

/* TCP and TLS: PK_DONE once the connection is open. */
pk_progress pk_connection_advance(pk_connection *connection, const pk_config *config, pk_tls *tls,
                                  int64_t now, pk_failure *failure);

/* Closes without waiting; says goodbye to the peer where TLS stands. */
void pk_connection_close(pk_connection *connection);

/* When pk_connection_advance must be called although the socket is silent. */
int64_t pk_connection_next_tick(const pk_connection *connection);

#endif
