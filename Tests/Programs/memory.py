"""Searching the memory of a running program."""

import re


def memory_holds(program, text):
    """Whether the text stands, as UTF-8, anywhere that the program can write."""
    pid = program.process.pid
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            first, last, rights = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+)", line).groups()
            if "w" not in rights:
                continue
            memory.seek(int(first, 16))
            if text.encode() in memory.read(int(last, 16) - int(first, 16)):
                return True
    return False
