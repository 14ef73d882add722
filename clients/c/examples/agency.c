/* An agency's back end in one page: reads its inbox, acknowledges and claims each new request, and fulfils
 * the first.
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

/* One act. The library makes the idempotency key, and repeats the act after a broken line until its deadline.
 */
static int act(pishkhan_client *client, const pishkhan_agency_act *wanted, uint32_t *version) {
  pishkhan_outcome *outcome = NULL;
  pishkhan_error *error = NULL;
  if (pishkhan_act_as_agency(client, wanted, NULL, &outcome, &error) != PISHKHAN_OK)
    return failed(pishkhan_action_name(wanted->action), error);
  *version = outcome->version;
  printf("%s: %s, version %u\n", wanted->tracking_code, pishkhan_state_name(outcome->state),
         outcome->version);
  pishkhan_outcome_free(outcome);
  return 0;
}

static int take(pishkhan_client *client, const char *code, uint32_t *version) {
  pishkhan_claim_request claim = {.size = sizeof claim,
                                  .tracking_code = code,
                                  .expected_version = *version,
                                  .on_behalf_of = "officer 12"};
  pishkhan_outcome *outcome = NULL;
  pishkhan_error *error = NULL;
  if (pishkhan_claim(client, &claim, NULL, &outcome, &error) != PISHKHAN_OK)
    return failed("CLAIM", error);
  *version = outcome->version;
  printf("%s: %s, version %u\n", code, pishkhan_state_name(outcome->state), outcome->version);
  pishkhan_outcome_free(outcome);
  return 0;
}

static int work(pishkhan_client *client) {
  pishkhan_state new_ones = PISHKHAN_STATE_SUBMITTED;
  pishkhan_inbox_query query = {.size = sizeof query, .states = &new_ones, .state_count = 1};
  pishkhan_inbox_page *page = NULL;
  pishkhan_error *error = NULL;
  if (pishkhan_inbox(client, &query, NULL, &page, &error) != PISHKHAN_OK)
    return failed("inbox", error);
  printf("%zu new requests\n", page->item_count);
  int result = 0;
  for (size_t i = 0; i < page->item_count && result == 0; i++) {
    const pishkhan_inbox_item *item = page->items[i];
    uint32_t version = item->version; /* each act names the version that it saw */
    pishkhan_agency_act wanted = {.size = sizeof wanted, .tracking_code = item->tracking_code};
    wanted.action = PISHKHAN_ACTION_ACKNOWLEDGE;
    wanted.expected_version = version;
    result = act(client, &wanted, &version) || take(client, item->tracking_code, &version);
    if (result == 0 && i == 0) {
      wanted.action = PISHKHAN_ACTION_FULFIL;
      wanted.expected_version = version;
      wanted.note = "Done; the paper is ready.";
      result = act(client, &wanted, &version);
    }
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
  pishkhan_client *client = NULL;
  pishkhan_error *error = NULL;
  if (pishkhan_open(&options, &client, &error) != PISHKHAN_OK)
    return failed("open", error);
  int result = work(client);
  pishkhan_close(client);
  return result;
}
