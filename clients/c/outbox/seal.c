#include "seal.h"

#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <string.h>

enum {
  VERSION = 1,
  NONCE_SIZE = 12,
  TAG_SIZE = 16,
  LABEL_SIZE = 15,
  PLACE_SIZE = LABEL_SIZE + 1 + 8 + 16 + 8
};

/* RFC 5869. */
bool pk_derive_key(const uint8_t given[PISHKHAN_OUTBOX_KEY_SIZE], const uint8_t salt[PK_SALT_SIZE],
                   uint8_t key[PISHKHAN_OUTBOX_KEY_SIZE]) {
  static char digest[] = "SHA256", purpose[] = "pishkhan outbox 1";
  uint8_t given_copy[PISHKHAN_OUTBOX_KEY_SIZE], salt_copy[PK_SALT_SIZE]; /* OpenSSL takes them writable */
  memcpy(given_copy, given, sizeof given_copy);
  memcpy(salt_copy, salt, sizeof salt_copy);
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, given_copy, sizeof given_copy),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt_copy, sizeof salt_copy),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, purpose, sizeof purpose - 1),
      OSSL_PARAM_construct_end()};
  EVP_KDF *function = EVP_KDF_fetch(NULL, "HKDF", NULL);
  EVP_KDF_CTX *context = function ? EVP_KDF_CTX_new(function) : NULL;
  bool good = context && EVP_KDF_derive(context, key, PISHKHAN_OUTBOX_KEY_SIZE, parameters) == 1;
  EVP_KDF_CTX_free(context);
  EVP_KDF_free(function);
  OPENSSL_cleanse(given_copy, sizeof given_copy);
  return good;
}

static uint8_t *write_number(uint8_t *out, uint64_t number, unsigned bytes) {
  for (unsigned i = 0; i < bytes; i++)
    *out++ = (uint8_t)(number >> 8 * (bytes - 1 - i));
  return out;
}

/* The associated data: fixed widths, so that no two places have the same bytes. */
static void write_place(const pk_seal_place *place, uint8_t out[PLACE_SIZE]) {
  memcpy(out, "pishkhan outbox", LABEL_SIZE);
  out = write_number(out + LABEL_SIZE, (uint64_t)place->kind, 1);
  out = write_number(out, (uint64_t)place->number, 8);
  memcpy(out, place->key, sizeof place->key);
  out = write_number(out + sizeof place->key, place->file, 4);
  write_number(out, place->piece, 4);
}

bool pk_seal(const uint8_t key[PISHKHAN_OUTBOX_KEY_SIZE], const pk_seal_place *place, const uint8_t *plain,
             size_t size, uint8_t *sealed) {
  uint8_t bound[PLACE_SIZE], *nonce = sealed + 1, *cipher = nonce + NONCE_SIZE;
  int written, rest;
  write_place(place, bound);
  *sealed = VERSION;
  if (size > INT_MAX || RAND_bytes(nonce, NONCE_SIZE) != 1)
    return false;
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  bool good = context && EVP_EncryptInit_ex2(context, EVP_aes_256_gcm(), key, nonce, NULL) == 1 &&
              EVP_EncryptUpdate(context, NULL, &written, bound, sizeof bound) == 1 &&
              EVP_EncryptUpdate(context, cipher, &written, plain, (int)size) == 1 &&
              EVP_EncryptFinal_ex(context, cipher + written, &rest) == 1 &&
              EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, cipher + size) == 1;
  EVP_CIPHER_CTX_free(context);
  return good;
}

pk_opened pk_unseal(const uint8_t key[PISHKHAN_OUTBOX_KEY_SIZE], const pk_seal_place *place,
                    const uint8_t *sealed, size_t size, uint8_t *plain) {
  uint8_t bound[PLACE_SIZE], tag[TAG_SIZE];
  int written = 0, rest;
  write_place(place, bound);
  if (size < PK_SEAL_OVERHEAD || size > INT_MAX || *sealed != VERSION)
    return PK_NOT_AUTHENTIC;
  const uint8_t *nonce = sealed + 1, *cipher = nonce + NONCE_SIZE;
  int plain_size = (int)(size - PK_SEAL_OVERHEAD);
  memcpy(tag, cipher + plain_size, sizeof tag);
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  bool ready = context && EVP_DecryptInit_ex2(context, EVP_aes_256_gcm(), key, nonce, NULL) == 1 &&
               EVP_DecryptUpdate(context, NULL, &written, bound, sizeof bound) == 1 &&
               EVP_DecryptUpdate(context, plain, &written, cipher, plain_size) == 1 &&
               EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, TAG_SIZE, tag) == 1;
  bool authentic = ready && EVP_DecryptFinal_ex(context, plain + written, &rest) == 1;
  EVP_CIPHER_CTX_free(context);
  return authentic ? PK_OPENED : ready ? PK_NOT_AUTHENTIC : PK_OPEN_FAILED;
}
