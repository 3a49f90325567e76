"""What somebody sees of a plan: sessions of their committees, applications within their reach, and what concerns them.

A published plan names nobody in sessions that await their draw, whoever looks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from api.access import Principal, Row
from api.season_reach import SeasonReach, sees_all
from api.season_rows import open_season
from data.plan_files.plan_json import finding_of, plan_of
from data.season_files.codecs import Json
from data.store import plans
from data.store.errors import AbsentError
from data.store.plan_overrides import overrides_of
from data.store.plans import StoredPlan
from data.store.transaction import Reader
from solver.domain.overrides import Override, with_exceptions
from solver.domain.plan import Finding, Plan
from solver.rules.publication import published_form


@dataclass(frozen=True, slots=True)
class Seen:
    """A plan as ``stored``, and as much of it as may be shown."""

    stored: StoredPlan
    plan: Plan


def stored_plan(reader: Reader, season: str, plan: str, who: Principal) -> StoredPlan:
    """A plan of a season without its body; raises AbsentError or Problem, which answer alike, if absent or hidden."""
    found = plans.one_plan(reader, plan)
    if found.season != season:
        raise AbsentError(kind="plan", id=plan)
    who.acting(Row(season, shared=True), found.state)
    return found


def seen_plan(reader: Reader, season: str, plan: str, who: Principal) -> Seen:
    """A plan as ``who`` may see it; raises as :func:`stored_plan`."""
    reach = open_season(reader, season, who)
    return _seen(reader, reach, stored_plan(reader, season, plan, who), who)


def listed_plan(reader: Reader, reach: SeasonReach, stored: StoredPlan, who: Principal) -> StoredPlan:
    """``stored`` as ``who`` may see it in a list: its flags name only what they see of the plan."""
    return _seen(reader, reach, stored, who).stored if stored.flags and not sees_all(who, reach.season) else stored


def _seen(reader: Reader, reach: SeasonReach, stored: StoredPlan, who: Principal) -> Seen:
    whole = plan_of(plans.plan_body(reader, stored.id))
    whole = replace(whole, findings=with_exceptions(whole.findings, exceptions(reader, stored.id)))
    shown = whole if stored.state == plans.DRAFT else published_form(whole)
    if sees_all(who, reach.season):
        return Seen(stored, shown)
    part = part_of(reach, who, shown)
    return Seen(replace(stored, flags=_flags_in(part, stored.flags)), part)


def part_of(reach: SeasonReach, who: Principal, plan: Plan) -> Plan:
    """The part of a plan within the reach of ``who``."""
    return plan if sees_all(who, reach.season) else _Part(reach, who).of(plan)


def exceptions(reader: Reader, plan: str) -> tuple[Override, ...]:
    """The exceptions to rules that were allowed in a plan, each with its reason and its document."""
    return tuple(
        Override(finding_of(one.finding), f"{one.reason}（{one.document}，{one.granted_by}）")
        for one in overrides_of(reader, plan)
    )


def _flags_in(part: Plan, flags: Json) -> Json:
    """``flags`` about sessions and applications in ``part`` alone; one that is about none of them is not told."""
    known = {"sessions": set(part.session), "applications": {one.application for one in part.routes}}
    found: list[Json] = []
    for flag in flags if isinstance(flags, list) else ():
        told: dict[str, Any] = dict(flag)  # type: ignore[arg-type] # an object: written by api.plan_flags
        kept = {name: [one for one in told[name] if one in ids] for name, ids in known.items()}
        if any(kept.values()):
            found.append(told | kept)
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of plans within the reach of ``who``."""

    reach: SeasonReach
    who: Principal

    def of(self, plan: Plan) -> Plan:
        sessions = tuple(one for one in plan.sessions if self._committee(one.committee))
        ids = {one.id for one in sessions}
        sat = {case.application for one in sessions for case in one.cases}
        routes = tuple(one for one in plan.routes if one.application in sat or self._application(one.application))
        known = {"session": ids, "application": {one.application for one in routes}}
        left = tuple(one for one in plan.unplaced if self._is_known(one.kind, one.subject, known))
        findings = tuple(one for one in plan.findings if self._concerns(one, known))
        dates = tuple(one for one in plan.dates if one.session in ids)
        return replace(plan, sessions=sessions, routes=routes, unplaced=left, findings=findings, dates=dates)

    def _committee(self, committee: str) -> bool:
        return self.who.sees(self.reach.of_committee({"committee": committee}))

    def _application(self, application: str) -> bool:
        return self.who.sees(self.reach.of_named_application(application))

    def _is_known(self, kind: str, subject: str, known: dict[str, set[str]]) -> bool:
        return subject in known.get(kind, ()) or (kind == "application" and self._application(subject))

    def _concerns(self, finding: Finding, known: dict[str, set[str]]) -> bool:
        """Whether a session, an application or a committee of theirs is in it; of an expert alone, one of theirs."""
        for kind, one in finding.subject:
            if one in known.get(kind, ()) or (kind == "committee" and self._committee(one)):
                return True
        kinds = {kind for kind, _ in finding.subject}
        experts = [one for kind, one in finding.subject if kind == "expert"]
        alone = kinds.isdisjoint({"session", "application", "committee"})
        return alone and any(self.who.sees(self.reach.of_expert(one)) for one in experts)
