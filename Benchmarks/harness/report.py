"""What a run leaves: a table for people, results.json for programs."""

import json
import pathlib

from .cases import PEER_NAMES, Outcome

HEAD = ("case", "unit", "ours", "theirs", "ratio", "goal", "", "pairs from..to", "rival")


def figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def row(outcome: Outcome) -> tuple[str, ...]:
    case = outcome.case
    return (
        case.name,
        case.unit,
        figure(outcome.ours),
        figure(outcome.theirs),
        f"{outcome.ratio:.2f}",
        f"{'>=' if case.higher_is_better else '<='} {case.goal:g}",
        "held" if outcome.held else "missed",
        f"{min(outcome.ratios):.2f}..{max(outcome.ratios):.2f}",
        PEER_NAMES[case.peer],
    )


def table(outcomes: list[Outcome]) -> str:
    rows = [HEAD, *(row(outcome) for outcome in outcomes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join([*lines, "ours and theirs are medians; ratio is ours / theirs: '>=' wants it high, '<=' low."])


def write_results(outcomes: list[Outcome], file: pathlib.Path) -> None:
    file.write_text(
        json.dumps(
            [
                {
                    "case": outcome.case.name,
                    "unit": outcome.case.unit,
                    "ours": round(outcome.ours, 3),
                    "peer": PEER_NAMES[outcome.case.peer],
                    "theirs": round(outcome.theirs, 3),
                    "ratio": round(outcome.ratio, 4),
                }
                for outcome in outcomes
            ],
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )
