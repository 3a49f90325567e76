"""Exceptions to rules, allowed in a draft: the finding as it was, why, by which document, by whom and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update

from data.season_files.codecs import Json
from data.store.column_types import stamp
from data.store.plans import StoredPlan, one_plan
from data.store.tables import PlanOverrides, Plans
from data.store.trail import Entry
from data.store.transaction import Batch, Change, Reader

COLUMNS = (
    PlanOverrides.finding,
    PlanOverrides.reason,
    PlanOverrides.document,
    PlanOverrides.granted_by,
    PlanOverrides.granted_at,
)


@dataclass(frozen=True, slots=True)
class StoredOverride:
    """An exception as it was allowed; ``finding`` is a finding as plan.json has it."""

    finding: Json
    reason: str
    document: str
    granted_by: str
    granted_at: datetime


def overrides_of(reader: Reader, plan: str) -> tuple[StoredOverride, ...]:
    """Every exception allowed in a plan, in the order in which they were."""
    found = select(*COLUMNS).where(PlanOverrides.plan == plan).order_by(PlanOverrides.number)
    return tuple(StoredOverride(*row) for row in reader.rows(found))


def allow(change: Change, plan: str, granted: Sequence[tuple[Json, str, str]]) -> StoredPlan:
    """Put down exceptions, each a finding with reason and document, on one trail row each; raises AbsentError."""
    found = one_plan(change, plan)
    last = change.first(select(func.max(PlanOverrides.number)).where(PlanOverrides.plan == plan))
    begin = 1 + ((last[0] or 0) if last else 0)
    rows, entries = [], []
    for number, (finding, reason, document) in enumerate(granted, begin):
        told: dict[str, Json] = {"finding": finding, "reason": reason, "document": document}
        kept = {"plan": plan, "number": number, "granted_by": change.actor.id, "granted_at": change.now}
        rows.append(told | kept)
        entries.append(Entry("override", "plan", plan, None, {**told, "granted_at": stamp(change.now)}))
    turned = update(Plans).where(Plans.id == plan).values(version=found.version + 1)
    change.record_all(entries, Batch(insert(PlanOverrides), rows), turned)
    return one_plan(change, plan)
