"""How long single calls take on a journal of a million requests, beside a load of Submits."""

import contextlib
import dataclasses
import random
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Iterator

from . import measurements, wire
from .country import AGENCIES, Calls
from .processes import BenchmarkError, Server
from .servers import OUT, Identity

from clock import DAY_MS  # of Tests/EndToEnd

INBOX, FIND = "/pishkhan.v1.Work/Inbox", "/pishkhan.v1.Offices/FindOffices"
TRACK = "/pishkhan.v1.Requests/Track"
SECONDS = 5
CALLS_PER_SECOND = 400
GOAL_MS = 5


@dataclasses.dataclass(frozen=True)
class Question:
    name: str
    principal: str
    method: str
    messages: list[bytes]


def inbox(**filters) -> dict:
    numbers = {"service": 1, "region": 5, "assignee": 6, "by_due_time": 8, "overdue": 9}
    return {numbers[name]: value for name, value in filters.items()}


def later_pages(desk: Calls, filters: dict, most: int = 40) -> list[bytes]:
    """The same filter with the cursors of its first pages."""
    asked = [wire.message(filters)]
    while len(asked) < most:
        _, (reply,) = desk.load(INBOX, wire.framed(asked[-1]), ["--calls", 1], replies=True)
        cursor = wire.first(reply, 2)
        if not cursor:
            break
        asked.append(wire.message({**filters, 4: cursor}))
    return asked


def questions(server: Server, identity: Identity, codes: list[str], regions: list[str]) -> Iterator[Question]:
    choose = random.Random(7)
    yield Question("Track, another code each time", "office-1001", TRACK,
                   [wire.message({1: code}) for code in choose.sample(codes, 20_000)])
    for agency in AGENCIES:
        principal = f"agency-{agency}"
        desk = Calls(server, identity, principal)
        for name, filters in {
            "all": [inbox()],
            "by due time": [inbox(by_due_time=1)],
            "nobody's": [inbox(assignee="-")],
            "one officer's": [inbox(assignee=principal)],
            "one region's": [inbox(region=region) for region in regions],
            "one region's by due time": [inbox(region=region, by_due_time=1) for region in regions],
        }.items():
            pages = [page for some in filters for page in later_pages(desk, some, 40 // len(filters) + 1)]
            yield Question(f"Inbox of {agency}, {name}", principal, INBOX, pages)
    # Tehran, Mashhad, Isfahan, Tabriz, Shiraz and anywhere
    places = [(35.69, 51.39), (36.3, 59.6), (32.65, 51.67), (38.08, 46.29), (29.59, 52.58)]
    places += [(choose.uniform(26, 39), choose.uniform(45, 62)) for _ in range(200)]
    near = [{1: wire.message({1: wire.zigzag(int(a * 1e6)), 2: wire.zigzag(int(b * 1e6))})} for a, b in places]
    for name, filters in {
        "near a place": near,
        "near a place, 200 km": [{**place, 2: 200_000} for place in near],
        "near a place, for a service, open now": [{**place, 3: "city-permit", 4: 1} for place in near],
        "of a region, for a service": [{3: "city-permit", 7: region} for region in regions],
        "of a region, open now": [{4: 1, 7: region} for region in regions],
    }.items():
        yield Question(f"FindOffices {name}", "office-1001", FIND, [wire.message(some) for some in filters])


@contextlib.contextmanager
def beside_submits(server: Server, identity: Identity, rate: float):
    """A steady load of Submits; BenchmarkError where one of them fails."""
    arguments = [OUT / "grpc_load", "--port", server.port, "--ca", identity.ca, *identity.client,
                 *measurements.SUBMIT_LOAD, "--rate", f"{rate:.0f}", "--seconds", SECONDS + 3]
    load = subprocess.Popen([str(argument) for argument in arguments], stdout=subprocess.PIPE, text=True)
    try:
        time.sleep(1)  # its connections are open and its rate is reached
        yield
        said, _ = load.communicate(timeout=60)
    finally:
        load.kill()
    if load.returncode != 0:
        raise BenchmarkError(f"a Submit failed beside it: {said}")


def ask(server: Server, identity: Identity, question: Question, rate: float) -> dict:
    calls = Calls(server, identity, question.principal)
    messages = list(question.messages)
    random.Random(11).shuffle(messages)
    with beside_submits(server, identity, rate):
        said, _ = calls.load(
            question.method, b"".join(map(wire.framed, messages)),
            ["--streams", 20, "--rate", CALLS_PER_SECOND, "--seconds", SECONDS])
    return said


def row(question: Question, said: dict) -> str:
    p50, p99 = said["p50_us"] / 1000, said["p99_us"] / 1000
    held = "held" if p99 <= GOAL_MS else "missed"
    return f"| {question.name} | {len(question.messages):,} | {said['measured']:,} | {p50:.2f} | {p99:.2f} | {held} |"


HEAD = "| question, 50 a page | of them | calls | p50 ms | p99 ms | p99 <= 5 ms |\n| --- | --- | --- | --- | --- | --- |"


def due(server: Server, now_ms: int) -> int:
    database = sqlite3.connect(f"file:{server.journal}?mode=ro", uri=True)
    try:
        (count,) = database.execute(
            "SELECT count(*) FROM request WHERE next_due > 0 AND next_due <= ?", [now_ms]).fetchone()
        return count
    finally:
        database.close()


def submits(server: Server, identity: Identity, seconds: float) -> dict:
    load = [*identity.client, *measurements.SUBMIT_LOAD, "--seconds", seconds]
    return measurements.grpc_load(server, identity, load, seconds + 60)


def stored(server: Server) -> tuple[int, int]:
    """Events, and requests whose clock has been escalated."""
    database = sqlite3.connect(f"file:{server.journal}?mode=ro", uri=True)
    try:
        (events,) = database.execute("SELECT count(*) FROM event").fetchone()
        (escalated,) = database.execute("SELECT count(*) FROM request WHERE escalation > 0").fetchone()
        return events, escalated
    finally:
        database.close()


def escalations(server: Server, identity: Identity, clock, days: int, tell) -> None:
    """Sets the server's clock ahead, so that what is open is overdue at once."""
    before, _ = stored(server)
    clock.advance(days * DAY_MS)
    now = int(time.time() * 1000) + days * DAY_MS
    begun, begin = due(server, now), time.monotonic()
    rates, calls = [], 0
    while due(server, now) > 0:
        said = submits(server, identity, 2)
        rates.append(said["calls_per_second"])
        calls += said["calls"]
        if time.monotonic() - begin > 300:
            raise BenchmarkError(f"{due(server, now)} of {begun} are still due after five minutes")
    seconds = time.monotonic() - begin
    events, escalated = stored(server)
    acts = events - before - calls
    alone = statistics.median(submits(server, identity, 4)["calls_per_second"] for _ in range(5))
    tell(f"scheduler: {begun:,} requests were due; {acts:,} acts in {seconds:.1f} s beside Submits as many as go, "
         f"{escalated:,} requests escalated: {seconds / acts * 100_000:.1f} s for 100,000 acts (goal <= 30)")
    tell(f"Submit meanwhile: {statistics.median(rates):,.0f}/s, alone {alone:,.0f}/s: "
         f"{statistics.median(rates) / alone:.2f} (goal >= 0.5)")
