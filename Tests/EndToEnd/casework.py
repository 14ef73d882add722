"""Who stands around one counter, and the steps by which a request goes through it."""

import dataclasses

import citizens
import messages as pb
from client import Client

SERVICE = "city-pothole"
AGENCY = "city"

OFFICE = "office-1001"
KIOSK = "kiosk-2001"


@dataclasses.dataclass
class Filed:
    """A request that was accepted, as its citizen knows it."""

    request: pb.SubmitRequest
    receipt: pb.Receipt
    version: int = 1

    @property
    def code(self):
        return self.receipt.tracking_code

    @property
    def secret(self):
        return self.receipt.secret

    @property
    def agency(self):
        return self.request.service.split("-")[0]


class Counter:
    """The clients of one server, connected when they are first needed."""

    def __init__(self, server):
        self.server = server
        self._clients = {}

    def client(self, principal=None):
        if principal not in self._clients:
            self._clients[principal] = Client(self.server, principal)
        return self._clients[principal]

    @property
    def citizen(self):
        """Nobody that the server knows: without a certificate."""
        return self.client()

    @property
    def office(self):
        return self.client(OFFICE)

    @property
    def kiosk(self):
        return self.client(KIOSK)

    def agency(self, agency=AGENCY):
        return self.client(f"agency-{agency}")

    def supervisor(self, agency=AGENCY):
        return self.client(f"supervisor-{agency}")

    def close(self):
        for client in self._clients.values():
            client.close()

    def submit(self, service=SERVICE, at=OFFICE, **changes):
        request = citizens.submission(service, **changes)
        response = self.client(at).requests.Submit(request)
        citizens.personal(response.receipt.secret)
        return Filed(request, response.receipt)

    def details(self, filed):
        """The request as its citizen sees it, but for the times that run on by themselves."""
        details = self.citizen.requests.Track(track(filed)).details
        details.ClearField("working_ms")
        details.ClearField("wall_ms")
        if details.state == pb.REQUEST_STATE_WAITING_CITIZEN:
            details.ClearField("paused_ms")
        return details

    def history(self, filed):
        return list(self.citizen.requests.History(history(filed)).events)

    # The steps. Each moves `filed.version` on.

    def claim(self, filed, by=None, **changes):
        return _moved(filed, (by or self.agency(filed.agency)).work.Claim(claim(filed, **changes)))

    def work(self, filed, action, by=None, **changes):
        return _moved(filed, (by or self.agency(filed.agency)).work.Act(work_act(filed, action, **changes)))

    def ask(self, filed, **changes):
        return self.work(filed, pb.ACTION_ASK_CITIZEN, **dict(questions=questions(filed)) | changes)

    def ask_other(self, filed, **changes):
        return self.work(filed, pb.ACTION_ASK_OTHER, **dict(other_body="the registry") | changes)

    def release(self, filed, **changes):
        return _moved(filed, self.agency(filed.agency).work.Release(release(filed, **changes)))

    def act(self, filed, action, by=None, **changes):
        return _moved(filed, (by or self.citizen).requests.Act(citizen_act(filed, action, **changes)))

    def answer(self, filed, **changes):
        return self.act(filed, pb.ACTION_ANSWER, **dict(answers=answers(filed)) | changes)

    def give_feedback(self, filed, by=None, **changes):
        return _moved(filed, (by or self.citizen).feedback.SubmitFeedback(feedback(filed, **changes)), "event_number")

    def bring_to(self, state, service=SERVICE, at=OFFICE):
        """A new request that stands in a state."""
        filed = self.submit(service, at)
        for step in _STEPS[state]:
            step(self, filed)
        return filed


def _moved(filed, response, version="version"):
    filed.version = getattr(response, version)
    return response


def _refuse(counter, filed):
    counter.work(filed, pb.ACTION_REFUSE, reason="OUT_OF_AREA")


_ASSIGNED = [Counter.claim]
_FULFILLED = [*_ASSIGNED, lambda counter, filed: counter.work(filed, pb.ACTION_FULFIL)]
_STEPS = {
    pb.REQUEST_STATE_SUBMITTED: [],
    pb.REQUEST_STATE_ACKNOWLEDGED: [lambda counter, filed: counter.work(filed, pb.ACTION_ACKNOWLEDGE)],
    pb.REQUEST_STATE_ASSIGNED: _ASSIGNED,
    pb.REQUEST_STATE_WAITING_CITIZEN: [*_ASSIGNED, Counter.ask],
    pb.REQUEST_STATE_WAITING_OTHER: [*_ASSIGNED, Counter.ask_other],
    pb.REQUEST_STATE_FULFILLED: _FULFILLED,
    pb.REQUEST_STATE_REFUSED: [*_ASSIGNED, _refuse],
    pb.REQUEST_STATE_CLOSED: [*_FULFILLED, lambda counter, filed: counter.act(filed, pb.ACTION_CONFIRM)],
    pb.REQUEST_STATE_WITHDRAWN: [lambda counter, filed: counter.act(filed, pb.ACTION_WITHDRAW)],
}
STATES = list(_STEPS)


# The messages of each step, right as they are; `changes` replace fields.


def track(filed, **changes):
    return pb.TrackRequest(**dict(tracking_code=filed.code, secret=filed.secret) | changes)


def history(filed, **changes):
    return pb.HistoryRequest(**dict(tracking_code=filed.code, secret=filed.secret) | changes)


def watch(filed, **changes):
    return pb.WatchRequest(**dict(tracking_code=filed.code, secret=filed.secret) | changes)


def claim(filed, **changes):
    fields = dict(idempotency_key=citizens.new_key(), tracking_code=filed.code, expected_version=filed.version)
    return pb.ClaimRequest(**fields | changes)


def release(filed, **changes):
    fields = dict(idempotency_key=citizens.new_key(), tracking_code=filed.code, expected_version=filed.version)
    return pb.ReleaseRequest(**fields | changes)


def work_act(filed, action, **changes):
    fields = dict(
        idempotency_key=citizens.new_key(), tracking_code=filed.code, expected_version=filed.version, action=action)
    return pb.WorkActRequest(**fields | changes)


def citizen_act(filed, action, **changes):
    fields = dict(
        idempotency_key=citizens.new_key(), tracking_code=filed.code, secret=filed.secret,
        expected_version=filed.version, action=action)
    return pb.RequestsActRequest(**fields | changes)


def replace_secret(filed, **changes):
    fields = dict(idempotency_key=citizens.new_key(), tracking_code=filed.code, secret=filed.secret)
    return pb.ReplaceSecretRequest(**fields | changes)


def complaint(filed, **changes):
    fields = dict(
        idempotency_key=citizens.new_key(), tracking_code=filed.code, secret=filed.secret,
        subject=pb.COMPLAINT_SUBJECT_OFFICE, text=citizens.note("بیش از تعرفه گرفتند"))
    return pb.ComplainRequest(**fields | changes)


def draft(service=SERVICE, **changes):
    """A form that somebody has begun."""
    citizen = citizens.new_citizen()
    fields = dict(
        id=citizens.new_key(), service=service, national_id=citizen.national_id, given_name=citizen.given_name,
        family_name=citizen.family_name, mobile=citizen.mobile, form=citizens.form_values(citizens.FORMS[service]),
        region="IR-23", note=citizens.note())
    return pb.Draft(**fields | changes)


def feedback(filed, **changes):
    fields = dict(
        idempotency_key=citizens.new_key(), tracking_code=filed.code, secret=filed.secret, settled=pb.SETTLED_YES,
        answers=[pb.SurveyAnswer(code="overall", number=4)])
    return pb.SubmitFeedbackRequest(**fields | changes)


def survey(filed, **changes):
    return pb.GetSurveyRequest(**dict(tracking_code=filed.code, secret=filed.secret) | changes)


def questions(filed):
    """One question, about the first attribute of the form."""
    return [pb.Question(attribute=filed.request.form[0].attribute, text=citizens.note("درست است؟"))]


def answers(filed):
    """What was typed at first, once more."""
    return [filed.request.form[0]]
