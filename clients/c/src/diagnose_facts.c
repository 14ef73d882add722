#define _POSIX_C_SOURCE 200809L
#include "diagnose_facts.h"
#include "failure.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <openssl/bio.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

void pk_fact(pk_facts *facts, const char *name, const char *value) {
  if (facts->count == PK_FACTS_MOST)
    return;
  char *copy = facts->values[facts->count];
  size_t size = strlen(value);
  if (size >= PK_FACT_SIZE)
    size = pk_whole_characters(value, PK_FACT_SIZE - 1);
  memcpy(copy, value, size);
  copy[size] = 0;
  facts->list[facts->count++] = (pishkhan_fact){name, copy};
}

void pk_fact_number(pk_facts *facts, const char *name, int64_t value) {
  char text[24];
  snprintf(text, sizeof text, "%" PRId64, value);
  pk_fact(facts, name, text);
}

static void fact_calendar(pk_facts *facts, const char *name, const struct tm *calendar) {
  char text[40];
  if (strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", calendar))
    pk_fact(facts, name, text);
}

void pk_fact_time(pk_facts *facts, const char *name, int64_t seconds) {
  struct tm calendar;
  time_t time = (time_t)seconds;
  if (gmtime_r(&time, &calendar))
    fact_calendar(facts, name, &calendar);
}

static void fact_asn1_time(pk_facts *facts, const char *name, const ASN1_TIME *time) {
  struct tm calendar;
  if (ASN1_TIME_to_tm(time, &calendar) == 1)
    fact_calendar(facts, name, &calendar);
}

static void fact_name(pk_facts *facts, const char *name, const X509_NAME *entity) {
  BIO *memory = BIO_new(BIO_s_mem());
  char text[PK_FACT_SIZE] = "";
  /* UTF-8 as it is, control characters escaped: what a certificate holds goes to a terminal. */
  unsigned long flags = XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
  if (memory && X509_NAME_print_ex(memory, entity, 0, flags) >= 0) {
    int size = BIO_read(memory, text, (int)sizeof text - 1);
    text[size > 0 ? size : 0] = 0;
  }
  BIO_free(memory);
  pk_fact(facts, name, text);
}

/* The DNS names and addresses that the certificate is for, each as a fact of its own. */
static void fact_names(pk_facts *facts, X509 *certificate) {
  GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
  for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
    char text[PK_FACT_SIZE] = "";
    if (name->type == GEN_DNS) {
      int size = ASN1_STRING_length(name->d.dNSName);
      snprintf(text, sizeof text, "%.*s", size, (const char *)ASN1_STRING_get0_data(name->d.dNSName));
    } else if (name->type == GEN_IPADD) {
      int size = ASN1_STRING_length(name->d.iPAddress);
      int family = size == 4 ? AF_INET : size == 16 ? AF_INET6 : -1;
      if (family >= 0)
        inet_ntop(family, ASN1_STRING_get0_data(name->d.iPAddress), text, sizeof text);
    }
    for (char *c = text; *c; c++)
      if ((unsigned char)*c < 0x20 || *c == 0x7F)
        *c = '?';
    if (*text)
      pk_fact(facts, "names", text);
  }
  GENERAL_NAMES_free(names);
}

void pk_certificate_facts(pk_facts *facts, X509 *certificate) {
  fact_name(facts, "subject", X509_get_subject_name(certificate));
  fact_name(facts, "issuer", X509_get_issuer_name(certificate));
  fact_asn1_time(facts, "not_before", X509_get0_notBefore(certificate));
  fact_asn1_time(facts, "not_after", X509_get0_notAfter(certificate));
  fact_names(facts, certificate);
}

/* Days from 1970-01-01 in the Gregorian calendar; months from 1. */
static int64_t days_of(int64_t year, int64_t month, int64_t day) {
  static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  int64_t past = year - 1;
  int64_t days = past * 365 + past / 4 - past / 100 + past / 400 - 719162;
  return days + before[month - 1] + (leap && month > 2) + day - 1;
}

bool pk_parse_http_date(const char *text, int64_t *milliseconds) {
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  char weekday[4], month[4];
  int day, year, hour, minute, second, end = 0;
  if (sscanf(text, "%3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n", weekday, &day, month, &year, &hour,
             &minute, &second, &end) != 7 ||
      end == 0 || text[end] || strlen(month) != 3)
    return false;
  const char *found = strstr(months, month);
  if (!found || (found - months) % 3 != 0 || day < 1 || day > 31 || year < 1970 || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59 || second < 0 || second > 60)
    return false;
  int64_t days = days_of(year, (found - months) / 3 + 1, day);
  *milliseconds = ((days * 24 + hour) * 60 + minute) * 60000 + second * 1000;
  return true;
}
