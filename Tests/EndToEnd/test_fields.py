"""The fields of all other methods, and what the public catalogue answers."""

import pytest
from grpc import StatusCode

import casework
import citizens
import messages as pb
from errors import expect_fields, expect_refusal

ACKNOWLEDGE, ASK, FULFIL, REFUSE = (
    pb.ACTION_ACKNOWLEDGE, pb.ACTION_ASK_CITIZEN, pb.ACTION_FULFIL, pb.ACTION_REFUSE)


def question(attribute="lat", text="?"):
    return pb.Question(attribute=attribute, text=text)


WORK = [
    (ACKNOWLEDGE, dict(idempotency_key=b""), [("idempotency_key", "required")]),
    (ACKNOWLEDGE, dict(idempotency_key=b"k" * 17), [("idempotency_key", "length")]),
    (ACKNOWLEDGE, dict(expected_version=0), [("expected_version", "required")]),
    (ACKNOWLEDGE, dict(reason="NO"), [("reason", "not_asked")]),
    (ACKNOWLEDGE, dict(questions=[question()]), [("questions", "not_asked")]),
    (ACKNOWLEDGE, dict(on_behalf_of="ک" * 129), [("on_behalf_of", "too_long")]),
    (ACKNOWLEDGE, dict(on_behalf_of="a\nb"), [("on_behalf_of", "multi_line")]),
    (pb.ACTION_UNSPECIFIED, {}, [("action", "required")]),
    (pb.ACTION_CLAIM, {}, [("action", "not_in_list")]),
    (pb.ACTION_WITHDRAW, {}, [("action", "not_in_list")]),
    (99, {}, [("action", "required")]),
    (256 + ACKNOWLEDGE, {}, [("action", "required")]),  # no number is cut to the eight bits of ours
    (FULFIL, dict(note="n" * 8193), [("note", "too_long")]),
    (REFUSE, {}, [("reason", "required")]),
    (REFUSE, dict(reason="not in capitals"), [("reason", "character")]),
    (REFUSE, dict(reason="R" * 65), [("reason", "too_long")]),
    (ASK, {}, [("questions", "required")]),
    (ASK, dict(questions=[question("colour")]), [("questions.colour", "unknown")]),
    (ASK, dict(questions=[question(text="")]), [("questions.lat", "required")]),
    (ASK, dict(questions=[question(text="q" * 2049)]), [("questions.lat", "too_long")]),
    (ASK, dict(questions=[question(), question()]), [("questions.lat", "duplicate")]),
    (ASK, dict(questions=[question()] * 33), [("questions", "too_long")]),
    (
        ASK, dict(idempotency_key=b"k", expected_version=0, questions=[question("colour", "")]),
        [
            ("idempotency_key", "length"), ("expected_version", "required"), ("questions.colour", "unknown"),
            ("questions.colour", "required"),
        ],
    ),
]


@pytest.mark.parametrize("action, changes, expected", WORK, ids=[str(expected) for _, _, expected in WORK])
def test_what_an_agency_does_is_checked_field_by_field(counter, action, changes, expected):
    filed = counter.bring_to(pb.REQUEST_STATE_ASSIGNED)
    before = counter.details(filed)
    expect_fields(expected, counter.work, filed, action, **changes)
    assert counter.details(filed) == before


@pytest.mark.parametrize(
    "changes, expected",
    [
        (dict(idempotency_key=b"k" * 15), [("idempotency_key", "length")]),
        (dict(expected_version=0), [("expected_version", "required")]),
        (dict(on_behalf_of="o" * 257), [("on_behalf_of", "too_long")]),
        (dict(tracking_code=""), [("tracking_code", "required")]),
    ])
def test_a_claim_is_checked_field_by_field(counter, changes, expected):
    expect_fields(expected, counter.claim, counter.submit(), **changes)


def form_value(attribute, *values):
    return pb.FormValue(attribute=attribute, values=values)


ANSWERS = [
    (dict(answers=[]), [("answers.lat", "required")]),
    (dict(answers=[form_value("lat")]), [("answers.lat", "required")]),
    (dict(answers=[form_value("lat", "north")]), [("answers.lat", "not_a_number")]),
    (dict(answers=[form_value("lat", "1"), form_value("lon", "1")]), [("answers.lon", "not_asked")]),
    (dict(answers=[form_value("lat", "1"), form_value("lat", "2")]), [("answers.lat", "duplicate")]),
    (dict(answers=[form_value("colour", "1")]), [("answers.colour", "unknown"), ("answers.lat", "required")]),
    (dict(idempotency_key=b""), [("idempotency_key", "required")]),
    (dict(expected_version=0), [("expected_version", "required")]),
    (dict(note="n" * 8193), [("note", "too_long")]),
    (dict(action=pb.ACTION_UNSPECIFIED, answers=[]), [("action", "required")]),
    (dict(action=pb.ACTION_FULFIL, answers=[]), [("action", "not_in_list")]),
    (dict(action=pb.ACTION_WITHDRAW), [("answers", "not_asked")]),
]


@pytest.mark.parametrize("changes, expected", ANSWERS, ids=[str(expected) for _, expected in ANSWERS])
def test_what_a_citizen_does_is_checked_field_by_field(counter, changes, expected):
    filed = counter.bring_to(pb.REQUEST_STATE_WAITING_CITIZEN)
    before = counter.details(filed)
    fields = dict(action=pb.ACTION_ANSWER, answers=casework.answers(filed)) | changes
    expect_fields(expected, counter.act, filed, fields.pop("action"), **fields)
    assert counter.details(filed) == before


def answer(code, number=0, text=""):
    return pb.SurveyAnswer(code=code, number=number, text=text)


FEEDBACK = [
    (dict(answers=[answer("overall", 6)]), [("answers.overall", "range")]),
    (dict(answers=[answer("overall", 0)]), [("answers.overall", "range")]),
    (dict(answers=[answer("weather", 3)]), [("answers.weather", "not_asked")]),
    (dict(answers=[answer("trust", 3), answer("trust", 4)]), [("answers.trust", "duplicate")]),
    (dict(answers=[answer("comment", text="t" * 8193)]), [("answers.comment", "too_long")]),
    (dict(answers=[answer("overall", 3)] * 5), [("answers", "too_long")]),
    (dict(answers=[], settled=pb.SETTLED_UNSPECIFIED), [("answers", "required")]),
    (dict(settled=9), [("settled", "not_in_list")]),
    (dict(idempotency_key=b"k" * 15), [("idempotency_key", "length")]),
]


@pytest.mark.parametrize("changes, expected", FEEDBACK, ids=[str(expected) for _, expected in FEEDBACK])
def test_feedback_is_checked_field_by_field(counter, changes, expected):
    filed = counter.bring_to(pb.REQUEST_STATE_FULFILLED)
    expect_fields(expected, counter.give_feedback, filed, **changes)
    assert not counter.details(filed).feedback_given


def test_pages_and_states_that_do_not_exist_are_refused(counter):
    filed = counter.submit()
    requests, work = counter.citizen.requests, counter.agency().work
    expect_fields([("page_size", "range")], requests.History, casework.history(filed, page_size=501))
    expect_fields([("page_size", "range")], work.Inbox, pb.InboxRequest(page_size=201))
    expect_fields([("page_size", "range")], counter.citizen.catalog.ListServices, pb.ListServicesRequest(page_size=501))
    expect_fields([("states", "not_in_list")], work.Inbox, pb.InboxRequest(states=[pb.REQUEST_STATE_CLOSED]))
    expect_fields([("cursor", "unknown")], work.Inbox, pb.InboxRequest(cursor="AAAA"))


def test_what_is_not_there_is_not_found(counter):
    catalog, office = counter.citizen.catalog, counter.citizen.offices
    not_found = StatusCode.NOT_FOUND
    expect_refusal(not_found, "SERVICE_UNKNOWN", catalog.GetService, pb.GetServiceRequest(code="none"))
    expect_refusal(not_found, "AGENCY_UNKNOWN", catalog.ListServices, pb.ListServicesRequest(agency="none"))
    expect_refusal(not_found, "OFFICE_UNKNOWN", office.GetOffice, pb.GetOfficeRequest(id="none"))
    expect_refusal(not_found, "SERVICE_UNKNOWN", counter.agency().work.Inbox, pb.InboxRequest(service="none"))
    expect_refusal(not_found, "SERVICE_UNKNOWN", counter.office.requests.Submit, citizens.submission("none"))


def test_the_catalogue_is_public_and_whole(own_counter):
    counter = own_counter
    catalog = counter.citizen.catalog
    agencies = catalog.ListAgencies(pb.ListAgenciesRequest()).agencies
    assert [agency.id for agency in agencies] == sorted(agency.id for agency in agencies) and len(agencies) == 13
    codes, token = [], ""
    while True:
        page = catalog.ListServices(pb.ListServicesRequest(page_size=5, page_token=token))
        codes += [service.code for service in page.services]
        assert not any(service.attributes for service in page.services)
        token = page.next_page_token
        if not token:
            break
    assert codes == sorted([*citizens.FORMS, "complaint"])
    service = catalog.GetService(pb.GetServiceRequest(code="sso-pension")).service

    def texts(persian, english):
        return [pb.LocalizedText(language="fa", text=persian), pb.LocalizedText(language="en", text=english)]

    assert service == pb.Service(
        code="sso-pension", version=1, agency="sso", acknowledge_working_days=3, decide_working_days=45,
        status=pb.SERVICE_STATUS_PUBLISHED, names=texts("درخواست مستمری بازنشستگی", "Retirement pension"),
        attributes=[
            pb.Attribute(
                code="insurance_no", type=pb.ATTRIBUTE_TYPE_STRING, required=True, order=1,
                labels=texts("شمارهٔ بیمه", "Insurance number")),
            pb.Attribute(
                code="iban", type=pb.ATTRIBUTE_TYPE_STRING, format=pb.ATTRIBUTE_FORMAT_IBAN, required=True, order=2,
                labels=texts("شمارهٔ شبا", "IBAN"),
                help=texts("با IR آغاز می‌شود و ۲۴ رقم دارد.", "It begins with IR and has 24 digits.")),
            pb.Attribute(
                code="contribution_years", type=pb.ATTRIBUTE_TYPE_NUMBER, required=True, order=3,
                labels=texts("سال‌های پرداخت حق بیمه", "Years of contributions")),
        ],
        documents=["birth_certificate", "work_record"])


def test_an_office_is_public(counter):
    kiosk = counter.citizen.offices.GetOffice(pb.GetOfficeRequest(id="2001")).office
    assert (kiosk.id, kiosk.kind, kiosk.region, kiosk.status) == (
        "2001", pb.CHANNEL_KIOSK, "IR-23", pb.OFFICE_STATUS_ACTIVE)


def test_a_citizens_act_of_an_unknown_number_is_no_act_that_shares_its_lowest_bits(counter):
    filed = counter.submit()
    unknown = casework.citizen_act(filed, 256 + pb.ACTION_WITHDRAW)
    expect_fields([("action", "required")], counter.citizen.requests.Act, unknown)
    assert counter.details(filed).state == pb.REQUEST_STATE_SUBMITTED


def test_blank_values_are_limited_like_all_others_and_not_kept(counter):
    def with_details(*values):
        request = citizens.submission("city-pothole")
        [details] = [value for value in request.form if value.attribute == "details"]
        details.values[:] = values
        return request

    expect_fields([("form.details", "too_long")], counter.office.requests.Submit, with_details(" " * 8_193))
    blank = with_details(*[" "] * 200)
    filed = casework.Filed(blank, counter.office.requests.Submit(blank).receipt)
    citizens.personal(filed.secret)
    assert "details" not in [value.attribute for value in counter.details(filed).form]
