"""Peers that take their time. Each is given up for in about the server's patience, and costs little until then."""

import contextlib
import select
import time

import wire
from attack import Attack, cut_off
from attacks.tls import client_hello
from peer import Peer, connect_plainly

PEERS = 20

BYTE_EVERY_S = 0.25

# The longest patience that is no setting is 10 s; the server looks about every half second.
LONGEST_S = 14.0


def drip(send, is_over):
    """Sends a byte now and then, until it is over or has lasted too long; gives the seconds."""
    began = time.monotonic()
    while not is_over() and time.monotonic() - began < LONGEST_S:
        send()
    return time.monotonic() - began


def pause(peers):
    """Until the next byte is due; reads what comes meanwhile."""
    for peer in select.select(list(peers), [], [], BYTE_EVERY_S)[0]:
        peer.read()


def slow_peers(opening, rest, *errors):
    """Peers that begin something and go on by a byte a time, or not at all."""

    def play(target):
        with contextlib.ExitStack() as stack:
            peers = [stack.enter_context(Peer(target, opening=opening)) for _ in range(PEERS)]
            left = iter(rest)

            def send():
                byte = bytes([next(left)]) if rest else b""
                for peer in peers:
                    peer.send(byte)
                pause(peer for peer in peers if not peer.is_cut_off)

            seconds = drip(send, lambda: all(peer.is_cut_off for peer in peers))
            for peer in peers:
                cut_off(peer, *errors)
            return f"cut off after {seconds:.1f} s"

    return play


def slow_handshakes(target):
    """A ClientHello by a byte at a time."""
    with contextlib.ExitStack() as stack:
        begun = [stack.enter_context(connect_plainly(target)) for _ in range(PEERS)]
        left = iter(client_hello(target))
        still_open = set(begun)

        def send():
            byte = bytes([next(left)])
            for plain in list(still_open):
                try:
                    plain.send(byte)
                except ConnectionError:
                    still_open.discard(plain)
            # Nothing is answered to half a ClientHello: what can be read is the end.
            for plain in select.select(list(still_open), [], [], BYTE_EVERY_S)[0]:
                still_open.discard(plain)

        seconds = drip(send, lambda: not still_open)
        assert not still_open, f"{len(still_open)} are open after {seconds:.1f} s"
        return f"closed after {seconds:.1f} s"


def slow_bodies(target):
    """Messages that come by a byte at a time: the call is reset, and the connection goes on."""
    with contextlib.ExitStack() as stack:
        peers = [stack.enter_context(Peer(target)) for _ in range(PEERS)]
        for peer in peers:
            peer.send(wire.request(1) + wire.data(1, wire.message(b"", length=100_000)))

        def send():
            for peer in peers:
                if 1 not in peer.finished:
                    peer.send(wire.data(1, b"x"))
            pause(peer for peer in peers if 1 not in peer.finished)

        seconds = drip(send, lambda: all(1 in peer.finished for peer in peers))
        assert all(1 in peer.finished for peer in peers), f"bodies still go on after {seconds:.1f} s"
        return f"calls reset after {seconds:.1f} s"


def closed_windows(target):
    """Whole calls whose answers have no window to go into."""
    ids = wire.streams(100)
    opening = wire.PREFACE + wire.settings((wire.INITIAL_WINDOW_SIZE, 0))
    with contextlib.ExitStack() as stack:
        peers = [stack.enter_context(Peer(target, opening=opening)) for _ in range(PEERS)]
        for peer in peers:
            peer.send(b"".join(wire.call(stream, wire.LIST_SERVICES, b"") for stream in ids))
        began = time.monotonic()
        for peer in peers:
            assert peer.wait(lambda: set(ids) <= peer.finished or peer.ended, LONGEST_S), "answers wait still"
        return f"calls reset after {time.monotonic() - began:.1f} s"


def drained_by_a_byte(target):
    """A reader that lets one byte through now and then: so little counts as nothing."""
    opening = wire.PREFACE + wire.settings((wire.INITIAL_WINDOW_SIZE, 0))
    with Peer(target, opening=opening) as peer:
        peer.send(wire.call(1, wire.LIST_SERVICES, b""))
        seconds = drip(
            lambda: peer.send(wire.window_update(1, 1)) and peer.wait(lambda: 1 in peer.finished, BYTE_EVERY_S),
            lambda: 1 in peer.finished)
        assert peer.resets["CANCEL"] == 1, f"{peer.frames[wire.DATA]} bytes were waited for, {seconds:.1f} s long"
        return f"call reset after {seconds:.1f} s"


def unread(target):
    """Large answers are asked for, with windows that hold them all; nothing is read from the socket."""
    opening = (wire.PREFACE + wire.settings((wire.INITIAL_WINDOW_SIZE, wire.LARGEST_WINDOW))
               + wire.window_update(0, wire.LARGEST_WINDOW - 65_535))
    calls = b"".join(wire.call(stream, wire.LIST_SERVICES, b"") for stream in wire.streams(10_000))
    with contextlib.ExitStack() as stack:
        peers = [
            stack.enter_context(Peer(target, opening=opening, deaf=True, receive_buffer=4_096)) for _ in range(PEERS)]
        began = time.monotonic()
        # What the kernel takes of the calls until the server stops reading is all that is ever sent.
        for peer in peers:
            peer.send(calls, 0.2)
        for peer in peers:
            assert not peer.send(wire.window_update(0, 1) * 1_000_000, LONGEST_S) and peer.ended, (
                "nobody reads, and the connection stands")
        return f"cut off after {time.monotonic() - began:.1f} s"


SPOKEN = wire.PREFACE + wire.settings()

ATTACKS = [
    Attack("slow handshake", "10 s (here 2 s)", slow_handshakes, cause="handshake took too long", is_slow=True),
    Attack("slow preface", "10 s to SETTINGS",
           slow_peers(b"", wire.PREFACE + wire.frame(wire.SETTINGS, 0, 0, bytes(60)), "SETTINGS_TIMEOUT",
                      "ENHANCE_YOUR_CALM"), is_slow=True),
    Attack("silence behind the handshake", "10 s to SETTINGS", slow_peers(b"", b"", "SETTINGS_TIMEOUT"),
           cause="no HTTP/2 settings in time", is_slow=True),
    Attack("slow headers: within a frame", "10 s a header block",
           slow_peers(SPOKEN + wire.request(1)[:20], wire.request(1)[20:], "ENHANCE_YOUR_CALM"),
           cause="headers came too slowly", is_slow=True),
    Attack("slow headers: between frames", "10 s a header block",
           slow_peers(SPOKEN + wire.request(1, flags=0), b"", "ENHANCE_YOUR_CALM"),
           cause="headers came too slowly", is_slow=True),
    Attack("slow body", "10 s and 512 bytes a second", slow_bodies, is_slow=True),
    Attack("zero-window reader", "30 s (here 2 s) for an answer to move", closed_windows, is_slow=True),
    Attack("window of one byte at a time", "512 bytes a second", drained_by_a_byte, is_slow=True),
    Attack("large answers, unread", "30 s (here 2 s) for a write to move", unread,
           cause="did not read what it asked for", is_slow=True),
]
