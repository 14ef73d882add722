/* The cases, each against a server of its own kind; a case that returns has passed. */
#ifndef INTEROP_CASES_H
#define INTEROP_CASES_H

#include "calls.h"

typedef void interop_case(pishkhan_client *client);

/* unary_cases.c */
interop_case empty_unary, custom_metadata, status_code_and_message, special_status_message,
    unimplemented_method, unimplemented_service;

/* stream_cases.c */
interop_case client_streaming, server_streaming, ping_pong, empty_stream, cancel_after_begin,
    cancel_after_first_response, timeout_on_sleeping_server, slow_consumer;

/* compression_cases.c */
interop_case client_compressed_unary, server_compressed_unary, client_compressed_streaming,
    server_compressed_streaming;

/* load_cases.c */
interop_case rpc_soak, parallel_large_unary;
void channel_soak(const char *target, const char *ca_file);

/* negative_cases.c */
interop_case goaway, reset_by_server, max_streams;

#endif
