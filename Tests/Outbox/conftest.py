"""What the tests of the outbox share."""

import pytest

pytest.register_assert_rewrite("server", "town")

from town import Town


@pytest.fixture
def town(tmp_path):
    """A kiosk and a server of one test's own."""
    town = Town(tmp_path)
    yield town
    town.close()
