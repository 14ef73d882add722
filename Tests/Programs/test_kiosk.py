"""pishkhan-kiosk from the first key to the last, by keyboard alone, against the real server."""

import secrets

import pytest

import messages as pb
from casework import Filed
from citizens import form_values, personal_values
from kiosk_program import PLAIN_BINARY, Kiosk
from memory import memory_holds

NATIONAL_ID = "0499370899"
PERSIAN_NATIONAL_ID = "۰۴۹۹۳۷۰۸۹۹"


@pytest.fixture
def kiosk(counter, folder, tmp_path):
    kiosk = Kiosk(folder, counter.server.target, tmp_path)
    yield kiosk
    assert kiosk.close() == 0, kiosk.program.log.lines[-30:]


def choose(kiosk, service):
    kiosk.press("Return")
    kiosk.wait("screen=services")
    for _ in range(30):
        kiosk.press("Down")
        if kiosk.wait("focus=") == f"focus={service}":
            break
    kiosk.photograph("services")
    kiosk.press("Return")
    kiosk.wait("screen=national_id")


def identify(kiosk, typed=NATIONAL_ID):
    kiosk.type(typed)
    kiosk.press("Return")
    kiosk.wait("screen=form")


def test_the_whole_path_by_keyboard(counter, kiosk):
    choose(kiosk, "post-postalcode")
    kiosk.type(PERSIAN_NATIONAL_ID[:9] + "۸")
    kiosk.press("Return")
    kiosk.wait("fault field=national_id word=check_digit")
    kiosk.photograph("national_id")
    kiosk.press("BackSpace")
    identify(kiosk, "۹")

    # Sent empty, the form says beside each field what is missing, and the keyboard is at the first.
    kiosk.go_to("submit")
    kiosk.press("Return")
    kiosk.wait("fault field=form.postal_code word=required")
    kiosk.wait("fault field=form.address word=required")
    kiosk.wait("focus=postal_code")
    kiosk.photograph("form")
    kiosk.type("1619735744")
    kiosk.go_to("address")
    kiosk.type("تهران، خیابان آزادی، پلاک ۱۲")
    kiosk.go_to("submit")
    kiosk.press("Return")
    kiosk.wait("screen=slip")
    kiosk.press("Return")
    kiosk.wait("slip=printed")
    kiosk.photograph("slip")
    code, secret = kiosk.read_slip()

    # The journal has it, as the kiosk's agency sees it.
    request = counter.agency("post").requests.Get(pb.GetRequest(tracking_code=code)).request
    assert (request.state, request.channel, request.assisted) == (
        pb.REQUEST_STATE_SUBMITTED, pb.CHANNEL_KIOSK, False)
    assert request.national_id == NATIONAL_ID
    assert {value.attribute: list(value.values) for value in request.form} == {
        "postal_code": ["1619735744"], "address": ["تهران، خیابان آزادی، پلاک ۱۲"]}

    # The citizen goes; the agency decides; the citizen comes back.
    kiosk.press("Escape")
    kiosk.wait("screen=welcome")
    kiosk.photograph("welcome")
    filed = Filed(pb.SubmitRequest(service="post-postalcode"), pb.Receipt(tracking_code=code, secret=secret))
    counter.claim(filed)
    counter.work(filed, pb.ACTION_FULFIL, note="گواهی کد پستی آماده است.")
    kiosk.go_to("follow")
    kiosk.press("Return")
    kiosk.wait("screen=track")
    kiosk.type(f"{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}")
    kiosk.press("Return")
    kiosk.wait("focus=secret")
    kiosk.type(secret)
    kiosk.press("Return")
    kiosk.wait("screen=request")
    kiosk.photograph("request")
    kiosk.press("Return")
    kiosk.wait("screen=feedback")
    kiosk.go_to("settled.2")
    kiosk.press("space")
    kiosk.go_to("overall.1")
    kiosk.press("Left", "Left", "Left")  # from right to left: the fourth
    kiosk.wait("focus=overall.4")
    kiosk.photograph("feedback")
    kiosk.go_to("send")
    kiosk.press("Return")
    kiosk.wait("feedback=stored")
    assert counter.details(filed).feedback_given
    assert counter.history(filed)[-1].action == pb.ACTION_GIVE_FEEDBACK
    assert [value for value in personal_values | {NATIONAL_ID, code, secret}
            if value in "\n".join(kiosk.program.log.lines)] == []


def test_every_kind_of_field_can_be_filled_in(counter, kiosk):
    choose(kiosk, "tci-fault")
    identify(kiosk)
    kiosk.type("۰۲۱-۸۸۸۸")
    kiosk.go_to("NOISE")
    kiosk.press("space")
    kiosk.go_to("INTERNET")
    kiosk.press("space")
    kiosk.photograph("choices")
    kiosk.go_to("details")
    kiosk.type("دیروز")
    kiosk.go_to("submit")
    kiosk.press("Return")
    kiosk.wait("screen=slip")
    kiosk.press("Return")
    kiosk.wait("slip=printed")
    code, _ = kiosk.read_slip()
    request = counter.agency("tci").requests.Get(pb.GetRequest(tracking_code=code)).request
    assert {value.attribute: list(value.values) for value in request.form} == {
        "line": ["۰۲۱-۸۸۸۸"], "fault": ["NOISE", "INTERNET"], "details": ["دیروز"]}


def test_dates_are_typed_as_people_write_them(counter, kiosk):
    choose(kiosk, "sso-history")
    identify(kiosk)
    kiosk.type("A-7")
    kiosk.go_to("from")
    kiosk.type("۱۴۰۲/۱۲/۲۹")
    kiosk.go_to("to")
    kiosk.type("1403/13/01")
    kiosk.go_to("submit")
    kiosk.press("Return")
    kiosk.wait("fault field=form.to")
    kiosk.wait("focus=to")
    kiosk.press("ctrl+a")
    kiosk.type("1403/12/30")
    kiosk.go_to("submit")
    kiosk.press("Return")
    kiosk.wait("screen=slip")
    kiosk.press("Return")
    kiosk.wait("slip=printed")
    code, _ = kiosk.read_slip()
    request = counter.agency("sso").requests.Get(pb.GetRequest(tracking_code=code)).request
    dates = {value.attribute: value.values[0] for value in request.form}
    assert (dates["from"], dates["to"]) == ("2024-03-19", "2025-03-20")


def test_a_line_that_is_down_is_told_and_the_same_request_is_sent_again(counter, folder, kiosk):
    choose(kiosk, "post-postalcode")
    identify(kiosk)
    kiosk.type("1619735744")
    kiosk.go_to("address")
    kiosk.type("Tehran")
    kiosk.go_to("submit")
    folder.set(listen_port=counter.server.port)
    counter.server.kill()
    kiosk.press("Return")
    kiosk.wait("screen=sending")
    kiosk.photograph("sending")
    kiosk.press("Escape")
    kiosk.wait("screen=notice")
    kiosk.photograph("notice")
    folder.serve()
    kiosk.press("Return")
    kiosk.wait("screen=slip")
    assert folder.check() == 1


@pytest.fixture
def outbox(tmp_path):
    """The flags by which a kiosk holds what it cannot send."""
    key = tmp_path / "outbox.key"
    key.write_bytes(secrets.token_bytes(32))
    key.chmod(0o600)
    return ["--outbox", tmp_path / "outbox", "--outbox_key", key]


def hold(kiosk, counter, folder):
    """Once the kiosk knows the catalogue the server goes: a form is filled in, and held."""
    kiosk.program.log.wait_for("catalogue=complete")
    folder.set(listen_port=counter.server.port)
    counter.server.kill()
    choose(kiosk, "post-postalcode")
    identify(kiosk)
    kiosk.type("1619735744")
    kiosk.go_to("address")
    kiosk.type("خیابان آزادی")
    kiosk.go_to("submit")
    kiosk.press("Return")
    kiosk.wait("screen=sending")
    kiosk.press("Escape")
    kiosk.wait("screen=notice")
    kiosk.go_to("hold")
    kiosk.press("Return")
    kiosk.wait("screen=held")
    kiosk.press("Return")
    kiosk.wait("slip=printed")


def test_what_is_held_here_is_no_receipt_and_becomes_one(counter, folder, tmp_path, outbox):
    kiosk = Kiosk(folder, counter.server.target, tmp_path, *outbox)
    hold(kiosk, counter, folder)
    kiosk.photograph("held")
    number = kiosk.read_held_slip()
    kiosk.press("Escape")
    kiosk.wait("screen=welcome")
    folder.serve()

    # The citizen comes back, again and again if need be: each time the line is tried at once.
    screen = None
    while screen != "screen=slip":
        kiosk.go_to("held")
        kiosk.press("Return")
        kiosk.wait("screen=held_number")
        kiosk.type(number.lower())
        kiosk.press("Return")
        kiosk.wait("screen=busy")
        screen = kiosk.wait("screen=")
        if screen == "screen=held":
            kiosk.press("Escape")
            kiosk.wait("screen=welcome")
    kiosk.press("Return")
    kiosk.wait("slip=printed")
    code, _ = kiosk.read_slip()
    request = counter.agency("post").requests.Get(pb.GetRequest(tracking_code=code), wait_for_ready=True).request
    assert request.national_id == NATIONAL_ID

    # With the receipt in hand the entry is gone, and nothing was stored twice.
    kiosk.go_to("finish")
    kiosk.press("Return")
    kiosk.wait("screen=welcome")
    kiosk.go_to("held")
    kiosk.press("Return")
    kiosk.wait("screen=held_number")
    kiosk.type(number)
    kiosk.press("Return")
    kiosk.wait("notice reason=OUTBOX_ENTRY_UNKNOWN")
    assert kiosk.close() == 0, kiosk.program.log.lines[-30:]
    assert folder.check() == 1


def test_what_was_typed_is_gone_after_a_while_without_a_key(counter, folder, tmp_path):
    kiosk = Kiosk(folder, counter.server.target, tmp_path, "--idle_seconds", "2")
    choose(kiosk, "post-postalcode")
    identify(kiosk)
    kiosk.type("1619735744")
    kiosk.wait("forgotten after=idle")
    kiosk.wait("screen=welcome")
    assert kiosk.close() == 0


def test_a_citizens_data_are_gone_from_memory(counter, folder, tmp_path):
    # AddressSanitizer has a memory of its own: this is the program as it is installed.
    kiosk = Kiosk(folder, counter.server.target, tmp_path, binary=PLAIN_BINARY)
    choose(kiosk, "post-postalcode")
    identify(kiosk)
    kiosk.type("1619735744")
    kiosk.go_to("address")
    kiosk.type("خیابان آزادی")
    assert memory_holds(kiosk.program, NATIONAL_ID), "the search finds what is there"
    kiosk.go_to("submit")
    kiosk.press("Return")
    kiosk.wait("screen=slip")
    kiosk.press("Return")
    kiosk.wait("slip=printed")
    code, secret = kiosk.read_slip()
    kiosk.press("Escape")
    kiosk.wait("screen=welcome")
    grouped = f"{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}"
    texts = [NATIONAL_ID, "1619735744", "خیابان آزادی", code, grouped, secret]
    assert [text for text in texts if memory_holds(kiosk.program, text)] == []
    assert kiosk.close() == 0


def test_what_is_held_is_on_disk_sealed_and_not_in_memory(counter, folder, tmp_path, outbox):
    kiosk = Kiosk(folder, counter.server.target, tmp_path, *outbox, binary=PLAIN_BINARY)
    hold(kiosk, counter, folder)
    kiosk.press("Escape")
    kiosk.wait("screen=welcome")
    texts = [NATIONAL_ID, "1619735744", "خیابان آزادی"]
    assert [text for text in texts if memory_holds(kiosk.program, text)] == []
    assert kiosk.close() == 0
    files = b"".join(path.read_bytes() for path in tmp_path.glob("outbox*"))
    assert [text for text in texts if text.encode() in files] == []


def test_a_wrong_secret_is_told_in_words(counter, kiosk):
    filed = counter.submit("post-postalcode", form=form_values({"postal_code": "1619735744", "address": "x"}))
    wrong = f"{(int(filed.secret) + 1) % 10**6:06d}"
    kiosk.go_to("follow")
    kiosk.press("Return")
    kiosk.wait("screen=track")
    kiosk.type(filed.code)
    kiosk.press("Return")
    kiosk.type(wrong)
    kiosk.press("Return")
    kiosk.wait("notice reason=CODE_OR_SECRET_WRONG")
