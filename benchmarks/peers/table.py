"""The tables of ``benchmarks/README.md`` from raw results: ``python -m benchmarks.peers.table results/peers-*.json``.

One line per instance and peer, those with open dates first; ``--into benchmarks/README.md`` puts them in their place.
The gap is |score − bound| / |score|.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

HEAD = (
    "| instance | commit | who | status | score | placed | bound | gap | hard | model s | search s (cpu) | MiB"
    " | load |",
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
)
DATED = (
    "| instance | commit | how | status | value | bound | model s (cpu) | search s (cpu) | of HiGHS | MiB | load |",
    "|---|---|---|---|---|---|---|---|---|---|---|",
)
PLAIN = "dated-highs"
BEGIN, END = "<!-- tables of peers -->\n", "<!-- end of tables -->\n"
"""What stands around the tables in a page."""
Row = Mapping[str, Any]
"""A row of a raw result, as JSON has it."""


def tables(files: Iterable[Path]) -> Iterator[str]:
    """Lines of both tables."""
    raw = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    yield from HEAD
    for one in raw:
        for row in one["peers"]:
            if not is_dated(row) or row["peer"] == "dated-cpsat":
                yield cells(one["instance"]["name"], one["commit"], *open_row(row))
    yield ""
    yield from DATED
    for one in raw:
        plain: Row = next((row for row in one["peers"] if row["peer"] == PLAIN), {})
        for row in one["peers"]:
            if is_dated(row) and row["peer"] != "dated-cpsat":
                yield cells(one["instance"]["name"], one["commit"], *dated_row(row, plain))


def is_dated(row: Row) -> bool:
    """Whether the peer was given the dates."""
    return str(row["peer"]).startswith("dated")


def cells(instance: str, commit: str, *words: str) -> str:
    """One line of a table."""
    return "| " + " | ".join((f"`{instance}`", commit, *words)) + " |"


def open_row(row: Row) -> tuple[str, ...]:
    """What a peer did with the whole problem."""
    score, bound = row.get("score"), row.get("bound")
    gap = "" if score is None or bound is None else f"{abs(score - bound) / abs(score):.2%}" if score else ""
    return (
        f"{row['peer']} {row['limit']:g} s",
        ended(row),
        number(score) or "none",
        str(row.get("placed", "")),
        number(bound),
        gap,
        str(row.get("hard_violations", "")),
        seconds(row, "model"),
        timed(row, "search"),
        memory(row),
        load(row),
    )


def dated_row(row: Row, plain: Row) -> tuple[str, ...]:
    """What a peer did with the dates given; its search beside that of HiGHS on the whole program."""
    own, other = spent(row, "search"), spent(plain, "search")
    share = f"{own / other:.0%}" if own and other and not row["exit"] and row["peer"] != PLAIN else ""
    return (
        row["peer"],
        ended(row),
        number(row.get("value")) or "none",
        number(row.get("bound")),
        timed(row, "model"),
        timed(row, "search"),
        share,
        memory(row),
        load(row),
    )


def ended(row: Row) -> str:
    """How a peer ended."""
    if "missing" in row:
        return "not run: " + str(row["missing"])
    if row["exit"]:
        return f"no answer: ended while {row.get('ended_while', 'running')} (exit code {row['exit']})"
    return str(row["status"])


def spent(row: Row, step: str) -> float | None:
    """Seconds of a step, where it came to its end."""
    found = (row.get("seconds") or {}).get(step)
    return None if found is None else float(found)


def seconds(row: Row, step: str) -> str:
    """The same in words."""
    found = spent(row, step)
    return "" if found is None else f"{found:.1f}"


def timed(row: Row, step: str) -> str:
    """Seconds of a step, with those of the processor where they are its own."""
    found, busy = spent(row, step), spent(row, f"{step} cpu")
    if found is None:
        return ""
    return f"{found:.2f}" if busy is None or row["peer"] == "timefold" else f"{found:.2f} ({busy:.2f})"


def number(value: float | None) -> str:
    """A score or bound."""
    return "" if value is None else f"{value:,.1f}"


def memory(row: Row) -> str:
    """Peak memory."""
    return f"{row['peak_rss_mib']:.0f}"


def load(row: Row) -> str:
    """Load averages before and after."""
    return "–".join(f"{one:.1f}" for one in row["load_average"])


def inserted(page: str, lines: Iterable[str]) -> str:
    """``page`` with ``lines`` in place of what stood between its marks.

    Raises
    ------
    ValueError
        If it has no marks.
    """
    before, after = page.index(BEGIN) + len(BEGIN), page.index(END)
    return page[:before] + "\n".join(lines) + "\n" + page[after:]


def main() -> None:
    """Print the tables of the results named, or put them into a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--into", type=Path, help="a page with marks")
    asked = parser.parse_args()
    lines = list(tables(asked.files))
    if asked.into is None:
        print("\n".join(lines))
    else:
        asked.into.write_text(inserted(asked.into.read_text(encoding="utf-8"), lines), encoding="utf-8")


if __name__ == "__main__":
    main()
