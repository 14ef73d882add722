/* What the counter knows a certificate by: the SHA-256 of its public key (RFC 5280, SubjectPublicKeyInfo). */
#include "client_state.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

/* The file's first certificate or public key; NULL where there is none. */
static EVP_PKEY *read_key(BIO *file) {
  X509 *certificate = PEM_read_bio_X509(file, NULL, NULL, NULL);
  EVP_PKEY *key = certificate ? X509_get_pubkey(certificate) : NULL;
  X509_free(certificate);
  if (key || BIO_reset(file) != 0)
    return key;
  return PEM_read_bio_PUBKEY(file, NULL, NULL, NULL);
}

static bool hash_key(EVP_PKEY *key, uint8_t hash[PISHKHAN_HASH_SIZE]) {
  unsigned char *der = NULL;
  int size = i2d_PUBKEY(key, &der);
  bool good = size > 0 && EVP_Digest(der, (size_t)size, hash, NULL, EVP_sha256(), NULL) == 1;
  OPENSSL_free(der);
  return good;
}

static bool read_hash(const char *path, uint8_t hash[PISHKHAN_HASH_SIZE], pk_failure *failure) {
  errno = 0;
  BIO *file = BIO_new_file(path, "r");
  if (!file)
    return pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FILE_UNREADABLE,
                   "the file cannot be read: %s: %s", path, strerror(errno));
  EVP_PKEY *key = read_key(file);
  BIO_free(file);
  bool good = key && hash_key(key, hash);
  EVP_PKEY_free(key);
  return good ||
         pk_fail(failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FILE_UNREADABLE,
                 "the file cannot be read: %s: not PEM, or without a certificate or public key in it", path);
}

pishkhan_status pishkhan_read_key_hash(const char *path, uint8_t hash[PISHKHAN_HASH_SIZE],
                                       pishkhan_error **error) {
  pk_failure failure;
  pk_error_context context = pk_client_context(NULL);
  context.stores_nothing = true;
  if (error)
    *error = NULL;
  if (!path || !hash) {
    pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
            "no file is given, or no place for the hash");
    return pk_raise(&context, &failure, error);
  }
  memset(hash, 0, PISHKHAN_HASH_SIZE);
  ERR_clear_error();
  bool good = read_hash(path, hash, &failure);
  ERR_clear_error();
  return good ? PISHKHAN_OK : pk_raise(&context, &failure, error);
}
