"""What is tried before HTTP/2 begins: other protocols, other versions, and many connections."""

import os
import ssl
import subprocess
import tempfile

import wire
from attack import Attack
from peer import HOSTILE_ADDRESS, connect, connect_plainly, tls_context

KEY_UPDATES = os.environ["PISHKHAND_KEY_UPDATES"]
REFUSED = (ssl.SSLError, ConnectionError)


def spoken_plainly(content):
    """Bytes of another protocol on the port of TLS: an alert at most, and the end."""

    def play(target):
        with connect_plainly(target) as plain:
            plain.sendall(content)
            answer = received(plain)
            # 21 is the type of an alert's record (RFC 8446 5.1).
            assert len(answer) <= 64 and answer[:1] in (b"", b"\x15"), answer
            return f"closed after {len(answer)} bytes of alert"

    return play


def received(plain):
    """All until the end; a reset is an end too."""
    content = b""
    try:
        while piece := plain.recv(4_096):
            content += piece
    except ConnectionError:
        pass
    return content


def handshake_with(change, protocols=("h2",)):
    """A handshake that the server must refuse."""

    def play(target):
        context = tls_context(target, protocols=protocols)
        change(context)
        try:
            secure = connect(target, context)
        except REFUSED as refusal:
            return f"refused: {getattr(refusal, 'reason', None) or 'connection closed'}"
        # TLS 1.3 tells a client of its refusal after the client's own end of the handshake.
        with secure:
            secure.setblocking(True)
            try:
                answer = secure.recv(64)
            except REFUSED as refusal:
                return f"refused: {getattr(refusal, 'reason', None) or 'connection closed'}"
            assert answer == b"", answer
            return "refused: connection closed"

    return play


def version_1_2(context):
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2


def openssl(target, *arguments, stdin=b""):
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{target.port}", "-bind", f"{HOSTILE_ADDRESS}:0",
               "-servername", "localhost", "-CAfile", target.authority, "-alpn", "h2", "-tls1_3", *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=20, check=False)
    return done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace")


def early_data(target):
    """A resumed session that sends a request ahead of the handshake: its ticket allows none."""
    with tempfile.TemporaryDirectory() as folder:
        session, early = os.path.join(folder, "session"), os.path.join(folder, "early")
        with open(early, "wb") as file:
            file.write(wire.PREFACE + wire.settings() + wire.call(1, wire.TRACK, b""))
        # The ticket comes with the server's first bytes, which an HTTP/2 preface calls for.
        broken = wire.PREFACE + wire.settings() + wire.window_update(0, 0)
        openssl(target, "-sess_out", session, "-ign_eof", stdin=broken)
        command = ["openssl", "sess_id", "-in", session, "-noout", "-text"]
        ticket = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        assert "Max Early Data: 0" in ticket, ticket
        said = openssl(target, "-sess_in", session, "-early_data", early)
        assert "Early data was accepted" not in said, said
        return "tickets allow 0 bytes; none accepted"


def renegotiation(target):
    """s_client's command R: TLS 1.3 has no renegotiation, and no older version is spoken."""
    said = openssl(target, stdin=b"R\n")
    assert "RENEGOTIATING" not in said or "error" in said, said
    assert "TLSv1.3" in said, said
    return "TLS 1.3 has none"


def handshake_flood(target):
    """Handshakes that are begun, and left alone."""
    count = 1_000
    hello = client_hello(target)
    begun = []
    try:
        for _ in range(count):
            plain = connect_plainly(target)
            begun.append(plain)
            plain.sendall(hello)
        for plain in begun:
            received(plain)
    finally:
        for plain in begun:
            plain.close()
    return f"{count:,} begun, all ended by the server"


def client_hello(target):
    """The first flight of a client that will not go on."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = target.context().wrap_bio(incoming, outgoing, server_hostname="localhost")
    try:
        client.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


def handshakes_in_a_row(target):
    """Whole handshakes, each thrown away."""
    count = 100
    for _ in range(count):
        connect(target, target.context()).close()
    return f"{count} handshakes served"


def connection_flood(target):
    """More connections than one address may have: what is beyond the cap is closed before TLS begins."""
    count = 1_300
    cap = 1_200
    begun = []
    try:
        for _ in range(count):
            begun.append(connect_plainly(target))
        closed = 0
        for plain in begun[cap:]:
            closed += received(plain) == b""
        assert closed == count - cap, f"{closed} of {count - cap} beyond the cap were closed"
    finally:
        for plain in begun:
            plain.close()
    return f"{closed} of {count:,} closed at once"


def key_updates(*options):
    """A peer that asks for new keys again and again, all of it made beforehand."""

    def play(target):
        command = [KEY_UPDATES, str(target.port), "20000", *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    return play


HTTP_1 = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
H2C_UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")

ATTACKS = [
    Attack("HTTP/1.1 in clear text", "TLS alone", spoken_plainly(HTTP_1)),
    Attack("upgrade to h2c", "TLS alone", spoken_plainly(H2C_UPGRADE)),
    Attack("HTTP/2 preface in clear text", "TLS alone", spoken_plainly(wire.PREFACE + wire.settings())),
    Attack("bytes that are no TLS", "TLS alone", spoken_plainly(bytes(range(256)) * 8)),
    Attack("TLS 1.2", "TLS 1.3 alone", handshake_with(version_1_2)),
    Attack("ALPN http/1.1 alone", "h2 alone", handshake_with(lambda context: None, protocols=["http/1.1"])),
    Attack("no ALPN", "h2 alone", handshake_with(lambda context: None, protocols=[])),
    Attack("early data (0-RTT replay)", "early data is off", early_data),
    Attack("renegotiation", "TLS 1.3 alone", renegotiation),
    Attack("TLS key updates", "100 a connection; 16 KiB of them a turn", key_updates()),
    Attack("TLS key updates by a peer that does not read", "100 a connection", key_updates("deaf")),
    Attack("handshake flood: begun and left", "512 handshakes a loop, the oldest goes; 10 s each", handshake_flood,
           cause="made room for newer handshakes"),
    Attack("handshake flood: whole ones", "P-256 certificates; fair turns", handshakes_in_a_row),
    Attack("connection flood from one address", "connections of one address are counted", connection_flood),
]
