/* A kiosk on a bad line: every submission goes through the outbox, whether the line is up or not.
 *
 *   holding OUTBOX-FILE KEY-FILE host:port ca.pem kiosk.pem kiosk.key SERVICE NATIONAL-ID [ATTRIBUTE=VALUE
 * ...] holding OUTBOX-FILE KEY-FILE host:port ca.pem kiosk.pem kiosk.key
 *
 * The first form holds a submission and tries to send it; the second sends what is left from before. KEY-FILE
 * has 32 random bytes (head -c 32 /dev/urandom); a real kiosk keeps them in its TPM.
 */
#include <pishkhan/outbox.h>
#include <stdio.h>
#include <string.h>

enum { MOST_VALUES = 32, PASS_MS = 10000 };

static int failed(const char *what, pishkhan_error *error) {
  char paragraph[2048];
  pishkhan_error_explain(error, NULL, paragraph, sizeof paragraph);
  fprintf(stderr, "%s: %s\n", what, paragraph);
  pishkhan_error_free(error);
  return 1;
}

static bool read_key(const char *path, uint8_t key[PISHKHAN_OUTBOX_KEY_SIZE]) {
  FILE *file = fopen(path, "rb");
  size_t size = file ? fread(key, 1, PISHKHAN_OUTBOX_KEY_SIZE, file) : 0;
  if (file)
    fclose(file);
  return size == PISHKHAN_OUTBOX_KEY_SIZE;
}

/* Holds what the words describe, and prints the slip: not a receipt. */
static int hold(pishkhan_outbox *outbox, char **words) {
  pishkhan_form_value form[MOST_VALUES];
  const char *values[MOST_VALUES];
  pishkhan_submission submission = {.size = sizeof submission, .service = words[0], .national_id = words[1]};
  submission.form = form;
  for (char **word = words + 2; *word && submission.form_count < MOST_VALUES; word++) {
    char *equals = strchr(*word, '=');
    if (!equals)
      return 2;
    *equals = 0;
    values[submission.form_count] = equals + 1;
    form[submission.form_count] = (pishkhan_form_value){*word, &values[submission.form_count], 1};
    submission.form_count++;
  }
  const pishkhan_outbox_item item = {.size = sizeof item, .submission = &submission};
  pishkhan_held_slip *slip;
  pishkhan_error *error;
  char paragraph[1024];
  if (pishkhan_outbox_hold(outbox, &item, &slip, &error) != PISHKHAN_OK)
    return failed("hold", error);
  pishkhan_held_slip_explain(slip, "en", paragraph, sizeof paragraph);
  printf("%s\n", paragraph);
  pishkhan_held_slip_free(slip);
  return 0;
}

static void print_entry(const pishkhan_outbox_entry *entry) {
  char why[2048];
  const char *code = entry->receipt ? entry->receipt->tracking_code : NULL;
  pishkhan_error_explain(entry->error, "en", why, sizeof why);
  if (code)
    printf("%s is accepted: code %.4s-%.4s-%.4s-%.4s, secret %s\n", entry->slip->number, code, code + 4,
           code + 8, code + 12, entry->receipt->secret);
  else
    printf("%s: %s\n", entry->slip->number, why);
}

/* Shows what has come to an end, and lets it go. */
static int show(pishkhan_outbox *outbox, pishkhan_outbox_state state) {
  pishkhan_outbox_entry *entry;
  pishkhan_error *error;
  while (pishkhan_outbox_next(outbox, state, NULL, &entry, &error) == PISHKHAN_OK) {
    if (!entry)
      return 0;
    print_entry(entry);
    pishkhan_status status = pishkhan_outbox_remove(outbox, entry->slip->number, &error);
    pishkhan_outbox_entry_free(entry);
    if (status != PISHKHAN_OK)
      return failed("remove", error);
  }
  return failed("next", error);
}

static int run(pishkhan_outbox *outbox, pishkhan_client *client, char **words) {
  static const pishkhan_outbox_state settled[] = {PISHKHAN_OUTBOX_ACCEPTED, PISHKHAN_OUTBOX_REFUSED,
                                                  PISHKHAN_OUTBOX_EXPIRED, PISHKHAN_OUTBOX_DAMAGED};
  pishkhan_error *error;
  int result = *words ? hold(outbox, words) : 0;
  if (result == 0 && pishkhan_outbox_send(outbox, client, PASS_MS, NULL, &error) != PISHKHAN_OK)
    result = failed("send", error);
  for (size_t i = 0; i < sizeof settled / sizeof *settled; i++)
    result |= show(outbox, settled[i]);
  return result;
}

int main(int argc, char **argv) {
  uint8_t key[PISHKHAN_OUTBOX_KEY_SIZE];
  if (argc < 7 || argc == 8 || argc > 9 + MOST_VALUES)
    return fprintf(stderr,
                   "usage: %s outbox key host:port ca cert cert-key [SERVICE ID [ATTRIBUTE=VALUE ...]]\n",
                   argv[0]),
           2;
  if (!read_key(argv[2], key))
    return fprintf(stderr, "%s: 32 bytes are needed\n", argv[2]), 1;
  const pishkhan_outbox_options kept = {.size = sizeof kept, .path = argv[1], .key = key};
  const pishkhan_options options = {.size = sizeof options,
                                    .target = argv[3],
                                    .ca_file = argv[4],
                                    .certificate_file = argv[5],
                                    .key_file = argv[6]};
  pishkhan_outbox *outbox;
  pishkhan_client *client;
  pishkhan_error *error;
  if (pishkhan_outbox_open(&kept, &outbox, &error) != PISHKHAN_OK)
    return failed("outbox", error);
  int result = 1;
  if (pishkhan_open(&options, &client, &error) == PISHKHAN_OK) {
    result = run(outbox, client, argv + 7);
    pishkhan_close(client);
  } else {
    failed("open", error);
  }
  pishkhan_outbox_close(outbox);
  return result;
}
