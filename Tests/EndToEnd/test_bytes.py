"""Bytes that no stub would send: each gets an error that says what is wrong, and the server goes on."""

import random

import grpc
import pytest
from grpc import StatusCode

import casework
import citizens
import messages as pb
from errors import attempt, expect_fields, expect_refusal, read_refusal

SUBMIT = "/pishkhan.v1.Requests/Submit"
TRACK = "/pishkhan.v1.Requests/Track"
METHODS = [
    f"/pishkhan.v1.{service.name}/{method.name}"
    for service in [pb.DESCRIPTOR.pool.FindServiceByName(f"pishkhan.v1.{name}")
                    for name in ["Catalog", "Offices", "Requests", "Work", "Feedback"]]
    for method in service.methods if not method.server_streaming
]


def field(number, value):
    """A length-delimited field."""
    return varint(number << 3 | 2) + varint(len(value)) + value


def varint(value):
    encoded = b""
    while value > 0x7F:
        encoded += bytes([value & 0x7F | 0x80])
        value >>= 7
    return encoded + bytes([value])


@pytest.mark.parametrize("value", [b"\xff\xfe", b"00762\x0029645", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80"])
@pytest.mark.parametrize(
    "path, wrap",
    [
        ("national_id", lambda value: field(3, value)),
        ("note", lambda value: field(9, value)),
        ("form.attribute", lambda value: field(7, field(1, value))),
        ("form.values", lambda value: field(7, field(1, b"details") + field(2, b"fine") + field(2, value))),
    ],
    ids=lambda value: value if isinstance(value, str) else None)
def test_text_that_is_no_text_is_refused_by_name(counter, path, wrap, value):
    whole = citizens.submission("city-pothole").SerializeToString()
    expect_fields([(path, "encoding")], counter.office.call_bytes, SUBMIT, whole + wrap(value))


@pytest.mark.parametrize(
    "garbage",
    [b"\xff" * 10, b"\x0a", b"\x0a\x05abc", b"\x00", b"\x0b", b"\x0f\x01", field(1, b"k")[:-1]],
    ids=["endless varint", "no length", "cut short", "field 0", "group", "wire type 7", "one byte short"])
def test_bytes_that_are_no_message_are_refused(counter, garbage):
    for path in [SUBMIT, TRACK]:
        expect_refusal(StatusCode.INTERNAL, "MESSAGE_MALFORMED", counter.office.call_bytes, path, garbage)


def test_random_bytes_never_end_the_server(counter):
    chance = random.Random(7)
    whole = citizens.submission("tci-fault").SerializeToString()
    for caller in [counter.office, counter.agency(), counter.citizen]:
        for path in METHODS:
            for _ in range(20):
                changed = bytearray(whole[:chance.randrange(len(whole))])
                for _ in range(chance.randrange(4)):
                    if changed:
                        changed[chance.randrange(len(changed))] = chance.randrange(256)
                attempt(caller.call_bytes, path, bytes(changed))
    counter.submit()


def test_an_empty_message_is_a_message_without_fields(counter):
    refusal = expect_refusal(
        StatusCode.INVALID_ARGUMENT, "FIELD_INVALID", counter.office.call_bytes, SUBMIT, b"")
    assert refusal.fields == [
        ("idempotency_key", "required"), ("service", "required"), ("national_id", "required")]


def test_fields_of_a_later_version_are_passed_over(counter):
    request = citizens.submission("city-pothole")
    later = request.SerializeToString() + field(500, b"later") + varint(501 << 3) + varint(7)
    answer = pb.SubmitResponse.FromString(counter.office.call_bytes(SUBMIT, later))
    citizens.personal(answer.receipt.secret)
    assert counter.details(casework.Filed(request, answer.receipt)).form == request.form


def test_fields_in_another_order_are_the_same_content(counter):
    request = citizens.submission("city-pothole", form=[])
    form = citizens.form_values(citizens.FORMS["city-pothole"])
    backwards = b"".join(field(7, value.SerializeToString()) for value in form) + request.SerializeToString()
    answer = pb.SubmitResponse.FromString(counter.office.call_bytes(SUBMIT, backwards))
    citizens.personal(answer.receipt.secret)
    request.form.extend(form)
    assert counter.office.requests.Submit(request) == pb.SubmitResponse(receipt=answer.receipt, repeated_key=True)


def test_a_message_over_the_limit_is_refused_and_the_connection_lives(counter):
    request = citizens.submission("city-pothole").SerializeToString()
    for size in [(4 << 20) + 1, 16 << 20]:
        padding = size - len(request)
        refusal = expect_refusal(
            StatusCode.RESOURCE_EXHAUSTED, "PROTOCOL", counter.office.call_bytes, SUBMIT,
            request + field(500, b"x" * padding))
        assert refusal.at == "CLIENT"
    answer = pb.SubmitResponse.FromString(
        counter.office.call_bytes(SUBMIT, request + field(500, b"x" * ((4 << 20) - len(request) - 10))))
    citizens.personal(answer.receipt.secret)


def test_a_message_that_would_swell_is_refused(counter):
    # Two bytes each on the wire, tens of bytes each in memory.
    swelling = field(7, b"") * (1 << 20)
    expect_refusal(StatusCode.RESOURCE_EXHAUSTED, "OVERLOADED", counter.office.call_bytes, SUBMIT, swelling)
    counter.submit()


def test_a_compressed_message_is_taken(counter):
    request = citizens.submission("post-postalcode")
    response = counter.office.requests.Submit(request, compression=grpc.Compression.Gzip)
    citizens.personal(response.receipt.secret)
    filed = casework.Filed(request, response.receipt)
    assert counter.details(filed).form == request.form


@pytest.mark.parametrize(
    "path", ["/pishkhan.v1.Requests/Erase", "/pishkhan.v1.Nothing/Track", "/pishkhan.v1.Requests/track", "/x/y"])
def test_a_method_that_is_not_there_is_unimplemented(counter, path):
    expect_refusal(StatusCode.UNIMPLEMENTED, "PROTOCOL", counter.citizen.call_bytes, path, b"")


@pytest.mark.parametrize("count", [0, 2])
def test_a_unary_call_takes_one_message(counter, count):
    call = counter.citizen.channel.stream_unary("/pishkhan.v1.Catalog/ListAgencies")
    with pytest.raises(grpc.RpcError) as error:
        call(iter([b""] * count), timeout=10)
    refusal = read_refusal(error.value)
    assert (refusal.code, refusal.reason) == (StatusCode.UNIMPLEMENTED, "PROTOCOL")


def test_metadata_of_the_client_changes_nothing(counter):
    metadata = [("x-any", "value"), ("x-any-bin", b"\x00\xff"), ("authorization", "Bearer x")]
    filed = counter.submit()
    answer = counter.citizen.requests.Track(casework.track(filed), metadata=metadata)
    assert answer.details.version == 1
