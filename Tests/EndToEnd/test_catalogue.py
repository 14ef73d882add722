"""The catalogue: versions of services, agencies, calendars."""

import pytest
from grpc import StatusCode

import casework
import citizens
import directory as made
import messages as pb
from directory import Directory
from errors import expect_fields, expect_refusal


@pytest.fixture
def directory(counter):
    return Directory(counter)


def get(client, code, version=0):
    return client.catalog.GetService(pb.GetServiceRequest(code=code, version=version)).service


def versions(client, code):
    listed = client.catalog.ListServices(pb.ListServicesRequest(all_versions=True, page_size=500)).services
    return [(service.version, service.status) for service in listed if service.code == code]


DRAFT, PUBLISHED, RETIRED = pb.SERVICE_STATUS_DRAFT, pb.SERVICE_STATUS_PUBLISHED, pb.SERVICE_STATUS_RETIRED


def test_a_service_goes_from_draft_to_published_to_retired(counter, directory):
    service, city = made.service(), counter.agency()
    code = service.code
    assert directory.put_service(service, by=city, publish=False) == pb.PutServiceResponse(version=1)
    draft = get(city, code)
    assert (draft.version, draft.status) == (1, DRAFT)
    for stranger in [counter.citizen, counter.office, counter.agency("post"), counter.client("auditor")]:
        expect_refusal(StatusCode.NOT_FOUND, "SERVICE_UNKNOWN", get, stranger, code)
        assert versions(stranger, code) == []
    assert versions(directory.operator, code) == [(1, DRAFT)]
    # The draft again: still version 1.
    service.fee_rial = 70_000
    assert directory.put_service(service, by=city, publish=False).version == 1
    assert get(city, code).fee_rial == 70_000
    directory.publish(code, 1, by=city)
    assert get(counter.citizen, code).status == PUBLISHED
    directory.retire(code, by=city)
    assert get(counter.citizen, code).status == RETIRED
    assert versions(counter.citizen, code) == [(1, RETIRED)]
    expect_refusal(StatusCode.FAILED_PRECONDITION, "SERVICE_NOT_PUBLISHED", directory.retire, code)


def test_a_new_version_is_a_draft_until_it_is_published_and_a_request_stays_with_its_own(counter, directory):
    code = directory.offered()
    filed = casework.Filed(made.submission(code), None)
    filed.receipt = counter.office.requests.Submit(filed.request).receipt
    second = made.service(code=code, names=made.names("The second"), decide_working_days=9)
    second.attributes.add(code="more", type=pb.ATTRIBUTE_TYPE_NUMBER, required=True)
    assert directory.put_service(second, publish=False).version == 2
    # Whoever asks for the code alone has the published version until the draft is.
    assert get(counter.citizen, code).version == 1
    assert get(counter.agency(), code, 2).status == DRAFT
    expect_refusal(StatusCode.NOT_FOUND, "SERVICE_UNKNOWN", get, counter.citizen, code, 2)
    counter.office.requests.Submit(made.submission(code))
    directory.publish(code, 2)
    assert versions(counter.citizen, code) == [(1, RETIRED), (2, PUBLISHED)]
    expect_fields([("form.more", "required")], counter.office.requests.Submit, made.submission(code))
    form = citizens.form_values({"line": "یک", "more": "۷"})
    later = counter.office.requests.Submit(citizens.submission(code, form=form)).receipt
    stored = counter.office.requests.Get(pb.GetRequest(tracking_code=later.tracking_code)).request
    assert (stored.service_version, stored.decide_working_days) == (2, 9)
    details = counter.details(filed)
    assert (details.service_version, details.decide_working_days) == (1, 5)


def test_a_service_is_kept_whole(counter, directory):
    texts = made.names("Text", "متن")
    service = made.service(
        names=made.names("All that there is", "همه چیز"), acknowledge_working_days=2, decide_working_days=30,
        fee_rial=1_234_567, documents=["photo", "deed"], retention_days=3_650, answer_days=15, remedy_days=45,
        pause_cap_working_days=12, channels=[pb.CHANNEL_COUNTER, pb.CHANNEL_RURAL_ICT], attributes=[
            pb.Attribute(code="third", type=pb.ATTRIBUTE_TYPE_TEXT, order=3, length_max=400),
            pb.Attribute(
                code="first", type=pb.ATTRIBUTE_TYPE_MULTI_VALUE_LIST, order=1, required=True, labels=texts, help=texts,
                allowed_values=["A", "B b"], value_labels=[pb.ValueLabel(value="B b", labels=texts)]),
            pb.Attribute(
                code="second", type=pb.ATTRIBUTE_TYPE_FILE, order=2, media_types=["application/pdf"],
                bytes_max=1 << 20),
        ])
    version = directory.put_service(service).version
    stored = get(counter.citizen, service.code)
    expected = pb.Service()
    expected.CopyFrom(service)
    expected.version, expected.status = version, PUBLISHED
    del expected.attributes[:]
    expected.attributes.extend(sorted(service.attributes, key=lambda attribute: attribute.order))
    assert stored == expected


TEXT = pb.ATTRIBUTE_TYPE_TEXT
LIST = pb.ATTRIBUTE_TYPE_SINGLE_VALUE_LIST


@pytest.mark.parametrize(("changes", "expected"), [
    (dict(code=""), [("service.code", "required")]),
    (dict(code="با فاصله"), [("service.code", "character")]),
    (dict(code="x" * 65), [("service.code", "too_long")]),
    (dict(names=[]), [("service.names", "required")]),
    (dict(names=[pb.LocalizedText(language="de", text="Dienst")]),
     [("service.names[0].language", "not_in_list"), ("service.names", "required")]),
    (dict(names=made.names("two\nlines")), [("service.names", "multi_line")]),
    (dict(fee_rial=-1), [("service.fee_rial", "range")]),
    (dict(decide_working_days=3_651), [("service.decide_working_days", "range")]),
    (dict(channels=[9]), [("service.channels[0]", "not_in_list")]),
    (dict(documents=["a", "a"]), [("service.documents", "duplicate")]),
    (dict(attributes=[pb.Attribute(code="a")]), [("service.attributes[0].type", "required")]),
    (dict(attributes=[pb.Attribute(code="a", type=TEXT), pb.Attribute(code="a", type=TEXT)]),
     [("service.attributes[1].code", "duplicate")]),
    (dict(attributes=[pb.Attribute(code="a", type=LIST)]), [("service.attributes[0].allowed_values", "required")]),
    (dict(attributes=[pb.Attribute(code="a", type=TEXT, allowed_values=["x"])]),
     [("service.attributes[0].allowed_values", "not_asked")]),
    (dict(attributes=[pb.Attribute(code="a", type=LIST, allowed_values=["x", "x"])]),
     [("service.attributes[0].allowed_values", "duplicate")]),
    (dict(attributes=[pb.Attribute(
        code="a", type=LIST, allowed_values=["x"], value_labels=[pb.ValueLabel(value="y", labels=made.names("y"))])]),
     [("service.attributes[0].value_labels[0].value", "not_in_list")]),
    (dict(attributes=[pb.Attribute(code="a", type=TEXT, format=pb.ATTRIBUTE_FORMAT_IBAN)]),
     [("service.attributes[0].format", "not_asked")]),
    (dict(attributes=[pb.Attribute(code="a", type=TEXT, length_max=8_193)]),
     [("service.attributes[0].length_max", "range")]),
    (dict(attributes=[pb.Attribute(code="a", type=pb.ATTRIBUTE_TYPE_FILE, media_types=["Image/PNG"])]),
     [("service.attributes[0].media_types[0]", "character")]),
    (dict(attributes=[pb.Attribute(code=f"a{number}", type=TEXT) for number in range(101)]),
     [("service.attributes", "too_long")]),
])
def test_a_service_that_is_not_right_is_refused_with_every_field(counter, directory, changes, expected):
    service = made.service(**changes)
    expect_fields(expected, directory.put_service, service)
    if service.code:
        expect_refusal(StatusCode.NOT_FOUND, "SERVICE_UNKNOWN", get, directory.operator, service.code)


def test_a_length_that_a_form_sets_is_kept(counter, directory):
    code = directory.offered(attributes=[pb.Attribute(code="line", type=pb.ATTRIBUTE_TYPE_STRING, length_max=4)])
    counter.office.requests.Submit(made.submission(code))
    long = citizens.submission(code, form=citizens.form_values({"line": "abcde"}))
    expect_fields([("form.line", "too_long")], counter.office.requests.Submit, long)


def test_what_contradicts_the_catalogue_is_refused(counter, directory):
    code = directory.offered()
    conflict = (StatusCode.FAILED_PRECONDITION, "CATALOGUE_CONFLICT")
    refusal = expect_refusal(*conflict, directory.put_service, made.service("post", code=code))
    assert refusal.fields == [("service.code", "taken")]
    refusal = expect_refusal(*conflict, directory.publish, code, 1)
    assert refusal.fields == [("version", "published")]
    expect_refusal(StatusCode.NOT_FOUND, "SERVICE_UNKNOWN", directory.publish, code, 2)
    expect_fields([("version", "required")], directory.publish, code, 0)
    expect_refusal(StatusCode.NOT_FOUND, "SERVICE_UNKNOWN", directory.publish, "no-such", 1)
    expect_refusal(StatusCode.NOT_FOUND, "SERVICE_UNKNOWN", directory.retire, "no-such")
    expect_refusal(StatusCode.NOT_FOUND, "AGENCY_UNKNOWN", directory.put_service, made.service("nobody"))
    assert versions(directory.operator, code) == [(1, PUBLISHED)]


def test_all_versions_are_listed_in_pages_that_stay_in_order(counter, directory):
    for _ in range(3):
        code = directory.offered()
        directory.put_service(made.service(code=code), publish=False)
    whole = directory.operator.catalog.ListServices(pb.ListServicesRequest(all_versions=True, page_size=500)).services
    places = [(service.code, service.version) for service in whole]
    assert places == sorted(places) and len(set(places)) == len(places)
    paged, token = [], ""
    while True:
        page = directory.operator.catalog.ListServices(
            pb.ListServicesRequest(all_versions=True, page_size=2, page_token=token))
        paged += page.services
        token = page.next_page_token
        if not token:
            break
    assert paged == list(whole)
    expect_fields(
        [("page_token", "unknown")], counter.citizen.catalog.ListServices, pb.ListServicesRequest(page_token="x"))


def test_an_agency_is_added_and_renamed(counter, directory):
    id = made.fresh("agency")
    directory.put_agency(pb.Agency(id=id, names=made.names("First")))
    directory.put_agency(pb.Agency(id=id, names=made.names("Second")))
    listed = counter.citizen.catalog.ListAgencies(pb.ListAgenciesRequest()).agencies
    assert [agency for agency in listed if agency.id == id] == [pb.Agency(id=id, names=made.names("Second"))]
    expect_fields([("agency.id", "character")], directory.put_agency, pb.Agency(id="BIG", names=made.names("x")))
    expect_fields([("agency", "required")], directory.put_agency, None)


def test_a_repeated_change_gives_the_same_answer_and_is_made_once(counter, directory):
    key, service = citizens.new_key(), made.service()
    first = directory.put_service(service, idempotency_key=key)
    again = directory.put_service(service, idempotency_key=key)
    assert (first.version, first.repeated_key) == (1, False) and (again.version, again.repeated_key) == (1, True)
    assert versions(counter.citizen, service.code) == [(1, PUBLISHED)]
    # It would be refused today; its key still has its answer.
    directory.retire(service.code)
    assert directory.put_service(service, idempotency_key=key) == again
    service.fee_rial = 5
    expect_refusal(
        StatusCode.ALREADY_EXISTS, "IDEMPOTENCY_KEY_REUSED", directory.put_service, service, idempotency_key=key)
    # Another's key says nothing.
    other = made.service("post")
    assert not directory.put_service(other, by=counter.agency("post"), idempotency_key=key).repeated_key
    expect_fields([("idempotency_key", "length")], directory.put_service, service, idempotency_key=b"short")
    expect_fields([("idempotency_key", "required")], directory.put_service, service, idempotency_key=b"")


def test_the_calendar_of_iran_is_there_from_the_start(counter):
    calendar = counter.citizen.catalog.GetCalendar(pb.GetCalendarRequest(region="IR-23")).calendar
    assert (calendar.region, calendar.version, calendar.offset_minutes, calendar.minutes_per_day) == ("IR", 1, 210, 480)
    assert [hours.weekday for hours in calendar.hours] == [1, 2, 3, 4, 5]
    assert getattr(calendar, "from") == "2024-03-20" and calendar.until == "2032-03-19"
    days = {day.date: {text.language: text.text for text in day.names} for day in calendar.days}
    assert days["2025-03-20"] == {"fa": "آخرین روز سال", "en": "Last day of the year"}
    assert days["2025-03-21"]["en"] == "Nowruz" and "2024-03-19" not in days
    assert days["2025-07-06"]["en"] == "Ashura" and days["2028-06-03"]["en"].endswith("(calculated)")
    assert [day.date for day in calendar.days] == sorted(days)


def test_a_calendar_is_changed_by_new_versions_and_old_ones_stay(own_counter):
    directory, client = Directory(own_counter), own_counter.citizen

    def get_calendar(region, version=0):
        return client.catalog.GetCalendar(pb.GetCalendarRequest(region=region, version=version)).calendar

    national = get_calendar("IR")
    first = made.calendar()
    assert directory.put_calendar(first) == pb.PutCalendarResponse(version=2)
    stored = get_calendar("IR-21")
    assert (stored.region, stored.version) == ("IR-21", 2) and stored.put_ms > national.put_ms
    assert stored.days == first.days and stored.hours == first.hours
    # Every other region keeps the country's, and the region's old requests still find the calendar of their day.
    assert get_calendar("IR-23") == national and get_calendar("IR-21", 1) == national
    stale = expect_refusal(StatusCode.ABORTED, "DIRECTORY_STALE", directory.put_calendar, first)
    assert stale.current_version == 2
    closing = made.calendar()
    closing.days.add(date="2026-02-01", names=made.names("Snow", "برف"), hours=[
        pb.WorkingHours(**{"from": 480, "until": 600})])
    assert directory.put_calendar(closing, expected_version=2).version == 3
    assert [day.date for day in get_calendar("IR-21").days] == ["2026-02-01", "2026-03-21"]
    assert get_calendar("IR-21", 2).days == first.days
    # A new version of the country's is numbered behind the region's.
    national.days[0].names[0].text = "جشن"
    assert directory.put_calendar(national, expected_version=1).version == 4
    assert get_calendar("IR-23").version == 4 and get_calendar("IR-21").version == 3
    expect_fields([("version", "unknown")], get_calendar, "IR-23", 3)
    expect_fields([("region", "unknown")], get_calendar, "IR-99")
    expect_fields([("region", "required")], get_calendar, "")


@pytest.mark.parametrize(("changes", "expected"), [
    (dict(region=""), [("calendar.region", "required")]),
    (dict(offset_minutes=900), [("calendar.offset_minutes", "range")]),
    (dict(minutes_per_day=0), [("calendar.minutes_per_day", "range")]),
    (dict(hours=[]), [("calendar.hours", "required")]),
    (dict(hours=[pb.WorkingHours(**{"weekday": 1, "from": 480, "until": 480})]), [("calendar.hours[0].until", "range")]),
    (dict(hours=[pb.WorkingHours(**{"weekday": 1, "from": a, "until": b}) for a, b in [(480, 720), (719, 800)]]),
     [("calendar.hours[1]", "overlap")]),
    (dict(hours=[pb.WorkingHours(**{"weekday": 8, "from": 0, "until": 1})]), [("calendar.hours[0].weekday", "range")]),
    (dict(until=""), [("calendar.until", "required")]),
    (dict(until="2026-02-30"), [("calendar.until", "not_a_date")]),
    (dict(until="2025-12-31", days=[]), [("calendar.until", "range")]),
    (dict(days=[pb.CalendarDay(date="2027-01-01")]), [("calendar.days[0].date", "range")]),
    (dict(days=[pb.CalendarDay(date="2026-01-01")] * 2), [("calendar.days[1].date", "duplicate")]),
    (dict(days=[pb.CalendarDay(date="۱۴۰۵-۰۱-۰۱")]), [("calendar.days[0].date", "not_a_date")]),
    # More than are reckoned with: the calendar would stand there and never be in force.
    (dict(days=[pb.CalendarDay(date="2026-01-01")] * 8_193), [("calendar.days", "too_long")]),
])
def test_a_calendar_that_is_not_right_is_refused(directory, changes, expected):
    expect_fields(expected, directory.put_calendar, made.calendar(**changes))


def test_a_calendar_of_a_region_that_does_not_exist_is_refused(directory):
    expect_fields([("region", "unknown")], directory.put_calendar, made.calendar(region="IR-99"))


def test_a_change_outlives_a_kill_once_it_is_answered(folder):
    counter = casework.Counter(folder.serve())
    directory = Directory(counter)
    code = directory.offered()
    counter.server.kill()
    again = casework.Counter(folder.serve())
    assert get(again.citizen, code).status == PUBLISHED
    again.office.requests.Submit(made.submission(code))
    counter.close()
    again.close()
