"""Streams where none may be, and bytes that are no HTTP/2."""

import random

import wire
from attack import Attack, again, cut_off, flood
from peer import Peer

END = wire.END_HEADERS | wire.END_STREAM


def sent_once(content, *errors, opening=None):
    """What is wrong once is wrong enough."""

    def play(target):
        with Peer(target) as peer:
            if opening is not None:
                peer.send(opening)
            peer.send(content)
            return cut_off(peer, *errors)

    return play


def too_many(target):
    """Streams that are begun and left open: 100 stand, each one more is refused, too many of them end it."""
    count = 50
    with Peer(target) as peer:
        flood(peer, (
            b"".join(wire.request(stream) for stream in wire.streams(count, first))
            for first in range(1, 2_000_000, 2 * count)))
        said = cut_off(peer, "ENHANCE_YOUR_CALM")
        refused = peer.resets["REFUSED_STREAM"]
        return f"{said}, {refused:,} streams refused"


def closed_stream(then):
    """A frame on a stream that was answered long ago."""

    def play(target):
        with Peer(target) as peer:
            peer.send(wire.call(1, wire.TRACK, b""))
            assert peer.wait_for_streams([1])
            peer.send(then)
            return cut_off(peer, "STREAM_CLOSED")

    return play


def goaway_and_on(target):
    """Says goodbye with no call in flight, and calls on."""
    with Peer(target) as peer:
        peer.send(wire.frame(wire.GOAWAY, 0, 0, bytes(8)))
        flood(peer, (wire.call(stream, wire.TRACK, b"") for stream in wire.streams(100_000)))
        return cut_off(peer, None, "NO_ERROR")


def goaway_that_grows(target):
    """The last stream may only fall from one GOAWAY to the next (RFC 9113 6.8)."""
    frames = (wire.frame(wire.GOAWAY, 0, 0, wire.number(2 * last) + bytes(4)) for last in range(1 << 20))
    with Peer(target) as peer:
        flood(peer, (b"".join(next(frames) for _ in range(100)) for _ in range(1_000)))
        return cut_off(peer, "ENHANCE_YOUR_CALM", "PROTOCOL_ERROR")


def data_of_a_refused_call(target):
    """DATA that goes on behind the answer that the call is refused."""
    with Peer(target) as peer:
        peer.send(wire.request(1, wire.REFLECTION))
        flood(peer, again(wire.frame(wire.DATA, 0, 1, b"\x00\x00\x40\x00\x00" + bytes(16_000))))
        return cut_off(peer, "ENHANCE_YOUR_CALM")


def noise(seed):
    """Random bytes behind the handshake; the same ones each time."""

    def play(target):
        with Peer(target, opening=random.Random(seed).randbytes(4_096)) as peer:
            return cut_off(peer, "PROTOCOL_ERROR")

    return play


def noisy_frames(target):
    """Frames of random types, flags, streams and contents."""
    chance = random.Random(9113)

    def frames():
        while True:
            kind, flags, stream = chance.randrange(11), chance.randrange(256), chance.randrange(64)
            yield wire.frame(kind, flags, stream, chance.randbytes(chance.randrange(64)))

    connections = 30
    for _ in range(connections):
        with Peer(target) as peer:
            flood(peer, frames())
            assert peer.wait_for_end(), "random frames were borne"
    return f"each of {connections} connections ended"


FIRST_CALL = wire.call(3, wire.TRACK, b"")
PROTOCOL = "an error of the connection (RFC 9113)"

ATTACKS = [
    Attack("streams above the limit", "100 streams; each refusal costs a control frame", too_many,
           cause="too many reset streams"),
    Attack("HEADERS on a closed stream", PROTOCOL, closed_stream(wire.request(1)),
           cause="frames on streams that were over"),
    Attack("DATA on a closed stream", PROTOCOL, closed_stream(wire.data(1, b"late")),
           cause="frames on streams that were over"),
    Attack("HEADERS on a skipped stream", PROTOCOL,
           sent_once(wire.request(1), "PROTOCOL_ERROR", "STREAM_CLOSED", opening=FIRST_CALL), cause="broke HTTP/2"),
    Attack("stream of an even number", PROTOCOL, sent_once(wire.request(2), "PROTOCOL_ERROR")),
    Attack("HEADERS on stream 0", PROTOCOL, sent_once(wire.request(0), "PROTOCOL_ERROR")),
    Attack("DATA on a stream that was never opened", PROTOCOL,
           sent_once(wire.data(9, b"early"), "PROTOCOL_ERROR", "STREAM_CLOSED")),
    Attack("RST_STREAM on a stream that was never opened", PROTOCOL, sent_once(wire.reset(9), "PROTOCOL_ERROR")),
    Attack("WINDOW_UPDATE on a stream that was never opened", PROTOCOL,
           sent_once(wire.window_update(9, 1), "PROTOCOL_ERROR")),
    Attack("PUSH_PROMISE from a client", PROTOCOL,
           sent_once(wire.frame(wire.PUSH_PROMISE, wire.END_HEADERS, 1, wire.number(2)), "PROTOCOL_ERROR")),
    Attack("frame of 16 MiB", PROTOCOL,
           sent_once(b"\xff\xff\xff" + bytes([wire.DATA, 0]) + wire.number(1), "FRAME_SIZE_ERROR")),
    Attack("DATA behind the refusal of its call", "2,000 control frames at once, 200 a second", data_of_a_refused_call,
           cause="too many control frames"),
    Attack("window of the connection overflows", PROTOCOL,
           sent_once(wire.window_update(0, wire.LARGEST_WINDOW), "FLOW_CONTROL_ERROR")),
    Attack("WINDOW_UPDATE of 0 on the connection", PROTOCOL,
           sent_once(wire.window_update(0, 0), "PROTOCOL_ERROR")),
    Attack("GOAWAY, then calls", "a peer that leaves without a call in flight is let go", goaway_and_on),
    Attack("GOAWAY whose last stream grows", PROTOCOL, goaway_that_grows),
    Attack("random bytes behind the handshake", PROTOCOL, noise(8446)),
    Attack("random frames", PROTOCOL, noisy_frames),
]
