"""gRPC's own Python server of grpc.testing.TestService. Prints its port; lives until its standard input ends.

    grpcio_server.py CERTIFICATE KEY
"""

import sys
import time
from concurrent import futures

import grpc

from interop_stubs import test_pb2 as messages
from interop_stubs import test_pb2_grpc


def echo_metadata(context):
    sent = dict(context.invocation_metadata())
    if "x-grpc-test-echo-initial" in sent:
        context.send_initial_metadata([("x-grpc-test-echo-initial", sent["x-grpc-test-echo-initial"])])
    if "x-grpc-test-echo-trailing-bin" in sent:
        key = "x-grpc-test-echo-trailing-bin"
        context.set_trailing_metadata([(key, sent[key])])


def fail_if_asked(request, context):
    if request.HasField("response_status") and request.response_status.code:
        codes = {code.value[0]: code for code in grpc.StatusCode}
        context.abort(codes[request.response_status.code], request.response_status.message)


class TestService(test_pb2_grpc.TestServiceServicer):
    """UnimplementedCall stays as the generated class has it."""

    def EmptyCall(self, request, context):
        return messages.Empty()

    def UnaryCall(self, request, context):
        echo_metadata(context)
        fail_if_asked(request, context)
        if request.HasField("response_compressed"):
            context.set_compression(grpc.Compression.Gzip)
            if not request.response_compressed.value:
                context.disable_next_message_compression()
        return messages.SimpleResponse(payload=messages.Payload(body=bytes(request.response_size)))

    def StreamingInputCall(self, requests, context):
        total = sum(len(request.payload.body) for request in requests)
        return messages.StreamingInputCallResponse(aggregated_payload_size=total)

    def StreamingOutputCall(self, request, context):
        yield from self._responses(request, context)

    def FullDuplexCall(self, requests, context):
        echo_metadata(context)
        for request in requests:
            fail_if_asked(request, context)
            yield from self._responses(request, context)

    @staticmethod
    def _responses(request, context):
        if any(parameters.HasField("compressed") for parameters in request.response_parameters):
            context.set_compression(grpc.Compression.Gzip)
        for parameters in request.response_parameters:
            if parameters.interval_us:
                time.sleep(parameters.interval_us / 1e6)
            if parameters.HasField("compressed") and not parameters.compressed.value:
                context.disable_next_message_compression()
            yield messages.StreamingOutputCallResponse(payload=messages.Payload(body=bytes(parameters.size)))


def main():
    certificate, key = (open(path, "rb").read() for path in sys.argv[1:])
    server = grpc.server(futures.ThreadPoolExecutor(16))
    test_pb2_grpc.add_TestServiceServicer_to_server(TestService(), server)
    port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(key, certificate)]))
    server.start()
    print(f"port={port}", flush=True)
    sys.stdin.read()
    server.stop(0)


if __name__ == "__main__":
    main()
