"""One measurement of one server: a fresh process, a warm-up that is not counted, then the figures."""

import json
import re
import subprocess
import time

from .processes import BenchmarkError, Server, run
from .servers import OUT, TRACK_PATH, Identity, fresh_journal
from .stored import check_stored

CIPHER = "TLS_AES_128_GCM_SHA256"
TRACK_SECONDS = 3
SUBMIT_SECONDS = 4
SUBMIT_LOAD = ["--connections", 20, "--streams", 100]
IDLE_CONNECTIONS = 2000
BARE_BATCH = 1000
UPLOAD_BYTES = 10_000_000
UPLOADS = 30
UNKNOWN_CODE = "0" * 16  # for servers that answer whatever code they are asked for


def grpc_load(server: Server, identity: Identity, options: list, seconds: float) -> dict:
    arguments = [OUT / "grpc_load", "--port", server.port, "--ca", identity.ca, *options]
    result = json.loads(run(arguments, seconds))
    if result["errors"]:
        raise BenchmarkError(f"{result['errors']} of {result['calls']} calls failed")
    return result


def submit_one(server: Server, identity: Identity) -> str:
    """Submits one request and returns its tracking code."""
    return grpc_load(server, identity, [*identity.client, "--calls", 1], 30)["tracking_code"]


def track_reply_bytes(server: Server, identity: Identity, code: str) -> int:
    """Tracks once without a certificate, checks the answer's status, and returns the size of its framed message."""
    return grpc_load(server, identity, ["--track", code, "--calls", 1], 30)["reply_bytes"]


def h2load(server: Server, code: str, calls: int, reply_bytes: int) -> float:
    """Calls a second of Track, 10 connections with 10 in flight each. Every answer must have come with its message."""
    body = OUT / "run" / "track-request"
    message = b"\x0a" + bytes([len(code)]) + code.encode()  # TrackRequest.tracking_code
    body.write_bytes(b"\0" + len(message).to_bytes(4, "big") + message)
    output = run(
        ["h2load", "-c", 10, "-m", 10, "-t", 1, "-n", calls, "-d", body, f"--tls13-ciphers={CIPHER}",
         "-H", "content-type: application/grpc", "-H", "te: trailers",
         f"https://127.0.0.1:{server.port}/{TRACK_PATH}"],
        seconds=120,
    )
    succeeded = int(re.search(r"(\d+) succeeded", output)[1])
    # An error travels without a message, and h2load calls it a success: the bytes of data tell.
    data = int(re.search(r"\((\d+)\) data", output)[1])
    if succeeded != calls or data != calls * reply_bytes:
        raise BenchmarkError(f"not every Track was answered:\n{output}")
    return float(re.search(r", ([0-9.]+) req/s", output)[1])


def track(server: Server, code: str, reply_bytes: int) -> dict:
    rate = h2load(server, code, 20000, reply_bytes)
    calls = max(20000, int(rate * TRACK_SECONDS))
    before = server.cpu_seconds()
    rate = h2load(server, code, calls, reply_bytes)
    return {"rate": rate, "cpu_us": (server.cpu_seconds() - before) / calls * 1e6}


def submit(server: Server, identity: Identity, options: list) -> dict:
    options = [*identity.client, *SUBMIT_LOAD, "--seconds", SUBMIT_SECONDS, "--warm-up", 1, *options]
    before = server.cpu_seconds()
    result = grpc_load(server, identity, options, 90)
    return {
        "rate": result["calls_per_second"],
        "calls": result["calls"],
        "p99_ms": result["p99_us"] / 1000,
        "cpu_us": (server.cpu_seconds() - before) / result["calls"] * 1e6,
    }


def upload(server: Server, identity: Identity) -> dict:
    """Uploads of one document each, one after the other on one connection: what one caller with a fast line sees."""
    arguments = [*identity.client, "--upload", UPLOAD_BYTES, "--calls"]
    grpc_load(server, identity, [*arguments, 3], 60)
    result = grpc_load(server, identity, [*arguments, UPLOADS], 60)
    return {"mb_per_s": result["calls_per_second"] * UPLOAD_BYTES / 1e6, "p50_ms": result["p50_us"] / 1000}


def bare_sqlite(identity: Identity, batch: int) -> dict:
    journal = fresh_journal(identity, "sqlite")
    result = json.loads(run([OUT / "sqlite_bare", journal, batch, SUBMIT_SECONDS], 60))
    check_stored(journal, result["rows"])
    return {"rate": result["rows_per_second"]}


def settled_kb(server: Server) -> int:
    """The server's own memory once three looks in a row, 0.2 s apart, agree; the last look after 5 s."""
    looks = [server.anonymous_kb()]
    for _ in range(25):
        time.sleep(0.2)
        looks.append(server.anonymous_kb())
        if looks[-3:] == [looks[-1]] * 3:
            break
    return looks[-1]


def idle_connection(server: Server, identity: Identity, code: str) -> dict:
    """User memory that one idle mutual-TLS connection costs after one call."""
    empty = settled_kb(server)
    arguments = ["--port", server.port, "--ca", identity.ca, *identity.client, "--track", code,
                 "--connections", IDLE_CONNECTIONS]
    holder = subprocess.Popen(
        [str(argument) for argument in [OUT / "hold", *arguments]],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    try:
        held = holder.stdout.readline().strip()  # `hold` itself gives up after two minutes
        if held != f"held {IDLE_CONNECTIONS}":
            raise BenchmarkError(f"hold says {held!r}, not {IDLE_CONNECTIONS} connections")
        full = settled_kb(server)
    finally:
        holder.stdin.close()
        holder.wait(30)
    if holder.returncode != 0:
        raise BenchmarkError("the server closed idle connections")
    return {"kb": (full - empty) / IDLE_CONNECTIONS}
