"""The two servers of ours that the tests of the wire talk to."""

import os
import pathlib
import re
import subprocess
import threading

BINARIES = {name: os.environ[name] for name in ["PISHKHAND", "INTEROP_SERVER"]}


class RunningServer:
    """A server process; `line` gives the first line on which it tells its port."""

    def __init__(self, command, stream, pattern, ca):
        self.ca = str(ca)
        self.process = subprocess.Popen(
            [str(part) for part in command], text=True, stdin=subprocess.DEVNULL,
            **{stream: subprocess.PIPE, ({"stdout", "stderr"} - {stream}).pop(): subprocess.DEVNULL})
        output = getattr(self.process, stream)
        found = None
        while not found:
            line = output.readline()
            if not line:
                raise RuntimeError(f"{command}: ended without telling a port")
            found = re.search(pattern, line)
        self.port = int(found[1])
        # Read on to the end: a full pipe would stop the server.
        threading.Thread(target=output.read, daemon=True).start()

    def terminate(self):
        self.process.terminate()

    def stop(self):
        """SIGTERM; the exit code."""
        self.terminate()
        return self.process.wait(30)


def pishkhand(folder, **settings):
    """The real server on a fresh data folder."""
    path = pathlib.Path(folder) / "counter"
    subprocess.run([BINARIES["PISHKHAND"], "init", path], check=True, capture_output=True)
    lines = [f"{name} = {value}\n" for name, value in ({"listen_port": 0} | settings).items()]
    (path / "pishkhand.conf").write_text("".join(lines))
    return RunningServer(
        [BINARIES["PISHKHAND"], "serve", path], "stderr", r"event=serving.*\bport=(\d+)", path / "tls/ca.crt")


def interop_server(folder):
    """grpc.testing.TestService, which has all kinds of calls, on the same GRPCServer."""
    chain, key = pathlib.Path(folder) / "server.crt", pathlib.Path(folder) / "server.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
         "-out", chain, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True)
    return RunningServer([BINARIES["INTEROP_SERVER"], chain, key], "stdout", r"port: (\d+)", chain)
