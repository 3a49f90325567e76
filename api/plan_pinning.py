"""Pins made from a plan that somebody has edited: its differences from the stored one, as rows of the season."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from api.access import Principal
from api.problems import Problem, body_fault
from api.schemas.problem import FaultOut
from api.season_rows import SeasonTable
from data.season_files.columns import BY_NAME
from data.season_files.row_json import entity_of
from data.season_files.season_json import json_row
from data.store.season_references import bare_rows
from data.store.season_rows import StoredRow
from data.store.transaction import Change, Reader
from solver.domain.hand_edits import Edits, edits_between, numbered
from solver.domain.pins import Pin
from solver.domain.plan import Finding, Plan
from solver.domain.vocabulary import PinMatter
from solver.errors import InputError
from solver.planning.pin_conflicts import pin_conflicts
from solver.rules.brief import Brief

PINS = "pins"
TABLE = BY_NAME[PINS]
NAMED = frozenset({PinMatter.SEAT, PinMatter.STANDBY})
"""What a draw decides where there was one."""
AT_ONCE = 5000
"""Applications up to which conflicts are told while a request waits: the season is put into sessions for them."""


@dataclass(frozen=True, slots=True)
class Pinning:
    """An edited plan of ``season`` as ``who`` sent it, beside the stored one (``shown``) as far as they see it."""

    season: str
    who: Principal
    shown: Plan
    edited: Plan
    reason: str = ""

    def new_pins(self, reader: Reader) -> tuple[tuple[Pin, ...], int]:
        """Pins that do not stand yet, and how many of what was changed stand already.

        Raises
        ------
        Problem
            ``input`` for every edit that no pin can say.
        """
        edits = edits_between(self.shown, self.edited)
        faults = list(self._faults(edits))
        if faults:
            raise Problem("input", faults)
        rows = dict(bare_rows(reader, self.season, PINS))
        known = {entity_of(TABLE, body).said for body in rows.values()}
        new = tuple(one for one in edits.pins if one.said not in known)
        return numbered(new, rows, reason=self.reason, decided_by=self.who.name), len(edits.pins) - len(new)

    def put_down(self, change: Change, pins: Iterable[Pin]) -> tuple[StoredRow, ...]:
        """Add the pins as rows; raises InputError with every fault of each, Problem for a row out of reach."""
        table = SeasonTable(self.season, PINS, self.who)
        rows: list[StoredRow] = []
        faults = []
        for pin in pins:
            try:
                rows.append(table.add(change, json_row(TABLE, pin)))
            except InputError as error:
                faults += [replace(one, place=f"/sessions/{pin.session}{one.place}") for one in error.faults]
        if faults:
            raise InputError(faults)
        return tuple(rows)

    def _faults(self, edits: Edits) -> Iterator[FaultOut]:
        for session in dict.fromkeys((*edits.lost, *(one.id for one in edits.forms))):
            yield body_fault("not_to_be_pinned", f"/sessions/{session}", session=session)
        for session in dict.fromkeys(pin.session for pin in edits.pins if pin.what in NAMED):
            draw = self.shown.session[session].draw
            if draw:
                yield body_fault("replace_drawn", f"/sessions/{session}", session=session, draw=draw)


def conflicts_with(brief: Brief, new: Iterable[Pin]) -> tuple[Finding, ...] | None:
    """What the pins of a season and ``new`` ones ask together that no plan can keep; None if that takes too long."""
    if len(brief.season.applications) > AT_ONCE:
        return None
    return pin_conflicts(brief.changed(brief.season.with_tables({PINS: (*brief.season.pins, *new)})))
