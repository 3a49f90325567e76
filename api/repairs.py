"""A repair as somebody asks for it, and its end: the rows that changed and the new draft, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.access import Principal
from api.asked_changes import Base, check_changes, need_rows, sealed
from api.plan_reach import stored_plan
from api.repair_run import Repaired
from api.season_briefs import Briefs
from api.season_reach import need_whole, sees_all
from api.season_rows import open_season
from api.today import today
from data.plan_files.plan_json import plan_of
from data.season_files.codecs import Json
from data.store import plans
from data.store.engine import Store
from data.store.errors import AbsentError
from data.store.operations import Operation
from data.store.season_edits import add_row, replace_row
from data.store.seasons import one_season
from data.store.transaction import Actor, Change, Reader
from solver.domain.plan import PlanState
from solver.errors import InputError


@dataclass(frozen=True, slots=True)
class Repairing:
    """What ``who`` asks of a plan of ``season``: the changes as sent, and how far they may reach."""

    season: str
    plan: str
    who: Principal
    changes: Json
    held_before: date | None = None
    dry_run: bool = False

    def prepare(self, store: Store, briefs: Briefs) -> None:
        """Read the season before the transaction that asks; what is wrong is told by :meth:`request`."""
        if sees_all(self.who, self.season):
            with store.read() as reader, suppress(InputError, AbsentError):
                briefs.of(reader, self.season)

    def request(self, change: Change, briefs: Briefs, seen: Callable[[int], None], reason: str) -> dict[str, Json]:
        """What the run has to know.

        Raises
        ------
        AbsentError, Problem
            If the plan is absent, hidden or another version, the changes are not for ``who`` to make, or have faults.
        """
        reach = open_season(change, self.season, self.who)
        stored = stored_plan(change, self.season, self.plan, self.who)
        seen(stored.version)
        need_whole(self.who, self.season)
        need_rows(self.changes, self.who, self.season)
        told = stored.state == plans.PUBLISHED
        plan = plan_of(plans.plan_body(change, self.plan))
        plan = replace(plan, state=PlanState.PUBLISHED) if told else plan
        base = Base(briefs.of(change, self.season).season, plan, told)
        check_changes(self.changes, base, change, reach, self.who)
        before = self.held_before or (today(change) if told else None)
        return {
            "plan": self.plan,
            "changes": sealed(self.changes, change.vault),
            "held_before": before.isoformat() if before else None,
            "dry_run": self.dry_run,
            "reason": reason,
            "role": change.actor.role,
        }


def asked_of(operation: Operation) -> Mapping[str, Any]:  # what Repairing.request wrote
    """What a repair was asked with."""
    return operation.request if isinstance(operation.request, dict) else {}


def actor_of(operation: Operation) -> Actor:
    """In whose name the rows and the plan are written: of whoever asked, in the role in which they did."""
    return Actor(operation.created_by, str(asked_of(operation).get("role", "")))


def is_overtaken(reader: Reader, operation: Operation, made: Repaired) -> bool:
    """Whether the season or the plan has changed while the repair was made."""
    season, plan = operation.season or "", asked_of(operation)["plan"]
    with suppress(AbsentError):
        now = one_season(reader, season).version, plans.one_plan(reader, plan).version
        return now != (made.season_version, made.plan_version)
    return True


def put_down(change: Change, operation: Operation, plan: str, made: Repaired) -> None:
    """Write the rows, then the draft, which fits the season as it then is."""
    season = operation.season or ""
    for row in made.rows:
        if row.key is None:
            add_row(change, season, row.table, row.body)
        else:
            replace_row(change, season, row.table, row.key, row.body, None)
    version = one_season(change, season).version
    plans.add_plan(change, plan, season, version, made.document, operation.id)
