"""What would help and people could do: come after all, do a little more, chair, join a pool."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from solver.domain.calendar import HalfDay
from solver.domain.edits import Add, Change, Edit, Remove, pairs
from solver.domain.vocabulary import Level
from solver.explain.whynot.asked_of_numbers import CHAIRING
from solver.explain.whynot.conflict import fewest
from solver.explain.whynot.desk import TRIED, Desk, Remedy
from solver.explain.whynot.elements import Kind
from solver.explain.whynot.question import Question, Team, experts_added

MORE = 12
"""Sessions, days or cases more that an expert is asked for at most."""
SHOWN = 4
"""Half-days that are told."""


def attendance(desk: Desk) -> Iterator[Remedy]:
    """Experts who would come after all, as few and for as short as is enough, or one who would do a little more."""
    for expert in desk.ids(Kind.LIMIT)[:TRIED]:
        yield from _a_little_more(desk, expert)
    away = desk.ids(Kind.AVAILABILITY)[:TRIED]
    alone = [one for expert in away for one in _coming(desk, (expert,))]
    yield from alone or (_coming(desk, away) if len(away) > 1 else ())


def _a_little_more(desk: Desk, expert: str) -> Iterator[Remedy]:
    """One of the limits of an expert, raised by as little as is enough; else all of them given up."""
    row = desk.season.expert[expert]
    raised = False
    for name in ("max_sessions", "max_days", "max_cases"):
        limit = getattr(row, name)
        if limit is None:
            continue

        def more(count: int, name: str = name, limit: int = limit) -> tuple[Edit, ...]:
            return (Change("experts", pairs(id=expert), ((name, limit + count),)),)

        count = desk.least_of(more, MORE)
        if count is not None:
            raised = True
            facts = (("expert", expert), ("limit", name), ("before", str(limit)), ("after", str(limit + count)))
            yield Remedy("more", more(count), facts)
    if not raised:
        unlimited = pairs(max_sessions=None, max_days=None, max_cases=None)
        yield from desk.only_if_helps("limit", Change("experts", pairs(id=expert), unlimited), expert=expert)


def _coming(desk: Desk, experts: Sequence[str]) -> Iterator[Remedy]:
    """Experts who come: in the half-days in which a session was found that way, else always."""
    persons = [desk.season.expert[one].person for one in experts]
    always = tuple(Remove("unavailability", pairs(person=one)) for one in persons)
    starts = desk.starts(*always)
    if starts is None:
        return
    spans = {half for one, start in starts.items() for half in desk.span(one, start)}
    there = tuple(edit for one in persons for edit in _there(desk, one, spans))
    for ask, edits in (("attend_then", there), ("attend", always)):
        if edits and desk.helps(*edits):
            then = "、".join(f"{half.day}/{half.half}" for half in sorted(spans)[:SHOWN])
            yield Remedy(ask, edits, (("experts", "、".join(experts)), ("then", then)))
            return


def _there(desk: Desk, person: str, spans: Collection[HalfDay]) -> Iterator[Edit]:
    """Edits after which ``person`` can come in ``spans``: what is left of each time they cannot come in."""
    halves = desk.question.brief.season_half_days
    for row in desk.season.unavailability_of.get(person, ()):
        own = [half for half in halves if row.start <= half <= row.end]
        if spans and not set(own).isdisjoint(spans):
            yield Remove("unavailability", pairs(person=person, start=row.start, end=row.end))
            for busy, run in groupby(own, lambda half: half not in spans):
                kept = tuple(run)
                if busy:
                    yield Add("unavailability", replace(row, start=kept[0], end=kept[-1]))


def chairs(desk: Desk) -> Iterator[Remedy]:
    """An expert of the pool who is allowed to chair."""
    if CHAIRING.isdisjoint(desk.ids(Kind.RULE)):
        return
    able = [one for one in desk.question.experts if not desk.season.expert[one].can_chair]

    def allowed(count: int) -> tuple[Edit, ...]:
        return tuple(Change("experts", pairs(id=one), pairs(can_chair=True)) for one in able[:count])

    count = desk.least(allowed, min(len(able), TRIED))
    if count is not None:
        yield Remedy("chair", allowed(count), (("experts", "、".join(able[:count])), ("count", str(count))))


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
