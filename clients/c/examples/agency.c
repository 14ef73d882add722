/* An agency's back end in one page: reads its inbox; acknowledges, claims and fulfils each new request. Where
 * it fulfils, a real one lets an officer decide.
 *
 *   agency counter.example:7443 ca.pem agency.pem agency.key
 */
#include <pishkhan/pishkhan.h>
#include <stdio.h>

/* Says what went wrong and what to do; frees the error. */
static int failed(const char *what, pishkhan_error *error) {
  char paragraph[1024];
  pishkhan_error_explain(error, "en", paragraph, sizeof paragraph);
  fprintf(stderr, "%s: %s\n", what, paragraph);
  pishkhan_error_free(error);
  return 1;
}

static int done(const char *code, pishkhan_outcome *outcome, uint32_t *version) {
  *version = outcome->version; /* each act names the version that it saw */
  printf("%s: %s, version %u\n", code, pishkhan_state_name(outcome->state), outcome->version);
  pishkhan_outcome_free(outcome);
  return 0;
}

/* The library makes the idempotency key, and repeats the act after a broken line until its deadline. */
static int act(pishkhan_client *client, const char *code, pishkhan_action action, const char *note,
               uint32_t *version) {
  pishkhan_agency_act wanted = {.size = sizeof wanted, .tracking_code = code, .action = action, .note = note};
  pishkhan_outcome *outcome;
  pishkhan_error *error;
  wanted.expected_version = *version;
  if (pishkhan_act_as_agency(client, &wanted, NULL, &outcome, &error) != PISHKHAN_OK)
    return failed(pishkhan_action_name(action), error);
  return done(code, outcome, version);
}

static int claim(pishkhan_client *client, const char *code, uint32_t *version) {
  pishkhan_claim_request want = {.size = sizeof want, .tracking_code = code, .expected_version = *version};
  pishkhan_outcome *outcome;
  pishkhan_error *error;
  if (pishkhan_claim(client, &want, NULL, &outcome, &error) != PISHKHAN_OK)
    return failed("CLAIM", error);
  return done(code, outcome, version);
}

static int work(pishkhan_client *client) {
  pishkhan_state submitted = PISHKHAN_STATE_SUBMITTED;
  pishkhan_inbox_query query = {.size = sizeof query, .states = &submitted, .state_count = 1};
  pishkhan_inbox_page *page;
  pishkhan_error *error;
  if (pishkhan_inbox(client, &query, NULL, &page, &error) != PISHKHAN_OK)
    return failed("inbox", error);
  printf("%zu new request%s\n", page->item_count, page->item_count == 1 ? "" : "s");
  int result = 0;
  for (size_t i = 0; i < page->item_count && result == 0; i++) {
    const char *code = page->items[i]->tracking_code;
    uint32_t version = page->items[i]->version;
    result = act(client, code, PISHKHAN_ACTION_ACKNOWLEDGE, NULL, &version) ||
             claim(client, code, &version) ||
             act(client, code, PISHKHAN_ACTION_FULFIL, "Done; the paper is ready.", &version);
  }
  pishkhan_inbox_page_free(page);
  return result;
}

int main(int argc, char **argv) {
  if (argc != 5)
    return fprintf(stderr, "usage: %s host:port ca.pem certificate.pem key.pem\n", argv[0]), 2;
  pishkhan_options options = {.size = sizeof options, .target = argv[1], .ca_file = argv[2]};
  options.certificate_file = argv[3];
  options.key_file = argv[4];
  pishkhan_client *client;
  pishkhan_error *error;
  if (pishkhan_open(&options, &client, &error) != PISHKHAN_OK)
    return failed("open", error);
  int result = work(client);
  pishkhan_close(client);
  return result;
}
