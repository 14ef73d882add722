"""Finding offices, and what agencies have delegated to them."""

import collections
import datetime
import math
import random

import pytest
from grpc import StatusCode

import casework
import citizens
import directory as made
import messages as pb
from directory import Directory
from errors import expect_fields, expect_refusal

ACTIVE, SUSPENDED = pb.OFFICE_STATUS_ACTIVE, pb.OFFICE_STATUS_SUSPENDED
GRANTED, STOPPED, REVOKED = (
    pb.DELEGATION_STATUS_GRANTED, pb.DELEGATION_STATUS_SUSPENDED, pb.DELEGATION_STATUS_REVOKED)
ALWAYS = [pb.OpeningHours(**{"weekday": day, "from": 0, "until": 1_440}) for day in range(1, 8)]


@pytest.fixture
def directory(counter):
    return Directory(counter)


def place(latitude, longitude):
    return pb.Position(latitude=round(latitude * 1e6), longitude=round(longitude * 1e6))


def metres(one, other):
    """The distance over ground, by the haversine formula."""
    a, b, c, d = (math.radians(value / 1e6) for value in [
        one.latitude, other.latitude, one.longitude, other.longitude])
    square = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin((d - c) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(square))


def find(client, **fields):
    """All that is found, page by page."""
    found, token = [], ""
    while True:
        page = client.offices.FindOffices(pb.FindOfficesRequest(page_token=token, **dict(page_size=3) | fields))
        found += page.offices
        token = page.next_page_token
        if not token:
            return found


def ids(found):
    return [entry.office.id for entry in found]


def test_an_office_is_kept_whole_and_changed(counter, directory):
    office = made.office(
        kind=pb.CHANNEL_RURAL_ICT, region="IR-21", names=made.names("Rural office", "دفتر روستایی"),
        addresses=made.names("12 Main Street", "خیابان اصلی ۱۲"), position=place(31.8974, 54.3569), hours=[
            pb.OpeningHours(**{"weekday": 1, "from": 480, "until": 720}),
            pb.OpeningHours(**{"weekday": 1, "from": 780, "until": 960})],
        accessibility=[pb.ACCESSIBILITY_STEP_FREE, pb.ACCESSIBILITY_BRAILLE], languages=["fa", "az-IR"], counters=3)
    directory.put_office(office)
    assert counter.citizen.offices.GetOffice(pb.GetOfficeRequest(id=office.id)).office == office
    office.ClearField("position")
    office.status = SUSPENDED
    directory.put_office(office)
    assert counter.citizen.offices.GetOffice(pb.GetOfficeRequest(id=office.id)).office == office
    assert office.id not in ids(find(counter.citizen, region="IR-21"))


@pytest.mark.parametrize(("changes", "expected"), [
    (dict(id=""), [("office.id", "required")]), (dict(id="a b"), [("office.id", "character")]),
    (dict(id="x" * 33), [("office.id", "too_long")]), (dict(kind=0), [("office.kind", "required")]),
    (dict(kind=pb.CHANNEL_ONLINE), [("office.kind", "not_in_list")]),
    (dict(status=0), [("office.status", "required")]), (dict(region=""), [("office.region", "required")]),
    (dict(region="IR-77"), [("office.region", "unknown")]), (dict(names=[]), [("office.names", "required")]),
    (dict(position=pb.Position(latitude=90_000_001)), [("office.position.latitude", "range")]),
    (dict(position=pb.Position(longitude=-180_000_001)), [("office.position.longitude", "range")]),
    (dict(hours=[pb.OpeningHours(**{"weekday": 1, "from": 600, "until": 500})]), [("office.hours[0].until", "range")]),
    (dict(hours=[pb.OpeningHours(**{"weekday": 1, "from": 1, "until": 70_000})]), [
        ("office.hours[0].until", "range"), ("office.hours[0].until", "range")]),
    (dict(accessibility=[6]), [("office.accessibility[0]", "not_in_list")]),
    (dict(languages=["fa", "fa"]), [("office.languages", "duplicate")]),
    (dict(counters=10_001), [("office.counters", "range")]),
])
def test_an_office_that_is_not_right_is_refused_with_every_field(directory, changes, expected):
    expect_fields(expected, directory.put_office, made.office(**changes))


def test_an_office_with_machines_does_not_become_a_kiosk(directory):
    office = directory.operator.offices.GetOffice(pb.GetOfficeRequest(id="1001")).office
    office.kind = pb.CHANNEL_KIOSK
    refusal = expect_refusal(
        StatusCode.FAILED_PRECONDITION, "CATALOGUE_CONFLICT", directory.put_office, office)
    assert refusal.fields == [("kind", "kind_does_not_fit")]


@pytest.fixture(scope="module")
def province(counter):
    """Sixty offices of Isfahan at random places, with what they offer."""
    directory, numbers = Directory(counter), random.Random(5)
    offices = []
    for number in range(60):
        offices.append(made.office(
            id=f"isf-{number:02}", region="IR-10", position=place(
                numbers.uniform(31.5, 33.5), numbers.uniform(50.5, 53)),
            accessibility=[feature for feature in range(1, 6) if numbers.random() < 0.6],
            languages=numbers.choice([["fa"], ["fa", "hy"], ["fa-IR", "ar"]]),
            status=ACTIVE if number % 10 else SUSPENDED))
        directory.put_office(offices[-1])
    return [office for office in offices if office.status == ACTIVE]


@pytest.mark.parametrize("within", [1, 3_000, 20_000, 55_000, 200_000])
def test_the_nearest_offices_come_first_and_none_is_missing(counter, province, within):
    near = place(32.65, 51.67)
    found = [entry for entry in find(counter.citizen, near=near, within_metres=within) if entry.office in province]
    expected = sorted(
        (metres(near, office.position), office.id) for office in province
        if metres(near, office.position) <= within)
    assert ids(found) == [id for _, id in expected]
    for entry, (distance, _) in zip(found, expected):
        assert abs(entry.distance_metres - distance) <= 1
    assert within != 200_000 or len(found) > 50


def test_without_a_place_offices_come_in_the_order_of_their_ids(counter, province):
    assert ids(find(counter.citizen, region="IR-10")) == [office.id for office in province]
    assert all(entry.distance_metres == 0 for entry in find(counter.citizen, region="IR-10"))
    everywhere = ids(find(counter.citizen))
    assert everywhere == sorted(everywhere) and set(everywhere) > {office.id for office in province}


def test_only_offices_with_all_that_is_needed_are_found(counter, province):
    needed = [pb.ACCESSIBILITY_STEP_FREE, pb.ACCESSIBILITY_TOILET]
    found = ids(find(counter.citizen, region="IR-10", accessibility=needed))
    assert found == [office.id for office in province if set(needed) <= set(office.accessibility)] and found
    for asked, tags in [("fa", {"fa", "fa-IR"}), ("FA-ir", {"fa-IR"}), ("hy", {"hy"}), ("de", set()), ("f", set())]:
        assert ids(find(counter.citizen, region="IR-10", language=asked)) == [
            office.id for office in province if tags & set(office.languages)], asked


def test_pages_stay_stable_while_offices_come_and_go(own_counter):
    directory, client = Directory(own_counter), own_counter.citizen
    for number in range(1, 7):
        directory.put_office(made.office(id=f"p{number}", region="IR-11", position=place(29.5, 60 + number / 100)))
    for fields in [dict(near=place(29.5, 60)), dict(region="IR-11")]:
        first = client.offices.FindOffices(pb.FindOfficesRequest(page_size=3, **fields))
        assert ids(first.offices) == ["p1", "p2", "p3"]
        # One before the page's end, the last of the page itself, and one behind it.
        directory.put_office(made.office(id="p0", region="IR-11", position=place(29.5, 60.001)))
        for gone in ["p3", "p5"]:
            directory.put_office(made.office(id=gone, region="IR-11", status=SUSPENDED))
        rest = client.offices.FindOffices(
            pb.FindOfficesRequest(page_size=3, page_token=first.next_page_token, **fields))
        assert ids(rest.offices) == ["p4", "p6"] and not rest.next_page_token
        directory.put_office(made.office(id="p0", region="IR-11", status=SUSPENDED))
        for back in ["p3", "p5"]:
            number = int(back[1:])
            directory.put_office(made.office(id=back, region="IR-11", position=place(29.5, 60 + number / 100)))


def test_offices_on_both_sides_of_the_date_line_and_at_the_pole_are_found(own_counter):
    directory, client = Directory(own_counter), own_counter.citizen
    for id, where in [("west", place(0, 179.99)), ("east", place(0, -179.99)), ("pole", place(89.9, 0)),
                      ("over", place(89.95, 180))]:
        directory.put_office(made.office(id=id, position=where))
    assert ids(find(client, near=place(0, 179.995), within_metres=5_000)) == ["west", "east"]
    assert ids(find(client, near=place(0, -180), within_metres=5_000)) == ["east", "west"]
    assert ids(find(client, near=place(90, 77), within_metres=20_000)) == ["over", "pole"]


def test_open_now_goes_by_hours_and_by_the_calendar(own_counter):
    directory, client = Directory(own_counter), own_counter.citizen
    local = datetime.datetime.now(datetime.timezone(datetime.timedelta(minutes=210)))
    weekday = (local.weekday() + 2) % 7 + 1
    others = [pb.OpeningHours(**{"weekday": day, "from": 0, "until": 1_440}) for day in range(1, 8) if day != weekday]
    for id, hours in [("always", ALWAYS), ("other-days", others), ("unknown", [])]:
        directory.put_office(made.office(id=id, region="IR-21", hours=hours))
    today = local.date().isoformat()

    def put_calendar(days, expected):
        directory.put_calendar(made.calendar(**{"from": "2020-01-01", "until": "2040-01-01", "days": days}), expected)

    put_calendar([], 0)
    assert ids(find(client, region="IR-21", open_now=True)) == ["always"]
    assert {entry.office.id: entry.open_now for entry in find(client, region="IR-21")} == {
        "always": True, "other-days": False, "unknown": False}
    put_calendar([pb.CalendarDay(date=today, names=made.names("Storm", "توفان"))], 2)
    assert find(client, region="IR-21", open_now=True) == []
    put_calendar([pb.CalendarDay(date=today, hours=[pb.WorkingHours(**{"from": 0, "until": 1_440})])], 3)
    assert ids(find(client, region="IR-21", open_now=True)) == ["always"]


def test_only_offices_that_may_submit_are_found_for_a_service(own_counter):
    directory, client = Directory(own_counter), own_counter.citizen
    service = made.service(channels=[pb.CHANNEL_COUNTER])
    directory.put_service(service)
    expect_refusal(StatusCode.NOT_FOUND, "SERVICE_UNKNOWN", find, client, service="no-such")
    assert find(client, service=service.code) == []
    number = directory.grant(service.code, office="1001")
    directory.grant(service.code, office="2001")
    directory.grant(service.code, region="IR-11")
    for id in ["z1", "z2"]:
        directory.put_office(made.office(id=id, region="IR-11"))
    directory.put_office(made.office(id="z3", region="IR-11", kind=pb.CHANNEL_KIOSK))
    assert ids(find(client, service=service.code)) == ["1001", "z1", "z2"]
    directory.set_delegation(number, STOPPED)
    assert ids(find(client, service=service.code)) == ["z1", "z2"]
    directory.retire(service.code)
    expect_refusal(StatusCode.FAILED_PRECONDITION, "SERVICE_NOT_PUBLISHED", find, client, service=service.code)


@pytest.mark.parametrize(("fields", "expected"), [
    (dict(within_metres=5), [("near", "required")]),
    (dict(near=made.TEHRAN, within_metres=200_001), [("within_metres", "range")]),
    (dict(near=pb.Position(latitude=-90_000_001)), [("near.latitude", "range")]),
    (dict(near=pb.Position(longitude=180_000_001)), [("near.longitude", "range")]),
    (dict(near=made.TEHRAN, page_token="x"), [("page_token", "unknown")]),
    (dict(region="IR-77"), [("region", "unknown")]), (dict(accessibility=[0]), [("accessibility[0]", "not_in_list")]),
    (dict(page_size=201), [("page_size", "range")]),
])
def test_a_search_that_is_not_right_is_refused(counter, fields, expected):
    expect_fields(expected, counter.citizen.offices.FindOffices, pb.FindOfficesRequest(**fields))


# Domain rule 7: a missing delegation, a suspended office, a retired service: a clear error that says so, before anything is
# stored.


def expect_not_admitted(counter, code, reason, at=casework.OFFICE, status=StatusCode.FAILED_PRECONDITION):
    figures = counter.citizen.offices.GetOffice(pb.GetOfficeRequest(id="1001")).office
    refusal = expect_refusal(status, reason, counter.client(at).requests.Submit, made.submission(code))
    assert counter.citizen.offices.GetOffice(pb.GetOfficeRequest(id="1001")).office == figures
    return refusal


def test_an_office_without_a_delegation_cannot_submit(counter, directory):
    service = made.service()
    directory.put_service(service)
    expect_not_admitted(counter, service.code, "DELEGATION_MISSING")
    directory.grant(service.code, office="2001")
    expect_not_admitted(counter, service.code, "DELEGATION_MISSING")
    directory.grant(service.code, region="IR-04")
    expect_not_admitted(counter, service.code, "DELEGATION_MISSING")
    directory.grant(service.code, region="IR-23")
    counter.office.requests.Submit(made.submission(service.code))


def test_a_delegation_is_suspended_resumed_and_revoked(counter, directory):
    code = directory.offered()
    number = directory.delegations(directory.operator, service=code)[0].number
    directory.set_delegation(number, STOPPED, reason="شکایت‌های پیاپی")
    listed = directory.delegations(counter.office, service=code)
    assert [(found.status, found.reason) for found in listed] == [(STOPPED, "شکایت‌های پیاپی")]
    expect_not_admitted(counter, code, "DELEGATION_SUSPENDED")
    directory.set_delegation(number, GRANTED, reason="")
    counter.office.requests.Submit(made.submission(code))
    directory.set_delegation(number, REVOKED, by=directory.operator)
    expect_not_admitted(counter, code, "DELEGATION_SUSPENDED")
    refusal = expect_refusal(
        StatusCode.FAILED_PRECONDITION, "CATALOGUE_CONFLICT", directory.set_delegation, number, GRANTED)
    assert refusal.fields == [("status", "revoked")]
    directory.grant(code)
    counter.office.requests.Submit(made.submission(code))


def test_a_delegation_holds_from_its_beginning_to_its_end(counter, directory):
    service = made.service()
    directory.put_service(service)
    now = int(datetime.datetime.now().timestamp() * 1_000)
    directory.grant(service.code, office="1001", until_ms=now - 1)
    directory.grant(service.code, office="1001", from_ms=now + 3_600_000)
    expect_not_admitted(counter, service.code, "DELEGATION_SUSPENDED")
    directory.grant(service.code, office="1001", from_ms=now - 1, until_ms=now + 3_600_000)
    counter.office.requests.Submit(made.submission(service.code))


@pytest.mark.parametrize(("fields", "expected"), [
    (dict(office="1001", region="IR-23"), [("delegation.region", "not_asked")]),
    (dict(daily_cap=1), [("delegation.office", "required")]),
    (dict(office="1001", from_ms=5, until_ms=5), [("delegation.until_ms", "range")]),
    (dict(office="1001", from_ms=-1), [("delegation.from_ms", "range")]),
])
def test_a_delegation_that_is_not_right_is_refused(directory, fields, expected):
    expect_fields(expected, directory.grant, "city-pothole", **fields)


def test_a_delegation_of_what_does_not_exist_is_refused(directory):
    expect_refusal(StatusCode.NOT_FOUND, "SERVICE_UNKNOWN", directory.grant, "no-such")
    expect_refusal(StatusCode.NOT_FOUND, "OFFICE_UNKNOWN", directory.grant, "city-pothole", office="no-such")
    expect_fields([("region", "unknown")], directory.grant, "city-pothole", region="IR-77")
    expect_refusal(StatusCode.NOT_FOUND, "DELEGATION_UNKNOWN", directory.set_delegation, 999_999, STOPPED)
    expect_fields([("reason", "required")], directory.set_delegation, 1, STOPPED, agency="ncr", reason="")
    expect_fields([("status", "required")], directory.set_delegation, 1, 0, agency="ncr")


def test_a_daily_cap_is_counted_and_holds_over_a_restart(folder):
    counter = casework.Counter(folder.serve())
    directory = Directory(counter)
    service = made.service()
    directory.put_service(service)
    directory.grant(service.code, office="1001", daily_cap=3)
    first = made.submission(service.code)
    receipt = counter.office.requests.Submit(first).receipt
    counter.office.requests.Submit(made.submission(service.code))
    # What is refused does not count, nor what is repeated.
    expect_fields(
        [("national_id", "required")], counter.office.requests.Submit, made.submission(service.code, national_id=""))
    assert counter.office.requests.Submit(first).receipt == receipt
    counter.server.stop()
    counter.close()
    counter = casework.Counter(folder.serve())
    counter.office.requests.Submit(made.submission(service.code))
    refusal = expect_not_admitted(
        counter, service.code, "DAILY_CAP_REACHED", status=StatusCode.RESOURCE_EXHAUSTED)
    local = datetime.datetime.now(datetime.timezone(datetime.timedelta(minutes=210)))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + datetime.timedelta(days=1)
    assert abs((midnight - local).total_seconds() * 1_000 - refusal.retry_after_ms) < 60_000
    # The same key gives the same receipt, whatever the cap is.
    assert counter.office.requests.Submit(first).receipt == receipt
    # Another office counts for itself, and a delegation without a cap outranks one with.
    directory = Directory(counter)
    directory.grant(service.code, region="IR-23")
    counter.office.requests.Submit(made.submission(service.code))
    counter.close()


def test_a_daily_cap_of_a_region_counts_each_office_for_itself(counter, directory):
    service = made.service()
    directory.put_service(service)
    directory.grant(service.code, region="IR-23", daily_cap=2)
    accepted = collections.Counter()
    for client in [counter.office, counter.kiosk] * 2:
        client.requests.Submit(made.submission(service.code))
        accepted[client] += 1
    for client in [counter.office, counter.kiosk]:
        expect_refusal(
            StatusCode.RESOURCE_EXHAUSTED, "DAILY_CAP_REACHED", client.requests.Submit, made.submission(service.code))


def test_a_service_is_offered_through_its_channels_alone(counter, directory):
    code = directory.offered(channels=[pb.CHANNEL_KIOSK])
    directory.grant(code, office="2001")
    expect_fields([("service", "channel_not_offered")], counter.office.requests.Submit, made.submission(code))
    counter.kiosk.requests.Submit(made.submission(code))


def test_a_suspended_office_cannot_submit_and_its_receipts_stay(own_counter):
    directory = Directory(own_counter)
    code = directory.offered()
    request = made.submission(code)
    receipt = own_counter.office.requests.Submit(request).receipt
    office = own_counter.citizen.offices.GetOffice(pb.GetOfficeRequest(id="1001")).office
    office.status = SUSPENDED
    directory.put_office(office)
    expect_not_admitted(own_counter, code, "OFFICE_NOT_ACTIVE")
    assert own_counter.office.requests.Submit(request).receipt == receipt
    office.status = ACTIVE
    directory.put_office(office)
    own_counter.office.requests.Submit(made.submission(code))
    directory.retire(code)
    expect_not_admitted(own_counter, code, "SERVICE_NOT_PUBLISHED")
    assert own_counter.office.requests.Submit(request).receipt == receipt


def test_an_offices_figures_show_what_was_submitted_and_where_too_much_was_charged(own_counter):
    directory = Directory(own_counter)
    code = directory.offered(fee_rial=100_000)

    def figures():
        office = own_counter.citizen.offices.GetOffice(pb.GetOfficeRequest(id="1001")).office
        return office.submissions, office.fees_above_tariff

    assert figures() == (0, 0)
    for charged in [0, 100_000, 100_001, 250_000]:
        own_counter.office.requests.Submit(made.submission(code, fee_charged_rial=charged))
    assert figures() == (4, 2)
    found = find(own_counter.citizen, service=code)
    assert [(entry.office.id, entry.office.submissions) for entry in found] == [("1001", 4)]
    own_counter.server.kill()
    again = casework.Counter(own_counter.server.folder.serve())
    office = again.citizen.offices.GetOffice(pb.GetOfficeRequest(id="1001")).office
    assert (office.submissions, office.fees_above_tariff) == (4, 2)
    again.close()
