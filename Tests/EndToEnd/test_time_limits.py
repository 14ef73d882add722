"""What ends with time, on a server whose clock the tests set: windows, leases, questions, drafts."""

import sqlite3

import pytest
from grpc import StatusCode

import casework
import citizens
import messages as pb
from clock import DAY_MS, Clock
from errors import attempt, expect_refusal
from raw_connection import RawConnection, tls_context
from server import DataFolder

FULFILLED, REFUSED, CLOSED, DUPLICATE, EXPIRED, ASSIGNED, WAITING = (
    pb.REQUEST_STATE_FULFILLED, pb.REQUEST_STATE_REFUSED, pb.REQUEST_STATE_CLOSED, pb.REQUEST_STATE_DUPLICATE,
    pb.REQUEST_STATE_EXPIRED, pb.REQUEST_STATE_ASSIGNED, pb.REQUEST_STATE_WAITING_CITIZEN)
REMEDIES = {pb.ACTION_REOPEN: [FULFILLED, REFUSED, CLOSED, DUPLICATE, EXPIRED],
            pb.ACTION_APPEAL: [REFUSED, CLOSED, DUPLICATE, EXPIRED]}


@pytest.fixture(scope="module")
def clock(tmp_path_factory):
    return Clock(tmp_path_factory.mktemp("clock") / "ahead")


@pytest.fixture(scope="module")
def counter(clock, tmp_path_factory):
    """A server whose clock only these tests set; the next one finds it where the last one left it."""
    folder = DataFolder(tmp_path_factory.mktemp("time") / "counter")
    server = folder.serve(env=clock.environment)
    counter = casework.Counter(server)
    yield counter
    counter.close()
    assert server.stop() == 0
    folder.check()


def wait_for(counter, filed, action):
    """Until the counter itself has done this; `filed` then has the version that it left."""
    for answer in counter.citizen.requests.Watch(casework.watch(filed)):
        if answer.event.action == action:
            filed.version = answer.event.number
            return


def bring_to(counter, clock, state):
    if state == EXPIRED:
        filed = counter.bring_to(WAITING)
        clock.advance(31 * DAY_MS)
        wait_for(counter, filed, pb.ACTION_EXPIRE)
        return filed
    if state == DUPLICATE:
        first = counter.submit()
        filed = counter.submit(national_id=first.request.national_id)
        counter.claim(filed)
        counter.work(filed, pb.ACTION_MARK_DUPLICATE, linked_code=first.code)
        return filed
    return counter.bring_to(state)


@pytest.mark.parametrize("action, state", [(action, state) for action, states in REMEDIES.items() for state in states])
def test_an_end_can_be_reopened_and_appealed_within_its_window_and_not_later(counter, clock, action, state):
    filed = bring_to(counter, clock, state)
    clock.advance(29 * DAY_MS)
    assert counter.act(filed, action, reason="IN_TIME").state == ASSIGNED
    late = bring_to(counter, clock, state)
    clock.advance(30 * DAY_MS + 60_000)
    if state in (FULFILLED, REFUSED):
        wait_for(counter, late, pb.ACTION_CLOSE)
    before = counter.details(late)
    refusal = expect_refusal(StatusCode.FAILED_PRECONDITION, "WINDOW_OVER", counter.act, late, action, reason="LATE")
    assert refusal.message != refusal.localized_message
    assert counter.details(late) == before


def test_a_question_that_nobody_answers_expires(counter, clock):
    filed = counter.bring_to(WAITING)
    clock.advance(29 * DAY_MS)
    assert counter.details(filed).state == WAITING
    clock.advance(DAY_MS + 60_000)
    wait_for(counter, filed, pb.ACTION_EXPIRE)
    assert counter.details(filed).state == EXPIRED
    assert counter.history(filed)[-1].role == pb.ROLE_SYSTEM


def test_an_act_after_the_lease_is_refused_and_stores_nothing(counter, clock):
    # The counter itself takes the request back within a second, which ends the refusal too: an act that comes later sees
    # another version. One that the machine delays so long is tried again.
    for _ in range(10):
        filed = counter.submit()
        counter.claim(filed, lease_seconds=60)
        clock.advance(61_000)
        _, refusal = attempt(counter.work, filed, pb.ACTION_FULFIL)
        if refusal.reason == "LEASE_OVER":
            break
        assert refusal.reason == "VERSION_STALE"
    assert (refusal.code, refusal.reason, refusal.durable) == (StatusCode.FAILED_PRECONDITION, "LEASE_OVER", "NO")
    wait_for(counter, filed, pb.ACTION_LAPSE)
    assert [event.action for event in counter.history(filed)] == [pb.ACTION_SUBMIT, pb.ACTION_CLAIM, pb.ACTION_LAPSE]
    assert counter.claim(filed).state == ASSIGNED


def test_a_draft_is_gone_from_the_disk_when_its_time_is_over(counter, clock):
    draft = casework.draft()
    counter.office.requests.PutDraft(pb.PutDraftRequest(draft=draft))
    clock.advance(30 * DAY_MS + 1)
    request = pb.GetDraftRequest(id=draft.id)
    expect_refusal(StatusCode.NOT_FOUND, "DRAFT_UNKNOWN", counter.office.requests.GetDraft, request)
    # The next batch takes it along, whoever's it is.
    counter.submit(at=casework.KIOSK)
    with sqlite3.connect(f"file:{counter.server.folder.path}/journal.sqlite?mode=ro", uri=True) as journal:
        assert journal.execute("SELECT count(*) FROM draft").fetchone() == (0,)
    journal.close()


# Work.Stream


def take_nothing(server, **changes):
    """A worker that has opened a stream and does not read a byte of it."""
    connection = RawConnection(server, tls_context(server.folder, "agency-gas"), window=0)
    offer = pb.StreamWorkRequest(**dict(service="gas-transfer", lease_seconds=60) | changes)
    connection.begin("/pishkhan.v1.Work/Stream", offer.SerializeToString())
    return connection


def assigned(counter):
    page = counter.agency("gas").work.Inbox(
        pb.InboxRequest(service="gas-transfer", states=[pb.REQUEST_STATE_ASSIGNED], page_size=200))
    return {item.tracking_code for item in page.items}


def read(stream, count):
    return [next(stream).request.tracking_code for _ in range(count)]


@pytest.mark.parametrize("in_hand", [1, 5])
def test_what_a_worker_does_not_read_goes_to_another_when_its_lease_ends(counter, clock, connect, in_hand):
    filed = [counter.submit("gas-transfer") for _ in range(in_hand)]
    with take_nothing(counter.server, in_hand=in_hand):
        for request in filed:
            wait_for(counter, request, pb.ACTION_CLAIM)
        other = connect(counter.server, "agency-gas").work.Stream(
            pb.StreamWorkRequest(service="gas-transfer", lease_seconds=600, in_hand=in_hand))
        clock.advance(61_000)
        assert sorted(read(other, in_hand)) == sorted(request.code for request in filed)
        for request in filed:
            actions = [event.action for event in counter.history(request)]
            assert actions == [pb.ACTION_SUBMIT, pb.ACTION_CLAIM, pb.ACTION_LAPSE, pb.ACTION_CLAIM]
            request.version = 4
            counter.work(request, pb.ACTION_FULFIL)
        other.cancel()


def test_a_worker_that_does_not_read_is_given_no_more_than_one_look_finds(counter, clock, connect):
    filed = {counter.submit("gas-transfer").code for _ in range(60)}
    with take_nothing(counter.server, in_hand=100):
        stub = connect(counter.server, "agency-gas").work
        # All that it has was claimed at once: the rest is left for who reads.
        other = stub.Stream(pb.StreamWorkRequest(service="gas-transfer", lease_seconds=6_000, in_hand=100))
        taken = read(other, 44)
        clock.advance(61_000)
        taken += read(other, 16)
        assert set(taken) == filed and len(taken) == 60
        other.cancel()
