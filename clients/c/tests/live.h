/* What the live tests share: the servers that live.py started, clients to them, and how errors are checked.
 */
#ifndef LIVE_H
#define LIVE_H

#include "check.h"

#include <pishkhan/pishkhan.h>
#include <stdlib.h>

static const char CODE[] = "1234567890123456";
static char folder[512];
static const char *public_target, *mutual_target, *expired_target, *cut_target, *http1_target, *closed_target,
    *silent_target, *strict_target, *sweep_target;
static int sweep_count;

static inline const char *file(const char *name) {
  static char paths[8][600];
  static unsigned next;
  char *path = paths[next++ % 8];
  snprintf(path, sizeof paths[0], "%.500s/%s", folder, name);
  return path;
}

static inline pishkhan_client *open_to(const char *target, const char *identity) {
  pishkhan_options options = {
      .size = sizeof options, .target = target, .ca_file = file("ca.pem"), .language = "fa"};
  char certificate[64], key[64];
  pishkhan_client *client;
  pishkhan_error *error;
  if (identity) {
    snprintf(certificate, sizeof certificate, "%s.pem", identity);
    snprintf(key, sizeof key, "%s.key", identity);
    options.certificate_file = file(certificate);
    options.key_file = file(key);
  }
  CHECK_NUMBER(pishkhan_open(&options, &client, &error), PISHKHAN_OK);
  CHECK(error == NULL);
  return client;
}

/* Checks an error and frees it. */
static inline void check_error(pishkhan_error *error, pishkhan_status status, pishkhan_reason reason,
                               pishkhan_at at, pishkhan_durable durable) {
  char paragraph[2048];
  CHECK_TEXT(pishkhan_status_name(pishkhan_error_status(error)), pishkhan_status_name(status));
  CHECK_TEXT(pishkhan_reason_name(pishkhan_error_reason(error)), pishkhan_reason_name(reason));
  CHECK_TEXT(pishkhan_at_name(pishkhan_error_at(error)), pishkhan_at_name(at));
  CHECK_TEXT(pishkhan_durable_name(pishkhan_error_durable(error)), pishkhan_durable_name(durable));
  pishkhan_error_explain(error, "en", paragraph, sizeof paragraph);
  printf("     %s\n", paragraph);
  pishkhan_error_explain(error, "fa", paragraph, sizeof paragraph);
  printf("     %s\n", paragraph);
  pishkhan_error_free(error);
}

/* The folder of certificates, how often the sweeping target cuts, and the targets. */
static inline bool read_arguments(int argc, char **argv) {
  const char **targets[] = {&public_target, &mutual_target, &expired_target, &cut_target,  &http1_target,
                            &closed_target, &silent_target, &strict_target,  &sweep_target};
  if (argc != 12)
    return false;
  snprintf(folder, sizeof folder, "%s", argv[1]);
  sweep_count = atoi(argv[2]);
  for (int i = 0; i < 9; i++)
    *targets[i] = argv[i + 3];
  return true;
}

#endif
