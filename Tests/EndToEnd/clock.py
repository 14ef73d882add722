"""The clock of a server, set by its test."""

import os
import struct

LIBRARY = os.environ["PISHKHAND_SET_CLOCK_LIBRARY"]
DAY_MS = 86_400_000


class Clock:
    """Ahead of the machine's clock; it never goes back."""

    def __init__(self, path):
        self._path = path
        self._path.write_bytes(struct.pack("=q", 0))
        self._ahead = 0
        self.environment = os.environ | {"LD_PRELOAD": LIBRARY, "PISHKHAND_CLOCK": str(path)}

    def advance(self, milliseconds):
        assert milliseconds >= 0
        self._ahead += milliseconds
        # In place: the server has mapped the file.
        with self._path.open("r+b") as file:
            file.write(struct.pack("=q", self._ahead))
