"""The whole job: a request from the counter to its citizen's feedback."""

import pytest
from grpc import StatusCode

import casework
import citizens
import messages as pb
from errors import attempt, expect_fields, expect_refusal

def test_a_request_goes_from_the_counter_to_its_feedback(counter):
    services = counter.citizen.catalog.ListServices(pb.ListServicesRequest(agency="city")).services
    assert {"city-permit", "city-pothole"} <= {service.code for service in services}

    note = citizens.note()
    filed = counter.submit("city-pothole", note=note)
    assert len(filed.code) == 16 and filed.code.isdigit()
    assert len(filed.secret) == 6 and filed.secret.isdigit()

    state_alone = counter.citizen.requests.Track(pb.TrackRequest(tracking_code=filed.code))
    assert state_alone == pb.TrackResponse(tracking_code=filed.code, state=pb.REQUEST_STATE_SUBMITTED)
    assert_details(counter, filed)

    inbox = whole_inbox(counter.agency())
    assert [item for item in inbox if item.tracking_code == filed.code] == [
        pb.InboxItem(
            tracking_code=filed.code, service="city-pothole", state=pb.REQUEST_STATE_SUBMITTED, version=1,
            submitted_ms=filed.receipt.time_ms, changed_ms=filed.receipt.time_ms, office="1001", region="IR-23",
            acknowledge_due_ms=filed.receipt.acknowledge_due_ms, decide_due_ms=filed.receipt.decide_due_ms)
    ]

    officer = citizens.personal("کارشناسِ آزمونِ شهرداری")
    asked, result, comment = citizens.note("کجاست؟"), citizens.note("پر شد"), citizens.note("سپاس")
    question = pb.Question(attribute="details", text=asked)
    reply = citizens.form_values({"details": citizens.note("روبه‌روی مسجد")})
    acts = [
        counter.work(filed, pb.ACTION_ACKNOWLEDGE),
        counter.claim(filed, on_behalf_of=officer),
        counter.work(filed, pb.ACTION_ASK_CITIZEN, questions=[question], on_behalf_of=officer),
    ]
    assert list(counter.details(filed).open_questions) == [question]
    acts.append(counter.answer(filed, answers=reply))
    details = counter.details(filed)
    assert list(details.open_questions) == []
    assert [value for value in details.form if value.attribute == "details"] == reply
    acts.append(counter.work(filed, pb.ACTION_FULFIL, note=result))
    details = counter.details(filed)
    assert (details.state, details.note, details.assignee) == (pb.REQUEST_STATE_FULFILLED, result, "agency-city")

    survey = counter.citizen.feedback.GetSurvey(casework.survey(filed))
    assert not survey.already_given
    assert [question.code for question in survey.questions][::3] == ["overall", "comment"]
    given = [pb.SurveyAnswer(code="overall", number=5), pb.SurveyAnswer(code="comment", text=comment)]
    acts.append(counter.give_feedback(filed, answers=given))
    assert counter.citizen.feedback.GetSurvey(casework.survey(filed)).already_given
    assert counter.details(filed).feedback_given
    acts.append(counter.act(filed, pb.ACTION_CONFIRM))

    assert counter.citizen.requests.Track(pb.TrackRequest(tracking_code=filed.code)).state == pb.REQUEST_STATE_CLOSED
    assert filed.code not in [item.tracking_code for item in whole_inbox(counter.agency())]
    events = counter.history(filed)
    assert_events(events, [filed.receipt, *acts])
    agency = dict(role=pb.ROLE_AGENCY, actor="agency-city", channel=pb.CHANNEL_AGENCY)
    citizen = dict(role=pb.ROLE_CITIZEN, channel=pb.CHANNEL_ONLINE)
    assert [without_proof(event) for event in events] == [
        pb.Event(
            number=1, action=pb.ACTION_SUBMIT, to=pb.REQUEST_STATE_SUBMITTED, role=pb.ROLE_OFFICE,
            actor="office-1001", office="1001", channel=pb.CHANNEL_COUNTER, assisted=True, note=note,
            answers=filed.request.form, service="city-pothole", service_version=1),
        pb.Event(
            number=2, action=pb.ACTION_ACKNOWLEDGE, to=pb.REQUEST_STATE_ACKNOWLEDGED,
            **{"from": pb.REQUEST_STATE_SUBMITTED}, **agency),
        pb.Event(
            number=3, action=pb.ACTION_CLAIM, to=pb.REQUEST_STATE_ASSIGNED, on_behalf_of=officer,
            **{"from": pb.REQUEST_STATE_ACKNOWLEDGED}, **agency),
        pb.Event(
            number=4, action=pb.ACTION_ASK_CITIZEN, to=pb.REQUEST_STATE_WAITING_CITIZEN, on_behalf_of=officer,
            questions=[question], **{"from": pb.REQUEST_STATE_ASSIGNED}, **agency),
        pb.Event(
            number=5, action=pb.ACTION_ANSWER, to=pb.REQUEST_STATE_ASSIGNED, answers=reply,
            **{"from": pb.REQUEST_STATE_WAITING_CITIZEN}, **citizen),
        pb.Event(
            number=6, action=pb.ACTION_FULFIL, to=pb.REQUEST_STATE_FULFILLED, note=result,
            **{"from": pb.REQUEST_STATE_ASSIGNED}, **agency),
        pb.Event(
            number=7, action=pb.ACTION_GIVE_FEEDBACK, to=pb.REQUEST_STATE_FULFILLED, note=comment,
            **{"from": pb.REQUEST_STATE_FULFILLED}, **citizen),
        pb.Event(
            number=8, action=pb.ACTION_CONFIRM, to=pb.REQUEST_STATE_CLOSED,
            **{"from": pb.REQUEST_STATE_FULFILLED}, **citizen),
    ]


def test_a_refused_request_tells_its_reason_and_is_asked_for_feedback_too(counter):
    filed = counter.bring_to(pb.REQUEST_STATE_ASSIGNED)
    why = citizens.note("بیرون از محدوده")
    counter.work(filed, pb.ACTION_REFUSE, reason="OUT_OF_AREA", note=why)
    details = counter.details(filed)
    assert (details.state, details.reason, details.note) == (pb.REQUEST_STATE_REFUSED, "OUT_OF_AREA", why)
    event = counter.history(filed)[-1]
    assert (event.action, event.reason, event.note) == (pb.ACTION_REFUSE, "OUT_OF_AREA", why)
    counter.give_feedback(filed, settled=pb.SETTLED_NO)
    assert counter.act(filed, pb.ACTION_CONFIRM).state == pb.REQUEST_STATE_CLOSED


def test_a_citizen_can_withdraw_and_say_why(counter):
    filed = counter.submit()
    why = citizens.note("پشیمان شدم")
    response = counter.act(filed, pb.ACTION_WITHDRAW, note=why)
    assert (response.version, response.state) == (2, pb.REQUEST_STATE_WITHDRAWN)
    assert counter.history(filed)[-1].note == why
    counter.give_feedback(filed)


@pytest.mark.parametrize(
    "at, role, channel, office, assisted",
    [
        (casework.OFFICE, pb.ROLE_OFFICE, pb.CHANNEL_COUNTER, "1001", True),
        (casework.KIOSK, pb.ROLE_KIOSK, pb.CHANNEL_KIOSK, "2001", False),
    ])
def test_only_what_an_operator_types_is_marked_as_assisted(counter, at, role, channel, office, assisted):
    filed = counter.submit(at=at)
    details = counter.details(filed)
    assert (details.office, details.channel, details.assisted) == (office, channel, assisted)
    counter.act(filed, pb.ACTION_WITHDRAW, by=counter.client(at))
    submitted, withdrawn = counter.history(filed)
    for event, acting in [(submitted, role), (withdrawn, pb.ROLE_CITIZEN)]:
        assert (event.role, event.actor, event.office, event.channel, event.assisted) == (
            acting, at, office, channel, assisted)


@pytest.mark.parametrize("service", citizens.FORMS)
def test_every_service_takes_its_form_and_keeps_it_as_typed(counter, service):
    filed = counter.submit(service)
    assert_details(counter, filed)
    own = counter.agency(filed.agency).requests.Get(pb.GetRequest(tracking_code=filed.code)).request
    assert without_running_times(own) == counter.details(filed)


def test_history_comes_in_pages(counter):
    filed = counter.bring_to(pb.REQUEST_STATE_CLOSED)
    after, numbers = 0, []
    while True:
        page = counter.citizen.requests.History(casework.history(filed, after_event=after, page_size=2))
        numbers += [event.number for event in page.events]
        if not page.more:
            break
        after = numbers[-1]
    assert numbers == list(range(1, filed.version + 1))


def test_the_inbox_comes_in_pages_oldest_first_and_filtered(own_counter):
    agency = own_counter.agency("gas")
    filed = [own_counter.submit("gas-transfer") for _ in range(5)]
    own_counter.claim(filed[2])
    codes = [request.code for request in filed]
    assert [item.tracking_code for item in whole_inbox(agency, page_size=2)] == codes
    assigned = agency.work.Inbox(pb.InboxRequest(states=[pb.REQUEST_STATE_ASSIGNED]))
    assert [(item.tracking_code, item.assignee) for item in assigned.items] == [(codes[2], "agency-gas")]
    cursor = agency.work.Inbox(pb.InboxRequest(page_size=2)).next_cursor
    expect_fields(
        [("cursor", "unknown")], own_counter.agency("water").work.Inbox, pb.InboxRequest(page_size=2, cursor=cursor))


# The lifecycle: from which states an act is taken. Whatever is not here is refused.
WAITING = pb.REQUEST_STATE_WAITING_CITIZEN
OTHER = pb.REQUEST_STATE_WAITING_OTHER
OPEN = [pb.REQUEST_STATE_SUBMITTED, pb.REQUEST_STATE_ACKNOWLEDGED, pb.REQUEST_STATE_ASSIGNED, WAITING, OTHER]
DECIDED = [pb.REQUEST_STATE_FULFILLED, pb.REQUEST_STATE_REFUSED]
OVER = [*DECIDED, pb.REQUEST_STATE_CLOSED, pb.REQUEST_STATE_WITHDRAWN]
ACTS = {
    "acknowledge": ([pb.REQUEST_STATE_SUBMITTED], lambda c, f: c.work(f, pb.ACTION_ACKNOWLEDGE)),
    "claim": (OPEN[:2], lambda c, f: c.claim(f)),
    "ask": ([pb.REQUEST_STATE_ASSIGNED], lambda c, f: c.ask(f)),
    "answer": ([WAITING], lambda c, f: c.answer(f)),
    "fulfil": ([pb.REQUEST_STATE_ASSIGNED], lambda c, f: c.work(f, pb.ACTION_FULFIL)),
    "refuse": ([pb.REQUEST_STATE_ASSIGNED], lambda c, f: c.work(f, pb.ACTION_REFUSE, reason="NO")),
    "confirm": (DECIDED, lambda c, f: c.act(f, pb.ACTION_CONFIRM)),
    "withdraw": (OPEN, lambda c, f: c.act(f, pb.ACTION_WITHDRAW)),
    "feedback": (OVER, lambda c, f: c.give_feedback(f)),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", casework.STATES, ids=[pb.RequestState.Name(state)[14:] for state in casework.STATES])
def test_an_act_is_taken_only_from_its_states(counter, state, act):
    allowed, step = ACTS[act]
    filed = counter.bring_to(state)
    before = counter.details(filed)
    _, refusal = attempt(step, counter, filed)
    if state in allowed:
        assert refusal is None
        assert counter.details(filed).version == before.version + 1
    else:
        reason = "FEEDBACK_TOO_EARLY" if act == "feedback" else "WRONG_STATE"
        assert (refusal.code, refusal.reason) == (StatusCode.FAILED_PRECONDITION, reason)
        assert counter.details(filed) == before


def test_an_act_on_a_version_that_is_gone_changes_nothing_and_tells_the_current_one(counter):
    filed = counter.bring_to(WAITING)
    current = filed.version
    filed.version = current - 1
    for act in ["acknowledge", "claim", "ask", "answer", "fulfil", "refuse", "confirm", "withdraw"]:
        refusal = expect_refusal(StatusCode.ABORTED, "VERSION_STALE", ACTS[act][1], counter, filed)
        assert refusal.current_version == current
    assert counter.details(filed).version == current


def test_feedback_is_given_once(counter):
    filed = counter.bring_to(pb.REQUEST_STATE_FULFILLED)
    counter.give_feedback(filed)
    expect_refusal(StatusCode.ALREADY_EXISTS, "FEEDBACK_ALREADY_GIVEN", counter.give_feedback, filed)


def assert_details(counter, filed):
    """The citizen sees the request as it was typed, with the identifiers in their one form."""
    request, service = filed.request, counter.citizen.catalog.GetService(
        pb.GetServiceRequest(code=filed.request.service)).service
    details = counter.details(filed)
    assert details == pb.Request(
        tracking_code=filed.code, version=1, state=pb.REQUEST_STATE_SUBMITTED, service=request.service,
        service_version=1, agency=filed.agency, office="1001", channel=pb.CHANNEL_COUNTER, assisted=True,
        region="IR-23", submitted_ms=filed.receipt.time_ms, changed_ms=filed.receipt.time_ms,
        acknowledge_working_days=service.acknowledge_working_days,
        decide_working_days=service.decide_working_days, national_id=request.national_id,
        given_name=request.given_name, family_name=request.family_name, mobile=request.mobile, form=request.form,
        acknowledge_due_ms=filed.receipt.acknowledge_due_ms, decide_due_ms=filed.receipt.decide_due_ms,
        tariff_rial=service.fee_rial, pause_cap_ms=details.pause_cap_ms,
        calendar_version=details.calendar_version)


def assert_events(events, answered):
    """The events are numbered without gaps, their times never fall, and each is what the caller was told."""
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    times = [event.time_ms for event in events]
    assert times == sorted(times)
    assert [(event.hash, event.time_ms) for event in events] == [
        (response.event_hash, response.time_ms) for response in answered]
    assert all(len(event.hash) == 32 for event in events)
    assert len({event.hash for event in events}) == len(events)


def without_proof(event):
    """What was done, without when and by which clock."""
    for field in ["hash", "time_ms", "acknowledge_due_ms", "decide_due_ms", "paused_ms", "calendar_version"]:
        event.ClearField(field)
    return event


def without_running_times(request):
    request.ClearField("working_ms")
    request.ClearField("wall_ms")
    return request


def whole_inbox(agency, **fields):
    items, cursor = [], ""
    while True:
        page = agency.work.Inbox(pb.InboxRequest(cursor=cursor, **fields))
        items += page.items
        cursor = page.next_cursor
        if not cursor:
            return items
