"""Measures against committees (限期整改, 暂停, 收回) and lifting them: each on the trail, and plans flagged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from api.access import Principal
from api.delegating import officer_of
from api.plan_flags import Concerned, displaced_by, flag_committee
from api.problems import Problem
from api.refusals import refusal_faults
from api.season_rows import SeasonTable, open_season
from api.today import today
from data.briefing import scope_brief_for
from data.season_files.columns import BY_NAME
from data.season_files.row_json import entity_of
from data.season_files.season_json import json_row
from data.store.scope_season import read_scope
from data.store.season_edits import replace_row
from data.store.season_rows import StoredRow, one_row
from data.store.transaction import Change, Reader
from solver.domain.committees import Committee
from solver.domain.officers import Capacity
from solver.domain.season import Season
from solver.domain.vocabulary import CommitteeState
from solver.rules.committee_states import Measure, measured

NAME = "committees"
TABLE = BY_NAME[NAME]


@dataclass(frozen=True, slots=True)
class Term:
    """The state that is wanted, why, and on which days (None: open)."""

    state: CommitteeState
    reason: str
    start: date | None = None
    end: date | None = None


def measure(
    change: Change, who: Principal, where: tuple[str, str], wanted: Term, seen: Callable[[int], None]
) -> tuple[StoredRow, tuple[Concerned, ...]]:
    """Take a measure against the committee ``where`` (season, committee), whose version ``seen`` accepts.

    Raises
    ------
    AbsentError, Problem
        ``not-found`` if it is absent or out of reach, ``state-forbids`` if its state allows no such step, and
        ``measure-refused`` with everything else that speaks against it.
    """
    season, key = where
    reach = open_season(change, season, who)
    row = one_row(change, season, NAME, key)
    before: Committee = entity_of(TABLE, row.body)
    who.acting(reach.row(NAME, row.body), before.state.value)
    seen(row.version)
    brief = scope_brief_for(read_scope(change, season))
    officer = officer_of(who, Capacity.AUTHORITY, season)
    asked = Measure(wanted.state, officer, today(change), wanted.reason, wanted.start, wanted.end)
    outcome = measured(brief, before, asked)
    if outcome.refusals:
        raise Problem("measure-refused", refusal_faults(brief, outcome.refusals))
    after = replace_row(change, season, NAME, key, json_row(TABLE, outcome.committee), None)
    brief = replace(brief, season=_with(brief.season, outcome.committee))
    return after, flag_committee(change, season, brief, key)


def _with(season: Season, committee: Committee) -> Season:
    rows = tuple(committee if row.id == committee.id else row for row in season.committees)
    return replace(season, committees=rows)


def to_route_anew(reader: Reader, who: Principal, season: str, key: str) -> tuple[StoredRow, tuple[Concerned, ...]]:
    """What plans hold for a committee on days on which it may not sit; raises as reading the committee does."""
    row = SeasonTable(season, NAME, who).read(reader, key)
    brief = scope_brief_for(read_scope(reader, season))
    return row, displaced_by(reader, season, brief, key)
