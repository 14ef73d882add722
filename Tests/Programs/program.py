"""A program of ours that runs beside the test, and the lines that it logs."""

import os
import signal
import subprocess

from server import DEADLINE_S, Log

# AddressSanitizer's and UBSan's reports end the program with this code.
SANITIZED = {"ASAN_OPTIONS": "exitcode=99:detect_stack_use_after_return=1", "UBSAN_OPTIONS": "print_stacktrace=1"}


class Program:
    running = set()

    def __init__(self, *arguments, **environment):
        self.process = subprocess.Popen(
            list(map(str, arguments)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=os.environ | SANITIZED | environment)
        Program.running.add(self)
        self.log = Log(self.process.stderr)

    def wait(self):
        """The exit code, once the program has ended."""
        code = self.process.wait(3 * DEADLINE_S)
        self._ended()
        return code

    def stop(self):
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def kill(self):
        """SIGKILL."""
        self.process.kill()
        self.wait()

    def _ended(self):
        self.log.wait_for_end()
        Program.running.discard(self)
        self.process.stdout.close()
