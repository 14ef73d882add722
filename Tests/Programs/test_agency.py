"""pishkhan-agency decides by its rules, and only what is its own to decide."""

import subprocess

import pytest

import messages as pb
from agency_program import BINARY, AgencyProgram
from citizens import form_values, personal_values

RULES = """
# The first that fits decides.
post-postalcode  postal_code starts-with 16  fulfil The certificate is ready.
post-postalcode  postal_code is 1345678913   leave
post-postalcode  always                      refuse OUT_OF_AREA Outside our area.
"""


def actions(counter, filed):
    return [event.action for event in counter.history(filed)]


def submit(counter, postal_code):
    return counter.submit("post-postalcode", form=form_values({"postal_code": postal_code, "address": "میدان آزمون"}))


@pytest.fixture
def desk(folder, tmp_path):
    return AgencyProgram(folder, "post", RULES, tmp_path)


def test_it_fulfils_and_refuses_as_the_rules_say(counter, desk):
    near, far = submit(counter, "۱۶۱۹۷۳۵۷۴۴"), submit(counter, "1345678901")
    desk.work_off(counter.server.port, "--officer", "desk 4")
    assert actions(counter, near) == [pb.ACTION_SUBMIT, pb.ACTION_CLAIM, pb.ACTION_FULFIL]
    assert actions(counter, far) == [pb.ACTION_SUBMIT, pb.ACTION_CLAIM, pb.ACTION_REFUSE]
    decided = counter.history(far)[-1]
    assert (decided.reason, decided.note, decided.on_behalf_of) == ("OUT_OF_AREA", "Outside our area.", "desk 4")
    assert counter.history(near)[-1].note == "The certificate is ready."


def test_what_a_rule_leaves_and_what_a_person_claimed_stays_untouched(counter, desk):
    left, claimed = submit(counter, "1345678913"), submit(counter, "1619735744")
    counter.claim(claimed)
    desk.work_off(counter.server.port)
    assert actions(counter, left) == [pb.ACTION_SUBMIT]
    assert actions(counter, claimed) == [pb.ACTION_SUBMIT, pb.ACTION_CLAIM]


def test_it_asks_the_citizen_and_decides_by_the_answer(counter, folder, tmp_path):
    desk = AgencyProgram(folder, "tci", "tci-fault details missing ask details Where?\n"
                                        "tci-fault always fulfil In order again.\n", tmp_path)
    filed = counter.submit("tci-fault", form=form_values({"line": "۰۳۵-آزمون", "fault": ["NOISE"]}))
    desk.work_off(counter.server.port)
    assert actions(counter, filed)[1:] == [pb.ACTION_CLAIM, pb.ACTION_ASK_CITIZEN]
    desk.work_off(counter.server.port)
    filed.version = 3
    counter.answer(filed, answers=form_values({"details": "همه جا"}))
    desk.work_off(counter.server.port)
    assert actions(counter, filed)[3:] == [pb.ACTION_ANSWER, pb.ACTION_FULFIL]


def test_a_decision_in_the_book_outlives_a_change_of_the_rules(counter, desk):
    filed = submit(counter, "1619735744")
    # As the program leaves it that is killed after it has decided: the line of the book, no act.
    body = f"take\t{filed.code}\t{pb.ACTION_REFUSE}\tEARLIER\tDecided before."
    sum = 2166136261
    for byte in body.encode():
        sum = (sum ^ byte) * 16777619 % 2**32
    desk.book.write_text(f"{sum:08x}\t{body}\n" + "0badc0de\ttake\ttorn by a power c")
    desk.work_off(counter.server.port)
    assert counter.history(filed)[-1].reason == "EARLIER"
    desk.work_off(counter.server.port)
    assert desk.book.read_text() == ""


def test_a_damaged_book_is_refused(counter, desk):
    desk.book.write_text("0badc0de\ttake\tx\n" * 2)
    program = desk.start(counter.server.port)
    assert program.wait() == 2
    assert "a line is damaged" in "\n".join(program.log.lines)


def test_two_programs_do_not_share_a_book(counter, desk):
    first = desk.start(counter.server.port)
    first.log.wait_for("event=started")
    assert desk.start(counter.server.port).wait() == 2
    assert first.stop() == 0


def test_sigterm_ends_it_while_the_counter_is_away(counter, desk):
    port = counter.server.port
    counter.server.kill()
    program = desk.start(port)
    program.log.wait_for("event=inbox_failed")
    assert program.stop() == 0
    program.log.wait_for("event=ended")


def test_the_log_holds_nothing_personal(counter, desk):
    filed = [submit(counter, code) for code in ("1619735744", "1345678901")]
    desk.work_off(counter.server.port)
    assert desk.log_text.count("event=acted") == 4
    assert [value for value in personal_values if value in desk.log_text] == []
    assert all(one.code not in desk.log_text for one in filed)


@pytest.mark.parametrize("line, said", [
    ("post-postalcode", "a condition is missing"),
    ("post-postalcode postal_code resembles 16 leave", "unknown condition"),
    ("post-postalcode postal_code is", "no value"),
    ("* always approve", "unknown decision"),
    ("* always refuse", "refuse wants a reason"),
    ("* always fulfil", "a text of 1 to 1,024 bytes is missing"),
    ("* always leave now", "leave takes no words"),
])
def test_a_rule_that_says_nothing_is_told_with_its_line(folder, tmp_path, line, said):
    program = AgencyProgram(folder, "post", f"# rules\n{line}\n", tmp_path).start(1)
    assert program.wait() == 2
    program.log.wait_for(":2:", said)


def test_help_names_every_option():
    shown = subprocess.run([BINARY, "--help"], capture_output=True, text=True, check=True).stdout
    for option in ("--server", "--ca", "--certificate", "--key", "--rules", "--book", "--officer", "--interval", "--once"):
        assert option in shown
