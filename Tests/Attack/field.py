"""A server under attack, with an honest client beside the attackers."""

import concurrent.futures
import contextlib
import dataclasses
import functools
import resource
import time

import wire
from heap import Heap, resident_bytes
from honest import Experience, HonestClient
from peer import Peer, tls_context
from server import DataFolder

# One loop, so that every attacker shares it with the honest client; and the patience that is a setting, shortened.
SETTINGS = {
    "loops": 1, "handshake_timeout_ms": 2_000, "write_stall_timeout_ms": 2_000,
    "maximum_connections_per_address": 1_200, "log_level": "info"}

HEAP_TOLERANCE = 1.10


class Target:
    """What an attacker knows: the address, the authority, and the keys of a stolen kiosk."""

    def __init__(self, server):
        self.port = server.port
        self.authority = str(server.folder.path / "tls/ca.crt")
        self.kiosk = tuple(str(server.folder.path / f"principals/kiosk-2001.{kind}") for kind in ("crt", "key"))

    @functools.cache
    def context(self, identity=None):
        return tls_context(self, identity)


@dataclasses.dataclass(frozen=True)
class Report:
    """What became of attacks: of each in a few words, and of all together."""

    outcomes: dict
    times: int
    honest: Experience
    heap_before: int
    heap_after: int

    @property
    def heap_growth(self):
        return self.heap_after / self.heap_before - 1


class Field:
    def __init__(self, path):
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        self.heap = Heap()
        self.folder = DataFolder(path, **SETTINGS)
        self.server = self.folder.serve(**self.heap.popen)
        self.heap.started()
        self.target = Target(self.server)
        self.honest = HonestClient(self.server)

    def heap_at_rest(self):
        """The live heap behind always the same work: 300 calls at once, of which the server keeps what it has made for
        them up to a limit. Without it what is kept would depend on what was called last."""
        opening = wire.PREFACE + wire.settings((wire.INITIAL_WINDOW_SIZE, 0))
        with contextlib.ExitStack() as stack:
            for _ in range(3):
                peer = stack.enter_context(Peer(self.target, opening=opening))
                calls = b"".join(wire.call(stream, wire.LIST_SERVICES, b"") for stream in wire.streams(100))
                assert peer.send(calls + wire.frame(wire.PING, 0, 0, bytes(8)))
                assert peer.wait(lambda: peer.acknowledged[wire.PING] > 0)
        self.honest.ask()
        return self.heap.live_bytes()

    def heap_settled(self, most, seconds=5.0):
        """The live heap at rest, as soon as it is no more than that; else what it is after that time."""
        deadline = time.monotonic() + seconds
        while (live := self.heap_at_rest()) > most and time.monotonic() < deadline:
            time.sleep(0.1)
        return live

    def quiet(self, seconds):
        """The honest client alone."""
        self.honest.ask()
        time.sleep(seconds)
        return self.honest.ask()

    def attack(self, attack, seconds):
        """Plays the attack again and again for so long, at least once."""

        def play():
            times = 0
            deadline = time.monotonic() + seconds
            while times == 0 or time.monotonic() < deadline:
                outcome = attack.play(self.target)
                times += 1
            return {attack.name: outcome}, times

        return self._observe(play, [attack])

    def attack_together(self, attacks):
        """Plays each attack once, all at the same time."""

        def play():
            with concurrent.futures.ThreadPoolExecutor(len(attacks)) as pool:
                return dict(zip([attack.name for attack in attacks], pool.map(
                    lambda attack: attack.play(self.target), attacks))), 1

        return self._observe(play, attacks)

    def _observe(self, play, attacks):
        heap_before = self.heap_at_rest()
        seen = len(self.server.log)
        outcomes, times = play()
        honest = self.honest.ask()
        heap_after = self.heap_settled(int(heap_before * HEAP_TOLERANCE))
        for attack in attacks:
            if attack.cause is not None:
                self.server.log.wait_for("event=connection_cut_off", attack.cause, start=seen)
        assert self.server.process.poll() is None, "the server is gone"
        return Report(outcomes, times, honest, heap_before, heap_after)

    @property
    def resident_bytes(self):
        return resident_bytes(self.server.process.pid)

    def close(self):
        """The server stops as it should, and what it stored is sound."""
        self.honest.close()
        code = self.server.stop()
        self.heap.close()
        assert code == 0, code
        return self.folder.check()
