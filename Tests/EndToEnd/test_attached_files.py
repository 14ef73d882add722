"""Files in requests: named by forms, answers and acts, and read by those who may read the request."""

import shutil
import sqlite3

import grpc
import pytest
from grpc import StatusCode

import casework
import citizens
import files
import messages as pb
from errors import expect_fields, expect_refusal
from server import DataFolder

UNKNOWN = (StatusCode.NOT_FOUND, "ATTACHMENT_UNKNOWN")


def with_photo(reference, **changes):
    form = citizens.FORMS[casework.SERVICE] | {"photo": reference if isinstance(reference, str) else reference.id}
    return dict(form=citizens.form_values(form)) | changes


def upload_photo(client, service=casework.SERVICE, attribute="photo"):
    return files.upload(client, files.photograph(), service=service, attribute=attribute).attachment


def test_a_submission_holds_the_file_that_its_form_names(counter):
    reference = upload_photo(counter.office)
    filed = counter.submit(**with_photo(reference))
    event = counter.history(filed)[0]
    assert list(event.attachments) == [reference] and reference.attribute == "photo" and reference.name
    assert list(counter.details(filed).attachments) == [reference]
    assert [value.values[0] for value in counter.details(filed).form if value.attribute == "photo"] == [reference.id]
    # Who may read the request may read the file; nobody else.
    whole = files.download(counter.citizen, reference, filed)
    assert whole[0] == reference
    for client in [counter.office, counter.agency()]:
        assert files.download(client, reference, tracking_code=filed.code) == whole
    for client in [counter.kiosk, counter.agency("post")]:
        expect_refusal(
            StatusCode.PERMISSION_DENIED, "OUT_OF_SCOPE", files.download, client, reference, tracking_code=filed.code)
        expect_refusal(*UNKNOWN, files.download, client, reference)
    # Who uploaded it reads it without the code too.
    assert files.download(counter.office, reference) == whole
    other = counter.submit()
    expect_refusal(*UNKNOWN, files.download, counter.citizen, reference, other)


def test_the_same_submission_again_gives_the_same_receipt_though_its_file_is_used(counter):
    request = citizens.submission(casework.SERVICE, **with_photo(upload_photo(counter.office)))
    first = counter.office.requests.Submit(request)
    again = counter.office.requests.Submit(request)
    assert again.repeated_key and again.receipt == first.receipt


def test_a_file_goes_into_one_request_alone(counter):
    reference = upload_photo(counter.office)
    counter.submit(**with_photo(reference))
    expect_fields([("form.photo", "duplicate")], counter.submit, **with_photo(reference))


def test_a_form_takes_own_uploads_for_the_same_field_and_service_alone(counter):
    refused = [
        upload_photo(counter.kiosk), upload_photo(counter.office, "water-leak"), "f" * 32, "../../keys/master.key",
    ]
    for reference in refused:
        expect_fields([("form.photo", "unknown")], counter.submit, **with_photo(reference))
    filed = counter.submit()
    added = files.upload(counter.citizen, files.document(), filed).attachment
    expect_fields([("form.photo", "unknown")], counter.submit, **with_photo(added))


def test_an_answer_holds_the_file_that_was_asked_for(counter):
    filed = counter.bring_to(pb.REQUEST_STATE_ASSIGNED)
    counter.ask(filed, questions=[pb.Question(attribute="photo", text=citizens.note("عکس؟"))])
    expect_fields([("answers.photo", "required")], counter.answer, filed, answers=[])
    reference = files.upload(counter.citizen, files.photograph(), filed, attribute="photo").attachment
    answer = citizens.form_values({"photo": reference.id})
    counter.answer(filed, answers=answer)
    assert list(counter.history(filed)[-1].attachments) == [reference]
    assert files.download(counter.agency(), reference, tracking_code=filed.code)[0] == reference


def test_the_office_answers_with_a_file_of_its_own(counter):
    filed = counter.bring_to(pb.REQUEST_STATE_ASSIGNED)
    counter.ask(filed, questions=[pb.Question(attribute="photo", text=citizens.note("عکس؟"))])
    reference = files.upload(
        counter.office, files.photograph(), tracking_code=filed.code, attribute="photo").attachment
    counter.answer(filed, by=counter.office, secret="", answers=citizens.form_values({"photo": reference.id}))
    assert list(counter.history(filed)[-1].attachments) == [reference]


def test_files_are_added_by_the_citizen_and_by_the_agency(counter):
    filed = counter.submit()
    mine = [files.upload(counter.citizen, files.document(), filed).attachment for _ in range(2)]
    request = casework.citizen_act(filed, pb.ACTION_ATTACH, attachments=[each.id for each in mine], note=citizens.note())
    filed.version = counter.citizen.requests.Act(request).version
    assert counter.citizen.requests.Act(request).repeated_key
    theirs = files.upload(counter.agency(), files.drawing(), tracking_code=filed.code).attachment
    counter.work(filed, pb.ACTION_ATTACH, attachments=[theirs.id])
    events = counter.history(filed)
    assert [list(event.attachments) for event in events] == [[], mine, [theirs]]
    assert {event.to for event in events} == {pb.REQUEST_STATE_SUBMITTED}
    assert list(counter.details(filed).attachments) == [*mine, theirs]
    for reference in [*mine, theirs]:
        assert files.download(counter.citizen, reference, filed)[0] == reference


def test_what_is_no_own_upload_for_the_request_is_not_added(counter):
    filed, other = counter.submit(), counter.submit()
    attach = lambda reference, by=None: counter.act(filed, pb.ACTION_ATTACH, by=by, attachments=[reference])
    elsewhere = files.upload(counter.citizen, files.document(), other).attachment
    agencys = files.upload(counter.agency(), files.document(), tracking_code=filed.code).attachment
    for reference in [elsewhere.id, agencys.id, "0" * 32]:
        expect_refusal(*UNKNOWN, attach, reference)
    expect_fields([("attachments", "unknown")], attach, "map.pdf")
    expect_fields([("attachments", "required")], counter.act, filed, pb.ACTION_ATTACH)
    mine = files.upload(counter.citizen, files.document(), filed).attachment
    expect_fields([("attachments", "duplicate")], counter.act, filed, pb.ACTION_ATTACH, attachments=[mine.id] * 2)
    expect_fields([("attachments", "too_long")], counter.act, filed, pb.ACTION_ATTACH, attachments=[mine.id] * 17)
    expect_fields([("attachments", "not_asked")], counter.act, filed, pb.ACTION_WITHDRAW, attachments=[mine.id])
    attach(mine.id)
    expect_refusal(*UNKNOWN, attach, mine.id)
    # Not even the agency adds what the citizen has uploaded.
    expect_refusal(*UNKNOWN, counter.work, filed, pb.ACTION_ATTACH, attachments=[mine.id])


def test_a_file_that_no_event_holds_is_read_by_its_uploader_alone(counter):
    filed = counter.submit()
    mine = files.upload(counter.citizen, files.document(), filed).attachment
    assert files.download(counter.citizen, mine, filed)[0] == mine
    for client in [counter.office, counter.agency()]:
        expect_refusal(*UNKNOWN, files.download, client, mine, tracking_code=filed.code)
    expect_refusal(StatusCode.UNAUTHENTICATED, "CERTIFICATE_REQUIRED", files.download, counter.citizen, mine)


def test_check_finds_files_that_are_missing_changed_or_of_nobody(folder):
    counter = casework.Counter(folder.serve())
    sent = [upload_photo(counter.office) for _ in range(3)]
    for reference in sent:
        counter.submit(**with_photo(reference))
    waiting = upload_photo(counter.office)
    counter.close()
    counter.server.stop()
    root = folder.path / "attachments"
    (root / "0" / ("0" * 32)).write_bytes(b"nobody's")
    told = folder.check_output()
    assert "4 files" in told and f"stray: the file {'0' * 32} among the attachments belongs to nothing" in told
    place = lambda reference: root / reference.id[:1] / reference.id
    place(sent[0]).unlink()
    whole = place(sent[1]).read_bytes()
    place(sent[1]).write_bytes(whole[:-1] + b"?")
    place(sent[2]).write_bytes(whole + b"?")
    place(waiting).unlink()
    findings = folder.check_findings()
    assert len(findings) == 4
    for reference, word in [(sent[0], "missing"), (waiting, "missing"), (sent[1], "other bytes"), (sent[2], "size")]:
        assert any(word in line and reference.id in line for line in findings)


def test_decisions_messages_and_remedies_bring_files(counter):
    filed = counter.bring_to(pb.REQUEST_STATE_ASSIGNED)
    brought = []

    def bring(step, client, action, **changes):
        owner = filed if client is counter.citizen else None
        scope = {} if owner else dict(tracking_code=filed.code)
        reference = files.upload(client, files.document(), owner, **scope).attachment
        step(filed, action, attachments=[reference.id], **changes)
        brought.append(reference)
        assert list(counter.history(filed)[-1].attachments) == [reference]

    bring(counter.act, counter.citizen, pb.ACTION_ADD_MESSAGE, note=citizens.note())
    bring(counter.work, counter.agency(), pb.ACTION_ADD_MESSAGE, note=citizens.note())
    bring(counter.work, counter.agency(), pb.ACTION_FULFIL)
    bring(counter.act, counter.citizen, pb.ACTION_REOPEN, reason="NOT_DONE")
    bring(counter.work, counter.agency(), pb.ACTION_REFUSE, reason="OUT_OF_AREA")
    bring(counter.act, counter.citizen, pb.ACTION_APPEAL, reason="UNFAIR")
    assert list(counter.details(filed).attachments) == brought


def test_a_backup_beside_the_running_server_is_sound_and_serves(own_counter, tmp_path):
    data = own_counter.server.folder.path
    reference = upload_photo(own_counter.office)
    filed = own_counter.submit(**with_photo(reference))
    begun = files.start(files.document(), filed)
    with pytest.raises(grpc.RpcError):
        own_counter.citizen.attachments.Upload(files.messages(begun, b"%PDF-1.7"))

    # As docs/operations.md has it; meanwhile the next file comes.
    backup = tmp_path / "backup"
    shutil.copytree(data, backup, ignore=shutil.ignore_patterns("journal.sqlite*", "attachments", "pishkhand.pid"))
    with sqlite3.connect(data / "journal.sqlite") as journal, sqlite3.connect(backup / "journal.sqlite") as copy:
        journal.backup(copy)
    later = files.upload(own_counter.citizen, files.document(), filed).attachment
    for folder in (data / "attachments").glob("[0-9a-f]"):
        shutil.copytree(folder, backup / "attachments" / folder.name)
    restored = DataFolder.at(backup, own_counter.server.folder.settings)
    assert f"stray: the file {later.id}" in restored.check_output()
    own_counter.server.kill()
    counter = casework.Counter(restored.serve())
    assert files.download(counter.citizen, reference, filed)[0] == reference
    counter.close()
    counter.server.kill()
