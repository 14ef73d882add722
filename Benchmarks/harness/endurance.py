"""What the server holds on to, by and by: many idle connections, and many millions of calls."""

import subprocess
import time

from .measurements import SUBMIT_LOAD, grpc_load, settled_kb, submit_one
from .processes import BenchmarkError, Server
from .servers import OUT, Identity

TRACK_LOAD = ["--connections", 20, "--streams", 50]
BESIDE_LOAD = ["--connections", 4, "--streams", 4, "--rate", 2000]
SUBMIT_SECONDS = 3  # a round's share of calls that store; the rest reads
SETTLED_WITHIN = 1.1


def mebibytes(count: float) -> str:
    return f"{count / (1 << 20):,.1f}"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def memory(server: Server) -> tuple[int, int]:
    """(RssAnon, live heap without SQLite's page cache), in bytes, once they stand still."""
    return settled_kb(server) << 10, server.heap.live_bytes()


# --- connections that are held


def start_holder(server: Server, identity: Identity, code: str, connections: int) -> subprocess.Popen:
    arguments = [OUT / "hold", "--port", server.port, "--ca", identity.ca, *identity.client, "--track", code,
                 "--connections", connections]
    holder = subprocess.Popen(
        [str(argument) for argument in arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    held = holder.stdout.readline().strip()
    if held != f"held {connections}":
        holder.kill()
        raise BenchmarkError(f"hold says {held!r}, not {connections} connections")
    return holder


def hold(server: Server, identity: Identity, connections: int, seconds: float) -> str:
    """Holds so many mutual-TLS connections, each after one call, while others call; a table of what it cost."""
    code = submit_one(server, identity)
    before = memory(server)
    begun = time.monotonic()
    holder = start_holder(server, identity, code, connections)
    opening = time.monotonic() - begun
    try:
        full = memory(server)
        beside = grpc_load(
            server, identity, ["--track", code, *BESIDE_LOAD, "--seconds", seconds], seconds + 60)
        if holder.poll() is not None:
            raise BenchmarkError("the server closed connections that were held")
    finally:
        holder.stdin.close()
        holder.wait(60)
    if holder.returncode != 0:
        raise BenchmarkError("the server closed connections that were held")
    after = memory(server)
    rows = [
        ["connections held", f"{connections:,} for {seconds:g} s, none lost"],
        ["opened in", f"{opening:.1f} s ({connections / opening:,.0f} handshakes a second)"],
        ["calls beside", f"{beside['calls']:,}, {beside['calls_per_second']:,.0f} a second, no error"],
        ["their p50, p99", f"{beside['p50_us'] / 1000:.2f} ms, {beside['p99_us'] / 1000:.2f} ms"],
        ["RssAnon before, held, after", ", ".join(mebibytes(look[0]) for look in (before, full, after)) + " MiB"],
        ["a connection", f"{(full[0] - before[0]) / connections / 1024:.1f} KiB"],
        ["live heap before, held, after", ", ".join(mebibytes(look[1]) for look in (before, full, after)) + " MiB"],
    ]
    return table(["what", "figure"], rows)


# --- calls without end


def one_round(server: Server, identity: Identity, code: str, seconds: float) -> dict:
    """Reads at full speed, then a few seconds of storing; every call must be answered."""
    track = grpc_load(server, identity, ["--track", code, *TRACK_LOAD, "--seconds", seconds], seconds + 60)
    options = [*identity.client, *SUBMIT_LOAD, "--seconds", min(SUBMIT_SECONDS, seconds)]
    submit = grpc_load(server, identity, options, 90)
    return {"track": track, "submit": submit}


def calls(server: Server, identity: Identity, wanted: int, round_seconds: float, tell) -> str:
    """Calls until so many are answered. A row a round; the heap must stand where it stood after the first round."""
    code = submit_one(server, identity)
    begun, answered, looks = time.monotonic(), 0, []
    head = ["minutes", "calls, millions", "Track/s", "p99", "Submit/s", "RssAnon, MiB", "live heap, MiB"]
    while answered < wanted or len(looks) < 2:
        figures = one_round(server, identity, code, round_seconds)
        answered += figures["track"]["calls"] + figures["submit"]["calls"]
        looks.append(memory(server))
        row = [
            f"{(time.monotonic() - begun) / 60:.1f}", f"{answered / 1e6:.2f}",
            f"{figures['track']['calls_per_second']:,.0f}", f"{figures['track']['p99_us'] / 1000:.2f} ms",
            f"{figures['submit']['calls_per_second']:,.0f}", mebibytes(looks[-1][0]), mebibytes(looks[-1][1]),
        ]
        # Row by row: a run of an hour that is broken off has not been for nothing.
        tell(table(head, [row]) if len(looks) == 1 else "| " + " | ".join(row) + " |")
    growth = looks[-1][1] / looks[0][1]
    verdict = f"{answered:,} calls, no error; live heap at the end {growth:.3f} of that after the first round."
    if growth > SETTLED_WITHIN:
        raise BenchmarkError(f"the heap grew: {verdict}")
    return verdict
