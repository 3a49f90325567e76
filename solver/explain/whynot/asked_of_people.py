"""What would help and people could do: set a number of the house aside, come after all, chair, join a pool."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from solver.domain.committees import PolicyChange
from solver.domain.edits import Add, Change, Edit, Remove, pairs
from solver.domain.vocabulary import Level
from solver.explain.whynot.conflict import fewest
from solver.explain.whynot.desk import TRIED, Desk, Remedy
from solver.explain.whynot.elements import Kind
from solver.explain.whynot.question import Question, Team, experts_added

CHAIRING = frozenset({"PD-24", "CN40-09e", "CN40-19b"})
"""Provisions about who presides."""


def caps(desk: Desk) -> Iterator[Remedy]:
    """Numbers the house set itself, which the season's policy may set aside."""
    for one in desk.ids(Kind.RULE):
        if desk.question.brief.rulebook.provision(one).nature == "product" and one not in CHAIRING:
            change = PolicyChange(one, "in_force", "false", "—")
            yield from desk.only_if_helps("cap", Add("policy", change), rule=one)


def attendance(desk: Desk) -> Iterator[Remedy]:
    """One expert who would come after all, or do a little more."""
    for expert in desk.ids(Kind.AVAILABILITY)[:TRIED]:
        edit = Remove("unavailability", pairs(person=desk.season.expert[expert].person))
        yield from desk.only_if_helps("attend", edit, expert=expert)
    for expert in desk.ids(Kind.LIMIT)[:TRIED]:
        unlimited = pairs(max_sessions=None, max_days=None, max_cases=None)
        yield from desk.only_if_helps("limit", Change("experts", pairs(id=expert), unlimited), expert=expert)


def chairs(desk: Desk) -> Iterator[Remedy]:
    """An expert of the pool who is allowed to chair."""
    if CHAIRING.isdisjoint(desk.ids(Kind.RULE)):
        return
    able = [one for one in desk.question.experts if not desk.season.expert[one].can_chair]

    def allowed(count: int) -> tuple[Edit, ...]:
        return tuple(Change("experts", pairs(id=one), pairs(can_chair=True)) for one in able[:count])

    count = desk.least(allowed, min(len(able), TRIED))
    if count is not None:
        yield Remedy("chair", allowed(count), (("experts", ", ".join(able[:count])), ("count", str(count))))


def experts(desk: Desk) -> Iterator[Remedy]:
    """Experts who join a pool: as few as it takes, of the specialty and level that is short."""
    question = desk.question
    for committee in desk.ids(Kind.POOL):
        most = question.newcomers(committee)
        everything = question.team(committee)

        def joined(count: int, one: str = committee, team: Team = everything) -> tuple[Edit, ...]:
            return experts_added(desk.season, one, replace(team, count=count))

        count = desk.from_number(fewest(question, Kind.POOL, committee, desk.effort), most, joined)
        if count is not None:
            team = _modest(desk, committee, replace(everything, count=count))
            facts = (("count", str(count)), ("specialties", "、".join(team.specialties)), ("level", team.level.name))
            yield Remedy("experts", experts_added(desk.season, committee, team), (("committee", committee), *facts))


def _modest(desk: Desk, committee: str, team: Team) -> Team:
    """As many experts who hold one specialty, and the level of the cases, where that is enough."""
    reviewed = max(level for row in desk.question.plan.sessions if row.committee == committee for level in row.levels)
    for specialties in (*_alone(desk.question, committee), team.specialties):
        for level in (one for one in Level if reviewed <= one <= team.level):
            modest = Team(team.count, specialties, level)
            if modest == team or desk.helps(*experts_added(desk.season, committee, modest)):
                return modest
    return team


def _alone(question: Question, committee: str) -> tuple[tuple[str, ...], ...]:
    """The specialties of the cases, one by one."""
    cases = [case for row in question.plan.sessions if row.committee == committee for case in row.cases]
    rows = (question.brief.application(case.application) for case in cases)
    return tuple((one,) for one in dict.fromkeys(row.specialty for row in rows if row))[:TRIED]
