/* `interop-client PORT CA CASE [blind]`: libpishkhan against a server of grpc.testing.TestService; 0: the
 * case passed. A blind server does not see whether a message came compressed. Source: gRPC's public
 * interop-test-descriptions and negative-http2-test-descriptions. */
#include "cases.h"

#include <stdio.h>
#include <string.h>

static const struct {
  const char *name;
  interop_case *run;
} cases[] = {
    {"empty_unary", empty_unary},
    {"large_unary", large_unary},
    {"client_streaming", client_streaming},
    {"server_streaming", server_streaming},
    {"ping_pong", ping_pong},
    {"empty_stream", empty_stream},
    {"custom_metadata", custom_metadata},
    {"status_code_and_message", status_code_and_message},
    {"special_status_message", special_status_message},
    {"unimplemented_method", unimplemented_method},
    {"unimplemented_service", unimplemented_service},
    {"cancel_after_begin", cancel_after_begin},
    {"cancel_after_first_response", cancel_after_first_response},
    {"timeout_on_sleeping_server", timeout_on_sleeping_server},
    {"client_compressed_unary", client_compressed_unary},
    {"server_compressed_unary", server_compressed_unary},
    {"client_compressed_streaming", client_compressed_streaming},
    {"server_compressed_streaming", server_compressed_streaming},
    {"slow_consumer", slow_consumer},
    {"rpc_soak", rpc_soak},
    {"parallel_large_unary", parallel_large_unary},
    /* against the servers that misbehave */
    {"goaway", goaway},
    {"rst_after_header", reset_by_server},
    {"rst_during_data", reset_by_server},
    {"rst_after_data", reset_by_server},
    {"ping", large_unary},
    {"max_streams", max_streams},
    {"data_frame_padding", large_unary},
    {"no_df_padding_sanity_test", large_unary},
};

int main(int count, char **arguments) {
  server_sees_compression = count == 4;
  if (count != 4 && (count != 5 || strcmp(arguments[4], "blind") != 0))
    fail("usage: interop-client PORT CA CASE [blind]");
  char target[32];
  snprintf(target, sizeof target, "localhost:%.8s", arguments[1]);
  if (strcmp(arguments[3], "channel_soak") == 0) {
    channel_soak(target, arguments[2]);
    return 0;
  }
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    if (strcmp(cases[i].name, arguments[3]) != 0)
      continue;
    pishkhan_client *client = open_client(target, arguments[2]);
    cases[i].run(client);
    pishkhan_close(client);
    return 0;
  }
  fail("no case is called \"%s\"", arguments[3]);
}
