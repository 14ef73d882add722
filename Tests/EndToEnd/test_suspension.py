"""A principal's status holds from the next call on, on whatever connection it comes."""

import concurrent.futures

import grpc
import pytest
from grpc import StatusCode

import casework
import citizens
import messages as pb
from errors import attempt, expect_refusal, read_refusal
from raw_connection import RawConnection, tls_context
from server import run

SUSPENDED = (StatusCode.PERMISSION_DENIED, "PRINCIPAL_SUSPENDED")
INBOX = "/pishkhan.v1.Work/Inbox"


def test_a_suspended_principal_is_refused_on_its_open_connection_and_let_in_again(own_counter):
    filed, folder = own_counter.submit(), own_counter.server.folder
    folder.principal("suspend", casework.OFFICE)
    expect_refusal(*SUSPENDED, own_counter.office.requests.Submit, citizens.submission("city-pothole"))
    expect_refusal(*SUSPENDED, own_counter.office.requests.Track, casework.track(filed))
    # Nobody else is.
    own_counter.submit(at=casework.KIOSK)
    assert own_counter.details(filed).version == 1
    folder.principal("resume", casework.OFFICE)
    own_counter.submit()


def test_a_watch_of_a_suspended_principal_ends(own_counter):
    filed = own_counter.submit()
    watches = {
        name: own_counter.client(name).requests.Watch(casework.watch(filed))
        for name in [casework.OFFICE, casework.KIOSK, None]
    }
    for stream in watches.values():
        assert next(stream).event.number == 1
    own_counter.server.folder.principal("suspend", casework.OFFICE)
    with pytest.raises(grpc.RpcError) as error:
        next(watches.pop(casework.OFFICE))
    refusal = read_refusal(error.value)
    assert (refusal.code, refusal.reason) == SUSPENDED
    own_counter.act(filed, pb.ACTION_WITHDRAW)
    for stream in watches.values():
        assert [answer.event.number for answer in stream] == [2]


def test_a_suspended_principal_is_refused_on_a_resumed_tls_session_too(own_counter):
    server = own_counter.server
    context = tls_context(server.folder, "agency-city")
    with RawConnection(server, context) as connection:
        assert connection.call(INBOX, b"")[0] == StatusCode.OK.value[0]
        session = connection.socket.session
    with RawConnection(server, context, session) as resumed:
        assert resumed.socket.session_reused
        assert resumed.call(INBOX, b"")[0] == StatusCode.OK.value[0]
        session = resumed.socket.session
        server.folder.principal("suspend", "agency-city")
        assert resumed.call(INBOX, b"")[0] == StatusCode.PERMISSION_DENIED.value[0]
    # The reload that told the server of the suspension may have made it forget its sessions: refused it is either way.
    with RawConnection(server, context, session) as connection:
        assert connection.call(INBOX, b"")[0] == StatusCode.PERMISSION_DENIED.value[0]


def test_a_suspension_outlives_a_restart(folder):
    server = folder.serve()
    folder.principal("suspend", casework.OFFICE)
    server.stop()
    counter = casework.Counter(folder.serve())
    _, refusal = attempt(counter.submit)
    assert (refusal.code, refusal.reason) == SUSPENDED
    counter.close()


def test_the_principals_are_listed_with_their_status(folder):
    folder.principal("suspend", "agency-gas")
    listed = run("principal", folder.path, "list").stdout.splitlines()
    assert "agency-gas\tagency\tsuspended" in listed and "office-1001\toffice\tactive" in listed
    unknown = run("principal", folder.path, "suspend", "nobody")
    assert unknown.returncode == 1 and "nobody" in unknown.stderr


def test_a_suspension_holds_though_the_certificate_files_are_half_written(own_counter):
    folder = own_counter.server.folder
    (folder.path / "tls/server.crt").write_text("half-written")
    folder.principal("suspend", casework.OFFICE)
    own_counter.server.log.wait_for("event=reload_failed", "what=certificates")
    expect_refusal(*SUSPENDED, own_counter.office.requests.Submit, citizens.submission("city-pothole"))


def test_a_server_that_is_just_starting_is_not_ended_by_a_change_of_its_principals(make_folder):
    for number in range(5):
        folder = make_folder(f"counter{number}")

        def resume_at_once(folder=folder):
            while not (folder.path / "pishkhand.pid").exists():
                pass
            return run("principal", folder.path, "resume", casework.OFFICE).returncode

        with concurrent.futures.ThreadPoolExecutor(1) as threads:
            resumed = threads.submit(resume_at_once)
            server = folder.serve()
            assert resumed.result() == 0
        assert server.stop() == 0
