"""Server and agency are killed at random while requests come in: in the end each is decided exactly once.

AGENCY_KILLS sets how often (default 20), AGENCY_SEED what is random (printed).
"""

import os
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
REQUESTS = 3 * KILLS

RULES = """
post-postalcode  postal_code starts-with 16  fulfil The certificate is ready.
post-postalcode  always                      refuse OUT_OF_AREA Outside our area.
"""
DECISIONS = {"1619735744": (pb.ACTION_FULFIL, ""), "1345678901": (pb.ACTION_REFUSE, "OUT_OF_AREA")}


class Submitting(threading.Thread):
    """An office that submits request after request, each until it has the receipt, with one key."""

    def __init__(self, server, choose):
        super().__init__(daemon=True)
        self.accepted = []
        self._office = Client(server, "office-1001")
        self._choose = choose
        self.start()

    def run(self):
        for _ in range(REQUESTS):
            postal_code = self._choose.choice(sorted(DECISIONS))
            form = citizens.form_values({"postal_code": postal_code, "address": "میدان آزمون"})
            request = citizens.submission("post-postalcode", form=form)
            self.accepted.append((postal_code, self._submit(request)))
        self._office.close()

    def _submit(self, request):
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
        # Somewhere in the middle of its work: after so many acts, and a little later.
        for _ in range(choose.randrange(4)):
            agency.log.wait_for("event=", start=len(agency.log))
        moment.wait(choose.uniform(0, 0.03))
        if choose.random() < 0.5:
            agency.kill()
            agency = desk.start(port)
        else:
            server.kill()
            server = folder.serve()
    submitting.join()
    agency.log.wait_for("event=started")
    assert agency.stop() == 0
    desk.work_off(port)

    citizen = Client(server)
    assert len(submitting.accepted) == REQUESTS
    for postal_code, receipt in submitting.accepted:
        asked = pb.HistoryRequest(tracking_code=receipt.tracking_code, secret=receipt.secret)
        events = citizen.requests.History(asked).events
        acts = [(event.action, event.reason) for event in events]
        assert acts == [(pb.ACTION_SUBMIT, ""), (pb.ACTION_CLAIM, ""), DECISIONS[postal_code]]
    citizen.close()
    desk.work_off(port)
    assert desk.book.read_text() == ""
    assert server.stop() == 0
    assert folder.check() == REQUESTS
    assert [value for value in citizens.personal_values if value in desk.log_text] == []
