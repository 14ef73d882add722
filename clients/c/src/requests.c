#include "typed.h"

#include <string.h>

static bool translate_receipt(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  const Pishkhan__V1__SubmitResponse *response = (const void *)base;
  const Pishkhan__V1__Receipt *receipt = response->receipt;
  (void)arena;
  if (!receipt)
    return false;
  *(pishkhan_receipt *)result = (pishkhan_receipt){
      .tracking_code = receipt->tracking_code,
      .secret = receipt->secret,
      .time_ms = receipt->time_ms,
      .event_number = receipt->event_number,
      .event_hash = receipt->event_hash.data,
      .event_hash_size = receipt->event_hash.len,
      .repeated_key = response->repeated_key,
  };
  return true;
}

pishkhan_status pishkhan_submit(pishkhan_client *client, const pishkhan_submission *given,
                                const pishkhan_call_options *options, pishkhan_receipt **receipt,
                                pishkhan_error **error) {
  static const pk_method method = {"/pishkhan.v1.Requests/Submit", &pishkhan__v1__submit_response__descriptor,
                                   PK_CALL_SAFE_TO_REPEAT};
  pishkhan_submission submission;
  uint8_t key[PISHKHAN_KEY_SIZE];
  if (!given || !pk_sized_copy(&submission, sizeof submission, given) ||
      (submission.form_count && !submission.form))
    return pk_refuse_argument(client, "no submission, or its size is not set, or its form is missing",
                              receipt, error);
  if (!pk_key_for(client, submission.idempotency_key, key, error))
    return PISHKHAN_INTERNAL;
  pk_arena *scratch = pk_scratch_new(client);
  Pishkhan__V1__SubmitRequest request = PISHKHAN__V1__SUBMIT_REQUEST__INIT;
  request.idempotency_key = pk_key_field(key);
  request.service = pk_text_field(submission.service);
  request.national_id = pk_text_field(submission.national_id);
  request.given_name = pk_text_field(submission.given_name);
  request.family_name = pk_text_field(submission.family_name);
  request.mobile = pk_text_field(submission.mobile);
  request.region = pk_text_field(submission.region);
  request.note = pk_text_field(submission.note);
  request.form = pk_form_out(scratch, submission.form, submission.form_count);
  request.n_form = submission.form_count;
  pishkhan_status status = pk_typed_write(client, &method, &request.base, key, scratch, options,
                                          sizeof **receipt, translate_receipt, receipt, error);
  if (status == PISHKHAN_OK)
    memcpy((*receipt)->idempotency_key, key, sizeof key);
  return status;
}

static bool translate_tracking(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  const Pishkhan__V1__TrackResponse *response = (const void *)base;
  pishkhan_tracking *tracking = result;
  tracking->tracking_code = response->tracking_code;
  tracking->state = (pishkhan_state)response->state;
  if (!response->details)
    return true;
  pishkhan_request *details = pk_arena_new(arena, 1, sizeof *details);
  if (details)
    pk_request_in(arena, response->details, details);
  tracking->details = details;
  return true;
}

pishkhan_status pishkhan_track(pishkhan_client *client, const char *tracking_code, const char *secret,
                               const pishkhan_call_options *options, pishkhan_tracking **tracking,
                               pishkhan_error **error) {
  static const pk_method method = {"/pishkhan.v1.Requests/Track", &pishkhan__v1__track_response__descriptor,
                                   PK_CALL_STORES_NOTHING};
  Pishkhan__V1__TrackRequest request = PISHKHAN__V1__TRACK_REQUEST__INIT;
  request.tracking_code = pk_text_field(tracking_code);
  request.secret = pk_text_field(secret);
  return pk_typed(client, &method, &request.base, NULL, options, sizeof **tracking, translate_tracking,
                  tracking, error);
}

static bool translate_request(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  const Pishkhan__V1__GetResponse *response = (const void *)base;
  if (!response->request)
    return false;
  pk_request_in(arena, response->request, result);
  return true;
}

pishkhan_status pishkhan_get(pishkhan_client *client, const char *tracking_code,
                             const pishkhan_call_options *options, pishkhan_request **result,
                             pishkhan_error **error) {
  static const pk_method method = {"/pishkhan.v1.Requests/Get", &pishkhan__v1__get_response__descriptor,
                                   PK_CALL_STORES_NOTHING};
  Pishkhan__V1__GetRequest request = PISHKHAN__V1__GET_REQUEST__INIT;
  request.tracking_code = pk_text_field(tracking_code);
  return pk_typed(client, &method, &request.base, NULL, options, sizeof **result, translate_request, result,
                  error);
}

static bool translate_history(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  const Pishkhan__V1__HistoryResponse *response = (const void *)base;
  pishkhan_history_page *page = result;
  const pishkhan_event **pointers = pk_arena_new(arena, response->n_events, sizeof *pointers);
  pishkhan_event *events = pk_arena_new(arena, response->n_events, sizeof *events);
  for (size_t i = 0; pointers && events && i < response->n_events; i++) {
    pk_event_in(arena, response->events[i], &events[i]);
    pointers[i] = &events[i];
  }
  page->events = pointers;
  page->event_count = response->n_events;
  page->more = response->more;
  return true;
}

pishkhan_status pishkhan_history(pishkhan_client *client, const char *tracking_code, const char *secret,
                                 uint32_t after_event, uint32_t page_size,
                                 const pishkhan_call_options *options, pishkhan_history_page **page,
                                 pishkhan_error **error) {
  static const pk_method method = {"/pishkhan.v1.Requests/History",
                                   &pishkhan__v1__history_response__descriptor, PK_CALL_STORES_NOTHING};
  Pishkhan__V1__HistoryRequest request = PISHKHAN__V1__HISTORY_REQUEST__INIT;
  request.tracking_code = pk_text_field(tracking_code);
  request.secret = pk_text_field(secret);
  request.after_event = after_event;
  request.page_size = page_size;
  return pk_typed(client, &method, &request.base, NULL, options, sizeof **page, translate_history, page,
                  error);
}

static bool translate_act(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  const Pishkhan__V1__RequestsActResponse *response = (const void *)base;
  (void)arena;
  *(pishkhan_outcome *)result = (pishkhan_outcome){
      .version = response->version,
      .state = (pishkhan_state)response->state,
      .time_ms = response->time_ms,
      .event_hash = response->event_hash.data,
      .event_hash_size = response->event_hash.len,
      .repeated_key = response->repeated_key,
  };
  return true;
}

pishkhan_status pishkhan_act_as_citizen(pishkhan_client *client, const pishkhan_citizen_act *given,
                                        const pishkhan_call_options *options, pishkhan_outcome **outcome,
                                        pishkhan_error **error) {
  static const pk_method method = {"/pishkhan.v1.Requests/Act",
                                   &pishkhan__v1__requests_act_response__descriptor, PK_CALL_SAFE_TO_REPEAT};
  pishkhan_citizen_act act;
  uint8_t key[PISHKHAN_KEY_SIZE];
  if (!given || !pk_sized_copy(&act, sizeof act, given) || (act.answer_count && !act.answers))
    return pk_refuse_argument(client, "no act, or its size is not set, or its answers are missing", outcome,
                              error);
  if (!pk_key_for(client, act.idempotency_key, key, error))
    return PISHKHAN_INTERNAL;
  pk_arena *scratch = pk_scratch_new(client);
  Pishkhan__V1__RequestsActRequest request = PISHKHAN__V1__REQUESTS_ACT_REQUEST__INIT;
  request.idempotency_key = pk_key_field(key);
  request.tracking_code = pk_text_field(act.tracking_code);
  request.secret = pk_text_field(act.secret);
  request.expected_version = act.expected_version;
  request.action = (Pishkhan__V1__Action)act.action;
  request.note = pk_text_field(act.note);
  request.answers = pk_form_out(scratch, act.answers, act.answer_count);
  request.n_answers = act.answer_count;
  pishkhan_status status = pk_typed_write(client, &method, &request.base, key, scratch, options,
                                          sizeof **outcome, translate_act, outcome, error);
  if (status == PISHKHAN_OK)
    memcpy((*outcome)->idempotency_key, key, sizeof key);
  return status;
}

void pishkhan_receipt_free(pishkhan_receipt *receipt) { pk_result_free(receipt); }
void pishkhan_request_free(pishkhan_request *request) { pk_result_free(request); }
void pishkhan_tracking_free(pishkhan_tracking *tracking) { pk_result_free(tracking); }
void pishkhan_history_page_free(pishkhan_history_page *page) { pk_result_free(page); }
void pishkhan_outcome_free(pishkhan_outcome *outcome) { pk_result_free(outcome); }
