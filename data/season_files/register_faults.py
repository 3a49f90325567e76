"""Faults of a season against the register: a place without rules, rows of the policy sheet that do not fit a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from data.regulations.places import chain
from data.regulations.policy import faults_of
from data.regulations.register import every_provision
from data.season_files.columns import SEASON
from data.season_files.entities import WRONG, ReadTable
from solver.domain.committees import PolicyChange
from solver.domain.faults import Fault
from solver.errors import InputError

Tables = Mapping[str, ReadTable]
POLICY = "policy"


def unknown_to_the_register(tables: Tables) -> Iterator[Fault]:
    """The season's place if nobody knows its rules; rows of the policy sheet that fit no rule; each at its cell."""
    if SEASON.name in tables:
        for row, place in enumerate(tables[SEASON.name].values["place"]):
            yield from _told(tables[SEASON.name], row, _place_faults(place))
    if POLICY in tables:
        for row, change in _changes(tables[POLICY]):
            yield from _told(tables[POLICY], row, faults_of((change,), every_provision()))


def _place_faults(place: object) -> Iterable[Fault]:
    if not isinstance(place, str) or not place:
        return ()
    try:
        chain(place)
    except InputError as error:
        return error.faults
    return ()


def _changes(read: ReadTable) -> Iterator[tuple[int, PolicyChange]]:
    """Rows of the policy sheet that could be read; the faults of the others are told already."""
    fields = ("rule", "parameter", "value", "reason", "approved_by")
    for row, cells in enumerate(zip(*(read.values[field] for field in fields), strict=True)):
        if WRONG not in cells and all(cells[:3]):
            rule, parameter, value, reason, approver = (str(cell or "") for cell in cells)
            yield row, PolicyChange(rule, parameter, value, reason, approver)


def _told(read: ReadTable, row: int, faults: Iterable[Fault]) -> Iterator[Fault]:
    """``faults`` at the cells of a row as its user sees them."""
    for fault in faults:
        yield read.text.fault(fault.code, row, fault.field, fault.value, **dict(fault.facts))
