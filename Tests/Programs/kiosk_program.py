"""pishkhan-kiosk on a screen of its own, driven by keys; what it shows is known from its trace."""

import os
import pathlib
import re
import shlex
import subprocess

from program import Program
from screen import Screen

BINARY = os.environ["PISHKHAN_KIOSK"]
PLAIN_BINARY = os.environ["PISHKHAN_KIOSK_PLAIN"]
WORDS = pathlib.Path(__file__).parents[2] / "clients/kiosk/words.fa"


class Kiosk:
    def __init__(self, folder, target, path, *options, binary=BINARY, **environment):
        principal = folder.path / "principals/kiosk-2001"
        self.path = path
        self.slip = path / "slip.pdf"
        self.screen = Screen()
        self.program = Program(
            binary, "--server", target, "--ca", folder.path / "tls/ca.crt", "--certificate", f"{principal}.crt",
            "--key", f"{principal}.key", "--words", WORDS, "--trace",
            "--slip_command", f"cat > {shlex.quote(str(self.slip))}", *options,
            DISPLAY=self.screen.display, NO_AT_BRIDGE="1", GDK_BACKEND="x11",
            # The C library of the system holds on to what it looked up once: no leak of ours.
            LSAN_OPTIONS="suppressions=" + str(pathlib.Path(__file__).with_name("leaks.supp")), **environment)
        self._seen = 0
        self.program.log.wait_for("keyboard=here")
        self.wait("screen=welcome")

    def wait(self, *words):
        """Until the trace has a line with the words, behind the last that was waited for; gives it."""
        line = self.program.log.wait_for(*words, start=self._seen)
        self._seen = self.program.log.lines.index(line, self._seen) + 1
        return line

    def press(self, *keys):
        self.screen.press(*keys)

    def type(self, text):
        self.screen.type(text)

    def go_to(self, name):
        """Tab after Tab until the keyboard is at the widget."""
        for _ in range(60):
            self.press("Tab")
            if self.wait("focus=") == f"focus={name}":
                return
        raise AssertionError(f"Tab does not come to {name}")

    def photograph(self, name):
        """For a person to look at: in the folder that KIOSK_PICTURES names, if it does."""
        if folder := os.environ.get("KIOSK_PICTURES"):
            self.screen.photograph(pathlib.Path(folder) / f"{name}.png")

    def read_slip(self):
        """Tracking code and secret as the printed slip has them in Latin digits."""
        text = self._slip_text()
        code = re.search(r"\b[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{4}\b", text)[0]
        secret = re.search(r"(?<![0-9-])[0-9]{6}(?![0-9-])", text)[0]
        return code.replace("-", ""), secret

    def read_held_slip(self):
        """The number of the slip that is printed for what is held; there is no digit of a tracking code on it."""
        text = self._slip_text()
        assert not re.search(r"[0-9]{4}|[۰-۹]{4}-", text), text
        return re.search(r"\b[A-Z]{4}-[A-Z]{4}-[A-Z]{4}\b", text)[0]

    def _slip_text(self):
        return subprocess.run(["pdftotext", "-raw", self.slip, "-"], capture_output=True, text=True, check=True).stdout

    def close(self):
        """SIGTERM; the exit code."""
        code = self.program.stop()
        self.screen.close()
        return code
