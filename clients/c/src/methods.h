/* Every method that the library has a function of its own for; a test holds them against the .proto files. */
#ifndef PK_METHODS_H
#define PK_METHODS_H

#include "typed.h"

extern const pk_method pk_list_agencies, pk_list_services, pk_get_service, pk_put_agency, pk_put_service,
    pk_publish_service, pk_retire_service, pk_get_calendar, pk_put_calendar;
extern const pk_method pk_get_office, pk_find_offices, pk_put_office, pk_grant_delegation, pk_set_delegation,
    pk_list_delegations;
extern const pk_method pk_who_am_i, pk_list_principals, pk_add_principal, pk_add_key, pk_remove_key,
    pk_set_principal_status;
PK_SHARED extern const pk_method pk_submit;
extern const pk_method pk_track, pk_get, pk_history, pk_watch, pk_citizen_act, pk_replace_secret, pk_complain,
    pk_put_draft, pk_get_draft, pk_list_drafts, pk_delete_draft;
extern const pk_method pk_inbox, pk_claim, pk_agency_act, pk_renew, pk_release_claim, pk_work_stream;
extern const pk_method pk_get_survey, pk_submit_feedback;
extern const pk_method pk_upload, pk_get_upload, pk_download;

#endif
