"""A server for each test: the reference programs change what they are given."""

import pytest

from casework import Counter
from program import Program
from screen import Screen
from server import DataFolder, Server


@pytest.fixture
def folder(tmp_path):
    """A data folder whose servers end with the test."""
    folder = DataFolder(tmp_path / "counter")
    yield folder
    for server in [server for server in Server.running if server.folder is folder]:
        server.kill()


@pytest.fixture
def counter(folder):
    """Everybody around a server of one test's own."""
    counter = Counter(folder.serve())
    yield counter
    counter.close()


@pytest.fixture(autouse=True)
def no_program_left():
    yield
    for program in list(Program.running):
        program.kill()
    for screen in list(Screen.running):
        screen.close()
