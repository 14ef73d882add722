"""The example in Python that the README shows."""

import pathlib
import subprocess
import sys

EXAMPLE = pathlib.Path(__file__).parents[2] / "clients/python/example.py"


def test_the_readme_s_python_example_submits_tracks_and_reads_an_error(shared_server):
    result = subprocess.run(
        [sys.executable, EXAMPLE, shared_server.target, shared_server.folder.path],
        capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].startswith("tracking code ")
    assert lines[1] == "state REQUEST_STATE_SUBMITTED"
    assert lines[2] == "INVALID_ARGUMENT REASON_FIELD_INVALID DURABLE_NO"
    assert lines[3].split()[:2] == ["national_id", "check_digit"]
