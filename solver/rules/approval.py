"""What one committee is approved and filed for (核准备案), ready to be asked for many applications.

Scope has dimensions (系列、专业、层级、区域、单位、期限). One filing must cover them all: two filings that each cover
half do not add up to one that covers the application.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from solver.domain.calendar import years_after
from solver.domain.committees import Application, Committee, Filing
from solver.domain.plan import Reason
from solver.domain.vocabulary import EmployerKind, Grade, Level
from solver.rules.brief import Brief
from solver.rules.starts import Window, active_windows, open_days, sitting_window, working_days

EXTENDABLE = frozenset({"region", "employer"})
"""Dimensions that an authorisation extends; series, specialty and level it never does."""

STATE_RULES = ("SY24-16e", "CN56-03")
GRADE_RULES = ("CN40-07a",)
DIMENSION_RULE = {"series": "CN40-06a", "dates": "CN40-08a"}
"""The provision cited for a dimension of a filing; for all others CN40-37 (越权、扩大范围)."""

GRADE_ORDER = {Grade.JUNIOR: 0, Grade.INTERMEDIATE: 1, Grade.SENIOR: 2}


@dataclass(frozen=True, slots=True)
class Asked:
    """The scope an application needs; ``employer`` is ``""`` and ``kind`` None where the employer is not known."""

    series: str
    specialty: str
    level: Level
    region: str
    employer: str
    kind: EmployerKind | None


def asked_by(brief: Brief, application: Application) -> Asked:
    """The scope that ``application`` needs."""
    person = brief.season.person.get(application.applicant)
    employer = brief.season.employer.get(person.employer) if person else None
    return Asked(
        application.series,
        application.specialty,
        application.level,
        application.region,
        employer.id if employer else "",
        employer.kind if employer else None,
    )


def cite(brief: Brief, *ids: str) -> str:
    """The first of ``ids`` in force here; the last of them where none is."""
    found = brief.rulebook.active(*ids)
    return found.id if found else ids[-1]


@dataclass(frozen=True)
class Approval:
    """The state, grade and filings of ``committee`` against the days on which it may sit."""

    brief: Brief
    committee: Committee

    @cached_property
    def window(self) -> tuple[date, ...]:
        """Working days on which timetable and year let the committee sit."""
        return working_days(self.brief, sitting_window(self.brief, self.committee.id))

    @cached_property
    def open_days(self) -> tuple[date, ...]:
        """Those of :attr:`window` on which the committee is active."""
        return open_days(self.brief, self.committee)

    @cached_property
    def terms(self) -> tuple[tuple[Filing, Window], ...]:
        """Filings with the days they count for: never longer than the law lets a filing be valid (40号令 第8条)."""
        return tuple((row, self._term(row)) for row in self.brief.season.filings_of.get(self.committee.id, ()))

    def _term(self, filing: Filing) -> Window:
        limit = self.brief.rulebook.active("CN40-08a")
        if limit is None:
            return filing.start, filing.end
        return filing.start, min(filing.end, years_after(filing.start, limit.whole("valid_years_max")))

    @cached_property
    def downward(self) -> bool:
        """Whether a committee may also review levels below its own (粤人社规〔2020〕33号 第5条)."""
        provision = self.brief.rulebook.active("GD20-05")
        return provision is not None and provision.flag("downward")

    def active_on(self, days: tuple[date, ...]) -> bool:
        """Whether the committee is active on all ``days``; empty: on some day it may sit on."""
        windows = active_windows(self.committee)
        if days:
            return all(any(first <= day <= last for first, last in windows) for day in days)
        return bool(self.open_days) if self.window else bool(windows)

    def grade_covers(self, level: Level) -> bool:
        """Whether the committee's grade is the grade of ``level``, or above it where reviewing downward is allowed."""
        own, asked = GRADE_ORDER[self.committee.grade], GRADE_ORDER[level.grade]
        return own >= asked if self.downward else own == asked

    def lacking(self, filing: Filing, term: Window, asked: Asked, days: tuple[date, ...]) -> tuple[str, ...]:
        """The dimensions in which ``filing`` does not cover ``asked``, most basic first."""
        return tuple(
            dimension
            for dimension, covered in (
                ("series", asked.series == filing.series == self.committee.series),
                ("specialty", not filing.specialties or asked.specialty in filing.specialties),
                ("level", self._level_filed(filing, asked.level)),
                ("region", _region_filed(filing, asked)),
                ("employer", _employer_filed(filing, asked)),
                ("dates", self._in_term(term, days)),
            )
            if not covered
        )

    def files(self, asked: Asked) -> bool:
        """Whether some filing covers ``asked`` on some day: no committee is competent without."""
        return any(self._covers(filing, asked, extended=False) for filing, _ in self.terms)

    def _covers(self, filing: Filing, asked: Asked, extended: bool) -> bool:
        """Whether ``filing`` lacks nothing but its days, or what an authorisation extends."""
        return (
            asked.series == filing.series == self.committee.series
            and (not filing.specialties or asked.specialty in filing.specialties)
            and self._level_filed(filing, asked.level)
            and (extended or in_territory(filing, asked))
        )

    def _level_filed(self, filing: Filing, level: Level) -> bool:
        return level in filing.levels or (self.downward and any(filed >= level for filed in filing.levels))

    def _in_term(self, term: Window, days: tuple[date, ...]) -> bool:
        if days:
            return term[0] <= min(days) and max(days) <= term[1]
        possible = self.open_days or self.window
        at = bisect_left(possible, term[0])
        return at < len(possible) and possible[at] <= term[1]

    def nearest(
        self, asked: Asked, days: tuple[date, ...] = (), but: frozenset[str] = frozenset()
    ) -> tuple[Filing | None, tuple[str, ...]]:
        """The filing that lacks fewest dimensions, and these without ``but``; None where nothing is filed at all."""
        best: tuple[Filing | None, tuple[str, ...]] = (None, ("dates",))
        for filing, term in self.terms:
            lacks = tuple(one for one in self.lacking(filing, term, asked, days) if one not in but)
            if not lacks:
                return filing, lacks
            if best[0] is None or len(lacks) < len(best[1]):
                best = filing, lacks
        return best

    def windows_for(self, asked: Asked, extended: bool) -> tuple[Window, ...]:
        """Terms of the filings that cover ``asked`` on some day; region and employer left out where ``extended``."""
        return tuple(term for filing, term in self.terms if self._covers(filing, asked, extended))

    def filing_reasons(self, asked: Asked, days: tuple[date, ...] = ()) -> Iterator[Reason]:
        """Why no single filing covers ``asked``, told by the nearest one."""
        filing, lacks = self.nearest(asked, days)
        for dimension in lacks:
            facts = (("found", _wanted(asked, dimension, days)), ("needed", _filed(filing, dimension)))
            rule = cite(self.brief, DIMENSION_RULE.get(dimension, "CN40-37"))
            document = (("filing", filing.document_no),) if filing else ()
            yield Reason(dimension, rule, self.committee.id, facts + document)


def in_territory(filing: Filing, asked: Asked) -> bool:
    """Whether ``filing`` covers the region and the employer, whatever it says of the rest."""
    return _region_filed(filing, asked) and _employer_filed(filing, asked)


def _region_filed(filing: Filing, asked: Asked) -> bool:
    return not filing.regions or asked.region in filing.regions


def _employer_filed(filing: Filing, asked: Asked) -> bool:
    if not filing.employers and not filing.employer_kinds:
        return True
    return asked.employer in filing.employers or asked.kind in filing.employer_kinds


def level_names(levels: tuple[Level, ...]) -> str:
    """Names of levels as facts carry them."""
    return "、".join(level.name.lower() for level in levels)


def _wanted(asked: Asked, dimension: str, days: tuple[date, ...]) -> str:
    if dimension == "dates":
        return f"{min(days)}/{max(days)}" if days else ""
    value = getattr(asked, dimension)
    return level_names((value,)) if isinstance(value, Level) else str(value)


def _filed(filing: Filing | None, dimension: str) -> str:
    if filing is None:
        return ""
    texts = {
        "series": filing.series,
        "specialty": "、".join(filing.specialties),
        "level": level_names(filing.levels),
        "region": "、".join(filing.regions),
        "employer": "、".join((*filing.employers, *(kind.value for kind in filing.employer_kinds))),
        "dates": f"{filing.start}/{filing.end}",
    }
    return texts[dimension]
