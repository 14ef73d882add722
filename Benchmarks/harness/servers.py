"""The servers that are measured: ours and its rivals, all with the same certificate, each from an empty store."""

import dataclasses
import pathlib
import re
import shutil

from .processes import BenchmarkError, Server, free_port, run

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / ".build" / "bench"
PISHKHAND = ROOT / ".build" / "release" / "pishkhand"
JOURNAL = "journal.sqlite"
TRACK_PATH = "pishkhan.v1.Requests/Track"
EMPTY_MESSAGE = bytes(5)  # in gRPC's framing
UPLOAD_PATH = "pishkhan.v1.Attachments/Upload"


@dataclasses.dataclass(frozen=True)
class Identity:
    """What a fresh data folder of pishkhand holds for the two ends of a connection."""

    folder: pathlib.Path

    @property
    def ca(self) -> pathlib.Path:
        return self.folder / "tls" / "ca.crt"

    @property
    def server(self) -> tuple[pathlib.Path, pathlib.Path]:
        return self.folder / "tls" / "server.crt", self.folder / "tls" / "server.key"

    @property
    def client(self) -> list:
        """Options of the load programs that show an office's certificate."""
        office = self.folder / "principals" / "office-1001"
        return ["--certificate", office.with_suffix(".crt"), "--key", office.with_suffix(".key")]


def make_identity() -> Identity:
    """A new data folder; every measurement of ours starts from a copy of it."""
    folder = OUT / "fresh"
    shutil.rmtree(folder, ignore_errors=True)
    run([PISHKHAND, "init", folder], seconds=60)
    return Identity(folder)


def set_setting(file: pathlib.Path, name: str, value: object) -> None:
    """Sets `name = value` in a configuration file, in the place of the setting's line, commented out or not."""
    line = re.compile(rf"^\s*#?\s*{re.escape(name)}\s*=.*$", re.MULTILINE)
    text = file.read_text()
    if not line.search(text):
        raise BenchmarkError(f"{file} has no setting {name}")
    file.write_text(line.sub(f"{name} = {value}", text, count=1))


def empty_folder(name: str) -> pathlib.Path:
    folder = OUT / "run" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def fresh_journal(identity: Identity, name: str) -> pathlib.Path:
    """A copy of the journal with the one submission that the rivals of Submit copy, again and again."""
    return pathlib.Path(shutil.copy(identity.folder / JOURNAL, empty_folder(name)))


def pishkhand(identity: Identity, **options) -> Server:
    data = empty_folder("pishkhand") / "data"
    shutil.copytree(identity.folder, data)
    return serve(data, data.with_name("log"), **options)


def serve(data: pathlib.Path, log: pathlib.Path, loops: int = 1, heap=None, environment=None) -> Server:
    port = free_port()
    set_setting(data / "pishkhand.conf", "listen_port", port)
    set_setting(data / "pishkhand.conf", "loops", loops)
    return Server([PISHKHAND, "serve", data], port, log, data / JOURNAL, heap, environment)


def grpcpp(identity: Identity) -> Server:
    port = free_port()
    journal = fresh_journal(identity, "grpcpp")
    arguments = [OUT / "grpcpp_server", port, *identity.server, identity.ca, journal]
    return Server(arguments, port, journal.with_name("log"), journal)


def nghttpd(identity: Identity, path: str, reply: bytes) -> Server:
    """nghttp2's own server with one worker; a POST gets a static file in place of our reply, once all of it has come. What is
    posted it throws away. It offers the flow control windows that ours does, and says that a call went well."""
    port = free_port()
    folder = empty_folder("nghttpd")
    file = folder / path
    file.parent.mkdir()
    file.write_bytes(reply)
    certificate, key = identity.server
    program = shutil.which("nghttpd") or "/usr/sbin/nghttpd"  # Debian puts it where users may not look
    return Server(
        [program, "-a", "127.0.0.1", "-n", 1, "-w", 18, "-W", 20, "--trailer", "grpc-status: 0", "-d", folder, port, key,
         certificate], port, folder / "log"
    )
