#include "typed.h"

#include <string.h>

static bool translate_inbox(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  const Pishkhan__V1__InboxResponse *response = (const void *)base;
  pishkhan_inbox_page *page = result;
  const pishkhan_inbox_item **pointers = pk_arena_new(arena, response->n_items, sizeof *pointers);
  pishkhan_inbox_item *items = pk_arena_new(arena, response->n_items, sizeof *items);
  for (size_t i = 0; pointers && items && i < response->n_items; i++) {
    const Pishkhan__V1__InboxItem *given = response->items[i];
    items[i] = (pishkhan_inbox_item){
        .tracking_code = given->tracking_code,
        .service = given->service,
        .state = (pishkhan_state)given->state,
        .version = given->version,
        .submitted_ms = given->submitted_ms,
        .changed_ms = given->changed_ms,
        .office = given->office,
        .region = given->region,
        .assignee = given->assignee,
    };
    pointers[i] = &items[i];
  }
  page->items = pointers;
  page->item_count = response->n_items;
  page->next_cursor = response->next_cursor;
  return true;
}

pishkhan_status pishkhan_inbox(pishkhan_client *client, const pishkhan_inbox_query *given,
                               const pishkhan_call_options *options, pishkhan_inbox_page **page,
                               pishkhan_error **error) {
  static const pk_method method = {"/pishkhan.v1.Work/Inbox", &pishkhan__v1__inbox_response__descriptor,
                                   PK_CALL_STORES_NOTHING};
  pishkhan_inbox_query query;
  Pishkhan__V1__RequestState states[16];
  if (!pk_sized_copy(&query, sizeof query, given) || (query.state_count && !query.states) ||
      query.state_count > sizeof states / sizeof *states)
    return pk_refuse_argument(client, "the query's size is not set, or its states are missing or too many",
                              page, error);
  Pishkhan__V1__InboxRequest request = PISHKHAN__V1__INBOX_REQUEST__INIT;
  for (size_t i = 0; i < query.state_count; i++)
    states[i] = (Pishkhan__V1__RequestState)query.states[i];
  request.service = pk_text_field(query.service);
  request.states = states;
  request.n_states = query.state_count;
  request.page_size = query.page_size;
  request.cursor = pk_text_field(query.cursor);
  return pk_typed(client, &method, &request.base, NULL, options, sizeof **page, translate_inbox, page, error);
}

static bool translate_claim(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  const Pishkhan__V1__ClaimResponse *response = (const void *)base;
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

pishkhan_status pishkhan_claim(pishkhan_client *client, const pishkhan_claim_request *given,
                               const pishkhan_call_options *options, pishkhan_outcome **outcome,
                               pishkhan_error **error) {
  static const pk_method method = {"/pishkhan.v1.Work/Claim", &pishkhan__v1__claim_response__descriptor,
                                   PK_CALL_SAFE_TO_REPEAT};
  pishkhan_claim_request claim;
  uint8_t key[PISHKHAN_KEY_SIZE];
  if (!given || !pk_sized_copy(&claim, sizeof claim, given))
    return pk_refuse_argument(client, "no claim, or its size is not set", outcome, error);
  if (!pk_key_for(client, claim.idempotency_key, key, error))
    return PISHKHAN_INTERNAL;
  Pishkhan__V1__ClaimRequest request = PISHKHAN__V1__CLAIM_REQUEST__INIT;
  request.idempotency_key = pk_key_field(key);
  request.tracking_code = pk_text_field(claim.tracking_code);
  request.expected_version = claim.expected_version;
  request.on_behalf_of = pk_text_field(claim.on_behalf_of);
  pishkhan_status status = pk_typed(client, &method, &request.base, key, options, sizeof **outcome,
                                    translate_claim, outcome, error);
  if (status == PISHKHAN_OK)
    memcpy((*outcome)->idempotency_key, key, sizeof key);
  return status;
}

static bool translate_act(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  const Pishkhan__V1__WorkActResponse *response = (const void *)base;
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

pishkhan_status pishkhan_act_as_agency(pishkhan_client *client, const pishkhan_agency_act *given,
                                       const pishkhan_call_options *options, pishkhan_outcome **outcome,
                                       pishkhan_error **error) {
  static const pk_method method = {"/pishkhan.v1.Work/Act", &pishkhan__v1__work_act_response__descriptor,
                                   PK_CALL_SAFE_TO_REPEAT};
  pishkhan_agency_act act;
  uint8_t key[PISHKHAN_KEY_SIZE];
  if (!given || !pk_sized_copy(&act, sizeof act, given) || (act.question_count && !act.questions))
    return pk_refuse_argument(client, "no act, or its size is not set, or its questions are missing", outcome,
                              error);
  if (!pk_key_for(client, act.idempotency_key, key, error))
    return PISHKHAN_INTERNAL;
  pk_arena *scratch = pk_scratch_new(client);
  Pishkhan__V1__WorkActRequest request = PISHKHAN__V1__WORK_ACT_REQUEST__INIT;
  request.idempotency_key = pk_key_field(key);
  request.tracking_code = pk_text_field(act.tracking_code);
  request.expected_version = act.expected_version;
  request.action = (Pishkhan__V1__Action)act.action;
  request.reason = pk_text_field(act.reason);
  request.note = pk_text_field(act.note);
  request.questions = pk_questions_out(scratch, act.questions, act.question_count);
  request.n_questions = act.question_count;
  request.on_behalf_of = pk_text_field(act.on_behalf_of);
  pishkhan_status status = pk_typed_write(client, &method, &request.base, key, scratch, options,
                                          sizeof **outcome, translate_act, outcome, error);
  if (status == PISHKHAN_OK)
    memcpy((*outcome)->idempotency_key, key, sizeof key);
  return status;
}

void pishkhan_inbox_page_free(pishkhan_inbox_page *page) { pk_result_free(page); }
