"""What a Submit run left in a journal: the check that everybody stored what it acknowledged, and stored the same."""

import pathlib
import sqlite3

from .processes import BenchmarkError

SAMPLE = 1000
TOLERANCE = 0.1  # of a body's mean size


def body_sizes(journal: pathlib.Path, acknowledged: int) -> dict[str, float]:
    """Mean bytes of an event's and a personal record's body. The server must have ended.

    BenchmarkError where fewer requests are stored than were acknowledged.
    """
    database = sqlite3.connect(f"file:{journal}?mode=ro", uri=True)
    try:
        (stored,) = database.execute("SELECT count(*) FROM request").fetchone()
        if stored < acknowledged:
            raise BenchmarkError(f"{journal} holds {stored} requests, {acknowledged} were acknowledged")
        sample = "SELECT avg(length(body)) FROM (SELECT body FROM {} LIMIT {})"
        return {
            table: database.execute(sample.format(table, SAMPLE)).fetchone()[0] for table in ("event", "personal")
        }
    finally:
        database.close()


def check_same(ours: dict[str, float], theirs: dict[str, float], peer: str) -> None:
    for table, size in ours.items():
        if abs(theirs[table] - size) > TOLERANCE * size:
            raise BenchmarkError(
                f"{peer} stores {theirs[table]:.0f} bytes in {table}.body where pishkhand stores {size:.0f}: "
                "set the sizes in rivals/journal_rows.c"
            )
