"""Services, offices, delegations, calendars and principals at the command line, by documents and by flags."""

import datetime
import json

import pytest

import certificates
import citizens
from command_line import CommandLine, submit
from server import DataFolder


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One whose directory these tests may change."""
    server = DataFolder(tmp_path_factory.mktemp("directory") / "counter").serve()
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="module")
def operator(server):
    return CommandLine(server, "operator")


@pytest.fixture(scope="module")
def agency(server):
    return CommandLine(server, "agency-ncr")


@pytest.fixture(scope="module")
def anybody(server):
    return CommandLine(server)


def test_a_service_goes_from_draft_to_retirement_by_the_document_that_is_printed(server, agency, anybody):
    service = anybody.json("services", "ncr-birthcert")
    service |= {"code": "ncr-copy", "names": {"fa": "رونوشت", "en": "Copy"}, "answer_days": 7}
    service["attributes"] = service["attributes"][:1]
    draft = agency.json("service", "put", "-", text=json.dumps(service))
    assert draft["number"] == 1
    assert anybody.run("services", "ncr-copy", code=5).messages
    assert agency.json("services", "ncr-copy")["status"] == "DRAFT"
    agency.run("service", "publish", "ncr-copy", "--version", "1")
    published = anybody.json("services", "ncr-copy")
    assert (published["status"], published["answer_days"]) == ("PUBLISHED", 7)
    agency.run("delegation", "grant", "ncr-copy", "--office", "1001")
    words = ["submit", "ncr-copy", "--national-id", citizens.new_citizen().national_id, "--set", "reason=LOST"]
    CommandLine(server, "office-1001").run(*words)
    agency.run("service", "retire", "ncr-copy", "--reason", "nobody wants it")
    CommandLine(server, "office-1001").run(*words, code=8)


def test_services_are_exported_and_imported(server, operator, anybody):
    exported = anybody.json("service", "export", "--agency", "tci")
    assert {service["agency"] for service in exported["services"]} == {"tci"}
    for service in exported["services"]:
        service["fee_rial"] += 1
    imported = operator.json("service", "import", "-", "--publish", text=json.dumps(exported))
    assert [entry["version"] for entry in imported["services"]] == [2] * len(exported["services"])
    assert anybody.json("services", "tci-fault")["version"] == 2
    assert anybody.json("services", "tci-fault", "--version", "1")["fee_rial"] + 1 == \
        anybody.json("services", "tci-fault")["fee_rial"]


def test_a_delegation_is_suspended_resumed_and_revoked(server, agency):
    def delegation():
        listed = CommandLine(server, "office-1001").json("delegation", "list", "--service", "ncr-birthcert")
        return listed["delegations"][-1]

    number = str(delegation()["number"])
    submit(server)
    agency.run("delegation", "suspend", number, "--reason", "looked into")
    assert (delegation()["status"], delegation()["reason"]) == ("SUSPENDED", "looked into")
    refused = CommandLine(server, "office-1001").json(
        "submit", "ncr-birthcert", "--national-id", citizens.new_citizen().national_id, "--set", "reason=LOST", "--set",
        "issue_place=Tehran", code=8)
    assert refused["error"]["reason"] == "DELEGATION_SUSPENDED"
    agency.run("delegation", "resume", number)
    submit(server)
    agency.run("delegation", "revoke", number, "--reason", "over")
    granted = agency.json(
        "delegation", "grant", "ncr-birthcert", "--office", "1001", "--daily-cap", "1", "--until", "2099-03-21")
    assert granted["number"] > int(number)
    assert delegation()["daily_cap"] == 1


def test_an_office_is_put_and_found_where_it_stands(operator, anybody):
    office = anybody.json("office", "1001")
    office |= {
        "id": "1777", "licence": "1777", "names": {"en": "Test office"}, "position": {"latitude": 35700000, "longitude": 51400000},
        "hours": [{"weekday": day, "from": 0, "until": 1440} for day in range(1, 8)], "accessibility": ["STEP_FREE"],
        "languages": ["fa", "az"]}
    operator.run("office", "put", "-", text=json.dumps(office))
    [found] = anybody.json("offices", "--near", "35.7001,51.4", "--access", "step-free", "--speaks", "az")["offices"]
    assert found["id"] == "1777" and 5 <= found["distance_metres"] <= 20
    assert "Test office" in anybody.run("offices", "--near", "35.7,51.4", "--within", "500").output
    assert "Saturday: 00:00-24:00" in anybody.run("office", "1777").output


def test_an_agency_is_added_and_renamed(operator, anybody):
    operator.run("agency", "put", "test-body", "--name", "fa=نهاد آزمون", "--name", "en=Test body")
    operator.run("agency", "put", "test-body", "--name", "en=Other body")
    names = {agency["id"]: agency["names"] for agency in anybody.json("agencies")["agencies"]}
    assert names["test-body"]["en"] == "Other body"


def test_a_calendar_is_replaced_by_whoever_saw_the_last_version(operator, anybody):
    calendar = anybody.json("calendar", "get", "IR")
    calendar["days"] = [day for day in calendar["days"] if day["date"] != "2030-01-05"] + [
        {"date": "2030-01-05", "names": {"en": "Snow"}, "hours": []}]
    calendar["days"].sort(key=lambda day: day["date"])
    document = json.dumps(calendar)
    version = operator.json("calendar", "put", "-", text=document)["number"]
    assert version > calendar["version"]
    stale = operator.json("calendar", "put", "-", text=document, code=7)["error"]
    assert (stale["reason"], stale["current_version"]) == ("DIRECTORY_STALE", version)
    now = anybody.json("calendar", "get", "IR")
    assert {"date": "2030-01-05", "names": {"en": "Snow"}, "hours": []} in now["days"]
    assert "Snow" in anybody.run("calendar", "get", "IR").output
    assert anybody.json("calendar", "get", "IR", "--version", calendar["version"])["days"] != now["days"]


def test_the_clock_of_a_request_follows_a_new_calendar_and_can_be_reckoned(server, operator, anybody):
    case = submit(server, service="ncr-smartcard", form={"reason": "LOST", "postal_code": "1345678901",
                                                         "mobile": "09123456789"})
    calendar = anybody.json("calendar", "get", "IR")
    # No work at all for a year: the due times move behind it.
    calendar["days"] = [{"date": day.isoformat(), "names": {"en": "Strike"}, "hours": []} for day in days_from_today(365)]
    calendar |= {"from": calendar["days"][0]["date"], "until": calendar["days"][-1]["date"]}
    operator.run("calendar", "put", "-", text=json.dumps(calendar))
    watched = case.citizen.json("watch", case.code, "--after", "1", "--limit", "1")
    assert (watched["action"], watched["calendar_version"]) == ("RESCHEDULE", calendar["version"] + 1)
    assert watched["decide_due_ms"] > case.receipt["decide_due_ms"] + 300 * 86_400_000
    account = case.citizen.json("history", case.code, "--clock")
    assert account["fits"], account
    assert "All 2 events tell what their clock comes to." in case.citizen.run("history", case.code, "--clock").output


def days_from_today(count):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return [today + datetime.timedelta(days=day) for day in range(-1, count)]


def issue(server, name):
    """A certificate of the server's authority, where `CommandLine` looks for it."""
    certificate, key = certificates.Authority(server.folder).issue(name)
    folder = server.folder.path / "principals"
    (folder / f"{name}.crt").write_bytes(certificate)
    (folder / f"{name}.key").write_bytes(key)
    return folder / f"{name}.crt"


def test_a_principal_is_added_gets_another_certificate_and_is_shut_out(server, operator):
    first = issue(server, "second-office")
    operator.run(
        "principal", "add", "second-office", "--role", "office", "--office", "1001", "--certificate", first)
    second = CommandLine(server, "second-office")
    me = second.json("who-am-i")
    assert (me["name"], me["role"], me["office"], me["status"]) == ("second-office", "OFFICE", "1001", "ACTIVE")
    listed = operator.json("principal", "list", "--role", "office", "--office", "1001")["principals"]
    assert "second-office" in [principal["name"] for principal in listed]
    operator.run("principal", "suspend", "second-office", "--reason", "lost")
    assert second.json("who-am-i", code=4)["error"]["reason"] == "PRINCIPAL_SUSPENDED"
    operator.run("principal", "resume", "second-office")
    operator.run(
        "principal", "add-key", "second-office", "--certificate", issue(server, "renewed-office"))
    renewed = CommandLine(server, "renewed-office")
    assert renewed.json("who-am-i")["name"] == "second-office"
    operator.run("principal", "remove-key", "second-office", "--key-hash", me["keys"][0])
    assert second.json("who-am-i", code=4)["error"]["reason"] == "PRINCIPAL_UNKNOWN"
    operator.run("principal", "revoke", "second-office")
    assert renewed.json("who-am-i", code=4)["error"]["reason"] == "PRINCIPAL_SUSPENDED"


def test_what_is_not_allowed_is_told_with_its_exit_code(server, agency, operator):
    assert agency.json("principal", "list", code=4)["error"]["reason"] == "ROLE_NOT_ALLOWED"
    assert operator.json("inbox", code=4)["error"]["reason"] == "ROLE_NOT_ALLOWED"
    assert agency.run("delegation", "revoke", "999999", "--reason", "x", code=5).messages
    assert operator.run("principal", "suspend", "nobody-there", code=5).messages
