"""What happens at the edges of what the server takes: full queues, impatient callers, silent peers, other settings."""

import concurrent.futures
import socket
import time

import grpc
import pytest
from grpc import StatusCode

import casework
import citizens
import messages as pb
from client import Client
from errors import read_refusal
from raw_connection import RawConnection, tls_context
from server import DEADLINE_S
from test_job import test_a_request_goes_from_the_counter_to_its_feedback as do_the_whole_job
from test_watch import SMALL_WINDOW


def submit_all(client, requests, timeout=DEADLINE_S):
    """Sends all at once: (answer or None, error or None) of each."""
    stub = client.channel.unary_unary(
        "/pishkhan.v1.Requests/Submit", pb.SubmitRequest.SerializeToString, pb.SubmitResponse.FromString)
    futures = [stub.future(request, timeout=timeout) for request in requests]
    outcomes = []
    for future in futures:
        error = future.exception()
        outcomes.append((None if error else future.result(), error))
    return outcomes


def submit_again(counter, requests):
    """Sends each again with its key; all are accepted."""
    responses = [counter.office.requests.Submit(request) for request in requests]
    for response in responses:
        citizens.personal(response.receipt.secret)
    return responses


def test_a_full_queue_turns_callers_away_and_stores_nothing_of_theirs(make_folder):
    counter = casework.Counter(make_folder(writer_queue_length=1, maximum_batch=1).serve())
    requests = [citizens.submission("city-pothole") for _ in range(300)]
    outcomes = submit_all(counter.office, requests)
    refused = [(request, read_refusal(error)) for request, (_, error) in zip(requests, outcomes) if error]
    assert 0 < len(refused) < 300
    for _, refusal in refused:
        assert (refusal.code, refusal.reason, refusal.durable) == (
            StatusCode.RESOURCE_EXHAUSTED, "OVERLOADED", "NO")
        assert refusal.retry_after_ms > 0
    assert counter.server.folder.check() == 300 - len(refused)
    assert not any(response.repeated_key for response in submit_again(counter, [request for request, _ in refused]))
    assert counter.server.folder.check() == 300
    counter.close()


@pytest.mark.parametrize("timeout", [0.002, 0.005, 0.02])
def test_a_caller_who_gave_up_finds_its_request_stored_once_or_not_at_all(own_counter, timeout):
    own_counter.office.catalog.ListAgencies(pb.ListAgenciesRequest())
    # Fewer than a connection may have alive or reset at once: beyond that the server takes the caller for an attacker.
    requests = [citizens.submission("city-pothole") for _ in range(90)]
    outcomes = submit_all(own_counter.office, requests, timeout)
    codes = {error.code() for _, error in outcomes if error}
    assert codes <= {StatusCode.DEADLINE_EXCEEDED}
    for response, (answer, _) in zip(submit_again(own_counter, requests), outcomes):
        if answer is not None:
            assert response.repeated_key and response.receipt == answer.receipt
    assert own_counter.server.folder.check() == 90


def test_a_caller_who_hangs_up_is_missed_by_nobody(own_counter):
    requests = [citizens.submission("city-pothole") for _ in range(200)]
    for start in range(0, 200, 50):
        with Client(own_counter.server, casework.OFFICE) as office:
            stub = office.channel.unary_unary(
                "/pishkhan.v1.Requests/Submit", pb.SubmitRequest.SerializeToString, pb.SubmitResponse.FromString)
            futures = [stub.future(request, timeout=DEADLINE_S) for request in requests[start:start + 50]]
            futures[0].result()
            for future in futures[1::2]:
                future.cancel()
    submit_again(own_counter, requests)
    assert own_counter.server.folder.check() == 200


def test_peers_who_say_nothing_do_not_hold_up_a_drain(own_counter):
    server = own_counter.server
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(5)]
    idle = [RawConnection(server, tls_context(server.folder)) for _ in range(5)]
    own_counter.submit()
    begun = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - begun < 10
    for connection in [*silent, *idle]:
        connection.close()


def test_a_reader_who_has_stopped_holds_up_a_drain_only_for_the_grace(make_folder, connect):
    counter = casework.Counter(make_folder(drain_grace_ms=1000).serve())
    filed = counter.bring_to(pb.REQUEST_STATE_ASSIGNED)
    text = citizens.personal("این را کسی نمی‌خواند. " * 48)
    for _ in range(60):
        counter.ask(filed, questions=[pb.Question(attribute=name, text=text) for name in ["lat", "lon", "details"]])
        counter.answer(filed, answers=citizens.form_values({"lat": "1", "lon": "2", "details": "آزمون"}))
    stopped = connect(counter.server, options=SMALL_WINDOW).requests.Watch(casework.watch(filed))
    assert next(stopped).event.number == 1
    begun = time.monotonic()
    assert counter.server.stop() == 0
    assert time.monotonic() - begun < 10
    counter.close()


def test_a_page_of_a_long_history_stays_below_any_clients_limit(own_counter):
    filed = own_counter.bring_to(pb.REQUEST_STATE_ASSIGNED)
    text = citizens.personal("پرسشی که بسیار دراز است. " * 43)
    for _ in range(170):
        own_counter.ask(filed, questions=[pb.Question(attribute=name, text=text) for name in ["lat", "lon", "details"]])
        own_counter.answer(filed, answers=citizens.form_values({"lat": "1", "lon": "2", "details": text}))
    numbers, pages, more = [], 0, True
    while more:
        page = own_counter.citizen.requests.History(
            casework.history(filed, after_event=numbers[-1] if numbers else 0, page_size=500))
        assert page.ByteSize() < 2 << 20
        numbers += [event.number for event in page.events]
        pages, more = pages + 1, page.more
    assert pages > 1 and numbers == list(range(1, filed.version + 1))


@pytest.mark.parametrize(
    "settings",
    [dict(loops=1), dict(loops=4), dict(listen_host="::1"), dict(maximum_batch=1), dict(maximum_concurrent_streams=1)],
    ids=str)
def test_the_whole_job_is_done_under_other_settings(make_folder, settings):
    counter = casework.Counter(make_folder(**settings).serve())
    do_the_whole_job(counter)
    with concurrent.futures.ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda _: counter.submit(), range(64)))
    assert counter.server.folder.check() == 65
    counter.close()


def test_a_smaller_message_limit_is_kept(make_folder, connect):
    server = make_folder(maximum_message_bytes=65_536).serve()
    office = connect(server, casework.OFFICE)
    with pytest.raises(grpc.RpcError) as error:
        office.call_bytes("/pishkhan.v1.Requests/Submit", b"\0" * 65_537)
    assert read_refusal(error.value).code == StatusCode.RESOURCE_EXHAUSTED


def test_more_connections_of_one_address_than_are_allowed_are_refused(make_folder, connect):
    server = make_folder(maximum_connections_per_address=3).serve()
    clients = [connect(server) for _ in range(3)]
    for client in clients:
        client.catalog.ListAgencies(pb.ListAgenciesRequest())
    with pytest.raises(grpc.RpcError) as error:
        connect(server).catalog.ListAgencies(pb.ListAgenciesRequest())
    assert error.value.code() == StatusCode.UNAVAILABLE
    server.log.wait_for("event=connection_refused", "cap=maximumConnectionsPerAddress")
    for client in clients:
        client.catalog.ListAgencies(pb.ListAgenciesRequest())
