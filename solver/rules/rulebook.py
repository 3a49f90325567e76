"""The register as the solver sees it: provisions in force at a place on a day, with their numbers and citations.

The TOML files live in ``data.regulations``; ``data.regulations.register`` resolves them into a :class:`Rulebook`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from solver.domain.vocabulary import Severity, Standing
from solver.errors import RegisterError


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a provision stands: document, number, year, article, and where the text was seen."""

    document: str = ""
    number: str = ""
    year: int | None = None
    article: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision of the register.

    ``nature`` is ``regulation``, ``analogue``, ``product`` (a product default: no text behind it) or ``logic`` (no plan
    is a plan without it: nobody is in two places). ``verification`` and ``confidence`` say how far the text was
    verified. ``changed`` lists parameters that the season's policy sheet replaced: (parameter, reason, approver).
    """

    id: str
    title_zh: str
    title_en: str
    standing: Standing
    severity: Severity
    in_force: bool
    nature: str
    citation: Citation = Citation()
    category: str = ""
    place: str = ""
    binds: str = ""
    verification: str = ""
    confidence: str = ""
    since: date | None = None
    until: date | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    changed: tuple[tuple[str, str, str], ...] = ()
    note: str = ""

    def raw(self, name: str) -> object:
        """The parameter ``name``; RegisterError if the provision has none of that name."""
        if name not in self.parameters:
            raise RegisterError(rule=self.id, parameter=name)
        return self.parameters[name]

    def whole(self, name: str) -> int:
        """The parameter ``name`` as a whole number."""
        value = self.raw(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise RegisterError(rule=self.id, parameter=name, value=value)
        return value

    def number(self, name: str) -> float:
        """The parameter ``name`` as a number."""
        value = self.raw(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise RegisterError(rule=self.id, parameter=name, value=value)
        return float(value)

    def flag(self, name: str) -> bool:
        """The parameter ``name`` as true or false; absent means false."""
        return self.parameters.get(name, False) is True

    def share(self, name: str) -> Fraction:
        """The parameter ``name`` as an exact share: ``[1, 3]`` → 1/3, ``0.1`` → 1/10."""
        value = self.raw(name)
        if isinstance(value, (list, tuple)) and len(value) == 2:
            return Fraction(int(value[0]), int(value[1]))
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return Fraction(str(value))
        raise RegisterError(rule=self.id, parameter=name, value=value)


@dataclass(frozen=True)
class Rulebook:
    """All provisions known for a place on a day, in force or not, by id, in the register's order."""

    place: str
    on: date
    provisions: Mapping[str, Provision]
    digest: str = ""

    def active(self, *ids: str) -> Provision | None:
        """The first of ``ids`` that is in force, or None."""
        for one in ids:
            found = self.provisions.get(one)
            if found is not None and found.in_force:
                return found
        return None

    def provision(self, one: str) -> Provision:
        """The provision ``one``, in force or not; RegisterError if unknown."""
        if one not in self.provisions:
            raise RegisterError(rule=one)
        return self.provisions[one]
