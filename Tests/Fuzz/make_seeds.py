"""Makes the first inputs of every fuzz target: what honest peers send.

    make_seeds.py FOLDER
"""

import gzip
import hashlib
import pathlib
import struct
import sys
import zlib

import hpack

from http2.line import *  # noqa: F403 - the names of RFC 9113
from interop_stubs import test_pb2 as messages

ROOT = pathlib.Path(__file__).parents[2]
TEST = "/grpc.testing.TestService/"


def prefixed(body, flag=0):
    return bytes([flag]) + struct.pack(">I", len(body)) + body


def block(fields):
    return hpack.Encoder().encode([hpack.NeverIndexedHeaderTuple(*field) for field in fields])


def call(stream, path, body, *fields, flags=END_STREAM):
    return frame(HEADERS, END_HEADERS, stream, block(request_fields(path, *fields))) + frame(DATA, flags, stream, body)


def sessions():
    """The first byte: 0x7F reads of 2 KiB, behind a preface that the target brings; 0xFF without one."""
    small = messages.SimpleRequest(response_size=10, payload=messages.Payload(body=b"abc")).SerializeToString()
    stream = messages.StreamingOutputCallRequest(
        response_parameters=[messages.ResponseParameters(size=9), messages.ResponseParameters(size=70000)]
    ).SerializeToString()
    unary = call(1, TEST + "UnaryCall", prefixed(small))
    timed = [("grpc-timeout", "1S"), ("x-grpc-test-echo-trailing-bin", "q6s="), ("grpc-accept-encoding", "gzip")]
    conversations = [
        unary,
        call(1, TEST + "UnaryCall", prefixed(gzip.compress(small), 1), ("grpc-encoding", "gzip"), *timed),
        call(1, TEST + "StreamingInputCall", prefixed(small) * 3),
        call(1, TEST + "FullDuplexCall", prefixed(stream), flags=0) + frame(WINDOW_UPDATE, 0, 1, struct.pack(">I", 99999))
        + frame(DATA, END_STREAM, 1),
        call(1, TEST + "FullDuplexCall", prefixed(stream), flags=0) + frame(RST_STREAM, 0, 1, struct.pack(">I", CANCEL)),
        call(1, "/grpc.health.v1.Health/Check", EMPTY_MESSAGE) + call(3, "/grpc.health.v1.Health/Watch", EMPTY_MESSAGE),
        call(1, "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", prefixed(b"\x3a\x00")),
        frame(HEADERS, END_HEADERS | END_STREAM, 1, block(request_fields("/", method="GET")[:4])),
        frame(SETTINGS, 0, 0, setting(4, 1)) + unary + frame(WINDOW_UPDATE, 0, 1, struct.pack(">I", 100)),
        frame(PING, 0, 0, bytes(8)) + frame(PRIORITY, 0, 3, bytes(5)) + unary + frame(GOAWAY, 0, 0, bytes(8)),
        frame(HEADERS, 0, 1, block(request_fields(TEST + "EmptyCall"))) + frame(CONTINUATION, END_HEADERS, 1)
        + frame(DATA, PADDED | END_STREAM, 1, b"\x03" + EMPTY_MESSAGE + bytes(3)),
    ]
    for conversation in conversations:
        yield b"\x7f" + conversation
        yield b"\x01" + conversation
        yield b"\xff" + PREFACE + frame(SETTINGS, 0, 0) + conversation


def answers():
    """Two bytes of the target's own, then what a server sends."""
    head = block([(":status", "200"), ("content-type", "application/grpc"), ("x-custom-bin", "q6s=")])
    trailer = block([("grpc-status", "0")])
    error = block([
        (":status", "200"), ("content-type", "application/grpc"), ("grpc-status", "14"), ("grpc-message", "busy%21"),
        ("grpc-retry-pushback-ms", "50"), ("grpc-status-details-bin", "CAMSBGJ1c3k")])

    packing = block([(":status", "200"), ("content-type", "application/grpc"), ("grpc-encoding", "gzip"),
                     ("grpc-accept-encoding", "identity,gzip")])
    refusal = block([(":status", "200"), ("content-type", "application/grpc"), ("grpc-status", "12"),
                     ("grpc-accept-encoding", "identity")])

    def whole(stream, body, head=head, flag=0):
        return (frame(HEADERS, END_HEADERS, stream, head) + frame(DATA, 0, stream, prefixed(body, flag))
                + frame(HEADERS, END_HEADERS | END_STREAM, stream, trailer))

    def packed(stream, body):
        return whole(stream, gzip.compress(body, mtime=0), packing, 1)

    opening = frame(SETTINGS, 0, 0, setting(3, 2)) + frame(SETTINGS, ACK, 0)
    refused = frame(RST_STREAM, 0, 1, struct.pack(">I", REFUSED_STREAM))
    conversations = [
        whole(1, b"answer") + whole(3, b"one") + whole(5, b""),
        frame(HEADERS, END_HEADERS | END_STREAM, 1, error) + frame(HEADERS, END_HEADERS | END_STREAM, 5, error),
        frame(HEADERS, END_HEADERS, 3, head) + frame(DATA, PADDED, 3, b"\x02" + prefixed(b"x") + bytes(2)) * 3,
        frame(HEADERS, END_HEADERS, 1, block([(":status", "100")])) + whole(1, b"late"),
        frame(HEADERS, END_HEADERS | END_STREAM, 1, block([(":status", "503")])),
        refused + frame(GOAWAY, 0, 0, struct.pack(">II", 1, NO_ERROR)),
        frame(GOAWAY, 0, 0, struct.pack(">II", 1, ENHANCE_YOUR_CALM) + b"too_many_pings"),
        frame(PING, 0, 0, bytes(8)) + frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", 1)),
        packed(1, b"answer") + packed(3, b"zeros" * 100) + packed(5, b""),
        packed(1, bytes(5000)) + whole(3, gzip.compress(b"a", mtime=0) * 2, packing, 1) + whole(5, b"no gzip", packing, 1),
        frame(HEADERS, END_HEADERS, 3, packing)
        + frame(DATA, 0, 3, (prefixed(gzip.compress(b"many" * 500, mtime=0), 1) + prefixed(b"plain")) * 4 + prefixed(b"bad", 1)),
        frame(HEADERS, END_HEADERS | END_STREAM, 1, refusal) + packed(7, b"answer"),
    ]
    for conversation in conversations:
        for first in [0x00, 0x03, 0xFF]:
            yield bytes([first, 0]) + opening + conversation
        yield bytes([0xFE, 30]) + opening + conversation


def frames_of_messages():
    plain = [prefixed(b""), prefixed(b"abc") * 3, prefixed(gzip.compress(b"zeros" * 100), 1), prefixed(bytes(5000)), b"\2"]
    return [bytes([cut]) + body for body in plain for cut in [0, 7]]


HEADER_LINES = [
    b":method: POST\n:path: /p.S/Unary\n".replace(b": ", b":"), b"content-type:application/grpc\ngrpc-timeout:1S",
    b"x-custom-bin:q6s=,AA\nx-plain:value", b"grpc-encoding:gzip\ngrpc-accept-encoding:identity, gzip",
    "grpc-message:پیشخوان 100%".encode(),
]

# One field of each kind that a request has: text, bytes, a number, a message within a message.
UNPACKING = [bytes([kind]) + b"\x0a\x10" + bytes(16) + b"\x12\x04code\x1a\x0a0012345679" + b"\x42\x0b\x0a\x04size\x12\x03big"
             for kind in range(18)]

CONFIGURATION = [
    b"listen_port = 0\nlog_level = debug\n", b"# nothing\n\n", b"listen_host = ::\nloops = 4 # four\n",
    b"certificate = tls/server.crt\nclient_authority =\nrequire_client_certificate = yes\r\n",
]


def text(number, value):
    value = value.encode() if isinstance(value, str) else value
    return bytes([number << 3 | 2, len(value)]) + value


def counter_steps():
    """Steps of FuzzCounter: method, caller, length, message."""
    code, secret = "C" * 16, "S" * 6
    office, kiosk, agency, nobody = 0, 1, 2, 7
    key = b"0123456789abcde"
    # Positions in the list of methods: Catalog 0 to 2, Offices 3, Requests 4 to 9, Work 10 to 12, Feedback 13 and 14,
    # Attachments 15 to 17.
    submit = bytes([4, office]), (
        text(1, key + b"a") + text(2, "tci-fault") + text(3, "1234567891") + text(6, "09123456789")
        + text(7, text(1, "line") + text(2, "02112345678")) + text(7, text(1, "fault") + text(2, "NOISE") + text(2, "INTERNET")))
    version, acknowledge, refuse, fulfil, ask = b"\x18", b"\x20\x02", b"\x20\x0b", b"\x20\x0a", b"\x20\x05"
    named = text(1, code) + text(2, secret)
    work = text(1, key + b"b") + text(2, code)
    document = b"%PDF-1.7\nstartxref\n5\n%%EOF\n"
    named_again = text(2, code) + text(3, secret)
    announced = text(6, "a.pdf") + b"\x38" + bytes([len(document)]) + text(8, hashlib.sha256(document).digest())
    start = text(1, key + b"g") + text(3, code) + text(4, secret) + announced
    steps = [
        (bytes([5, nobody]), named), (bytes([5, nobody]), text(1, code)), (bytes([6, office]), text(1, code)),
        (bytes([6, agency]), text(1, code)), (bytes([7, nobody]), named), (bytes([8, nobody]), named),
        (bytes([10, agency]), b""), (bytes([11, agency]), text(1, key + b"c") + text(2, code) + version + b"\x01"),
        (bytes([12, agency]), work + version + b"\x01" + acknowledge),
        (bytes([12, agency]), text(1, key + b"d") + text(2, code) + version + b"\x02" + fulfil + text(6, "done")),
        (bytes([12, agency]), work + version + b"\x01" + refuse + text(5, "DUPLICATE")),
        (bytes([12, agency]), work + version + b"\x02" + ask + text(7, text(1, "line") + text(2, "which?"))),
        (bytes([9, nobody]), text(1, key + b"e") + text(2, code) + text(3, secret) + b"\x20\x01\x28\x0f"),
        (bytes([0, nobody]), b""), (bytes([1, nobody]), b""), (bytes([2, nobody]), text(1, "tci-fault")),
        (bytes([3, kiosk]), text(1, "1001")), (bytes([13, nobody]), b""),
        (bytes([15, nobody]), text(1, start) + text(2, document)),
        (bytes([15, office]), text(1, text(1, key + b"h") + text(2, "water-leak") + text(5, "photo") + announced) + text(2, document)),
        (bytes([16, nobody]), text(1, key + b"g") + named_again), (bytes([17, nobody]), text(1, "0" * 32) + named_again),
        (bytes([14, nobody]), text(1, key + b"f") + text(2, code) + text(3, secret) + b"\x28\x01"),
    ]

    def packed(*parts):
        return b"".join(head + bytes([len(body)]) + body for head, body in parts)

    for step in steps:
        yield packed(submit, step)
    yield packed(submit, *steps[:7])
    yield packed(submit, steps[8], steps[7], steps[9], steps[5])


def identifiers():
    for line in (ROOT / "Tests/Data/identifiers.tsv").read_bytes().splitlines():
        for column in line.split(b"\t"):
            yield column


def events():
    """The golden file's hexadecimal runs."""
    for line in (ROOT / "Tests/Data/events.golden").read_text().split():
        try:
            body = bytes.fromhex(line)
        except ValueError:
            continue
        if len(body) > 40:
            yield body


def jpeg_part(marker, payload):
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def png_chunk(name, body=b""):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def pictures():
    """The first byte: kind, and how much is read at once. Then a file."""
    turned = b"MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"
    marks = [
        jpeg_part(0xE0, b"JFIF\0\1\2\0\0\1\0\1\1\1xyz"), jpeg_part(0xE1, b"Exif\0\0" + turned),
        jpeg_part(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"), jpeg_part(0xE2, b"ICC_PROFILE\0\1\1p"),
        jpeg_part(0xED, b"Photoshop 3.0\0"), jpeg_part(0xEE, b"Adobe\0d\0\0\0\0\1"), jpeg_part(0xFE, b"comment")]
    picture = (
        jpeg_part(0xDB, bytes(65)) + jpeg_part(0xC0, bytes([8, 0, 2, 0, 2, 1, 1, 0x11, 0])) + jpeg_part(0xC4, bytes(17))
        + jpeg_part(0xDD, b"\0\1") + jpeg_part(0xDA, bytes([1, 1, 0, 0, 63, 0])) + b"\x12\xff\0\x34\xff\xd0\x56" + b"\xff\xd9")
    for mark in [b"", *marks, b"".join(marks)]:
        yield b"\x00\xff\xd8" + mark + picture + b"film"
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    for name, body in [(b"tEXt", b"a\0b"), (b"eXIf", turned), (b"eXIf", turned[:-4] + turned), (b"gAMA", b"\0\0\xb1\x8f"), (b"prVt", b"")]:
        yield (b"\x01\x89PNG\r\n\x1a\n" + header + png_chunk(name, body) + png_chunk(b"IDAT", zlib.compress(b"\0\0"))
               + png_chunk(b"IEND"))
    yield b"\x02%PDF-1.7\nstartxref\n5\n%%EOF\n"
    yield b"\x03" + turned
    yield b"\x03II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\x08\0\0\0"


def client_messages():
    for kind in range(28):
        yield bytes([kind, 0]) + b"\x08\x01\x12\x04code\x1a\x06\x0a\x02fa\x12\x00"
        yield bytes([kind, 0]) + b"\x08\x03\x12\x04busy\x1a\x24\x0a\x20type.googleapis.com/pishkhan.v1.E\x12\x00"


def main():
    made = {
        "FuzzSession": sessions(), "FuzzCounter": counter_steps(), "FuzzFrames": frames_of_messages(), "FuzzHeaders": HEADER_LINES,
        "FuzzUnpacking": UNPACKING, "FuzzIdentifiers": identifiers(), "FuzzEvents": events(),
        "FuzzPictures": pictures(),
        "FuzzConfiguration": CONFIGURATION, "client_session": answers(), "client_forms": frames_of_messages(),
        "client_messages": client_messages(),
    }
    for target, inputs in made.items():
        folder = pathlib.Path(sys.argv[1]) / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, body in enumerate(inputs):
            (folder / f"seed-{number:03}").write_bytes(body)


if __name__ == "__main__":
    main()
