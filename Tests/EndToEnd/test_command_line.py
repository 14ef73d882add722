"""The whole life of a request at the command line: citizen, office, agency and supervisor, against the real server."""

import citizens
from command_line import CommandLine, submit


def agency(server, name="agency-ncr"):
    return CommandLine(server, name)


def history(case):
    return [event["action"] for event in case.citizen.json("history", case.code)["events"]]


def test_a_request_goes_through_refusal_appeal_and_collection(shared_server):
    case = submit(
        shared_server, "--fee", "350,000", "--payment", "POS-1", "--representation", "attorney", "--representative-id",
        "0499370899", "--representative-name", citizens.personal("نمایندهٔ آزمون"), "--representation-until", "2099-03-21")
    receipt = case.receipt
    assert (receipt["tariff_rial"], receipt["fee_charged_rial"]) == (300000, 350000)
    assert receipt["fee_exceeds_tariff"] and receipt["decide_due_ms"] > receipt["acknowledge_due_ms"] > 0
    officer, supervisor = agency(shared_server), agency(shared_server, "supervisor-ncr")

    found = officer.json("inbox", "--assignee", "-", "--by-due", "--region", "IR-23", "--limit", "200")
    assert case.code in [item["tracking_code"] for item in found["items"]]
    claim = officer.json("claim", case.code, "--lease", "60")
    assert (claim["state"], claim["version"]) == ("ASSIGNED", 2)
    renewed = officer.json("renew", case.code, "--lease", "600")["lease_until_ms"]
    assert officer.json("get", case.code)["lease_until_ms"] == renewed
    assert officer.json("release", case.code)["state"] == "ACKNOWLEDGED"
    assert supervisor.json("assign", case.code, "--assignee", "agency-ncr")["state"] == "ASSIGNED"
    assert officer.json("ask-other", case.code, "--body", "archive")["state"] == "WAITING_OTHER"
    assert officer.json("return", case.code)["state"] == "ASSIGNED"
    officer.run("message", case.code, "--note", citizens.note())
    case.citizen.run("message", case.code, "--note", citizens.note())
    assert officer.json("ask", case.code, "--question", "issue_place=Which?")["state"] == "WAITING_CITIZEN"
    assert case.citizen.json("answer", case.code, "--set", "issue_place=Yazd")["state"] == "ASSIGNED"
    assert officer.json("refuse", case.code, "--reason", "NOT_ELIGIBLE", "--note", "no")["state"] == "REFUSED"
    assert case.citizen.json("appeal", case.code, "--reason", "FACTS_IGNORED")["state"] == "ASSIGNED"
    # Never to who decided it, and never below the level of the appeal.
    assert officer.json("claim", case.code, code=4)["error"]["reason"] in ("LEVEL_TOO_LOW", "DECIDED_BY_CALLER")
    supervisor.run("claim", case.code)
    supervisor.run("fulfil", case.code, "--note", "done after all")
    supervisor.run("hand-over", case.code, "--collected-by", citizens.personal("گیرندهٔ آزمون"))
    assert case.citizen.json("track", case.code)["details"]["result_collected"]
    assert case.citizen.json("reopen", case.code, "--reason", "NOT_DONE")["state"] == "ASSIGNED"

    account = case.citizen.json("history", case.code, "--clock")
    assert account["fits"] and len(account["events"]) == 16
    details = case.citizen.json("track", case.code)["details"]
    assert (details["appeal_level"], details["representation"]["kind"]) == (1, "ATTORNEY")
    assert history(case) == [
        "SUBMIT", "CLAIM", "RELEASE", "ASSIGN", "ASK_OTHER", "RETURN", "ADD_MESSAGE", "ADD_MESSAGE", "ASK_CITIZEN",
        "ANSWER", "REFUSE", "APPEAL", "CLAIM", "FULFIL", "HAND_OVER", "REOPEN"]


def test_a_transfer_keeps_the_clock_and_a_duplicate_names_the_other(shared_server):
    citizen = citizens.new_citizen()
    first, second = submit(shared_server, who=citizen), submit(shared_server, who=citizen)
    officer = agency(shared_server)
    officer.run("claim", first.code)
    moved = officer.json("transfer", first.code, "--to", "ncr-smartcard", "--reason", "WRONG_SERVICE")
    assert moved["state"] == "SUBMITTED"
    details = first.citizen.json("track", first.code)["details"]
    assert (details["service"], details["transfers"]) == ("ncr-smartcard", 1)
    assert details["decide_due_ms"] == first.receipt["decide_due_ms"]
    assert officer.json("history", first.code, "--clock")["fits"]
    officer.run("claim", second.code)
    marked = officer.run("duplicate", second.code, "--of", first.code)
    assert "duplicate" in marked.output
    assert second.citizen.json("track", second.code)["details"]["duplicate_of"] == first.code


def test_an_act_with_the_same_key_is_done_once(shared_server):
    case = submit(shared_server)
    officer = agency(shared_server)
    words = ["claim", case.code, "--key", "0199aa00-1111-7222-8333-" + case.code[:12], "--version", "1"]
    first, again = officer.json(*words), officer.json(*words)
    assert again["repeated_key"] and not first["repeated_key"] and again["version"] == first["version"]
    stale = officer.json("fulfil", case.code, "--note", "x", "--version", "1", code=7)["error"]
    assert (stale["reason"], stale["current_version"]) == ("VERSION_STALE", 2)


def test_what_a_person_sees_is_in_the_language_asked_for(shared_server):
    case = submit(shared_server, "--fee", "350000")
    persian = CommandLine(shared_server, secret=case.receipt["secret"], language="fa").run("track", case.code).output
    assert "بیش از تعرفه دریافت شده است" in persian and "مهلت تصمیم" in persian and "۳۵۰٬۰۰۰ ریال" in persian
    english = case.citizen.run("track", case.code).output
    assert "To be decided by: " in english and "Charged: 350,000 rial" in english
    events = case.citizen.run("history", case.code).output
    assert events.startswith("1.  ") and "submit  by office office-1001" in events


def test_a_submission_is_read_from_a_document(shared_server):
    who = citizens.new_citizen()
    document = """{"national_id": "%s", "form": [{"attribute": "reason", "values": ["LOST"]},
        {"attribute": "issue_place", "values": ["Yazd"]}], "fee_charged_rial": 300000}""" % who.national_id
    office = CommandLine(shared_server, "office-1001")
    receipt = office.json("submit", "ncr-birthcert", "--from", "-", "--set", "issue_place=Tabriz", text=document)
    citizen = CommandLine(shared_server, secret=citizens.personal(receipt["secret"]))
    details = citizen.json("track", receipt["tracking_code"])["details"]
    assert {entry["attribute"]: entry["values"] for entry in details["form"]} == {
        "reason": ["LOST"], "issue_place": ["Tabriz"]}
    wrong = office.run("submit", "ncr-birthcert", "--from", "-", code=2, text='{"national_ids": "1"}')
    assert "did you mean national_id?" in wrong.messages
