"""Sessions that were drawn stay as they are when the season is planned again; the rest is planned around them.

Who was drawn, who stands by, when and where they sit are settled (SERVICE.md, Draws). A season without these sessions
is planned, in which their cases are taken, their rooms are in use, and whoever is on their lists is away on their days
and may take on less; then both are joined, scored and checked as one plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from solver.domain.calendar import HalfDay, days_of
from solver.domain.people import Expert, Unavailability
from solver.domain.plan import Plan, PlannedSession, RouteKind
from solver.model.kept import judged
from solver.model.merits import Merits
from solver.model.objective import score, total
from solver.planning.season_plan import digest_of, status_of
from solver.rules.brief import Brief
from solver.rules.timetable import session_dates

LOAD = "PD-06"
"""The provision on how much an expert may take on in a season."""
LIMITS = ("max_sessions_per_year", "max_days_per_year")
TAKEN = frozenset({RouteKind.COMMITTEE, RouteKind.DELEGATED})


def drawn_sessions(plan: Plan) -> tuple[PlannedSession, ...]:
    """Sessions of ``plan`` whose panel came from a draw."""
    return tuple(one for one in plan.sessions if one.draw and one.start is not None)


def beside(brief: Brief, settled: tuple[PlannedSession, ...]) -> Brief:
    """The brief of the season without ``settled``, and without what they take of experts.

    Whoever sits or stands by in one has no other session on its days, so that limits by the day and ways between
    districts are kept whatever the rest looks like.
    """
    held = {one.id for one in settled}
    season = replace(
        brief.season,
        experts=tuple(_less(brief, settled)),
        unavailability=(*brief.season.unavailability, *_away(brief, settled)),
        sessions=tuple(row for row in brief.season.sessions if row.id not in held),
        pins=tuple(row for row in brief.season.pins if row.session not in held),
    )
    return replace(brief, season=season, settled=settled)


def _less(brief: Brief, settled: tuple[PlannedSession, ...]) -> Iterator[Expert]:
    """Experts with what is left of their limits."""
    sessions = Counter(seat.expert for one in settled for seat in one.panel)
    days = Counter[str]()
    for one in settled:
        days.update(dict.fromkeys((seat.expert for seat in one.panel), len(days_of(brief.span(one)))))
    cases = Counter(reader for one in settled for case in one.cases for reader in case.readers)
    limit = brief.rulebook.active(LOAD)
    of_sessions, of_days = ((limit.whole(one) if limit else None) for one in LIMITS)
    for row in brief.season.experts:
        if row.id not in sessions:
            yield row
            continue
        yield replace(
            row,
            max_sessions=_left(row.max_sessions, of_sessions, sessions[row.id]),
            max_days=_left(row.max_days, of_days, days[row.id]),
            max_cases=_left(row.max_cases, None, cases[row.id]),
        )


def _left(own: int | None, everybodys: int | None, used: int) -> int | None:
    known = [one for one in (own, everybodys) if one is not None]
    return max(0, min(known) - used) if known else None


def _away(brief: Brief, settled: tuple[PlannedSession, ...]) -> Iterator[Unavailability]:
    for one in settled:
        days = days_of(brief.span(one))
        first, last = HalfDay(days[0], 1), HalfDay(days[-1], brief.calendar.halves)
        for expert in sorted(one.seated() | {row.expert for row in one.alternates}):
            known = brief.season.expert.get(expert)
            if known is not None:
                yield Unavailability(known.person, first, last, one.id)


def joined(brief: Brief, made: Plan, former: Plan) -> Plan:
    """The drawn sessions of ``former`` and the rest as in ``made``, scored and checked as one plan.

    Cases of a drawn session that no committee may take any more (withdrawn, or an authorisation is gone) leave it. What
    the season has changed about those drawn is no defect of the plan: the findings name it, and who has to be replaced.
    No bound is proved for the whole.
    """
    held = tuple(_still_routed(one, made) for one in drawn_sessions(former))
    cases = {case.application for one in held for case in one.cases}
    routes = tuple(former.route[one.application] if one.application in cases else one for one in made.routes)
    plan = replace(
        made,
        season_digest=digest_of(brief.season),
        routes=routes,
        sessions=(*held, *made.sessions),
        placed=made.placed + len(cases),
        placed_bound=made.placed_bound + len(cases),
        bound=None,
        gap=None,
        bound_basis="",
        dated_bound=None,
        dated_gap=None,
        dates=tuple(dates for one in (*held, *made.sessions) if (dates := session_dates(brief, one))),
    )
    terms = score(brief, plan, Merits(brief))
    scored = replace(plan, score=terms, total=total(terms))
    return replace(scored, status=status_of(scored), findings=judged(brief, scored))


def _still_routed(session: PlannedSession, made: Plan) -> PlannedSession:
    return replace(session, cases=tuple(case for case in session.cases if _is_taken(made, case.application)))


def _is_taken(made: Plan, application: str) -> bool:
    route = made.route.get(application)
    return route is not None and route.kind in TAKEN
