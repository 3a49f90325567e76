"""A repair made for the service: in a child process, of a stored plan, with the rows of the season that it changes.

The child only reads the store. The names of panels under seal are not in what it reads, and it has no key to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data.season_files.codecs import Json
    from solver.domain.season import Season

REPAIR = "repair"
"""The kind of operations that repair a plan."""
CHANGED_TABLES = ("persons", "unavailability", "rooms", "relations", "applications")
"""Tables whose rows a repair adds or replaces, those first that others name; other tables have acts of their own."""


@dataclass(frozen=True, slots=True)
class RepairTask:
    """What to repair: ``request`` is that of the operation (:func:`api.repairs.Repairing.request`)."""

    url: str
    key: str
    season: str
    request: Mapping[str, Any]  # texts, flags, and the changes as JSON


@dataclass(frozen=True, slots=True)
class RowWrite:
    """A row of a season as it is to be: ``key`` is that of the row it replaces, None for a new one."""

    table: str
    key: str | None
    body: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired plan as ``plan.json``, what it rests upon, the rows that changed, and what is answered about it."""

    season_version: int
    plan_version: int
    document: Json
    rows: tuple[RowWrite, ...]
    answer: Json


def repaired(task: RepairTask, tell: Callable[[str, float], None]) -> Repaired:
    """Repair the plan; ``tell`` is told the phase and how far it is (0-100).

    Raises
    ------
    AbsentError
        If the plan is not there any more.
    Problem, InputError
        With every fault of the changes in the season as it is now, or of a season that cannot be read.
    """
    from api.asked_changes import Base, read_changes, unsealed
    from api.schemas.repairs import RepairOut
    from data.briefing import brief_for
    from data.plan_files.plan_json import plan_document, plan_of
    from data.store import plans
    from data.store.engine import open_store
    from data.store.seasons import one_season, read_season
    from solver.domain.plan import PlanState
    from solver.planning.season_plan import digest_of
    from solver.replan.ground import Fixed
    from solver.replan.repair import repair

    asked = task.request
    tell("read", 5.0)
    with closing(open_store(task.url, task.key)) as store, store.read() as reader:
        version, season = one_season(reader, task.season).version, read_season(reader, task.season)
        stored = plans.one_plan(reader, asked["plan"])
        plan = plan_of(plans.plan_body(reader, stored.id))
        document = unsealed(asked["changes"], reader.vault)
    told = stored.state == plans.PUBLISHED
    plan = replace(plan, state=PlanState.PUBLISHED if told else PlanState.DRAFT)
    base = Base(season, plan, told)
    changes = read_changes(document, base)
    tell("repair", 30.0)
    before = date.fromisoformat(asked["held_before"]) if asked["held_before"] else None
    made = repair(brief_for(season), plan, changes, Fixed(before=before))
    tell("answer", 90.0)
    after = made.brief.season
    draft = replace(made.plan, state=PlanState.DRAFT, season_digest=digest_of(after))
    answer = RepairOut.of(stored.id, version, made, told).model_dump(mode="json")
    return Repaired(
        version, stored.version, plan_document(draft, made.brief), tuple(rows_between(season, after)), answer
    )


def rows_between(before: Season, after: Season) -> Iterator[RowWrite]:
    """The rows that make ``before`` into ``after``, which has the same rows in the same order, and new ones behind."""
    from data.season_files.columns import BY_NAME
    from data.season_files.row_json import row_key
    from data.season_files.season_json import json_row

    for name in CHANGED_TABLES:
        table, old, new = BY_NAME[name], getattr(before, name), getattr(after, name)
        for one, other in zip(old, new, strict=False):
            if one is not other and one != other:
                yield RowWrite(name, row_key(table, one), json_row(table, other))
        yield from (RowWrite(name, None, json_row(table, one)) for one in new[len(old) :])
