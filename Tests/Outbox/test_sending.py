"""What a pass does with what it meets: refusals, dead lines, a suspended machine, old and damaged entries."""

import sqlite3

import casework
import messages as pb
from client import Client
from kiosk import Kiosk

WRONG_ID = "0499370898"


def change(town, sql):
    """Changes the closed outbox beside the library."""
    with sqlite3.connect(town.outbox / "outbox") as outbox:
        outbox.execute(sql)
    outbox.close()


def test_what_is_held_is_sent_in_its_order(town):
    kiosk = Kiosk(town.outbox, town.server)
    for number in range(1, 8):
        kiosk.ask(f"hold {number} 0")
    assert kiosk.ask("send 20000") == ["sent accepted=7 refused=0 expired=0 damaged=0 left=0"]
    answers = kiosk.ask("collect")
    assert [line.split()[2] for line in answers] == [str(number) for number in range(1, 8)]
    with Client(town.server) as citizen:
        times = []
        for line in answers:
            _, _, _, code, secret = line.split()
            details = citizen.requests.Track(pb.TrackRequest(tracking_code=code, secret=secret)).details
            times.append(details.submitted_ms)
    assert times == sorted(times)
    kiosk.end()
    assert town.server.stop() == 0
    assert town.folder.check() == 7


def test_a_refusal_is_kept_with_the_counters_words_and_holds_nobody_up(town):
    kiosk = Kiosk(town.outbox, town.server)
    kiosk.ask("hold 1 0")
    kiosk.ask(f"hold 2 0 {WRONG_ID}")
    kiosk.ask("hold 3 0")
    assert kiosk.ask("send 20000") == ["sent accepted=2 refused=1 expired=0 damaged=0 left=0"]
    kiosk.end()
    kiosk = Kiosk(town.outbox, town.server)  # it is there after a restart
    *accepted, refused, why = kiosk.ask("collect")
    assert [line.split()[2] for line in accepted] == ["1", "3"]
    assert refused == "REFUSED number 2 - -"
    assert why.startswith("because FIELD_INVALID ")
    assert kiosk.ask("collect") == []
    kiosk.end()


def test_a_dead_line_stops_the_pass_and_keeps_everything(town):
    kiosk = Kiosk(town.outbox, town.server)
    kiosk.ask("hold 1 0")
    kiosk.ask("hold 2 0")
    town.server.kill()
    stopped, sent = kiosk.ask("send 300")
    assert "Nothing was stored." in stopped and "NOT_CONNECTED" in stopped
    assert sent == "sent accepted=0 refused=0 expired=0 damaged=0 left=2"
    town.server = town.folder.serve()
    assert kiosk.ask("send 20000")[-1] == "sent accepted=2 refused=0 expired=0 damaged=0 left=0"
    kiosk.end()


def test_a_suspended_kiosk_has_no_citizen_refused(town):
    kiosk = Kiosk(town.outbox, town.server)
    kiosk.ask("hold 1 0")
    kiosk.ask("hold 2 0")
    town.folder.principal("suspend", casework.KIOSK)
    stopped, sent = kiosk.ask("send 20000")
    assert "PRINCIPAL_SUSPENDED" in stopped
    assert sent == "sent accepted=0 refused=0 expired=0 damaged=0 left=2"
    town.folder.principal("resume", casework.KIOSK)
    assert kiosk.ask("send 20000") == ["sent accepted=2 refused=0 expired=0 damaged=0 left=0"]
    kiosk.end()


def test_what_is_too_old_is_told_and_what_is_damaged_too_and_the_others_are_sent(town):
    kiosk = Kiosk(town.outbox, town.server)
    for number in range(1, 5):
        kiosk.ask(f"hold {number} 0")
    kiosk.end()
    change(town, "UPDATE entry SET expires_ms = 1 WHERE number = 1")
    change(town, "UPDATE entry SET submission = zeroblob(100) WHERE number = 3")
    kiosk = Kiosk(town.outbox, town.server)
    stopped, sent = kiosk.ask("send 20000")
    assert "OUTBOX_EXPIRED" in stopped
    assert sent == "sent accepted=2 refused=0 expired=1 damaged=1 left=0"
    answers = kiosk.ask("collect")
    assert [line.split()[:3] for line in answers if not line.startswith("because")] == [
        ["ACCEPTED", "number", "2"], ["ACCEPTED", "number", "4"], ["EXPIRED", "number", "1"], ["DAMAGED", "number", "?"]]
    kiosk.end()


def test_a_repeated_send_gives_the_first_receipt(town):
    kiosk = Kiosk(town.outbox, town.server)
    kiosk.ask("hold 1 0")
    kiosk.ask("send 20000")
    kiosk.end()
    # As a crash leaves it between the counter's answer and its being kept.
    change(town, "UPDATE entry SET state = 2, answer = NULL")
    kiosk = Kiosk(town.outbox, town.server)
    assert kiosk.ask("send 20000") == ["sent accepted=1 refused=0 expired=0 damaged=0 left=0"]
    kiosk.end()
    assert town.server.stop() == 0
    assert town.folder.check() == 1
