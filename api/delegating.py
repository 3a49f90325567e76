"""Delegations of a season as acts: drafted, changed, decided on, accepted, revoked; each act in the trail.

What may be done, by whom and when is the rules' to say (``solver.rules.delegation_acts``); here it is asked with what
the store knows, and what comes of it is put down: the row, the step with its document, and the flags of plans.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from api.access import ALL, Principal
from api.access_table import Role
from api.plan_flags import Concerned, flag_letter
from api.problems import Problem
from api.refusals import refusal_faults
from api.season_reach import SeasonReach
from api.season_rows import open_season, refuse_long_keys
from api.today import today
from data.briefing import scope_brief_for
from data.season_files.codecs import Json
from data.season_files.columns import BY_NAME
from data.season_files.row_json import entity_of
from data.season_files.season_json import json_row
from data.store.delegations import acts, add_act
from data.store.scope_season import read_scope
from data.store.season_edits import add_row, replace_row
from data.store.season_references import Sees, check_row
from data.store.season_rows import StoredRow, one_row
from data.store.transaction import Change, Reader
from solver.domain.committees import Delegation
from solver.domain.officers import Capacity, Officer
from solver.domain.vocabulary import DelegationState
from solver.rules.brief import Brief
from solver.rules.delegation_acts import Outcome, draft, perform
from solver.rules.delegation_motion import CAPACITY, Act, Letter, Motion

NAME = "delegations"
DRAFTED = "draft"
"""The act with which a delegation begins; all others are those of :class:`Act`."""
REQUESTING = frozenset({DRAFTED, Act.AMEND.value, Act.SUBMIT.value})
TABLE = BY_NAME[NAME]


@dataclass(frozen=True, slots=True)
class Done:
    """A delegation after an act, and the plans that it leaves without their letter."""

    row: StoredRow
    plans: tuple[Concerned, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """An act that is wanted, with what goes with it: reason, letter, or new wording."""

    act: Act
    reason: str = ""
    letter: Letter | None = None
    wording: Mapping[str, Json] | None = None


def officer_of(who: Principal, capacity: Capacity, season: str) -> Officer:
    """Whoever is asking, in one of their capacities."""
    reach = who.reach(Role(capacity.value), season)
    return Officer(who.account, capacity, None if ALL in reach else reach)


def requesters(reader: Reader, season: str, delegation: str) -> frozenset[str]:
    """Accounts that drafted, changed or submitted a delegation."""
    return frozenset(one.actor for one in acts(reader, season, delegation) if one.act in REQUESTING)


def request(change: Change, who: Principal, season: str, body: Mapping[str, Json]) -> StoredRow:
    """Put down a draft.

    Raises
    ------
    InputError, ExistsError
        For every fault of the request; if there is a delegation with its id.
    Problem
        ``not-found`` for a season out of reach, ``delegation-refused`` if it is not theirs to request.
    """
    reach = open_season(change, season, who)
    check_row(change, season, TABLE, body, None, _named(who, reach))
    wanted = entity_of(TABLE, body)
    refuse_long_keys(TABLE, (wanted,))
    brief = scope_brief_for(read_scope(change, season))
    outcome = draft(brief, wanted, officer_of(who, Capacity.SECRETARIAT, season))
    if not outcome.is_done:
        raise Problem("delegation-refused", refusal_faults(brief, outcome.refusals))
    row = add_row(change, season, NAME, json_row(TABLE, outcome.delegation))
    add_act(change, season, row.key, DRAFTED, ("", outcome.delegation.state.value))
    return row


def _named(who: Principal, reach: SeasonReach) -> Sees:
    """Whose names a request may hold: any committee's, which may be asked, and else what is visible."""
    sees = reach.sees(who)
    return lambda table, body: table == "committees" or sees(table, body)


def act_on(change: Change, who: Principal, season: str, key: str, wanted: Wanted, seen: Callable[[int], None]) -> Done:
    """Do an act on a delegation whose version ``seen`` accepts.

    Raises
    ------
    AbsentError, Problem
        ``not-found`` if it is absent or out of reach, ``state-forbids`` if it is at no such step, and
        ``delegation-refused`` with everything else that speaks against the act.
    """
    reach = open_season(change, season, who)
    row = one_row(change, season, NAME, key)
    now: Delegation = entity_of(TABLE, row.body)
    who.acting(reach.row(NAME, row.body), now.state.value)
    seen(row.version)
    if wanted.wording is not None:
        check_row(change, season, TABLE, wanted.wording, key, _named(who, reach))
    motion = Motion(
        wanted.act,
        officer_of(who, CAPACITY[wanted.act], season),
        today(change),
        wanted.reason,
        wanted.letter,
        None if wanted.wording is None else entity_of(TABLE, wanted.wording),
    )
    brief = scope_brief_for(read_scope(change, season))
    outcome = perform(brief, now, motion, requesters(change, season, key))
    if not outcome.is_done:
        raise Problem("delegation-refused", refusal_faults(brief, outcome.refusals))
    return put_down(change, season, brief, now, outcome, motion)


def put_down(change: Change, season: str, brief: Brief, before: Delegation, outcome: Outcome, motion: Motion) -> Done:
    """Write what came of an act: the row, the step, and the flags of plans that went by the letter.

    ``brief`` is of the season as it was before the act.
    """
    after = outcome.delegation
    row = replace_row(change, season, NAME, before.id, json_row(TABLE, after), None)
    states = (before.state.value, after.state.value)
    add_act(change, season, before.id, motion.act.value, states, _document(motion.letter))
    if after.state in (DelegationState.REVOKED, DelegationState.EXPIRED):
        return Done(row, flag_letter(change, season, _with(brief, after), before.id))
    return Done(row)


def _with(brief: Brief, letter: Delegation) -> Brief:
    """``brief`` with ``letter`` as it now stands."""
    rows = tuple(letter if row.id == letter.id else row for row in brief.season.delegations)
    return replace(brief, season=replace(brief.season, delegations=rows))


def _document(letter: Letter | None) -> Json:
    if letter is None:
        return None
    return {
        "letter_no": letter.number,
        "document": letter.document,
        "issued_on": letter.issued_on.isoformat(),
    }


def worded(body: Mapping[str, Json], key: str) -> dict[str, Json]:
    """The wording of a request as a row of its table, under the id it keeps."""
    return {"id": key, **{name: value for name, value in body.items() if name != "id"}}
