"""Files that belong to a request: sent in pieces, looked at, kept, and read by those who may."""

import hashlib
import os
import queue
import resource
import sqlite3
import time

import grpc
import pytest
from grpc import StatusCode

import casework
import files
import messages as pb
from errors import expect_fields, expect_refusal, read_refusal
from server import DEADLINE_S

REFUSED = (StatusCode.INVALID_ARGUMENT, "ATTACHMENT_REFUSED")
UNKNOWN = (StatusCode.NOT_FOUND, "ATTACHMENT_UNKNOWN")
NO_ROOM = (StatusCode.RESOURCE_EXHAUSTED, "NO_ROOM")
MOVED = (StatusCode.ABORTED, "OFFSET_MISMATCH")


def kept_files(folder):
    """The files below `attachments`, by their path there."""
    root = folder.path / "attachments"
    return {str(path.relative_to(root)): path for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def filed(counter):
    return counter.submit()


@pytest.mark.parametrize("size", [200, files.PIECE, 1_000_000, 10 << 20])
def test_a_document_comes_back_as_it_was_sent(counter, filed, size):
    data = files.document(size)
    response = files.upload(counter.citizen, data, filed)
    reference = response.attachment
    assert (reference.media_type, reference.size, reference.sha256) == (
        "application/pdf", size, hashlib.sha256(data).digest())
    assert len(reference.id) == 32 and not response.metadata_removed
    told, read = files.download(counter.citizen, reference, filed)
    assert told == reference and read == data
    assert files.download(counter.citizen, reference, filed, offset=size - 7)[1] == data[-7:]
    assert files.download(counter.citizen, reference, filed, offset=size)[1] == b""


def test_the_position_is_taken_out_of_a_photograph_and_its_orientation_stays(counter, filed):
    data = files.photograph()
    assert files.POSITION in data
    response = files.upload(counter.citizen, data, filed)
    assert response.metadata_removed and response.attachment.media_type == "image/jpeg"
    _, read = files.download(counter.citizen, response.attachment, filed)
    assert files.POSITION not in read and b"home" not in read and read.endswith(files.PICTURE)
    assert read[12:].startswith(b"MM\0\x2a\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6")
    assert (response.attachment.size, response.attachment.sha256) == (len(read), hashlib.sha256(read).digest())
    # Nowhere on the disk either.
    for path in kept_files(counter.server.folder).values():
        assert files.POSITION not in path.read_bytes()


def test_texts_are_taken_out_of_a_drawing(counter, filed):
    response = files.upload(counter.citizen, files.drawing(), filed)
    assert response.metadata_removed and response.attachment.media_type == "image/png"
    assert b"somebody" not in files.download(counter.citizen, response.attachment, filed)[1]


@pytest.mark.parametrize("data, reason", [
    (b"<html>" + bytes(100), "media_type"), (b"PK\3\4" + bytes(100), "media_type"), (b"%PDF-1.7\n", "file_truncated"),
    (files.photograph()[:60], "file_truncated"), (b"\xff\xd8\xff\xd9" + bytes(8), "file_damaged"),
    (files.drawing()[:-1] + b"x", "file_damaged"),
])
def test_the_content_decides_and_not_the_name(counter, filed, data, reason):
    refusal = expect_refusal(*REFUSED, files.upload, counter.citizen, data, filed, name="photo.jpg")
    assert refusal.fields == [("data", reason)]


def test_other_bytes_than_those_announced_are_refused_and_forgotten(counter, filed):
    data = files.document()
    first = files.start(data, filed)
    wrong = data.replace(b"%%%", b"%+%")
    refusal = expect_refusal(*REFUSED, counter.citizen.attachments.Upload, files.messages(first, wrong))
    assert refusal.fields == [("start.sha256", "hash_differs")]
    assert files.progress(counter.citizen, first) == pb.GetUploadResponse()
    # Sent right, the same upload is taken.
    assert counter.citizen.attachments.Upload(files.messages(first, data)).attachment.size == len(data)


def test_more_bytes_than_allowed_or_announced_are_refused(counter, filed):
    data = files.document()
    first = files.start(data, filed, size=(10 << 20) + 1)
    refusal = expect_refusal(*REFUSED, counter.citizen.attachments.Upload, files.messages(first, data))
    assert refusal.fields == [("start.size", "too_large")]
    first = files.start(data, filed)
    refusal = expect_refusal(*REFUSED, counter.citizen.attachments.Upload, files.messages(first, data + b"more"))
    assert refusal.fields == [("data", "too_large")]


def test_the_same_upload_gives_the_same_answer_and_another_content_is_refused(counter, filed):
    data = files.photograph()
    first = files.start(data, filed)
    answer = counter.citizen.attachments.Upload(files.messages(first, data))
    assert counter.citizen.attachments.Upload(files.messages(first, data)) == answer
    assert counter.citizen.attachments.Upload(files.messages(first, b"")) == answer
    assert files.progress(counter.citizen, first).attachment == answer.attachment
    other = files.document()
    again = files.start(other, filed, upload_id=first.upload_id)
    expect_refusal(
        StatusCode.ALREADY_EXISTS, "IDEMPOTENCY_KEY_REUSED", counter.citizen.attachments.Upload,
        files.messages(again, other))


def test_an_upload_id_says_nothing_to_others(counter, filed):
    data = files.document()
    first = files.start(data, filed)
    counter.citizen.attachments.Upload(files.messages(first, data))
    other = counter.submit()
    mine = files.start(data, other, upload_id=first.upload_id)
    assert files.progress(counter.citizen, mine) == pb.GetUploadResponse()
    assert counter.office.attachments.GetUpload(pb.GetUploadRequest(upload_id=first.upload_id)) == pb.GetUploadResponse()


class Line:
    """An upload whose messages the test sends one by one."""

    def __init__(self, client, first):
        self.client = client
        self.first = first
        self._messages = queue.Queue()
        self.call = client.attachments.future("Upload", iter(self._messages.get, None))
        self._messages.put(pb.UploadRequest(start=first))

    def send(self, data):
        self._messages.put(pb.UploadRequest(data=data))

    def end(self):
        self._messages.put(None)
        return self.call.result()

    def wait_for(self, offset):
        """Until so many bytes are on the disk."""
        deadline = time.monotonic() + DEADLINE_S
        while files.progress(self.client, self.first).offset != offset:
            assert time.monotonic() < deadline, "the bytes did not come to the disk"
            time.sleep(0.01)


def test_an_upload_goes_on_after_the_server_was_killed_in_the_middle(own_counter):
    data = files.document(3_000_000)
    filed = own_counter.submit()
    line = Line(own_counter.citizen, files.start(data, filed))
    for place in range(0, 1_000_000, 50_000):
        line.send(data[place:place + 50_000])
    line.wait_for(1_000_000)
    own_counter.server.kill()
    with pytest.raises(grpc.RpcError):
        line.end()

    counter = casework.Counter(own_counter.server.folder.serve())
    assert files.progress(counter.citizen, line.first) == pb.GetUploadResponse(offset=1_000_000)
    # From anywhere else it does not go on.
    line.first.offset = 999_999
    refusal = expect_refusal(*MOVED, counter.citizen.attachments.Upload, files.messages(line.first, data))
    assert refusal.current_offset == 1_000_000
    line.first.offset = 1_000_000
    answer = counter.citizen.attachments.Upload(files.messages(line.first, data))
    assert files.download(counter.citizen, answer.attachment, filed)[1] == data
    counter.close()
    counter.server.stop()
    own_counter.server.folder.check()
    assert len(kept_files(own_counter.server.folder)) == 1


def test_a_kept_file_outlives_a_kill(own_counter):
    filed = own_counter.submit()
    sent = {}
    for data in [files.document(), files.photograph()]:
        answer = files.upload(own_counter.citizen, data, filed).attachment
        sent[answer.id] = files.download(own_counter.citizen, answer, filed)
    own_counter.server.kill()
    counter = casework.Counter(own_counter.server.folder.serve())
    for reference, data in sent.values():
        assert files.download(counter.citizen, reference, filed) == (reference, data)
    counter.close()


def test_a_newer_call_takes_an_upload_over(counter, filed):
    data = files.document(400_000)
    line = Line(counter.citizen, files.start(data, filed))
    line.send(data[:100_000])
    line.wait_for(100_000)
    again = pb.UploadStart()
    again.CopyFrom(line.first)
    again.offset = 100_000
    newer = Line(counter.citizen, again)
    newer.send(data[100_000:200_000])
    newer.wait_for(200_000)
    line.send(data[100_000:200_000])
    refusal = expect_refusal(*MOVED, line.end)
    assert refusal.current_offset == 200_000
    newer.send(data[200_000:])
    assert newer.end().attachment.size == len(data)


def test_an_upload_that_ends_early_tells_where_to_go_on(counter, filed):
    data = files.document(300_000)
    first = files.start(data, filed)
    refusal = expect_refusal(*MOVED, counter.citizen.attachments.Upload, files.messages(first, data[:200_000]))
    assert refusal.current_offset == 200_000
    # From the start again it begins anew.
    assert counter.citizen.attachments.Upload(files.messages(first, data)).attachment.size == len(data)


def test_what_a_call_may_not_say_is_told_field_by_field(counter, filed):
    data = files.document()
    upload = counter.citizen.attachments.Upload
    bad = files.start(data, filed, upload_id=b"short", sha256=b"", size=0, offset=1, attribute="nothing", name="n" * 256)
    expect_fields([
        ("start.name", "too_long"), ("start.upload_id", "length"), ("start.sha256", "required"),
        ("start.size", "required"), ("start.offset", "range"), ("start.attribute", "unknown"),
    ], upload, files.messages(bad, data))
    first = files.start(data, filed)
    expect_fields([("start", "required")], upload, iter([pb.UploadRequest(data=data)]))
    expect_fields([("start", "required")], upload, iter([]))
    twice = [pb.UploadRequest(start=first), pb.UploadRequest(start=first)]
    expect_fields([("start", "duplicate")], upload, iter(twice))
    expect_fields(
        [("data", "too_long")], upload, files.messages(files.start(bytes(2 << 20), filed), bytes(2 << 20), (1 << 20) + 1))
    expect_fields(
        [("start.service", "not_asked")], upload, files.messages(files.start(data, filed, service=casework.SERVICE), data))
    expect_fields([("upload_id", "length")], counter.citizen.attachments.GetUpload, pb.GetUploadRequest(
        upload_id=b"1", tracking_code=filed.code, secret=filed.secret))
    download = counter.citizen.attachments.Download
    expect_fields([("id", "required")], download, pb.DownloadRequest(tracking_code=filed.code))
    expect_fields([("id", "length")], download, pb.DownloadRequest(id="../../keys/master.key"))
    reference = files.upload(counter.citizen, data, filed).attachment
    expect_fields([("offset", "range")], files.download, counter.citizen, reference, filed, offset=len(data) + 1)


# A client that takes no more ahead than its application reads.
READS_SLOWLY = [("grpc.http2.bdp_probe", 0), ("grpc.http2.lookahead_bytes", 65536)]


def test_open_transfers_of_a_suspended_principal_end_at_once(own_counter, connect):
    filed = own_counter.submit()
    agency = connect(own_counter.server, "agency-city", options=READS_SLOWLY)
    data = files.document(8 << 20)
    reference = files.upload(agency, data, tracking_code=filed.code).attachment
    upload = Line(agency, files.start(data, tracking_code=filed.code))
    upload.send(data[:1000])
    upload.wait_for(1000)
    # A reader who takes one piece and then no more.
    download = agency.attachments.Download(pb.DownloadRequest(id=reference.id))
    next(download)
    own_counter.server.folder.principal("suspend", agency.principal)
    expect_refusal(StatusCode.PERMISSION_DENIED, "PRINCIPAL_SUSPENDED", upload.end)
    with pytest.raises(grpc.RpcError) as ended:
        for _ in download:
            pass
    assert read_refusal(ended.value).reason == "PRINCIPAL_SUSPENDED"


def test_a_caller_uploads_no_more_than_its_share_until_requests_hold_it(make_folder):
    counter = casework.Counter(make_folder(upload_bytes_per_caller=1 << 20).serve())
    filed, other = counter.submit(), counter.submit()
    big = files.document(700_000)
    reference = files.upload(counter.citizen, big, filed).attachment
    refusal = expect_refusal(*NO_ROOM, files.upload, counter.citizen, files.document(700_000), filed)
    assert refusal.retry_after_ms > 0 and refusal.at == "STORE"
    files.upload(counter.citizen, files.document(700_000), other)
    counter.act(filed, pb.ACTION_ATTACH, attachments=[reference.id])
    files.upload(counter.citizen, files.document(700_000), filed)
    counter.close()


def test_those_who_announce_much_and_send_nothing_take_the_room_of_nobody(own_counter):
    # As much as all together may announce, by callers who are each within their share.
    size, share = 10 << 20, 102
    for _ in range(9):
        filed = own_counter.submit()
        for _ in range(share):
            first = files.start(b"", filed, size=size)
            expect_refusal(*MOVED, own_counter.citizen.attachments.Upload, iter([pb.UploadRequest(start=first)]))
    data = files.document(size)
    assert files.upload(own_counter.citizen, data, own_counter.submit()).attachment.size == size


def limit_file_size():
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))


def test_a_file_that_the_disk_does_not_take_is_refused_and_nothing_of_it_is_kept(folder):
    counter = casework.Counter(folder.serve(preexec_fn=limit_file_size))
    filed = counter.submit()
    data = files.document(5_000_000)
    first = files.start(data, filed)
    expect_refusal(*NO_ROOM, counter.citizen.attachments.Upload, files.messages(first, data))
    assert files.progress(counter.citizen, first) == pb.GetUploadResponse()
    assert not kept_files(folder)
    assert files.upload(counter.citizen, files.document(1_000_000), filed).attachment.size == 1_000_000
    counter.close()
    assert counter.server.stop() == 0
    folder.check()


def test_a_start_removes_uploads_that_nobody_goes_on_with_and_files_that_nobody_used(folder):
    counter = casework.Counter(folder.serve())
    filed = counter.submit()
    line = Line(counter.citizen, files.start(files.document(5000), filed))
    line.send(b"%PDF-1.7")
    line.wait_for(8)
    unused, used = (files.upload(counter.citizen, files.document(), filed).attachment for _ in range(2))
    counter.act(filed, pb.ACTION_ATTACH, attachments=[used.id])
    line.call.cancel()
    counter.server.kill()
    assert len(kept_files(folder)) == 3
    long_ago = time.time() - 31 * 86_400
    for path in kept_files(folder).values():
        os.utime(path, (long_ago, long_ago))
    with sqlite3.connect(folder.path / "journal.sqlite") as journal:
        journal.execute("UPDATE attachment SET stored = ?", [int(long_ago * 1000)])
    journal.close()

    again = casework.Counter(folder.serve())
    deadline = time.monotonic() + DEADLINE_S
    while len(kept_files(folder)) > 1:
        assert time.monotonic() < deadline, kept_files(folder)
        time.sleep(0.01)
    assert list(kept_files(folder)) == [f"{used.id[:1]}/{used.id}"]
    expect_refusal(*UNKNOWN, files.download, again.citizen, unused, filed)
    assert files.download(again.citizen, used, filed)[0] == used
    again.close()
    counter.close()
    again.server.stop()
    folder.check()
