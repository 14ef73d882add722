/* The slip: its number, and what is printed on it. */
#include "outbox_state.h"
#include "words.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <string.h>

enum { LETTERS = 12 };

/* Consonants alone: no digit that could pass for a tracking code's, no letter that looks like another, and no
 * words. 20^12 numbers are 2^51: nobody guesses one at a kiosk. */
static const char alphabet[] = "BCDFGHJKLMNPQRSTVWXZ";

bool pk_slip_number(const uint8_t key[PISHKHAN_KEY_SIZE], char text[PK_SLIP_SIZE]) {
  uint8_t digest[SHA256_DIGEST_LENGTH];
  uint64_t number = 0;
  if (!SHA256(key, PISHKHAN_KEY_SIZE, digest))
    return false;
  for (int i = 0; i < 8; i++)
    number = number << 8 | digest[i];
  for (int i = 0, out = 0; i < LETTERS; i++, number /= 20) {
    if (i > 0 && i % 4 == 0)
      text[out++] = '-';
    text[out++] = alphabet[number % 20];
    text[out] = 0;
  }
  return true;
}

pishkhan_held_slip *pk_slip_of(const pk_row *row, uint32_t ahead, pk_arena *arena) {
  pishkhan_held_slip *slip = pk_arena_new(arena, 1, sizeof *slip);
  char *number = pk_arena_new(arena, 1, PK_SLIP_SIZE);
  if (!slip || !number || !pk_slip_number(row->key, number))
    return NULL;
  *slip = (pishkhan_held_slip){
      .number = number, .held_ms = row->held_ms, .expires_ms = row->expires_ms, .ahead = ahead};
  memcpy(slip->idempotency_key, row->key, sizeof slip->idempotency_key);
  return slip;
}

size_t pishkhan_held_slip_explain(const pishkhan_held_slip *slip, const char *language, char *buffer,
                                  size_t capacity) {
  static const char english[] = "NOT YET ACCEPTED. Your request is held on this machine and will be sent to "
                                "the counter when the line is "
                                "back. It has no tracking code yet. Slip %s. Come back to this machine with "
                                "the slip: once the counter has "
                                "accepted the request you get its tracking code and secret here.";
  static const char persian[] =
      "هنوز پذیرفته نشده است. درخواست شما در این دستگاه نگه داشته شده و با برقراری ارتباط به پیشخوان فرستاده "
      "می‌شود. هنوز کد رهگیری ندارد. شمارهٔ برگه: \u2068%s\u2069. با "
      "همین "
      "برگه "
      "به "
      "این "
      "دستگاه "
      "بازگردید: "
      "پس "
      "از "
      "پذیرش درخواست، کد رهگیری و رمز را همین‌جا می‌گیرید.";
  if (!slip)
    return 0;
  char whole[1024];
  int length = snprintf(whole, sizeof whole, pk_is_persian(language) ? persian : english, slip->number);
  size_t size = (size_t)length, kept = size < capacity ? size : capacity ? capacity - 1 : 0;
  if (capacity && buffer) {
    kept = kept < size ? pk_whole_characters(whole, kept) : kept;
    memcpy(buffer, whole, kept);
    buffer[kept] = 0;
  }
  return size;
}

void pishkhan_held_slip_free(pishkhan_held_slip *slip) { pk_result_free(slip); }
