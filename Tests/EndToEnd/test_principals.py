"""Who may use the counter: principals, their keys, and how fast a change of them holds."""

import time

import grpc
import pytest
from grpc import StatusCode

import casework
import citizens
import directory as made
import messages as pb
from certificates import Authority, public_key_digest
from client import Client
from directory import Directory
from errors import attempt, expect_fields, expect_refusal, read_refusal

SUSPENDED = (StatusCode.PERMISSION_DENIED, "PRINCIPAL_SUSPENDED")
UNKNOWN = (StatusCode.PERMISSION_DENIED, "PRINCIPAL_UNKNOWN")


@pytest.fixture
def directory(counter):
    return Directory(counter)


class Machine:
    """A certificate that the folder's authority has signed."""

    def __init__(self, server, name=None):
        self.name = name or made.fresh("machine")
        self.certificate = Authority(server.folder).issue(self.name)
        self.key = public_key_digest(self.certificate[0])
        self.client = Client(server, certificate=self.certificate)


@pytest.fixture
def machine(shared_server):
    machine = Machine(shared_server)
    yield machine
    machine.client.close()


def who_am_i(client):
    return client.admin.WhoAmI(pb.WhoAmIRequest()).principal


def change_key(directory, kind, name, key, idempotency_key=None):
    request = getattr(pb, f"{kind}Request")(
        idempotency_key=idempotency_key or citizens.new_key(), name=name, key=key)
    return getattr(directory.operator.admin, kind)(request)


def listed(directory, **fields):
    found, token = [], ""
    while True:
        page = directory.operator.admin.ListPrincipals(
            pb.ListPrincipalsRequest(page_size=4, page_token=token, **fields))
        found += page.principals
        token = page.next_page_token
        if not token:
            return found


@pytest.mark.parametrize("fields", [
    dict(role=pb.ROLE_OFFICE, office="1001"), dict(role=pb.ROLE_KIOSK, office="2001"),
    dict(role=pb.ROLE_AGENCY, agency="city", level=2), dict(role=pb.ROLE_OPERATOR), dict(role=pb.ROLE_AUDITOR),
    dict(role=pb.ROLE_GATEWAY),
])
def test_a_machine_is_registered_and_called_what_it_is(directory, machine, fields):
    expect_refusal(*UNKNOWN, who_am_i, machine.client)
    directory.add_principal(machine.key, name=machine.name, **fields)
    expected = pb.Principal(
        name=machine.name, status=pb.PRINCIPAL_STATUS_ACTIVE, keys=[machine.key], **fields)
    assert who_am_i(machine.client) == expected
    assert expected in listed(directory)
    assert expected in listed(directory, role=fields["role"])


def test_principals_are_listed_by_name_in_pages(directory):
    everybody = listed(directory)
    names = [principal.name for principal in everybody]
    assert names == sorted(names) and len(set(names)) == len(names) > 20
    assert [principal.name for principal in listed(directory, agency="post")] == ["agency-post", "supervisor-post"]
    assert "kiosk-2001" in [principal.name for principal in listed(directory, office="2001")]
    assert all(principal.role == pb.ROLE_AUDITOR for principal in listed(directory, role=pb.ROLE_AUDITOR))
    expect_refusal(StatusCode.NOT_FOUND, "AGENCY_UNKNOWN", listed, directory, agency="nobody")
    expect_refusal(StatusCode.NOT_FOUND, "OFFICE_UNKNOWN", listed, directory, office="nobody")
    expect_fields([("role", "not_in_list")], listed, directory, role=77)


KEY = b"k" * 32


@pytest.mark.parametrize(("fields", "expected"), [
    (dict(name=""), [("principal.name", "required")]), (dict(name="a b"), [("principal.name", "character")]),
    (dict(name="x" * 65), [("principal.name", "too_long")]), (dict(role=0), [("principal.role", "required")]),
    (dict(role=77), [("principal.role", "not_in_list")]),
    (dict(role=pb.ROLE_CITIZEN, office=""), [("principal.role", "not_in_list")]),
    (dict(role=pb.ROLE_SYSTEM, office=""), [("principal.role", "not_in_list")]),
    (dict(office=""), [("principal.office", "required")]),
    (dict(agency="city"), [("principal.agency", "not_asked")]),
    (dict(role=pb.ROLE_AGENCY), [("principal.agency", "required"), ("principal.office", "not_asked")]),
    (dict(role=pb.ROLE_OPERATOR), [("principal.office", "not_asked")]),
    (dict(level=1), [("principal.level", "range")]),
    (dict(role=pb.ROLE_AGENCY, agency="city", office="", level=3), [("principal.level", "range")]),
    (dict(status=pb.PRINCIPAL_STATUS_SUSPENDED), [("principal.status", "not_in_list")]),
    (dict(keys=[]), [("principal.keys", "required")]), (dict(keys=[KEY, KEY]), [("principal.keys", "single_value")]),
    (dict(keys=[b"short"]), [("principal.keys[0]", "length")]),
])
def test_a_principal_that_is_not_right_is_refused_with_every_field(directory, fields, expected):
    principal = pb.Principal(
        **dict(name=made.fresh("machine"), role=pb.ROLE_OFFICE, office="1001", keys=[KEY]) | fields)
    request = pb.AddPrincipalRequest(idempotency_key=citizens.new_key(), principal=principal)
    expect_fields(expected, directory.operator.admin.AddPrincipal, request)


def test_what_is_taken_or_does_not_exist_is_refused(directory, machine):
    office = dict(role=pb.ROLE_OFFICE, office="1001")
    add = directory.add_principal
    expect_fields([("principal.name", "taken")], add, machine.key, name="agency-city", **office)
    taken = who_am_i(directory.counter.office).keys[0]
    expect_fields([("key", "taken")], add, taken, name=machine.name, **office)
    expect_refusal(
        StatusCode.NOT_FOUND, "OFFICE_UNKNOWN", add, machine.key, name=machine.name, role=pb.ROLE_OFFICE, office="9")
    expect_refusal(
        StatusCode.NOT_FOUND, "AGENCY_UNKNOWN", add, machine.key, name=machine.name, role=pb.ROLE_AGENCY, agency="moon")
    refusal = expect_refusal(
        StatusCode.FAILED_PRECONDITION, "CATALOGUE_CONFLICT", add, machine.key, name=machine.name, role=pb.ROLE_KIOSK,
        office="1001")
    assert refusal.fields == [("kind", "kind_does_not_fit")]
    for kind in ["AddKey", "RemoveKey"]:
        expect_refusal(
            StatusCode.NOT_FOUND, "PRINCIPAL_NAME_UNKNOWN", change_key, directory, kind, "nobody", machine.key)
    expect_fields([("key", "unknown")], change_key, directory, "RemoveKey", "agency-gas", machine.key)
    expect_fields([("key", "taken")], change_key, directory, "AddKey", "agency-gas", taken)
    expect_refusal(
        StatusCode.NOT_FOUND, "PRINCIPAL_NAME_UNKNOWN", directory.set_status, "nobody", pb.PRINCIPAL_STATUS_SUSPENDED)
    expect_fields([("status", "required")], directory.set_status, "agency-gas", 0)
    expect_fields([("name", "required"), ("key", "required")], change_key, directory, "AddKey", "", b"")


def test_a_machine_changes_its_certificate_without_a_pause(directory, machine, shared_server):
    directory.add_principal(machine.key, name=machine.name, role=pb.ROLE_OFFICE, office="1001")
    after = Machine(shared_server, machine.name)
    change_key(directory, "AddKey", machine.name, after.key)
    assert who_am_i(machine.client) == who_am_i(after.client)
    assert sorted([machine.key, after.key]) == list(who_am_i(after.client).keys)
    change_key(directory, "RemoveKey", machine.name, machine.key)
    expect_refusal(*UNKNOWN, who_am_i, machine.client)
    assert list(who_am_i(after.client).keys) == [after.key]
    after.client.close()


def test_a_repeated_change_of_principals_gives_the_same_answer(directory, machine):
    key = citizens.new_key()
    principal = pb.Principal(name=machine.name, role=pb.ROLE_GATEWAY, keys=[machine.key])
    request = pb.AddPrincipalRequest(idempotency_key=key, principal=principal)
    assert not directory.operator.admin.AddPrincipal(request).repeated_key
    assert directory.operator.admin.AddPrincipal(request).repeated_key
    request.principal.role = pb.ROLE_AUDITOR
    expect_refusal(
        StatusCode.ALREADY_EXISTS, "IDEMPOTENCY_KEY_REUSED", directory.operator.admin.AddPrincipal, request)
    # Keys are scoped by method.
    assert not change_key(directory, "AddKey", machine.name, KEY[:-1] + b"9", key).repeated_key


def test_a_suspended_principal_is_refused_from_its_next_call_on_and_let_in_again(directory, machine):
    directory.add_principal(machine.key, name=machine.name, role=pb.ROLE_OFFICE, office="1001")
    who_am_i(machine.client)
    for _ in range(3):
        directory.set_status(machine.name, pb.PRINCIPAL_STATUS_SUSPENDED)
        # The answer came when all loops had seen it.
        expect_refusal(*SUSPENDED, who_am_i, machine.client)
        expect_refusal(*SUSPENDED, machine.client.catalog.ListAgencies, pb.ListAgenciesRequest())
        directory.set_status(machine.name, pb.PRINCIPAL_STATUS_ACTIVE)
        who_am_i(machine.client)


def test_what_is_revoked_stays_revoked(directory, machine):
    directory.add_principal(machine.key, name=machine.name, role=pb.ROLE_OFFICE, office="1001")
    directory.set_status(machine.name, pb.PRINCIPAL_STATUS_REVOKED, reason="stolen")
    expect_refusal(*SUSPENDED, who_am_i, machine.client)
    for status in [pb.PRINCIPAL_STATUS_ACTIVE, pb.PRINCIPAL_STATUS_SUSPENDED]:
        refusal = expect_refusal(
            StatusCode.FAILED_PRECONDITION, "CATALOGUE_CONFLICT", directory.set_status, machine.name, status)
        assert refusal.fields == [("status", "revoked")]
    directory.set_status(machine.name, pb.PRINCIPAL_STATUS_REVOKED)
    # Its key stays its own: nobody comes in again by it.
    expect_fields(
        [("key", "taken")], directory.add_principal, machine.key, name=made.fresh("m"), role=pb.ROLE_GATEWAY)


@pytest.mark.parametrize("status", [pb.PRINCIPAL_STATUS_SUSPENDED, pb.PRINCIPAL_STATUS_REVOKED])
def test_open_streams_of_a_suspended_principal_are_closed_within_a_second(own_counter, status):
    filed = own_counter.submit()
    streams = {
        name: own_counter.client(name).requests.Watch(casework.watch(filed))
        for name in [casework.OFFICE, casework.KIOSK, None]
    }
    for stream in streams.values():
        assert next(stream).event.number == 1
    Directory(own_counter).set_status(casework.OFFICE, status)
    began = time.monotonic()
    with pytest.raises(grpc.RpcError) as error:
        next(streams.pop(casework.OFFICE))
    assert time.monotonic() - began < 1
    refusal = read_refusal(error.value)
    assert (refusal.code, refusal.reason) == SUSPENDED
    own_counter.act(filed, pb.ACTION_WITHDRAW)
    for stream in streams.values():
        assert [answer.event.number for answer in stream] == [2]


def test_a_change_holds_for_all_loops_when_it_is_answered(make_folder):
    counter = casework.Counter(make_folder(loops=4).serve())
    directory = Directory(counter)
    # Each client has a connection of its own: together they are on all loops.
    clients = [Client(counter.server, casework.KIOSK) for _ in range(12)]
    for round in range(5):
        directory.set_status(casework.KIOSK, pb.PRINCIPAL_STATUS_SUSPENDED)
        assert [attempt(who_am_i, client)[1].reason for client in clients] == ["PRINCIPAL_SUSPENDED"] * len(clients)
        directory.set_status(casework.KIOSK, pb.PRINCIPAL_STATUS_ACTIVE)
        assert [attempt(who_am_i, client)[1] for client in clients] == [None] * len(clients)
    for client in clients:
        client.close()
    counter.close()


def test_changes_by_command_and_by_call_meet_in_one_directory(own_counter):
    directory, folder = Directory(own_counter), own_counter.server.folder
    folder.principal("suspend", "agency-gas")
    status = {principal.name: principal.status for principal in listed(directory)}
    assert status["agency-gas"] == pb.PRINCIPAL_STATUS_SUSPENDED
    directory.set_status("agency-gas", pb.PRINCIPAL_STATUS_ACTIVE)
    folder.principal("suspend", "agency-water")
    code = directory.offered()
    own_counter.office.requests.Submit(made.submission(code))
    status = {principal.name: principal.status for principal in listed(directory)}
    assert status["agency-gas"] == pb.PRINCIPAL_STATUS_ACTIVE
    assert status["agency-water"] == pb.PRINCIPAL_STATUS_SUSPENDED
