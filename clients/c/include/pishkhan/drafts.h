/* Forms that an office has begun (the drafts of pishkhan.v1.Requests): seen by that office alone, kept for
 * 30 days, no request and no receipt. All calls need an office's certificate.
 */
#ifndef PISHKHAN_DRAFTS_H
#define PISHKHAN_DRAFTS_H

#include <pishkhan/requests.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Unchecked: a draft may be wrong. In a list without form and note. */
typedef struct pishkhan_draft {
  size_t size;
  const uint8_t *id;   /* PISHKHAN_KEY_SIZE random bytes, made by the office. Needed */
  const char *service; /* the service's code */
  const char *national_id;
  const char *given_name;
  const char *family_name;
  const char *mobile;
  const pishkhan_form_value *form;
  size_t form_count;
  const char *region;
  const char *note;
  int64_t changed_ms;    /* the server's */
  int64_t kept_until_ms; /* the server's */
} pishkhan_draft;
PISHKHAN_API void pishkhan_draft_free(pishkhan_draft *draft);

/* Stores a draft, or the draft again. `kept_until_ms` may be NULL. Repeated like pishkhan_submit: the id is
 * what makes it the same draft. */
PISHKHAN_API pishkhan_status pishkhan_put_draft(pishkhan_client *client, const pishkhan_draft *draft,
                                                const pishkhan_call_options *options, int64_t *kept_until_ms,
                                                pishkhan_error **error);

/* One draft with its form. NOT_FOUND (DRAFT_UNKNOWN) for another office's too. */
PISHKHAN_API pishkhan_status pishkhan_get_draft(pishkhan_client *client, const uint8_t id[PISHKHAN_KEY_SIZE],
                                                const pishkhan_call_options *options, pishkhan_draft **draft,
                                                pishkhan_error **error);

/* A page of drafts. */
typedef struct pishkhan_draft_page {
  const pishkhan_draft *const *drafts; /* the last changed first */
  size_t draft_count;
  const char *next_cursor; /* empty at the end */
} pishkhan_draft_page;
PISHKHAN_API void pishkhan_draft_page_free(pishkhan_draft_page *page);

/* `page_size`: at most 200; 0: 50. `cursor`: next_cursor of the page before; NULL: from the start. */
PISHKHAN_API pishkhan_status pishkhan_list_drafts(pishkhan_client *client, uint32_t page_size,
                                                  const char *cursor, const pishkhan_call_options *options,
                                                  pishkhan_draft_page **page, pishkhan_error **error);

/* NOT_FOUND (DRAFT_UNKNOWN) where there is none, also where an earlier try deleted it. */
PISHKHAN_API pishkhan_status pishkhan_delete_draft(pishkhan_client *client,
                                                   const uint8_t id[PISHKHAN_KEY_SIZE],
                                                   const pishkhan_call_options *options,
                                                   pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
