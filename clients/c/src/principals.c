#include "shapes.h"

static const pk_field principal_shape_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_principal, name),
    PK_MEMBER(2, PK_NUMBER, pishkhan_principal, role),
    PK_MEMBER(3, PK_TEXT, pishkhan_principal, agency),
    PK_MEMBER(4, PK_TEXT, pishkhan_principal, office),
    PK_MEMBER(5, PK_NUMBER, pishkhan_principal, status),
    PK_MEMBER(6, PK_NUMBER, pishkhan_principal, level),
    PK_MEMBER_OF(7, PK_FIXEDS, PISHKHAN_HASH_SIZE, pishkhan_principal, keys)};
static PK_SHAPE(principal_shape, pishkhan_principal, true, 0);

/* A request without fields. */
static const pk_shape who_am_i_request = {1, false, 0, 0, NULL};
PK_PART_ALONE(who_am_i_response, pishkhan_principal);
const pk_method pk_who_am_i =
    PK_READING("/pishkhan.v1.Admin/WhoAmI", who_am_i_request, who_am_i_response, 1, &principal_shape);

pishkhan_status pishkhan_who_am_i(pishkhan_client *client, const pishkhan_call_options *options,
                                  pishkhan_principal **principal, pishkhan_error **error) {
  return pk_typed(client, &pk_who_am_i, NULL, options, principal, error);
}

static const pk_field list_principals_request_fields[] = {
    PK_MEMBER(1, PK_NUMBER, pishkhan_principal_query, role),
    PK_MEMBER(2, PK_TEXT, pishkhan_principal_query, agency),
    PK_MEMBER(3, PK_TEXT, pishkhan_principal_query, office),
    PK_MEMBER(4, PK_NUMBER, pishkhan_principal_query, page_size),
    PK_MEMBER(5, PK_TEXT, pishkhan_principal_query, page_token)};
static PK_SHAPE(list_principals_request, pishkhan_principal_query, true, 0);

static const pk_field list_principals_response_fields[] = {
    PK_PART(1, PK_POINTERS, pishkhan_principal_page, principals, principal_shape),
    PK_MEMBER(2, PK_TEXT, pishkhan_principal_page, next_page_token)};
static PK_SHAPE(list_principals_response, pishkhan_principal_page, false, 0);

const pk_method pk_list_principals = PK_READING("/pishkhan.v1.Admin/ListPrincipals", list_principals_request,
                                                list_principals_response, 0, NULL);

pishkhan_status pishkhan_list_principals(pishkhan_client *client, const pishkhan_principal_query *query,
                                         const pishkhan_call_options *options, pishkhan_principal_page **page,
                                         pishkhan_error **error) {
  return pk_typed(client, &pk_list_principals, query, options, page, error);
}

static const pk_field add_principal_request_fields[] = {
    PK_KEY(pishkhan_principal_addition),
    PK_PART(2, PK_ONE, pishkhan_principal_addition, principal, principal_shape)};
static PK_SHAPE(add_principal_request, pishkhan_principal_addition, true, 0);

PK_CHANGE_SHAPE(add_principal_response);
const pk_method pk_add_principal = PK_KEYED("/pishkhan.v1.Admin/AddPrincipal", add_principal_request,
                                            add_principal_response, 0, NULL, pishkhan_change);

pishkhan_status pishkhan_add_principal(pishkhan_client *client, const pishkhan_principal_addition *addition,
                                       const pishkhan_call_options *options, pishkhan_change **change,
                                       pishkhan_error **error) {
  return pk_typed(client, &pk_add_principal, addition, options, change, error);
}

static const pk_field add_key_request_fields[] = {
    PK_KEY(pishkhan_key_change), PK_MEMBER(2, PK_TEXT, pishkhan_key_change, name),
    PK_MEMBER_OF(3, PK_FIXED, PISHKHAN_HASH_SIZE, pishkhan_key_change, key)};
static PK_SHAPE(add_key_request, pishkhan_key_change, true, 0);

PK_CHANGE_SHAPE(add_key_response);
const pk_method pk_add_key =
    PK_KEYED("/pishkhan.v1.Admin/AddKey", add_key_request, add_key_response, 0, NULL, pishkhan_change);

pishkhan_status pishkhan_add_key(pishkhan_client *client, const pishkhan_key_change *addition,
                                 const pishkhan_call_options *options, pishkhan_change **change,
                                 pishkhan_error **error) {
  return pk_typed(client, &pk_add_key, addition, options, change, error);
}

static const pk_field remove_key_request_fields[] = {
    PK_KEY(pishkhan_key_change), PK_MEMBER(2, PK_TEXT, pishkhan_key_change, name),
    PK_MEMBER_OF(3, PK_FIXED, PISHKHAN_HASH_SIZE, pishkhan_key_change, key)};
static PK_SHAPE(remove_key_request, pishkhan_key_change, true, 0);

PK_CHANGE_SHAPE(remove_key_response);
const pk_method pk_remove_key = PK_KEYED("/pishkhan.v1.Admin/RemoveKey", remove_key_request,
                                         remove_key_response, 0, NULL, pishkhan_change);

pishkhan_status pishkhan_remove_key(pishkhan_client *client, const pishkhan_key_change *removal,
                                    const pishkhan_call_options *options, pishkhan_change **change,
                                    pishkhan_error **error) {
  return pk_typed(client, &pk_remove_key, removal, options, change, error);
}

static const pk_field set_principal_status_request_fields[] = {
    PK_KEY(pishkhan_principal_status_change), PK_MEMBER(2, PK_TEXT, pishkhan_principal_status_change, name),
    PK_MEMBER(3, PK_NUMBER, pishkhan_principal_status_change, status),
    PK_MEMBER(4, PK_TEXT, pishkhan_principal_status_change, reason)};
static PK_SHAPE(set_principal_status_request, pishkhan_principal_status_change, true, 0);

PK_CHANGE_SHAPE(set_principal_status_response);
const pk_method pk_set_principal_status =
    PK_KEYED("/pishkhan.v1.Admin/SetPrincipalStatus", set_principal_status_request,
             set_principal_status_response, 0, NULL, pishkhan_change);

pishkhan_status pishkhan_set_principal_status(pishkhan_client *client,
                                              const pishkhan_principal_status_change *status,
                                              const pishkhan_call_options *options, pishkhan_change **change,
                                              pishkhan_error **error) {
  return pk_typed(client, &pk_set_principal_status, status, options, change, error);
}

void pishkhan_principal_free(pishkhan_principal *principal) { pk_result_free(principal); }
void pishkhan_principal_page_free(pishkhan_principal_page *page) { pk_result_free(page); }
