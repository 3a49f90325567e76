"""Faults of the pins of a season: sessions nobody knows, fields that do not fit, rows that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from data.season_files.columns import BY_NAME
from data.season_files.entities import WRONG, ReadTable
from solver.domain.faults import Fault
from solver.domain.pins import ALLOWED, DETAILS, NEEDED, Pin, contradictions, derived

Tables = Mapping[str, ReadTable]
PINS = "pins"


def pins_of_no_session(tables: Tables) -> Iterator[Fault]:
    """Pins whose session is neither one of the sessions wanted nor one that planning could derive for a committee."""
    if PINS not in tables or _unknown(tables, "committees") or _unknown(tables, "sessions"):
        return
    wanted, committees = _ids(tables, "sessions"), _ids(tables, "committees")
    for row, session in enumerate(tables[PINS].values["session"]):
        if session in ("", WRONG) or session in wanted:
            continue
        parts = derived(str(session))
        if parts is None or parts.committee not in committees:
            yield tables[PINS].text.fault("pin_of_no_session", row, "session", str(session))


def _unknown(tables: Tables, name: str) -> bool:
    """Whether the ids of a table cannot be told: it, or part of it, is missing or unreadable (reported already)."""
    if name not in tables:
        return not BY_NAME[name].optional
    return "id" in tables[name].text.missing or not tables[name].text.whole


def _ids(tables: Tables, name: str) -> frozenset[str]:
    return frozenset(str(one) for one in tables[name].values["id"]) if name in tables else frozenset()


def pins_of_the_wrong_form(tables: Tables) -> Iterator[Fault]:
    """Pins that lack what their kind needs, or fill in what does not belong to it."""
    for row, cells in _rows(tables):
        what = cells["what"]
        if what is WRONG:
            continue
        for field in DETAILS:
            needed, given = field in NEEDED[what], cells[field] not in ("", None)
            shown, about = (tables[PINS].text.cell(row, one) for one in (field, "what"))
            if needed and not given:
                yield tables[PINS].text.fault("pin_lacks", row, field, what=about)
            elif given and not needed and field not in ALLOWED[what]:
                yield tables[PINS].text.fault("pin_says_too_much", row, field, shown, what=about)


def pins_that_contradict(tables: Tables) -> Iterator[Fault]:
    """Pins that exclude an earlier one by what they say, such as one seat both kept and forbidden."""
    row_of: dict[int, int] = {}
    pins: list[Pin] = []
    for row, cells in _rows(tables):
        if WRONG not in cells.values():
            pins.append(Pin(**cells))
            row_of[id(pins[-1])] = row
    for one in contradictions(pins):
        text, row = tables[PINS].text, row_of[id(one.second)]
        first = text.origin.place(row_of[id(one.first)], "id")
        yield text.fault("pins_contradict", row, "id", one.second.id, other=one.first.id, first=first)


def half_days_of_pins(tables: Tables) -> Iterator[Fault]:
    """Starts in a half-day, such as the evening, that the days of this season do not have."""
    header = tables.get("season")
    halves = header.values["half_days"][0] if header is not None and len(header.frame) == 1 else WRONG
    for row, start in enumerate(tables[PINS].values["start"] if PINS in tables and halves is not WRONG else ()):
        if start not in (None, WRONG) and start.half > halves:
            shown = tables[PINS].text.cell(row, "start")
            yield tables[PINS].text.fault("half_day_not_used", row, "start", shown, halves=str(halves))


def _rows(tables: Tables) -> Iterator[tuple[int, dict[str, Any]]]:  # cells of different types
    if PINS not in tables:
        return
    fields = tables[PINS].table.order
    for row, values in enumerate(zip(*(tables[PINS].values[field] for field in fields), strict=True)):
        yield row, dict(zip(fields, values, strict=True))
