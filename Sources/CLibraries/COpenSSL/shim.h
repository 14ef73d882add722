#pragma once
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* Function-like macros do not import into Swift; each of these is the macro of the same name. */

static inline int shim_SSL_CTX_set_min_proto_version(SSL_CTX *context, int version) {
  return (int)SSL_CTX_set_min_proto_version(context, version);
}

static inline void shim_SSL_CTX_set_mode(SSL_CTX *context, long mode) {
  SSL_CTX_set_mode(context, mode);
}

static inline void shim_SSL_CTX_clear_mode(SSL_CTX *context, long mode) {
  SSL_CTX_clear_mode(context, mode);
}

static inline void shim_SSL_CTX_set_read_ahead(SSL_CTX *context, int on) {
  SSL_CTX_set_read_ahead(context, on);
}

static inline void shim_SSL_CTX_set_session_cache_mode(SSL_CTX *context, long mode) {
  SSL_CTX_set_session_cache_mode(context, mode);
}

static inline int shim_SSL_CTX_set1_groups_list(SSL_CTX *context, const char *groups) {
  return (int)SSL_CTX_set1_groups_list(context, groups);
}

/* With NULL for the keys, the bytes that they take. */
static inline int shim_SSL_CTX_get_tlsext_ticket_keys(SSL_CTX *context, void *keys, int size) {
  return (int)SSL_CTX_get_tlsext_ticket_keys(context, keys, size);
}

static inline int shim_SSL_CTX_set_tlsext_ticket_keys(SSL_CTX *context, void *keys, int size) {
  return (int)SSL_CTX_set_tlsext_ticket_keys(context, keys, size);
}
