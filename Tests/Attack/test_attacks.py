"""Each attack of the table: cut off or held to its budget, and nothing of it reaches the honest client or stays."""

import pytest

import attacks
from field import HEAP_TOLERANCE

QUICK = [attack for attack in attacks.ALL if not attack.is_slow]
SLOW = [attack for attack in attacks.ALL if attack.is_slow]

SECONDS = 0.5


def assert_nothing_stays(report):
    report.honest.assert_undisturbed()
    most = int(report.heap_before * HEAP_TOLERANCE)
    assert report.heap_after <= most, f"the live heap grew from {report.heap_before:,} bytes"


@pytest.mark.parametrize("attack", QUICK, ids=lambda attack: attack.name)
def test_an_attack_costs_the_honest_client_nothing(field, attack):
    assert_nothing_stays(field.attack(attack, SECONDS))


def test_slow_peers_are_given_up_side_by_side_and_cost_the_honest_client_nothing(field):
    assert_nothing_stays(field.attack_together(SLOW))
