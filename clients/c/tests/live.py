"""Runs the library's live tests: live.py PYTHON-STUBS-FOLDER AGENCY-EXAMPLE LIVE-TEST...

Makes a CA and certificates with openssl(1) in a folder that is removed, starts two real gRPC servers, one of which
demands client certificates, and a proxy that cuts lines, and lets the test programs loose on them.
"""

import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import threading


# The first answer of a connection ends before this many bytes from the server; cut after each STEP of them.
SWEEP_BYTES, SWEEP_STEP = 3000, 10


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def make_key(folder, name):
    openssl(folder, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", name + ".key")


def make_ca(folder, name):
    make_key(folder, name)
    openssl(folder, "req", "-x509", "-new", "-key", name + ".key", "-subj", "/CN=" + name, "-days", "2", "-out",
            name + ".pem", "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")


def make_certificate(folder, name, ca, names, days="2"):
    make_key(folder, name)
    (folder / "extensions").write_text("subjectAltName=" + names + "\n")
    openssl(folder, "req", "-new", "-key", name + ".key", "-subj", "/CN=" + name, "-out", name + ".csr")
    openssl(folder, "x509", "-req", "-in", name + ".csr", "-CA", ca + ".pem", "-CAkey", ca + ".key", "-out",
            name + ".pem", "-days", days, "-extfile", "extensions")


class CuttingProxy:
    """Cuts its first connections after so many bytes from the server each, one number a connection; lets the rest be."""

    def __init__(self, port, cuts):
        self.port_behind = port
        self.cuts = list(cuts)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(("127.0.0.1", self.port_behind))
            limit = self.cuts.pop(0) if self.cuts else None
            threading.Thread(target=self.carry, args=(near, far, None), daemon=True).start()
            threading.Thread(target=self.carry, args=(far, near, limit), daemon=True).start()

    @staticmethod
    def carry(source, sink, limit):
        try:
            while True:
                size = 65536 if limit is None else min(65536, limit)
                data = source.recv(size) if size else b""
                if not data:
                    break
                sink.sendall(data)
                if limit is not None:
                    limit -= len(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def start_tls(folder, strict):
    """A TLS server of OpenSSL that speaks no HTTP/2: without ALPN, or strict: one that refuses certificates by alert."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    if strict:
        context.set_alpn_protocols(["h2"])
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(folder / "ca.pem")
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            connection, _ = listener.accept()
            try:
                with context.wrap_socket(connection, server_side=True) as tls:
                    tls.recv(100)
            except OSError:
                pass

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def start_silent():
    """Takes connections and says nothing."""
    listener = socket.create_server(("127.0.0.1", 0))
    return listener, listener.getsockname()[1]


def main():
    stubs, example, *tests = sys.argv[1:]
    sys.path.insert(0, stubs)
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    import live_server

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_ca(folder, "ca")
        make_ca(folder, "other")
        make_certificate(folder, "server", "ca", "DNS:localhost,IP:127.0.0.1")
        make_certificate(folder, "expired", "ca", "DNS:localhost,IP:127.0.0.1", "-1")
        make_certificate(folder, "agency", "ca", "DNS:agency")
        make_certificate(folder, "stranger", "other", "DNS:stranger")
        openssl(folder, "pkey", "-in", "agency.key", "-aes256", "-passout", "pass:x", "-out", "locked.key")
        openssl(folder, "pkey", "-in", "agency.key", "-pubout", "-out", "agency.public")
        read = lambda file: (folder / file).read_bytes()
        open_server, public = live_server.start(read("server.pem"), read("server.key"), read("ca.pem"), False)
        machines, mutual = live_server.start(read("server.pem"), read("server.key"), read("ca.pem"), True)
        old, expired = live_server.start(read("expired.pem"), read("expired.key"), read("ca.pem"), False)
        cutter = CuttingProxy(public, [40, 900, 1100, 1700])
        sweeper = CuttingProxy(public, range(0, SWEEP_BYTES, SWEEP_STEP))
        http1, strict, closed = start_tls(folder, False), start_tls(folder, True), closed_port()
        keep, silent = start_silent()
        ports = [public, mutual, expired, cutter.port, http1, closed, silent, strict, sweeper.port]
        targets = [f"localhost:{port}" for port in ports]
        codes = [subprocess.run([test, folder, str(SWEEP_BYTES // SWEEP_STEP), *targets]).returncode
                 for test in tests]
        result = 1 if any(codes) else 0
        said = subprocess.run([example, f"localhost:{mutual}", "ca.pem", "agency.pem", "agency.key"], cwd=folder,
                              capture_output=True, text=True)
        wanted = "2 new requests\n" + "".join(
            f"{code}: {state}, version {version}\n" for code in (live_server.CODE, live_server.OTHER_CODE)
            for state, version in (("ACKNOWLEDGED", 2), ("ASSIGNED", 3), ("FULFILLED", 4)))
        if said.returncode != 0 or said.stdout != wanted:
            print("FAIL the example:", said.stdout, said.stderr, file=sys.stderr)
            result = 1
        said = subprocess.run([example, f"localhost:{closed}", "ca.pem", "agency.pem", "agency.key"], cwd=folder,
                              capture_output=True, text=True)
        if said.returncode != 1 or "Nothing was stored" not in said.stderr:
            print("FAIL the example's error:", said.stdout, said.stderr, file=sys.stderr)
            result = 1
        print("the example says:", said.stderr.strip())
        for server in (open_server, machines, old):
            server.stop(None)
        keep.close()
    sys.exit(result)


if __name__ == "__main__":
    main()
