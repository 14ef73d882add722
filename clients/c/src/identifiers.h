/* The rules of identifiers: each brings what was typed into its one form, or says what is wrong with it. The
 * vectors are Tests/Data/identifiers.tsv and tracking_codes.tsv, which the server is tested with too. */
#ifndef PK_IDENTIFIERS_H
#define PK_IDENTIFIERS_H

#include <pishkhan/checks.h>

/* An identifier without what people put between its digits. */
typedef struct pk_identifier {
  char text[PISHKHAN_IDENTIFIER_SIZE];
  size_t length;
} pk_identifier;

/* Each returns NULL for a valid identifier, else the stable word of its fault. */
typedef const char *(*pk_identifier_rule)(const char *typed, pk_identifier *normal);

const char *pk_national_id(const char *typed, pk_identifier *normal);
const char *pk_legal_id(const char *typed, pk_identifier *normal);
const char *pk_postal_code(const char *typed, pk_identifier *normal);
const char *pk_mobile(const char *typed, pk_identifier *normal);
const char *pk_iban(const char *typed, pk_identifier *normal);
const char *pk_tracking_code(const char *typed, pk_identifier *normal);
const char *pk_secret(const char *typed, pk_identifier *normal);

/* The rule of a format; NULL where it has none. */
pk_identifier_rule pk_identifier_rule_of(pishkhan_attribute_format format);

#endif
