#include "shapes.h"

static const pk_field act_request_fields[] = {
    PK_KEY(pishkhan_citizen_act),
    PK_MEMBER(2, PK_TEXT, pishkhan_citizen_act, tracking_code),
    PK_MEMBER(3, PK_TEXT, pishkhan_citizen_act, secret),
    PK_MEMBER(4, PK_NUMBER, pishkhan_citizen_act, expected_version),
    PK_MEMBER(5, PK_NUMBER, pishkhan_citizen_act, action),
    PK_PART(6, PK_VALUES, pishkhan_citizen_act, answers, pk_form_value_shape),
    PK_MEMBER(7, PK_TEXT, pishkhan_citizen_act, note),
    PK_MEMBER(8, PK_TEXT, pishkhan_citizen_act, reason),
    PK_MEMBER(9, PK_TEXTS, pishkhan_citizen_act, attachments)};
static PK_SHAPE(act_request, pishkhan_citizen_act, true, 0);

static const pk_field act_response_fields[] = {
    PK_MEMBER(1, PK_NUMBER, pishkhan_outcome, version), PK_MEMBER(2, PK_NUMBER, pishkhan_outcome, state),
    PK_MEMBER(3, PK_NUMBER, pishkhan_outcome, time_ms), PK_MEMBER(4, PK_BYTES, pishkhan_outcome, event_hash),
    PK_MEMBER(5, PK_TRUTH, pishkhan_outcome, repeated_key)};
static PK_SHAPE(act_response, pishkhan_outcome, false, 0);

const pk_method pk_citizen_act =
    PK_KEYED("/pishkhan.v1.Requests/Act", act_request, act_response, 0, NULL, pishkhan_outcome);

pishkhan_status pishkhan_act_as_citizen(pishkhan_client *client, const pishkhan_citizen_act *act,
                                        const pishkhan_call_options *options, pishkhan_outcome **outcome,
                                        pishkhan_error **error) {
  return pk_typed(client, &pk_citizen_act, act, options, outcome, error);
}

static const pk_field secret_request_fields[] = {
    PK_KEY(pishkhan_secret_replacement), PK_MEMBER(2, PK_TEXT, pishkhan_secret_replacement, tracking_code),
    PK_MEMBER(3, PK_TEXT, pishkhan_secret_replacement, secret)};
static PK_SHAPE(secret_request, pishkhan_secret_replacement, true, 0);

static const pk_field secret_response_fields[] = {PK_MEMBER(1, PK_TEXT, pishkhan_new_secret, secret),
                                                  PK_MEMBER(2, PK_TRUTH, pishkhan_new_secret, repeated_key)};
static PK_SHAPE(secret_response, pishkhan_new_secret, false, 0);

const pk_method pk_replace_secret = PK_KEYED("/pishkhan.v1.Requests/ReplaceSecret", secret_request,
                                             secret_response, 0, NULL, pishkhan_new_secret);

pishkhan_status pishkhan_replace_secret(pishkhan_client *client,
                                        const pishkhan_secret_replacement *replacement,
                                        const pishkhan_call_options *options, pishkhan_new_secret **secret,
                                        pishkhan_error **error) {
  return pk_typed(client, &pk_replace_secret, replacement, options, secret, error);
}

static const pk_field complain_request_fields[] = {
    PK_KEY(pishkhan_complaint), PK_MEMBER(2, PK_TEXT, pishkhan_complaint, tracking_code),
    PK_MEMBER(3, PK_TEXT, pishkhan_complaint, secret), PK_MEMBER(4, PK_NUMBER, pishkhan_complaint, subject),
    PK_MEMBER(5, PK_TEXT, pishkhan_complaint, text)};
static PK_SHAPE(complain_request, pishkhan_complaint, true, 0);

static const pk_field complain_response_fields[] = {PK_MEMBER(2, PK_TRUTH, pishkhan_receipt, repeated_key)};
static PK_SHAPE(complain_response, pishkhan_receipt, false, 1);

const pk_method pk_complain = PK_KEYED("/pishkhan.v1.Requests/Complain", complain_request, complain_response,
                                       1, &pk_receipt_shape, pishkhan_receipt);

pishkhan_status pishkhan_complain(pishkhan_client *client, const pishkhan_complaint *complaint,
                                  const pishkhan_call_options *options, pishkhan_receipt **receipt,
                                  pishkhan_error **error) {
  return pk_typed(client, &pk_complain, complaint, options, receipt, error);
}

void pishkhan_outcome_free(pishkhan_outcome *outcome) { pk_result_free(outcome); }
void pishkhan_new_secret_free(pishkhan_new_secret *secret) { pk_result_free(secret); }
