"""What a pass does with what it meets: refusals, dead lines, a suspended machine, old and damaged entries."""

import sqlite3

import casework
import messages as pb
import town as towns
from client import Client
from kiosk import Killed, Kiosk

WRONG_ID = "0499370898"


def change(town, sql):
    """Changes the closed outbox beside the library."""
    with sqlite3.connect(town.outbox / "outbox") as outbox:
        outbox.execute(sql)
    outbox.close()


def test_what_is_held_is_sent_in_its_order(town):
    kiosk = Kiosk(town.outbox, town.server)
    for number in range(1, 8):
        kiosk.ask(f"hold {number} -")
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
    kiosk.ask("hold 1 -")
    kiosk.ask(f"hold 2 - {WRONG_ID}")
    kiosk.ask("hold 3 -")
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
    kiosk.ask("hold 1 -")
    kiosk.ask("hold 2 -")
    town.server.kill()
    stopped, sent = kiosk.ask("send 300")
    assert "Nothing was stored." in stopped and "NOT_CONNECTED" in stopped
    assert sent == "sent accepted=0 refused=0 expired=0 damaged=0 left=2"
    town.server = town.folder.serve()
    assert kiosk.ask("send 20000")[-1] == "sent accepted=2 refused=0 expired=0 damaged=0 left=0"
    kiosk.end()


def test_a_suspended_kiosk_has_no_citizen_refused(town):
    kiosk = Kiosk(town.outbox, town.server)
    kiosk.ask("hold 1 -")
    kiosk.ask("hold 2 -")
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
        kiosk.ask(f"hold {number} -")
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
    kiosk.ask("hold 1 -")
    kiosk.ask("send 20000")
    kiosk.end()
    # As a crash leaves it between the counter's answer and its being kept.
    change(town, "UPDATE entry SET state = 2, answer = NULL")
    kiosk = Kiosk(town.outbox, town.server)
    assert kiosk.ask("send 20000") == ["sent accepted=1 refused=0 expired=0 damaged=0 left=0"]
    kiosk.end()
    assert town.server.stop() == 0
    assert town.folder.check() == 1


def uploaded_and_not_submitted(town):
    """Kills kiosks until one died behind the upload of its photograph, and before it sent the submission."""
    photo = town.outbox / "photo.jpg"
    photo.write_bytes(towns.photograph(1, 500))
    for kill_at in range(30, 120):
        town.outbox = town.outbox.parent / f"kiosk-{kill_at}"
        town.outbox.mkdir()
        kiosk = Kiosk(town.outbox, town.server, kill_at=kill_at)
        try:
            kiosk.ask(f"hold {kill_at} {photo}")
            kiosk.ask("send 20000")
        except Killed:
            pass
        kiosk.bury()
        with sqlite3.connect(town.outbox / "outbox") as outbox:
            waiting = outbox.execute("SELECT state FROM entry JOIN file WHERE id IS NOT NULL AND state = 1").fetchall()
        outbox.close()
        if waiting:
            return
    raise AssertionError("no kiosk died where it should")


def test_an_upload_that_the_counter_has_forgotten_is_sent_again(town):
    uploaded_and_not_submitted(town)
    assert town.server.stop() == 0
    with sqlite3.connect(town.folder.path / "journal.sqlite") as journal:
        assert journal.execute("DELETE FROM attachment WHERE event = 0").rowcount >= 1
    journal.close()
    town.server = town.folder.serve()
    kiosk = Kiosk(town.outbox, town.server)
    stopped, sent = kiosk.ask("send 20000")
    assert "photo: There is no such thing here." in stopped
    assert sent == "sent accepted=0 refused=0 expired=0 damaged=0 left=1"
    assert kiosk.ask("send 20000") == ["sent accepted=1 refused=0 expired=0 damaged=0 left=0"]
    kiosk.end()


def test_a_file_that_the_counter_does_not_take_is_a_refusal(town):
    letter = town.outbox / "letter.txt"
    letter.write_text("This is no picture.")
    kiosk = Kiosk(town.outbox, town.server)
    kiosk.ask(f"hold 1 {letter}")
    kiosk.ask("hold 2 -")
    assert kiosk.ask("send 20000") == ["sent accepted=1 refused=1 expired=0 damaged=0 left=0"]
    *_, refused, why = kiosk.ask("collect")
    assert refused == "REFUSED number 1 - -"
    assert why.startswith("because ATTACHMENT_REFUSED ")
    kiosk.end()


def test_a_damaged_piece_of_a_file_is_told_and_never_sent(town):
    photo = town.outbox / "photo.jpg"
    photo.write_bytes(towns.photograph(1, 50_000))
    kiosk = Kiosk(town.outbox, town.server)
    kiosk.ask(f"hold 1 {photo}")
    kiosk.ask("hold 2 -")
    kiosk.end()
    change(town, "UPDATE piece SET bytes = (SELECT bytes FROM piece WHERE number = 1) WHERE number = 2")
    kiosk = Kiosk(town.outbox, town.server)
    stopped, sent = kiosk.ask("send 20000")
    assert "OUTBOX_DAMAGED" in stopped
    assert sent == "sent accepted=1 refused=0 expired=0 damaged=1 left=0"
    kiosk.end()
