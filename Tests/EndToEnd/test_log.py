"""What the servers logged while all other tests ran. This file runs last."""

import re

from citizens import personal_values
from server import Server

# time=… level=… event=…, then fields: plain values, or quoted ones with JSON's escapes.
LINE = re.compile(
    r'time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=(debug|info|warning|error) event=[a-z_]+'
    r'( [a-z0-9_]+=([^ "=]+|"([^"\\]|\\.)*"))*')


def test_the_log_holds_nothing_personal(counter):
    counter.submit()
    text = "\n".join(line for log in Server.logs for line in log.lines)
    assert "event=serving" in text
    words = sorted(value for value in personal_values if not value.isascii() or not value.isdigit())
    assert [value for value in words if value in text] == []
    # Numbers are compared as whole words: a piece of a trace id may look like a secret.
    numbers = set(re.findall(r"(?<![0-9a-f])\d{6,}(?![0-9a-f])", text))
    assert numbers & personal_values == set()
    assert len(personal_values) > 10


def test_the_log_is_one_line_an_event_that_a_program_can_read():
    strange = [line for log in Server.logs for line in log.lines if not LINE.fullmatch(line)]
    assert strange == []
