"""Work.Stream: each request to one worker at a time, the next when hands are free, again when a lease ends."""

import collections
import os
import pathlib
import threading
import time

import grpc
import pytest
from grpc import StatusCode

import casework
import citizens
import messages as pb
from client import Client
from errors import expect_fields, expect_refusal, read_refusal

SERVICE = "gas-transfer"
AGENCY = "agency-gas"


def offer(**changes):
    return pb.StreamWorkRequest(**dict(service=SERVICE, lease_seconds=60) | changes)


def as_filed(filed, request):
    """The request as its worker knows it, with what the tests need to act on it."""
    return casework.Filed(filed.request, filed.receipt, request.version)


class Taken:
    """What a stream gave, read in a thread of its own."""

    def __init__(self, stream):
        self.stream = stream
        self.requests = []
        self.refusal = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        try:
            for answer in self.stream:
                with self._changed:
                    self.requests.append(answer.request)
                    self._changed.notify_all()
        except grpc.RpcError as error:
            if error.code() != StatusCode.CANCELLED:
                self.refusal = read_refusal(error)

    @property
    def codes(self):
        with self._changed:
            return [request.tracking_code for request in self.requests]

    def wait(self, count, seconds=20):
        """The codes, once there are so many."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.requests) >= count, seconds), self.codes
        return self.codes

    def end(self):
        self._thread.join(20)
        assert not self._thread.is_alive()
        return self.refusal


@pytest.fixture
def take(own_counter):
    """Opens streams; all are cancelled with the test."""
    streams = []

    def take(client=None, **changes):
        stream = (client or own_counter.client(AGENCY)).work.Stream(offer(**changes))
        streams.append(stream)
        return Taken(stream)

    yield take
    for stream in streams:
        stream.cancel()


def state(counter, filed):
    return counter.citizen.requests.Track(casework.track(filed, secret="")).state


def test_a_stream_hands_out_the_oldest_and_the_next_when_hands_are_free(own_counter, take):
    filed = [own_counter.submit(SERVICE) for _ in range(3)]
    taken = take(on_behalf_of=citizens.personal("کارشناسِ جریان"))
    assert taken.wait(1) == [filed[0].code]
    first = taken.requests[0]
    assert (first.state, first.assignee, first.version) == (pb.REQUEST_STATE_ASSIGNED, AGENCY, 2)
    assert first.national_id == filed[0].request.national_id
    assert 59_000 < first.lease_until_ms - first.changed_ms <= 60_000
    own_counter.work(as_filed(filed[0], first), pb.ACTION_FULFIL)
    assert taken.wait(2) == [filed[0].code, filed[1].code]
    assert state(own_counter, filed[2]) == pb.REQUEST_STATE_SUBMITTED


def test_a_stream_that_waits_is_given_what_is_submitted(own_counter, take):
    taken = take()
    filed = own_counter.submit(SERVICE)
    assert taken.wait(1) == [filed.code]


def test_in_hand_is_how_many_are_out_at_once(own_counter, take):
    filed = [own_counter.submit(SERVICE) for _ in range(6)]
    taken = take(in_hand=4)
    assert sorted(taken.wait(4)) == sorted(request.code for request in filed[:4])
    assert [state(own_counter, request) for request in filed[4:]] == [pb.REQUEST_STATE_SUBMITTED] * 2


FREEING = {
    "decided": lambda counter, filed: counter.work(filed, pb.ACTION_REFUSE, reason="NO"),
    "released": lambda counter, filed: counter.release(filed),
    "asked": lambda counter, filed: counter.ask(filed),
    "asked elsewhere": lambda counter, filed: counter.ask_other(filed),
    "withdrawn": lambda counter, filed: counter.act(filed, pb.ACTION_WITHDRAW),
}


@pytest.mark.parametrize("way", FREEING)
def test_a_hand_is_free_once_its_request_is(own_counter, take, way):
    filed = [own_counter.submit(SERVICE) for _ in range(2)]
    taken = take()
    taken.wait(1)
    FREEING[way](own_counter, as_filed(filed[0], taken.requests[0]))
    # What was given back is the oldest again.
    expected = filed[0] if way == "released" else filed[1]
    assert taken.wait(2) == [filed[0].code, expected.code]


def test_five_workers_share_the_work_and_no_two_have_the_same(own_counter, connect):
    filed = {request.code: request for request in (own_counter.submit(SERVICE) for _ in range(40))}
    done, workers = collections.Counter(), []
    lock = threading.Lock()

    def work(client):
        stream = client.work.Stream(offer())
        for answer in stream:
            request = as_filed(filed[answer.request.tracking_code], answer.request)
            client.work.Act(casework.work_act(request, pb.ACTION_FULFIL))
            with lock:
                done[request.code] += 1
                if len(done) == len(filed):
                    finished.set()

    finished = threading.Event()
    for _ in range(5):
        client = connect(own_counter.server, AGENCY)
        workers.append(threading.Thread(target=_until_cancelled, args=(work, client), daemon=True))
        workers[-1].start()
    assert finished.wait(30), done
    assert done == dict.fromkeys(filed, 1)
    for request in filed.values():
        claims = [event for event in own_counter.history(request) if event.action == pb.ACTION_CLAIM]
        assert len(claims) == 1


def _until_cancelled(work, client):
    try:
        work(client)
    except (grpc.RpcError, ValueError):
        # The client is closed with the test.
        pass


def test_what_a_killed_worker_had_goes_to_another_when_its_lease_ends(own_counter, connect, take):
    filed = {request.code: request for request in (own_counter.submit(SERVICE) for _ in range(5))}
    killed = []
    for _ in range(2):
        client = Client(own_counter.server, AGENCY)
        doomed = Taken(client.work.Stream(offer(lease_seconds=10)))
        killed += doomed.wait(1)
        client.close()
    assert len(set(killed)) == 2
    done = []
    living = [take(connect(own_counter.server, AGENCY), lease_seconds=60) for _ in range(3)]
    deadline = time.monotonic() + 30
    while len(done) < 5 and time.monotonic() < deadline:
        for worker in living:
            for request in worker.requests[:]:
                if request.tracking_code in done:
                    continue
                own_counter.work(as_filed(filed[request.tracking_code], request), pb.ACTION_FULFIL)
                done.append(request.tracking_code)
        time.sleep(0.02)
    assert sorted(done) == sorted(filed)
    assert set(done[-2:]) == set(killed)
    for code in killed:
        actions = [event.action for event in own_counter.history(filed[code])]
        assert actions == [
            pb.ACTION_SUBMIT, pb.ACTION_CLAIM, pb.ACTION_LAPSE, pb.ACTION_CLAIM, pb.ACTION_FULFIL]


def test_a_renewed_lease_keeps_its_request(own_counter, take):
    filed = own_counter.submit(SERVICE)
    taken = take(lease_seconds=10)
    taken.wait(1)
    until = own_counter.client(AGENCY).work.Renew(
        pb.RenewRequest(tracking_code=filed.code, lease_seconds=600)).lease_until_ms
    assert until > taken.requests[0].lease_until_ms + 500_000
    assert own_counter.details(filed).lease_until_ms == until
    assert own_counter.details(filed).version == 2


def test_a_stream_gives_only_its_service_and_region(own_counter, take):
    elsewhere = own_counter.submit(SERVICE, region="IR-07")
    other = own_counter.submit("city-permit")
    taken = take(region="IR-23", in_hand=5)
    here = own_counter.submit(SERVICE, region="IR-23")
    assert taken.wait(1) == [here.code]
    assert [state(own_counter, filed) for filed in (elsewhere, other)] == [pb.REQUEST_STATE_SUBMITTED] * 2


def processor_seconds(process):
    """What a process has used of the processors."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_many_streams_of_a_worker_who_may_not_hear_an_appeal_cost_no_more_than_one(own_counter, connect):
    appealed = own_counter.bring_to(pb.REQUEST_STATE_REFUSED, SERVICE)
    own_counter.act(appealed, pb.ACTION_APPEAL, reason="RULE_MISREAD")

    def submit_all():
        before = processor_seconds(own_counter.server.process)
        for _ in range(300):
            own_counter.submit()
        return processor_seconds(own_counter.server.process) - before

    quiet = submit_all()
    workers = [connect(own_counter.server, AGENCY) for _ in range(5)]
    streams = [worker.work.Stream(offer()) for worker in workers for _ in range(90)]
    for stream in streams:
        stream.initial_metadata()
    # 450 looks for each commit would be a second and more.
    assert submit_all() < 2 * quiet + 0.3
    for stream in streams:
        stream.cancel()


def test_a_slow_worker_is_sent_no_more_than_it_takes_in_hand(own_counter, connect):
    filed = [own_counter.submit(SERVICE) for _ in range(3)]
    client = connect(own_counter.server, AGENCY)
    stream = client.work.Stream(offer(in_hand=2))
    assert next(stream).request.tracking_code == filed[0].code
    own_counter.work(casework.Filed(filed[0].request, filed[0].receipt, 2), pb.ACTION_FULFIL)
    # Two are out though nobody has read them yet: the third waits for the next free hand.
    assert {next(stream).request.tracking_code for _ in range(2)} == {filed[1].code, filed[2].code}
    stream.cancel()


@pytest.mark.parametrize(
    "changes, fields",
    [
        (dict(lease_seconds=9), [("lease_seconds", "range")]), (dict(lease_seconds=86_401), [("lease_seconds", "range")]),
        (dict(in_hand=101), [("in_hand", "range")]), (dict(on_behalf_of="o" * 257), [("on_behalf_of", "too_long")]),
        (dict(region="IR-99"), [("region", "unknown")]),
    ])
def test_an_offer_is_checked_field_by_field(counter, changes, fields):
    expect_fields(fields, lambda: next(counter.agency("gas").work.Stream(offer(**changes))))


def test_a_stream_is_refused_for_services_of_others_and_for_none(counter):
    def first(client, **changes):
        return next(counter.client(client).work.Stream(offer(**changes)))

    expect_refusal(StatusCode.PERMISSION_DENIED, "OUT_OF_SCOPE", first, "agency-city")
    expect_refusal(StatusCode.NOT_FOUND, "SERVICE_UNKNOWN", first, AGENCY, service="gas-nothing")
    expect_refusal(StatusCode.PERMISSION_DENIED, "ROLE_NOT_ALLOWED", first, casework.OFFICE)
    expect_refusal(StatusCode.UNAUTHENTICATED, "CERTIFICATE_REQUIRED", first, None)


def test_a_suspended_worker_is_given_nothing_more(folder, own_counter, take):
    taken = take()
    own_counter.submit(SERVICE)
    taken.wait(1)
    folder.principal("suspend", AGENCY)
    refusal = taken.end()
    assert (refusal.code, refusal.reason) == (StatusCode.PERMISSION_DENIED, "PRINCIPAL_SUSPENDED")


def test_a_drain_ends_the_stream(own_counter, take):
    taken = take()
    own_counter.submit(SERVICE)
    taken.wait(1)
    assert own_counter.server.stop() == 0
    refusal = taken.end()
    assert (refusal.code, refusal.reason) == (StatusCode.UNAVAILABLE, "DRAINING")
