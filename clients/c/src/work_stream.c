/* Work as it comes: each request claimed for the caller. */
#include "config.h"
#include "resumed.h"
#include "shapes.h"

struct pishkhan_work_stream {
  pk_resumed resumed;
  pishkhan_work_query given;
};

static const pk_field work_request_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_work_query, service),
    PK_MEMBER(2, PK_TEXT, pishkhan_work_query, region),
    PK_MEMBER(3, PK_NUMBER, pishkhan_work_query, lease_seconds),
    PK_MEMBER(4, PK_NUMBER, pishkhan_work_query, in_hand),
    PK_MEMBER(5, PK_TEXT, pishkhan_work_query, on_behalf_of),
};
static PK_SHAPE(work_request, pishkhan_work_query, true, 0);
PK_PART_ALONE(work_response, pishkhan_request);
/* Each answer is a claim that was stored. */
const pk_method pk_work_stream = {"/pishkhan.v1.Work/Stream", 0, false, 1, &work_request, &work_response,
                                  &pk_request_shape,          0};

static const pk_resumed_kind kind = {&pk_work_stream, sizeof(pishkhan_work_stream),
                                     offsetof(pishkhan_work_stream, given), sizeof(pishkhan_request), NULL};

pishkhan_status pishkhan_work_open(pishkhan_client *client, const pishkhan_work_query *query,
                                   const pishkhan_call_options *options, pishkhan_work_stream **out,
                                   pishkhan_error **error) {
  pishkhan_work_query copy;
  pishkhan_status status;
  if (!pk_sized_copy(&copy, sizeof copy, query))
    return pk_refuse_argument(client, "the query's size is not set", out, error);
  pishkhan_work_stream *stream = pk_resumed_open(client, &kind, options, out, &status, error);
  if (!stream)
    return status;
  stream->given = copy;
  stream->given.size = sizeof copy;
  stream->given.service = pk_resumed_text(stream, copy.service);
  stream->given.region = pk_resumed_text(stream, copy.region);
  stream->given.on_behalf_of = pk_resumed_text(stream, copy.on_behalf_of);
  return pk_resumed_begin(&stream->resumed, out, error);
}

pishkhan_next pishkhan_work_next(pishkhan_work_stream *stream, uint32_t wait_ms, pishkhan_request **request,
                                 pishkhan_error **error) {
  return pk_resumed_next(stream ? &stream->resumed : NULL, wait_ms, request, error);
}

void pishkhan_work_close(pishkhan_work_stream *stream) { pk_resumed_close(stream ? &stream->resumed : NULL); }
