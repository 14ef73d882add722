"""The honest client beside the attackers."""

import dataclasses
import json
import pathlib
import subprocess
import sys

# What no call of an honest client may take longer than.
LONGEST_CALL_MS = 2_000


@dataclasses.dataclass(frozen=True)
class Experience:
    """What the honest client met between two questions; times in milliseconds."""

    calls: int
    errors: list
    p99: float
    longest: float
    fresh_calls: int

    def assert_undisturbed(self):
        assert not self.errors, self.errors
        assert self.calls > 0
        assert self.longest < LONGEST_CALL_MS, f"a call took {self.longest:.0f} ms"


class HonestClient:
    def __init__(self, server):
        program = pathlib.Path(__file__).with_name("honest_process.py")
        self._process = subprocess.Popen(
            [sys.executable, program, server.target, server.folder.path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def ask(self):
        """What happened since the last question. The call in flight is waited for."""
        self._process.stdin.write(b"?")
        line = self._process.stdout.readline()
        assert line, "the honest client is gone"
        return Experience(**json.loads(line))

    def close(self):
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()
