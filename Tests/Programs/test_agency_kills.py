"""Server and agency are killed at random while requests come in: in the end each is decided exactly once.

AGENCY_KILLS sets how often (default 20), AGENCY_SEED what is random (printed).
"""

import os
import queue
import random
import threading

import grpc
import pytest

import citizens
import messages as pb
from agency_program import AgencyProgram
from client import Client

KILLS = int(os.environ.get("AGENCY_KILLS", "20"))
SEED = int(os.environ.get("AGENCY_SEED", random.SystemRandom().randrange(10**6)))
REQUESTS_PER_KILL = 3

RULES = """
post-postalcode  postal_code starts-with 16  fulfil The certificate is ready.
post-postalcode  always                      refuse OUT_OF_AREA Outside our area.
"""
DECISIONS = {"1619735744": (pb.ACTION_FULFIL, ""), "1345678901": (pb.ACTION_REFUSE, "OUT_OF_AREA")}


class Submitting(threading.Thread):
    """An office that submits as many requests as it is asked for, each until it has the receipt, with one key."""

    def __init__(self, server, choose):
        super().__init__(daemon=True)
        self.accepted = []
        self._office = Client(server, "office-1001")
        self._choose = choose
        self._asked_for = queue.SimpleQueue()
        self.start()

    def submit(self, requests):
        self._asked_for.put(requests)

    def finish(self):
        self._asked_for.put(None)
        self.join()
        self._office.close()

    def run(self):
        for requests in iter(self._asked_for.get, None):
            for _ in range(requests):
                postal_code = self._choose.choice(sorted(DECISIONS))
                form = citizens.form_values({"postal_code": postal_code, "address": "میدان آزمون"})
                request = citizens.submission("post-postalcode", form=form)
                self.accepted.append((postal_code, self._accepted(request)))

    def _accepted(self, request):
        while True:
            try:
                return self._office.requests.Submit(request, wait_for_ready=True).receipt
            except grpc.RpcError as error:
                assert error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED), error


@pytest.mark.timeout(60 + 3 * KILLS)
def test_each_request_is_decided_exactly_once(folder, tmp_path):
    print(f"AGENCY_SEED={SEED} AGENCY_KILLS={KILLS}")
    choose = random.Random(SEED)
    server = folder.serve()
    folder.set(listen_port=server.port)
    port = server.port
    desk = AgencyProgram(folder, "post", RULES, tmp_path)
    agency = desk.start(port)
    submitting = Submitting(server, random.Random(SEED + 1))
    moment = threading.Event()
    for kill in range(KILLS):
        # Somewhere in the middle of its work: after so many of its lines, and a little later. Each request gives it
        # at least one, so that what is waited for comes.
        start, lines = len(agency.log), choose.randrange(REQUESTS_PER_KILL + 1)
        submitting.submit(REQUESTS_PER_KILL)
        if lines > 0:
            agency.log.wait_for("event=", start=start, count=lines)
        moment.wait(choose.uniform(0, 0.03))
        if choose.random() < 0.5:
            agency.kill()
            agency = desk.start(port)
        else:
            server.kill()
            server = folder.serve()
    submitting.finish()
    agency.log.wait_for("event=started")
    assert agency.stop() == 0
    desk.work_off(port)

    citizen = Client(server)
    assert len(submitting.accepted) == KILLS * REQUESTS_PER_KILL
    for postal_code, receipt in submitting.accepted:
        asked = pb.HistoryRequest(tracking_code=receipt.tracking_code, secret=receipt.secret)
        events = citizen.requests.History(asked).events
        acts = [(event.action, event.reason) for event in events]
        assert acts == [(pb.ACTION_SUBMIT, ""), (pb.ACTION_CLAIM, ""), DECISIONS[postal_code]]
    citizen.close()
    desk.work_off(port)
    assert desk.book.read_text() == ""
    assert server.stop() == 0
    assert folder.check() == KILLS * REQUESTS_PER_KILL
    assert [value for value in citizens.personal_values if value in desk.log_text] == []
