"""The journals between runs, when no server has them open."""

import pathlib
import sqlite3

from .processes import BenchmarkError


def gather(journal: pathlib.Path) -> None:
    """Moves what the write-ahead log holds into the journal's file, so that the file can be copied alone."""
    database = sqlite3.connect(journal)
    try:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        database.close()


def check_stored(journal: pathlib.Path, acknowledged: int) -> None:
    """BenchmarkError where fewer requests are stored than were acknowledged: that one is out of the race."""
    database = sqlite3.connect(f"file:{journal}?mode=ro", uri=True)
    try:
        (stored,) = database.execute("SELECT count(*) FROM request").fetchone()
    finally:
        database.close()
    if stored < acknowledged:
        raise BenchmarkError(f"{journal} holds {stored} requests, {acknowledged} were acknowledged")


def check_kept(journal: pathlib.Path, acknowledged: int, size: int) -> None:
    """BenchmarkError where fewer whole files lie beside the journal than were acknowledged."""
    files = [path for path in (journal.parent / "attachments").glob("[0-9a-f]/*") if path.stat().st_size == size]
    if len(files) < acknowledged:
        raise BenchmarkError(f"{journal.parent} holds {len(files)} whole files, {acknowledged} were acknowledged")
