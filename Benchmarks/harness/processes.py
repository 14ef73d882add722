"""Starting programs, watching them and ending them. Nothing outlives the run."""

import ctypes
import os
import pathlib
import signal
import socket
import subprocess
import time

READY_SECONDS = 15
STOP_SECONDS = 35  # our server drains for up to 30
TICKS = os.sysconf("SC_CLK_TCK")
PR_SET_PDEATHSIG = 1  # prctl(2)


class BenchmarkError(Exception):
    """A measurement that cannot be had; the message says why."""


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def run(arguments: list, seconds: float, folder: pathlib.Path | None = None) -> str:
    """The program's standard output; BenchmarkError where it fails or takes longer than `seconds`."""
    try:
        done = subprocess.run(
            [str(argument) for argument in arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BenchmarkError(str(error)) from error
    if done.returncode != 0:
        raise BenchmarkError(f"{arguments[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Server:
    """A server program, ready to be called from `with` on and ended at its end."""

    def __init__(
        self, arguments: list, port: int, log: pathlib.Path, journal: pathlib.Path | None = None, heap=None,
        environment: dict | None = None,
    ):
        """`heap`: a probe to preload (Tests/Attack/heap.py), in an environment of its own; else `environment`."""
        self.heap = heap
        self.environment = environment
        self.journal = journal  # the database that it stores requests in
        self.arguments = [str(argument) for argument in arguments]
        self.port = port
        self.log = log

    def __enter__(self) -> "Server":
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,
                **(self.heap.popen if self.heap else {"env": self.environment}),
            )
        if self.heap:
            self.heap.started()
        try:
            self._wait_until_ready()
        except BenchmarkError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait_until_ready(self) -> None:
        limit = time.monotonic() + READY_SECONDS
        while time.monotonic() < limit and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise BenchmarkError(f"{self.arguments[0]} did not start:\n{self.log.read_text(errors='replace')[-2000:]}")

    def cpu_seconds(self) -> float:
        """User and system time that the process has used so far (proc(5), stat fields 14 and 15)."""
        text = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        fields = text.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def anonymous_kb(self) -> int:
        """Resident memory that belongs to the process alone, without file pages (proc(5), status RssAnon)."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1])
        raise BenchmarkError("the kernel tells no RssAnon")
