"""Exceptions to rules that bind in principle: allowed with a reason and a document, by whoever is competent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from solver.domain.plan import Finding
from solver.domain.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Override:
    """An exception to what ``finding`` says, for what was found then and nothing else; ``why`` is told with it."""

    finding: Finding
    why: str

    def holds_for(self, other: Finding) -> bool:
        """Whether ``other`` is what the exception was allowed for: same rule, subject, and found against needed."""
        return other.severity is Severity.OVERRIDABLE and _point(other) == _point(self.finding)


def overridden(findings: Iterable[Finding], overrides: tuple[Override, ...]) -> tuple[Finding, ...]:
    """``findings``, those with an exception marked by its reason; of several exceptions the last counts."""
    told = list(findings)
    for one in overrides:
        told = [replace(row, overridden=one.why) if one.holds_for(row) else row for row in told]
    return tuple(told)


def with_exceptions(findings: tuple[Finding, ...], overrides: tuple[Override, ...]) -> tuple[Finding, ...]:
    """``findings`` with every exception in it: also those to what was found only after the plan was made."""
    found = overridden(findings, overrides)
    known = {_point(row) for row in found}
    later = {_point(one.finding): replace(one.finding, overridden=one.why) for one in overrides}
    return (*found, *(row for point, row in later.items() if point not in known))


def _point(finding: Finding) -> tuple[str, str, tuple[tuple[str, str], ...], str, str]:
    return finding.rule, finding.by, finding.subject, finding.found, finding.needed
