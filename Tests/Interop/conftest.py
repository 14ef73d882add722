"""The servers that the tests of the wire share."""

import pytest

from http2 import servers
from http2.line import Line


@pytest.fixture(scope="session")
def counter_server(tmp_path_factory):
    """pishkhand; at the end it stops cleanly, whatever was done to it."""
    server = servers.pishkhand(tmp_path_factory.mktemp("counter"), minimum_ping_interval_ms=0)
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="session")
def test_server(tmp_path_factory):
    """grpc.testing.TestService on GRPCServer."""
    server = servers.interop_server(tmp_path_factory.mktemp("testing"))
    yield server
    assert server.stop() == 0


@pytest.fixture
def connect():
    """Makes lines that are closed with the test."""
    lines = []

    def make(server, **keywords):
        lines.append(Line(server.port, server.ca, **keywords))
        return lines[-1]

    yield make
    for line in lines:
        line.close()
