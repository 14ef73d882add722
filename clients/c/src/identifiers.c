#include "identifiers.h"
#include "typed_character.h"

#include <string.h>

static const char fault_length[] = "length", fault_character[] = "character", fault_check[] = "check_digit",
                  fault_repeated[] = "repeated_digit", fault_digit[] = "digit", fault_country[] = "country",
                  fault_prefix[] = "prefix";

/* Persian and Arabic-Indic digits become Latin, small Latin letters large; blanks, hyphens and marks without
 * width go. */
static const char *normalise(const char *typed, pk_identifier *normal) {
  memset(normal, 0, sizeof *normal);
  while (*typed) {
    pk_typed_character next = pk_typed_next(&typed);
    if (next.kind == PK_TYPED_BLANK || next.kind == PK_TYPED_HYPHEN || next.kind == PK_TYPED_FORMAT)
      continue;
    if (next.kind != PK_TYPED_ASCII)
      return fault_character;
    if (normal->length + 1 == sizeof normal->text)
      return fault_length;
    bool is_small = next.ascii >= 'a' && next.ascii <= 'z';
    normal->text[normal->length++] = (char)(is_small ? next.ascii - 'a' + 'A' : next.ascii);
  }
  return NULL;
}

static bool has_digits_from(const pk_identifier *identifier, size_t start) {
  for (size_t i = start; i < identifier->length; i++)
    if (!pk_is_digit(identifier->text[i]))
      return false;
  return true;
}

static unsigned digit(const pk_identifier *identifier, size_t index) {
  return (unsigned)(identifier->text[index] - '0');
}

static bool repeats(const pk_identifier *identifier, size_t count) {
  for (size_t i = 1; i < count; i++)
    if (identifier->text[i] != identifier->text[0])
      return false;
  return true;
}

static const char *digits(const char *typed, size_t length, pk_identifier *normal) {
  const char *fault = normalise(typed, normal);
  if (fault)
    return fault;
  if (!has_digits_from(normal, 0))
    return fault_character;
  return normal->length == length ? NULL : fault_length;
}

/* The first nine digits, weighted 10 to 2, give a sum whose remainder by 11 decides the tenth. Ten equal
 * digits pass that sum, and none was ever issued. */
const char *pk_national_id(const char *typed, pk_identifier *normal) {
  const char *fault = digits(typed, 10, normal);
  if (fault)
    return fault;
  if (repeats(normal, 10))
    return fault_repeated;
  unsigned sum = 0;
  for (size_t i = 0; i < 9; i++)
    sum += digit(normal, i) * (unsigned)(10 - i);
  unsigned remainder = sum % 11;
  return digit(normal, 9) == (remainder < 2 ? remainder : 11 - remainder) ? NULL : fault_check;
}

/* With d = tenth digit + 2: the first ten digits, each plus d, weighted 29, 27, 23, 19, 17 and again, give a
 * sum whose remainder by 11 is the last digit; 10 counts as 0. */
const char *pk_legal_id(const char *typed, pk_identifier *normal) {
  static const unsigned weights[] = {29, 27, 23, 19, 17};
  const char *fault = digits(typed, 11, normal);
  if (fault)
    return fault;
  unsigned shift = digit(normal, 9) + 2, sum = 0;
  for (size_t i = 0; i < 10; i++)
    sum += (shift + digit(normal, i)) * weights[i % 5];
  return digit(normal, 10) == sum % 11 % 10 ? NULL : fault_check;
}

/* No check digit, but digits that are never issued at their places. */
const char *pk_postal_code(const char *typed, pk_identifier *normal) {
  static const char *const never[] = {"02", "02", "02", "02", "025", "2", "2", "2", "2", "2"};
  const char *fault = digits(typed, 10, normal);
  if (fault)
    return fault;
  if (repeats(normal, 4))
    return fault_repeated;
  for (size_t i = 0; i < 10; i++)
    if (strchr(never[i], normal->text[i]))
      return fault_digit;
  return NULL;
}

/* 09.., +989.., 00989.. and 9.. become 09.., eleven digits. */
const char *pk_mobile(const char *typed, pk_identifier *normal) {
  pk_identifier given;
  memset(normal, 0, sizeof *normal);
  const char *fault = normalise(typed, &given);
  if (fault)
    return fault;
  if (given.length == 0)
    return fault_length;
  if (!has_digits_from(&given, given.text[0] == '+' ? 1 : 0))
    return fault_character;
  size_t start = strncmp(given.text, "+98", 3) == 0    ? 3
                 : strncmp(given.text, "0098", 4) == 0 ? 4
                 : given.text[0] == '0'                ? 1
                                                       : 0;
  if (start >= given.length)
    return fault_length;
  if (given.text[start] != '9')
    return fault_prefix;
  if (given.length - start != 10)
    return fault_length;
  normal->text[0] = '0';
  memcpy(normal->text + 1, given.text + start, 10);
  normal->length = 11;
  return NULL;
}

/* ISO 13616 and ISO 7064 MOD 97-10: the first four characters go behind the others, letters count as two
 * digits (I is 18, R is 27), and the whole leaves 1 when divided by 97. */
const char *pk_iban(const char *typed, pk_identifier *normal) {
  const char *fault = normalise(typed, normal);
  if (fault)
    return fault;
  for (size_t i = 0; i < normal->length; i++)
    if (!pk_is_digit(normal->text[i]) && (normal->text[i] < 'A' || normal->text[i] > 'Z'))
      return fault_character;
  if (normal->length < 2)
    return fault_length;
  if (strncmp(normal->text, "IR", 2) != 0)
    return fault_country;
  if (!has_digits_from(normal, 2))
    return fault_character;
  if (normal->length != 26)
    return fault_length;
  unsigned remainder = 0, check = digit(normal, 2) * 10 + digit(normal, 3);
  for (size_t i = 4; i < 26; i++)
    remainder = (remainder * 10 + digit(normal, i)) % 97;
  remainder = (remainder * 10000 + 1827) % 97;
  remainder = (remainder * 100 + check) % 97;
  /* 00, 01 and 99 are never made, though their remainders equal those of 97, 98 and 02. */
  return remainder == 1 && check >= 2 && check <= 98 ? NULL : fault_check;
}

/* 14 digits and two check digits of ISO 7064 MOD 97-10: the whole number leaves 1. */
const char *pk_tracking_code(const char *typed, pk_identifier *normal) {
  const char *fault = digits(typed, 16, normal);
  if (fault)
    return fault;
  unsigned remainder = 0, check = digit(normal, 14) * 10 + digit(normal, 15);
  for (size_t i = 0; i < 16; i++)
    remainder = (remainder * 10 + digit(normal, i)) % 97;
  return remainder == 1 && check >= 2 && check <= 98 ? NULL : fault_check;
}

const char *pk_secret(const char *typed, pk_identifier *normal) { return digits(typed, 6, normal); }

pk_identifier_rule pk_identifier_rule_of(pishkhan_attribute_format format) {
  switch (format) {
  case PISHKHAN_FORMAT_NATIONAL_ID:
    return pk_national_id;
  case PISHKHAN_FORMAT_LEGAL_ID:
    return pk_legal_id;
  case PISHKHAN_FORMAT_POSTAL_CODE:
    return pk_postal_code;
  case PISHKHAN_FORMAT_MOBILE:
    return pk_mobile;
  case PISHKHAN_FORMAT_IBAN:
    return pk_iban;
  default:
    return NULL;
  }
}
