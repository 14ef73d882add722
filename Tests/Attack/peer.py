"""One hostile connection: sends any bytes over TLS, and keeps account of what the server says."""

import collections
import select
import socket
import ssl
import struct
import time

import hpack

import wire

# The attackers have an address of their own: what the server counts by address, it counts apart from the honest.
HOSTILE_ADDRESS = "127.0.0.2"
HONEST_ADDRESS = "127.0.0.1"


class Peer:
    """Reads while it sends, unless it is deaf: a peer that fills both directions waits for nobody."""

    def __init__(self, target, *, opening=wire.PREFACE + wire.settings(), identity=None, deaf=False,
                 receive_buffer=None, address=HOSTILE_ADDRESS):
        """`identity`: (certificate, key) files; `opening`: what is sent first."""
        self.deaf = deaf
        self.ended = False
        self.goaway = None
        self.last_stream = 0
        self.resets = collections.Counter()
        self.frames = collections.Counter()
        self.acknowledged = collections.Counter()
        self.fields = {}
        self.finished = set()
        self.bytes_sent = 0
        self.initial_window = 65_535
        self.window_updates = collections.Counter({0: 65_535})
        self.data_sent = collections.Counter()
        self._received = bytearray()
        self._block = b""
        self._decoder = hpack.Decoder()
        self._socket = connect(target, target.context(identity), receive_buffer, address)
        self.began = time.monotonic()
        self.send(opening)

    def fileno(self):
        return self._socket.fileno()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._socket.close()

    # MARK: Out

    def send(self, content, seconds=5.0):
        """Sends all of it; False when the server ended the connection, or took too long to take it."""
        view = memoryview(content)
        deadline = time.monotonic() + seconds
        while view and not self.is_cut_off and time.monotonic() < deadline:
            try:
                sent = self._socket.send(view[:65_536])
                self.bytes_sent += sent
                view = view[sent:]
            except ssl.SSLWantWriteError:
                self._wait(deadline, write=True)
            except (ssl.SSLError, OSError):
                # What the server said before it closed may still be there to read.
                self.deaf = False
                self.read()
                self.ended = True
            self.read()
        return not view

    def send_data(self, stream, content, end=True):
        """Sends DATA as the server's windows allow; stops when the stream is over, as it may be before all is sent."""
        view = memoryview(content)
        while view and stream not in self.finished and not self.is_cut_off:
            if not self.wait(lambda: self.window(stream) > 0 or stream in self.finished):
                return
            piece = view[:min(16_384, self.window(stream))]
            view = view[len(piece):]
            self.data_sent.update({0: len(piece), stream: len(piece)})
            is_last = end and not view
            self.send(wire.frame(wire.DATA, wire.END_STREAM if is_last else 0, stream, bytes(piece)))

    def window(self, stream):
        """Bytes that flow control lets a stream send."""
        of_stream = self.initial_window + self.window_updates[stream] - self.data_sent[stream]
        return min(of_stream, self.window_updates[0] - self.data_sent[0])

    # MARK: In

    @property
    def is_cut_off(self):
        """Whether the server has ended the connection, or said that it does."""
        return self.ended or (self.goaway is not None and self.goaway != "NO_ERROR")

    def read(self):
        """Takes what has come."""
        while not self.deaf and not self.ended:
            try:
                content = self._socket.recv(65_536)
            except ssl.SSLWantReadError:
                return
            except (ssl.SSLError, OSError):
                content = b""
            if not content:
                self.ended = True
            self._received += content
            self._take_frames()

    def wait(self, condition, seconds=5.0):
        """Reads until the condition holds, the server ends the connection or the time is over."""
        deadline = time.monotonic() + seconds
        self.read()
        while not condition() and not self.ended and time.monotonic() < deadline:
            self._wait(deadline)
            self.read()
        return condition()

    def wait_for_end(self, seconds=5.0):
        return self.wait(lambda: self.ended, seconds)

    def wait_for_streams(self, ids, seconds=5.0):
        """Whether all of these are over, by an answer or a reset."""
        wanted = set(ids)
        return self.wait(lambda: wanted <= self.finished, seconds)

    def status(self, stream):
        """The gRPC status of an answer, or the HTTP status of one that is none."""
        fields = self.fields.get(stream, {})
        return fields.get("grpc-status", fields.get(":status"))

    def _wait(self, deadline, write=False):
        readers = [] if self.deaf else [self]
        writers = [self] if write else []
        select.select(readers, writers, [], max(0.0, min(0.5, deadline - time.monotonic())))

    def _take_frames(self):
        start = 0
        while len(self._received) - start >= 9:
            head = self._received[start:start + 9]
            end = start + 9 + int.from_bytes(head[:3], "big")
            if len(self._received) < end:
                break
            stream = int.from_bytes(head[5:], "big")
            self._take(head[3], head[4], stream, bytes(self._received[start + 9:end]))
            start = end
        del self._received[:start]

    def _take(self, kind, flags, stream, payload):
        self.frames[kind] += 1
        if kind in (wire.HEADERS, wire.CONTINUATION):
            self._block += payload
            if flags & wire.END_HEADERS:
                self.fields.setdefault(stream, {}).update(self._decoder.decode(self._block))
                self._block = b""
        elif kind == wire.RST_STREAM:
            self.resets[wire.ERRORS[int.from_bytes(payload, "big")]] += 1
            self.finished.add(stream)
        elif kind == wire.GOAWAY:
            self.last_stream = int.from_bytes(payload[:4], "big")
            self.goaway = wire.ERRORS[int.from_bytes(payload[4:8], "big")]
        elif kind == wire.WINDOW_UPDATE:
            self.window_updates[stream] += int.from_bytes(payload, "big")
        elif kind == wire.SETTINGS and not flags & wire.ACK:
            given = dict(struct.iter_unpack(">HI", payload))
            self.initial_window = given.get(wire.INITIAL_WINDOW_SIZE, self.initial_window)
        elif kind in (wire.SETTINGS, wire.PING) and flags & wire.ACK:
            self.acknowledged[kind] += 1
        if kind in (wire.HEADERS, wire.DATA) and flags & wire.END_STREAM:
            self.finished.add(stream)


def connect_plainly(target, receive_buffer=None, address=HOSTILE_ADDRESS):
    """A TCP connection to the server."""
    plain = socket.socket()
    try:
        if receive_buffer is not None:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        plain.bind((address, 0))
        plain.settimeout(5)
        plain.connect((HONEST_ADDRESS, target.port))
    except OSError:
        plain.close()
        raise
    return plain


def tls_context(target, identity=None, protocols=("h2",)):
    context = ssl.create_default_context(cafile=target.authority)
    if protocols:
        context.set_alpn_protocols(list(protocols))
    if identity is not None:
        context.load_cert_chain(*identity)
    return context


def connect(target, context, receive_buffer=None, address=HOSTILE_ADDRESS):
    """A TLS connection that blocks no more once the handshake is done."""
    plain = connect_plainly(target, receive_buffer, address)
    try:
        secure = context.wrap_socket(plain, server_hostname="localhost")
    except OSError:
        plain.close()
        raise
    secure.setblocking(False)
    return secure
