"""gRPC's rules of HTTP/2, each by its name, against GRPCServer: as pishkhand, and as grpc.testing.TestService.

Source: gRPC's PROTOCOL-HTTP2, keepalive, statuscodes and compression documents.
"""

import base64
import gzip
import signal
import struct
import urllib.parse

import hyperframe.frame as frames
import pytest

from http2 import servers
from http2.line import *  # noqa: F403 - the names of RFC 9113
from interop_stubs import test_pb2 as messages

TEST = "/grpc.testing.TestService/"
UNARY, INPUT, OUTPUT, DUPLEX, EMPTY = (
    TEST + name for name in ["UnaryCall", "StreamingInputCall", "StreamingOutputCall", "FullDuplexCall", "EmptyCall"])
CHECK, WATCH = "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"

(OK, CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, _, _, RESOURCE_EXHAUSTED, _, _, _,
 UNIMPLEMENTED, INTERNAL, UNAVAILABLE, _, _) = (str(code) for code in range(17))


def prefixed(message, flag=0):
    body = message if isinstance(message, bytes) else message.SerializeToString()
    return bytes([flag]) + struct.pack(">I", len(body)) + body


def sized(size):
    return prefixed(messages.StreamingOutputCallRequest(response_parameters=[messages.ResponseParameters(size=size)]))


def call(line, path, body=EMPTY_MESSAGE, *fields, stream=1):
    line.send(line.headers(stream, request_fields(path, *fields)), frame(DATA, END_STREAM, stream, body))
    return line.response(stream)


def status(line, path, body=EMPTY_MESSAGE, *fields, stream=1):
    """The grpc-status of a whole call."""
    head, _, trailer = call(line, path, body, *fields, stream=stream)
    assert head[":status"] == "200", head
    return trailer["grpc-status"]


def plain(line, method, path, *fields):
    """(:status, body) of a request that is no call."""
    block = [(":method", method), (":scheme", "https"), (":path", path), (":authority", "localhost"), *fields]
    line.send(line.headers(1, block, END_HEADERS | END_STREAM))
    head, body, _ = line.response(1)
    return head, body


@pytest.fixture
def line(test_server, connect):
    return connect(test_server)


# ---- rule 1: the path ----

@pytest.mark.parametrize("path", [
    TEST + "unarycall", "/grpc.testing.testservice/UnaryCall", TEST + "NoSuchMethod", "/no.such.Service/Method",
    TEST, "/", "//", "/" + "x" * 4000, TEST + "UnaryCall/", TEST + "UnaryCall?x=1"], ids=lambda path: path[:60])
def test_1_an_unknown_path_is_unimplemented(line, path):
    head, body, trailer = call(line, path)
    assert (head[":status"], trailer["grpc-status"], body) == ("200", UNIMPLEMENTED, b"")


# ---- rule 2: content type and method ----

@pytest.mark.parametrize("content_type", [
    "application/grpc", "application/grpc+proto", "application/grpc;charset=utf-8"])
def test_2_content_types_that_begin_with_application_grpc_are_calls(line, content_type):
    fields = [*request_fields(EMPTY)[:-1], ("content-type", content_type)]
    line.send(line.headers(1, fields), frame(DATA, END_STREAM, 1, EMPTY_MESSAGE))
    assert line.response(1)[2]["grpc-status"] == OK


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS", "post"])
def test_2_a_call_that_is_no_post_is_405(line, method):
    head, _ = plain(line, method, EMPTY, ("te", "trailers"), ("content-type", "application/grpc"))
    assert (head[":status"], head["allow"]) == ("405", "POST")


@pytest.mark.parametrize("fields", [
    [], [("content-type", "application/json")], [("content-type", "application/grpcx")],
    [("content-type", "application/grpc-web")], [("content-type", "text/html")]], ids=str)
def test_2_a_post_without_the_content_type_is_415(line, fields):
    head, body = plain(line, "POST", EMPTY, *fields)
    assert head[":status"] == "415" and head["content-type"].startswith("text/plain") and body


def test_2_get_of_the_root_is_a_page_that_names_the_server_and_its_health(counter_server, connect):
    head, body = plain(connect(counter_server), "GET", "/")
    assert head[":status"] == "200" and head["content-type"].startswith("text/plain")
    assert body.startswith(b"pishkhand ") and b"\nSERVING\n" in body and int(head["content-length"]) == len(body)


def test_2_head_of_the_root_has_no_body(counter_server, connect):
    head, body = plain(connect(counter_server), "HEAD", "/")
    assert head[":status"] == "200" and body == b"" and int(head["content-length"]) > 0


@pytest.mark.parametrize("path", ["/index.html", EMPTY, "//", "/?"])
def test_2_get_of_anything_else_is_404(line, path):
    assert plain(line, "GET", path)[0][":status"] == "404"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_2_another_method_without_the_content_type_is_405(line, method):
    head, _ = plain(line, method, "/")
    assert (head[":status"], head["allow"]) == ("405", "GET, HEAD, POST")


# ---- rule 3: te and grpc-timeout ----

def test_3_a_call_without_te_is_served(line):
    """The document wants te from clients, to find proxies that drop it; a server that insists helps nobody."""
    fields = [field for field in request_fields(EMPTY) if field[0] != "te"]
    line.send(line.headers(1, fields), frame(DATA, END_STREAM, 1, EMPTY_MESSAGE))
    assert line.response(1)[2]["grpc-status"] == OK


@pytest.mark.parametrize("text", ["", "1", "S", "123456789S", "1.5S", "-1S", "+1S", "1s", "1 S", "1SS", "0x1S", "١S"])
def test_3_a_malformed_timeout_fails_that_call_alone(line, text):
    assert status(line, EMPTY, EMPTY_MESSAGE, ("grpc-timeout", text.encode())) == INTERNAL
    assert status(line, EMPTY, stream=3) == OK


@pytest.mark.parametrize("text", ["99999999H", "1H", "10M", "60S", "99999999m", "99999999u"])
def test_3_every_unit_of_timeout_is_taken(line, text):
    assert status(line, EMPTY, EMPTY_MESSAGE, ("grpc-timeout", text)) == OK


# ---- rules 4 to 6: messages ----

def test_4_a_prefix_may_be_split_anywhere(line):
    request = prefixed(messages.SimpleRequest(response_size=3, payload=messages.Payload(body=b"abc")))
    line.send(line.headers(1, request_fields(UNARY)))
    for byte in request:
        line.send(frame(DATA, 0, 1, bytes([byte])))
    line.send(frame(DATA, END_STREAM, 1))
    head, body, trailer = line.response(1)
    assert trailer["grpc-status"] == OK and len(body) == 5 + 2 + 2 + 3


def test_4_one_data_frame_may_hold_many_messages(line):
    total = messages.StreamingInputCallResponse()
    one = prefixed(messages.StreamingInputCallRequest(payload=messages.Payload(body=bytes(9))))
    _, body, trailer = call(line, INPUT, one * 100)
    total.ParseFromString(body[5:])
    assert (trailer["grpc-status"], total.aggregated_payload_size) == (OK, 900)


def test_4_padding_counts_for_flow_control_and_is_given_back(line):
    """Twice the stream's window goes through in frames that are padding for the most part."""
    line.send(line.headers(1, request_fields(INPUT)))
    batch = b"".join(frame(DATA, PADDED, 1, b"\xff" + EMPTY_MESSAGE + bytes(255)) for _ in range(250))
    for number in range(8):
        line.wait_for_window(1, number * 250 * 261, 250 * 261)
        line.send(batch)
    line.send(frame(DATA, END_STREAM, 1))
    assert line.response(1)[2]["grpc-status"] == OK


@pytest.mark.parametrize("flag", [2, 0x80, 0xFF])
def test_4_an_unknown_flag_is_internal(line, flag):
    assert status(line, UNARY, bytes([flag]) + bytes(4)) == INTERNAL


def test_5_a_length_above_the_limit_is_refused_before_the_bytes_come(line):
    line.send(line.headers(1, request_fields(UNARY)), frame(DATA, 0, 1, b"\0" + struct.pack(">I", (4 << 20) + 1)))
    assert line.response(1)[2]["grpc-status"] == RESOURCE_EXHAUSTED


def test_5_a_message_of_exactly_the_limit_is_taken(line):
    overhead = len(messages.SimpleRequest(payload=messages.Payload(body=bytes(4 << 20))).SerializeToString()) - (4 << 20)
    request = prefixed(messages.SimpleRequest(payload=messages.Payload(body=bytes((4 << 20) - overhead))))
    assert len(request) == 5 + (4 << 20)
    line.send(line.headers(1, request_fields(UNARY)))
    for start in range(0, len(request), 16384):
        line.wait_for_window(1, start, 16384)
        part = request[start:start + 16384]
        line.send(frame(DATA, END_STREAM if start + len(part) == len(request) else 0, 1, part))
    assert line.response(1)[2]["grpc-status"] == OK


@pytest.mark.parametrize("path, body", [(UNARY, b""), (UNARY, EMPTY_MESSAGE * 2), (OUTPUT, b""), (OUTPUT, EMPTY_MESSAGE * 2)],
                         ids=["unary, none", "unary, two", "server streaming, none", "server streaming, two"])
def test_6_not_exactly_one_message_is_unimplemented(line, path, body):
    assert status(line, path, body) == UNIMPLEMENTED


@pytest.mark.parametrize("path, body", [(UNARY, b"\0\0\0\0\x05ab"), (UNARY, b"\0\0"), (INPUT, b"\0\0\0\0\x05ab"), (DUPLEX, b"\0\0\0")])
def test_6_an_end_inside_a_message_is_internal(line, path, body):
    assert status(line, path, body) == INTERNAL


# ---- rule 7: codes ----

@pytest.mark.parametrize("path", [UNARY, INPUT, OUTPUT, DUPLEX])
def test_7_bytes_that_do_not_parse_are_internal(line, path):
    assert status(line, path, prefixed(b"\xff\xff\xff")) == INTERNAL


def test_7_a_message_that_unpacks_to_too_much_is_resource_exhausted(line):
    """A million empty sub-messages of two bytes each."""
    assert status(line, OUTPUT, prefixed(b"\x12\x00" * 8000)) == OK
    line.send(line.headers(3, request_fields(DUPLEX)))
    body = prefixed(b"\x12\x00" * 120_000)
    for start in range(0, len(body), 16384):
        line.send(frame(DATA, 0, 3, body[start:start + 16384]))
    assert line.response(3)[2]["grpc-status"] == RESOURCE_EXHAUSTED


# ---- rules 8 and 9: responses ----

def blocks(line, stream=1):
    return [item for item in line.received if isinstance(item, frames.HeadersFrame) and item.stream_id == stream]


def test_8_headers_data_and_trailers_each_come_once(line):
    call(line, EMPTY)
    first, last = blocks(line)
    assert first.fields == [(":status", "200"), ("content-type", "application/grpc")]
    assert dict(last.fields)["grpc-status"] == OK and "END_STREAM" in last.flags


def test_8_an_error_at_once_is_trailers_only(line):
    call(line, UNARY, prefixed(messages.SimpleRequest(response_status=messages.EchoStatus(code=5))))
    (only,) = blocks(line)
    assert "END_STREAM" in only.flags and dict(only.fields)[":status"] == "200"
    assert dict(only.fields)["grpc-status"] == NOT_FOUND


def test_8_headers_are_held_back_until_the_first_message(line):
    line.send(line.headers(1, request_fields(DUPLEX)))
    line.expect_alive()
    assert blocks(line) == []
    line.send(frame(DATA, 0, 1, sized(10)))
    line.frame_of(frames.DataFrame, 1)
    assert len(blocks(line)) == 1


def test_8_an_answer_before_the_end_of_the_request_is_followed_by_reset_no_error(line):
    line.send(line.headers(1, request_fields(TEST + "NoSuchMethod")))
    assert line.response(1)[2]["grpc-status"] == UNIMPLEMENTED
    assert line.frame_of(frames.RstStreamFrame, 1).error_code == NO_ERROR


@pytest.mark.parametrize("text", ["100% of it\r\n", "پیشخوان", "☺😈", "\x7f~ }", " spaces "])
def test_9_the_message_is_percent_encoded(line, text):
    request = messages.SimpleRequest(response_status=messages.EchoStatus(code=2, message=text))
    encoded = call(line, UNARY, prefixed(request))[2]["grpc-message"]
    assert all(0x20 <= ord(letter) <= 0x7E for letter in encoded)
    assert urllib.parse.unquote(encoded) == text


# ---- rule 10: metadata ----

ECHO = "x-grpc-test-echo-trailing-bin"


@pytest.mark.parametrize("value", [b"", b"\0", b"\xab\xab\xab", bytes(range(256))])
@pytest.mark.parametrize("is_padded", [True, False], ids=["padded", "unpadded"])
def test_10_binary_metadata_is_base64_padded_or_not(line, value, is_padded):
    text = base64.b64encode(value).decode()
    _, _, trailer = call(line, UNARY, EMPTY_MESSAGE, (ECHO, text if is_padded else text.rstrip("=")))
    assert trailer[ECHO] == text.rstrip("=")


def test_10_binary_values_may_be_joined_by_commas(line):
    assert call(line, UNARY, EMPTY_MESSAGE, (ECHO, "q6s=,AA"))[2][ECHO] == "q6s"


@pytest.mark.parametrize("value", ["!", "a", "q6s=q6s=", "===", "q6s=,!"])
def test_10_binary_metadata_that_is_no_base64_fails_that_call_alone(line, value):
    assert status(line, UNARY, EMPTY_MESSAGE, (ECHO, value)) == INTERNAL
    assert status(line, EMPTY, stream=3) == OK


def test_10_the_header_list_is_limited_and_the_limit_is_told(line):
    line.expect_alive()
    assert line.received[0].settings[6] == 8192
    # name + value + 32 a field, the call's own fields included
    own = sum(len(name) + len(value) + 32 for name, value in request_fields(EMPTY))
    room = 8192 - own - len("x-long") - 32
    assert status(line, EMPTY, EMPTY_MESSAGE, ("x-long", "v" * room)) == OK
    assert status(line, EMPTY, EMPTY_MESSAGE, ("x-long", "v" * (room + 1)), stream=3) == RESOURCE_EXHAUSTED
    assert status(line, EMPTY, stream=5) == OK


def test_10_headers_far_above_the_limit_end_the_connection(line):
    """8 KiB of compressed bytes that mean megabytes: each field is one byte, an index of the dynamic table."""
    line.send(frame(HEADERS, 0, 1, line.encode(request_fields(EMPTY)) + b"\x40\x05x-big" + b"\x7f\xd1\x1e" + b"v" * 4000))
    line.send(frame(CONTINUATION, END_HEADERS, 1, b"\xbe" * 8000))
    line.expect_goaway(ENHANCE_YOUR_CALM)


# ---- rule 11: deadlines ----

def test_11_a_deadline_that_is_over_resets_the_stream_with_cancel(line):
    line.send(line.headers(1, request_fields(DUPLEX, ("grpc-timeout", "20m"))))
    found = line.read(lambda item: item.stream_id == 1, "the end of the call")
    if isinstance(found, frames.HeadersFrame):
        assert dict(found.fields)["grpc-status"] == DEADLINE_EXCEEDED
    else:
        assert isinstance(found, frames.RstStreamFrame) and found.error_code == CANCEL
    assert status(line, EMPTY, stream=3) == OK


# ---- flow control both ways ----

def paused_call(line):
    """A call that the server does not read on: it owes answers that its peer's window does not let through."""
    line.send(frame(SETTINGS, 0, 0, setting(4, 0)), line.headers(1, request_fields(DUPLEX)))
    line.send(frame(DATA, 0, 1, prefixed(messages.StreamingOutputCallRequest(
        response_parameters=[messages.ResponseParameters(size=100_000)] * 4))))
    line.expect_alive()


def test_a_slow_reader_stops_the_handler_and_its_window_stays_closed(line):
    paused_call(line)
    for _ in range(15):
        line.send(frame(DATA, 0, 1, bytes(16384)))
    line.expect_alive()
    assert not any(isinstance(item, frames.WindowUpdateFrame) and item.stream_id == 1 for item in line.received)


def test_more_data_than_the_window_is_a_flow_control_error(line):
    paused_call(line)
    for _ in range(17):
        line.send(frame(DATA, 0, 1, bytes(16384)))
    line.expect_reset(1, FLOW_CONTROL_ERROR)


# ---- rule 12: drain ----

def test_12_drain_says_goodbye_twice_and_finishes_what_runs(tmp_path, connect):
    server = servers.interop_server(tmp_path)
    line = connect(server)
    line.send(line.headers(1, request_fields(DUPLEX)), frame(DATA, 0, 1, sized(1)))
    line.frame_of(frames.DataFrame, 1)
    server.process.send_signal(signal.SIGTERM)
    assert line.frame_of(frames.GoAwayFrame).last_stream_id == 0x7FFFFFFF
    # A call that crosses the goodbye on the wire is refused with a code that is safe to retry.
    assert status(line, EMPTY, stream=3) == UNAVAILABLE
    ping = line.read(lambda item: isinstance(item, frames.PingFrame) and "ACK" not in item.flags, "PING")
    line.send(frame(PING, ACK, 0, ping.opaque_data))
    last = line.read(lambda item: isinstance(item, frames.GoAwayFrame) and item.last_stream_id < 0x7FFFFFFF, "GOAWAY")
    assert (last.last_stream_id, last.error_code) == (3, NO_ERROR)
    line.send(frame(DATA, END_STREAM, 1))
    assert line.response(1)[2]["grpc-status"] == OK
    line.expect_end()
    assert server.process.wait(30) == 0


def test_12_drain_turns_health_to_not_serving(tmp_path, connect):
    server = servers.interop_server(tmp_path)
    line = connect(server)
    line.send(line.headers(1, request_fields(WATCH)), frame(DATA, END_STREAM, 1, EMPTY_MESSAGE))
    assert line.frame_of(frames.DataFrame, 1).data[5:] == b"\x08\x01"
    server.process.send_signal(signal.SIGTERM)
    line.read(lambda item: isinstance(item, frames.DataFrame) and item.data[5:] == b"\x08\x02", "NOT_SERVING")
    line.close()
    assert server.process.wait(30) == 0


# ---- rule 16: keepalive ----

def test_16_pings_without_calls_are_too_many_after_two_strikes(line):
    line.send(frame(PING, 0, 0, bytes(8)) * 3)  # the first is free, then two strikes
    line.read(lambda item: isinstance(item, frames.PingFrame), "an answer")
    line.send(frame(PING, 0, 0, bytes(8)))
    found = line.expect_goaway(ENHANCE_YOUR_CALM)
    assert found.additional_data == b"too_many_pings"


def test_16_pings_between_answers_are_free(line):
    for stream in range(1, 41, 2):
        line.send(frame(PING, 0, 0, bytes(8)))
        assert status(line, EMPTY, stream=stream) == OK


# ---- rule 17: compression ----

def test_17_an_unknown_encoding_is_unimplemented_and_the_known_ones_are_told(line):
    head, _, trailer = call(line, UNARY, EMPTY_MESSAGE, ("grpc-encoding", "zstd"))
    assert trailer["grpc-status"] == UNIMPLEMENTED
    assert {word.strip() for word in head["grpc-accept-encoding"].split(",")} == {"identity", "gzip"}


def test_17_gzip_is_taken_and_an_answer_is_compressed_on_demand(line):
    request = messages.SimpleRequest(response_size=10_000, response_compressed=messages.BoolValue(value=True))
    head, body, trailer = call(
        line, UNARY, prefixed(gzip.compress(request.SerializeToString()), flag=1), ("grpc-encoding", "gzip"),
        ("grpc-accept-encoding", "identity,deflate,gzip"))
    assert (trailer["grpc-status"], head["grpc-encoding"], body[0]) == (OK, "gzip", 1)
    response = messages.SimpleResponse.FromString(gzip.decompress(body[5:]))
    assert response.payload.body == bytes(10_000) and len(body) < 1000


def test_17_nobody_gets_gzip_unasked(line):
    request = messages.SimpleRequest(response_size=10_000, response_compressed=messages.BoolValue(value=True))
    head, body, _ = call(line, UNARY, prefixed(request))
    assert body[0] == 0 and "grpc-encoding" not in head


def test_17_a_gzip_bomb_is_resource_exhausted(line):
    bomb = gzip.compress(bytes(100 << 20))
    line.send(line.headers(1, request_fields(UNARY, ("grpc-encoding", "gzip"))))
    body = prefixed(bomb, flag=1)
    for start in range(0, len(body), 16384):
        line.send(frame(DATA, 0, 1, body[start:start + 16384]))
    assert line.response(1)[2]["grpc-status"] == RESOURCE_EXHAUSTED


@pytest.mark.parametrize("body, fields", [
    (prefixed(b"no gzip", flag=1), [("grpc-encoding", "gzip")]),
    (prefixed(gzip.compress(b"\x08\x01")[:-9], flag=1), [("grpc-encoding", "gzip")]),
    (prefixed(b"", flag=1), []),
], ids=["no gzip", "cut off", "compressed, but no encoding is named"])
def test_17_bad_compression_is_internal(line, body, fields):
    assert status(line, UNARY, body, *fields) == INTERNAL


# ---- rule 18: health ----

@pytest.mark.parametrize("service, expected", [("", (OK, b"\x08\x01")), ("grpc.testing.TestService", (OK, b"\x08\x01")),
                                               ("no.such.Service", (NOT_FOUND, b""))])
def test_18_health_check(line, service, expected):
    name = service.encode()
    _, body, trailer = call(line, CHECK, prefixed(b"\x0a" + bytes([len(name)]) + name if name else b""))
    assert (trailer["grpc-status"], body[5:]) == expected


def test_18_a_watch_of_an_unknown_service_says_so_and_goes_on(line):
    line.send(line.headers(1, request_fields(WATCH)), frame(DATA, END_STREAM, 1, prefixed(b"\x0a\x02no")))
    assert line.frame_of(frames.DataFrame, 1).data[5:] == b"\x08\x03"
    line.expect_alive()
