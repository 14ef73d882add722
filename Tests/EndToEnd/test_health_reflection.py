"""The standard services: health, and reflection, by which generic tools need no .proto file."""

import grpc
import pytest
from google.protobuf import descriptor_pool, message_factory
from grpc import StatusCode
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

import casework
from errors import expect_refusal
from server import DEADLINE_S

OURS = [f"pishkhan.v1.{name}" for name in ["Admin", "Attachments", "Catalog", "Feedback", "Offices", "Requests", "Work"]]
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
SERVICE_UNKNOWN = health_pb2.HealthCheckResponse.SERVICE_UNKNOWN


@pytest.mark.parametrize("service", ["", *OURS])
@pytest.mark.parametrize("principal", [None, casework.KIOSK])
def test_the_server_and_each_service_are_serving(counter, service, principal):
    request = health_pb2.HealthCheckRequest(service=service)
    assert counter.client(principal).health.Check(request).status == SERVING
    stream = counter.client(principal).health.Watch(request)
    assert next(stream).status == SERVING
    stream.cancel()


def test_the_health_of_an_unknown_service_is_not_found_and_a_watch_waits_for_it(counter):
    request = health_pb2.HealthCheckRequest(service="pishkhan.v1.Nothing")
    with pytest.raises(grpc.RpcError) as error:
        counter.citizen.health.Check(request)
    assert error.value.code() == StatusCode.NOT_FOUND
    stream = counter.citizen.health.Watch(request)
    assert next(stream).status == SERVICE_UNKNOWN
    stream.cancel()


def test_a_drain_is_told_to_those_who_watch_the_health(own_counter):
    filed = own_counter.submit()
    watches = [own_counter.citizen.health.Watch(health_pb2.HealthCheckRequest(service=name)) for name in ["", OURS[0]]]
    for stream in watches:
        assert next(stream).status == SERVING
    assert own_counter.server.stop() == 0
    for stream in watches:
        assert next(stream).status == NOT_SERVING
        with pytest.raises(grpc.RpcError) as error:
            next(stream)
        assert error.value.code() == StatusCode.UNAVAILABLE
    with pytest.raises(grpc.RpcError) as error:
        own_counter.details(filed)
    assert error.value.code() == StatusCode.UNAVAILABLE


class _Version(grpc.StreamStreamClientInterceptor):
    """Sends the calls of gRPC's reflection client, which knows v1alpha, to another version: the messages are the same."""

    def __init__(self, version):
        self._version = version

    def intercept_stream_stream(self, continuation, details, requests):
        method = details.method.replace(".v1alpha.", f".{self._version}.")
        return continuation(_Details(details, method), requests)


class _Details(grpc.ClientCallDetails):
    def __init__(self, details, method):
        self.method = method
        self.timeout = DEADLINE_S
        self.metadata, self.credentials = details.metadata, details.credentials
        self.wait_for_ready, self.compression = details.wait_for_ready, details.compression


@pytest.fixture(params=["v1", "v1alpha"])
def reflection(counter, request):
    return ProtoReflectionDescriptorDatabase(grpc.intercept_channel(counter.citizen.channel, _Version(request.param)))


def test_reflection_lists_every_service(reflection):
    assert sorted(reflection.get_services()) == sorted(
        [*OURS, "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
         "grpc.reflection.v1alpha.ServerReflection"])


def test_reflection_resolves_every_service_and_every_message_of_its_methods(reflection):
    pool = descriptor_pool.DescriptorPool(reflection)
    count = 0
    for name in reflection.get_services():
        for method in pool.FindServiceByName(name).methods:
            for message in [method.input_type, method.output_type]:
                assert pool.FindMessageTypeByName(message.full_name).full_name == message.full_name
                count += 1
    assert count >= 2 * 19


@pytest.mark.parametrize(
    "symbol", ["pishkhan.v1.ErrorDetail", "pishkhan.v1.Reason", "pishkhan.v1.Requests.Watch", "google.rpc.Status"])
def test_reflection_resolves_what_errors_are_made_of(reflection, symbol):
    assert reflection.FindFileContainingSymbol(symbol).name.endswith(".proto")


def test_reflection_says_so_where_there_is_no_such_symbol(reflection):
    with pytest.raises(KeyError):
        reflection.FindFileContainingSymbol("pishkhan.v1.Nothing")
    with pytest.raises(KeyError):
        reflection.FindFileByName("pishkhan/v1/nothing.proto")


def test_a_tool_without_proto_files_can_track_a_request(counter, reflection):
    filed = counter.submit()
    pool = descriptor_pool.DescriptorPool(reflection)
    method = pool.FindServiceByName("pishkhan.v1.Requests").FindMethodByName("Track")
    request = message_factory.GetMessageClass(method.input_type)(tracking_code=filed.code, secret=filed.secret)
    call = counter.citizen.channel.unary_unary(
        "/pishkhan.v1.Requests/Track", request_serializer=type(request).SerializeToString,
        response_deserializer=message_factory.GetMessageClass(method.output_type).FromString)
    answer = call(request, timeout=DEADLINE_S)
    assert (answer.tracking_code, answer.details.service) == (filed.code, "city-pothole")
    states = pool.FindEnumTypeByName("pishkhan.v1.RequestState")
    assert states.values_by_number[answer.state].name == "REQUEST_STATE_SUBMITTED"


def test_a_method_of_the_standard_services_that_is_not_there_is_unimplemented(counter):
    for path in ["/grpc.health.v1.Health/None", "/grpc.reflection.v1.ServerReflection/None"]:
        expect_refusal(StatusCode.UNIMPLEMENTED, "PROTOCOL", counter.citizen.call_bytes, path, b"")
