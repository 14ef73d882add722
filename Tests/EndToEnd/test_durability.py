"""Accepted means stored: whatever happens to the server, no receipt is ever wrong."""

import concurrent.futures
import signal
import threading

import grpc
import pytest

import casework
import citizens
import messages as pb
from client import Client
from errors import read_refusal

WRITERS = 12


class Storm:
    """Many writers on several connections, each noting what it was answered."""

    def __init__(self, server):
        self.clients = [Client(server, principal) for principal in [casework.OFFICE, casework.KIOSK] * 3]
        self.accepted = []  # (principal, request, receipt)
        self.failed = []  # (principal, request, error)
        self._enough = threading.Semaphore(0)
        self._threads = [
            threading.Thread(target=self._write, args=[self.clients[number % len(self.clients)]])
            for number in range(WRITERS)
        ]
        for thread in self._threads:
            thread.start()

    def _write(self, client):
        while True:  # until the server has gone
            request = citizens.submission("city-pothole")
            try:
                response = client.requests.Submit(request)
            except grpc.RpcError as error:
                self.failed.append((client.principal, request, error))
                return
            assert not response.repeated_key
            self.accepted.append((client.principal, request, response.receipt))
            citizens.personal(response.receipt.secret)
            self._enough.release()

    def wait_for(self, accepted):
        """Returns when so many more submissions were accepted."""
        for _ in range(accepted):
            assert self._enough.acquire(timeout=30), "the storm has died down"

    def join(self):
        """Each writer ends with the call that the server's end has failed."""
        for thread in self._threads:
            thread.join()
        for client in self.clients:
            client.close()


def assert_all_there(server, accepted):
    """Each receipt opens its request, and the event that it names has the hash that it names."""
    with Client(server) as citizen, concurrent.futures.ThreadPoolExecutor(8) as threads:
        def check(entry):
            principal, request, receipt = entry
            filed = casework.Filed(request, receipt)
            details = citizen.requests.Track(casework.track(filed)).details
            assert (details.national_id, details.form, details.state) == (
                request.national_id, request.form, pb.REQUEST_STATE_SUBMITTED)
            [event] = citizen.requests.History(casework.history(filed)).events
            assert (event.hash, event.time_ms, event.actor) == (receipt.event_hash, receipt.time_ms, principal)
            return receipt.tracking_code

        assert len(set(threads.map(check, accepted))) == len(accepted)


def test_what_was_accepted_survives_sigkill_in_a_storm_of_writers(folder):
    accepted, replayed = [], 0
    for accepted_before_the_end in [40, 250, 400, 150]:
        server = folder.serve()
        storm = Storm(server)
        storm.wait_for(accepted_before_the_end)
        server.kill()
        storm.join()
        accepted += storm.accepted
        assert len(storm.failed) == WRITERS

        server = folder.serve()
        # Nobody was told of these. Sent again with their keys, each is stored once: then or now.
        with Client(server, casework.OFFICE) as office, Client(server, casework.KIOSK) as kiosk:
            for principal, request, error in storm.failed:
                assert error.code() == grpc.StatusCode.UNAVAILABLE
                client = office if principal == casework.OFFICE else kiosk
                response = client.requests.Submit(request)
                citizens.personal(response.receipt.secret)
                replayed += response.repeated_key
                accepted.append((principal, request, response.receipt))
        assert_all_there(server, accepted)
        assert server.stop() == 0
        assert folder.check() == len(accepted)
    print(f"{len(accepted)} accepted; {replayed} were stored though their callers were not told")


def test_sigterm_under_load_answers_what_it_has_taken_in_and_exits_0(folder):
    server = folder.serve()
    storm = Storm(server)
    storm.wait_for(300)
    assert server.stop() == 0
    storm.join()
    assert storm.accepted
    server.log.wait_for("event=drain_ended", "abandoned_calls=0")

    server = folder.serve()
    accepted = list(storm.accepted)
    with Client(server, casework.OFFICE) as office, Client(server, casework.KIOSK) as kiosk:
        for principal, request, error in storm.failed:
            assert error.code() == grpc.StatusCode.UNAVAILABLE
            client = office if principal == casework.OFFICE else kiosk
            response = client.requests.Submit(request)
            citizens.personal(response.receipt.secret)
            if any(key == "grpc-status-details-bin" for key, _ in error.trailing_metadata() or []):
                refusal = read_refusal(error)
                assert (refusal.reason, refusal.durable) == ("DRAINING", "NO")
            # Every call that was taken in was answered: what was not answered is not stored.
            assert not response.repeated_key
            accepted.append((principal, request, response.receipt))
    assert_all_there(server, accepted)
    assert folder.check() == len(accepted)


def test_the_whole_history_is_the_same_after_a_restart(folder):
    counter = casework.Counter(folder.serve())
    filed = [counter.bring_to(state) for state in casework.STATES]
    before = [(counter.details(request), counter.history(request)) for request in filed]
    counter.close()
    counter.server.kill()
    counter = casework.Counter(folder.serve())
    assert [(counter.details(request), counter.history(request)) for request in filed] == before
    # And the work goes on where it stood.
    counter.act(filed[casework.STATES.index(pb.REQUEST_STATE_FULFILLED)], pb.ACTION_CONFIRM)
    counter.claim(counter.submit())
    counter.close()


def test_what_was_submitted_can_be_read_at_once_from_another_connection(counter, connect):
    readers = [connect(counter.server) for _ in range(4)]
    for number in range(200):
        filed = counter.submit()
        assert readers[number % 4].requests.Track(casework.track(filed)).details.version == 1


def test_a_clean_stop_leaves_everything_in_the_journals_one_file(folder):
    counter = casework.Counter(folder.serve())
    for _ in range(30):
        counter.submit()
    counter.close()
    counter.server.stop()
    for beside in folder.path.glob("journal.sqlite-*"):
        beside.unlink()
    assert folder.check() == 30


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_idle_server_stops_at_once(folder, number):
    server = folder.serve()
    with Client(server) as client:
        client.catalog.ListAgencies(pb.ListAgenciesRequest())
        server.signal(number)
        assert server.wait() == 0
    assert (folder.path / "pishkhand.pid").read_text() == ""
