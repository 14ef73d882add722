"""A TLS line to a server on which a test writes frames byte by byte, and reads what comes back."""

import socket
import ssl
import struct
import time

import hpack
import hyperframe.frame as frames

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM = ACK = 0x1
END_HEADERS, PADDED, PRIORITY_FLAG = 0x4, 0x8, 0x20

NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, FLOW_CONTROL_ERROR, SETTINGS_TIMEOUT, STREAM_CLOSED, FRAME_SIZE_ERROR, \
    REFUSED_STREAM, CANCEL, COMPRESSION_ERROR, CONNECT_ERROR, ENHANCE_YOUR_CALM = range(12)

# Generous: what is waited for comes at once when all is well.
DEADLINE_S = 10

EMPTY_MESSAGE = bytes(5)


def frame(kind, flags, stream, payload=b"", length=None):
    """One frame; `length` where the header shall lie about the payload."""
    length = len(payload) if length is None else length
    return length.to_bytes(3, "big") + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def setting(identifier, value):
    return struct.pack(">HI", identifier, value)


def request_fields(path, *more, method="POST", **replaced):
    """The header fields of a call. `replaced` puts other values in the place of pseudo-headers; None leaves one out."""
    pseudo = {"method": method, "scheme": "https", "path": path, "authority": "localhost"} | replaced
    fields = [(f":{name}", value) for name, value in pseudo.items() if value is not None]
    return [*fields, ("te", "trailers"), ("content-type", "application/grpc"), *more]


class Line:
    """One connection. What the server sent is kept in `received`, in order; headers are decoded on arrival."""

    def __init__(self, port, ca, preface=PREFACE + frame(SETTINGS, 0, 0), certificate=None):
        context = ssl.create_default_context(cafile=ca)
        context.set_alpn_protocols(["h2"])
        if certificate:
            context.load_cert_chain(*certificate)
        plain = socket.create_connection(("127.0.0.1", port), DEADLINE_S)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = context.wrap_socket(plain, server_hostname="localhost")
        self.encoder, self.decoder = hpack.Encoder(), hpack.Decoder()
        self.received = []
        self.is_closed = False
        self._buffer = b""
        self._pings = 0
        if preface:
            self.send(preface)

    def close(self):
        self.socket.close()

    # Out

    def send(self, *parts):
        """In one write. A server that has closed already is found when it is read from."""
        try:
            self.socket.sendall(b"".join(parts))
        except OSError:
            pass

    def encode(self, fields):
        """Without a change of case or order; never through the dynamic table, so that blocks may be sent in any order."""
        return self.encoder.encode([hpack.NeverIndexedHeaderTuple(*field) for field in fields])

    def headers(self, stream, fields, flags=END_HEADERS):
        return frame(HEADERS, flags, stream, self.encode(fields))

    # In

    def read(self, until, what):
        """Reads until `until` holds for a received frame, which it gives; None once the server has closed."""
        deadline = time.monotonic() + DEADLINE_S
        checked = 0
        while True:
            for received in self.received[checked:]:
                if until(received):
                    return received
            checked = len(self.received)
            if self.is_closed:
                return None
            self.socket.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                data = self.socket.recv(65536)
            except TimeoutError:
                raise AssertionError(f"{what} did not come; what came: {self.received}") from None
            except OSError:
                data = b""
            self.is_closed = not data
            self._take(data)

    def _take(self, data):
        self._buffer += data
        while len(self._buffer) >= 9:
            received, length = frames.Frame.parse_frame_header(memoryview(self._buffer[:9]))
            if len(self._buffer) < 9 + length:
                return
            received.parse_body(memoryview(self._buffer[9:9 + length]))
            self._buffer = self._buffer[9 + length:]
            if isinstance(received, frames.HeadersFrame):
                received.fields = [tuple(field) for field in self.decoder.decode(received.data)]
            self.received.append(received)
            if isinstance(received, frames.SettingsFrame) and "ACK" not in received.flags:
                self.send(frame(SETTINGS, ACK, 0))

    def frame_of(self, kind, stream=None):
        return self.read(
            lambda received: isinstance(received, kind) and stream in (None, received.stream_id), kind.__name__)

    def wait_for_window(self, stream, sent, wanted, initial=262144):
        """Waits until a stream on which `sent` bytes have gone may take `wanted` more."""
        def is_open(_):
            given = sum(
                item.window_increment for item in self.received
                if isinstance(item, frames.WindowUpdateFrame) and item.stream_id == stream)
            return initial + given - sent >= wanted
        assert self.read(is_open, "WINDOW_UPDATE") is not None

    # What a server is expected to do

    def expect_goaway(self, *codes):
        """A connection error: GOAWAY with one of the codes, then the end (RFC 9113 5.4.1)."""
        found = self.read(
            lambda received: isinstance(received, frames.GoAwayFrame) and received.error_code != NO_ERROR, "GOAWAY")
        assert found is not None, f"closed without GOAWAY; what came: {self.received}"
        assert found.error_code in codes, f"GOAWAY {found.error_code} in place of {codes}"
        self.expect_end()
        return found

    def expect_end(self):
        assert self.read(lambda _: False, "the end of the connection") is None

    def expect_reset(self, stream, *codes):
        """A stream error: RST_STREAM with one of the codes, and the connection goes on (RFC 9113 5.4.2)."""
        found = self.read(
            lambda received: isinstance(received, frames.GoAwayFrame)
            or (isinstance(received, frames.RstStreamFrame) and received.stream_id == stream), "RST_STREAM")
        assert isinstance(found, frames.RstStreamFrame), f"{found} in place of RST_STREAM"
        assert found.error_code in codes, f"RST_STREAM {found.error_code} in place of {codes}"
        self.expect_alive()

    def expect_alive(self):
        """A PING comes back; all that came before it has been dealt with then."""
        self._pings += 1
        payload = struct.pack(">Q", self._pings)
        self.send(frame(PING, 0, 0, payload))
        found = self.read(
            lambda received: isinstance(received, frames.GoAwayFrame)
            or (isinstance(received, frames.PingFrame) and received.opaque_data == payload), "an answer to PING")
        assert isinstance(found, frames.PingFrame), f"{found} in place of an answer to PING"

    def response(self, stream):
        """(fields of the header, body, fields of the trailer) of a whole response."""
        last = self.read(
            lambda received: received.stream_id == stream
            and ("END_STREAM" in received.flags or isinstance(received, frames.RstStreamFrame)), "a response")
        assert last is not None and not isinstance(last, frames.RstStreamFrame), f"{last}; {self.received}"
        mine = [received for received in self.received if received.stream_id == stream]
        blocks = [received.fields for received in mine if isinstance(received, frames.HeadersFrame)]
        body = b"".join(received.data for received in mine if isinstance(received, frames.DataFrame))
        return dict(blocks[0]), body, dict(blocks[-1])
