"""An honest client, in a process of its own: calls Track and Submit without pause, and comes anew now and then.

    python honest_process.py TARGET FOLDER

Each line on standard input is answered with what happened since the last one, as JSON."""

import json
import os
import pathlib
import select
import sys
import time
import types

import grpc

import casework
import citizens
from client import Client

# How often it calls over a fresh connection.
FRESH_EVERY_S = 0.25


class Record:
    def __init__(self):
        self.milliseconds = []
        self.fresh_milliseconds = []
        self.errors = []

    def line(self):
        ordered = sorted(self.milliseconds)
        return json.dumps({
            "calls": len(ordered),
            "errors": self.errors[:10],
            "p99": ordered[len(ordered) * 99 // 100] if ordered else 0.0,
            "longest": max([*ordered, *self.fresh_milliseconds], default=0.0),
            "fresh_calls": len(self.fresh_milliseconds),
        })

    def measure(self, durations, call):
        began = time.perf_counter()
        try:
            answer = call()
        except grpc.RpcError as error:
            self.errors.append(f"{error.code().name}: {error.details()}")
            answer = None
        durations.append((time.perf_counter() - began) * 1_000)
        return answer


def main(target, path):
    folder = types.SimpleNamespace(pem=lambda name: (pathlib.Path(path) / name).read_bytes())
    server = types.SimpleNamespace(folder=folder, target=target)
    counter = casework.Counter(server)
    filed = counter.submit()
    track = casework.track(filed)
    record = Record()
    next_fresh = time.monotonic()

    def come_anew():
        with Client(server) as client:
            client.requests.Track(track)

    while True:
        record.measure(record.milliseconds, lambda: counter.office.requests.Track(track))
        submission = citizens.submission(casework.SERVICE)
        record.measure(record.milliseconds, lambda: counter.office.requests.Submit(submission))
        if time.monotonic() >= next_fresh:
            next_fresh = time.monotonic() + FRESH_EVERY_S
            record.measure(record.fresh_milliseconds, come_anew)
        if select.select([0], [], [], 0)[0]:
            if not os.read(0, 1):
                return
            print(record.line(), flush=True)
            record = Record()


main(*sys.argv[1:])
