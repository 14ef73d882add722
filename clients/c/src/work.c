#include "shapes.h"

static const pk_field inbox_request_fields[] = {PK_MEMBER(1, PK_TEXT, pishkhan_inbox_query, service),
                                                PK_MEMBER(2, PK_NUMBERS, pishkhan_inbox_query, states),
                                                PK_MEMBER(3, PK_NUMBER, pishkhan_inbox_query, page_size),
                                                PK_MEMBER(4, PK_TEXT, pishkhan_inbox_query, cursor),
                                                PK_MEMBER(5, PK_TEXT, pishkhan_inbox_query, region),
                                                PK_MEMBER(6, PK_TEXT, pishkhan_inbox_query, assignee),
                                                PK_MEMBER(7, PK_NUMBER, pishkhan_inbox_query, due_before_ms),
                                                PK_MEMBER(8, PK_TRUTH, pishkhan_inbox_query, by_due_time),
                                                PK_MEMBER(9, PK_TRUTH, pishkhan_inbox_query, overdue)};
static PK_SHAPE(inbox_request, pishkhan_inbox_query, true, 0);

static const pk_field item_shape_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_inbox_item, tracking_code),
    PK_MEMBER(2, PK_TEXT, pishkhan_inbox_item, service),
    PK_MEMBER(3, PK_NUMBER, pishkhan_inbox_item, state),
    PK_MEMBER(4, PK_NUMBER, pishkhan_inbox_item, version),
    PK_MEMBER(5, PK_NUMBER, pishkhan_inbox_item, submitted_ms),
    PK_MEMBER(6, PK_NUMBER, pishkhan_inbox_item, changed_ms),
    PK_MEMBER(7, PK_TEXT, pishkhan_inbox_item, office),
    PK_MEMBER(8, PK_TEXT, pishkhan_inbox_item, region),
    PK_MEMBER(9, PK_TEXT, pishkhan_inbox_item, assignee),
    PK_MEMBER(10, PK_NUMBER, pishkhan_inbox_item, acknowledge_due_ms),
    PK_MEMBER(11, PK_NUMBER, pishkhan_inbox_item, decide_due_ms),
    PK_MEMBER(12, PK_NUMBER, pishkhan_inbox_item, escalation_level),
    PK_MEMBER(13, PK_TRUTH, pishkhan_inbox_item, overdue),
    PK_MEMBER(14, PK_NUMBER, pishkhan_inbox_item, appeal_level),
    PK_MEMBER(15, PK_NUMBER, pishkhan_inbox_item, lease_until_ms)};
static PK_SHAPE(item_shape, pishkhan_inbox_item, false, 0);

static const pk_field inbox_response_fields[] = {
    PK_PART(1, PK_POINTERS, pishkhan_inbox_page, items, item_shape),
    PK_MEMBER(2, PK_TEXT, pishkhan_inbox_page, next_cursor)};
static PK_SHAPE(inbox_response, pishkhan_inbox_page, false, 0);

const pk_method pk_inbox = PK_READING("/pishkhan.v1.Work/Inbox", inbox_request, inbox_response, 0, NULL);

pishkhan_status pishkhan_inbox(pishkhan_client *client, const pishkhan_inbox_query *query,
                               const pishkhan_call_options *options, pishkhan_inbox_page **page,
                               pishkhan_error **error) {
  return pk_typed(client, &pk_inbox, query, options, page, error);
}

static const pk_field claim_request_fields[] = {
    PK_KEY(pishkhan_claim_request), PK_MEMBER(2, PK_TEXT, pishkhan_claim_request, tracking_code),
    PK_MEMBER(3, PK_NUMBER, pishkhan_claim_request, expected_version),
    PK_MEMBER(4, PK_TEXT, pishkhan_claim_request, on_behalf_of),
    PK_MEMBER(5, PK_NUMBER, pishkhan_claim_request, lease_seconds)};
static PK_SHAPE(claim_request, pishkhan_claim_request, true, 0);

static const pk_field claim_response_fields[] = {
    PK_MEMBER(1, PK_NUMBER, pishkhan_outcome, version), PK_MEMBER(2, PK_NUMBER, pishkhan_outcome, state),
    PK_MEMBER(3, PK_NUMBER, pishkhan_outcome, time_ms), PK_MEMBER(4, PK_BYTES, pishkhan_outcome, event_hash),
    PK_MEMBER(5, PK_TRUTH, pishkhan_outcome, repeated_key)};
static PK_SHAPE(claim_response, pishkhan_outcome, false, 0);

const pk_method pk_claim =
    PK_KEYED("/pishkhan.v1.Work/Claim", claim_request, claim_response, 0, NULL, pishkhan_outcome);

pishkhan_status pishkhan_claim(pishkhan_client *client, const pishkhan_claim_request *claim,
                               const pishkhan_call_options *options, pishkhan_outcome **outcome,
                               pishkhan_error **error) {
  return pk_typed(client, &pk_claim, claim, options, outcome, error);
}

static const pk_field act_request_fields[] = {
    PK_KEY(pishkhan_agency_act),
    PK_MEMBER(2, PK_TEXT, pishkhan_agency_act, tracking_code),
    PK_MEMBER(3, PK_NUMBER, pishkhan_agency_act, expected_version),
    PK_MEMBER(4, PK_NUMBER, pishkhan_agency_act, action),
    PK_MEMBER(5, PK_TEXT, pishkhan_agency_act, reason),
    PK_MEMBER(6, PK_TEXT, pishkhan_agency_act, note),
    PK_PART(7, PK_VALUES, pishkhan_agency_act, questions, pk_question_shape),
    PK_MEMBER(8, PK_TEXT, pishkhan_agency_act, on_behalf_of),
    PK_MEMBER(9, PK_TEXT, pishkhan_agency_act, assignee),
    PK_MEMBER(10, PK_TEXT, pishkhan_agency_act, service),
    PK_MEMBER(11, PK_TEXT, pishkhan_agency_act, other_body),
    PK_MEMBER(12, PK_TEXT, pishkhan_agency_act, linked_code),
    PK_MEMBER(13, PK_TEXT, pishkhan_agency_act, collected_by),
    PK_MEMBER(14, PK_TEXTS, pishkhan_agency_act, attachments)};
static PK_SHAPE(act_request, pishkhan_agency_act, true, 0);

static const pk_field act_response_fields[] = {
    PK_MEMBER(1, PK_NUMBER, pishkhan_outcome, version), PK_MEMBER(2, PK_NUMBER, pishkhan_outcome, state),
    PK_MEMBER(3, PK_NUMBER, pishkhan_outcome, time_ms), PK_MEMBER(4, PK_BYTES, pishkhan_outcome, event_hash),
    PK_MEMBER(5, PK_TRUTH, pishkhan_outcome, repeated_key)};
static PK_SHAPE(act_response, pishkhan_outcome, false, 0);

const pk_method pk_agency_act =
    PK_KEYED("/pishkhan.v1.Work/Act", act_request, act_response, 0, NULL, pishkhan_outcome);

pishkhan_status pishkhan_act_as_agency(pishkhan_client *client, const pishkhan_agency_act *act,
                                       const pishkhan_call_options *options, pishkhan_outcome **outcome,
                                       pishkhan_error **error) {
  return pk_typed(client, &pk_agency_act, act, options, outcome, error);
}

static const pk_field release_request_fields[] = {
    PK_KEY(pishkhan_release_request), PK_MEMBER(2, PK_TEXT, pishkhan_release_request, tracking_code),
    PK_MEMBER(3, PK_NUMBER, pishkhan_release_request, expected_version),
    PK_MEMBER(4, PK_TEXT, pishkhan_release_request, note)};
static PK_SHAPE(release_request, pishkhan_release_request, true, 0);

static const pk_field release_response_fields[] = {
    PK_MEMBER(1, PK_NUMBER, pishkhan_outcome, version), PK_MEMBER(2, PK_NUMBER, pishkhan_outcome, state),
    PK_MEMBER(3, PK_NUMBER, pishkhan_outcome, time_ms), PK_MEMBER(4, PK_BYTES, pishkhan_outcome, event_hash),
    PK_MEMBER(5, PK_TRUTH, pishkhan_outcome, repeated_key)};
static PK_SHAPE(release_response, pishkhan_outcome, false, 0);

const pk_method pk_release_claim =
    PK_KEYED("/pishkhan.v1.Work/Release", release_request, release_response, 0, NULL, pishkhan_outcome);

pishkhan_status pishkhan_release(pishkhan_client *client, const pishkhan_release_request *release,
                                 const pishkhan_call_options *options, pishkhan_outcome **outcome,
                                 pishkhan_error **error) {
  return pk_typed(client, &pk_release_claim, release, options, outcome, error);
}

typedef struct renewal {
  const char *tracking_code;
  uint32_t lease_seconds;
} renewal;

typedef struct renewed {
  int64_t lease_until_ms;
} renewed;

static const pk_field renew_request_fields[] = {PK_MEMBER(1, PK_TEXT, renewal, tracking_code),
                                                PK_MEMBER(2, PK_NUMBER, renewal, lease_seconds)};
static PK_SHAPE(renew_request, renewal, false, 0);

static const pk_field renew_response_fields[] = {PK_MEMBER(1, PK_NUMBER, renewed, lease_until_ms)};
static PK_SHAPE(renew_response, renewed, false, 0);

/* Not keyed: a repeat only sets the lease's end again. */
const pk_method pk_renew = {
    "/pishkhan.v1.Work/Renew", PK_CALL_SAFE_TO_REPEAT, false, 0, &renew_request, &renew_response, NULL, 0};

pishkhan_status pishkhan_renew(pishkhan_client *client, const char *tracking_code, uint32_t lease_seconds,
                               const pishkhan_call_options *options, int64_t *lease_until_ms,
                               pishkhan_error **error) {
  const renewal given = {tracking_code, lease_seconds};
  renewed *result = NULL;
  pishkhan_status status = pk_typed(client, &pk_renew, &given, options, &result, error);
  if (lease_until_ms)
    *lease_until_ms = result ? result->lease_until_ms : 0;
  pk_result_free(result);
  return status;
}

void pishkhan_inbox_page_free(pishkhan_inbox_page *page) { pk_result_free(page); }
