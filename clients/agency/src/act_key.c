#include "act_key.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

bool act_key(const pishkhan_request *request, uint32_t version, pishkhan_action action,
             uint8_t key[PISHKHAN_KEY_SIZE]) {
  char act[96];
  uint8_t digest[EVP_MAX_MD_SIZE];
  int length =
      snprintf(act, sizeof act, "pishkhan-agency 1 %s %u %d", request->tracking_code, version, (int)action);
  if (length < 0 || (size_t)length >= sizeof act ||
      EVP_Digest(act, (size_t)length, digest, NULL, EVP_sha256(), NULL) != 1)
    return false;
  memcpy(key, digest, PISHKHAN_KEY_SIZE);
  for (int i = 0; i < 6; i++)
    key[i] = (uint8_t)((uint64_t)request->submitted_ms >> (40 - 8 * i));
  key[6] = (uint8_t)(0x80 | (key[6] & 0x0F)); /* version 8 */
  key[8] = (uint8_t)(0x80 | (key[8] & 0x3F)); /* variant */
  return true;
}
