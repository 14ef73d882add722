"""The interoperability cases by name, with the seconds that each may take: a peer may wait for ever.

Source: gRPC's public interop-test-descriptions; slow_consumer and parallel_large_unary are this project's own.
"""

CASES = {
    "empty_unary": 10,
    "large_unary": 10,
    "client_streaming": 10,
    "server_streaming": 10,
    "ping_pong": 10,
    "empty_stream": 10,
    "custom_metadata": 10,
    "status_code_and_message": 10,
    "special_status_message": 10,
    "unimplemented_method": 10,
    "unimplemented_service": 10,
    "cancel_after_begin": 10,
    "cancel_after_first_response": 10,
    "timeout_on_sleeping_server": 10,
    "client_compressed_unary": 10,
    "server_compressed_unary": 10,
    "client_compressed_streaming": 10,
    "server_compressed_streaming": 10,
    "slow_consumer": 20,
    "rpc_soak": 30,
    "channel_soak": 30,
    "parallel_large_unary": 60,
}

# What a misbehaving server does to our client, and the same seconds.
NEGATIVE_CASES = {
    "goaway": 10,
    "rst_after_header": 10,
    "rst_during_data": 10,
    "rst_after_data": 10,
    "ping": 10,
    "max_streams": 10,
    "data_frame_padding": 10,
    "no_df_padding_sanity_test": 10,
}
