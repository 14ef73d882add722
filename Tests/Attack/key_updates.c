/* Asks a TLS 1.3 server for new keys again and again (RFC 8446 4.6.3), all of it made beforehand.
 *
 *     key_updates PORT UPDATES [deaf]
 *
 * A deaf one reads none of the answers while it sends. Says after how much the server ended the connection,
 * and ends with 1 when it did not. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const int patience_ms = 3000;
static const unsigned char protocols[] = {2, 'h', '2'};
/* The connection preface and empty SETTINGS. */
static const char preface[24 + 9] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0";

static void require(int condition, const char *what) {
  if (condition)
    return;
  fprintf(stderr, "key_updates: %s failed\n", what);
  exit(2);
}

static int connect_from(const char *address, int port) {
  int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in ours = {.sin_family = AF_INET};
  struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  inet_pton(AF_INET, address, &ours.sin_addr);
  inet_pton(AF_INET, "127.0.0.1", &server.sin_addr);
  require(bind(descriptor, (struct sockaddr *)&ours, sizeof ours) == 0, "bind");
  require(connect(descriptor, (struct sockaddr *)&server, sizeof server) == 0, "connect");
  return descriptor;
}

/* The records pile up in memory, so that nothing slows their sending down later. */
struct pile {
  char *bytes;
  size_t length;
};

/* A record of one KeyUpdate is 27 bytes long: 5 of header, 5 of message, 1 of type, 16 of tag. */
static const size_t update_room = 32;

static struct pile make_updates(SSL *ssl, size_t updates) {
  struct pile pile = {.bytes = malloc(updates * update_room)};
  require(pile.bytes != NULL, "malloc");
  BIO *memory = BIO_new(BIO_s_mem());
  SSL_set0_wbio(ssl, memory);
  for (size_t made = 0; made < updates; made += 1) {
    require(SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED) == 1, "SSL_key_update");
    require(SSL_do_handshake(ssl) == 1, "SSL_do_handshake");
    int length = BIO_read(memory, pile.bytes + pile.length, (int)update_room);
    require(length > 0 && BIO_ctrl_pending(memory) == 0, "BIO_read");
    pile.length += (size_t)length;
  }
  return pile;
}

/* Throws away what the server says meanwhile, unless nobody is to read it. */
static size_t send_all(int descriptor, struct pile pile, int is_deaf) {
  char answers[65536];
  size_t sent = 0;
  struct pollfd events = {.fd = descriptor, .events = (short)(is_deaf ? POLLOUT : POLLOUT | POLLIN)};
  while (sent < pile.length && poll(&events, 1, patience_ms) == 1) {
    if (events.revents & POLLIN && recv(descriptor, answers, sizeof answers, MSG_DONTWAIT) <= 0)
      break;
    if (!(events.revents & (POLLOUT | POLLERR | POLLHUP)))
      continue;
    ssize_t count = send(descriptor, pile.bytes + sent, pile.length - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0)
      break;
    sent += (size_t)count;
  }
  return sent;
}

static int has_ended(int descriptor) {
  char answers[65536];
  struct pollfd events = {.fd = descriptor, .events = POLLIN};
  while (poll(&events, 1, patience_ms) == 1) {
    if (recv(descriptor, answers, sizeof answers, 0) <= 0)
      return 1;
  }
  return 0;
}

int main(int count, char **arguments) {
  require(count == 3 || count == 4, "PORT UPDATES [deaf]");
  int is_deaf = count == 4 && strcmp(arguments[3], "deaf") == 0;
  int descriptor = connect_from("127.0.0.2", atoi(arguments[1]));
  SSL_CTX *context = SSL_CTX_new(TLS_client_method());
  require(SSL_CTX_set_alpn_protos(context, protocols, sizeof protocols) == 0, "SSL_CTX_set_alpn_protos");
  SSL *ssl = SSL_new(context);
  SSL_set_fd(ssl, descriptor);
  require(SSL_connect(ssl) == 1, "SSL_connect");
  require(SSL_write(ssl, preface, (int)sizeof preface) > 0, "SSL_write");
  struct pile pile = make_updates(ssl, strtoul(arguments[2], NULL, 10));
  size_t sent = send_all(descriptor, pile, is_deaf);
  int was_cut_off = has_ended(descriptor);
  printf("%s after %zu kB\n", was_cut_off ? "cut off" : "still open", sent / 1000);
  free(pile.bytes);
  close(descriptor);
  SSL_free(ssl);
  SSL_CTX_free(context);
  return was_cut_off ? 0 : 1;
}
