"""gRPC's own Python client: runs one case against a server of grpc.testing.TestService.

    grpcio_client.py PORT CA CASE
"""

import os
import queue
import sys
import time

import grpc

from interop_stubs import test_pb2 as messages
from interop_stubs import test_pb2_grpc

LARGE_REQUEST, LARGE_RESPONSE = 271828, 314159
REQUEST_SIZES = [27182, 8, 1828, 45904]
RESPONSE_SIZES = [31415, 9, 2653, 58979]
SPECIAL_MESSAGE = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
ECHO_METADATA = [
    ("x-grpc-test-echo-initial", "test_initial_metadata_value"),
    ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab"),
]


def payload(size):
    return messages.Payload(body=bytes(size))


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def expect_code(call, code):
    """The error that a call or an iteration ends with."""
    try:
        call()
    except grpc.RpcError as error:
        expect(error.code() is code, f"{error.code()} in place of {code}: {error.details()}")
        return error
    raise AssertionError(f"no error in place of {code}")


def large_unary(stub, **keywords):
    request = messages.SimpleRequest(response_size=LARGE_RESPONSE, payload=payload(LARGE_REQUEST))
    response = stub.UnaryCall(request, **keywords)
    expect(response.payload.body == bytes(LARGE_RESPONSE), "the response's payload is another one")


def streamed(size, **fields):
    parameters = [messages.ResponseParameters(size=size)]
    return messages.StreamingOutputCallRequest(response_parameters=parameters, **fields)


class Requests:
    """Requests that are sent when the caller says so."""

    def __init__(self):
        self._gate = queue.Queue()

    def send(self, request):
        self._gate.put(request)

    def finish(self):
        self._gate.put(None)

    def __iter__(self):
        return iter(self._gate.get, None)


def empty_unary(stub, _):
    expect(stub.EmptyCall(messages.Empty()) == messages.Empty(), "not empty")


def large_unary_case(stub, _):
    large_unary(stub)


def client_streaming(stub, _):
    requests = (messages.StreamingInputCallRequest(payload=payload(size)) for size in REQUEST_SIZES)
    total = stub.StreamingInputCall(requests).aggregated_payload_size
    expect(total == sum(REQUEST_SIZES), f"{total} bytes counted")


def server_streaming(stub, _):
    parameters = [messages.ResponseParameters(size=size) for size in RESPONSE_SIZES]
    request = messages.StreamingOutputCallRequest(response_parameters=parameters)
    sizes = [len(response.payload.body) for response in stub.StreamingOutputCall(request)]
    expect(sizes == RESPONSE_SIZES, f"sizes {sizes}")


def ping_pong(stub, _):
    requests = Requests()
    call = stub.FullDuplexCall(iter(requests))
    for request_size, response_size in zip(REQUEST_SIZES, RESPONSE_SIZES):
        requests.send(streamed(response_size, payload=payload(request_size)))
        expect(len(next(call).payload.body) == response_size, "another size")
    requests.finish()
    expect(next(call, None) is None, "one response too many")


def empty_stream(stub, _):
    expect(list(stub.FullDuplexCall(iter(()))) == [], "a response to no request")


def custom_metadata(stub, _):
    request = messages.SimpleRequest(response_size=LARGE_RESPONSE, payload=payload(LARGE_REQUEST))
    _, unary = stub.UnaryCall.with_call(request, metadata=ECHO_METADATA)
    requests = Requests()
    duplex = stub.FullDuplexCall(iter(requests), metadata=ECHO_METADATA)
    requests.send(streamed(LARGE_RESPONSE, payload=payload(LARGE_REQUEST)))
    next(duplex)
    requests.finish()
    expect(next(duplex, None) is None, "one response too many")
    for call in [unary, duplex]:
        expect(ECHO_METADATA[0] in list(call.initial_metadata()), "the header did not come back")
        expect(ECHO_METADATA[1] in list(call.trailing_metadata()), "the trailer did not come back")


def status_code_and_message(stub, _):
    status = messages.EchoStatus(code=2, message="test status message")
    error = expect_code(
        lambda: stub.UnaryCall(messages.SimpleRequest(response_status=status)), grpc.StatusCode.UNKNOWN)
    expect(error.details() == status.message, error.details())
    request = messages.StreamingOutputCallRequest(response_status=status)
    error = expect_code(lambda: list(stub.FullDuplexCall(iter([request]))), grpc.StatusCode.UNKNOWN)
    expect(error.details() == status.message, error.details())


def special_status_message(stub, _):
    request = messages.SimpleRequest(response_status=messages.EchoStatus(code=2, message=SPECIAL_MESSAGE))
    error = expect_code(lambda: stub.UnaryCall(request), grpc.StatusCode.UNKNOWN)
    expect(error.details() == SPECIAL_MESSAGE, repr(error.details()))


def unimplemented_method(stub, _):
    expect_code(lambda: stub.UnimplementedCall(messages.Empty()), grpc.StatusCode.UNIMPLEMENTED)


def unimplemented_service(_, channel):
    stub = test_pb2_grpc.UnimplementedServiceStub(channel)
    expect_code(lambda: stub.UnimplementedCall(messages.Empty()), grpc.StatusCode.UNIMPLEMENTED)


def cancel_after_begin(stub, _):
    requests = Requests()
    call = stub.StreamingInputCall.future(iter(requests))
    call.cancel()
    requests.finish()
    expect(call.cancelled() and call.code() is grpc.StatusCode.CANCELLED, str(call.code()))


def cancel_after_first_response(stub, _):
    requests = Requests()
    call = stub.FullDuplexCall(iter(requests))
    requests.send(streamed(RESPONSE_SIZES[0], payload=payload(REQUEST_SIZES[0])))
    expect(len(next(call).payload.body) == RESPONSE_SIZES[0], "another size")
    call.cancel()
    requests.finish()
    expect_code(lambda: next(call), grpc.StatusCode.CANCELLED)


def timeout_on_sleeping_server(stub, _):
    requests = Requests()
    call = stub.FullDuplexCall(iter(requests), timeout=0.001)
    requests.send(messages.StreamingOutputCallRequest(payload=payload(REQUEST_SIZES[0])))
    expect_code(lambda: next(call), grpc.StatusCode.DEADLINE_EXCEEDED)
    requests.finish()


def client_compressed_unary(stub, _):
    """A message of zeros is compressed where the call says so: the server compares with what is announced."""
    def call(announced, compression):
        request = messages.SimpleRequest(
            expect_compressed=messages.BoolValue(value=announced), response_size=LARGE_RESPONSE,
            payload=payload(LARGE_REQUEST))
        expect(len(stub.UnaryCall(request, compression=compression).payload.body) == LARGE_RESPONSE, "size")
    expect_code(lambda: call(True, grpc.Compression.NoCompression), grpc.StatusCode.INVALID_ARGUMENT)
    call(True, grpc.Compression.Gzip)
    call(False, grpc.Compression.NoCompression)


def server_compressed_unary(stub, _):
    for compressed in [True, False]:
        request = messages.SimpleRequest(
            response_compressed=messages.BoolValue(value=compressed), response_size=LARGE_RESPONSE,
            payload=payload(LARGE_REQUEST))
        expect(stub.UnaryCall(request).payload.body == bytes(LARGE_RESPONSE), "another payload")


def client_compressed_streaming(stub, _):
    def request(announced, body):
        return messages.StreamingInputCallRequest(
            expect_compressed=messages.BoolValue(value=announced), payload=messages.Payload(body=body))
    expect_code(
        lambda: stub.StreamingInputCall(iter([request(True, bytes(27182))])), grpc.StatusCode.INVALID_ARGUMENT)
    # gRPC's core sends a message as it is where gzip would make it longer: so does one call carry both kinds.
    requests = [request(True, bytes(27182)), request(False, os.urandom(45904))]
    total = stub.StreamingInputCall(iter(requests), compression=grpc.Compression.Gzip).aggregated_payload_size
    expect(total == 73086, f"{total} bytes counted")


def server_compressed_streaming(stub, _):
    sizes = {31415: True, 92653: False}
    parameters = [
        messages.ResponseParameters(size=size, compressed=messages.BoolValue(value=compressed))
        for size, compressed in sizes.items()]
    request = messages.StreamingOutputCallRequest(response_parameters=parameters)
    bodies = [response.payload.body for response in stub.StreamingOutputCall(request)]
    expect(bodies == [bytes(size) for size in sizes], "other payloads")


def slow_consumer(stub, _):
    """16 MiB from a server that is much faster than its reader."""
    parameters = [messages.ResponseParameters(size=65536)] * 256
    request = messages.StreamingOutputCallRequest(response_parameters=parameters)
    count = 0
    for response in stub.StreamingOutputCall(request):
        time.sleep(0.002)  # the slowness is the case
        expect(len(response.payload.body) == 65536, "another size")
        count += 1
    expect(count == 256, f"{count} responses")


def rpc_soak(stub, _):
    for _ in range(200):
        large_unary(stub)


def parallel_large_unary(stub, _):
    request = messages.SimpleRequest(response_size=LARGE_RESPONSE, payload=payload(LARGE_REQUEST))
    calls = [stub.UnaryCall.future(request) for _ in range(1000)]
    for call in calls:
        expect(len(call.result().payload.body) == LARGE_RESPONSE, "another size")


def main():
    port, ca, name = sys.argv[1:]
    with open(ca, "rb") as file:
        credentials = grpc.ssl_channel_credentials(file.read())

    def connect():
        options = [("grpc.use_local_subchannel_pool", 1)]  # a new channel is a new connection
        return grpc.secure_channel(f"localhost:{port}", credentials, options)

    if name == "channel_soak":
        for _ in range(50):
            with connect() as channel:
                large_unary(test_pb2_grpc.TestServiceStub(channel))
        return
    case = globals()[{"large_unary": "large_unary_case"}.get(name, name)]
    with connect() as channel:
        case(test_pb2_grpc.TestServiceStub(channel), channel)


if __name__ == "__main__":
    main()
