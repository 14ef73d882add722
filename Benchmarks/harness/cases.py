"""The cases, and the rounds in which they are measured."""

import dataclasses
import statistics

from . import measurements, servers, stored
from .servers import Identity


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    unit: str
    kind: str  # of the round that measures it
    figure: str  # of each measurement
    peer: str
    higher_is_better: bool
    goal: float  # for ours / theirs


CASES = [
    Case("track_vs_grpcpp", "calls/s", "track", "rate", "grpcpp", True, 4),
    Case("track_vs_nghttpd", "calls/s", "track", "rate", "nghttpd", True, 0.7),
    Case("track_cpu_vs_grpcpp", "µs/call", "track", "cpu_us", "grpcpp", False, 0.25),
    Case("submit_vs_grpcpp", "calls/s", "submit", "rate", "grpcpp", True, 10),
    Case("submit_vs_sqlite", "rows/s", "submit", "rate", "sqlite", True, 0.4),
    Case("upload_vs_nghttpd", "MB/s", "upload", "mb_per_s", "nghttpd", True, 0.5),
    Case("idle_connection_vs_grpcpp", "KB", "idle", "kb", "grpcpp", False, 0.5),
]

OURS = "pishkhand"
PEER_NAMES = {
    "grpcpp": "grpc++ callback server",
    "nghttpd": "nghttpd POST",
    "sqlite": f"bare SQLite, {measurements.BARE_BATCH} rows a commit",
}


class Bench:
    """Measures one participant at a time."""

    def __init__(self, identity: Identity):
        """Submits one request to the fresh journal: the rivals of Submit copy its rows, and Track's answer tells how
        large nghttpd's must be."""
        self.identity = identity
        with servers.serve(identity.folder, servers.empty_folder("first") / "log") as server:
            code = measurements.submit_one(server, identity)
            self.reply_bytes = measurements.track_reply_bytes(server, identity, code)
        stored.gather(server.journal)

    def measure(self, kind: str, who: str) -> dict:
        if who == "sqlite":
            return measurements.bare_sqlite(self.identity, measurements.BARE_BATCH)
        if kind == "upload":
            return self._upload(who)
        if who == "nghttpd":
            with servers.nghttpd(self.identity, servers.TRACK_PATH, bytes(self.reply_bytes)) as server:
                return measurements.track(server, measurements.UNKNOWN_CODE, self.reply_bytes)
        start = servers.pishkhand if who == OURS else servers.grpcpp
        if kind == "submit":
            return self._submit(start, [])
        with start(self.identity) as server:
            code = measurements.submit_one(server, self.identity)
            if kind == "idle":
                return measurements.idle_connection(server, self.identity, code)
            reply = measurements.track_reply_bytes(server, self.identity, code)
            return measurements.track(server, code, reply)

    def _submit(self, start, options: list) -> dict:
        with start(self.identity) as server:
            result = measurements.submit(server, self.identity, options)
        stored.check_stored(server.journal, result["calls"])
        return result

    def _upload(self, who: str) -> dict:
        if who == "nghttpd":
            with servers.nghttpd(self.identity, servers.UPLOAD_PATH, servers.EMPTY_MESSAGE) as server:
                return measurements.upload(server, self.identity)
        with servers.pishkhand(self.identity) as server:
            result = measurements.upload(server, self.identity)
        stored.check_kept(server.journal, measurements.UPLOADS, measurements.UPLOAD_BYTES)
        return result

    def rounds(self, kind: str, participants: list[str], pairs: int, tell) -> dict[str, list[dict]]:
        """`pairs` rounds; in each, every participant once, and the first of one round is the last of the next."""
        figures: dict[str, list[dict]] = {who: [] for who in participants}
        for index in range(pairs):
            turn = index % len(participants)
            for who in participants[turn:] + participants[:turn]:
                result = self.measure(kind, who)
                figures[who].append(result)
                told = ", ".join(f"{name} {value:,.1f}" for name, value in result.items())
                tell(f"{kind} {index + 1}/{pairs} {who}: {told}")
        return figures

    def submit_p99_ms(self, rate: float) -> float:
        """p99 of our Submit when calls come at `rate`, whether or not earlier ones have ended."""
        return self._submit(servers.pishkhand, ["--rate", f"{rate:.0f}"])["p99_ms"]


@dataclasses.dataclass(frozen=True)
class Outcome:
    case: Case
    ours: float  # median
    theirs: float  # median
    ratios: list[float]  # of each pair

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    @property
    def held(self) -> bool:
        return self.ratio >= self.case.goal if self.case.higher_is_better else self.ratio <= self.case.goal


def outcome(case: Case, figures: dict[str, list[dict]]) -> Outcome:
    ours = [result[case.figure] for result in figures[OURS]]
    theirs = [result[case.figure] for result in figures[case.peer]]
    return Outcome(
        case, statistics.median(ours), statistics.median(theirs), [mine / other for mine, other in zip(ours, theirs)]
    )
