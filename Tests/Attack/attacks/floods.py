"""Floods of frames that are each allowed and cost their sender next to nothing."""

import wire
from attack import Attack, again, cut_off, flood, flooding
from peer import Peer

CONTROL = "2,000 control frames at once, 200 a second"

OPEN_STREAM = wire.request(1, wire.REFLECTION)


def repeated(frame, count=1_000):
    return lambda: again(frame * count)


def changing_windows(target):
    """Each SETTINGS moves the windows of 90 open streams."""
    toggle = wire.settings((4, 1)) + wire.settings((4, wire.LARGEST_WINDOW))
    with Peer(target) as peer:
        peer.send(b"".join(wire.request(stream) for stream in wire.streams(90)))
        flood(peer, again(toggle * 500))
        return cut_off(peer, "ENHANCE_YOUR_CALM")


def deaf_pings(target):
    """Nobody reads the acknowledgements."""
    with Peer(target, deaf=True) as peer:
        flood(peer, again(wire.frame(wire.PING, 0, 0, bytes(8)) * 1_000))
        peer.deaf = False
        return cut_off(peer, "ENHANCE_YOUR_CALM")


def goaways():
    debug = bytes(16_000)
    return again(wire.frame(wire.GOAWAY, 0, 0, wire.number(0) + wire.number(0) + debug) * 4)


def padding(target):
    """DATA frames that hold a pad length of zero and nothing else: no byte of a message ever comes."""
    with Peer(target) as peer:
        peer.send(OPEN_STREAM)
        flood(peer, again(wire.frame(wire.DATA, wire.PADDED, 1, b"\x00") * 1_000))
        return cut_off(peer, "ENHANCE_YOUR_CALM")


CALM = "ENHANCE_YOUR_CALM"

ATTACKS = [
    Attack("SETTINGS flood (CVE-2019-9515)", CONTROL, flooding(repeated(wire.settings()), CALM)),
    Attack("SETTINGS of 2,000 entries", "at most 32 entries a frame",
           flooding(repeated(wire.settings(*[(4, 1)] * 2_000), 1), CALM)),
    Attack("SETTINGS that move the windows of open streams", CONTROL, changing_windows),
    Attack("SETTINGS acknowledgements that nobody asked for", CONTROL,
           flooding(repeated(wire.frame(wire.SETTINGS, wire.ACK, 0)), CALM, "PROTOCOL_ERROR")),
    Attack("PING flood (CVE-2019-9512)", "three early pings", flooding(
        repeated(wire.frame(wire.PING, 0, 0, bytes(8))), CALM), cause="too many pings"),
    Attack("PING flood by a peer that does not read", "three early pings", deaf_pings, cause="too many pings"),
    Attack("PING acknowledgements that nobody asked for", CONTROL,
           flooding(repeated(wire.frame(wire.PING, wire.ACK, 0, bytes(8))), CALM), cause="too many control frames"),
    Attack("PRIORITY flood (CVE-2019-9513)", CONTROL,
           flooding(repeated(wire.frame(wire.PRIORITY, 0, 3, bytes(4) + b"\x10")), CALM),
           cause="too many control frames"),
    Attack("WINDOW_UPDATE flood: connection", CONTROL,
           flooding(repeated(wire.window_update(0, 1)), CALM), cause="too many control frames"),
    Attack("WINDOW_UPDATE flood: stream", CONTROL,
           flooding(repeated(wire.window_update(1, 1)), CALM, opening=OPEN_STREAM), cause="too many control frames"),
    Attack("empty DATA flood (CVE-2019-9518)", CONTROL,
           flooding(repeated(wire.frame(wire.DATA, 0, 1)), CALM, opening=OPEN_STREAM),
           cause="too many control frames"),
    Attack("DATA flood of padding alone", CONTROL, padding, cause="too many control frames"),
    Attack("frames of unknown types", CONTROL,
           flooding(repeated(wire.frame(0xEE, 0xFF, 1, b"?")), CALM), cause="too many control frames"),
    Attack("GOAWAY flood with debug data", "a peer that leaves without a call in flight is let go",
           flooding(goaways, None)),
]
