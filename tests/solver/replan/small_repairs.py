"""Small plans to repair: a junior committee of five with two places on its list, and what each change comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data.briefing import brief_for
from solver.domain.calendar import HalfDay
from solver.domain.plan import (
    Alternate,
    PanelSeat,
    Plan,
    PlannedCase,
    PlannedGroup,
    PlannedSession,
    PlanState,
    Route,
    RouteKind,
)
from solver.domain.season import Season
from solver.domain.vocabulary import Grade, Level, Role, Selection
from solver.rules.brief import Brief
from tests.builders import small_season

MONDAY, TUESDAY = date(2026, 10, 12), date(2026, 10, 13)
SIZE = 5
TOLD, LOST, OFFICE, ROLE, CALLED, ASKED, STANDBY_LOST, STANDBY_ASKED, MOVED, ROOM, CASE = (
    4,
    2,
    1,
    1,
    1,
    3,
    1,
    1,
    1,
    1,
    5,
)
"""PD-26 of the register; a test holds them equal."""
NAMED = SIZE + 3
"""Panel and alternates: PD-04 asks for ⌈5/2⌉ = 3."""


def junior_season(experts: int = 11, applications: int = 2) -> Season:
    """E01…E04 may chair, everybody may sit anywhere; no conflict at all."""
    season = small_season(experts, applications, experts)
    return replace(
        season,
        committees=(replace(season.committees[0], grade=Grade.JUNIOR, size=SIZE),),
        filings=(replace(season.filings[0], levels=(Level.JUNIOR,)),),
        applications=tuple(replace(row, level=Level.JUNIOR) for row in season.applications),
        rooms=tuple(replace(season.rooms[0], id=one) for one in ("R1", "R2")),
    )


def session(
    one: str, panel: list[str], alternates: list[str], cases: list[str], start: HalfDay, room: str = "R1"
) -> PlannedSession:
    """A session whose first two members preside and whose first three readers read everything."""
    roles = [Role.CHAIR, Role.VICE_CHAIR, *[Role.MEMBER] * (len(panel) - 2)]
    return PlannedSession(
        one,
        "C1",
        (Level.JUNIOR,),
        1,
        start,
        (room,),
        len(panel),
        panel=tuple(PanelSeat(expert, role) for expert, role in zip(panel, roles, strict=True)),
        alternates=tuple(Alternate(expert, "", rank) for rank, expert in enumerate(alternates, start=1)),
        cases=tuple(PlannedCase(case, "", tuple(panel[:3])) for case in cases),
        selection=Selection.CHOSEN,
    )


def experts(*numbers: int) -> list[str]:
    """Ids of some experts."""
    return [f"E{number:02d}" for number in numbers]


def junior_plan(season: Season, *sessions: PlannedSession) -> Plan:
    """A published plan of ``sessions``: everybody named in it was told."""
    routes = tuple(Route(row.id, RouteKind.COMMITTEE, "C1") for row in season.applications)
    placed = sum(len(one.cases) for one in sessions)
    return Plan(routes=routes, sessions=sessions, placed=placed, placed_bound=placed, state=PlanState.PUBLISHED)


def one_session(total: int = 11) -> tuple[Brief, Plan]:
    """Five on the panel (E01 in the chair, E02 beside), E06–E08 in wait, the others of ``total`` free."""
    season = junior_season(total)
    cases = [row.id for row in season.applications]
    row = session("S1", experts(1, 2, 3, 4, 5), experts(6, 7, 8), cases, HalfDay(MONDAY, 1))
    return brief_for(season), junior_plan(season, row)


def grouped(row: PlannedSession, *specialties: str) -> PlannedSession:
    """``row`` with all of its panel in one group for ``specialties``, led by its third member."""
    roles = (Role.CHAIR, Role.VICE_CHAIR, Role.LEADER, Role.MEMBER, Role.MEMBER)
    return replace(
        row,
        groups=(PlannedGroup("G1", specialties, SIZE),),
        panel=tuple(PanelSeat(seat.expert, role, "G1") for seat, role in zip(row.panel, roles, strict=True)),
        alternates=tuple(replace(one, group="G1") for one in row.alternates),
        cases=tuple(replace(case, group="G1") for case in row.cases),
    )
