"""Who may read and change the directory: every method, by everybody, on what is its own and on what is another's."""

import sqlite3

import pytest
from grpc import StatusCode

import citizens
import directory as made
import messages as pb
from certificates import Authority, public_key_digest
from client import Client
from directory import Directory
from errors import attempt, expect_refusal
from server import run

OK = None
CERTIFICATE = (StatusCode.UNAUTHENTICATED, "CERTIFICATE_REQUIRED")
ROLE = (StatusCode.PERMISSION_DENIED, "ROLE_NOT_ALLOWED")
SCOPE = (StatusCode.PERMISSION_DENIED, "OUT_OF_SCOPE")


class Things:
    """What the calls are about: a published service of the city, its draft of a second version, its delegation to office 1001."""

    def __init__(self, counter):
        self.directory = Directory(counter)
        self.service = self.directory.offered()
        self.directory.put_service(made.service(code=self.service), publish=False)
        number = self.directory.delegations(counter.client("operator"), service=self.service)[0].number
        self.number = number
        self.office = made.office()
        self.key = made.fresh("key").encode().ljust(32, b"-")
        self.name = made.fresh("machine")
        self.directory.put_office(self.office)
        self.directory.add_principal(
            self.key, name=self.name, role=pb.ROLE_OFFICE, office=self.office.id)
        self.new_key = made.fresh("key").encode().ljust(32, b"-")
        self.agency = pb.Agency(id=made.fresh("agency"), names=made.names("An agency"))


CALLS = {
    "ListAgencies": lambda c, t: c.catalog.ListAgencies(pb.ListAgenciesRequest()),
    "ListServices": lambda c, t: c.catalog.ListServices(pb.ListServicesRequest(all_versions=True)),
    "GetService": lambda c, t: c.catalog.GetService(pb.GetServiceRequest(code=t.service)),
    "GetCalendar": lambda c, t: c.catalog.GetCalendar(pb.GetCalendarRequest(region="IR-23")),
    "GetOffice": lambda c, t: c.offices.GetOffice(pb.GetOfficeRequest(id=t.office.id)),
    "FindOffices": lambda c, t: c.offices.FindOffices(pb.FindOfficesRequest(near=made.TEHRAN)),
    "PutAgency": lambda c, t: t.directory.put_agency(t.agency, by=c),
    "PutService": lambda c, t: t.directory.put_service(made.service("city"), by=c),
    "PutService of a known code": lambda c, t: t.directory.put_service(made.service(code=t.service), by=c),
    "PublishService": lambda c, t: t.directory.publish(t.service, 2, by=c),
    "RetireService": lambda c, t: t.directory.retire(t.service, by=c),
    "PutCalendar": lambda c, t: put_next_calendar(c, t),
    "PutOffice": lambda c, t: t.directory.put_office(t.office, by=c),
    "GrantDelegation": lambda c, t: t.directory.grant(t.service, by=c, office="2001"),
    "SetDelegation": lambda c, t: t.directory.set_delegation(t.number, pb.DELEGATION_STATUS_SUSPENDED, by=c),
    "SetDelegation to granted": lambda c, t: t.directory.set_delegation(
        t.number, pb.DELEGATION_STATUS_GRANTED, by=c),
    "ListDelegations": lambda c, t: c.offices.ListDelegations(pb.ListDelegationsRequest()),
    "ListDelegations of office 1001": lambda c, t: c.offices.ListDelegations(pb.ListDelegationsRequest(office="1001")),
    "WhoAmI": lambda c, t: c.admin.WhoAmI(pb.WhoAmIRequest()),
    "ListPrincipals": lambda c, t: c.admin.ListPrincipals(pb.ListPrincipalsRequest()),
    "AddPrincipal": lambda c, t: t.directory.add_principal(
        t.new_key, by=c, name=made.fresh("machine"), role=pb.ROLE_OFFICE, office=t.office.id),
    "AddKey": lambda c, t: c.admin.AddKey(
        pb.AddKeyRequest(idempotency_key=citizens.new_key(), name=t.name, key=t.new_key)),
    "RemoveKey": lambda c, t: c.admin.RemoveKey(
        pb.RemoveKeyRequest(idempotency_key=citizens.new_key(), name=t.name, key=t.key)),
    "SetPrincipalStatus": lambda c, t: t.directory.set_status(t.name, pb.PRINCIPAL_STATUS_SUSPENDED, by=c),
}


def put_next_calendar(client, things):
    request = pb.GetCalendarRequest(region="IR-05")
    current = things.directory.operator.catalog.GetCalendar(request).calendar
    expected = current.version if current.region == "IR-05" else 0
    return things.directory.put_calendar(made.calendar(region="IR-05"), expected, by=client)


CALLERS = [None, "office-1001", "kiosk-2001", "agency-city", "supervisor-city", "agency-post", "operator", "auditor",
           "gateway"]

# A column for each of the callers, in their order. The service is the city's, the delegation the city's to office 1001.
PUBLIC = [OK] * 9
OPERATOR = [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, ROLE, OK, ROLE, ROLE]
AGENCY_OR_OPERATOR = [CERTIFICATE, ROLE, ROLE, OK, OK, SCOPE, OK, ROLE, ROLE]
AGENCY = [CERTIFICATE, ROLE, ROLE, OK, OK, SCOPE, ROLE, ROLE, ROLE]
TABLE = {
    "ListAgencies": PUBLIC,
    "ListServices": PUBLIC,
    "GetService": PUBLIC,
    "GetCalendar": PUBLIC,
    "GetOffice": PUBLIC,
    "FindOffices": PUBLIC,
    "PutAgency": OPERATOR,
    "PutService": AGENCY_OR_OPERATOR,
    "PutService of a known code": AGENCY_OR_OPERATOR,
    "PublishService": AGENCY_OR_OPERATOR,
    "RetireService": AGENCY_OR_OPERATOR,
    "PutCalendar": OPERATOR,
    "PutOffice": OPERATOR,
    "GrantDelegation": AGENCY,
    "SetDelegation": AGENCY_OR_OPERATOR,
    # What an agency has taken away, an operator does not give.
    "SetDelegation to granted": AGENCY,
    "ListDelegations": [CERTIFICATE, OK, OK, OK, OK, OK, OK, ROLE, ROLE],
    "ListDelegations of office 1001": [CERTIFICATE, OK, SCOPE, OK, OK, OK, OK, ROLE, ROLE],
    "WhoAmI": [CERTIFICATE] + [OK] * 8,
    "ListPrincipals": OPERATOR,
    "AddPrincipal": OPERATOR,
    "AddKey": OPERATOR,
    "RemoveKey": OPERATOR,
    "SetPrincipalStatus": OPERATOR,
}


@pytest.fixture(scope="module")
def clients(shared_server, counter):
    """A client for each of the callers; the gateway is registered here."""
    folder = shared_server.folder
    certificate = Authority(folder).issue("gateway")
    Directory(counter).add_principal(public_key_digest(certificate[0]), name="gateway", role=pb.ROLE_GATEWAY)
    with Client(shared_server, certificate=certificate) as gateway:
        yield {name: gateway if name == "gateway" else counter.client(name) for name in CALLERS}


def state(things):
    """All of the directory that the calls could change."""
    operator = things.directory.operator
    return (
        operator.catalog.ListAgencies(pb.ListAgenciesRequest()),
        operator.catalog.ListServices(pb.ListServicesRequest(all_versions=True, page_size=500)),
        operator.catalog.GetCalendar(pb.GetCalendarRequest(region="IR-05")),
        operator.offices.GetOffice(pb.GetOfficeRequest(id=things.office.id)),
        things.directory.delegations(operator, service=things.service),
        operator.admin.ListPrincipals(pb.ListPrincipalsRequest(page_size=500)))


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("method", CALLS)
def test_the_table_of_rights_holds_for_the_directory(counter, clients, method, caller):
    expected = TABLE[method][CALLERS.index(caller)]
    things = Things(counter)
    before = None if expected is OK else state(things)
    answer, refusal = attempt(CALLS[method], clients[caller], things)
    if expected is OK:
        assert refusal is None, refusal
        return
    assert refusal is not None, answer
    assert (refusal.code, refusal.reason, refusal.durable) == (*expected, "NO")
    assert state(things) == before


def test_the_table_holds_every_method_of_the_directory():
    files = [pb.DESCRIPTOR.pool.FindServiceByName(f"pishkhan.v1.{name}") for name in ["Catalog", "Offices", "Admin"]]
    assert {method.name for service in files for method in service.methods} <= set(TABLE)
    assert set(TABLE) == set(CALLS) and all(len(row) == len(CALLERS) for row in TABLE.values())


@pytest.mark.parametrize("method", CALLS)
def test_a_certificate_that_is_not_registered_may_not_touch_the_directory(counter, shared_server, method):
    with Client(shared_server, certificate=Authority(shared_server.folder).issue("operator")) as stranger:
        expect_refusal(
            StatusCode.PERMISSION_DENIED, "PRINCIPAL_UNKNOWN", CALLS[method], stranger, Things(counter))


def test_nobody_sees_drafts_but_their_agency_and_the_operators(counter, clients):
    things = Things(counter)
    for name, client in clients.items():
        listed = client.catalog.ListServices(pb.ListServicesRequest(all_versions=True, page_size=500)).services
        seen = [service.version for service in listed if service.code == things.service]
        assert seen == ([1, 2] if name in ["agency-city", "supervisor-city", "operator"] else [1]), name


def test_an_agency_lists_its_own_delegations_and_an_office_what_holds_for_it(counter, clients):
    things = Things(counter)
    directory = things.directory
    region = directory.grant(things.service, region="IR-23")
    elsewhere = directory.grant(things.service, region="IR-04")
    kiosk = directory.grant(things.service, office="2001")

    def listed(name, **fields):
        return [found.number for found in directory.delegations(clients[name], service=things.service, **fields)]

    everything = [things.number, region, elsewhere, kiosk]
    assert listed("operator") == listed("agency-city") == everything
    assert listed("agency-post") == []
    assert listed("office-1001") == [things.number, region]
    assert listed("kiosk-2001") == [region, kiosk]
    assert listed("agency-city", office="2001") == [region, kiosk]
    own = directory.delegations(clients["agency-post"])
    assert own and {found.agency for found in own} == {"post"}


def test_the_principal_behind_a_certificate_is_told_to_it_alone(counter, clients, shared_server):
    told = clients["supervisor-city"].admin.WhoAmI(pb.WhoAmIRequest()).principal
    key = public_key_digest(shared_server.folder.pem("principals/supervisor-city.crt"))
    assert told == pb.Principal(
        name="supervisor-city", role=pb.ROLE_AGENCY, agency="city", status=pb.PRINCIPAL_STATUS_ACTIVE, level=1, keys=[key])
    office = counter.office.admin.WhoAmI(pb.WhoAmIRequest()).principal
    assert (office.name, office.role, office.office, office.level) == ("office-1001", pb.ROLE_OFFICE, "1001", 0)


def test_every_change_is_recorded_with_who_when_and_what(own_counter):
    directory = Directory(own_counter)
    code = directory.offered()
    directory.set_status("agency-gas", pb.PRINCIPAL_STATUS_SUSPENDED, reason="its key was lost")
    directory.set_delegation(1, pb.DELEGATION_STATUS_REVOKED, agency="ncr", reason="گران‌فروشی")
    assert run("principal", own_counter.server.folder.path, "resume", "agency-gas").returncode == 0
    with sqlite3.connect(own_counter.server.folder.path / "journal.sqlite") as journal:
        rows = journal.execute(
            "SELECT actor, kind, body FROM directory_change ORDER BY position DESC LIMIT 5").fetchall()[::-1]
        times = journal.execute("SELECT count(*) FROM directory_change WHERE time = 0").fetchone()[0]
    journal.close()
    assert [row[:2] for row in rows] == [
        ("operator", "put_service"), ("agency-city", "grant_delegation"), ("operator", "set_principal_status"),
        ("agency-ncr", "set_delegation"), ("pishkhand", "set_principal_status")]
    assert code in rows[0][2] and "its key was lost" in rows[2][2] and "گران‌فروشی" in rows[3][2] and times == 0
