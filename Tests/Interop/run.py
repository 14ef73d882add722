"""Runs every interoperability case four ways, and the misbehaving servers against our client.

    run.py [--write-docs FILE] [CASE...]

Expects the built peers in INTEROP_BIN and our server as INTEROP_SERVER; scripts/interop sees to both.
"""

import argparse
import concurrent.futures
import dataclasses
import importlib.metadata
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from peers.cases import CASES, NEGATIVE_CASES

HERE = pathlib.Path(__file__).parent
BIN = pathlib.Path(os.environ["INTEROP_BIN"])
OUR_SERVER = os.environ["INTEROP_SERVER"]
START_S = 20

# grpcio tells a handler nothing of how a message came: it cannot refuse one whose compression is not as announced.
BLIND_SERVERS = {"grpcio"}

PYTHON = [sys.executable]
SERVERS = {
    "GRPCServer": [OUR_SERVER],
    "grpcio": [*PYTHON, HERE / "peers/grpcio_server.py"],
    "grpc++": [BIN / "grpcpp-server"],
}
CLIENTS = {
    "libpishkhan": [BIN / "interop-client"],
    "grpcio": [*PYTHON, HERE / "peers/grpcio_client.py"],
    "grpc++": [BIN / "grpcpp-client"],
}
WAYS = [("grpcio", "GRPCServer"), ("grpc++", "GRPCServer"), ("libpishkhan", "grpcio"), ("libpishkhan", "grpc++"),
        ("libpishkhan", "GRPCServer")]


@dataclasses.dataclass
class Result:
    """One case one way; `fault` is empty where it passed."""

    way: tuple
    case: str
    seconds: float
    fault: str

    @property
    def word(self):
        return "failed" if self.fault else "passed"


class Certificate:
    """A certificate of localhost that signs itself, for as long as the run lasts."""

    def __init__(self, folder):
        self.chain, self.key = folder / "server.crt", folder / "server.key"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-keyout", self.key, "-out", self.chain, "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost"],
            check=True, capture_output=True)


class Server:
    """A server process that prints its port and stops when its standard input ends or it is terminated."""

    def __init__(self, command, certificate, *arguments):
        self.process = subprocess.Popen(
            [*command, certificate.chain, certificate.key, *arguments], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"port[=:] ?(\d+)", line)
        if not found:
            self.process.kill()
            raise RuntimeError(f"{command}: no port: {line}")
        self.port = found[1]

    def stop(self):
        """(exit code, what it said)."""
        self.process.stdin.close()
        self.process.stdin = None
        if str(self.process.args[0]) == OUR_SERVER:
            self.process.terminate()
        try:
            said, _ = self.process.communicate(timeout=START_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            said, _ = self.process.communicate()
        return self.process.returncode, said.strip()


def run_client(client, port, certificate, case, limit, *more):
    """(seconds, fault); the fault is empty where the case passed."""
    began = time.monotonic()
    try:
        done = subprocess.run(
            [*CLIENTS[client], port, certificate.chain, case, *more], capture_output=True, text=True, timeout=limit,
            check=False)
        lines = done.stderr.strip().splitlines()
        fault = "" if done.returncode == 0 else lines[-1] if lines else f"exit code {done.returncode}"
    except subprocess.TimeoutExpired:
        fault = f"not done within {limit} s"
    return time.monotonic() - began, fault


def run_way(way, certificate, cases):
    client, server_name = way
    server = Server(SERVERS[server_name], certificate)
    more = ["blind"] if client == "libpishkhan" and server_name in BLIND_SERVERS else []
    for case in cases:
        yield Result(way, case, *run_client(client, server.port, certificate, case, CASES[case], *more))
    code, said = server.stop()
    # A server that fell over after its last case is no success either.
    yield Result(way, "orderly_end", 0, "" if code == 0 else f"exit code {code}: {said[-200:]}")


def run_negative(case, certificate):
    way = ("libpishkhan", "misbehaving h2")
    server = Server([*PYTHON, HERE / "peers/negative_server.py"], certificate, case)
    seconds, fault = run_client("libpishkhan", server.port, certificate, case, NEGATIVE_CASES[case])
    code, said = server.stop()
    return Result(way, case, seconds, fault or (f"the server: {said}" if code else ""))


def version(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def document(results):
    """docs/interop.md."""
    by_way = {(result.way, result.case): result.word for result in results}
    lines = ["# Interoperability", "",
             "Written by `scripts/interop --write-docs`; never edited by hand. The cases are gRPC's public",
             "interoperability cases; `slow_consumer` (16 MiB read slowly), `parallel_large_unary` (1,000 at once) and",
             "`orderly_end` (the server stops cleanly afterwards) are this project's own. All lines are TLS 1.3.", "",
             f"Peers: grpcio {importlib.metadata.version('grpcio')}, grpc++ {version(['pkg-config', '--modversion', 'grpc++'])}, "
             f"h2 {importlib.metadata.version('h2')}.", "",
             "| case | " + " | ".join(f"{client} → {server}" for client, server in WAYS) + " |",
             "|---|" + "---|" * len(WAYS)]
    for case in [*CASES, "orderly_end"]:
        words = [by_way.get((way, case), "not run") for way in WAYS]
        lines.append(f"| {case} | " + " | ".join(words) + " |")
    lines += ["", "In the compression cases libpishkhan is also held to the sizes of the DATA frames that went and came.",
              "grpcio's server tells its handlers nothing of how a message came, so that the probe for INVALID_ARGUMENT",
              "of the `client_compressed` cases is left out against it.", "",
              "## libpishkhan against servers that misbehave", "",
              "Servers built on h2. After a reset in place of trailers the call ends INTERNAL, as gRPC's HTTP/2 document",
              "maps NO_ERROR; `goaway` finds a second line; `max_streams` allows one stream at a time and counts;",
              "`ping` sends a PING for every DATA frame and counts the answers.", "",
              "| case | outcome |", "|---|---|"]
    for result in results:
        if result.case in NEGATIVE_CASES:
            lines.append(f"| {result.case} | {result.word} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--write-docs", metavar="FILE")
    parser.add_argument("cases", nargs="*")
    options = parser.parse_args()
    cases = [case for case in CASES if not options.cases or case in options.cases]
    negative = [case for case in NEGATIVE_CASES if not options.cases or case in options.cases]
    results = []

    def keep(result):
        results.append(result)
        client, server = result.way
        print(f"{result.word:12}{client} -> {server} {result.case} {result.seconds:.2f} s {result.fault or ''}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        certificate = Certificate(pathlib.Path(folder))
        for way in WAYS:
            for result in run_way(way, certificate, cases):
                keep(result)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for result in pool.map(lambda case: run_negative(case, certificate), negative):
                keep(result)
    failed = sum(bool(result.fault) for result in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    if options.write_docs:
        pathlib.Path(options.write_docs).write_text(document(results))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
