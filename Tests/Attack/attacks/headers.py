"""Header blocks that do not end, or that grow when they are unpacked."""

import itertools

import wire
from attack import Attack, again, cut_off, flooding
from peer import Peer

CAP = "at most 8 CONTINUATION frames a block"
BUDGET = "8 KiB of fields kept, 64 KiB decoded"

BEGUN = wire.frame(wire.HEADERS, 0, 1, wire.request_block())


def continuations(payload, count):
    """Many frames in one chunk."""
    return lambda: again(wire.frame(wire.CONTINUATION, 0, 1, payload) * count)


def blocks(block):
    """The same block on new streams, each begun and ended."""
    flags = wire.END_HEADERS | wire.END_STREAM
    return lambda: (wire.frame(wire.HEADERS, flags, stream, block) for stream in itertools.count(1, 2))


def bomb(target):
    """A field of 4,000 bytes in the dynamic table, named 16,000 times by one byte each: 64 MB out of 16 KiB."""
    planted = wire.request_block() + wire.indexed_literal("x-planted", "x" * 3_900)
    with Peer(target) as peer:
        peer.send(wire.frame(wire.HEADERS, wire.END_HEADERS, 1, planted))
        # 62 is the first entry behind the 61 of the static table (RFC 7541 2.3.3).
        peer.send(wire.frame(wire.HEADERS, wire.END_HEADERS, 3, wire.request_block() + bytes([0x80 | 62]) * 16_000))
        return cut_off(peer, "ENHANCE_YOUR_CALM")


def broken(block):
    """One block that HPACK does not allow."""

    def play(target):
        with Peer(target) as peer:
            peer.send(wire.frame(wire.HEADERS, wire.END_HEADERS, 1, wire.request_block() + block))
            return cut_off(peer, "COMPRESSION_ERROR", "ENHANCE_YOUR_CALM")

    return play


def crowded(target):
    """A list above what the server advertised, but no bomb: 431, and the connection serves on."""
    count = 20
    block = wire.request_block() + b"".join(wire.literal(f"x-{index}", "v" * 200) for index in range(40))
    flags = wire.END_HEADERS | wire.END_STREAM
    with Peer(target) as peer:
        peer.send(b"".join(wire.frame(wire.HEADERS, flags, stream, block) for stream in wire.streams(count)))
        assert peer.wait_for_streams(wire.streams(count)), "lists above the limit are answered"
        statuses = {peer.status(stream) for stream in wire.streams(count)}
        assert statuses <= {"431", "8"}, statuses
        return f"each answered with {' or '.join(sorted(statuses))}"


ATTACKS = [
    Attack("CONTINUATION flood (CVE-2024-27316): empty frames", CAP,
           flooding(continuations(b"", 1_000), "ENHANCE_YOUR_CALM", "PROTOCOL_ERROR", "INTERNAL_ERROR", opening=BEGUN)),
    Attack("CONTINUATION flood: small fields", CAP,
           flooding(continuations(wire.literal("x", "y"), 1_000), "ENHANCE_YOUR_CALM", "PROTOCOL_ERROR",
                    "INTERNAL_ERROR", opening=BEGUN)),
    Attack("CONTINUATION flood: one endless value", CAP,
           flooding(continuations(b"v" * 16_384, 4), "ENHANCE_YOUR_CALM", "PROTOCOL_ERROR", "INTERNAL_ERROR",
                    "COMPRESSION_ERROR", opening=wire.frame(
                        wire.HEADERS, 0, 1,
                        wire.request_block() + b"\x00\x01x" + wire.hpack_integer(1 << 26, 7)))),
    Attack("HPACK bomb", BUDGET, bomb, cause="headers far above the limit"),
    Attack("headers without names and values (CVE-2019-9516)", "500 resets at once, 200 a second",
           flooding(blocks(wire.request_block() + b"\x00\x00\x00" * 5_000), "ENHANCE_YOUR_CALM", "PROTOCOL_ERROR")),
    Attack("header list above the limit", BUDGET, crowded),
    Attack("HPACK table of 2 GiB", "RFC 7541 6.3", broken(wire.hpack_integer(1 << 31, 5, first=0x20))),
    Attack("HPACK integer without an end", "RFC 7541 5.1", broken(b"\x00\x7f" + b"\xff" * 100)),
    Attack("HPACK index that is not there", "RFC 7541 2.3.3", broken(bytes([0x80 | 100]))),
]
