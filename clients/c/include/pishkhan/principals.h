/* Who may use the counter (pishkhan.v1.Admin). All calls need an operator's certificate, but
 * pishkhan_who_am_i.
 */
#ifndef PISHKHAN_PRINCIPALS_H
#define PISHKHAN_PRINCIPALS_H

#include <pishkhan/directory.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whether a principal may use the counter. */
typedef enum pishkhan_principal_status {
  PISHKHAN_PRINCIPAL_UNSPECIFIED = 0,
  PISHKHAN_PRINCIPAL_ACTIVE = 1,
  PISHKHAN_PRINCIPAL_SUSPENDED = 2,
  PISHKHAN_PRINCIPAL_REVOKED = 3
} pishkhan_principal_status;

/* Stable name ("ACTIVE"), and a text for people. Constants. */
PISHKHAN_API const char *pishkhan_principal_status_name(pishkhan_principal_status status);
PISHKHAN_API const char *pishkhan_principal_status_text(pishkhan_principal_status status,
                                                        const char *language);

/* Who holds a certificate: what it stands for, and its keys. Goes both ways. */
typedef struct pishkhan_principal {
  size_t size;
  const char *name; /* a-z, 0-9, - and ., at most 64 bytes */
  pishkhan_role role;
  const char *agency; /* of an AGENCY */
  const char *office; /* of an OFFICE or KIOSK */
  pishkhan_principal_status status;
  uint32_t level;             /* of an AGENCY: 0 officer, 1 supervisor (assigns, hears appeals), 2 head */
  const uint8_t *const *keys; /* each PISHKHAN_HASH_SIZE bytes: SHA-256 of the SubjectPublicKeyInfo of one of
                                 its certificates */
  size_t key_count;
} pishkhan_principal;
PISHKHAN_API void pishkhan_principal_free(pishkhan_principal *principal);

/* The hash by which a principal's key is named: of the first certificate, or else public key, in a PEM file.
 * INVALID_ARGUMENT: FILE_UNREADABLE. */
PISHKHAN_API pishkhan_status pishkhan_read_key_hash(const char *path, uint8_t hash[PISHKHAN_HASH_SIZE],
                                                    pishkhan_error **error);

/* The caller's own row: any certificate. */
PISHKHAN_API pishkhan_status pishkhan_who_am_i(pishkhan_client *client, const pishkhan_call_options *options,
                                               pishkhan_principal **principal, pishkhan_error **error);

/* A page of principals. */
typedef struct pishkhan_principal_page {
  const pishkhan_principal *const *principals;
  size_t principal_count;
  const char *next_page_token; /* empty at the end */
} pishkhan_principal_page;
PISHKHAN_API void pishkhan_principal_page_free(pishkhan_principal_page *page);

/* Which principals are asked for. */
typedef struct pishkhan_principal_query {
  size_t size;
  pishkhan_role role; /* UNSPECIFIED: all */
  const char *agency;
  const char *office;
  uint32_t page_size;     /* at most 500; 0: 100 */
  const char *page_token; /* next_page_token of the page before; NULL: from the start */
} pishkhan_principal_query;

/* In the order of their names, a page at a time. `query` NULL: all defaults. */
PISHKHAN_API pishkhan_status pishkhan_list_principals(pishkhan_client *client,
                                                      const pishkhan_principal_query *query,
                                                      const pishkhan_call_options *options,
                                                      pishkhan_principal_page **page, pishkhan_error **error);

/* A principal to be added. */
typedef struct pishkhan_principal_addition {
  size_t size;
  const uint8_t *idempotency_key;      /* NULL: the library makes one */
  const pishkhan_principal *principal; /* with exactly one key; it becomes ACTIVE */
} pishkhan_principal_addition;

/* Adds a principal with its first key. */
PISHKHAN_API pishkhan_status pishkhan_add_principal(pishkhan_client *client,
                                                    const pishkhan_principal_addition *addition,
                                                    const pishkhan_call_options *options,
                                                    pishkhan_change **change, pishkhan_error **error);

/* A key to be added to a principal, or taken from it. */
typedef struct pishkhan_key_change {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *name;               /* the principal's */
  const uint8_t *key;             /* PISHKHAN_HASH_SIZE bytes */
} pishkhan_key_change;

/* Adds a key, for a certificate that takes over from the one before. */
PISHKHAN_API pishkhan_status pishkhan_add_key(pishkhan_client *client, const pishkhan_key_change *addition,
                                              const pishkhan_call_options *options, pishkhan_change **change,
                                              pishkhan_error **error);

/* From then on the key's certificate is a stranger's. */
PISHKHAN_API pishkhan_status pishkhan_remove_key(pishkhan_client *client, const pishkhan_key_change *removal,
                                                 const pishkhan_call_options *options,
                                                 pishkhan_change **change, pishkhan_error **error);

/* What becomes of a principal. */
typedef struct pishkhan_principal_status_change {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *name;
  pishkhan_principal_status status;
  const char *reason; /* for the log of changes; at most 2,048 bytes */
} pishkhan_principal_status_change;

/* ACTIVE, SUSPENDED or REVOKED. Holds within a second, for open streams too. REVOKED is for ever. */
PISHKHAN_API pishkhan_status pishkhan_set_principal_status(pishkhan_client *client,
                                                           const pishkhan_principal_status_change *status,
                                                           const pishkhan_call_options *options,
                                                           pishkhan_change **change, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
