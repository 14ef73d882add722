"""The kiosk of clients/c/tests/outbox_kiosk.c: told what to do, and killed."""

import contextlib
import os
import subprocess

BINARY = os.environ["OUTBOX_KIOSK"]


class Killed(Exception):
    """The kiosk died before it had answered."""


class Kiosk:
    """One life of a kiosk over an outbox that outlives it."""

    def __init__(self, outbox, server, kill_at=None, behind=False):
        folder = server.folder.path
        environment = dict(os.environ)
        if kill_at is not None:
            environment["KILL_AT"] = str(kill_at)
        if behind:
            environment["AFTER"] = "1"
        principal = folder / "principals" / "kiosk-2001"
        self.process = subprocess.Popen(
            [BINARY, str(outbox), server.target, str(folder / "tls/ca.crt"), f"{principal}.crt", f"{principal}.key"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def tell(self, command):
        """The lines of the answer, as they come. Ends with `Killed` where the kiosk does."""
        try:
            self.process.stdin.write(command + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Killed from None
        for line in self.process.stdout:
            line = line.rstrip("\n")
            if line == "done":
                return
            yield line
        raise Killed

    def ask(self, command):
        return list(self.tell(command))

    def end(self):
        """How many things it did to files and sockets."""
        self.process.stdin.close()
        last = self.process.stdout.read()
        assert self.process.wait(30) == 0, last
        return int(last.split()[-1])

    def bury(self):
        """Its exit code."""
        self.process.kill()
        with contextlib.suppress(BrokenPipeError):  # a command that it did not live to read
            self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(30)
