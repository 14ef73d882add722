"""What an operator meets: one line that says what is wrong and where, and an exit code that is not 0."""

import os
import shutil
import socket
import sqlite3
import subprocess
import threading

import pytest
from grpc import StatusCode

import casework
import certificates
import citizens
from errors import expect_refusal
from server import BINARY, DEADLINE_S, run


def serve_and_fail(folder, prefix=()):
    """`pishkhand serve` of a folder that cannot be served: its one line."""
    failed = subprocess.run(
        [*prefix, BINARY, "serve", str(folder.path)], capture_output=True, text=True, timeout=DEADLINE_S, check=False)
    lines = [line for line in failed.stderr.splitlines() if line.startswith("pishkhand: ")]
    assert failed.returncode == 1, failed
    assert len(lines) == 1, failed.stderr
    assert failed.stdout == ""
    return lines[0]


def damage_header(path):
    with path.open("r+b") as file:
        file.write(b"\0" * 100)


def cut_short(path):
    os.truncate(path, path.stat().st_size // 2)


def of_newer_version(path):
    with sqlite3.connect(path) as journal:
        journal.execute("PRAGMA user_version = 999")
    journal.close()


def of_another_program(path):
    with sqlite3.connect(path) as journal:
        journal.execute("PRAGMA application_id = 1")
    journal.close()


def instead(text):
    return lambda path: path.write_text(text)


# What is done to which file, and what the line must name beside the file.
DAMAGES = {
    "no journal": ("journal.sqlite", os.unlink, "pishkhand init"),
    "an empty journal": ("journal.sqlite", instead(""), ""),
    "a journal that is text": ("journal.sqlite", instead("not a database " * 500), ""),
    "a journal with a damaged header": ("journal.sqlite", damage_header, ""),
    "a journal cut short": ("journal.sqlite", cut_short, ""),
    "a journal of a newer version": ("journal.sqlite", of_newer_version, "version 999"),
    "a journal of another program": ("journal.sqlite", of_another_program, "no journal of pishkhand"),
    "a journal that is a folder": ("journal.sqlite", lambda path: (path.unlink(), path.mkdir()), ""),
    "no master key": ("keys/master.key", os.unlink, ""),
    "a damaged master key": ("keys/master.key", instead("00ff\n"), ""),
    "an empty master key": ("keys/master.key", instead(""), ""),
    "no certificate": ("tls/server.crt", os.unlink, ""),
    "a damaged certificate": ("tls/server.crt", instead("-----BEGIN CERTIFICATE-----\nMIIB\n"), ""),
    "no private key": ("tls/server.key", os.unlink, ""),
    "a damaged private key": ("tls/server.key", instead("no key"), ""),
    "another's private key": (
        "tls/server.key", lambda path: shutil.copy(path.parent.parent / "principals/office-1001.key", path), ""),
    "no client authority": ("tls/ca.crt", os.unlink, ""),
    "a damaged client authority": ("tls/ca.crt", instead("no certificate"), ""),
    "no settings": ("pishkhand.conf", os.unlink, ""),
    "settings that are no text": ("pishkhand.conf", lambda path: path.write_bytes(b"\xff\xfe"), ""),
    "an unknown setting": ("pishkhand.conf", instead("\n\nlisten_prot = 0\n"), ":3: unknown setting `listen_prot`"),
    "a setting out of range": ("pishkhand.conf", instead("listen_port = 65536\n"), ":1: `listen_port`"),
    "a line without a value": ("pishkhand.conf", instead("listen_port\n"), ":1: expected `name = value`"),
    "a setting given twice": (
        "pishkhand.conf", instead("listen_port = 0\nloops = 1\nlisten_port = 0\n"), ":3: `listen_port` is set already"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_folder_that_cannot_be_served_is_told_in_one_line(folder, damage):
    name, spoil, words = DAMAGES[damage]
    spoil(folder.path / name)
    line = serve_and_fail(folder)
    assert name in line and words in line, line


@pytest.mark.parametrize("name", ["journal.sqlite", "keys/master.key", "tls/server.key", "pishkhand.conf"])
def test_a_file_that_may_not_be_read_is_told_in_one_line(folder, name):
    (folder.path / name).chmod(0)
    # The superuser may read everything, but for these capabilities.
    as_others = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    assert name in serve_and_fail(folder, as_others)


def limited_to(files):
    return ["prlimit", f"--nofile={files}:{files}", "--"]


@pytest.mark.parametrize("files", [8, 16, 47])
def test_too_few_files_are_told_in_one_line(make_folder, files):
    line = serve_and_fail(make_folder(loops=2), prefix=limited_to(files))
    assert line == (
        f"pishkhand: the limit of open files is {files} (ulimit -n); "
        "the server needs 48 and one more for each connection")


@pytest.mark.parametrize("loops", [1, 2, 16])
def test_the_files_that_are_asked_for_are_enough(make_folder, connect, loops):
    server = make_folder(loops=loops).serve(prefix=limited_to(32 + 8 * loops))
    for _ in range(5):
        assert connect(server, casework.OFFICE).requests.Submit(citizens.submission("city-pothole"))
    assert server.stop() == 0


@pytest.mark.parametrize("name", ["tls/server.key", "tls/ca.key", "journal.sqlite"])
def test_a_file_that_others_may_read_is_warned_of(folder, name):
    quiet = folder.serve()
    assert not any("file_open_to_others" in line for line in quiet.log.lines)
    assert quiet.stop() == 0
    (folder.path / name).chmod(0o644)
    line = folder.serve().log.wait_for("event=file_open_to_others")
    assert "level=warning" in line and f"{name} mode=644" in line


def test_a_master_key_that_others_may_read_is_refused(folder):
    (folder.path / "keys/master.key").chmod(0o640)
    assert "keys/master.key" in serve_and_fail(folder)


@pytest.mark.parametrize("arguments", [["\x1b[31mred\n"], ["serve", "/nowhere/\x1b]0;title\x07\nline"], ["principal", "x", "\x9b"]])
def test_what_was_typed_reaches_no_terminal_raw(arguments):
    answer = run(*arguments)
    assert answer.returncode != 0 and answer.stderr.startswith("pishkhand: ")
    assert not any(ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 for letter in answer.stderr.removesuffix("\n"))


def test_a_port_in_use_is_told_in_one_line(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        folder.set(listen_port=port)
        line = serve_and_fail(folder)
    assert str(port) in line and "in use" in line.lower(), line


def test_a_second_server_on_the_same_folder_is_refused_and_the_first_goes_on(own_counter):
    line = serve_and_fail(own_counter.server.folder)
    assert str(own_counter.server.folder.path) in line and "another pishkhand" in line
    own_counter.submit()
    # The first one is still the one that is told of changes.
    own_counter.server.folder.principal("suspend", "agency-gas")


def test_a_folder_that_is_not_there_is_told_in_one_line(tmp_path):
    for command in ["serve", "check"]:
        failed = run(command, tmp_path / "nowhere")
        assert failed.returncode == 1 and failed.stderr.count("\n") == 1 and "nowhere" in failed.stderr


def test_init_refuses_a_folder_that_exists_and_leaves_it_as_it_was(folder):
    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    failed = run("init", folder.path)
    assert failed.returncode == 1 and failed.stderr.count("\n") == 1 and str(folder.path) in failed.stderr
    assert {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()} == before
    assert [path.name for path in folder.path.parent.iterdir()] == [folder.path.name]


@pytest.mark.parametrize(("arguments", "words"), [
    ([], "Usage:"), (["server"], "no command server"), (["serve"], "pishkhand serve DIR"),
    (["serve", "a", "b"], "pishkhand serve DIR"), (["principal", "x"], "principal takes DIR and one of"),
    (["principal", "x", "add", "name"], "principal takes DIR and one of"),
    (["principal", "x", "add", "a\tb", "agency", "post", "y"], "a principal's name has"),
    (["principal", "x", "add", "", "agency", "post", "y"], "a principal's name has"),
])
def test_words_that_are_no_command_are_answered_with_what_is_expected(arguments, words):
    failed = run(*arguments)
    assert failed.returncode == 2 and words in failed.stderr and failed.stdout == ""


def test_help_is_given_wherever_it_is_asked_for():
    for arguments in (["help"], ["--help"], ["serve", "--help"]):
        asked = run(*arguments)
        assert asked.returncode == 0 and "Usage:" in asked.stdout


def test_another_master_key_than_the_journals_own_is_refused_before_anything_is_stored(make_folder):
    folder, other = make_folder("counter"), make_folder("other")
    own_key = (folder.path / "keys/master.key").read_bytes()
    (folder.path / "keys/master.key").write_bytes((other.path / "keys/master.key").read_bytes())
    for command in ("serve", "check"):
        failed = run(command, folder.path)
        assert failed.returncode == 1 and "master key is not the one" in failed.stderr
        assert failed.stderr.splitlines()[-1].count("journal.sqlite") == 1
    (folder.path / "keys/master.key").write_bytes(own_key)
    assert folder.serve().stop() == 0


def test_a_machine_is_registered_by_its_certificate_while_the_server_runs(own_counter, folder, connect):
    """A certificate of the authority that no principal has: refused, registered, taken, and taken away again."""
    pair = certificates.Authority(folder).issue("counter-1002")
    certificate = folder.path / "counter-1002.crt"
    certificate.write_bytes(pair[0])
    client = connect(own_counter.server, certificate=pair)
    submission = citizens.submission(casework.SERVICE)
    expect_refusal(StatusCode.PERMISSION_DENIED, "PRINCIPAL_UNKNOWN", client.requests.Submit, submission)
    added = run("principal", folder.path, "add", "counter-1002", "office", "1001", certificate)
    assert added.returncode == 0 and "counter-1002" in added.stdout
    own_counter.server.log.wait_for("event=reloaded", "what=principals")
    receipt = client.requests.Submit(submission).receipt
    citizens.personal(receipt.secret)
    removed = run("principal", folder.path, "remove-key", "counter-1002", certificate)
    assert removed.returncode == 0
    again = run("principal", folder.path, "remove-key", "counter-1002", certificate)
    assert again.returncode == 1 and again.stderr.count("\n") == 1


def test_every_setting_can_be_written_as_its_default_says(tmp_path):
    """The file that init writes, with every comment sign taken away, serves."""
    made = run("init", tmp_path / "counter")
    assert made.returncode == 0
    conf = tmp_path / "counter/pishkhand.conf"
    settings = [line[1:] for line in conf.read_text().splitlines() if line.startswith("#") and line[1:2].isalpha()]
    assert len(settings) > 15
    text = "\n".join(settings).replace("listen_port = 7443", "listen_port = 0")
    conf.write_text(text + "\n")
    server = subprocess.Popen(
        [BINARY, "serve", str(tmp_path / "counter")], stderr=subprocess.PIPE, text=True)
    watchdog = threading.Timer(DEADLINE_S, server.kill)
    watchdog.start()
    assert any("event=serving" in line for line in server.stderr)
    server.terminate()
    assert server.wait(DEADLINE_S) == 0
    watchdog.cancel()
    server.stderr.close()


# What somebody with access to the file could change, and `pishkhand check` must find.
FORGERIES = {
    "a version out of range": "UPDATE request SET version = -1 WHERE sequence = 1",
    "a state": "UPDATE request SET state = 6 WHERE sequence = 1",
    "a time": "UPDATE request SET submitted = submitted - 86400000 WHERE sequence = 1",
    "an office": "UPDATE request SET office = 2 WHERE sequence = 1",
    "a citizen": "UPDATE request SET citizen = zeroblob(32) WHERE sequence = 1",
    "an event's bytes": "UPDATE event SET body = body || x'00' WHERE id = 65537",
    "an event taken out": "DELETE FROM event WHERE id = 65538",
    "a request taken out": "DELETE FROM request WHERE sequence = 1",
    "a personal value": "UPDATE personal SET body = replace(body, x'30', x'31') WHERE id = 65537",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_check_finds_what_was_changed_in_the_journal(folder, forgery):
    counter = casework.Counter(folder.serve())
    filed = counter.submit(form=citizens.form_values({"lat": "30.0030", "lon": "50.0050"}))
    counter.claim(filed)
    counter.submit()
    counter.close()
    counter.server.stop()
    assert folder.check() == 2
    with sqlite3.connect(folder.path / "journal.sqlite") as journal:
        changed = journal.execute(FORGERIES[forgery]).rowcount
    journal.close()
    assert changed == 1
    checked = run("check", folder.path)
    assert checked.returncode == 1 and "wrong: " in checked.stdout and "sound" not in checked.stdout
    assert "journal.sqlite" in checked.stderr
    for value in [filed.request.national_id, filed.request.given_name, filed.request.note, filed.secret]:
        assert value not in checked.stdout + checked.stderr


def test_check_verifies_beside_a_running_server_and_changes_nothing(own_counter):
    for _ in range(3):
        own_counter.submit()
    before = (own_counter.server.folder.path / "journal.sqlite").read_bytes()
    assert own_counter.server.folder.check() == 3
    assert (own_counter.server.folder.path / "journal.sqlite").read_bytes() == before
    own_counter.submit()


def test_a_damaged_page_is_found_and_costs_only_what_stands_on_it(folder, connect):
    counter = casework.Counter(folder.serve())
    filed = [counter.submit() for _ in range(60)]
    counter.close()
    counter.server.stop()
    path = folder.path / "journal.sqlite"
    page = path.read_bytes().index(filed[30].request.note.encode()) // 4096
    with path.open("r+b") as file:
        file.seek(page * 4096)
        file.write(b"\0" * 4096)
    checked = run("check", folder.path)
    assert checked.returncode == 1 and "journal.sqlite" in checked.stderr
    assert len((checked.stdout + checked.stderr).splitlines()) >= 1

    counter = casework.Counter(folder.serve())
    for citizen in [connect(counter.server) for _ in range(8)]:  # on each of the server's threads
        refusal = expect_refusal(
            StatusCode.UNAVAILABLE, "STORE_FAILED", citizen.requests.Track, casework.track(filed[30]))
        assert refusal.at == "STORE" and str(folder.path) not in refusal.message
        assert citizen.requests.Track(casework.track(filed[0])).details.version == 1
        assert citizen.requests.Track(casework.track(filed[30], secret="")).state
    counter.server.log.wait_for("event=read_failed", "journal.sqlite")
    assert counter.details(counter.submit()).version == 1
    counter.close()


def test_a_data_folder_can_be_moved(folder):
    counter = casework.Counter(folder.serve())
    filed = counter.submit()
    counter.close()
    counter.server.stop()
    folder.path = folder.path.rename(folder.path.with_name("moved"))
    counter = casework.Counter(folder.serve())
    assert counter.details(filed).version == 1
    counter.close()


def test_a_plain_get_is_answered_with_a_page(shared_server):
    answer = subprocess.run(
        ["curl", "--silent", "--show-error", "--http2", "--cacert", str(shared_server.folder.path / "tls/ca.crt"),
         f"https://{shared_server.target}/"], capture_output=True, text=True, timeout=DEADLINE_S, check=True)
    assert "pishkhand" in answer.stdout and "SERVING" in answer.stdout
