"""What has happened to a plan since it was made: letters revoked or ended, committees that may not sit.

A flag stays with the plan, draft or published, and names the applications that must be routed anew. There is one flag
per cause (kind and subject); the latest says how things stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from data.plan_files.plan_json import plan_of
from data.season_files.codecs import Json
from data.store.column_types import stamp
from data.store.plans import SUPERSEDED, StoredPlan, flag_plan, plan_body, season_plans
from data.store.transaction import Change, Reader
from solver.rules.brief import Brief
from solver.rules.committee_states import Displaced, displaced
from solver.rules.lapses import lapses_of_letter

LETTER, COMMITTEE = "delegation", "committee"


@dataclass(frozen=True, slots=True)
class Concerned:
    """A plan and what of it must be routed anew."""

    plan: StoredPlan
    displaced: Displaced


def live_plans(reader: Reader, season: str) -> tuple[StoredPlan, ...]:
    """The published plan and every draft: superseded ones bind nobody."""
    return tuple(plan for plan in season_plans(reader, season) if plan.state != SUPERSEDED)


def flag_letter(change: Change, season: str, brief: Brief, delegation: str) -> tuple[Concerned, ...]:
    """Flag every plan with something that a letter, as ``brief`` has it, does not authorise; tells which, and what."""
    state = brief.season.delegation[delegation].state.value

    def lost(plan: StoredPlan) -> Displaced:
        found = lapses_of_letter(brief, plan_of(plan_body(change, plan.id)), delegation)
        sessions = dict.fromkeys(one.session for one in found if one.session)
        return Displaced(tuple(sessions), tuple(sorted(one.application for one in found)), ())

    return tuple(_flagged(change, season, (LETTER, delegation, state), lost))


def flag_committee(change: Change, season: str, brief: Brief, committee: str) -> tuple[Concerned, ...]:
    """Flag every plan with something for a committee on days on which it may not sit any more; tells which, and what.

    ``brief`` holds the committee as it now stands; one that may sit again loses its flag.
    """
    state = brief.season.committee[committee].state.value

    def lost(plan: StoredPlan) -> Displaced:
        return displaced(brief, plan_of(plan_body(change, plan.id)), committee)

    return tuple(_flagged(change, season, (COMMITTEE, committee, state), lost))


def displaced_by(reader: Reader, season: str, brief: Brief, committee: str) -> tuple[Concerned, ...]:
    """What the live plans hold for a committee on days on which it may not sit."""
    plans = live_plans(reader, season)
    found = (Concerned(one, displaced(brief, plan_of(plan_body(reader, one.id)), committee)) for one in plans)
    return tuple(one for one in found if one.displaced.sessions or one.displaced.applications)


def flagged(reader: Reader, season: str, kind: str, subject: str) -> tuple[Concerned, ...]:
    """The live plans that are flagged for a cause, and what of them is concerned."""
    found = []
    for plan in live_plans(reader, season):
        for flag in plan.flags if isinstance(plan.flags, list) else ():
            if _is_about(flag, kind, subject):
                told: dict[str, Any] = dict(flag)  # type: ignore[arg-type] # an object: it is about something
                found.append(Concerned(plan, Displaced(tuple(told["sessions"]), tuple(told["applications"]), ())))
    return tuple(found)


def _flagged(
    change: Change, season: str, cause: tuple[str, str, str], lost: Callable[[StoredPlan], Displaced]
) -> Iterator[Concerned]:
    kind, subject, state = cause
    for plan in live_plans(change, season):
        found = lost(plan)
        flags: list[Json] = list(plan.flags) if isinstance(plan.flags, list) else []
        kept = [flag for flag in flags if not _is_about(flag, kind, subject)]
        if found.sessions or found.applications:
            flag: dict[str, Json] = {"kind": kind, "subject": subject, "state": state, "at": stamp(change.now)}
            flag |= {"sessions": list(found.sessions), "applications": list(found.applications)}
            yield Concerned(flag_plan(change, plan.id, [*kept, flag]), found)
        elif kept != flags:
            flag_plan(change, plan.id, kept)


def _is_about(flag: Json, kind: str, subject: str) -> bool:
    return isinstance(flag, dict) and (flag.get("kind"), flag.get("subject")) == (kind, subject)
