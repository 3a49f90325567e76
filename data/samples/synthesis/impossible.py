"""Committees that provably cannot sit, each for one reason that its row on the committee sheet names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data.samples.synthesis.committees import Block, Outline
from data.samples.synthesis.draft import YEAR, Draft
from solver.domain.people import Relation
from solver.domain.vocabulary import Basis, CommitteeState, Grade, RelationKind

HEADING = "无法开会的原因"
"""Heading of the extra column on the committee sheet that says why a committee cannot sit."""

POOL_TOO_SMALL = "专家库人数少于应到人数"
NO_WORKING_DAY = "时间计划内没有工作日"
KIN_OF_ALL = "申报人与库内多数专家有近亲属关系"
HOLIDAY = (date(YEAR, 10, 1), date(YEAR, 10, 7))
"""The National Day holiday of 2026: a window with no working day in it."""


LEAST = {Basis.SERIES: 25, Basis.SPECIALTY: 11}
"""The fewest members of a senior committee (40号令 第9条): fewer experts cannot form one, whatever size is filed."""


def make_impossible(draft: Draft, blocks: list[Block]) -> None:
    """Let up to three regional committees with applications be unable to sit, senior ones for want of experts."""
    able = [
        one
        for block in blocks
        for one in block.outlines
        if not block.home and one.committee.state is CommitteeState.ACTIVE and one.volume > 0
    ]
    senior = [one for one in able if one.committee.grade is Grade.SENIOR]
    others = [one for one in able if one not in senior[:2]]
    for reason, spoil, chosen in (
        (POOL_TOO_SMALL, _shrink_pool, senior[:1]),
        (KIN_OF_ALL, _relate_all, senior[1:2]),
        (NO_WORKING_DAY, _close_window, others[:1]),
    ):
        for one in chosen:
            spoil(draft, one)
            rows = draft.tables.committees
            rows[:] = [replace(row, extra=((HEADING, reason),)) if row.id == one.id else row for row in rows]


def _shrink_pool(draft: Draft, one: Outline) -> None:
    """Leave two experts less in the pool than a senior committee needs."""
    keep = set(sorted(one.members)[: LEAST[one.committee.basis] - 2])
    draft.tables.pools[:] = [row for row in draft.tables.pools if row.committee != one.id or row.expert in keep]


def _close_window(draft: Draft, one: Outline) -> None:
    first, last = HOLIDAY
    rows = draft.tables.timetable
    rows[:] = [replace(row, earliest=first, latest=last) if row.committee == one.id else row for row in rows]


def _relate_all(draft: Draft, one: Outline) -> None:
    """Make one applicant a declared kin of all of the pool but one expert less than a senior committee needs."""
    filing = next(row for row in draft.tables.filings if row.committee == one.id)
    person_of = {row.id: row.person for row in draft.tables.experts}
    experts = set(person_of.values())
    applicant = next(
        row.applicant
        for row in draft.tables.applications
        if row.series == filing.series
        and row.specialty in filing.specialties
        and row.level in filing.levels
        and row.applicant not in experts
    )
    for expert in sorted(one.members)[LEAST[one.committee.basis] - 1 :]:
        draft.tables.relations.append(Relation(person_of[expert], applicant, RelationKind.KIN_AFFINITY))
