"""Calls that are begun and thrown away: by the peer (rapid reset) or by the server, which the peer makes do it."""

import time

import wire
from attack import Attack, cut_off, flood
from peer import Peer

GUARD = "500 resets at once, 200 a second"
BUDGET = 500
BUDGET_A_SECOND = 200

# What may be under way when the budget is passed: streams of a chunk, and resets of ours that a round of reads makes
# before any of them leaves.
STREAMS_UNDER_WAY = 100
RESETS_UNDER_WAY = 1_500

STREAMS_A_CHUNK = 50


def budget(peer):
    return BUDGET + BUDGET_A_SECOND * (time.monotonic() - peer.began)


def in_chunks(of_stream):
    """Endless new streams, some at a time."""
    first = 1
    while True:
        yield b"".join(of_stream(stream) for stream in wire.streams(STREAMS_A_CHUNK, first))
        first += 2 * STREAMS_A_CHUNK


def reset_flood(of_stream):
    """Ends in ENHANCE_YOUR_CALM, before many streams have been served."""

    def play(target):
        with Peer(target) as peer:
            flood(peer, in_chunks(of_stream))
            said = cut_off(peer, "ENHANCE_YOUR_CALM")
            served = (peer.last_stream + 1) // 2
            assert served <= budget(peer) + STREAMS_UNDER_WAY, f"{served} streams were begun"
            return f"{said}, {served} streams"

    return play


def begun_and_reset(stream):
    return wire.request(stream) + wire.reset(stream)


def called_and_reset(stream):
    return wire.call(stream, wire.TRACK, b"") + wire.reset(stream)


def watched_and_reset(stream):
    return wire.call(stream, wire.HEALTH_WATCH, b"") + wire.reset(stream)


def unknown_and_reset(stream):
    return wire.call(stream, "/no.Service/Method", b"") + wire.reset(stream)


def empty_window_update(stream):
    return wire.request(stream) + wire.window_update(stream, 0)


def window_overflow(stream):
    return wire.request(stream) + wire.window_update(stream, wire.LARGEST_WINDOW)


def headers_when_half_closed(stream):
    flags = wire.END_HEADERS | wire.END_STREAM
    return wire.call(stream, wire.HEALTH_WATCH, b"") + wire.request(stream, flags=flags)


def data_when_half_closed(stream):
    return wire.call(stream, wire.HEALTH_WATCH, b"") + wire.data(stream, b"late")


def priority_of_four_bytes(stream):
    return wire.request(stream) + wire.frame(wire.PRIORITY, 0, stream, bytes(4))


def depends_on_itself(stream):
    dependency = wire.number(stream) + b"\x10"
    return wire.frame(
        wire.HEADERS, wire.END_HEADERS | wire.WITH_PRIORITY, stream, dependency + wire.request_block())


def more_than_content_length(stream):
    return wire.request(stream, wire.TRACK, ("content-length", "1")) + wire.data(stream, b"four")


def without_a_path(stream):
    return wire.frame(wire.HEADERS, wire.END_HEADERS, stream, wire.request_block(without=[":path"]))


def name_in_capitals(stream):
    return wire.request(stream, wire.TRACK, ("Content-Length", "1"))


def made_to_reset(of_stream, *errors):
    """Ends within the budget of resets, or at once where HTTP/2 calls it an error of the connection."""

    def play(target):
        with Peer(target) as peer:
            flood(peer, in_chunks(of_stream))
            said = cut_off(peer, *errors)
            resets = peer.resets.total()
            assert resets <= budget(peer) + RESETS_UNDER_WAY, f"the server sent {resets} resets"
            return f"{said}, {resets} resets of ours"

    return play


def made_to_reset_then_silent(target):
    """The budget is passed by the last resets that leave: the server waits for no other byte to end it."""
    at_once = 100
    with Peer(target) as peer:
        for first in range(1, 40 * at_once, 2 * at_once):
            ids = wire.streams(at_once, first)
            peer.send(b"".join(map(window_overflow, ids)))
            peer.wait_for_streams(ids)
            if first // 2 >= BUDGET - at_once and peer.wait_for_end(0.25):
                return f"{cut_off(peer, 'ENHANCE_YOUR_CALM')}, {peer.resets.total()} resets of ours"
            assert not peer.is_cut_off, "it ended at the next bytes alone"
        raise AssertionError(f"{peer.resets.total()} resets were borne")


def deadlines(target):
    """Deadlines that are over at once: the server ends each call with RST_STREAM(CANCEL), and stays calm."""
    count = 1_000
    with Peer(target) as peer:
        for first in range(1, 2 * count, 2 * STREAMS_A_CHUNK):
            ids = wire.streams(STREAMS_A_CHUNK, first)
            if not peer.send(b"".join(wire.request(id, wire.TRACK, ("grpc-timeout", "1n")) for id in ids)):
                return cut_off(peer, "ENHANCE_YOUR_CALM")
            assert peer.wait_for_streams(ids) or peer.ended
        return f"each of {count:,} calls ended by its deadline"


MADE_YOU_RESET = [
    ("WINDOW_UPDATE of 0", empty_window_update),
    ("window overflow", window_overflow),
    ("HEADERS on half-closed streams", headers_when_half_closed),
    ("DATA on half-closed streams", data_when_half_closed),
    ("PRIORITY of 4 bytes", priority_of_four_bytes),
    ("stream depends on itself", depends_on_itself),
    ("more DATA than content-length", more_than_content_length),
    ("request without :path", without_a_path),
    ("header name in capitals", name_in_capitals),
]
MADE_YOU_RESET_ERRORS = (
    "ENHANCE_YOUR_CALM", "PROTOCOL_ERROR", "FLOW_CONTROL_ERROR", "STREAM_CLOSED", "FRAME_SIZE_ERROR")

ATTACKS = [
    *(Attack(f"rapid reset (CVE-2023-44487): {name}", GUARD, reset_flood(of_stream), cause="too many reset streams")
      for name, of_stream in [
          ("streams just begun", begun_and_reset), ("whole calls", called_and_reset),
          ("streaming calls", watched_and_reset), ("unknown methods", unknown_and_reset)]),
    *(Attack(f"MadeYouReset (CVE-2025-8671): {name}", GUARD, made_to_reset(of_stream, *MADE_YOU_RESET_ERRORS))
      for name, of_stream in MADE_YOU_RESET),
    Attack("MadeYouReset, then silence", GUARD, made_to_reset_then_silent, cause="too many reset streams"),
    Attack("deadlines of a nanosecond", "calls whose handler has not ended: 400 a connection", deadlines),
]
