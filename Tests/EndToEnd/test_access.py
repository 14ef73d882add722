"""Who may do what: every method, by everybody, on one's own request and on another's."""

import pytest
from grpc import StatusCode

import casework
import citizens
import files
import messages as pb
from certificates import Authority, public_key_digest
from client import Client
from errors import attempt, expect_refusal

OK = None
CERTIFICATE = (StatusCode.UNAUTHENTICATED, "CERTIFICATE_REQUIRED")
ROLE = (StatusCode.PERMISSION_DENIED, "ROLE_NOT_ALLOWED")
SCOPE = (StatusCode.PERMISSION_DENIED, "OUT_OF_SCOPE")
UNKNOWN = (StatusCode.NOT_FOUND, "ATTACHMENT_UNKNOWN")
LEVEL = (StatusCode.PERMISSION_DENIED, "LEVEL_TOO_LOW")
SECRET = (StatusCode.INVALID_ARGUMENT, "FIELD_INVALID")

NEW, ASSIGNED, WAITING, OTHER, DONE, REFUSED = (
    pb.REQUEST_STATE_SUBMITTED, pb.REQUEST_STATE_ASSIGNED, pb.REQUEST_STATE_WAITING_CITIZEN,
    pb.REQUEST_STATE_WAITING_OTHER, pb.REQUEST_STATE_FULFILLED, pb.REQUEST_STATE_REFUSED)
# Submitted, with a file that its citizen has added.
WITH_FILE = "with a file"


def bring_to(counter, state, at=casework.OFFICE):
    if state != WITH_FILE:
        return counter.bring_to(state, at=at)
    filed = counter.submit(at=at)
    filed.file = files.upload(counter.citizen, files.document(), filed).attachment
    counter.act(filed, pb.ACTION_ATTACH, attachments=[filed.file.id])
    return filed


def first_of(stream):
    answer = next(stream)
    stream.cancel()
    return answer


def kept_draft(client):
    """A draft of the caller's own; of who keeps none, any id."""
    draft = casework.draft()
    if client.principal == casework.OFFICE:
        client.requests.PutDraft(pb.PutDraftRequest(draft=draft))
    return draft.id


# Each way of calling a method: the state that the request is brought to first, and the call.
CALLS = {
    "ListAgencies": (NEW, lambda c, f: c.catalog.ListAgencies(pb.ListAgenciesRequest())),
    "ListServices": (NEW, lambda c, f: c.catalog.ListServices(pb.ListServicesRequest())),
    "GetService": (NEW, lambda c, f: c.catalog.GetService(pb.GetServiceRequest(code=f.request.service))),
    "GetOffice": (NEW, lambda c, f: c.offices.GetOffice(pb.GetOfficeRequest(id="1001"))),
    "Submit": (NEW, lambda c, f: c.requests.Submit(citizens.submission(f.request.service))),
    "Track": (NEW, lambda c, f: c.requests.Track(casework.track(f, secret=""))),
    "Track with secret": (NEW, lambda c, f: c.requests.Track(casework.track(f))),
    "Get": (NEW, lambda c, f: c.requests.Get(pb.GetRequest(tracking_code=f.code))),
    "History": (NEW, lambda c, f: c.requests.History(casework.history(f, secret=""))),
    "History with secret": (NEW, lambda c, f: c.requests.History(casework.history(f))),
    "Watch": (NEW, lambda c, f: first_of(c.requests.Watch(casework.watch(f, secret="")))),
    "Watch with secret": (NEW, lambda c, f: first_of(c.requests.Watch(casework.watch(f)))),
    "answer": (
        WAITING, lambda c, f: c.requests.Act(
            casework.citizen_act(f, pb.ACTION_ANSWER, secret="", answers=casework.answers(f)))),
    "answer with secret": (
        WAITING, lambda c, f: c.requests.Act(
            casework.citizen_act(f, pb.ACTION_ANSWER, answers=casework.answers(f)))),
    "withdraw": (NEW, lambda c, f: c.requests.Act(casework.citizen_act(f, pb.ACTION_WITHDRAW, secret=""))),
    "withdraw with secret": (NEW, lambda c, f: c.requests.Act(casework.citizen_act(f, pb.ACTION_WITHDRAW))),
    "confirm": (DONE, lambda c, f: c.requests.Act(casework.citizen_act(f, pb.ACTION_CONFIRM, secret=""))),
    "confirm with secret": (DONE, lambda c, f: c.requests.Act(casework.citizen_act(f, pb.ACTION_CONFIRM))),
    "Inbox": (NEW, lambda c, f: c.work.Inbox(pb.InboxRequest(page_size=1))),
    "Inbox of the service": (NEW, lambda c, f: c.work.Inbox(pb.InboxRequest(service=f.request.service))),
    "Claim": (NEW, lambda c, f: c.work.Claim(casework.claim(f))),
    "Renew": (ASSIGNED, lambda c, f: c.work.Renew(pb.RenewRequest(tracking_code=f.code, lease_seconds=60))),
    "Stream": (NEW, lambda c, f: first_of(c.work.Stream(pb.StreamWorkRequest(service=f.request.service)))),
    "assign": (NEW, lambda c, f: c.work.Act(casework.work_act(f, pb.ACTION_ASSIGN, assignee="agency-city"))),
    "ReplaceSecret": (NEW, lambda c, f: c.requests.ReplaceSecret(casework.replace_secret(f, secret=""))),
    "ReplaceSecret with secret": (NEW, lambda c, f: c.requests.ReplaceSecret(casework.replace_secret(f))),
    "Complain": (NEW, lambda c, f: c.requests.Complain(casework.complaint(f, secret=""))),
    "Complain with secret": (NEW, lambda c, f: c.requests.Complain(casework.complaint(f))),
    "PutDraft": (NEW, lambda c, f: c.requests.PutDraft(pb.PutDraftRequest(draft=casework.draft()))),
    "GetDraft": (NEW, lambda c, f: c.requests.GetDraft(pb.GetDraftRequest(id=kept_draft(c)))),
    "ListDrafts": (NEW, lambda c, f: c.requests.ListDrafts(pb.ListDraftsRequest())),
    "DeleteDraft": (NEW, lambda c, f: c.requests.DeleteDraft(pb.DeleteDraftRequest(id=kept_draft(c)))),
    "Release": (ASSIGNED, lambda c, f: c.work.Release(casework.release(f))),
    "acknowledge": (NEW, lambda c, f: c.work.Act(casework.work_act(f, pb.ACTION_ACKNOWLEDGE))),
    "ask_citizen": (
        ASSIGNED, lambda c, f: c.work.Act(
            casework.work_act(f, pb.ACTION_ASK_CITIZEN, questions=casework.questions(f)))),
    "fulfil": (ASSIGNED, lambda c, f: c.work.Act(casework.work_act(f, pb.ACTION_FULFIL))),
    "refuse": (ASSIGNED, lambda c, f: c.work.Act(casework.work_act(f, pb.ACTION_REFUSE, reason="NO"))),
    "ask_other": (
        ASSIGNED, lambda c, f: c.work.Act(casework.work_act(f, pb.ACTION_ASK_OTHER, other_body="the registry"))),
    "return": (OTHER, lambda c, f: c.work.Act(casework.work_act(f, pb.ACTION_RETURN))),
    "transfer": (
        ASSIGNED, lambda c, f: c.work.Act(
            casework.work_act(f, pb.ACTION_TRANSFER, service="city-permit", reason="MISROUTED"))),
    "add_message": (NEW, lambda c, f: c.work.Act(casework.work_act(f, pb.ACTION_ADD_MESSAGE, note="?"))),
    "hand_over": (DONE, lambda c, f: c.work.Act(casework.work_act(f, pb.ACTION_HAND_OVER, collected_by="-"))),
    "citizen's add_message": (
        NEW, lambda c, f: c.requests.Act(casework.citizen_act(f, pb.ACTION_ADD_MESSAGE, note="?", secret=""))),
    "citizen's add_message with secret": (
        NEW, lambda c, f: c.requests.Act(casework.citizen_act(f, pb.ACTION_ADD_MESSAGE, note="?"))),
    "reopen": (
        DONE, lambda c, f: c.requests.Act(casework.citizen_act(f, pb.ACTION_REOPEN, reason="NOT_DONE", secret=""))),
    "reopen with secret": (
        DONE, lambda c, f: c.requests.Act(casework.citizen_act(f, pb.ACTION_REOPEN, reason="NOT_DONE"))),
    "appeal": (
        REFUSED, lambda c, f: c.requests.Act(casework.citizen_act(f, pb.ACTION_APPEAL, reason="WRONG", secret=""))),
    "appeal with secret": (
        REFUSED, lambda c, f: c.requests.Act(casework.citizen_act(f, pb.ACTION_APPEAL, reason="WRONG"))),
    "GetSurvey": (DONE, lambda c, f: c.feedback.GetSurvey(casework.survey(f, secret=""))),
    "GetSurvey with secret": (DONE, lambda c, f: c.feedback.GetSurvey(casework.survey(f))),
    "SubmitFeedback": (DONE, lambda c, f: c.feedback.SubmitFeedback(casework.feedback(f, secret=""))),
    "SubmitFeedback with secret": (DONE, lambda c, f: c.feedback.SubmitFeedback(casework.feedback(f))),
    "Upload before a submission": (
        NEW, lambda c, f: files.upload(c, files.document(), service=f.request.service, attribute="photo")),
    "Upload": (NEW, lambda c, f: files.upload(c, files.document(), f, secret="")),
    "Upload with secret": (NEW, lambda c, f: files.upload(c, files.document(), f)),
    "GetUpload": (NEW, lambda c, f: files.progress(c, files.start(b"", f, secret=""))),
    "GetUpload with secret": (NEW, lambda c, f: files.progress(c, files.start(b"", f))),
    "Download with secret": (
        NEW, lambda c, f: files.download(c, files.upload(c, files.document(), f).attachment, f)),
    "Download": (WITH_FILE, lambda c, f: files.download(c, f.file, tracking_code=f.code)),
    "Download of a file that somebody else has uploaded": (
        WITH_FILE, lambda c, f: files.download(c, f.file)),
}

# Who calls, and at which counter the request was taken in. Its service is always the city's.
CALLERS = {
    "nobody": (None, casework.OFFICE),
    "the office that took it in": (casework.OFFICE, casework.OFFICE),
    "another office": (casework.OFFICE, casework.KIOSK),
    "the kiosk that took it in": (casework.KIOSK, casework.KIOSK),
    "another kiosk": (casework.KIOSK, casework.OFFICE),
    "its agency": ("agency-city", casework.OFFICE),
    "another agency": ("agency-post", casework.KIOSK),
}

# A column for each of the callers, in their order.
TABLE = {
    "ListAgencies": [OK, OK, OK, OK, OK, OK, OK],
    "ListServices": [OK, OK, OK, OK, OK, OK, OK],
    "GetService": [OK, OK, OK, OK, OK, OK, OK],
    "GetOffice": [OK, OK, OK, OK, OK, OK, OK],
    "Submit": [CERTIFICATE, OK, OK, OK, OK, ROLE, ROLE],
    "Track": [OK, OK, OK, OK, OK, OK, OK],
    "Track with secret": [OK, OK, OK, OK, OK, OK, OK],
    "Get": [CERTIFICATE, OK, SCOPE, OK, SCOPE, OK, SCOPE],
    "History": [SECRET, OK, SCOPE, OK, SCOPE, OK, SCOPE],
    "History with secret": [OK, OK, OK, OK, OK, OK, OK],
    "Watch": [SECRET, OK, SCOPE, OK, SCOPE, OK, SCOPE],
    "Watch with secret": [OK, OK, OK, OK, OK, OK, OK],
    # At a counter the operator may type what the citizen says; a kiosk has no operator.
    "answer": [SECRET, OK, SCOPE, ROLE, SCOPE, ROLE, ROLE],
    "answer with secret": [OK, OK, OK, OK, OK, ROLE, ROLE],
    "withdraw": [SECRET, ROLE, SCOPE, ROLE, SCOPE, ROLE, ROLE],
    "withdraw with secret": [OK, OK, OK, OK, OK, ROLE, ROLE],
    "confirm": [SECRET, ROLE, SCOPE, ROLE, SCOPE, ROLE, ROLE],
    "confirm with secret": [OK, OK, OK, OK, OK, ROLE, ROLE],
    "Inbox": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, OK],
    "Inbox of the service": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    "Claim": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    "Renew": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    "Release": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    "Stream": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    # Who assigns is a supervisor; of the roles it is the agency's.
    "assign": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, LEVEL, SCOPE],
    "ReplaceSecret": [SECRET, SECRET, SECRET, SECRET, SECRET, ROLE, ROLE],
    "ReplaceSecret with secret": [OK, OK, OK, OK, OK, ROLE, ROLE],
    "Complain": [SECRET, SECRET, SECRET, SECRET, SECRET, ROLE, ROLE],
    "Complain with secret": [OK, OK, OK, OK, OK, ROLE, ROLE],
    # A kiosk is everybody's.
    "PutDraft": [CERTIFICATE, OK, OK, ROLE, ROLE, ROLE, ROLE],
    "GetDraft": [CERTIFICATE, OK, OK, ROLE, ROLE, ROLE, ROLE],
    "ListDrafts": [CERTIFICATE, OK, OK, ROLE, ROLE, ROLE, ROLE],
    "DeleteDraft": [CERTIFICATE, OK, OK, ROLE, ROLE, ROLE, ROLE],
    "acknowledge": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    "ask_citizen": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    "fulfil": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    "refuse": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    "ask_other": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    "return": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    "transfer": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    "add_message": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    "hand_over": [CERTIFICATE, ROLE, ROLE, ROLE, ROLE, OK, SCOPE],
    "citizen's add_message": [SECRET, ROLE, SCOPE, ROLE, SCOPE, ROLE, ROLE],
    "citizen's add_message with secret": [OK, OK, OK, OK, OK, ROLE, ROLE],
    "reopen": [SECRET, ROLE, SCOPE, ROLE, SCOPE, ROLE, ROLE],
    "reopen with secret": [OK, OK, OK, OK, OK, ROLE, ROLE],
    "appeal": [SECRET, ROLE, SCOPE, ROLE, SCOPE, ROLE, ROLE],
    "appeal with secret": [OK, OK, OK, OK, OK, ROLE, ROLE],
    "GetSurvey": [SECRET, SECRET, SECRET, SECRET, SECRET, ROLE, ROLE],
    "GetSurvey with secret": [OK, OK, OK, OK, OK, ROLE, ROLE],
    "SubmitFeedback": [SECRET, SECRET, SECRET, SECRET, SECRET, ROLE, ROLE],
    "SubmitFeedback with secret": [OK, OK, OK, OK, OK, ROLE, ROLE],
    "Upload before a submission": [CERTIFICATE, OK, OK, OK, OK, ROLE, ROLE],
    "Upload": [SECRET, OK, SCOPE, OK, SCOPE, OK, SCOPE],
    "Upload with secret": [OK, OK, OK, OK, OK, OK, OK],
    "GetUpload": [SECRET, OK, SCOPE, OK, SCOPE, OK, SCOPE],
    "GetUpload with secret": [OK, OK, OK, OK, OK, OK, OK],
    "Download with secret": [OK, OK, OK, OK, OK, OK, OK],
    "Download": [SECRET, OK, SCOPE, OK, SCOPE, OK, SCOPE],
    "Download of a file that somebody else has uploaded": [CERTIFICATE, *[UNKNOWN] * 6],
}


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("method", CALLS)
def test_the_table_of_rights_holds(counter, method, caller):
    expected = TABLE[method][list(CALLERS).index(caller)]
    principal, at = CALLERS[caller]
    state, call = CALLS[method]
    filed = bring_to(counter, state, at)
    before = counter.details(filed)
    answer, refusal = attempt(call, counter.client(principal), filed)
    if expected is OK:
        assert refusal is None, refusal
        return
    assert refusal is not None, answer
    assert (refusal.code, refusal.reason, refusal.durable) == (*expected, "NO")
    if expected is SECRET:
        assert refusal.fields == [("secret", "required")]
    assert counter.details(filed) == before


def test_the_table_of_rights_holds_every_method(counter):
    # Those of the directory are in test_directory_access.py.
    services = ["Requests", "Work", "Feedback", "Attachments"]
    files = [pb.DESCRIPTOR.pool.FindServiceByName(f"pishkhan.v1.{service}") for service in services]
    methods = {method.name for service in files for method in service.methods} - {"Act"}
    assert methods <= set(TABLE) and set(TABLE) == set(CALLS)


@pytest.mark.parametrize("method", CALLS)
def test_a_certificate_that_is_not_registered_may_call_nothing(counter, stranger, method):
    state, call = CALLS[method]
    expect_refusal(
        StatusCode.PERMISSION_DENIED, "PRINCIPAL_UNKNOWN", call, stranger, bring_to(counter, state))


@pytest.mark.parametrize("method", CALLS)
def test_a_suspended_principal_may_call_nothing(counter, suspended, method):
    state, call = CALLS[method]
    filed = bring_to(counter, state)
    expect_refusal(StatusCode.PERMISSION_DENIED, "PRINCIPAL_SUSPENDED", call, suspended, filed)


@pytest.mark.parametrize("principal", [None, casework.OFFICE, casework.KIOSK, "agency-city", "agency-post"])
def test_the_code_alone_tells_nothing_but_the_state(counter, principal):
    filed = counter.submit()
    answer = counter.client(principal).requests.Track(casework.track(filed, secret=""))
    assert answer == pb.TrackResponse(tracking_code=filed.code, state=pb.REQUEST_STATE_SUBMITTED)


def test_an_agency_sees_no_request_of_another_in_its_inbox(own_counter):
    own_counter.submit("post-postalcode")
    city = own_counter.submit("city-permit")
    items = own_counter.agency("city").work.Inbox(pb.InboxRequest()).items
    assert [item.tracking_code for item in items] == [city.code]
    assert not own_counter.agency("gas").work.Inbox(pb.InboxRequest()).items


def test_only_the_machine_that_claimed_a_request_works_on_it(folder, connect):
    certificate = Authority(folder).issue("agency-city-2")
    folder.register("agency-city-2", "agency-city", public_key_digest(certificate[0]))
    counter = casework.Counter(folder.serve())
    filed = counter.bring_to(ASSIGNED)
    colleague = connect(counter.server, certificate=certificate)
    for action in [pb.ACTION_ASK_CITIZEN, pb.ACTION_FULFIL, pb.ACTION_REFUSE]:
        request = casework.work_act(
            filed, action, reason="NO" if action == pb.ACTION_REFUSE else "",
            questions=casework.questions(filed) if action == pb.ACTION_ASK_CITIZEN else [])
        expect_refusal(StatusCode.PERMISSION_DENIED, "NOT_CLAIMED_BY_CALLER", colleague.work.Act, request)
    assert colleague.requests.Get(pb.GetRequest(tracking_code=filed.code)).request.assignee == "agency-city"
    counter.close()


@pytest.fixture(scope="module")
def stranger(shared_server):
    """A certificate of the right authority whose key nobody has registered."""
    with Client(shared_server, certificate=Authority(shared_server.folder).issue("agency-city")) as client:
        yield client


@pytest.fixture(scope="module")
def suspended(shared_server, counter):
    shared_server.folder.principal("suspend", "agency-water")
    yield counter.client("agency-water")
    shared_server.folder.principal("resume", "agency-water")
