"""The live heap of a running server, as its own allocator counts it (mallinfo2)."""

import os
import re

PROBE = os.environ["PISHKHAND_HEAP_PROBE_LIBRARY"]


class Heap:
    """Pipes to the probe that is preloaded into a server."""

    def __init__(self):
        theirs_in, self._ask = os.pipe()
        self._answer, theirs_out = os.pipe()
        self._theirs = (theirs_in, theirs_out)
        self._answers = os.fdopen(self._answer)

    @property
    def popen(self):
        """What starts a process with the probe in it."""
        descriptors = ",".join(map(str, self._theirs))
        environment = os.environ | {"LD_PRELOAD": PROBE, "PISHKHAND_HEAP_PROBE": descriptors}
        return {"env": environment, "pass_fds": self._theirs}

    def started(self):
        """The server has its ends of the pipes."""
        for descriptor in self._theirs:
            os.close(descriptor)

    def live_bytes(self):
        os.write(self._ask, b"?")
        return int(self._answers.readline())

    def close(self):
        os.close(self._ask)
        self._answers.close()


def resident_bytes(process):
    """Anonymous memory of a process (RssAnon of proc(5))."""
    with open(f"/proc/{process}/status", encoding="ascii") as status:
        return int(re.search(r"RssAnon:\s+(\d+) kB", status.read())[1]) << 10
