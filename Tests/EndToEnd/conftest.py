"""The servers that the tests share, and the order in which the tests run."""

import pytest

# A failing assertion of these tells its values, as those of the tests do.
pytest.register_assert_rewrite("errors", "server")

from casework import Counter
from client import Client
from server import DataFolder, Server


@pytest.fixture
def make_folder(tmp_path):
    """Makes data folders of one test's own; their servers end with the test."""
    folders = []

    def make(name="counter", **settings):
        folders.append(DataFolder(tmp_path / name, **settings))
        return folders[-1]

    yield make
    for server in [server for server in Server.running if server.folder in folders]:
        server.kill()


@pytest.fixture
def folder(make_folder):
    """A data folder of one test's own."""
    return make_folder()


@pytest.fixture
def own_counter(folder):
    """Everybody around a server of one test's own."""
    counter = Counter(folder.serve())
    yield counter
    counter.close()


@pytest.fixture
def connect():
    """Makes clients that are closed with the test."""
    clients = []

    def connect(server, principal=None, **keywords):
        clients.append(Client(server, principal, **keywords))
        return clients[-1]

    yield connect
    for client in clients:
        client.close()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory):
    """One server for all tests that leave it as it was. At the end it stops cleanly and its journal is sound."""
    folder = DataFolder(tmp_path_factory.mktemp("shared") / "counter")
    server = folder.serve()
    yield server
    assert server.stop() == 0
    folder.check()


@pytest.fixture(scope="session")
def counter(shared_server):
    """Everybody around the shared server."""
    counter = Counter(shared_server)
    yield counter
    counter.close()


def pytest_collection_modifyitems(items):
    # What the servers logged is searched when all have logged.
    items.sort(key=lambda item: item.path.name == "test_log.py")


def pytest_sessionfinish():
    for server in list(Server.running):
        server.kill()
