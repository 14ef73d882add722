#include "shapes.h"

static const pk_field submit_request_fields[] = {
    PK_KEY(pishkhan_submission),
    PK_MEMBER(2, PK_TEXT, pishkhan_submission, service),
    PK_MEMBER(3, PK_TEXT, pishkhan_submission, national_id),
    PK_MEMBER(4, PK_TEXT, pishkhan_submission, given_name),
    PK_MEMBER(5, PK_TEXT, pishkhan_submission, family_name),
    PK_MEMBER(6, PK_TEXT, pishkhan_submission, mobile),
    PK_PART(7, PK_VALUES, pishkhan_submission, form, pk_form_value_shape),
    PK_MEMBER(8, PK_TEXT, pishkhan_submission, region),
    PK_MEMBER(9, PK_TEXT, pishkhan_submission, note),
    PK_PART(10, PK_ONE, pishkhan_submission, representation, pk_representation_shape),
    PK_MEMBER(11, PK_NUMBER, pishkhan_submission, fee_charged_rial),
    PK_MEMBER(12, PK_TEXT, pishkhan_submission, payment_reference),
    PK_MEMBER_OF(13, PK_FIXED, PISHKHAN_KEY_SIZE, pishkhan_submission, draft_id)};
static PK_SHAPE(submit_request, pishkhan_submission, true, 0);

static const pk_field submit_response_fields[] = {PK_MEMBER(2, PK_TRUTH, pishkhan_receipt, repeated_key)};
static PK_SHAPE(submit_response, pishkhan_receipt, false, 1);

const pk_method pk_submit = PK_KEYED("/pishkhan.v1.Requests/Submit", submit_request, submit_response, 1,
                                     &pk_receipt_shape, pishkhan_receipt);

pishkhan_status pishkhan_submit(pishkhan_client *client, const pishkhan_submission *submission,
                                const pishkhan_call_options *options, pishkhan_receipt **receipt,
                                pishkhan_error **error) {
  return pk_typed(client, &pk_submit, submission, options, receipt, error);
}

static const pk_field track_request_fields[] = {PK_MEMBER(1, PK_TEXT, pk_code_and_secret, tracking_code),
                                                PK_MEMBER(2, PK_TEXT, pk_code_and_secret, secret)};
static PK_SHAPE(track_request, pk_code_and_secret, false, 0);

static const pk_field track_response_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_tracking, tracking_code),
    PK_MEMBER(2, PK_NUMBER, pishkhan_tracking, state),
    PK_PART(3, PK_ONE, pishkhan_tracking, details, pk_request_shape)};
static PK_SHAPE(track_response, pishkhan_tracking, false, 0);

const pk_method pk_track = PK_READING("/pishkhan.v1.Requests/Track", track_request, track_response, 0, NULL);

pishkhan_status pishkhan_track(pishkhan_client *client, const char *tracking_code, const char *secret,
                               const pishkhan_call_options *options, pishkhan_tracking **tracking,
                               pishkhan_error **error) {
  const pk_code_and_secret given = {tracking_code, secret};
  return pk_typed(client, &pk_track, &given, options, tracking, error);
}

static const pk_field get_request_fields[] = {PK_MEMBER(1, PK_TEXT, pk_code_and_secret, tracking_code)};
static PK_SHAPE(get_request, pk_code_and_secret, false, 0);

PK_PART_ALONE(get_response, pishkhan_request);
const pk_method pk_get =
    PK_READING("/pishkhan.v1.Requests/Get", get_request, get_response, 1, &pk_request_shape);

pishkhan_status pishkhan_get(pishkhan_client *client, const char *tracking_code,
                             const pishkhan_call_options *options, pishkhan_request **request,
                             pishkhan_error **error) {
  const pk_code_and_secret given = {tracking_code, NULL};
  return pk_typed(client, &pk_get, &given, options, request, error);
}

void pishkhan_receipt_free(pishkhan_receipt *receipt) { pk_result_free(receipt); }
void pishkhan_request_free(pishkhan_request *request) { pk_result_free(request); }
void pishkhan_tracking_free(pishkhan_tracking *tracking) { pk_result_free(tracking); }
