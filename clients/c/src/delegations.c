#include "shapes.h"

static const pk_field delegation_shape_fields[] = {PK_MEMBER(1, PK_NUMBER, pishkhan_delegation, number),
                                                   PK_MEMBER(2, PK_TEXT, pishkhan_delegation, service),
                                                   PK_MEMBER(3, PK_TEXT, pishkhan_delegation, office),
                                                   PK_MEMBER(4, PK_TEXT, pishkhan_delegation, region),
                                                   PK_MEMBER(5, PK_NUMBER, pishkhan_delegation, from_ms),
                                                   PK_MEMBER(6, PK_NUMBER, pishkhan_delegation, until_ms),
                                                   PK_MEMBER(7, PK_NUMBER, pishkhan_delegation, daily_cap),
                                                   PK_MEMBER(8, PK_NUMBER, pishkhan_delegation, status),
                                                   PK_MEMBER(9, PK_TEXT, pishkhan_delegation, agency),
                                                   PK_MEMBER(10, PK_TEXT, pishkhan_delegation, reason)};
static PK_SHAPE(delegation_shape, pishkhan_delegation, true, 0);

static const pk_field list_delegations_request_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_delegation_query, office),
    PK_MEMBER(2, PK_TEXT, pishkhan_delegation_query, service),
    PK_MEMBER(3, PK_NUMBER, pishkhan_delegation_query, page_size),
    PK_MEMBER(4, PK_TEXT, pishkhan_delegation_query, page_token)};
static PK_SHAPE(list_delegations_request, pishkhan_delegation_query, true, 0);

static const pk_field list_delegations_response_fields[] = {
    PK_PART(1, PK_POINTERS, pishkhan_delegation_page, delegations, delegation_shape),
    PK_MEMBER(2, PK_TEXT, pishkhan_delegation_page, next_page_token)};
static PK_SHAPE(list_delegations_response, pishkhan_delegation_page, false, 0);

const pk_method pk_list_delegations = PK_READING(
    "/pishkhan.v1.Offices/ListDelegations", list_delegations_request, list_delegations_response, 0, NULL);

pishkhan_status pishkhan_list_delegations(pishkhan_client *client, const pishkhan_delegation_query *query,
                                          const pishkhan_call_options *options,
                                          pishkhan_delegation_page **page, pishkhan_error **error) {
  return pk_typed(client, &pk_list_delegations, query, options, page, error);
}

static const pk_field grant_delegation_request_fields[] = {
    PK_KEY(pishkhan_delegation_grant),
    PK_PART(2, PK_ONE, pishkhan_delegation_grant, delegation, delegation_shape)};
static PK_SHAPE(grant_delegation_request, pishkhan_delegation_grant, true, 0);

PK_NUMBERED_CHANGE_SHAPE(grant_delegation_response);
const pk_method pk_grant_delegation =
    PK_KEYED("/pishkhan.v1.Offices/GrantDelegation", grant_delegation_request, grant_delegation_response, 0,
             NULL, pishkhan_change);

pishkhan_status pishkhan_grant_delegation(pishkhan_client *client, const pishkhan_delegation_grant *grant,
                                          const pishkhan_call_options *options, pishkhan_change **change,
                                          pishkhan_error **error) {
  return pk_typed(client, &pk_grant_delegation, grant, options, change, error);
}

static const pk_field set_delegation_request_fields[] = {
    PK_KEY(pishkhan_delegation_change), PK_MEMBER(2, PK_NUMBER, pishkhan_delegation_change, number),
    PK_MEMBER(3, PK_NUMBER, pishkhan_delegation_change, status),
    PK_MEMBER(4, PK_TEXT, pishkhan_delegation_change, reason)};
static PK_SHAPE(set_delegation_request, pishkhan_delegation_change, true, 0);

PK_CHANGE_SHAPE(set_delegation_response);
const pk_method pk_set_delegation = PK_KEYED("/pishkhan.v1.Offices/SetDelegation", set_delegation_request,
                                             set_delegation_response, 0, NULL, pishkhan_change);

pishkhan_status pishkhan_set_delegation(pishkhan_client *client, const pishkhan_delegation_change *status,
                                        const pishkhan_call_options *options, pishkhan_change **change,
                                        pishkhan_error **error) {
  return pk_typed(client, &pk_set_delegation, status, options, change, error);
}

void pishkhan_delegation_page_free(pishkhan_delegation_page *page) { pk_result_free(page); }
