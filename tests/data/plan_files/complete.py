"""A plan in which every field of every part of a plan says something, and a brief that knows its names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from solver.domain.calendar import HalfDay, WorkingCalendar
from solver.domain.plan import (
    Alternate,
    Fair,
    Finding,
    PanelSeat,
    Plan,
    PlannedCase,
    PlannedGroup,
    PlannedSession,
    PlanState,
    Reason,
    Route,
    RouteKind,
    SessionDates,
    Status,
    Term,
    Unplaced,
)
from solver.domain.vocabulary import Fairness, Level, Role, Selection, Severity, Standing
from solver.rules.brief import Brief
from solver.rules.rulebook import Citation, Provision, Rulebook
from tests.builders import OPEN, YEAR, small_season

LAW = Citation("职称评审管理暂行规定", "人社部令第40号", 2019, "9")


def provision(one: str, **changes: object) -> Provision:
    """A provision in force with a verified text."""
    made = Provision(
        one, f"规则{one}", f"rule {one}", Standing.PLANNED, Severity.HARD, True, "regulation", LAW, verification="found"
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def rulebook() -> Rulebook:
    """A few provisions: verified, general knowledge, product default, logic."""
    rows = (
        provision("CN40-09a"),
        provision("CN40-07a", verification="memory; same in seed P14"),
        provision("PD-01", nature="product", verification="assumption"),
        provision("LG-01", nature="logic"),
    )
    return Rulebook("沈阳", OPEN, {row.id: row for row in rows}, "digest")


def brief() -> Brief:
    """The small season, one applicant renamed to something that a page must not execute."""
    season = small_season(experts=24, applications=6)
    hostile = replace(season.persons[24], name="<script>alert(1)</script>")
    season = replace(season, persons=(*season.persons[:24], hostile, *season.persons[25:]))
    days = tuple(date(YEAR, 1, 1) + timedelta(n) for n in range(365) if (date(YEAR, 1, 1) + timedelta(n)).weekday() < 5)
    return Brief(season, WorkingCalendar(days, frozenset({YEAR})), rulebook())


def _grouped() -> PlannedSession:
    """A session of two groups in two rooms over three half-days, with leaders, alternates and a recusal."""
    experts = [f"E{n:02d}" for n in range(1, 12)]
    roles = {0: Role.CHAIR, 1: Role.VICE_CHAIR, 2: Role.LEADER, 6: Role.LEADER}
    panel = tuple(PanelSeat(one, roles.get(n, Role.MEMBER), "G1" if n < 6 else "G2") for n, one in enumerate(experts))
    return PlannedSession(
        "S1",
        "C1",
        (Level.ASSOCIATE_SENIOR, Level.FULL_SENIOR),
        3,
        HalfDay(date(2026, 10, 12), 2),
        ("R1", "R2"),
        11,
        (PlannedGroup("G1", ("机械工程",), 6, "R1"), PlannedGroup("G2", ("机械工程", "电气"), 5, "R2")),
        panel,
        (Alternate("E12", "G1", 1), Alternate("E13", "G2", 2), Alternate("E14", "G2", 3)),
        (
            PlannedCase("D01", "G1", ("E02", "E03"), ("E05",)),
            PlannedCase("D02", "G2", ("E08", "E09"), ("E07", "E11")),
            PlannedCase("D03", "G2", ("E10",)),
        ),
        Selection.DRAWN,
        "DRAW-1",
    )


def _undecided() -> PlannedSession:
    """A session without groups, start or room."""
    panel = tuple(PanelSeat(f"E{n:02d}") for n in range(15, 22))
    return PlannedSession(
        "S2",
        "C1",
        (Level.JUNIOR,),
        1,
        None,
        (),
        7,
        (),
        panel,
        (),
        (PlannedCase("D04", "", ("E15",)),),
        Selection.CHOSEN,
    )


def complete_plan() -> Plan:
    """Every part of a plan, each filled in."""
    reason = Reason("region", "CN40-07a", "C1", (("found", "大连"), ("needed", "沈阳")))
    return Plan(
        "season", "register", "0.1.0", 7, "effort 3", PlanState.PUBLISHED, Status.OPTIMAL,
        (
            *(Route(f"D{n:02d}", RouteKind.COMMITTEE, "C1") for n in range(1, 4)),
            Route("D04", RouteKind.DELEGATED, "C1", "W1"),
            Route("D05", RouteKind.NEEDS_AUTHORISATION, candidates=("C1", "C9"), authority="H2", reasons=(reason,)),
            Route("D06", RouteKind.NOT_FOR_COMMITTEE, reasons=(Reason("exam_only", "PD-01"),)),
        ),
        (_grouped(), _undecided()),
        (Unplaced("D05", "application", (reason,)),),
        (Term("fit", 12.5, 2.0, 25.0), Term("load", 3.0, -1.0, -3.0)),
        4, 5, 22.0, 22.125, 0.125 / 22.0, "linear relaxation",
        (
            Finding("CN40-09a", Severity.HARD, (("session", "S1"),), "12", "odd", by="panel_is_odd"),
            Finding("PD-01", Severity.ADVISORY, (("session", "S1"), ("employer", "U01")), "5", "≤ 3", (("a", "b"),)),
            Finding("LG-01", Severity.OVERRIDABLE, (("expert", "E01"),), "S1, S2", "", overridden="市局同意"),
        ),
        (SessionDates("S1", date(2026, 10, 14), date(2026, 10, 20), date(2026, 11, 10), date(2026, 12, 31)),),
        {"note": "手工调整"}, 22.0625, 0.0625 / 22.0, Fair(Fairness.WORST_APPLICATION, 0.75, proved=True),
    )  # fmt: skip
