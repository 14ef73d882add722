"""What the guards must not mistake for an attack."""

import contextlib

import wire
from peer import HONEST_ADDRESS, Peer

CONNECTIONS = 1_000
CALLS = 3

# More than the budget of resets, so that a server that counted these would cut the client off.
FINISHED_AND_RESET = 3_000
AT_ONCE = 50


def calls(ids):
    return b"".join(wire.call(stream, wire.TRACK, b"") for stream in ids)


def call_and_reset_what_is_finished(peer):
    """As one known client does after every answer."""
    for first in range(1, 2 * FINISHED_AND_RESET, 2 * AT_ONCE):
        ids = wire.streams(AT_ONCE, first)
        assert peer.send(calls(ids))
        assert peer.wait_for_streams(ids), f"cut off with {peer.goaway} after {first // 2} calls"
        assert peer.send(b"".join(wire.reset(stream) for stream in ids))


def test_of_a_thousand_connections_one_that_resets_every_finished_stream_is_not_cut_off_nor_is_another(field):
    seen = len(field.server.log)
    with contextlib.ExitStack() as stack:
        peers = [stack.enter_context(Peer(field.target, address=HONEST_ADDRESS)) for _ in range(CONNECTIONS)]
        ids = wire.streams(CALLS)
        for peer in peers[1:]:
            assert peer.send(calls(ids))
        call_and_reset_what_is_finished(peers[0])
        for peer in peers[1:]:
            assert peer.wait_for_streams(ids), f"cut off with {peer.goaway}"
        last = 2 * FINISHED_AND_RESET + 1
        for peer in peers:
            assert peer.send(calls([last]))
        for peer in peers:
            assert peer.wait_for_streams([last]), f"cut off with {peer.goaway}"
            assert peer.goaway is None and not peer.resets
    assert not [line for line in field.server.log.lines[seen:] if "connection_cut_off" in line]
    field.honest.ask().assert_undisturbed()


def test_pings_that_measure_bandwidth_between_calls_are_borne(field):
    """gRPC's clients ping when DATA comes, to learn how large a window the line deserves."""
    count = 200
    with Peer(field.target, address=HONEST_ADDRESS) as peer:
        for index, stream in enumerate(wire.streams(count)):
            assert peer.send(wire.frame(wire.PING, 0, 0, bytes(8)) + calls([stream]))
            assert peer.wait(lambda: peer.acknowledged[wire.PING] > index and stream in peer.finished), peer.goaway


def test_one_byte_a_tls_record_is_served_like_any_other(field):
    content = calls([1]) + wire.frame(wire.PING, 0, 0, bytes(8))
    with Peer(field.target, address=HONEST_ADDRESS) as peer:
        for byte in content:
            assert peer.send(bytes([byte]))
        assert peer.wait_for_streams([1])
        assert peer.status(1) is not None


def test_a_connection_that_resets_what_it_no_longer_needs_now_and_then_is_borne(field):
    """Within the budget: users who leave a page."""
    count = 300
    with Peer(field.target, address=HONEST_ADDRESS) as peer:
        for stream in wire.streams(count):
            assert peer.send(wire.request(stream) + wire.reset(stream))
        last = 2 * count + 1
        assert peer.send(calls([last]))
        assert peer.wait_for_streams([last]), peer.goaway
