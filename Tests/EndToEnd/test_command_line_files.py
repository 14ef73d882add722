"""Files at the command line: sent, gone on with, fetched and compared."""

import files
from command_line import CommandLine, submit

IMAGE = files.photograph()


def stored(case):
    return case.citizen.json("track", case.code)["details"]["attachments"]


def test_a_citizen_adds_a_file_and_an_agency_reads_it(shared_server, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(IMAGE)
    case = submit(shared_server)
    added = case.citizen.json("attach", case.code, "--file", "photo.jpg", cwd=tmp_path)
    assert added["version"] == 2
    [attachment] = stored(case)
    assert attachment["name"] == "photo.jpg"
    agency = CommandLine(shared_server, "agency-ncr")
    fetched = agency.json("download", attachment["id"], "out.jpg", "--code", case.code, cwd=tmp_path)
    assert fetched["verified"] and fetched["sha256"] == attachment["sha256"]
    assert len((tmp_path / "out.jpg").read_bytes()) == attachment["size"]
    assert not (tmp_path / "out.jpg.part").exists()
    # What is there is not written over.
    assert "is there already" in agency.run(
        "download", attachment["id"], "out.jpg", "--code", case.code, cwd=tmp_path, code=2).messages


def test_a_download_goes_on_with_what_is_there_if_it_fits(shared_server, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(IMAGE)
    case = submit(shared_server)
    case.citizen.run("attach", case.code, "--file", "photo.jpg", cwd=tmp_path)
    [attachment] = stored(case)
    words = ["download", attachment["id"], "again.jpg", "--code", case.code]
    case.citizen.run("download", attachment["id"], "whole.jpg", "--code", case.code, cwd=tmp_path)
    whole = (tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "again.jpg.part").write_bytes(whole[: len(whole) // 2])
    case.citizen.run(*words, cwd=tmp_path)
    assert (tmp_path / "again.jpg").read_bytes() == whole
    # What an earlier download left and does not fit is found by the hash, and thrown away.
    (tmp_path / "other.jpg.part").write_bytes(b"x" * 100)
    words[2] = "other.jpg"
    assert "SHA-256" in case.citizen.run(*words, cwd=tmp_path, code=1).messages
    assert not (tmp_path / "other.jpg.part").exists()
    case.citizen.run(*words, cwd=tmp_path)


def test_an_upload_with_the_same_id_gives_the_same_file(shared_server, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(IMAGE)
    case = submit(shared_server)
    words = ["upload", "photo.jpg", "--code", case.code]
    first = case.citizen.json(*words, cwd=tmp_path)
    again = case.citizen.json(*words, "--upload-id", first["upload_id"], cwd=tmp_path)
    assert again["id"] == first["id"]
    case.citizen.run("attach", case.code, "--attachment", first["id"])
    assert [attachment["id"] for attachment in stored(case)] == [first["id"]]


def test_an_act_repeated_with_its_key_names_the_same_file(shared_server, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(IMAGE)
    case = submit(shared_server)
    words = ["attach", case.code, "--file", "photo.jpg", "--key", "0199aa00-2222-7222-8333-" + case.code[:12], "--version",
             "1"]
    first = case.citizen.json(*words, cwd=tmp_path)
    again = case.citizen.json(*words, cwd=tmp_path)
    assert again["repeated_key"] and again["version"] == first["version"]
    assert len(stored(case)) == 1


def test_a_file_that_is_refused_is_told_with_its_reason(shared_server, tmp_path):
    (tmp_path / "letter.txt").write_text("no picture")
    case = submit(shared_server)
    refused = case.citizen.json("attach", case.code, "--file", "letter.txt", cwd=tmp_path, code=6)["error"]
    assert refused["reason"] == "ATTACHMENT_REFUSED" and refused["durable"] == "NO"
    absent = case.citizen.run("attach", case.code, "--file", "absent.pdf", cwd=tmp_path, code=2)
    assert "absent.pdf cannot be read" in absent.messages
