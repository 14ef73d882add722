"""Every error says the same things in the same place, whoever made it."""

import re

import pytest
from grpc import StatusCode

import citizens
import messages as pb
from errors import attempt

UNKNOWN_CODE = citizens.unknown_code()

# One error for each reason that can be had of a healthy server: the call, the status, the reason, where it failed.
ERRORS = [
    (lambda c: c.office.requests.Submit(pb.SubmitRequest()), "INVALID_ARGUMENT", "FIELD_INVALID", "CLIENT"),
    (lambda c: c.office.call_bytes("/pishkhan.v1.Requests/Submit", b"\xff"), "INTERNAL", "MESSAGE_MALFORMED", "CLIENT"),
    (lambda c: c.office.requests.Get(pb.GetRequest(tracking_code=UNKNOWN_CODE)), "NOT_FOUND", "REQUEST_UNKNOWN", "EDGE"),
    (
        lambda c: c.citizen.requests.Track(pb.TrackRequest(tracking_code=UNKNOWN_CODE, secret="000000")),
        "UNAUTHENTICATED", "CODE_OR_SECRET_WRONG", "EDGE",
    ),
    (lambda c: c.citizen.work.Inbox(pb.InboxRequest()), "UNAUTHENTICATED", "CERTIFICATE_REQUIRED", "EDGE"),
    (lambda c: c.office.work.Inbox(pb.InboxRequest()), "PERMISSION_DENIED", "ROLE_NOT_ALLOWED", "EDGE"),
    (
        lambda c: c.kiosk.requests.Get(pb.GetRequest(tracking_code=c.submit().code)), "PERMISSION_DENIED",
        "OUT_OF_SCOPE", "EDGE",
    ),
    (lambda c: c.citizen.catalog.GetService(pb.GetServiceRequest()), "NOT_FOUND", "SERVICE_UNKNOWN", "EDGE"),
    (lambda c: c.citizen.offices.GetOffice(pb.GetOfficeRequest()), "NOT_FOUND", "OFFICE_UNKNOWN", "EDGE"),
    (lambda c: c.claim(c.submit(), expected_version=7), "ABORTED", "VERSION_STALE", "EDGE"),
    (lambda c: c.work(c.submit(), pb.ACTION_FULFIL), "FAILED_PRECONDITION", "WRONG_STATE", "EDGE"),
    (lambda c: c.give_feedback(c.submit()), "FAILED_PRECONDITION", "FEEDBACK_TOO_EARLY", "EDGE"),
    (
        lambda c: c.submit(idempotency_key=c.submit().request.idempotency_key), "ALREADY_EXISTS",
        "IDEMPOTENCY_KEY_REUSED", "EDGE",
    ),
]


@pytest.mark.parametrize("call, code, reason, at", ERRORS, ids=[reason for _, _, reason, _ in ERRORS])
def test_an_error_of_the_counter_is_told_whole_and_named_in_the_log(counter, call, code, reason, at):
    answer, refusal = attempt(call, counter)
    assert answer is None
    assert (refusal.code.name, refusal.reason, refusal.at, refusal.durable) == (code, reason, at, "NO")
    assert re.fullmatch("[0-9a-f]{16}", refusal.trace_id)
    line = counter.server.log.wait_for("event=call_refused", f"trace_id={refusal.trace_id}")
    assert "peer=127.0.0.1" in line and f"code={refusal.code.value[0]} " in line


def test_the_persian_text_is_persian_and_the_english_text_is_english(counter):
    _, refusal = attempt(counter.citizen.work.Inbox, pb.InboxRequest())
    assert re.search("[\u0600-\u06ff]", refusal.localized_message)
    assert refusal.message.isascii()


def test_every_error_has_a_trace_id_of_its_own(counter):
    seen = {attempt(counter.citizen.work.Inbox, pb.InboxRequest())[1].trace_id for _ in range(100)}
    assert len(seen) == 100


def test_what_the_grpc_layer_refuses_has_a_detail_too(counter):
    for call, code in [
        (lambda: counter.citizen.call_bytes("/pishkhan.v1.Requests/None", b""), StatusCode.UNIMPLEMENTED),
        (
            lambda: counter.citizen.call_bytes("/pishkhan.v1.Requests/Track", b"x" * (5 << 20)),
            StatusCode.RESOURCE_EXHAUSTED,
        ),
    ]:
        answer, refusal = attempt(call)
        assert (refusal.code, refusal.reason, refusal.durable) == (code, "PROTOCOL", "NO")


@pytest.mark.parametrize("letter", ["x", "آ", "😀", "%"])
def test_a_long_list_of_faults_fits_into_the_trailers_that_a_plain_client_takes(counter, letter):
    # 8 KiB is what gRPC's clients take by default; what is more they refuse, and the caller learns nothing.
    form = [pb.FormValue(attribute=letter * (60 // len(letter.encode())) + f"{number:02d}") for number in range(99)]
    _, refusal = attempt(counter.office.requests.Submit, citizens.submission("city-pothole", form=form))
    assert (refusal.code, refusal.reason) == (StatusCode.INVALID_ARGUMENT, "FIELD_INVALID")
    assert len(refusal.violations) >= 5

