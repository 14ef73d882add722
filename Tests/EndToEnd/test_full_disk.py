"""A disk that is full, and a disk that fails."""

import errno
import os
import subprocess

import pytest
from grpc import StatusCode

import casework
import citizens
import files
import messages as pb
from errors import attempt, expect_refusal
from server import DataFolder

STORE_FAILED = (StatusCode.UNAVAILABLE, "STORE_FAILED")


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 4 MiB."""
    path = tmp_path / "disk"
    path.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", path], capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    yield path
    subprocess.run(["umount", "--lazy", path], check=True)


def fill(path):
    """Takes all the space that is left."""
    with open(path, "wb", buffering=0) as file:
        for size in [65536, 4096, 1]:
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError as error:
                assert error.errno == errno.ENOSPC


def test_on_a_full_disk_nothing_is_accepted_and_reads_go_on_until_there_is_room_again(small_disk):
    counter = casework.Counter(DataFolder(small_disk / "counter").serve())
    filed = [counter.submit() for _ in range(20)]
    stream = counter.citizen.requests.Watch(casework.watch(filed[1]))
    assert next(stream).event.number == 1

    fill(small_disk / "ballast")
    request = citizens.submission("city-pothole")
    for _ in range(3):
        refusal = expect_refusal(*STORE_FAILED, counter.office.requests.Submit, request, durable="NO")
        assert refusal.at == "STORE"
    expect_refusal(*STORE_FAILED, counter.claim, filed[0], durable="NO")
    for earlier in filed:
        assert counter.details(earlier).version == 1
        assert len(counter.history(earlier)) == 1
    assert len(counter.agency().work.Inbox(pb.InboxRequest()).items) == 20
    counter.server.log.wait_for("event=store_failed", "final=no", "full")

    os.unlink(small_disk / "ballast")
    response = counter.office.requests.Submit(request)
    citizens.personal(response.receipt.secret)
    assert not response.repeated_key
    counter.claim(filed[1])
    assert next(stream).event.action == pb.ACTION_CLAIM
    stream.cancel()
    assert counter.server.folder.check() == 21
    counter.close()
    assert counter.server.stop() == 0


def test_a_disk_that_fails_stops_the_server_before_it_promises_anything_more(folder):
    """A limit on the size of files stands for the failing disk: what is beyond cannot be written (EFBIG)."""
    # As SIGXFSZ is ignored here, it is there: writing fails and the process lives.
    server = folder.serve(["prlimit", "--fsize=200000"], restore_signals=False)
    counter = casework.Counter(server)
    accepted = []
    while True:
        request = citizens.submission("post-postalcode", note=citizens.personal("ن" * 3_000 + str(len(accepted))))
        response, refusal = attempt(counter.office.requests.Submit, request)
        if refusal is not None:
            break
        accepted.append(casework.Filed(request, response.receipt))
        citizens.personal(response.receipt.secret)
    assert (refusal.code, refusal.reason, refusal.durable) == (*STORE_FAILED, "UNKNOWN")
    counter.server.log.wait_for("event=store_failed", "final=yes")
    assert server.wait() == 1
    counter.close()

    counter = casework.Counter(folder.serve())
    for filed in accepted:
        assert counter.details(filed).note == "" and counter.history(filed)[0].note == filed.request.note
    # What could not be told then is told now.
    response = counter.office.requests.Submit(request)
    citizens.personal(response.receipt.secret)
    assert folder.check() == len(accepted) + 1
    counter.close()


@pytest.mark.parametrize("settings", [{}, {"free_disk_bytes": 0}])
def test_a_full_disk_takes_no_file_and_keeps_nothing_of_it(small_disk, settings):
    folder = DataFolder(small_disk / "counter", **settings)
    counter = casework.Counter(folder.serve())
    filed = counter.submit()
    data = files.document(9_000_000)
    expect_refusal(
        StatusCode.RESOURCE_EXHAUSTED, "NO_ROOM", files.upload, counter.citizen, data, filed)
    assert not [path for path in (folder.path / "attachments").rglob("*") if path.is_file()]
    if settings:
        assert files.upload(counter.citizen, files.document(100_000), filed).attachment.size == 100_000
    counter.close()
