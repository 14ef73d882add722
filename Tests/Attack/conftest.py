"""The server under attack, one for the whole set."""

import pytest

from field import Field
from server import Server


@pytest.fixture(scope="session")
def field(tmp_path_factory):
    field = Field(tmp_path_factory.mktemp("attack") / "counter")
    field.heap_at_rest()
    yield field
    field.close()


def pytest_sessionfinish():
    for server in list(Server.running):
        server.kill()
