"""HTTP/2 frames and gRPC messages as bytes, right or wrong as an attack needs them (RFC 9113, RFC 7541)."""

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

(DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION) = range(10)

END_STREAM = ACK = 0x1
END_HEADERS = 0x4
PADDED = 0x8
WITH_PRIORITY = 0x20

# RFC 9113 7.
ERRORS = (
    "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED",
    "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED")

INITIAL_WINDOW_SIZE = 4
LARGEST_WINDOW = (1 << 31) - 1

TRACK = "/pishkhan.v1.Requests/Track"
SUBMIT = "/pishkhan.v1.Requests/Submit"
LIST_SERVICES = "/pishkhan.v1.Catalog/ListServices"
REFLECTION = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
HEALTH_WATCH = "/grpc.health.v1.Health/Watch"


def number(value, size=4):
    return value.to_bytes(size, "big")


def frame(kind, flags, stream, payload=b""):
    return number(len(payload), 3) + bytes([kind, flags]) + number(stream) + payload


def settings(*pairs):
    """SETTINGS of (identifier, value) pairs."""
    return frame(SETTINGS, 0, 0, b"".join(number(name, 2) + number(value) for name, value in pairs))


def reset(stream, error="CANCEL"):
    return frame(RST_STREAM, 0, stream, number(ERRORS.index(error)))


def window_update(stream, increment):
    return frame(WINDOW_UPDATE, 0, stream, number(increment))


def hpack_integer(value, prefix_bits, first=0):
    """RFC 7541 5.1."""
    most = (1 << prefix_bits) - 1
    if value < most:
        return bytes([first | value])
    coded = [first | most]
    value -= most
    while value >= 128:
        coded.append(value & 127 | 128)
        value >>= 7
    return bytes([*coded, value])


def literal(name, value, first=0):
    """A field that leaves the table alone, so that a block is the same bytes on every stream (RFC 7541 6.2.2)."""
    name, value = name.encode(), value.encode() if isinstance(value, str) else value
    return bytes([first]) + hpack_integer(len(name), 7) + name + hpack_integer(len(value), 7) + value


def indexed_literal(name, value):
    """A field that enters the dynamic table (RFC 7541 6.2.1)."""
    return literal(name, value, first=0x40)


def request_block(path=TRACK, *more, without=()):
    fields = {
        ":method": "POST", ":scheme": "https", ":path": path, ":authority": "localhost",
        "content-type": "application/grpc", "te": "trailers"}
    kept = [literal(name, value) for name, value in fields.items() if name not in without]
    return b"".join(kept) + b"".join(literal(name, value) for name, value in more)


def request(stream, path=TRACK, *more, flags=END_HEADERS, **changes):
    """HEADERS of a call that goes on."""
    return frame(HEADERS, flags, stream, request_block(path, *more, **changes))


def message(content, flag=0, length=None):
    """A length-prefixed message; `length` is what the prefix claims."""
    return bytes([flag]) + number(len(content) if length is None else length) + content


def data(stream, content, end=False, most=16_384):
    """Content in as many DATA frames as it takes."""
    pieces = [content[start:start + most] for start in range(0, len(content), most)] or [b""]
    frames = [frame(DATA, 0, stream, piece) for piece in pieces[:-1]]
    return b"".join(frames) + frame(DATA, END_STREAM if end else 0, stream, pieces[-1])


def call(stream, path, content, *more):
    """A whole unary call."""
    return request(stream, path, *more) + data(stream, message(content), end=True)


def streams(count, first=1):
    """Ids as a client opens them."""
    return range(first, first + 2 * count, 2)
