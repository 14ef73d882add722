/* A kiosk's first request: chooses a service, submits, shows the slip, and tracks by code and secret.
 *
 *   kiosk counter.example:7443 ca.pem kiosk.pem kiosk.key SERVICE NATIONAL-ID [ATTRIBUTE=VALUE ...]
 */
#include <pishkhan/pishkhan.h>
#include <stdio.h>
#include <string.h>

enum { MOST_VALUES = 32 };

static int failed(const char *what, pishkhan_error *error) {
  char paragraph[2048];
  pishkhan_error_explain(error, NULL, paragraph, sizeof paragraph);
  fprintf(stderr, "%s: %s\n", what, paragraph);
  pishkhan_error_free(error);
  return 1;
}

static int track(pishkhan_client *client, const char *code, const char *secret) {
  pishkhan_tracking *tracking;
  pishkhan_error *error;
  if (pishkhan_track(client, code, secret, NULL, &tracking, &error) != PISHKHAN_OK)
    return failed("track", error);
  printf("state %s, version %u, agency %s\n", pishkhan_state_name(tracking->state),
         tracking->details->version, tracking->details->agency);
  pishkhan_tracking_free(tracking);
  return 0;
}

static int submit(pishkhan_client *client, const pishkhan_submission *submission) {
  pishkhan_receipt *receipt;
  pishkhan_error *error;
  if (pishkhan_submit(client, submission, NULL, &receipt, &error) != PISHKHAN_OK)
    return failed("submit", error);
  printf("accepted: code %.4s-%.4s-%.4s-%.4s, secret %s\n", receipt->tracking_code,
         receipt->tracking_code + 4, receipt->tracking_code + 8, receipt->tracking_code + 12,
         receipt->secret);
  int result = track(client, receipt->tracking_code, receipt->secret);
  pishkhan_receipt_free(receipt);
  return result;
}

int main(int argc, char **argv) {
  pishkhan_form_value form[MOST_VALUES];
  const char *values[MOST_VALUES];
  if (argc < 7 || argc > 7 + MOST_VALUES)
    return fprintf(stderr, "usage: %s host:port ca.pem cert.pem key.pem SERVICE ID [ATTRIBUTE=VALUE ...]\n",
                   argv[0]),
           2;
  uint8_t key[PISHKHAN_KEY_SIZE];
  if (!pishkhan_make_key(key)) /* a real kiosk writes it down, with the form, before it sends */
    return 1;
  pishkhan_submission submission = {.size = sizeof submission, .service = argv[5], .national_id = argv[6]};
  submission.idempotency_key = key;
  submission.form = form;
  for (char **word = argv + 7; *word; word++) {
    char *equals = strchr(*word, '=');
    if (!equals)
      return 2;
    *equals = 0;
    values[submission.form_count] = equals + 1;
    form[submission.form_count] = (pishkhan_form_value){*word, &values[submission.form_count], 1};
    submission.form_count++;
  }
  pishkhan_options options = {.size = sizeof options, .target = argv[1], .ca_file = argv[2]};
  options.certificate_file = argv[3];
  options.key_file = argv[4];
  pishkhan_client *client;
  pishkhan_error *error;
  if (pishkhan_open(&options, &client, &error) != PISHKHAN_OK)
    return failed("open", error);
  int result = submit(client, &submission);
  pishkhan_close(client);
  return result;
}
