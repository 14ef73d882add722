"""Messages that are larger than they look."""

import zlib

import wire
from attack import Attack
from peer import Peer

# Calls of one attack, side by side on one connection.
CALLS = 20


def gzipped_zeros(size):
    packer = zlib.compressobj(9, wbits=31)
    block = bytes(1 << 20)
    return b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()


def refused(content, *statuses, more=(), path=wire.SUBMIT):
    """Every call ends with one of the gRPC statuses; the connection lives."""

    def play(target):
        with Peer(target, identity=target.kiosk) as peer:
            ids = wire.streams(CALLS)
            for stream in ids:
                peer.send(wire.request(stream, path, *more))
                peer.send_data(stream, content)
            assert peer.wait_for_streams(ids, 10), f"{len(peer.finished)} of {CALLS} calls ended"
            met = {peer.status(stream) for stream in ids}
            assert met <= set(statuses), met
            assert not peer.is_cut_off, peer.goaway
            return f"each of {CALLS} calls ended with status {', '.join(sorted(met))}"

    return play


def unfinished(target):
    """Messages of 4 MiB that are begun on every stream and never end: 32 MiB are held, what is beyond is refused."""
    count = 100
    with Peer(target) as peer:
        begun = wire.message(b"", length=4 << 20)
        peer.send(b"".join(wire.request(stream) + wire.data(stream, begun) for stream in wire.streams(count)))
        for stream in wire.streams(count):
            peer.send_data(stream, bytes(500_000), end=False)
        refused = [stream for stream in wire.streams(count) if peer.wait_for_streams([stream], 0.0)]
        assert refused, "50 MB of unfinished messages were taken"
        assert {peer.status(stream) for stream in refused} == {"8"}
        return f"{len(refused)} of {count} calls ended with status 8"


MEBIBYTE = 1 << 20

OVERSIZE = wire.message(b"x" * 1_000, length=0xFFFF_FFFF)
AMPLIFYING = wire.message(b"\x3a\x00" * (2 * MEBIBYTE - 100))  # field 7, `form`, empty, two million times
DEEP = wire.message(b"\x7b" * MEBIBYTE)  # a million nested groups begin (wire type 3)
HUGE_FIELD = wire.message(b"\x12" + b"\xff\xff\xff\xff\x0f" + b"x" * 100)  # a field that claims 4 GiB

ATTACKS = [
    Attack("message that claims 4 GiB", "the length is checked before anything is allocated",
           refused(OVERSIZE, "8")),
    Attack("two million empty submessages in 4 MiB", "8 MiB of memory a call for what a message becomes",
           refused(AMPLIFYING, "8")),
    Attack("a million nested groups", "no recursive types; groups are refused", refused(DEEP, "13")),
    Attack("field that claims 4 GiB", "lengths are checked against what is there", refused(HUGE_FIELD, "13")),
    Attack("gzip bomb: 1 GiB out of 1 MiB", "decompressed no further than the message limit",
           refused(wire.message(gzipped_zeros(1 << 30), flag=1), "8", more=[("grpc-encoding", "gzip")])),
    Attack("gzip that is none", "the call fails alone",
           refused(wire.message(b"\x1f\x8b" + bytes(1_000), flag=1), "13", more=[("grpc-encoding", "gzip")])),
    Attack("compressed without saying how", "the call fails alone",
           refused(wire.message(gzipped_zeros(MEBIBYTE), flag=1), "13")),
    Attack("unfinished messages on 100 streams", "32 MiB a connection for unfinished messages", unfinished),
    Attack("message flag 255", "the call fails alone", refused(wire.message(b"x", flag=255), "13")),
]
