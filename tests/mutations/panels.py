"""Panels, groups and readers: who may not sit, not together, or not for this application."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from solver.domain.people import Relation, Service
from solver.domain.plan import PanelSeat, Plan, PlannedCase, PlannedSession
from solver.domain.season import Season
from solver.domain.vocabulary import Level, RelationKind, Role
from solver.rules.brief import Brief
from tests.mutations.mutation import Spoiled, first, idle, members, person_of, put, swapped


def even_panel(brief: Brief, plan: Plan) -> Spoiled:
    """A member leaves, and an even number stays."""
    session = plan.sessions[0]
    out = members(session)[-1]
    left = tuple(seat for seat in session.panel if seat.expert != out)
    return brief.season, put(plan, replace(session, panel=left))


def no_chair(brief: Brief, plan: Plan) -> Spoiled:
    """The chair becomes an ordinary member."""
    session = plan.sessions[0]
    panel = tuple(replace(seat, role=Role.MEMBER) if seat.role is Role.CHAIR else seat for seat in session.panel)
    return brief.season, put(plan, replace(session, panel=panel))


def group_of_two(brief: Brief, plan: Plan) -> Spoiled:
    """All but two members of a group change to another one."""
    session = first(plan, lambda one: len(one.groups) >= 2)
    small, large = session.groups[0].id, session.groups[1].id
    inside = [seat.expert for seat in session.panel if seat.group == small]
    panel = tuple(replace(seat, group=large) if seat.expert in inside[2:] else seat for seat in session.panel)
    return brief.season, put(plan, replace(session, panel=panel))


def without_leader(brief: Brief, plan: Plan) -> Spoiled:
    """A group has no leader."""
    session = first(plan, lambda one: one.groups)
    panel = tuple(_demoted(seat) for seat in session.panel)
    return brief.season, put(plan, replace(session, panel=panel))


def _demoted(seat: PanelSeat) -> PanelSeat:
    return replace(seat, role=Role.MEMBER) if seat.role is Role.LEADER else seat


def lower_level(brief: Brief, plan: Plan) -> Spoiled:
    """An expert of a full-senior panel is swapped for one who is not full-senior."""
    session = first(plan, lambda one: Level.FULL_SENIOR in one.levels)
    series = brief.season.committee[session.committee].series
    low = next(one for one in idle(brief, session) if brief.level_of[one, series] < Level.FULL_SENIOR)
    return brief.season, put(plan, swapped(session, members(session)[0], low))


def stranger(brief: Brief, plan: Plan) -> Spoiled:
    """An expert from no pool of the committee sits on its panel."""
    session = plan.sessions[0]
    other = next(row.id for row in brief.season.experts if row.id not in brief.pool[session.committee])
    return brief.season, put(plan, swapped(session, members(session)[0], other))


def ghost(brief: Brief, plan: Plan) -> Spoiled:
    """A panel names somebody who does not exist."""
    session = plan.sessions[0]
    return brief.season, put(plan, swapped(session, members(session)[0], "E?"))


def term_ended(brief: Brief, plan: Plan) -> Spoiled:
    """The pool terms of a member end before the session."""
    expert = members(plan.sessions[0])[0]
    ended = brief.season.header.first_day
    rows = tuple(replace(row, end=ended) if row.expert == expert else row for row in brief.season.pools)
    return replace(brief.season, pools=rows), plan


def own_applicant(brief: Brief, plan: Plan) -> Spoiled:
    """A member of a panel turns out to apply for a title this year."""
    person = person_of(brief.season, members(plan.sessions[0])[0])
    other = plan.sessions[-1].cases[0].application
    rows = tuple(replace(row, applicant=person) if row.id == other else row for row in brief.season.applications)
    return replace(brief.season, applications=rows), plan


def kin_of_applicant(brief: Brief, plan: Plan) -> Spoiled:
    """An expert sits although kin of theirs applies to the same committee."""
    session, expert = next(
        (session, tie.expert)
        for session in plan.sessions
        for case in session.cases
        for tie in brief.conflicts.ties.get(brief.season.application[case.application].applicant, ())
        if tie.is_kin and tie.expert in idle(brief, session)
    )
    return brief.season, put(plan, swapped(session, members(session)[0], expert))


def kin_on_panel(brief: Brief, plan: Plan) -> Spoiled:
    """Two members turn out to be siblings."""
    one, other = (person_of(brief.season, expert) for expert in members(plan.sessions[0])[:2])
    return _related(brief.season, Relation(one, other, RelationKind.SIBLING)), plan


def _related(season: Season, *relations: Relation) -> Season:
    return replace(season, relations=season.relations + relations)


def recent(brief: Brief) -> date:
    """A day well within every look-back: two months before the season's first day."""
    return brief.season.header.first_day - timedelta(days=60)


def reader_recused(brief: Brief, plan: Plan) -> Spoiled:
    """A reader turns out to have written a paper with the applicant."""
    case = plan.sessions[0].cases[0]
    return _coauthors(brief, case, case.readers[:1]), plan


def quorum_lost(brief: Brief, plan: Plan) -> Spoiled:
    """More than a third of a panel turns out to have written with one applicant."""
    session = plan.sessions[0]
    seated = [seat.expert for seat in session.panel]
    return _coauthors(brief, session.cases[0], seated[: len(seated) // 3 + 1]), plan


def _coauthors(brief: Brief, case: PlannedCase, experts: tuple[str, ...] | list[str]) -> Season:
    applicant, day = brief.season.application[case.application].applicant, recent(brief)
    links = (Relation(applicant, person_of(brief.season, one), RelationKind.COAUTHOR, day, day) for one in experts)
    return _related(brief.season, *links)


def one_employer(brief: Brief, plan: Plan) -> Spoiled:
    """More than a third of a panel moves to one employer."""
    session = first(plan, lambda one: not brief.is_self_review(one.committee))
    chosen = [person_of(brief.season, seat.expert) for seat in session.panel[: len(session.panel) // 3 + 1]]
    home = brief.season.person[chosen[0]].employer
    rows = tuple(replace(row, employer=home) if row.id in chosen else row for row in brief.season.persons)
    return replace(brief.season, persons=rows), plan


def insiders_only(brief: Brief, plan: Plan) -> Spoiled:
    """Nobody from outside sits on a self-review committee."""
    session = first(plan, lambda one: brief.is_self_review(one.committee))
    home = brief.season.committee[session.committee].forming_unit
    seated = {person_of(brief.season, expert) for expert in session.seated()}
    rows = tuple(replace(row, employer=home) if row.id in seated else row for row in brief.season.persons)
    return replace(brief.season, persons=rows), plan


def _served(brief: Brief, session: PlannedSession, experts: list[str], *years_ago: int) -> Season:
    year = brief.season.header.year
    rows = tuple(Service(one, session.committee, year - ago, 1) for one in experts for ago in years_ago)
    return replace(brief.season, service=brief.season.service + rows)


def third_year(brief: Brief, plan: Plan) -> Spoiled:
    """A member sat on the committee in both years before."""
    session = plan.sessions[0]
    return _served(brief, session, members(session)[:1], 1, 2), plan


def old_faces(brief: Brief, plan: Plan) -> Spoiled:
    """Everybody on a panel sat on the committee the year before."""
    session = plan.sessions[0]
    return _served(brief, session, sorted(session.seated()), 1), plan
