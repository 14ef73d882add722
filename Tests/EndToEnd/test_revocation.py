"""A certificate that was revoked opens no door any more: at the handshake, by a ticket, or on a line that is open."""

import ssl

import grpc
import pytest
from grpc_health.v1 import health_pb2

import casework
from certificates import Authority, load_key, log_fields
from raw_connection import RawConnection, tls_context
from test_certificates import expect_no_connection, services
from test_operations import serve_and_fail

LIST = "tls/revoked.pem"
LIST_AGENCIES = "/pishkhan.v1.Catalog/ListAgencies"


def revoke(folder, *principals, **keywords):
    """Writes the list of these principals' certificates."""
    certificates = [folder.pem(f"principals/{principal}.crt") for principal in principals]
    (folder.path / LIST).write_bytes(Authority(folder).revocation_list(*certificates, **keywords))


@pytest.fixture
def listed(make_folder):
    """A server that consults an empty list."""
    folder = make_folder(revocation_list=LIST)
    revoke(folder)
    return folder.serve()


def test_a_revoked_certificate_is_refused_and_the_log_says_which(listed, connect):
    office = listed.folder.pem(f"principals/{casework.OFFICE}.crt")
    assert services(connect(listed, casework.OFFICE))
    revoke(listed.folder, casework.OFFICE)
    listed.reload()
    line = expect_no_connection(listed, "certificate revoked", principal=casework.OFFICE)
    assert all(field in line for field in log_fields(office)), line
    assert casework.OFFICE not in line
    assert services(connect(listed, casework.KIOSK)) and services(connect(listed))


def test_an_expired_certificate_is_refused_and_the_log_says_which(own_counter):
    folder = own_counter.server.folder
    key = load_key(folder.pem(f"principals/{casework.OFFICE}.key"))
    expired = Authority(folder).issue(casework.OFFICE, days=(-2, -1), key=key)
    line = expect_no_connection(own_counter.server, "certificate has expired", certificate=expired)
    assert all(field in line for field in log_fields(expired[0])), line


def test_a_new_list_drops_the_lines_of_the_revoked_and_of_nobody_else(listed, connect):
    office, kiosk, nobody = (connect(listed, name) for name in [casework.OFFICE, casework.KIOSK, None])
    streams = [client.health.Watch(health_pb2.HealthCheckRequest()) for client in [office, kiosk, nobody]]
    for stream in streams:
        next(stream)
    seen = len(listed.log)
    revoke(listed.folder, casework.OFFICE)
    listed.reload()
    with pytest.raises(grpc.RpcError):
        next(streams[0])
    listed.log.wait_for("event=connection_cut_off", "its certificate was revoked", start=seen)
    for client, stream in [(kiosk, streams[1]), (nobody, streams[2])]:
        assert stream.is_active() and services(client)
    # Off the list again (a list of a day before put back, say): it comes in again.
    revoke(listed.folder)
    listed.reload()
    assert services(connect(listed, casework.OFFICE))


def broken(folder):
    yield "no list at all", b"no list"
    yield "cut short", Authority(folder).revocation_list(folder.pem(f"principals/{casework.KIOSK}.crt"))[:-100]
    yield "of another authority", Authority().revocation_list()
    yield "gone", None


def test_a_broken_list_leaves_the_old_one_in_force(listed, connect):
    revoke(listed.folder, casework.OFFICE)
    listed.reload()
    for name, content in broken(listed.folder):
        (listed.folder.path / LIST).unlink()
        if content is not None:
            (listed.folder.path / LIST).write_bytes(content)
        seen = len(listed.log)
        listed.signal(1)
        line = listed.log.wait_for("event=reload_failed", "what=certificates", start=seen)
        assert "level=error" in line and LIST in line, name
        expect_no_connection(listed, "certificate revoked", principal=casework.OFFICE)
        assert services(connect(listed, casework.KIOSK)), name


def test_an_overdue_list_lets_no_machine_in(listed, connect):
    revoke(listed.folder, days=(-2, -1))
    listed.reload()
    expect_no_connection(listed, "CRL has expired", principal=casework.KIOSK)
    assert services(connect(listed))


def come_in(server, context, session=None):
    """Calls over a new connection: whether the session was resumed, and the ticket for the next."""
    with RawConnection(server, context, session) as connection:
        assert connection.call(LIST_AGENCIES, b"")[0] == 0
        return connection.socket.session_reused, connection.socket.session


def test_sessions_are_resumed_after_a_reload(listed):
    context = tls_context(listed.folder, casework.OFFICE)
    is_resumed, session = come_in(listed, context)
    assert not is_resumed
    for _ in range(2):
        listed.reload()
        is_resumed, _ = come_in(listed, context, session)
        assert is_resumed


def test_a_ticket_brings_no_revoked_certificate_back_in(listed):
    contexts = {name: tls_context(listed.folder, name) for name in [casework.OFFICE, casework.KIOSK]}
    sessions = {name: come_in(listed, context)[1] for name, context in contexts.items()}
    revoke(listed.folder, casework.OFFICE)
    listed.reload()
    seen = len(listed.log)
    with pytest.raises((ssl.SSLError, ConnectionError)):
        come_in(listed, contexts[casework.OFFICE], sessions[casework.OFFICE])
    listed.log.wait_for("event=handshake_refused", "certificate revoked", start=seen)
    assert come_in(listed, contexts[casework.KIOSK], sessions[casework.KIOSK])[0]


def test_a_ticket_brings_no_suspended_principal_back_in(listed):
    context = tls_context(listed.folder, casework.OFFICE)
    _, session = come_in(listed, context)
    listed.folder.principal("suspend", casework.OFFICE)
    with RawConnection(listed, context, session) as connection:
        assert connection.call(LIST_AGENCIES, b"")[0] == grpc.StatusCode.PERMISSION_DENIED.value[0]
        assert connection.socket.session_reused


def test_a_server_does_not_start_with_a_broken_list(make_folder):
    folder = make_folder(revocation_list=LIST)
    (folder.path / LIST).write_text("no list")
    line = serve_and_fail(folder)
    assert LIST in line and "no PEM of that kind" in line
