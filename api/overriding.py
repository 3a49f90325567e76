"""Exceptions to rules that bind in principle, allowed in a draft by the authority, with reason and document.

What a rule of the register binds without exception, nobody excepts. An exception is for what was found when it was
allowed; where more is found later it does not hold, and publishing asks for another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from api.access import Principal
from api.plan_reach import exceptions, part_of, stored_plan
from api.problems import Problem, body_fault
from api.publishing import binding
from api.schemas.plan_overrides import OverriddenOut, OverrideIn
from api.schemas.plans import FindingOut
from api.schemas.problem import FaultOut
from api.season_briefs import Briefs
from api.season_rows import open_season
from data.plan_files.plan_json import finding_json, plan_of
from data.store import plan_overrides, plans
from data.store.transaction import Change
from solver.domain.overrides import overridden
from solver.domain.plan import Finding
from solver.domain.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Overriding:
    """Exceptions that ``who`` wants to allow in a draft of ``season``."""

    season: str
    plan: str
    who: Principal
    asked: tuple[OverrideIn, ...]

    def carry_out(self, change: Change, briefs: Briefs, seen: Callable[[int], None]) -> OverriddenOut:
        """Allow all of them.

        Raises
        ------
        AbsentError, Problem
            If the plan is absent or hidden, no draft, or another version; ``override-refused`` with every exception
            that is none to allow: its rule knows no exception, or the plan as it is now has no such finding within
            the reach of ``who``.
        """
        stored = stored_plan(change, self.season, self.plan, self.who)
        seen(stored.version)
        reach = open_season(change, self.season, self.who)
        brief = briefs.of(change, self.season)
        draft = plan_of(plans.plan_body(change, self.plan))
        seen_part = part_of(reach, self.who, replace(draft, findings=binding(draft, brief)))
        found = {(one.rule, one.by, one.subject): one for one in seen_part.findings}
        faults = list(self._faults(found))
        if faults:
            raise Problem("override-refused", faults)
        granted = [(found[_point(one)], one) for one in self.asked]
        rows = [(finding_json(row, brief), one.reason, one.document) for row, one in granted]
        now = plan_overrides.allow(change, self.plan, rows)
        told = overridden([row for row, _ in granted], exceptions(change, self.plan))
        return OverriddenOut(plan=now.id, version=now.version, findings=[FindingOut.of(row, brief) for row in told])

    def _faults(self, found: dict[tuple[str, str, tuple[tuple[str, str], ...]], Finding]) -> Iterator[FaultOut]:
        known = set()
        for at, one in enumerate(self.asked):
            finding = found.get(_point(one))
            if finding is None:
                yield body_fault("no_such_finding", f"/overrides/{at}", rule=one.rule)
            elif finding.severity is not Severity.OVERRIDABLE:
                yield body_fault("no_exception", f"/overrides/{at}/rule", rule=one.rule)
            elif _point(one) in known:
                yield body_fault("told_twice", f"/overrides/{at}", rule=one.rule)
            known.add(_point(one))


def _point(one: OverrideIn) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return one.rule, one.by, tuple(one.subject)
