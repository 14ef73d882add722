"""Watch: what happened to a request, then what happens from now on."""

import grpc
import pytest
from grpc import StatusCode

import casework
import citizens
import messages as pb
from client import Client
from errors import expect_refusal, read_refusal

# The smallest window that a client can offer, kept small: so a reader that stops is soon felt by the server.
SMALL_WINDOW = [("grpc.http2.lookahead_bytes", 1024), ("grpc.http2.bdp_probe", 0)]


def next_numbers(stream, count):
    return [next(stream).event.number for _ in range(count)]


def test_a_watch_gives_what_was_and_what_comes_and_ends_when_all_is_over(counter):
    filed = counter.bring_to(pb.REQUEST_STATE_ASSIGNED)
    stream = counter.citizen.requests.Watch(casework.watch(filed))
    assert next_numbers(stream, 2) == [1, 2]
    counter.ask(filed)
    assert next(stream).event.action == pb.ACTION_ASK_CITIZEN
    counter.answer(filed)
    counter.work(filed, pb.ACTION_FULFIL)
    assert next_numbers(stream, 2) == [4, 5]
    counter.act(filed, pb.ACTION_CONFIRM)
    assert next(stream).event.to == pb.REQUEST_STATE_CLOSED
    assert list(stream) == []
    assert stream.code() == StatusCode.OK


def test_a_watch_gives_the_same_events_as_the_history(counter):
    filed = counter.bring_to(pb.REQUEST_STATE_CLOSED)
    watched = [answer.event for answer in counter.citizen.requests.Watch(casework.watch(filed))]
    assert watched == counter.history(filed)


@pytest.mark.parametrize("seen", range(5))
def test_a_watch_resumes_behind_the_number_that_was_seen(counter, seen):
    filed = counter.bring_to(pb.REQUEST_STATE_CLOSED)
    stream = counter.citizen.requests.Watch(casework.watch(filed, after_event=seen))
    assert [answer.event.number for answer in stream] == [1, 2, 3, 4][seen:]


def test_a_watch_of_a_request_that_is_withdrawn_ends(counter):
    filed = counter.submit()
    stream = counter.citizen.requests.Watch(casework.watch(filed, after_event=1))
    counter.act(filed, pb.ACTION_WITHDRAW)
    assert [answer.event.to for answer in stream] == [pb.REQUEST_STATE_WITHDRAWN]
    assert stream.code() == StatusCode.OK


@pytest.mark.parametrize("principal", [casework.OFFICE, "agency-city"])
def test_those_who_own_the_request_watch_it_without_the_secret(counter, principal):
    filed = counter.submit()
    stream = counter.client(principal).requests.Watch(casework.watch(filed, secret=""))
    assert next(stream).event.number == 1
    counter.claim(filed)
    assert next(stream).event.action == pb.ACTION_CLAIM
    stream.cancel()


def test_every_watcher_of_a_request_gets_every_event(counter):
    filed = counter.submit()
    with Client(counter.server) as other:
        streams = [client.requests.Watch(casework.watch(filed)) for client in [counter.citizen, other] * 20]
        for stream in streams:
            assert next(stream).event.number == 1
        counter.claim(filed)
        counter.act(filed, pb.ACTION_WITHDRAW)
        for stream in streams:
            assert [answer.event.number for answer in stream] == [2, 3]


def test_a_cancelled_watch_leaves_its_connection_and_its_request_alone(counter, connect):
    filed, citizen = counter.submit(), connect(counter.server)
    kept = citizen.requests.Watch(casework.watch(filed))
    assert next(kept).event.number == 1
    for _ in range(150):
        stream = citizen.requests.Watch(casework.watch(filed))
        assert next(stream).event.number == 1
        stream.cancel()
        assert stream.code() == StatusCode.CANCELLED
    counter.act(filed, pb.ACTION_WITHDRAW)
    assert [answer.event.number for answer in kept] == [2]


def test_a_watch_whose_deadline_is_over_ends_so(counter):
    filed = counter.submit()
    stream = counter.citizen.requests.Watch(casework.watch(filed), timeout=0.2)
    with pytest.raises(grpc.RpcError) as error:
        list(stream)
    assert error.value.code() == StatusCode.DEADLINE_EXCEEDED


def test_a_slow_reader_holds_up_nobody_and_misses_nothing(counter, connect):
    filed = counter.bring_to(pb.REQUEST_STATE_ASSIGNED)
    slow = connect(counter.server, options=SMALL_WINDOW)
    stream = slow.requests.Watch(casework.watch(filed))
    assert next(stream).event.number == 1
    # Eight questions' worth of text an event: soon more than any window and the server's own buffer hold.
    text = citizens.personal("آیا این نشانی درست است؟ " * 45)
    asked = [pb.Question(attribute=name, text=text) for name in ["lat", "lon", "details"]]
    reply = citizens.form_values({"lat": "31.9", "lon": "54.4", "details": "آزمون"})
    for _ in range(60):
        counter.ask(filed, questions=asked)
        counter.answer(filed, answers=reply)
        # Others on the same connection are not held up.
        assert slow.requests.Track(casework.track(filed)).details.version == filed.version
    counter.act(filed, pb.ACTION_WITHDRAW)
    assert [answer.event.number for answer in stream] == list(range(2, filed.version + 1))


def test_a_watch_that_nobody_reads_can_be_cancelled(counter, connect):
    filed = counter.bring_to(pb.REQUEST_STATE_ASSIGNED)
    text = citizens.personal("این پرسش خوانده نمی‌شود. " * 40)
    for _ in range(40):
        counter.ask(filed, questions=[pb.Question(attribute=name, text=text) for name in ["lat", "lon", "details"]])
        counter.answer(filed, answers=citizens.form_values({"lat": "1", "lon": "2", "details": "آزمون"}))
    slow = connect(counter.server, options=SMALL_WINDOW)
    for _ in range(20):
        stream = slow.requests.Watch(casework.watch(filed))
        assert next(stream).event.number == 1
        stream.cancel()
    assert slow.requests.Track(casework.track(filed)).details.version == filed.version


def test_a_watch_with_a_wrong_secret_is_refused(counter):
    filed = counter.submit()
    wrong = f"{(int(filed.secret) + 1) % 1_000_000:06d}"
    watch = counter.citizen.requests.Watch
    expect_refusal(
        StatusCode.UNAUTHENTICATED, "CODE_OR_SECRET_WRONG", watch, casework.watch(filed, secret=wrong))


def test_a_drain_ends_every_watch_with_unavailable(own_counter):
    filed = [own_counter.submit() for _ in range(3)]
    streams = [own_counter.citizen.requests.Watch(casework.watch(request)) for request in filed]
    for stream in streams:
        assert next(stream).event.number == 1
    assert own_counter.server.stop() == 0
    for stream in streams:
        with pytest.raises(grpc.RpcError) as error:
            list(stream)
        refusal = read_refusal(error.value)
        assert (refusal.code, refusal.reason, refusal.durable) == (StatusCode.UNAVAILABLE, "DRAINING", "NO")
