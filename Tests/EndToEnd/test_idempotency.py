"""The same key and content is answered the same, however often, from wherever and whenever it is sent again."""

import concurrent.futures
import signal

import pytest
from grpc import StatusCode

import casework
import citizens
import messages as pb
from client import Client
from errors import attempt, expect_refusal

REUSED = (StatusCode.ALREADY_EXISTS, "IDEMPOTENCY_KEY_REUSED")


def repeated(response):
    """The same answer, marked as a repetition."""
    again = type(response)()
    again.CopyFrom(response)
    again.repeated_key = True
    return again


def submit(counter, request, client=None):
    response = (client or counter.office).requests.Submit(request)
    citizens.personal(response.receipt.secret)
    return response


def test_the_same_submission_gives_the_same_receipt_with_its_secret(counter, connect):
    request = citizens.submission("ncr-birthcert")
    first = submit(counter, request)
    assert not first.repeated_key
    assert submit(counter, request) == repeated(first)
    assert submit(counter, request, connect(counter.server, casework.OFFICE)) == repeated(first)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM], ids=["SIGKILL", "SIGTERM"])
def test_the_same_receipt_is_given_after_a_restart(folder, end):
    request = citizens.submission("ncr-birthcert")
    server = folder.serve()
    with Client(server, casework.OFFICE) as office:
        first = submit(None, request, office)
    server.signal(end)
    server.wait()
    with Client(folder.serve(), casework.OFFICE) as office:
        assert submit(None, request, office) == repeated(first)


def test_one_key_sent_by_64_threads_at_once_makes_one_request(own_counter, connect):
    request = citizens.submission("city-permit")
    offices = [connect(own_counter.server, casework.OFFICE) for _ in range(8)]
    with concurrent.futures.ThreadPoolExecutor(64) as threads:
        responses = list(threads.map(lambda number: submit(None, request, offices[number % 8]), range(64)))
    assert len({response.receipt.SerializeToString() for response in responses}) == 1
    assert [response.repeated_key for response in responses].count(False) == 1
    assert own_counter.server.folder.check() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda request: setattr(request, "given_name", citizens.personal("کسی‌دیگر‌آزمون")),
        lambda request: setattr(request, "national_id", citizens.new_citizen().national_id),
        lambda request: setattr(request, "service", "city-permit"),
        lambda request: setattr(request, "note", request.note + " "),
        lambda request: setattr(request, "region", "IR-21"),
        lambda request: request.form.pop(),
        lambda request: request.form[0].values.append("x"),
    ],
    ids=["name", "national id", "service", "note", "region", "attribute", "value"])
def test_the_same_key_with_other_content_is_refused(counter, change):
    request = citizens.submission("city-pothole")
    first = submit(counter, request)
    other = pb.SubmitRequest()
    other.CopyFrom(request)
    change(other)
    expect_refusal(*REUSED, counter.office.requests.Submit, other)
    assert submit(counter, request) == repeated(first)


def test_another_principals_same_key_is_a_key_of_its_own(counter):
    request = citizens.submission("city-pothole")
    at_office, at_kiosk = submit(counter, request), submit(counter, request, counter.kiosk)
    assert at_office.receipt.tracking_code != at_kiosk.receipt.tracking_code
    assert not at_kiosk.repeated_key


def test_the_same_key_of_another_method_is_a_key_of_its_own(counter):
    filed, key = counter.submit(), citizens.new_key()
    assert not counter.work(filed, pb.ACTION_ACKNOWLEDGE, idempotency_key=key).repeated_key
    assert not counter.claim(filed, idempotency_key=key).repeated_key


# Each act that takes a key: the state before it, the message, who sends it, and how.
ACTS = {
    "acknowledge": (
        pb.REQUEST_STATE_SUBMITTED, lambda f: casework.work_act(f, pb.ACTION_ACKNOWLEDGE),
        lambda c: c.agency().work.Act),
    "claim": (pb.REQUEST_STATE_SUBMITTED, casework.claim, lambda c: c.agency().work.Claim),
    "ask": (
        pb.REQUEST_STATE_ASSIGNED,
        lambda f: casework.work_act(f, pb.ACTION_ASK_CITIZEN, questions=casework.questions(f)),
        lambda c: c.agency().work.Act),
    "refuse": (
        pb.REQUEST_STATE_ASSIGNED, lambda f: casework.work_act(f, pb.ACTION_REFUSE, reason="NO"),
        lambda c: c.agency().work.Act),
    "answer": (
        pb.REQUEST_STATE_WAITING_CITIZEN,
        lambda f: casework.citizen_act(f, pb.ACTION_ANSWER, answers=casework.answers(f)),
        lambda c: c.citizen.requests.Act),
    "answer at the counter": (
        pb.REQUEST_STATE_WAITING_CITIZEN,
        lambda f: casework.citizen_act(f, pb.ACTION_ANSWER, secret="", answers=casework.answers(f)),
        lambda c: c.office.requests.Act),
    "withdraw": (
        pb.REQUEST_STATE_ASSIGNED, lambda f: casework.citizen_act(f, pb.ACTION_WITHDRAW),
        lambda c: c.citizen.requests.Act),
    "confirm": (
        pb.REQUEST_STATE_FULFILLED, lambda f: casework.citizen_act(f, pb.ACTION_CONFIRM),
        lambda c: c.citizen.requests.Act),
    "feedback": (
        pb.REQUEST_STATE_FULFILLED, casework.feedback, lambda c: c.citizen.feedback.SubmitFeedback),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_sent_again_is_answered_the_same_and_done_once(counter, act):
    state, message, method = ACTS[act]
    filed = counter.bring_to(state)
    request = message(filed)
    first = method(counter)(request)
    assert not first.repeated_key
    assert method(counter)(request) == repeated(first)
    assert counter.details(filed).version == filed.version + 1

    other = type(request)()
    other.CopyFrom(request)
    if isinstance(other, pb.SubmitFeedbackRequest):
        other.settled = pb.SETTLED_NO
    elif isinstance(other, pb.ClaimRequest):
        other.on_behalf_of = citizens.note("کارشناس")
    else:
        other.note = citizens.note()
    expect_refusal(*REUSED, method(counter), other)


def test_an_act_sent_again_is_answered_even_when_the_request_has_gone_on(counter):
    filed = counter.submit()
    sent = []
    for act in ["acknowledge", "claim", "ask", "answer"]:
        _, message, method = ACTS[act]
        request = message(filed)
        response = method(counter)(request)
        filed.version = response.version
        sent.append((method(counter), request, response))
    counter.act(filed, pb.ACTION_WITHDRAW)
    for method, request, response in sent:
        assert method(request) == repeated(response)


def test_without_a_certificate_a_key_belongs_to_the_tracking_code(counter):
    one, other, key = counter.submit(), counter.submit(), citizens.new_key()
    for filed in [one, other]:
        response = counter.act(filed, pb.ACTION_WITHDRAW, idempotency_key=key)
        assert not response.repeated_key
    one.version = other.version = 1
    assert counter.act(one, pb.ACTION_WITHDRAW, idempotency_key=key).repeated_key


def test_a_machines_key_names_one_act_on_one_request(counter):
    one, other, key = counter.submit(), counter.submit(), citizens.new_key()
    counter.claim(one, idempotency_key=key)
    expect_refusal(*REUSED, counter.claim, other, idempotency_key=key)
    assert counter.details(other).version == 1


def test_a_key_of_an_act_that_was_refused_is_not_used_up(counter):
    filed, key = counter.submit(), citizens.new_key()
    expect_refusal(
        StatusCode.FAILED_PRECONDITION, "WRONG_STATE", counter.work, filed, pb.ACTION_FULFIL, idempotency_key=key)
    counter.claim(filed)
    assert not counter.work(filed, pb.ACTION_FULFIL, idempotency_key=key).repeated_key


def test_one_claim_wins_where_many_come_at_once(counter, connect):
    filed = counter.submit()
    agencies = [connect(counter.server, "agency-city") for _ in range(4)]
    requests = [casework.claim(filed) for _ in range(32)]
    with concurrent.futures.ThreadPoolExecutor(32) as threads:
        outcomes = list(threads.map(
            lambda number: attempt(agencies[number % 4].work.Claim, requests[number]), range(32)))
    assert [refusal for _, refusal in outcomes].count(None) == 1
    assert {(refusal.reason, refusal.current_version) for _, refusal in outcomes if refusal} == {("VERSION_STALE", 2)}
