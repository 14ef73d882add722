"""An X server without a screen, and a keyboard on it: nothing but keys, as a citizen without a mouse has."""

import os
import subprocess


class Screen:
    running = set()

    def __init__(self, size="1280x800x24"):
        read, write = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp", "-noreset"],
            pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        Screen.running.add(self)
        os.close(write)
        with os.fdopen(read) as answer:
            self.display = ":" + answer.readline().strip()  # the server says it once it takes clients
        # A keyboard with Latin and Persian letters; what is typed needs no key to be mapped anew.
        self._run("setxkbmap", "-layout", "us,ir")

    def _run(self, *command):
        subprocess.run(command, env=os.environ | {"DISPLAY": self.display}, check=True, timeout=20)

    def press(self, *keys):
        """Keys by X's names, one after the other: Tab, Return, Escape, space, Down, ..."""
        self._run("xdotool", "key", "--delay", "1", *keys)

    def type(self, text):
        self._run("xdotool", "type", "--delay", "1", "--", text)

    def photograph(self, path):
        """The picture, once two in a row are the same: what was asked for is drawn."""
        earlier = None
        while (picture := self._picture()) != earlier:
            earlier = picture
        path.write_bytes(picture)

    def _picture(self):
        shown = subprocess.run(["import", "-window", "root", "-strip", "png:-"],
                               env=os.environ | {"DISPLAY": self.display}, check=True, timeout=20, capture_output=True)
        return shown.stdout

    def close(self):
        self._server.terminate()
        self._server.wait(20)
        Screen.running.discard(self)
