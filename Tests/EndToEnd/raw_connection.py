"""A gRPC call over a TLS connection of our own, for what gRPC's client does not show: certificates and resumption."""

import socket
import ssl

import h2.connection
import h2.events
import h2.settings

from server import DEADLINE_S


def tls_context(folder, principal=None):
    context = ssl.create_default_context(cafile=folder.path / "tls/ca.crt")
    context.set_alpn_protocols(["h2"])
    if principal is not None:
        files = folder.path / "principals"
        context.load_cert_chain(files / f"{principal}.crt", files / f"{principal}.key")
    return context


class RawConnection:
    """One TLS connection that speaks HTTP/2."""

    def __init__(self, server, context, session=None, window=None):
        """`window`: bytes that the server may send of each answer before it is told to go on."""
        plain = socket.create_connection(("127.0.0.1", server.port), timeout=DEADLINE_S)
        self.socket = context.wrap_socket(plain, server_hostname="localhost", session=session)
        self._h2 = h2.connection.H2Connection()
        if window is not None:
            self._h2.local_settings = h2.settings.Settings(
                client=True, initial_values={h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: window})
        self._h2.initiate_connection()

    @property
    def server_certificate(self):
        """In DER."""
        return self.socket.getpeercert(binary_form=True)

    def begin(self, path, message):
        """Sends a call of one message and reads nothing."""
        stream = self._h2.get_next_available_stream_id()
        self._h2.send_headers(stream, [
            (":method", "POST"), (":scheme", "https"), (":authority", "localhost"), (":path", path),
            ("content-type", "application/grpc"), ("te", "trailers")])
        self._h2.send_data(stream, b"\0" + len(message).to_bytes(4, "big") + message, end_stream=True)
        self.socket.sendall(self._h2.data_to_send())

    def call(self, path, message):
        """A unary call: (grpc-status, the answer's bytes or None)."""
        self.begin(path, message)
        status, body = None, b""
        while True:
            self.socket.sendall(self._h2.data_to_send())
            for event in self._h2.receive_data(self._receive()):
                if isinstance(event, (h2.events.ResponseReceived, h2.events.TrailersReceived)):
                    status = dict(event.headers).get(b"grpc-status", status)
                elif isinstance(event, h2.events.DataReceived):
                    body += event.data
                elif isinstance(event, h2.events.StreamEnded):
                    self.socket.sendall(self._h2.data_to_send())
                    return int(status), body[5:] or None

    def _receive(self):
        received = self.socket.recv(65536)
        assert received, "the server closed the connection"
        return received

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
