"""Whose certificate opens the door, and the server's own, which may be changed while it serves."""

import ssl
import threading

import grpc
import pytest
from cryptography import x509
from grpc import StatusCode

import casework
import citizens
import messages as pb
from certificates import Authority, load_key, server_certificate
from client import Client
from errors import attempt
from raw_connection import RawConnection, tls_context


def services(client):
    return client.catalog.ListServices(pb.ListServicesRequest()).services


def expect_no_connection(server, cause, **keywords):
    """The handshake fails, and the log says why."""
    seen = len(server.log)
    with Client(server, **keywords) as client, pytest.raises(grpc.RpcError) as error:
        services(client)
    assert error.value.code() == StatusCode.UNAVAILABLE
    return server.log.wait_for("event=handshake_refused", cause, start=seen)


def test_a_certificate_of_another_authority_is_refused(own_counter):
    folder = own_counter.server.folder
    key = load_key(folder.pem(f"principals/{casework.OFFICE}.key"))
    forged = Authority().issue(casework.OFFICE, key=key)
    expect_no_connection(own_counter.server, "unable to get local issuer certificate", certificate=forged)
    assert services(own_counter.office)


@pytest.mark.parametrize(
    "days, cause", [((-2, -1), "expired"), ((1, 2), "not yet valid")], ids=["expired", "not yet valid"])
def test_a_certificate_out_of_its_dates_is_refused(own_counter, days, cause):
    folder = own_counter.server.folder
    key = load_key(folder.pem(f"principals/{casework.OFFICE}.key"))
    certificate = Authority(folder).issue(casework.OFFICE, days=days, key=key)
    expect_no_connection(own_counter.server, cause, certificate=certificate)


def test_a_principal_is_known_by_its_key_whatever_certificate_it_stands_in(own_counter, connect):
    folder = own_counter.server.folder
    key = load_key(folder.pem(f"principals/{casework.OFFICE}.key"))
    renewed = connect(own_counter.server, certificate=Authority(folder).issue("renewed", key=key))
    response = renewed.requests.Submit(citizens.submission("city-pothole"))
    citizens.personal(response.receipt.secret)
    assert own_counter.office.requests.Get(pb.GetRequest(tracking_code=response.receipt.tracking_code))


def test_where_a_certificate_is_demanded_nobody_comes_in_without_one(make_folder, connect):
    server = make_folder(require_client_certificate="yes").serve()
    expect_no_connection(server, "peer did not return a certificate")
    assert services(connect(server, casework.OFFICE))


def test_only_tls_1_3_with_h2_is_spoken(own_counter):
    context = tls_context(own_counter.server.folder)
    with RawConnection(own_counter.server, context) as connection:
        assert (connection.socket.version(), connection.socket.selected_alpn_protocol()) == ("TLSv1.3", "h2")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(ssl.SSLError):
        RawConnection(own_counter.server, context)
    old = tls_context(own_counter.server.folder)
    old.set_alpn_protocols(["http/1.1"])
    with pytest.raises(ssl.SSLError):
        RawConnection(own_counter.server, old)


def replace_certificate(folder):
    """Writes a new certificate for the server; gives it in DER."""
    certificate, key = server_certificate(folder)
    (folder.path / "tls/server.key").write_bytes(key)
    (folder.path / "tls/server.crt").write_bytes(certificate)
    return ssl.PEM_cert_to_DER_cert(certificate.decode())


def shown_certificate(server):
    with RawConnection(server, tls_context(server.folder)) as connection:
        return connection.server_certificate


def test_a_new_certificate_is_shown_from_the_reload_on_and_no_connection_is_dropped(own_counter):
    server, filed = own_counter.server, own_counter.submit()
    stream = own_counter.citizen.requests.Watch(casework.watch(filed))
    assert next(stream).event.number == 1
    old = RawConnection(server, tls_context(server.folder))
    first = shown_certificate(server)
    for _ in range(3):
        fresh = replace_certificate(server.folder)
        server.reload()
        server.log.wait_for("event=certificates_reloaded")
        assert shown_certificate(server) == fresh != first
    assert old.call("/pishkhan.v1.Catalog/ListAgencies", b"")[0] == 0
    old.close()
    own_counter.act(filed, pb.ACTION_WITHDRAW)
    assert [answer.event.number for answer in stream] == [2]


def test_certificates_change_under_load_without_one_failed_call(own_counter, connect):
    server = own_counter.server
    own_counter.office.catalog.ListAgencies(pb.ListAgenciesRequest())
    is_over, failures, counts = threading.Event(), [], []

    def call():
        client, count = connect(server, casework.OFFICE), 0
        while not is_over.is_set():
            answer, refusal = attempt(client.requests.Submit, citizens.submission("city-pothole"))
            if refusal is not None:
                failures.append(refusal)
            else:
                citizens.personal(answer.receipt.secret)
                count += 1
        counts.append(count)

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        replace_certificate(server.folder)
        server.reload()
    is_over.set()
    for thread in threads:
        thread.join()
    assert not failures and all(counts)


def test_a_reload_of_a_bad_certificate_keeps_the_old_one(own_counter):
    server = own_counter.server
    before, seen = shown_certificate(server), len(server.log)
    (server.folder.path / "tls/server.crt").write_text("no certificate")
    server.signal(1)
    line = server.log.wait_for("event=reload_failed", start=seen)
    assert "server.crt" in line
    assert shown_certificate(server) == before
    own_counter.submit()


def test_what_init_made_is_for_the_owner_alone_and_by_curve_p_256(folder):
    for path in [folder.path, *folder.path.rglob("*")]:
        expected = 0o700 if path.is_dir() else 0o600
        is_public = path.suffix == ".crt"
        assert path.stat().st_mode & 0o777 == (0o644 if is_public else expected) or is_public, path
    for path in folder.path.rglob("*.crt"):
        assert x509.load_pem_x509_certificate(path.read_bytes()).public_key().curve.name == "secp256r1"
