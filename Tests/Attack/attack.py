"""What an attack is, and the ways in which a server is expected to bear it."""

import collections.abc
import dataclasses
import time

from peer import Peer

# What one flood may send at most; a server that bears it so long has no guard against it.
MOST_BYTES = 64 << 20
MOST_SECONDS = 4.0


@dataclasses.dataclass(frozen=True)
class Attack:
    """`play` attacks once, asserts what has to become of it, and says in a few words what did."""

    name: str
    guard: str
    play: collections.abc.Callable
    # The server's word for it in the log, where it is the one that ends the connection.
    cause: str | None = None
    # Takes as long as the server's patience: such attacks are played side by side.
    is_slow: bool = False


def flood(peer, chunks, seconds=MOST_SECONDS):
    """Sends the chunks until the server has had enough."""
    deadline = time.monotonic() + seconds
    for chunk in chunks:
        left = deadline - time.monotonic()
        if left <= 0 or peer.bytes_sent > MOST_BYTES or not peer.send(chunk, left) or peer.is_cut_off:
            return


def again(chunk):
    """The same bytes without an end."""
    while True:
        yield chunk


def cut_off(peer, *errors):
    """Asserts that the server ended the connection with one of these errors (None: without a word); says how soon."""
    peer.wait_for_end()
    after = time.monotonic() - peer.began
    assert peer.ended, f"the connection is still open after {after:.1f} s and {peer.bytes_sent:,} bytes"
    assert peer.goaway in errors, f"it ended with {peer.goaway}; expected {errors}"
    how = "closed" if peer.goaway is None else f"GOAWAY {peer.goaway}"
    return f"{how} after {thousands(peer.bytes_sent)}"


def thousands(count):
    return f"{count / 1_000:,.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:,.1f} MB"


def flooding(chunks, *errors, opening=None):
    """An attack that is one flood on one connection and has to end in one of the errors."""

    def play(target):
        with Peer(target) as peer:
            if opening is not None:
                peer.send(opening)
            flood(peer, chunks())
            return cut_off(peer, *errors)

    return play
