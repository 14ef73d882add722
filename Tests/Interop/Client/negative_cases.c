#include "cases.h"

/* The server says goodbye after the first answer: the second call finds a new line. */
void goaway(pishkhan_client *client) {
  large_unary(client);
  large_unary(client);
}

/* Reset with NO_ERROR in place of trailers: gRPC's PROTOCOL-HTTP2 maps that to INTERNAL, whatever came
 * before. */
void reset_by_server(pishkhan_client *client) {
  pishkhan_bytes *response;
  pishkhan_error *error;
  packed request = pack_simple(LARGE_RESPONSE, LARGE_REQUEST, NULL);
  expect_error(call_unary(client, TEST_SERVICE "UnaryCall", request, NULL, &response, &error),
               PISHKHAN_INTERNAL, &error, NULL, "UnaryCall");
}
