"""RFC 9113 and RFC 7541, rule by rule, against the real pishkhand.

A rule is a row: its section, what it says, what the peer does, and what the server must do: a connection error (GOAWAY
with the code, then the end), a stream error (RST_STREAM with the code, and the connection goes on), or nothing that harms.
Where an RFC leaves the choice of the code, the row names both. A server may end the connection for what is a stream's
error (RFC 9113 5.4.1): nghttp2 does for DATA and HEADERS on half-closed streams and for WINDOW_UPDATE of 0.
"""

import struct

import hyperframe.frame as frames
import pytest

from http2.line import *  # noqa: F403 - the names of RFC 9113

CHECK = "/grpc.health.v1.Health/Check"
WATCH = "/grpc.health.v1.Health/Watch"

SETTINGS_ENABLE_PUSH, SETTINGS_MAX_CONCURRENT, SETTINGS_INITIAL_WINDOW, SETTINGS_MAX_FRAME = 2, 3, 4, 5


# ---- what the peer does ----

def call(line, stream=1, message=EMPTY_MESSAGE, path=CHECK, fields=None):
    """A whole call."""
    fields = request_fields(path) if fields is None else fields
    return line.headers(stream, fields) + frame(DATA, END_STREAM, stream, message)


def open_call(line, stream=1, path=CHECK, *more):
    """A call whose end is still to come: the stream is open."""
    return line.headers(stream, request_fields(path, *more))


def watch(line, stream=1):
    """A call whose answer never ends: the stream stays half-closed (remote)."""
    return call(line, stream, path=WATCH)


def finished(line, stream=1):
    """The stream has ended on both sides."""
    line.send(call(line, stream))
    line.response(stream)
    return b""


def cancelled(line, stream=1):
    """The peer has reset the stream."""
    return open_call(line, stream) + frame(RST_STREAM, 0, stream, struct.pack(">I", CANCEL))


def malformed(*fields):
    """A request of these fields."""
    return lambda line: line.headers(1, list(fields), END_HEADERS | END_STREAM)


def without(name):
    return malformed(*[field for field in request_fields(CHECK) if field[0] != name])


def with_field(*field):
    return lambda line: call(line, fields=request_fields(CHECK, field))


def block(fragment):
    """A header block of these bytes."""
    return lambda line: frame(HEADERS, END_HEADERS | END_STREAM, 1, fragment)


def bytes_of(kind, flags, stream, payload=b"", length=None):
    return lambda line: frame(kind, flags, stream, payload, length)


def after(*steps):
    """Each step in turn, gathered into as few writes as its own reading allows."""
    return lambda line: b"".join(step(line) for step in steps)


def settings(*entries):
    return bytes_of(SETTINGS, 0, 0, b"".join(setting(*entry) for entry in entries))


def window_update(stream, increment):
    return bytes_of(WINDOW_UPDATE, 0, stream, struct.pack(">I", increment))


def settled(line):
    """The server has dealt with all that was sent before."""
    line.expect_alive()
    return b""


# ---- what the server must do ----

def connection_error(*codes):
    return lambda line: line.expect_goaway(*codes)


def stream_error(*codes, stream=1):
    return lambda line: line.expect_reset(stream, *codes)


def ended(line):
    """The connection ends, with GOAWAY or without one (RFC 9113 3.4)."""
    line.expect_end()


def no_harm(line):
    """Nothing is answered, and calls go on."""
    line.expect_alive()
    line.send(call(line, 101))
    assert line.response(101)[2]["grpc-status"] == "0"
    assert not any(isinstance(received, frames.RstStreamFrame) for received in line.received), line.received


def answered(line):
    """The call on stream 1 goes well."""
    head, body, trailer = line.response(1)
    assert (head[":status"], trailer["grpc-status"]) == ("200", "0"), (head, trailer)
    assert body[5:] == b"\x08\x01", body  # SERVING
    line.expect_alive()


def http_status(expected):
    def check(line):
        assert line.response(1)[0][":status"] == expected
        line.expect_alive()
    return check


FRAMES = [
    ("3.4", "a connection that does not begin with the preface", lambda line: b"GET / HTTP/1.1\r\n\r\n", ended, b""),
    ("3.4", "a preface whose last byte is another", lambda line: PREFACE[:-1] + b"x", ended, b""),
    ("3.4", "a preface without SETTINGS behind it", lambda line: frame(PING, 0, 0, bytes(8)),
     connection_error(PROTOCOL_ERROR), PREFACE),
    ("4.1", "a frame of an unknown type is ignored", bytes_of(0x16, 0, 0, bytes(8)), no_harm),
    ("4.1", "a frame of an unknown type on a stream is ignored", bytes_of(0x16, 0xFF, 7, b"extension"), no_harm),
    ("4.1", "flags that mean nothing are ignored", bytes_of(PING, 0x16, 0, bytes(8)), no_harm),
    ("4.1", "the reserved bit of a stream identifier is ignored", bytes_of(PING, 0, 1 << 31, bytes(8)), no_harm),
    ("4.1", "an unknown frame longer than SETTINGS_MAX_FRAME_SIZE", bytes_of(0x16, 0, 0, bytes(16385)),
     connection_error(FRAME_SIZE_ERROR)),
    ("4.2", "DATA of 16,384 bytes is taken",
     lambda line: call(line, message=b"\0" + struct.pack(">I", 16379) + b"\x0a\xf8\x7f" + bytes(16376)),
     lambda line: line.response(1)),
    ("4.2", "DATA above SETTINGS_MAX_FRAME_SIZE",
     after(open_call, bytes_of(DATA, 0, 1, bytes(16385))), connection_error(FRAME_SIZE_ERROR)),
    ("4.2", "HEADERS above SETTINGS_MAX_FRAME_SIZE", bytes_of(HEADERS, END_HEADERS, 1, bytes(16385)),
     connection_error(FRAME_SIZE_ERROR)),
    ("6.1", "DATA on stream 0", bytes_of(DATA, 0, 0, b"data"), connection_error(PROTOCOL_ERROR)),
    ("6.1", "DATA padded with more than it holds", after(open_call, bytes_of(DATA, PADDED, 1, b"\x06data")),
     connection_error(PROTOCOL_ERROR)),
    ("6.1", "padding of DATA is dropped",
     after(open_call, bytes_of(DATA, PADDED | END_STREAM, 1, b"\x07" + EMPTY_MESSAGE + bytes(7))), answered),
    ("6.2", "HEADERS on stream 0", lambda line: line.headers(0, request_fields(CHECK)),
     connection_error(PROTOCOL_ERROR)),
    ("6.2", "HEADERS padded with more than they hold", bytes_of(HEADERS, PADDED | END_HEADERS, 1, b"\x06abc"),
     connection_error(PROTOCOL_ERROR)),
    ("6.2", "padding and priority of HEADERS are dropped",
     lambda line: frame(
         HEADERS, PADDED | PRIORITY_FLAG | END_HEADERS, 1,
         b"\x03" + struct.pack(">IB", 0, 15) + line.encode(request_fields(CHECK)) + bytes(3))
     + frame(DATA, END_STREAM, 1, EMPTY_MESSAGE), answered),
    ("6.3", "PRIORITY on stream 0", bytes_of(PRIORITY, 0, 0, struct.pack(">IB", 1, 15)),
     connection_error(PROTOCOL_ERROR)),
    ("6.3", "PRIORITY of a length other than 5", bytes_of(PRIORITY, 0, 1, bytes(4)),
     connection_error(FRAME_SIZE_ERROR)),
    ("6.3", "PRIORITY on an idle stream is ignored", bytes_of(PRIORITY, 0, 1, struct.pack(">IB", 0, 15)), no_harm),
    ("6.4", "RST_STREAM on stream 0", bytes_of(RST_STREAM, 0, 0, bytes(4)), connection_error(PROTOCOL_ERROR)),
    ("6.4", "RST_STREAM on an idle stream", bytes_of(RST_STREAM, 0, 1, bytes(4)), connection_error(PROTOCOL_ERROR)),
    ("6.4", "RST_STREAM of a length other than 4", after(open_call, bytes_of(RST_STREAM, 0, 1, bytes(3))),
     connection_error(FRAME_SIZE_ERROR)),
    ("6.5", "an acknowledgement of SETTINGS with a payload", bytes_of(SETTINGS, ACK, 0, bytes(6)),
     connection_error(FRAME_SIZE_ERROR)),
    ("6.5", "SETTINGS on a stream", bytes_of(SETTINGS, 0, 1), connection_error(PROTOCOL_ERROR)),
    ("6.5", "SETTINGS of a length that six does not divide", bytes_of(SETTINGS, 0, 0, bytes(3)),
     connection_error(FRAME_SIZE_ERROR)),
    ("6.5.2", "SETTINGS_ENABLE_PUSH other than 0 and 1", settings((SETTINGS_ENABLE_PUSH, 2)),
     connection_error(PROTOCOL_ERROR)),
    ("6.5.2", "SETTINGS_INITIAL_WINDOW_SIZE above 2^31-1", settings((SETTINGS_INITIAL_WINDOW, 1 << 31)),
     connection_error(FLOW_CONTROL_ERROR)),
    ("6.5.2", "SETTINGS_MAX_FRAME_SIZE below 2^14", settings((SETTINGS_MAX_FRAME, 16383)),
     connection_error(PROTOCOL_ERROR)),
    ("6.5.2", "SETTINGS_MAX_FRAME_SIZE above 2^24-1", settings((SETTINGS_MAX_FRAME, 1 << 24)),
     connection_error(PROTOCOL_ERROR)),
    ("6.5.2", "an unknown setting is ignored", settings((0xFF, 1)), no_harm),
    ("6.6", "PUSH_PROMISE from a client",
     lambda line: open_call(line) + frame(
         PUSH_PROMISE, END_HEADERS, 1, struct.pack(">I", 2) + line.encode(request_fields(CHECK))),
     connection_error(PROTOCOL_ERROR)),
    ("6.7", "PING on a stream", bytes_of(PING, 0, 1, bytes(8)), connection_error(PROTOCOL_ERROR)),
    ("6.7", "PING of a length other than 8", bytes_of(PING, 0, 0, bytes(6)), connection_error(FRAME_SIZE_ERROR)),
    ("6.8", "GOAWAY on a stream", bytes_of(GOAWAY, 0, 1, bytes(8)), connection_error(PROTOCOL_ERROR)),
    ("6.8", "GOAWAY of fewer than 8 bytes", bytes_of(GOAWAY, 0, 0, bytes(7)), connection_error(FRAME_SIZE_ERROR)),
    ("6.9", "WINDOW_UPDATE of a length other than 4", bytes_of(WINDOW_UPDATE, 0, 0, bytes(3)),
     connection_error(FRAME_SIZE_ERROR)),
    ("7", "an unknown error code in RST_STREAM means nothing special",
     after(open_call, bytes_of(RST_STREAM, 0, 1, struct.pack(">I", 0xFF))), no_harm),
]

STREAMS = [
    ("5.1", "DATA on an idle stream", bytes_of(DATA, END_STREAM, 1, b"x"), connection_error(PROTOCOL_ERROR)),
    ("5.1", "WINDOW_UPDATE on an idle stream", window_update(1, 100), connection_error(PROTOCOL_ERROR)),
    ("5.1", "CONTINUATION on an idle stream", bytes_of(CONTINUATION, END_HEADERS, 1, b""),
     connection_error(PROTOCOL_ERROR)),
    ("5.1", "DATA on a half-closed stream", after(watch, settled, bytes_of(DATA, END_STREAM, 1, b"x")),
     connection_error(STREAM_CLOSED)),
    ("5.1", "HEADERS on a half-closed stream",
     after(watch, settled, lambda line: line.headers(1, request_fields(CHECK), END_HEADERS | END_STREAM)),
     connection_error(STREAM_CLOSED)),
    ("5.1", "CONTINUATION on a half-closed stream", after(watch, bytes_of(CONTINUATION, END_HEADERS, 1, b"")),
     connection_error(PROTOCOL_ERROR)),
    ("5.1", "WINDOW_UPDATE, PRIORITY and RST_STREAM on a half-closed stream are taken",
     after(watch, window_update(1, 1), bytes_of(PRIORITY, 0, 1, struct.pack(">IB", 0, 1)),
           bytes_of(RST_STREAM, 0, 1, struct.pack(">I", CANCEL))), no_harm),
    ("5.1", "DATA after RST_STREAM from the peer", after(cancelled, bytes_of(DATA, 0, 1, b"x")),
     connection_error(STREAM_CLOSED)),
    ("5.1", "HEADERS after RST_STREAM from the peer", after(cancelled, lambda line: line.headers(1, [("a", "b")])),
     connection_error(STREAM_CLOSED)),
    ("5.1", "DATA on a stream that has ended", after(finished, bytes_of(DATA, 0, 1, b"x")),
     connection_error(STREAM_CLOSED)),
    ("5.1", "HEADERS on a stream that has ended",
     after(finished, lambda line: line.headers(1, request_fields(CHECK), END_HEADERS | END_STREAM)),
     connection_error(STREAM_CLOSED)),
    ("5.1", "WINDOW_UPDATE, RST_STREAM and PRIORITY on a stream that has ended are ignored",
     after(finished, window_update(1, 1), bytes_of(RST_STREAM, 0, 1, struct.pack(">I", CANCEL)),
           bytes_of(PRIORITY, 0, 1, struct.pack(">IB", 0, 1))), no_harm),
    ("5.1.1", "a stream with an even identifier", lambda line: call(line, 2), connection_error(PROTOCOL_ERROR)),
    ("5.1.1", "a new stream below one that was opened before",
     after(lambda line: finished(line, 5) or b"", lambda line: call(line, 3)), connection_error(PROTOCOL_ERROR)),
    ("5.1.2", "one stream more than SETTINGS_MAX_CONCURRENT_STREAMS",
     lambda line: b"".join(watch(line, stream) for stream in range(1, 203, 2)),
     stream_error(REFUSED_STREAM, PROTOCOL_ERROR, stream=201)),
    ("RFC 7540 5.3.1", "PRIORITY that depends on itself", bytes_of(PRIORITY, 0, 1, struct.pack(">IB", 1, 15)),
     connection_error(PROTOCOL_ERROR)),
    ("5.5", "a frame of an unknown type inside a header block",
     after(lambda line: line.headers(1, request_fields(CHECK), 0), bytes_of(0x16, 0, 0, bytes(8)),
           bytes_of(CONTINUATION, END_HEADERS, 1, b"")), connection_error(PROTOCOL_ERROR)),
    ("6.8", "after GOAWAY from the peer its calls are finished",
     lambda line: open_call(line) + frame(GOAWAY, 0, 0, bytes(8)) + frame(DATA, END_STREAM, 1, EMPTY_MESSAGE),
     lambda line: line.response(1)),
]

FLOW_CONTROL = [
    ("6.9", "WINDOW_UPDATE of 0 on the connection", window_update(0, 0), connection_error(PROTOCOL_ERROR)),
    ("6.9", "WINDOW_UPDATE of 0 on a stream", after(watch, window_update(1, 0)), connection_error(PROTOCOL_ERROR)),
    ("6.9.1", "a window of the connection above 2^31-1", window_update(0, 0x7FFFFFFF),
     connection_error(FLOW_CONTROL_ERROR)),
    ("6.9.1", "a window of a stream above 2^31-1", after(watch, window_update(1, 0x7FFFFFFF)),
     stream_error(FLOW_CONTROL_ERROR)),
    # The RFC wants the connection's end; nghttp2 ends that stream alone.
    ("6.9.2", "a change of SETTINGS_INITIAL_WINDOW_SIZE that lifts a window above 2^31-1",
     after(watch, window_update(1, 0x7FFF0000 - 65535), settings((SETTINGS_INITIAL_WINDOW, 0x7FFFFFFF))),
     stream_error(FLOW_CONTROL_ERROR)),
]

HEADER_BLOCKS = [
    ("6.10", "a header block in many CONTINUATION frames is one",
     lambda line: (lambda encoded: frame(HEADERS, 0, 1, encoded[:10]) + frame(CONTINUATION, 0, 1, encoded[10:20])
                   + frame(CONTINUATION, 0, 1) + frame(CONTINUATION, END_HEADERS, 1, encoded[20:])
                   + frame(DATA, END_STREAM, 1, EMPTY_MESSAGE))(line.encode(request_fields(CHECK))), answered),
    ("6.10", "CONTINUATION after END_HEADERS", after(open_call, bytes_of(CONTINUATION, END_HEADERS, 1, b"")),
     connection_error(PROTOCOL_ERROR)),
    ("6.10", "CONTINUATION on stream 0",
     after(lambda line: line.headers(1, request_fields(CHECK), 0), bytes_of(CONTINUATION, END_HEADERS, 0, b"")),
     connection_error(PROTOCOL_ERROR)),
    ("6.10", "CONTINUATION of another stream",
     after(lambda line: line.headers(1, request_fields(CHECK), 0), bytes_of(CONTINUATION, END_HEADERS, 3, b"")),
     connection_error(PROTOCOL_ERROR)),
    ("6.2", "HEADERS of another stream inside a header block",
     after(lambda line: line.headers(1, request_fields(CHECK), 0), lambda line: call(line, 3)),
     connection_error(PROTOCOL_ERROR)),
    ("6.2", "PRIORITY inside a header block",
     after(lambda line: line.headers(1, request_fields(CHECK), 0),
           bytes_of(PRIORITY, 0, 1, struct.pack(">IB", 0, 15))), connection_error(PROTOCOL_ERROR)),
    ("6.10", "a header block without an end (CVE-2024-28182)",
     lambda line: line.headers(1, request_fields(CHECK), 0) + frame(CONTINUATION, 0, 1, b"") * 64,
     connection_error(ENHANCE_YOUR_CALM, PROTOCOL_ERROR)),
    ("4.3", "a header block that is no HPACK", block(b"\xff\xff\xff\xff\xff\xff\xff"),
     connection_error(COMPRESSION_ERROR)),
    ("RFC 7541 2.3.3", "an index beyond both tables", block(b"\xff\x80\x01"), connection_error(COMPRESSION_ERROR)),
    ("RFC 7541 6.1", "the index 0", block(b"\x80"), connection_error(COMPRESSION_ERROR)),
    ("RFC 7541 4.2", "a table size above SETTINGS_HEADER_TABLE_SIZE", block(b"\x3f\xe2\x1f\x82"),
     connection_error(COMPRESSION_ERROR)),
    ("RFC 7541 4.2", "a change of the table's size at the end of a block", block(b"\x82\x3f\x01"),
     connection_error(COMPRESSION_ERROR)),
    ("RFC 7541 5.2", "a Huffman string padded with more than 7 bits", block(b"\x00\x82\x1f\xff\x01b"),
     connection_error(COMPRESSION_ERROR)),
    ("RFC 7541 5.2", "a Huffman string padded with zeros", block(b"\x00\x81\x18\x01b"),
     connection_error(COMPRESSION_ERROR)),
    ("RFC 7541 5.2", "a Huffman string that holds EOS", block(b"\x00\x84\xff\xff\xff\xff\x01b"),
     connection_error(COMPRESSION_ERROR)),
    ("RFC 7541 5.1", "an integer without an end", block(b"\x00\x7f" + b"\xff" * 12), connection_error(COMPRESSION_ERROR)),
    ("RFC 7541 6.2", "a literal that is cut off", block(b"\x00\x05ab"), connection_error(COMPRESSION_ERROR)),
]

REQUESTS = [
    ("8.1", "trailers without END_STREAM", lambda line: open_call(line) + line.headers(1, [("x-more", "1")]),
     stream_error(PROTOCOL_ERROR)),
    ("8.1", "trailers with END_STREAM end the request",
     lambda line: open_call(line) + frame(DATA, 0, 1, EMPTY_MESSAGE)
     + line.headers(1, [("x-trailer", "1")], END_HEADERS | END_STREAM), answered),
    ("8.3", "a pseudo-header field in trailers",
     lambda line: open_call(line) + line.headers(1, [(":method", "POST")], END_HEADERS | END_STREAM),
     stream_error(PROTOCOL_ERROR)),
    ("8.2.1", "a field name in upper case", with_field("X-Upper", "1"), stream_error(PROTOCOL_ERROR)),
    ("8.2.1", "a field name with a space", with_field("x y", "1"), stream_error(PROTOCOL_ERROR)),
    ("8.2.1", "an empty field name", with_field("", "1"), stream_error(PROTOCOL_ERROR)),
    ("8.2.1", "a field value with a line feed", with_field("x-value", "a\nb"), stream_error(PROTOCOL_ERROR)),
    ("8.2.1", "a field value with a carriage return", with_field("x-value", "a\rb"), stream_error(PROTOCOL_ERROR)),
    ("8.2.1", "a field value with NUL", with_field("x-value", "a\0b"), stream_error(PROTOCOL_ERROR)),
    ("8.2.1", "a field value that begins with a space", with_field("x-value", " a"), stream_error(PROTOCOL_ERROR)),
    ("8.2.1", "a field value that ends with a tab", with_field("x-value", "a\t"), stream_error(PROTOCOL_ERROR)),
    ("8.2.2", "connection", with_field("connection", "close"), stream_error(PROTOCOL_ERROR)),
    ("8.2.2", "keep-alive", with_field("keep-alive", "5"), stream_error(PROTOCOL_ERROR)),
    ("8.2.2", "proxy-connection", with_field("proxy-connection", "close"), stream_error(PROTOCOL_ERROR)),
    ("8.2.2", "transfer-encoding", with_field("transfer-encoding", "chunked"), stream_error(PROTOCOL_ERROR)),
    ("8.2.2", "upgrade", with_field("upgrade", "h2c"), stream_error(PROTOCOL_ERROR)),
    ("8.2.2", "te other than trailers", with_field("te", "gzip"), stream_error(PROTOCOL_ERROR)),
    ("8.3", "an unknown pseudo-header field", malformed(*request_fields(CHECK)[:4], (":unknown", "1")),
     stream_error(PROTOCOL_ERROR)),
    ("8.3", "a pseudo-header field of responses", malformed(*request_fields(CHECK)[:4], (":status", "200")),
     stream_error(PROTOCOL_ERROR)),
    ("8.3", "a pseudo-header field behind others", malformed(("x-first", "1"), *request_fields(CHECK)),
     stream_error(PROTOCOL_ERROR)),
    ("8.3", "a pseudo-header field twice", malformed((":path", CHECK), *request_fields(CHECK)),
     stream_error(PROTOCOL_ERROR)),
    ("8.3.1", "no :method", without(":method"), stream_error(PROTOCOL_ERROR)),
    ("8.3.1", "no :scheme", without(":scheme"), stream_error(PROTOCOL_ERROR)),
    ("8.3.1", "no :path", without(":path"), stream_error(PROTOCOL_ERROR)),
    ("8.3.1", "an empty :path", lambda line: call(line, fields=request_fields("")), stream_error(PROTOCOL_ERROR)),
    ("8.3.1", "the path * with a method other than OPTIONS", malformed(*request_fields("*", method="GET")),
     stream_error(PROTOCOL_ERROR)),
    ("8.1.1", "content-length that differs from one DATA frame", with_field("content-length", "1"),
     stream_error(PROTOCOL_ERROR)),
    ("8.1.1", "content-length that differs from several DATA frames",
     lambda line: open_call(line, 1, CHECK, ("content-length", "4")) + frame(DATA, 0, 1, b"\0\0")
     + frame(DATA, END_STREAM, 1, b"\0\0\0"), stream_error(PROTOCOL_ERROR)),
    ("8.1.1", "content-length that is right", with_field("content-length", "5"), answered),
    ("8.5", "CONNECT is a method like others, and not allowed",
     malformed((":method", "CONNECT"), (":authority", "localhost")), http_status("405")),
]

RULES = FRAMES + STREAMS + FLOW_CONTROL + HEADER_BLOCKS + REQUESTS


@pytest.mark.parametrize("rule", RULES, ids=[f"{section} {text}" for section, text, *_ in RULES])
def test_rule(rule, counter_server, connect):
    _, _, act, expect, *preface = rule
    line = connect(counter_server, **({"preface": preface[0]} if preface else {}))
    line.send(act(line))
    expect(line)


# ---- what needs more than one step ----

def test_3_4_the_server_begins_with_settings(counter_server, connect):
    line = connect(counter_server)
    line.expect_alive()
    assert isinstance(line.received[0], frames.SettingsFrame) and "ACK" not in line.received[0].flags


def test_6_5_3_settings_are_acknowledged(counter_server, connect):
    line = connect(counter_server)
    line.send(settings((SETTINGS_MAX_CONCURRENT, 7))(line))
    line.expect_alive()
    acknowledgements = [
        received for received in line.received
        if isinstance(received, frames.SettingsFrame) and "ACK" in received.flags]
    assert len(acknowledgements) == 2  # the preface's, and this one


def test_6_7_a_ping_that_is_an_answer_is_not_answered(counter_server, connect):
    line = connect(counter_server)
    line.send(frame(PING, ACK, 0, b"an ack !"), frame(PING, 0, 0, b"question"))
    line.expect_alive()
    answers = [received.opaque_data for received in line.received if isinstance(received, frames.PingFrame)]
    assert b"an ack !" not in answers and b"question" in answers


def test_6_9_no_more_data_is_sent_than_the_window_allows(counter_server, connect):
    line = connect(counter_server)
    line.send(settings((SETTINGS_INITIAL_WINDOW, 1))(line), call(line))
    first = line.frame_of(frames.DataFrame, 1)
    line.expect_alive()
    assert len(first.data) == 1 and sum(isinstance(item, frames.DataFrame) for item in line.received) == 1
    line.send(window_update(1, 100)(line))
    answered(line)


def test_6_9_2_a_window_below_zero_is_kept(counter_server, connect):
    """The answer has 7 bytes. 3 are sent, then the window shrinks to 3 - 3 - 1 = -1, and grows by 2: 1 byte."""
    line = connect(counter_server)
    line.send(settings((SETTINGS_INITIAL_WINDOW, 3))(line), call(line))
    assert len(line.frame_of(frames.DataFrame, 1).data) == 3
    line.send(settings((SETTINGS_INITIAL_WINDOW, 2))(line), window_update(1, 2)(line))
    line.expect_alive()
    assert sum(len(item.data) for item in line.received if isinstance(item, frames.DataFrame)) == 4
    line.send(window_update(1, 100)(line))
    answered(line)


def test_6_5_3_settings_are_taken_in_their_order(counter_server, connect):
    line = connect(counter_server)
    line.send(settings((SETTINGS_INITIAL_WINDOW, 100), (SETTINGS_INITIAL_WINDOW, 1))(line), call(line))
    assert len(line.frame_of(frames.DataFrame, 1).data) == 1


def test_6_10_a_frame_above_the_peers_limit_is_never_sent(counter_server, connect):
    line = connect(counter_server)
    finished(line)
    assert all(getattr(received, "body_len", 0) <= 16384 for received in line.received)


@pytest.mark.parametrize("size", [1, 2, 8, 9, 10, 23], ids=lambda size: f"{size} bytes a write")
def test_4_frames_may_come_in_any_pieces(size, counter_server, connect):
    line = connect(counter_server, preface=b"")
    whole = PREFACE + frame(SETTINGS, 0, 0) + call(line)
    for start in range(0, len(whole), size):
        line.send(whole[start:start + size])
    answered(line)
