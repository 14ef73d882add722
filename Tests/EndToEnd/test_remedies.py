"""What a citizen can do against an end that was not of the citizen's choosing; secrets and complaints."""

import pytest
from grpc import StatusCode

import casework
import citizens
import messages as pb
from certificates import Authority, public_key_digest
from directory import Directory, fresh
from errors import attempt, expect_fields, expect_refusal

FULFILLED, REFUSED, CLOSED, DUPLICATE, WITHDRAWN, ASSIGNED = (
    pb.REQUEST_STATE_FULFILLED, pb.REQUEST_STATE_REFUSED, pb.REQUEST_STATE_CLOSED, pb.REQUEST_STATE_DUPLICATE,
    pb.REQUEST_STATE_WITHDRAWN, pb.REQUEST_STATE_ASSIGNED)
DAY_MS = 86_400_000


def bring_to(counter, state):
    if state != DUPLICATE:
        return counter.bring_to(state)
    first = counter.submit()
    second = counter.submit(national_id=first.request.national_id)
    counter.claim(second)
    counter.work(second, pb.ACTION_MARK_DUPLICATE, linked_code=first.code)
    return second


@pytest.mark.parametrize("state", [FULFILLED, REFUSED, CLOSED, DUPLICATE])
def test_every_end_that_the_citizen_did_not_choose_can_be_reopened(counter, state):
    filed = bring_to(counter, state)
    before = counter.details(filed)
    assert before.remedy_until_ms - before.changed_ms in range(29 * DAY_MS, 30 * DAY_MS + 1)
    response = counter.act(filed, pb.ACTION_REOPEN, reason="NOT_DONE", note=citizens.note())
    assert response.state == ASSIGNED
    after = counter.details(filed)
    # To whom it was with, by a new clock.
    assert (after.assignee, after.reason, after.note, after.duplicate_of) == ("agency-city", "", "", "")
    assert after.decide_due_ms > 0 and after.remedy_until_ms == 0
    assert counter.history(filed)[-1].reason == "NOT_DONE"


@pytest.mark.parametrize("state", [REFUSED, DUPLICATE])
def test_an_appeal_goes_one_level_up_and_never_to_who_decided(counter, state):
    filed = bring_to(counter, state)
    counter.act(filed, pb.ACTION_APPEAL, reason="WRONG_FACTS")
    details = counter.details(filed)
    assert (details.state, details.assignee, details.appeal_level) == (ASSIGNED, "", 1)
    expect_refusal(StatusCode.PERMISSION_DENIED, "DECIDED_BY_CALLER", counter.claim, filed)
    counter.claim(filed, by=counter.supervisor())
    counter.work(filed, pb.ACTION_REFUSE, by=counter.supervisor(), reason="CONFIRMED")
    counter.act(filed, pb.ACTION_APPEAL, reason="STILL_WRONG")
    assert counter.details(filed).appeal_level == 2
    expect_refusal(StatusCode.PERMISSION_DENIED, "LEVEL_TOO_LOW", counter.claim, filed)
    expect_refusal(
        StatusCode.PERMISSION_DENIED, "DECIDED_BY_CALLER", counter.claim, filed, by=counter.supervisor())


def test_an_appeal_of_another_than_who_decided_needs_the_level(counter):
    filed = bring_to(counter, REFUSED)
    counter.act(filed, pb.ACTION_APPEAL, reason="WRONG_FACTS")
    counter.claim(filed, by=counter.supervisor())
    counter.work(filed, pb.ACTION_REFUSE, by=counter.supervisor(), reason="CONFIRMED")
    counter.act(filed, pb.ACTION_REOPEN, reason="AGAIN")
    counter.work(filed, pb.ACTION_FULFIL, by=counter.supervisor())
    expect_refusal(
        StatusCode.FAILED_PRECONDITION, "WRONG_STATE", counter.act, filed, pb.ACTION_APPEAL, reason="NO")


def test_there_is_no_appeal_above_the_highest_level(counter, connect):
    directory, name = Directory(counter), fresh("head")
    certificate = Authority(counter.server.folder).issue(name)
    directory.add_principal(
        public_key_digest(certificate[0]), name=name, role=pb.ROLE_AGENCY, agency="city", level=2)
    filed = bring_to(counter, REFUSED)
    for decider in [counter.supervisor(), connect(counter.server, certificate=certificate)]:
        counter.act(filed, pb.ACTION_APPEAL, reason="WRONG_FACTS")
        counter.claim(filed, by=decider)
        counter.work(filed, pb.ACTION_REFUSE, by=decider, reason="CONFIRMED")
    before = counter.details(filed)
    expect_refusal(
        StatusCode.FAILED_PRECONDITION, "APPEALS_EXHAUSTED", counter.act, filed, pb.ACTION_APPEAL, reason="STILL_WRONG")
    assert counter.details(filed) == before


@pytest.mark.parametrize("action", [pb.ACTION_REOPEN, pb.ACTION_APPEAL])
def test_a_remedy_needs_a_reason_and_an_end(counter, action):
    filed = bring_to(counter, REFUSED)
    expect_fields([("reason", "required")], counter.act, filed, action)
    expect_fields([("reason", "character")], counter.act, filed, action, reason="small letters")
    withdrawn = counter.bring_to(WITHDRAWN)
    expect_refusal(StatusCode.FAILED_PRECONDITION, "WRONG_STATE", counter.act, withdrawn, action, reason="X")


def test_messages_go_both_ways_and_stop_no_clock(counter):
    """Domain rule 2: an edit or comment never resets a clock."""
    filed = counter.submit()
    before = counter.details(filed)
    asked, told = citizens.note("کی؟"), citizens.note("فردا")
    counter.act(filed, pb.ACTION_ADD_MESSAGE, note=asked)
    counter.work(filed, pb.ACTION_ADD_MESSAGE, note=told)
    expect_fields([("note", "required")], counter.act, filed, pb.ACTION_ADD_MESSAGE)
    expect_fields([("note", "required")], counter.work, filed, pb.ACTION_ADD_MESSAGE)
    after = counter.details(filed)
    assert (after.state, after.acknowledge_due_ms, after.decide_due_ms) == (
        before.state, before.acknowledge_due_ms, before.decide_due_ms)
    messages = [(event.role, event.note) for event in counter.history(filed)[1:]]
    assert messages == [(pb.ROLE_CITIZEN, asked), (pb.ROLE_AGENCY, told)]


# Secrets


def test_a_replaced_secret_is_the_only_one_that_is_right(counter):
    filed = counter.submit()
    old, request = filed.secret, casework.replace_secret(filed)
    answer = counter.citizen.requests.ReplaceSecret(request)
    assert not answer.repeated_key and answer.secret != old
    filed.receipt.secret = citizens.personal(answer.secret)
    assert counter.details(filed).version == 2
    assert counter.history(filed)[-1].action == pb.ACTION_REPLACE_SECRET
    expect_refusal(
        StatusCode.UNAUTHENTICATED, "CODE_OR_SECRET_WRONG", counter.citizen.requests.Track,
        casework.track(filed, secret=old))


def test_a_replacement_that_is_sent_again_gives_the_same_secret(counter):
    """Domain rule 6: the same key with the same content gives the same answer; other content is refused."""
    filed = counter.submit()
    request = casework.replace_secret(filed)
    first = counter.citizen.requests.ReplaceSecret(request)
    again = counter.citizen.requests.ReplaceSecret(request)
    assert (again.secret, again.repeated_key) == (first.secret, True)
    filed.receipt.secret = citizens.personal(first.secret)
    filed.version = 2
    counter.act(filed, pb.ACTION_ADD_MESSAGE, note="?")
    second = counter.citizen.requests.ReplaceSecret(casework.replace_secret(filed))
    citizens.personal(second.secret)
    # It tells what it told, not the secret in force.
    assert counter.citizen.requests.ReplaceSecret(request).secret == first.secret != second.secret
    filed.receipt.secret = second.secret
    expect_refusal(
        StatusCode.ALREADY_EXISTS, "IDEMPOTENCY_KEY_REUSED", counter.citizen.requests.ReplaceSecret,
        casework.replace_secret(filed, idempotency_key=request.idempotency_key))


def test_a_replacement_that_is_sent_again_is_answered_whatever_came_between(counter):
    """Domain rule 6: for as long as the request is kept."""
    filed = counter.submit()
    request = casework.replace_secret(filed)
    first = counter.citizen.requests.ReplaceSecret(request)
    filed.receipt.secret, filed.version = citizens.personal(first.secret), 2
    while filed.version < 4_200:
        messages = [
            casework.citizen_act(filed, pb.ACTION_ADD_MESSAGE, note="?", expected_version=filed.version + number)
            for number in range(50)]
        for begun in [counter.citizen.requests.future("Act", message) for message in messages]:
            filed.version = begun.result().version
    second = counter.citizen.requests.ReplaceSecret(casework.replace_secret(filed))
    assert citizens.personal(second.secret) != first.secret
    again = counter.citizen.requests.ReplaceSecret(request)
    assert (again.secret, again.repeated_key) == (first.secret, True)


def test_who_repeats_a_submission_does_not_learn_the_new_secret(counter):
    filed = counter.submit()
    answer = counter.citizen.requests.ReplaceSecret(casework.replace_secret(filed))
    repeated = counter.office.requests.Submit(filed.request)
    assert repeated.repeated_key and repeated.receipt == filed.receipt
    assert repeated.receipt.secret != answer.secret


# Complaints


def complain(counter, filed, **changes):
    request = casework.complaint(filed, **changes)
    response = counter.citizen.requests.Complain(request)
    citizens.personal(response.receipt.secret)
    return casework.Filed(citizens.submission("complaint"), response.receipt), request, response


@pytest.mark.parametrize("subject", [
    pb.COMPLAINT_SUBJECT_OFFICE, pb.COMPLAINT_SUBJECT_OFFICER, pb.COMPLAINT_SUBJECT_AGENCY])
def test_a_complaint_is_seen_by_who_hears_it_and_never_by_its_subject(counter, subject):
    filed = counter.bring_to(REFUSED)
    complaint, request, response = complain(counter, filed, subject=subject)
    assert response.receipt.tracking_code != filed.code and response.receipt.decide_due_ms > 0
    details = counter.details(complaint)
    assert (details.service, details.agency, details.office) == ("complaint", "oversight", "")
    assert details.national_id == filed.request.national_id
    heard = counter.agency("oversight").requests.Get(pb.GetRequest(tracking_code=complaint.code)).request
    assert heard.tracking_code == complaint.code
    event = counter.history(complaint)[0]
    assert (event.note, event.linked_code) == (request.text, filed.code)
    for principal in [casework.OFFICE, casework.KIOSK, "agency-city", "supervisor-city"]:
        expect_refusal(
            StatusCode.PERMISSION_DENIED, "OUT_OF_SCOPE", counter.client(principal).requests.Get,
            pb.GetRequest(tracking_code=complaint.code))
    # Nothing of it stands where its subject reads.
    assert counter.details(filed).version == filed.version
    with_code = [item.tracking_code for item in counter.agency("city").work.Inbox(pb.InboxRequest(page_size=200)).items]
    assert complaint.code not in with_code


def test_a_complaint_made_at_the_offices_own_counter_is_not_the_offices(counter):
    """Domain rule 3: an assisted act is marked."""
    filed = counter.submit()
    response = counter.office.requests.Complain(casework.complaint(filed))
    citizens.personal(response.receipt.secret)
    complaint = casework.Filed(filed.request, response.receipt)
    assert counter.details(complaint).assisted
    expect_refusal(
        StatusCode.PERMISSION_DENIED, "OUT_OF_SCOPE", counter.office.requests.Get,
        pb.GetRequest(tracking_code=complaint.code))


def test_a_complaint_cannot_be_routed_to_its_subject(counter):
    filed = counter.submit()
    complaint, _, _ = complain(counter, filed)
    hearing = counter.agency("oversight")
    counter.claim(complaint, by=hearing)
    expect_fields(
        [("service", "not_in_list")], counter.work, complaint, pb.ACTION_TRANSFER, by=hearing,
        service="city-pothole", reason="MISROUTED")
    counter.claim(filed)
    expect_fields(
        [("service", "not_in_list")], counter.work, filed, pb.ACTION_TRANSFER, service="complaint",
        reason="MISROUTED")


def test_a_complaint_is_made_once_and_checked(counter):
    filed = counter.submit()
    _, request, response = complain(counter, filed)
    again = counter.citizen.requests.Complain(request)
    assert again.repeated_key and again.receipt == response.receipt
    for changes, fields in [
            (dict(subject=0), [("subject", "required")]), (dict(text=""), [("text", "required")]),
            (dict(text="t" * 8193), [("text", "too_long")]),
            (dict(subject=pb.COMPLAINT_SUBJECT_OFFICER), [("subject", "not_in_list")]),
            (dict(idempotency_key=b""), [("idempotency_key", "required")])]:
        expect_fields(fields, counter.citizen.requests.Complain, casework.complaint(filed, **changes))


def test_nobody_hears_complaints_about_who_hears_them(counter):
    complaint, _, _ = complain(counter, counter.submit())
    expect_refusal(
        StatusCode.FAILED_PRECONDITION, "COMPLAINTS_UNAVAILABLE", counter.citizen.requests.Complain,
        casework.complaint(complaint))


def test_a_complaint_is_refused_where_nobody_hears_complaints(own_counter):
    filed = own_counter.submit()
    Directory(own_counter).retire("complaint")
    expect_refusal(
        StatusCode.FAILED_PRECONDITION, "COMPLAINTS_UNAVAILABLE", own_counter.citizen.requests.Complain,
        casework.complaint(filed))
    assert own_counter.details(filed).version == 1


def test_a_complaint_is_not_submitted_as_a_request(counter):
    _, refusal = attempt(counter.submit, "complaint")
    assert refusal.fields == [("service", "not_in_list")]
