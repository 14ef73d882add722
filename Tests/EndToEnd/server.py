"""A data folder made by `pishkhand init`, and the server process that serves it."""

import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import threading
import time

BINARY = os.environ["PISHKHAND"]

# Generous: the machine may be busy with other work. What is waited for comes at once when all is well.
DEADLINE_S = 20


class Log:
    """The lines that a process writes, as they come."""

    def __init__(self, stream):
        self._lines = []
        self._changed = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read, args=[stream], daemon=True)
        self._reader.start()

    def _read(self, stream):
        for line in stream:
            with self._changed:
                self._lines.append(line.rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def __len__(self):
        with self._changed:
            return len(self._lines)

    @property
    def lines(self):
        with self._changed:
            return list(self._lines)

    def wait_for(self, *words, start=0, count=1):
        """The first line at or behind `start` that holds all the words, or the `count`th."""
        deadline = time.monotonic() + DEADLINE_S
        with self._changed:
            while True:
                found = [line for line in self._lines[start:] if all(word in line for word in words)]
                if len(found) >= count:
                    return found[count - 1]
                left = deadline - time.monotonic()
                if self._ended or left <= 0:
                    tail = "\n".join(self._lines[-30:])
                    raise AssertionError(f"the log has no line with {words}; it ends with:\n{tail}")
                self._changed.wait(left)

    def wait_for_end(self):
        self._reader.join(DEADLINE_S)


class Server:
    """A running `pishkhand serve`."""

    # Of every server of the session: what they logged is searched for personal data at the end.
    logs = []
    running = set()

    def __init__(self, folder, prefix=(), **popen):
        self.folder = folder
        self.process = subprocess.Popen(
            [*prefix, BINARY, "serve", str(folder.path)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **popen)
        Server.running.add(self)
        self.log = Log(self.process.stderr)
        Server.logs.append(self.log)
        try:
            line = self.log.wait_for("event=serving")
        except AssertionError:
            self.kill()
            raise
        self.port = int(re.search(r"\bport=(\d+)", line)[1])

    @property
    def target(self):
        host = "[::1]" if self.folder.settings.get("listen_host") == "::1" else "localhost"
        return f"{host}:{self.port}"

    def signal(self, number):
        self.process.send_signal(number)

    def reload(self):
        """SIGHUP; returns once the server says that it has read everything again."""
        seen = len(self.log)
        self.signal(signal.SIGHUP)
        self.log.wait_for("event=reloaded", "what=certificates", start=seen)

    def wait(self):
        """The exit code."""
        code = self.process.wait(DEADLINE_S + 30)
        self._ended()
        return code

    def stop(self):
        """SIGTERM; the exit code."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def kill(self):
        """SIGKILL."""
        self.process.kill()
        self.process.wait(DEADLINE_S)
        self._ended()

    def _ended(self):
        self.log.wait_for_end()
        Server.running.discard(self)


class DataFolder:
    """What `pishkhand init` makes; its settings differ from the defaults in the port and the log level."""

    def __init__(self, path, **settings):
        self.path = pathlib.Path(path)
        made = run("init", self.path)
        assert made.returncode == 0, made.stderr
        self.settings = {"listen_port": 0, "log_level": "debug"}
        self.set(**settings)

    @classmethod
    def at(cls, path, settings):
        """One that is there already."""
        folder = cls.__new__(cls)
        folder.path, folder.settings = pathlib.Path(path), settings
        return folder

    def set(self, **settings):
        self.settings |= settings
        lines = [f"{name} = {value}\n" for name, value in self.settings.items()]
        (self.path / "pishkhand.conf").write_text("".join(lines))

    def serve(self, prefix=(), **popen):
        return Server(self, prefix, **popen)

    def check(self):
        """`pishkhand check`: how many requests it found, after asserting that all is sound."""
        checked = run("check", self.path)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert checked.stdout.endswith("sound\n"), checked.stdout
        return int(re.match(r"(\d+) requests", checked.stdout)[1])

    def check_output(self):
        """What `pishkhand check` says of a folder that is sound."""
        self.check()
        return run("check", self.path).stdout

    def check_findings(self):
        """What `pishkhand check` finds wrong, line by line."""
        checked = run("check", self.path)
        assert checked.returncode != 0, checked.stdout
        return [line for line in checked.stdout.splitlines() if line.startswith("wrong: ")]

    def principal(self, verb, name):
        """`pishkhand principal DIR suspend|resume NAME`; returns once a running server has taken it in."""
        servers = [server for server in Server.running if server.folder is self]
        seen = {server: len(server.log) for server in servers}
        done = run("principal", self.path, verb, name)
        assert done.returncode == 0, done.stderr
        for server in servers:
            server.log.wait_for("event=reloaded", "what=principals", start=seen[server])

    def register(self, name, like, public_key_digest, at=None):
        """Adds a principal beside `like`, with its role and agency, at its office or at that of the principal `at`.

        A running server reads it at the next SIGHUP."""
        with sqlite3.connect(self.path / "journal.sqlite") as journal:
            row = journal.execute(
                "INSERT INTO principal(name, role, agency, office, status) "
                "SELECT ?, p.role, p.agency, o.office, 1 FROM principal p, principal o "
                "WHERE p.name = ? AND o.name = ? RETURNING row", [name, like, at or like]
            ).fetchone()[0]
            journal.execute("INSERT INTO principal_key VALUES(?, ?)", [public_key_digest, row])
        journal.close()

    def pem(self, name):
        return (self.path / name).read_bytes()


def run(*arguments):
    """Runs a command of pishkhand to its end."""
    return subprocess.run(
        [BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=DEADLINE_S, check=False,
        stdin=subprocess.DEVNULL)
