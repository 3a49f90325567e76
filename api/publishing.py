"""Publishing a plan: the rules as they are now decide, then its duties and its state are written in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from api.access import Principal
from api.plan_reach import exceptions, stored_plan
from api.problem_texts import EXCEPTABLE
from api.problems import Problem, body_fault
from api.schemas.plans import PlanDiffOut, PlanSummaryOut, PublishedOut
from api.schemas.problem import FaultOut
from api.season_briefs import Briefs
from api.season_reach import need_whole, sees_all
from data.plan_files.plan_json import plan_of
from data.store import draws, plans
from data.store.engine import Store
from data.store.errors import AbsentError
from data.store.transaction import Change
from solver.check import hard
from solver.domain.overrides import Override, overridden, with_exceptions
from solver.domain.plan import Finding, Plan, PlanState
from solver.domain.plan_diff import diff
from solver.domain.vocabulary import Severity
from solver.errors import InputError
from solver.explain.sentence import sentence
from solver.model.kept import judged
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.publication import drawn_otherwise, published_form

DRAWN_NAMES = tuple(rule for rule in RULES if rule.name == "drawn_names")


@dataclass(frozen=True, slots=True)
class Publication:
    """A draft of ``season`` that ``who`` wants to publish; ``name_drawn``: with the names of panels not drawn."""

    season: str
    plan: str
    who: Principal
    name_drawn: bool = False

    def prepare(self, store: Store, briefs: Briefs) -> None:
        """Read the season before the transaction that publishes, so that what takes long is ready in ``briefs``.

        Whatever is wrong is told by :meth:`carry_out`, which a replay of the request does not reach.
        """
        if sees_all(self.who, self.season):
            with store.read() as reader, suppress(InputError, AbsentError):
                briefs.of(reader, self.season)

    def carry_out(self, change: Change, briefs: Briefs, seen: Callable[[int], None]) -> PublishedOut:
        """Publish it.

        Raises
        ------
        AbsentError, Problem
            If it is absent or hidden, no draft, another version, or breaks a hard rule in the season as it is now; if a
            draw is under way or a panel under seal, which both rest upon the plan that is published; if it would drop
            or alter a panel that was drawn.
        DoubleBookedError
            If an expert would sit twice in a half-day: the table of duties does not take it.
        """
        seen(stored_plan(change, self.season, self.plan, self.who).version)
        need_whole(self.who, self.season)
        if draws.is_any_open(change, self.season):
            raise Problem("draw-under-way")
        brief = briefs.of(change, self.season)
        overrides = exceptions(change, self.plan)
        draft = plan_of(plans.plan_body(change, self.plan))
        draft = replace(draft, findings=with_exceptions(draft.findings, overrides))
        former = plans.published_plan(change, self.season)
        standing = plan_of(plans.plan_body(change, former.id)) if former else None
        altered = drawn_otherwise(standing, draft)
        if altered:
            raise Problem("drawn-panels-stand", [_altered(standing, draft, one) for one in altered])
        form = allowed_form(draft, brief, self.name_drawn, overrides)
        before = published_form(standing) if standing else None
        stored = plans.publish(change, self.plan, tuple(plans.duties_of(form, brief.calendar)), None)
        difference = PlanDiffOut.of(former.id, self.plan, diff(before, form)) if former and before else None
        return PublishedOut(plan=PlanSummaryOut.summed(stored, form), difference=difference)


def binding(draft: Plan, brief: Brief) -> tuple[Finding, ...]:
    """What keeps ``draft`` from being published in the season as it is now, with the pins behind it; no exceptions."""
    return hard(judged(brief, replace(draft, state=PlanState.DRAFT)))


def allowed_form(draft: Plan, brief: Brief, name_drawn: bool = False, overrides: tuple[Override, ...] = ()) -> Plan:
    """The form in which ``draft`` may be published.

    Raises
    ------
    Problem
        With every finding that stands in the way: ``plan-breaks-rules``, or ``plan-needs-overrides`` where each of
        them is of a rule that allows an exception.
    """
    form = replace(draft, state=PlanState.PUBLISHED) if name_drawn else published_form(draft)
    found = hard(overridden(binding(draft, brief), overrides)) + hard(judged(brief, form, DRAWN_NAMES))
    if found:
        excepted = all(one.severity is Severity.OVERRIDABLE for one in found)
        raise Problem("plan-needs-overrides" if excepted else "plan-breaks-rules", [_told(one, brief) for one in found])
    return form


def _altered(standing: Plan | None, draft: Plan, session: str) -> FaultOut:
    """That ``draft`` does not have the drawn panel of ``session``; whoever is on it is not said."""
    rows = [one.session[session] for one in (standing, draft) if one is not None and session in one.session]
    draw = next(one.draw for one in rows if one.draw)
    return body_fault("drawn_panel_stands", "/", session=session, draw=draw)


def _told(finding: Finding, brief: Brief) -> FaultOut:
    place = " ".join(one for _, one in finding.subject)
    zh, en = (sentence(finding, brief, lang) for lang in ("zh", "en"))
    if finding.severity is Severity.OVERRIDABLE:
        zh, en = zh + EXCEPTABLE[0], f"{en} {EXCEPTABLE[1]}"
    return FaultOut(code=finding.rule, place=place, pointer="", message=zh, message_en=en)
