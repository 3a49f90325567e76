"""Questions of why not and their answers, whoever asks: the command line, a request, or a run of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.planning.obstacles import Explained
    from solver.rules.brief import Brief

SMALL = 1000
"""Applications up to which something is said at once: why a plan leaves some out, and what a request asks."""
WAITED = 4.0
"""Deterministic seconds of one solve while somebody waits for the answer."""
PATIENCE = 10.0
"""Seconds after which no further question is answered while somebody waits."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to ask about: ids, ``""`` for not this; all empty: the whole season."""

    application: str = ""
    session: str = ""
    committee: str = ""

    def unknown(self, brief: Brief) -> tuple[str, str] | None:
        """The word and the id of what the season does not have."""
        known = (
            ("unknown_application", self.application, brief.season.application),
            ("unknown_committee", self.committee, brief.season.committee),
            ("unknown_wanted_session", self.session, brief.season.session_request),
        )
        return next(((key, one) for key, one, rows in known if one and one not in rows), None)

    def suspects(self, brief: Brief) -> frozenset[str] | None:
        """Ids to ask about; None: the whole season."""
        from solver.routing import route_applications

        named = {one for one in (self.application, self.session) if one}
        if self.committee:
            named |= {row.application for row in route_applications(brief) if row.committee == self.committee}
            named |= {row.id for row in brief.season.sessions if row.committee == self.committee}
        return frozenset(named) if named or self.committee else None


def answered(
    brief: Brief, suspects: frozenset[str] | None, most: int, effort: float | None = None
) -> Iterator[Explained]:
    """Every question that there is about ``suspects`` (None: the season), answered; ``effort`` limits each solve."""
    from data.briefing import brief_for
    from solver.explain.whynot.conflict import EFFORT
    from solver.planning.answers import answers

    return answers(brief, suspects, brief_for, most, effort or EFFORT)


def at_once(brief: Brief, suspects: frozenset[str] | None, most: int) -> tuple[Explained, ...] | None:
    """Every answer, if each is proved while somebody waits for it; None if that takes a run of its own."""
    import time

    if len(brief.season.applications) > SMALL:
        return None
    found: list[Explained] = []
    begun = time.monotonic()
    for one in answered(brief, suspects, most, WAITED):
        conflict = one.outcome.conflict
        proved = not conflict.unproved if conflict else one.outcome.answered.value == "possible"
        if not proved or time.monotonic() - begun > PATIENCE:
            return None
        found.append(one)
    return tuple(found)


def settled(brief: Brief, answers: Iterable[Explained]) -> Iterator[Explained]:
    """The answers without those left open that a plan answers: it holds all that is asked about."""
    held: frozenset[str] | None = None
    for one in answers:
        if one.outcome.answered.value == "unknown" and len(brief.season.applications) <= SMALL:
            held = _held(brief) if held is None else held
            if held.issuperset(wanted.id for wanted in one.question.wanted):
                continue
        yield one


def _held(brief: Brief) -> frozenset[str]:
    """Sessions and applications that a quickly made plan has a place for."""
    import time

    from solver.planning.budget import Budget
    from solver.planning.season_plan import plan_season

    plan = plan_season(brief, Budget(None, 1, time.monotonic), seed=1)
    cases = (case.application for session in plan.sessions for case in session.cases)
    return frozenset((*plan.session, *cases))
