/* Files that belong to a request (pishkhan.v1.Attachments): upload that survives a bad line, and download.
 *
 * An office or kiosk uploads before or after it submits; an agency, and a citizen with code and secret, to a
 * request that is there. A file is read by who may read its request, and by who uploaded it.
 */
#ifndef PISHKHAN_ATTACHMENTS_H
#define PISHKHAN_ATTACHMENTS_H

#include <pishkhan/requests.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reads at most `capacity` bytes of a file from `offset`; returns how many, 0 at the end, -1 where it fails.
 * It may be asked for any offset again. Must not call the client. */
typedef int64_t (*pishkhan_read)(void *context, uint64_t offset, uint8_t *buffer, size_t capacity);

/* A pishkhan_read whose context is an `int *`: the descriptor of a file that can be read at any offset
 * (pread). */
PISHKHAN_API int64_t pishkhan_read_descriptor(void *context, uint64_t offset, uint8_t *buffer,
                                              size_t capacity);

/* Takes `size` bytes of a file, which begin at `offset`: each byte once and in order. False: they cannot be
 * written; the download ends. Must not call the client. */
typedef bool (*pishkhan_write)(void *context, uint64_t offset, const uint8_t *bytes, size_t size);

/* How far it came, in bytes of the whole file. False: end it, with CANCELLED. Must not call the client. */
typedef bool (*pishkhan_transfer)(void *context, uint64_t done, uint64_t total);

/* A file to be sent, and what gives its bytes. */
typedef struct pishkhan_upload {
  size_t size;
  const uint8_t
      *upload_id;            /* PISHKHAN_KEY_SIZE random bytes. NULL: the library makes them; then no other
                                call  can resume the upload, but for the id in the error (pishkhan_error_key) */
  const char *service;       /* before a submission: the service's code */
  const char *tracking_code; /* afterwards: the request's */
  const char *secret;        /* of the citizen; NULL with a certificate whose scope holds the request */
  const char *attribute;     /* the FILE attribute that it answers; NULL: a file to be added with ATTACH */
  const char *name;          /* as the sender calls it; at most 255 bytes */
  pishkhan_read read;        /* needed */
  void *read_context;
  uint64_t file_size;    /* bytes; with `sha256` alone */
  const uint8_t *sha256; /* PISHKHAN_HASH_SIZE bytes, of the file; NULL: the library reads it through first
                            for both */
  pishkhan_transfer progress; /* NULL: not told */
  void *progress_context;
} pishkhan_upload;

/* A stored file, and what was done to it. */
typedef struct pishkhan_uploaded {
  const pishkhan_attachment *attachment; /* its id goes into the form, into an answer, or into ATTACH */
  bool metadata_removed; /* position and other marks were taken out of a picture: size and hash are of what is
                            kept */
  uint8_t upload_id[PISHKHAN_KEY_SIZE];
} pishkhan_uploaded;
PISHKHAN_API void pishkhan_uploaded_free(pishkhan_uploaded *uploaded);

/* Sends a file; the answer comes only after all of it is on the server's disk and its hash fits. With an
 * `upload_id` that the server knows it goes on where the server is; a broken line is mended in the same way
 * until the deadline (default: none, but at most write_deadline_ms without a byte gained). The same id and
 * content give the same answer.
 *
 * INVALID_ARGUMENT: ATTACHMENT_REFUSED (type, size, content), ARGUMENT_INVALID (`read` fails). */
PISHKHAN_API pishkhan_status pishkhan_upload_file(pishkhan_client *client, const pishkhan_upload *upload,
                                                  const pishkhan_call_options *options,
                                                  pishkhan_uploaded **uploaded, pishkhan_error **error);

/* How far an upload has come. */
typedef struct pishkhan_upload_state {
  uint64_t offset;                       /* bytes that are on the server's disk */
  const pishkhan_attachment *attachment; /* once it is whole; else NULL */
} pishkhan_upload_state;
PISHKHAN_API void pishkhan_upload_state_free(pishkhan_upload_state *state);

/* How far an upload came. `tracking_code` and `secret` as in the upload. NOT_FOUND (ATTACHMENT_UNKNOWN): no
 * byte of it is there. */
PISHKHAN_API pishkhan_status pishkhan_get_upload(pishkhan_client *client,
                                                 const uint8_t upload_id[PISHKHAN_KEY_SIZE],
                                                 const char *tracking_code, const char *secret,
                                                 const pishkhan_call_options *options,
                                                 pishkhan_upload_state **state, pishkhan_error **error);

/* Which file is wanted, and what takes its bytes. */
typedef struct pishkhan_download {
  size_t size;
  const char *id;            /* the attachment's */
  const char *tracking_code; /* the request that it belongs to; NULL for an own upload */
  const char *secret;        /* or a certificate whose scope holds the request */
  uint64_t offset;           /* bytes that an earlier download left */
  pishkhan_read read; /* with `offset`: reads what was left, so that the whole is checked; NULL: then the
                         caller checks its SHA-256 */
  void *read_context;
  pishkhan_write write; /* needed */
  void *write_context;
  pishkhan_transfer progress; /* NULL: not told */
  void *progress_context;
} pishkhan_download;

/* A file that has come whole. */
typedef struct pishkhan_downloaded {
  const pishkhan_attachment *attachment;
  bool verified; /* its SHA-256 was compared */
} pishkhan_downloaded;
PISHKHAN_API void pishkhan_downloaded_free(pishkhan_downloaded *downloaded);

/* Reads a file, and goes on after a broken line until the deadline (default: none, but at most deadline_ms
 * without a byte gained). DATA_LOSS (RESPONSE_INVALID): what came does not have the file's SHA-256. */
PISHKHAN_API pishkhan_status pishkhan_download_file(pishkhan_client *client,
                                                    const pishkhan_download *download,
                                                    const pishkhan_call_options *options,
                                                    pishkhan_downloaded **downloaded, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
