"""Sums up which lines the tests reach.

summary.py FOLDER: reads swift.lcov and client.gcov there, writes summary.txt and uncovered.txt, and prints the summary.
Ends with 1 where less than 90 % of all lines are reached, where a line of Casework is not reached that `unreachable.txt`
beside this file does not name with its reason, or where a line is named there that is gone. (Threads that count at the same
time lose some: of a line whose count is a difference, such as the one behind a loop, a few may stay that were none.)
"""

import collections
import json
import pathlib
import sys

LEAST_PERCENT = 90.0
# Every line of these rooms is reached, or its reason is written down.
WHOLE_ROOMS = {"Sources/Casework"}
# Made by protoc-c; covered by the tests of what uses it.
GENERATED = ("Sources/Messages/", "Sources/GRPCMessages/")
REASONS = pathlib.Path(__file__).with_name("unreachable.txt")


def read_lcov(path, repository):
    """The count of each line, by file; the highest where several programs hold a file."""
    counts = collections.defaultdict(dict)
    lines = None
    for line in path.open():
        if line.startswith("SF:"):
            file = pathlib.Path(line[3:].strip())
            lines = counts[str(file.relative_to(repository))] if file.is_relative_to(repository) else {}
        elif line.startswith("DA:"):
            number, count = map(int, line[3:].split(",")[:2])
            lines[number] = max(count, lines.get(number, 0))
    return counts


def read_gcov(path, repository):
    counts = collections.defaultdict(dict)
    for document in path.read_text().splitlines():
        for file in json.loads(document)["files"]:
            name = pathlib.Path(file["file"]).resolve()
            if not name.is_relative_to(repository / "clients/c"):
                continue
            lines = counts[str(name.relative_to(repository))]
            for line in file["lines"]:
                lines[line["line_number"]] = max(line["count"], lines.get(line["line_number"], 0))
    return counts


def read_reasons():
    """(file, text of the line) of each line that nothing can reach."""
    reasons = {}
    for line in REASONS.read_text().splitlines():
        if line and not line.startswith("#"):
            file, text, reason = line.split(" | ")
            reasons[file.strip(), text.strip()] = reason.strip()
    return reasons


def room(file):
    parts = file.split("/")
    return "clients/c" if parts[0] == "clients" else "/".join(parts[:2])


def table(counts):
    rooms = collections.defaultdict(lambda: [0, 0])
    for file, lines in counts.items():
        for key in (room(file), "all"):
            rooms[key][0] += len(lines)
            rooms[key][1] += sum(count > 0 for count in lines.values())
    rows = [f"{'room':32} {'lines':>7} {'reached':>8} {'percent':>8}"]
    for key in sorted(rooms, key=lambda key: (key == "all", key)):
        lines, reached = rooms[key]
        rows.append(f"{key:32} {lines:7} {reached:8} {100 * reached / max(1, lines):8.2f}")
    lines, reached = rooms["all"]
    return rows, 100 * reached / max(1, lines)


def main(folder):
    repository = pathlib.Path(__file__).resolve().parents[2]
    counts = read_lcov(folder / "swift.lcov", repository)
    counts = {
        file: lines for file, lines in counts.items()
        if file.startswith("Sources/") and not file.startswith(GENERATED)}
    counts.update(read_gcov(folder / "client.gcov", repository))
    rows, percent = table(counts)
    faults = []
    if percent < LEAST_PERCENT:
        faults.append(f"{percent:.2f} % of all lines are reached; {LEAST_PERCENT:.0f} % is the least")
    reasons = read_reasons()
    missed = []
    for file in sorted(counts):
        text = (repository / file).read_text().splitlines()
        for number in sorted(number for number, count in counts[file].items() if count == 0):
            line = text[number - 1].strip()
            missed.append(f"{file}:{number}: {line}")
            if (file, line) not in reasons and room(file) in WHOLE_ROOMS and not is_bare(line):
                faults.append(f"not reached: {missed[-1]}")
    faults += [
        f"named in {REASONS.name}, but gone: {file}: {text}" for file, text in reasons
        if text not in (repository / file).read_text()]
    (folder / "uncovered.txt").write_text("\n".join(missed) + "\n")
    summary = "\n".join(rows + [""] + faults) + "\n"
    (folder / "summary.txt").write_text(summary)
    print(summary, end="")
    return 1 if faults else 0


def is_bare(line):
    """A brace after a line that does not come back: it says nothing of its own."""
    return not line.strip("{}()] ")


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
