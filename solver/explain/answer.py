"""What every answer to a question of why is made of: names, lists and paths in one language."""

from __future__ import annotations

from solver.domain.conflicts import Conflict
from solver.domain.plan import Plan, PlannedCase, PlannedSession
from solver.explain.naming import named, path_text
from solver.explain.sentence import fill
from solver.explain.texts import SAY
from solver.explain.words import Lang
from solver.rules.brief import Brief

MOST_NAMED = 5
"""Longer lists of people end here."""


class Answer:
    """What both answers need: the brief, the plan and a language."""

    def __init__(self, brief: Brief, plan: Plan, lang: Lang) -> None:
        self.brief, self.plan, self.lang = brief, plan, lang

    def say(self, key: str, **facts: str) -> str:
        """One line."""
        return fill(SAY[key], facts, self.lang)

    def name(self, kind: str, one: str) -> str:
        """A thing with its name."""
        return named(kind, one, self.brief, self.lang)

    def listed(self, kind: str, ids: tuple[str, ...]) -> str:
        """Several things, the first few by name."""
        comma = "、" if self.lang == "zh" else ", "
        more = " …" if len(ids) > MOST_NAMED else ""
        return comma.join(self.name(kind, one) for one in ids[:MOST_NAMED]) + more

    def path(self, conflicts: tuple[Conflict, ...]) -> str:
        """The paths of several conflicts."""
        return ("；" if self.lang == "zh" else "; ").join(
            path_text(one.path, self.brief, self.lang) for one in conflicts
        )

    def conflicts(self, expert: str, session: PlannedSession, case: PlannedCase) -> tuple[Conflict, ...]:
        """Every conflict of an expert with the applicant of a case."""
        found = self.brief.application(case.application)
        if found is None or session.committee not in self.brief.season.committee:
            return ()
        return self.brief.conflicts.why(expert, found.applicant, self.brief.is_self_review(session.committee))
