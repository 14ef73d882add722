"""Submit says everything that is wrong with a form, at once and by name, and stores nothing of it."""

import pytest
from grpc import StatusCode

import citizens
import messages as pb
from citizens import form_values, submission
from errors import expect_fields, expect_refusal

OFFICE_REGION = "IR-23"


def submit(counter, request):
    return counter.office.requests.Submit(request)


def test_a_form_with_many_faults_is_told_all_of_them_at_once(counter):
    refusal = expect_fields(
        [
            ("national_id", "check_digit"), ("mobile", "prefix"), ("given_name", "multi_line"),
            ("family_name", "too_long"), ("region", "unknown"), ("form.fault", "not_in_list"),
            ("form.colour", "unknown"), ("form.line", "required"),
        ],
        submit, counter,
        submission(
            "tci-fault", national_id="0076229646", mobile="0812 345 6789", given_name="نام\nدوم",
            family_name="خ" * 129, region="IR-99",
            form=form_values({"fault": ["NO_TONE", "HUM"], "colour": "آبی"})))
    for violation in refusal.violations:
        persian, english = (text.text for text in violation.texts)
        assert persian in refusal.localized_message and english in refusal.message


def test_no_more_violations_are_told_than_a_trailer_holds(counter):
    form = form_values({f"unknown_{number}": "x" for number in range(100)})
    refusal = expect_refusal(
        StatusCode.INVALID_ARGUMENT, "FIELD_INVALID", submit, counter, submission("city-pothole", form=form))
    assert len(refusal.violations) == 16


@pytest.mark.parametrize(
    "changes, expected",
    [
        (dict(idempotency_key=b""), ("idempotency_key", "required")),
        (dict(idempotency_key=b"k" * 15), ("idempotency_key", "length")),
        (dict(idempotency_key=b"k" * 17), ("idempotency_key", "length")),
        (dict(national_id=""), ("national_id", "required")),
        (dict(national_id="007622964"), ("national_id", "length")),
        (dict(national_id="00762296455"), ("national_id", "length")),
        (dict(national_id="007622964x"), ("national_id", "character")),
        (dict(national_id="1111111111"), ("national_id", "repeated_digit")),
        (dict(national_id="0076229644"), ("national_id", "check_digit")),
        (dict(mobile="0912"), ("mobile", "length")),
        (dict(mobile="08123456789"), ("mobile", "prefix")),
        (dict(mobile="0912345678a"), ("mobile", "character")),
        (dict(given_name="ن" * 129), ("given_name", "too_long")),
        (dict(family_name="a\nb"), ("family_name", "multi_line")),
        (dict(note="n" * 8193), ("note", "too_long")),
        (dict(region="IR-98"), ("region", "unknown")),
        (dict(region="I" * 17), ("region", "too_long")),
        (dict(form=[pb.FormValue(attribute="a" * 65, values=["x"])]), ("form", "too_long")),
        (dict(form=[pb.FormValue()] * 257), ("form", "too_long")),
    ],
    ids=lambda value: None if isinstance(value, dict) else " ".join(value))
def test_a_field_of_the_message_is_checked(counter, changes, expected):
    expect_fields([expected], submit, counter, submission("city-pothole", **changes))


@pytest.mark.parametrize("length", [0, 65])
def test_a_service_is_named(counter, length):
    expect_fields(
        [("service", "too_long" if length else "required")], submit, counter, submission("s" * length))


# Of every service and every kind of attribute: a value, and why it is refused. None leaves the attribute out.
ATTRIBUTES = [
    ("ncr-smartcard", "reason", None, "required"),
    ("ncr-smartcard", "reason", "STOLEN", "not_in_list"),
    ("ncr-smartcard", "reason", "lost", "not_in_list"),
    ("ncr-smartcard", "reason", ["LOST", "FIRST"], "single_value"),
    ("ncr-smartcard", "reason", " \u200c ", "required"),
    ("ncr-smartcard", "reason", [], "required"),
    ("ncr-smartcard", "postal_code", "1111178901", "repeated_digit"),
    ("ncr-smartcard", "postal_code", "1305678901", "digit"),
    ("ncr-smartcard", "postal_code", "134567890", "length"),
    ("ncr-smartcard", "postal_code", "13456789o1", "character"),
    ("ncr-smartcard", "mobile", "02123456789", "prefix"),
    ("ncr-birthcert", "issue_place", "یزد\nیا تهران", "multi_line"),
    ("ncr-birthcert", "issue_place", "ی" * 513, "too_long"),
    ("post-postalcode", "address", "خ" * 4097, "too_long"),
    ("post-postalcode", "address", None, "required"),
    ("tci-fault", "fault", ["NO_TONE", "HUM"], "not_in_list"),
    ("tci-fault", "fault", ["NOISE", "NOISE"], "duplicate"),
    ("tci-fault", "fault", [], "required"),
    ("sso-history", "from", "۱۴۰۳-۰۱-۰۱", "not_a_date"),
    ("sso-history", "from", "1403-01-01", "not_a_date"),
    ("sso-history", "to", "2024-02-30", "not_a_date"),
    ("sso-history", "to", "2024-03-19T23:59:59", "not_a_date"),
    ("sso-pension", "iban", "IR580540105180021273113008", "check_digit"),
    ("sso-pension", "iban", "DE58054010518002127311300", "country"),
    ("sso-pension", "iban", "IR5805401051800212731130", "length"),
    ("sso-pension", "contribution_years", "سی", "not_a_number"),
    ("ihio-enrol", "household_size", "4 or 5", "not_a_number"),
    ("inta-taxid", "legal_id", "10380284791", "check_digit"),
    ("inta-taxid", "legal_id", "1038028479", "length"),
    ("police-licence", "medical_date", "yesterday", "not_a_date"),
    ("power-newmeter", "ampere", "1,000", "not_a_number"),
    ("power-newmeter", "ampere", ["16", "32"], "single_value"),
    ("water-leak", "photo", "leak.jpg", "unknown"),
    ("gas-transfer", "new_holder_national_id", "2222222222", "repeated_digit"),
    ("gas-transfer", "new_holder_national_id", "0076229644", "check_digit"),
    ("city-permit", "parcel", None, "required"),
    ("city-pothole", "colour", "آبی", "unknown"),
]


@pytest.mark.parametrize(
    "service, attribute, given, reason", ATTRIBUTES,
    ids=[f"{service} {attribute} {reason}" for service, attribute, _, reason in ATTRIBUTES])
def test_an_attribute_is_checked_by_the_definition_of_the_service(counter, service, attribute, given, reason):
    form = dict(citizens.FORMS[service])
    form.pop(attribute, None)
    if given is not None:
        form[attribute] = given
    expect_fields(
        [(f"form.{attribute}", reason)], submit, counter,
        submission(service, form=form_values(form)))


def test_an_attribute_is_given_once(counter):
    form = form_values(citizens.FORMS["city-pothole"])
    expect_fields(
        [("form.lat", "duplicate")], submit, counter, submission("city-pothole", form=[*form, form[0]]))


def test_every_attribute_that_is_needed_is_asked_for(counter):
    for code in citizens.FORMS:
        service = counter.citizen.catalog.GetService(pb.GetServiceRequest(code=code)).service
        needed = [(f"form.{attribute.code}", "required") for attribute in service.attributes if attribute.required]
        if needed:
            expect_fields(needed, submit, counter, submission(code, form=[]))


@pytest.mark.parametrize(
    "service, attribute, given",
    [
        ("city-pothole", "lat", "۳۱٫۸۹۷۴"),
        ("city-pothole", "lon", "٥٤٫٣٥٦٩"),
        ("city-pothole", "details", "می‌خواهم «این» درست شود.\nخیابان ۱۲، پلاک ۷ – كوچة ي"),
        ("ncr-smartcard", "postal_code", "۱۳۴۵۶-۷۸۹۰۱"),
        ("ncr-smartcard", "mobile", "+۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹"),
        ("sso-pension", "iban", "IR58 0540 1051 8002 1273 1130 07"),
        ("gas-transfer", "new_holder_national_id", "۰۰۷۶۲۲۹۶۴۵"),
    ])
def test_a_value_is_taken_and_kept_as_it_was_typed(counter, service, attribute, given):
    filed = counter.submit(service, form=form_values(citizens.FORMS[service] | {attribute: given}))
    kept = {value.attribute: list(value.values) for value in counter.details(filed).form}
    assert kept[attribute] == [given]
    assert {value.attribute: list(value.values) for value in counter.history(filed)[0].answers}[attribute] == [given]


def test_identifiers_are_brought_into_their_one_form(counter):
    filed = counter.submit(national_id="۰۰۷۶۲۲ ۹۶۴-۵", mobile="+98 912 345 67 89")
    details = counter.details(filed)
    assert (details.national_id, details.mobile) == ("0076229645", "09123456789")


@pytest.mark.parametrize("separator", ["", " ", "-", "\u200c"])
def test_a_tracking_code_and_its_secret_may_be_typed_on_any_phone(counter, separator):
    filed = counter.submit()
    persian = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    code = separator.join(filed.code[start:start + 4] for start in range(0, 16, 4)).translate(persian)
    answer = counter.citizen.requests.Track(
        pb.TrackRequest(tracking_code=code, secret=filed.secret.translate(persian)))
    assert (answer.tracking_code, answer.details.version) == (filed.code, 1)


@pytest.mark.parametrize(
    "code, reason",
    [("", "required"), ("123", "length"), ("1234-5678-9012-345x", "character"), ("0000000000000000", "check_digit")])
def test_a_tracking_code_that_cannot_be_one_is_refused_as_a_field(counter, code, reason):
    expect_fields([("tracking_code", reason)], counter.citizen.requests.Track, pb.TrackRequest(tracking_code=code))


@pytest.mark.parametrize("secret, reason", [("12345", "length"), ("1234567", "length"), ("12345a", "character")])
def test_a_secret_that_cannot_be_one_is_refused_as_a_field(counter, secret, reason):
    filed = counter.submit()
    expect_fields(
        [("secret", reason)], counter.citizen.requests.Track,
        pb.TrackRequest(tracking_code=filed.code, secret=secret))


@pytest.mark.parametrize("region, kept", [("", OFFICE_REGION), ("IR-21", "IR-21")])
def test_the_region_is_the_offices_unless_another_is_named(counter, region, kept):
    assert counter.details(counter.submit(region=region)).region == kept


def test_a_refused_form_uses_up_no_key_and_no_number(own_counter):
    key = citizens.new_key()
    expect_refusal(
        StatusCode.INVALID_ARGUMENT, "FIELD_INVALID", submit, own_counter,
        submission("city-pothole", idempotency_key=key, national_id=""))
    assert own_counter.server.folder.check() == 0
    own_counter.submit(idempotency_key=key)
    assert own_counter.server.folder.check() == 1
