/* TLS sessions are resumed by their tickets: the library's TLS against OpenSSL's own server, both in this
 * process, over a pair of sockets. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"
#include "tls.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static const char NAME[] = "counter.example";

typedef struct stage {
  char ca_file[64];
  EVP_PKEY *key;
  X509 *certificate;
  SSL_CTX *server;
  pk_config config;
  pk_tls tls;
} stage;

static void must(bool good) {
  if (good)
    return;
  ERR_print_errors_fp(stderr);
  exit(2);
}

/* A certificate that signs itself; it goes to a file as the CA too. */
static void make_certificate(stage *s) {
  s->key = EVP_EC_gen("P-256");
  s->certificate = X509_new();
  must(s->key && s->certificate);
  X509_set_version(s->certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(s->certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(s->certificate), -60);
  X509_gmtime_adj(X509_getm_notAfter(s->certificate), 3600);
  X509_set_pubkey(s->certificate, s->key);
  X509_NAME *name = X509_get_subject_name(s->certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)NAME, -1, -1, 0);
  X509_set_issuer_name(s->certificate, name);
  X509_EXTENSION *names = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, "DNS:counter.example");
  must(names && X509_add_ext(s->certificate, names, -1) && X509_sign(s->certificate, s->key, EVP_sha256()));
  X509_EXTENSION_free(names);
  strcpy(s->ca_file, "/tmp/pishkhan-tls-test.XXXXXX");
  int fd = mkstemp(s->ca_file);
  must(fd >= 0);
  FILE *file = fdopen(fd, "w");
  must(file && PEM_write_X509(file, s->certificate));
  fclose(file);
}

static int choose_h2(SSL *ssl, const unsigned char **out, unsigned char *size, const unsigned char *in,
                     unsigned in_size, void *user) {
  (void)ssl;
  (void)user;
  return SSL_select_next_proto((unsigned char **)(uintptr_t)out, size, (const unsigned char *)"\2h2", 3, in,
                               in_size) == OPENSSL_NPN_NEGOTIATED
             ? SSL_TLSEXT_ERR_OK
             : SSL_TLSEXT_ERR_NOACK;
}

static void begin(stage *s) {
  pk_failure failure;
  *s = (stage){.config = {.server_name = (char *)(uintptr_t)NAME}};
  make_certificate(s);
  s->server = SSL_CTX_new(TLS_server_method());
  must(s->server && SSL_CTX_use_certificate(s->server, s->certificate) == 1 &&
       SSL_CTX_use_PrivateKey(s->server, s->key) == 1);
  SSL_CTX_set_alpn_select_cb(s->server, choose_h2, NULL);
  SSL_CTX_set_max_early_data(s->server, 16384);          /* it would take early data, if any were sent */
  SSL_CTX_set_options(s->server, SSL_OP_NO_ANTI_REPLAY); /* else OpenSSL ties tickets to its own cache */
  s->config.ca_file = s->ca_file;
  must(pk_tls_open(&s->tls, &s->config, &failure));
}

static void end(stage *s) {
  pk_tls_close(&s->tls);
  SSL_CTX_free(s->server);
  X509_free(s->certificate);
  EVP_PKEY_free(s->key);
  unlink(s->ca_file);
}

typedef struct connection {
  int fds[2];
  SSL *client;
  SSL *server;
} connection;

static connection connect_them(stage *s, bool judge) {
  connection c;
  pk_failure failure;
  pk_progress progress = PK_WANTS_READ;
  must(socketpair(AF_UNIX, SOCK_STREAM, 0, c.fds) == 0);
  for (int i = 0; i < 2; i++)
    must(fcntl(c.fds[i], F_SETFL, O_NONBLOCK) == 0);
  c.client = pk_tls_connection(&s->tls, &s->config, c.fds[0], judge, &failure);
  c.server = SSL_new(s->server);
  must(c.client && c.server && SSL_set_fd(c.server, c.fds[1]));
  for (int turn = 0; turn < 20 && progress != PK_DONE && progress != PK_FAILED; turn++) {
    progress = pk_tls_handshake(c.client, &failure);
    SSL_accept(c.server);
  }
  SSL_accept(c.server);
  ERR_clear_error();
  CHECK_NUMBER(progress, PK_DONE);
  CHECK_NUMBER(SSL_get_early_data_status(c.client), SSL_EARLY_DATA_NOT_SENT);
  return c;
}

/* The server's tickets come with its first bytes. */
static void read_tickets(const connection *c) {
  char byte;
  size_t size;
  pk_failure failure;
  must(SSL_write(c->server, "x", 1) == 1);
  CHECK_NUMBER(pk_tls_read(c->client, &byte, 1, &size, &failure), PK_DONE);
}

static void disconnect(connection *c) {
  SSL_free(c->client); /* without goodbye, as a line that breaks */
  SSL_free(c->server);
  ERR_clear_error();
  close(c->fds[0]);
  close(c->fds[1]);
}

static bool is_resumed(stage *s, bool judge, bool reads_tickets) {
  connection c = connect_them(s, judge);
  bool resumed = SSL_session_reused(c.client) == 1;
  if (reads_tickets)
    read_tickets(&c);
  disconnect(&c);
  return resumed;
}

static void the_next_connection_resumes(void) {
  stage s;
  begin(&s);
  CHECK(!is_resumed(&s, true, true));
  CHECK(is_resumed(&s, true, true));
  CHECK(is_resumed(&s, true, true));
  end(&s);
}

static void a_ticket_serves_once(void) {
  stage s;
  begin(&s);
  CHECK(!is_resumed(&s, true, true));
  CHECK(is_resumed(&s, true, false)); /* no new ticket is read */
  CHECK(!is_resumed(&s, true, true));
  end(&s);
}

static void a_server_that_forgot_gets_a_full_handshake(void) {
  stage s;
  begin(&s);
  CHECK(!is_resumed(&s, true, true));
  unsigned char keys[80] = {1}; /* other ticket keys: a restarted server */
  must(SSL_CTX_set_tlsext_ticket_keys(s.server, keys, sizeof keys) == 1);
  CHECK(!is_resumed(&s, true, true));
  CHECK(is_resumed(&s, true, true));
  end(&s);
}

static void an_unjudged_server_leaves_no_ticket(void) {
  stage s;
  begin(&s);
  CHECK(!is_resumed(&s, false, true));
  CHECK(!is_resumed(&s, true, true));
  CHECK(!is_resumed(&s, false, true)); /* nor does it use one up */
  CHECK(is_resumed(&s, true, true));
  end(&s);
}

static void certificates_are_looked_at_each_hour(void) {
  stage s;
  begin(&s);
  CHECK(!is_resumed(&s, true, true));
  s.tls.judged_at -= 3599 * 1000;
  CHECK(is_resumed(&s, true, true)); /* which does not count as looking */
  s.tls.judged_at -= 1000;
  CHECK(!is_resumed(&s, true, true));
  CHECK(is_resumed(&s, true, true));
  end(&s);
}

int main(void) {
  static const test tests[] = {
      {"the next connection resumes the session, without early data", the_next_connection_resumes},
      {"a ticket serves once", a_ticket_serves_once},
      {"a server that forgot gets a full handshake", a_server_that_forgot_gets_a_full_handshake},
      {"the server's certificate is looked at each hour", certificates_are_looked_at_each_hour},
      {"a server that was not judged leaves no ticket", an_unjudged_server_leaves_no_ticket},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
