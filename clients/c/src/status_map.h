/* Which gRPC status other protocols' codes mean. */
#ifndef PK_STATUS_MAP_H
#define PK_STATUS_MAP_H

#include "failure.h"

/* A response without grpc-status. Source: gRPC's http-grpc-status-mapping document. */
pishkhan_status pk_status_of_http(int http_status);

/* A stream that the server reset. Source: gRPC's PROTOCOL-HTTP2, "Errors". */
pishkhan_status pk_status_of_reset(uint32_t http2_code);

/* The value of grpc-status; UNKNOWN where it is none that gRPC defines. */
int pk_status_of_text(const uint8_t *text, size_t size);

#endif
