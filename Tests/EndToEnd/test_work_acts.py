"""What an agency does beside deciding: claims with leases, assignments, transfers, duplicates, hand-overs."""

import pytest
from grpc import StatusCode

import casework
import citizens
import messages as pb
from errors import expect_fields, expect_refusal

SUBMITTED, ACKNOWLEDGED, ASSIGNED, OTHER, FULFILLED, DUPLICATE = (
    pb.REQUEST_STATE_SUBMITTED, pb.REQUEST_STATE_ACKNOWLEDGED, pb.REQUEST_STATE_ASSIGNED,
    pb.REQUEST_STATE_WAITING_OTHER, pb.REQUEST_STATE_FULFILLED, pb.REQUEST_STATE_DUPLICATE)


def test_a_claim_with_a_lease_can_be_renewed_and_given_back(counter):
    filed = counter.submit()
    response = counter.claim(filed, lease_seconds=60)
    details = counter.details(filed)
    assert details.lease_until_ms == response.time_ms + 60_000
    agency = counter.agency()
    until = agency.work.Renew(pb.RenewRequest(tracking_code=filed.code, lease_seconds=3_600)).lease_until_ms
    assert until >= response.time_ms + 3_600_000
    # A renewal makes no event, and no lease shorter.
    assert agency.work.Renew(pb.RenewRequest(tracking_code=filed.code, lease_seconds=10)).lease_until_ms == until
    assert counter.details(filed).lease_until_ms == until
    assert counter.details(filed).version == 2
    assert counter.release(filed, note=citizens.note()).state == ACKNOWLEDGED
    assert (counter.details(filed).assignee, counter.details(filed).lease_until_ms) == ("", 0)
    counter.claim(filed, by=counter.supervisor())
    assert counter.details(filed).assignee == "supervisor-city"


def test_only_who_claimed_renews_and_releases(counter):
    filed = counter.bring_to(ASSIGNED)
    renew = pb.RenewRequest(tracking_code=filed.code, lease_seconds=60)
    other = counter.supervisor().work
    expect_refusal(StatusCode.PERMISSION_DENIED, "NOT_CLAIMED_BY_CALLER", other.Renew, renew)
    expect_refusal(StatusCode.PERMISSION_DENIED, "NOT_CLAIMED_BY_CALLER", other.Release, casework.release(filed))
    # A claim without a lease has no end to put off.
    assert counter.agency().work.Renew(renew).lease_until_ms == 0
    counter.work(filed, pb.ACTION_FULFIL)
    expect_refusal(StatusCode.FAILED_PRECONDITION, "WRONG_STATE", counter.agency().work.Renew, renew)


@pytest.mark.parametrize("seconds", [1, 9, 86_401])
def test_a_lease_has_its_range(counter, seconds):
    filed = counter.submit()
    expect_fields([("lease_seconds", "range")], counter.claim, filed, lease_seconds=seconds)
    renew = pb.RenewRequest(tracking_code=filed.code, lease_seconds=seconds)
    expect_fields([("lease_seconds", "range")], counter.agency().work.Renew, renew)


def test_a_supervisor_assigns_to_an_officer_of_the_agency(counter):
    filed = counter.submit()
    counter.work(filed, pb.ACTION_ASSIGN, by=counter.supervisor(), assignee="agency-city")
    assert (counter.details(filed).state, counter.details(filed).assignee) == (ASSIGNED, "agency-city")
    assert counter.history(filed)[-1].assignee == "agency-city"
    expect_refusal(
        StatusCode.PERMISSION_DENIED, "LEVEL_TOO_LOW", counter.work, filed, pb.ACTION_ASSIGN,
        assignee="supervisor-city")
    for name in ["agency-post", casework.OFFICE, "nobody"]:
        expect_refusal(
            StatusCode.NOT_FOUND, "PRINCIPAL_NAME_UNKNOWN", counter.work, filed, pb.ACTION_ASSIGN,
            by=counter.supervisor(), assignee=name)
    counter.work(filed, pb.ACTION_ASSIGN, by=counter.supervisor(), assignee="supervisor-city")
    expect_refusal(StatusCode.PERMISSION_DENIED, "NOT_CLAIMED_BY_CALLER", counter.work, filed, pb.ACTION_FULFIL)


def test_another_body_is_asked_and_answers(counter):
    filed = counter.bring_to(ASSIGNED)
    due = counter.details(filed).decide_due_ms
    counter.ask_other(filed, other_body="اداره ثبت")
    details = counter.details(filed)
    # The clock runs.
    assert (details.state, details.decide_due_ms) == (OTHER, due)
    assert counter.history(filed)[-1].other_body == "اداره ثبت"
    counter.work(filed, pb.ACTION_RETURN, note=citizens.note())
    assert counter.details(filed).state == ASSIGNED


def test_a_transfer_keeps_the_clock_and_leaves_the_agency(counter):
    filed = counter.bring_to(ASSIGNED)
    before = counter.details(filed)
    request = casework.work_act(filed, pb.ACTION_TRANSFER, service="water-leak", reason="MISROUTED")
    response = counter.agency().work.Act(request)
    after = counter.details(filed)
    assert (after.state, after.service, after.agency, after.assignee, after.transfers) == (
        SUBMITTED, "water-leak", "water", "", 1)
    assert (after.acknowledge_due_ms, after.decide_due_ms) == (before.acknowledge_due_ms, before.decide_due_ms)
    event = counter.history(filed)[-1]
    assert (event.service, event.service_version, event.reason) == ("water-leak", 1, "MISROUTED")
    expect_refusal(
        StatusCode.PERMISSION_DENIED, "OUT_OF_SCOPE", counter.agency().requests.Get,
        pb.GetRequest(tracking_code=filed.code))
    # Domain rule 6: the same call again is answered as before, though the request is another agency's now.
    again = counter.agency().work.Act(request)
    assert again.repeated_key and again.event_hash == response.event_hash
    filed.version = after.version
    counter.claim(filed, by=counter.agency("water"))


def test_a_transfer_needs_a_service_that_takes_requests(counter):
    filed = counter.bring_to(ASSIGNED)
    for service, reason, code in [("nothing", "SERVICE_UNKNOWN", StatusCode.NOT_FOUND)]:
        expect_refusal(code, reason, counter.work, filed, pb.ACTION_TRANSFER, service=service, reason="R")
    expect_fields(
        [("service", "unchanged")], counter.work, filed, pb.ACTION_TRANSFER, service="city-pothole", reason="R")
    expect_fields(
        [("reason", "required"), ("service", "required")], counter.work, filed, pb.ACTION_TRANSFER)


def test_a_duplicate_names_the_request_that_goes_on(counter):
    first = counter.submit()
    second = counter.submit(national_id=first.request.national_id)
    counter.claim(second)
    counter.work(second, pb.ACTION_MARK_DUPLICATE, linked_code=first.code)
    details = counter.details(second)
    assert (details.state, details.duplicate_of) == (DUPLICATE, first.code)
    assert counter.history(second)[-1].linked_code == first.code
    # Feedback is asked at every end (domain rule 4).
    counter.give_feedback(second)


def test_a_duplicate_tells_nobody_whether_others_requests_are_there(counter):
    """Domain rule 5."""
    filed = counter.submit()
    counter.claim(filed)
    stranger = counter.submit()
    elsewhere = counter.submit("post-postalcode", national_id=filed.request.national_id)
    for code in [stranger.code, elsewhere.code, citizens.unknown_code()]:
        expect_fields([("linked_code", "unknown")], counter.work, filed, pb.ACTION_MARK_DUPLICATE, linked_code=code)
    expect_fields(
        [("linked_code", "unchanged")], counter.work, filed, pb.ACTION_MARK_DUPLICATE, linked_code=filed.code)
    expect_fields(
        [("linked_code", "length")], counter.work, filed, pb.ACTION_MARK_DUPLICATE, linked_code="12")
    withdrawn = counter.submit(national_id=filed.request.national_id)
    counter.act(withdrawn, pb.ACTION_WITHDRAW)
    expect_fields(
        [("linked_code", "not_in_list")], counter.work, filed, pb.ACTION_MARK_DUPLICATE,
        linked_code=withdrawn.code)


def test_a_result_is_handed_over_once_to_somebody_named(counter):
    filed = counter.bring_to(FULFILLED)
    who = citizens.personal("گیرندهٔ آزمون")
    expect_fields([("collected_by", "required")], counter.work, filed, pb.ACTION_HAND_OVER)
    counter.work(filed, pb.ACTION_HAND_OVER, collected_by=who)
    assert counter.details(filed).result_collected
    assert counter.history(filed)[-1].note == who
    expect_refusal(
        StatusCode.FAILED_PRECONDITION, "WRONG_STATE", counter.work, filed, pb.ACTION_HAND_OVER, collected_by=who)


@pytest.mark.parametrize("field", ["reason", "assignee", "service", "other_body", "collected_by"])
def test_a_field_of_another_act_is_refused(counter, field):
    filed = counter.submit()
    expect_fields([(field, "not_asked")], counter.work, filed, pb.ACTION_ACKNOWLEDGE, **{field: "X"})


# What a submission says of money and of who represents the citizen


def test_what_was_charged_stands_beside_the_tariff(counter):
    filed = counter.submit("gas-transfer", fee_charged_rial=250_000, payment_reference="REF-1")
    for seen in [filed.receipt, counter.details(filed)]:
        assert (seen.tariff_rial, seen.fee_charged_rial, seen.payment_reference, seen.fee_exceeds_tariff) == (
            200_000, 250_000, "REF-1", True)
    assert not counter.submit("gas-transfer", fee_charged_rial=200_000).receipt.fee_exceeds_tariff
    again = counter.office.requests.Submit(filed.request)
    assert again.repeated_key and again.receipt == filed.receipt
    expect_fields([("fee_charged_rial", "range")], counter.submit, fee_charged_rial=-1)
    expect_fields([("payment_reference", "too_long")], counter.submit, payment_reference="r" * 65)


def representation(kind=pb.REPRESENTATION_KIND_GUARDIAN, **changes):
    fields = dict(
        kind=kind, id=citizens.new_citizen().national_id, name=citizens.personal("ولیِ آزمون"),
        document=citizens.personal("سندِ آزمون ۱۲"))
    return pb.Representation(**fields | changes)


def test_who_represents_the_citizen_is_told_and_is_not_an_operator(counter):
    given = representation(until_ms=4_000_000_000_000)
    filed = counter.submit(at=casework.KIOSK, representation=given)
    assert counter.details(filed).representation == given
    assert not counter.details(filed).assisted
    company = representation(pb.REPRESENTATION_KIND_COMPANY, id="10380284790")
    assert counter.details(counter.submit(representation=company)).representation == company


@pytest.mark.parametrize(
    "changes, fields",
    [
        (dict(kind=0), [("representation.kind", "required")]), (dict(id=""), [("representation.id", "required")]),
        (dict(id="0076229646"), [("representation.id", "check_digit")]),
        (dict(kind=pb.REPRESENTATION_KIND_COMPANY), [("representation.id", "length")]),
        (dict(name="n" * 257), [("representation.name", "too_long")]),
        (dict(document="d" * 257), [("representation.document", "too_long")]),
        (dict(until_ms=-1), [("representation.until_ms", "range")]),
    ])
def test_a_representation_is_checked_field_by_field(counter, changes, fields):
    expect_fields(fields, counter.submit, representation=representation(**changes))


def test_an_authority_that_has_ended_represents_nobody(counter):
    expect_refusal(
        StatusCode.FAILED_PRECONDITION, "REPRESENTATION_OVER", counter.submit,
        representation=representation(until_ms=1))
