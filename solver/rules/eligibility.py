"""Who may sit on a panel at all (人社部令第40号 第10、11、25条).

Every rule here forbids single seats, so that a planner drops them before any variable exists, and the same for the
places on lists of alternates that the plan names (:func:`solver.rules.places.places`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from solver.domain.calendar import HalfDay, years_after
from solver.domain.committees import Committee
from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import ExpertStatus, Level
from solver.errors import RegisterError
from solver.rules.brief import Brief
from solver.rules.places import forbidden, places, reviewed_levels, with_committee
from solver.rules.requirement import Clear, Requirement
from solver.rules.rulebook import Provision

Term = tuple[date, date]


def in_pool(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Members come from the committee's filed pool (40号令 第11条)."""
    for session in plan.sessions:
        pool = frozenset(brief.pool.get(session.committee, ()))
        for expert in brief.candidates(session):
            if expert not in pool:
                yield from forbidden(provision, session, expert, "—", session.committee)


def pool_term(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A term in the pool is at most three years long and covers the days of the session (40号令 第10条).

    Three years end on the same day of the third year, as the term of a filing does (民法典 201、202).
    """
    years = provision.whole("term_years_max")
    terms = {committee: _terms(brief, committee) for committee in {session.committee for session in plan.sessions}}
    header = brief.season.header
    for session in plan.sessions:
        own = brief.span(session)
        first = min((header.first_day, *(half.day for half in own)))
        last = max((header.last_day, *(half.day for half in own)))
        among = frozenset(brief.candidates(session))
        for expert, held in terms[session.committee].items():
            if expert not in among:
                continue
            valid = [(start, end) for start, end in held if end <= years_after(start, years)]
            if not valid:
                yield from forbidden(provision, session, expert, _written(held), f"≤ {years}")
            elif not any(start <= first and last <= end for start, end in valid):
                outside = _outside((*brief.season_half_days, *own), valid)
                for place in places(session, expert):
                    subject = (("session", session.id), ("expert", expert))
                    yield Clear(provision.id, subject, place, outside, (("term", _written(valid)),))


def _terms(brief: Brief, committee: str) -> Mapping[str, list[Term]]:
    held: defaultdict[str, list[Term]] = defaultdict(list)
    for row in brief.season.pool_of.get(committee, ()):
        held[row.expert].append((row.start, row.end))
    return held


def _outside(halves: tuple[HalfDay, ...], terms: list[Term]) -> frozenset[HalfDay]:
    return frozenset(half for half in halves if not any(start <= half.day <= end for start, end in terms))


def _written(terms: list[Term]) -> str:
    return ", ".join(f"{start}–{end}" for start, end in terms)


def fit_for_service(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Members are active, in the committee's series, and hold a specialty of their group (40号令 第10条).

    Without groups the specialty is one of those the committee is filed for.
    """
    for session, committee in with_committee(brief, plan):
        wanted = _specialties(brief, session, committee)
        for expert in brief.candidates(session):
            status = brief.season.expert[expert].status
            held = brief.specialties_of.get((expert, committee.series), {})
            if status is not ExpertStatus.ACTIVE:
                yield from forbidden(provision, session, expert, status.value, ExpertStatus.ACTIVE.value)
            elif not held:
                yield from forbidden(provision, session, expert, "—", committee.series)
            else:
                for group, specialties in wanted.items():
                    if specialties and specialties.isdisjoint(held):
                        found, needed = ", ".join(sorted(held)), ", ".join(sorted(specialties))
                        yield from forbidden(provision, session, expert, found, needed, group=group)


def _specialties(brief: Brief, session: PlannedSession, committee: Committee) -> Mapping[str, frozenset[str]]:
    """Specialties by group, an empty set where any of the series will do."""
    if session.groups:
        return {group.id: frozenset(group.specialties) for group in session.groups}
    filings = [row for row in brief.season.filings_of.get(committee.id, ()) if row.series == committee.series]
    if not all(row.specialties for row in filings):
        return {"": frozenset()}
    return {"": frozenset(one for row in filings for one in row.specialties)}


def level(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A member's level in the series is at least what the highest level reviewed asks for (40号令 第10条第三项)."""
    for session, committee in with_committee(brief, plan):
        needed = max((_least(provision, one) for one in reviewed_levels(brief, session)), default=Level.JUNIOR)
        for expert in brief.candidates(session):
            held = brief.level_of.get((expert, committee.series))
            if held is not None and held < needed:
                yield from forbidden(provision, session, expert, held.name.lower(), needed.name.lower())


def _least(provision: Provision, reviewed: Level) -> Level:
    """Level a member needs where ``reviewed`` is reviewed; the register's table, not a plain comparison, decides."""
    table = provision.raw("level_map")
    if not isinstance(table, Mapping):
        raise RegisterError(rule=provision.id, parameter="level_map", value=table)
    return _level(provision, "level_map", table.get(reviewed.name.lower()))


def _level(provision: Provision, parameter: str, value: object) -> Level:
    if not isinstance(value, str) or value.upper() not in Level.__members__:
        raise RegisterError(rule=provision.id, parameter=parameter, value=value)
    return Level[value.upper()]


def years_at_rank(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Members have held the level for some years, or hold a higher one (北京 第3条; 沈阳2022年征集通知).

    Years count to the season's first day. Where the provision names a level for the committee's grade
    (``senior_pool``, ``intermediate_pool``) that is the level, else the highest reviewed. A title without a date counts
    as new. ``in_post`` asks for people in post.
    """
    years = provision.whole("min_years_at_rank")
    for session, committee in with_committee(brief, plan):
        rank = _rank(brief, provision, session, committee)
        if rank is None:
            continue
        for expert in brief.candidates(session):
            if provision.flag("in_post") and not brief.season.expert[expert].in_post:
                yield from forbidden(provision, session, expert, "not_in_post", "in_post")
            held = _years_held(brief, expert, committee.series, rank)
            if held is not None and held < years:
                yield from forbidden(provision, session, expert, str(held), f"≥ {years}")


def _rank(brief: Brief, provision: Provision, session: PlannedSession, committee: Committee) -> Level | None:
    by_grade = f"{committee.grade.value}_pool"
    if by_grade in provision.parameters:
        return _level(provision, by_grade, provision.raw(by_grade))
    if any(name.endswith("_pool") for name in provision.parameters):
        return None  # the provision speaks of other grades only
    return max(reviewed_levels(brief, session), default=None)


def _years_held(brief: Brief, expert: str, series: str, rank: Level) -> int | None:
    """Whole years for which ``rank`` is held on the season's first day; None for the holder of a higher level."""
    rows = [row for row in brief.season.qualifications_of.get(expert, ()) if row.series == series]
    if any(row.level > rank for row in rows):
        return None
    first = brief.season.header.first_day
    since = min((row.since for row in rows if row.level == rank and row.since), default=first)
    return max(0, first.year - since.year - (years_after(since, first.year - since.year) > first))


def not_applicant(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Who applies this year sits on no panel this year (40号令 第25条)."""
    for session in plan.sessions:
        for expert in brief.candidates(session):
            person = brief.season.expert[expert].person
            if person in brief.applicants:
                yield from forbidden(provision, session, expert, person, "—")
