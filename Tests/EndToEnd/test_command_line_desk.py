"""An office's drafts, an agency's stream of work, and the citizen's secret and complaint, at the command line."""

import json
import subprocess

import citizens
from command_line import BINARY, CommandLine, submit


def test_a_draft_is_kept_changed_and_becomes_a_request(shared_server):
    office = CommandLine(shared_server, "office-1001")
    who = citizens.new_citizen()
    kept = office.json("draft", "put", "ncr-birthcert", "--national-id", who.national_id, "--set", "reason=LOST")
    again = office.json(
        "draft", "put", "ncr-birthcert", "--national-id", who.national_id, "--set", "reason=LOST", "--set",
        "issue_place=Yazd", "--id", kept["id"])
    assert again["id"] == kept["id"]
    assert kept["id"] in [draft["id"] for draft in office.json("draft", "list")["drafts"]]
    form = office.json("draft", "show", kept["id"])["form"]
    assert {entry["attribute"] for entry in form} == {"reason", "issue_place"}
    # Another office's machine finds nothing there.
    assert CommandLine(shared_server, "agency-ncr").run("draft", "show", kept["id"], code=4).messages

    receipt = office.json("submit", "ncr-birthcert", "--draft", kept["id"], "--set", "issue_place=Tabriz")
    citizen = CommandLine(shared_server, secret=citizens.personal(receipt["secret"]))
    details = citizen.json("track", receipt["tracking_code"])["details"]
    assert {entry["attribute"]: entry["values"] for entry in details["form"]} == {
        "reason": ["LOST"], "issue_place": ["Tabriz"]}
    assert details["national_id"] == who.national_id
    assert office.json("draft", "show", kept["id"], code=5)["error"]["reason"] == "DRAFT_UNKNOWN"
    other = office.json("draft", "put", "ncr-birthcert")
    office.run("draft", "delete", other["id"])
    assert office.run("draft", "delete", other["id"], code=5).messages


def test_work_comes_to_one_worker_at_a_time_claimed_with_a_lease(folder):
    server = folder.serve()
    cases = {submit(server).code for _ in range(3)}
    worker = CommandLine(server, "agency-ncr")
    handed = worker.run("work", "--in-hand", "2", "--limit", "2", "--lease", "60", "--json").output.splitlines()
    requests = [json.loads(line) for line in handed]
    assert {request["tracking_code"] for request in requests} < cases
    assert {(request["state"], request["assignee"]) for request in requests} == {("ASSIGNED", "agency-ncr")}
    assert all(request["lease_until_ms"] > request["changed_ms"] for request in requests)
    # What comes later is handed out as it comes.
    stream = subprocess.Popen(
        [BINARY, "work", "--in-hand", "3", "--limit", "2", "--json"], env=worker.environment, stdout=subprocess.PIPE,
        text=True)
    first = json.loads(stream.stdout.readline())
    assert first["tracking_code"] not in {request["tracking_code"] for request in requests}
    late = submit(server)
    assert json.loads(stream.stdout.readline())["tracking_code"] == late.code
    assert stream.wait(20) == 0
    assert server.stop() == 0


def test_a_secret_is_replaced(shared_server):
    case = submit(shared_server)
    replaced = case.citizen.json("replace-secret", case.code)
    secret = citizens.personal(replaced["secret"])
    assert case.citizen.json("track", case.code, code=4)["error"]["reason"] == "CODE_OR_SECRET_WRONG"
    citizen = CommandLine(shared_server, secret=secret)
    assert citizen.json("track", case.code)["details"]["version"] == 2
    assert "New secret: " in citizen.run("replace-secret", case.code).output


def test_a_complaint_is_a_request_that_its_subject_does_not_see(shared_server):
    case = submit(shared_server, "--fee", "900000")
    words = ["complain", case.code, "--about", "office", "--text", citizens.note()]
    receipt = case.citizen.json(*words)
    code, secret = receipt["tracking_code"], citizens.personal(receipt["secret"])
    assert code != case.code
    assert CommandLine(shared_server, secret=secret).json("track", code)["details"]["service"] == "complaint"
    hearing = CommandLine(shared_server, "agency-oversight")
    assert hearing.json("get", code)["tracking_code"] == code
    for subject in ["office-1001", "agency-ncr"]:
        assert CommandLine(shared_server, subject).json("get", code, code=4)["error"]["reason"] == "OUT_OF_SCOPE"
