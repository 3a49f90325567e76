"""Small seasons and plans that tests are built from; each number in them is chosen to be easy to derive."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from solver.domain.calendar import HalfDay
from solver.domain.committees import Application, Committee, Filing, Room, Timetable
from solver.domain.people import Authority, Employer, Expert, Person, PoolTerm, Qualification
from solver.domain.plan import PanelSeat, Plan, PlannedCase, PlannedGroup, PlannedSession, Route, RouteKind, Status
from solver.domain.season import Season, SeasonHeader
from solver.domain.vocabulary import Basis, Grade, Level, Role, Selection, Tier

YEAR = 2026
OPEN = date(2026, 9, 1)
CLOSE = date(2026, 11, 27)


def small_season(experts: int = 15, applications: int = 6, employers: int = 15) -> Season:
    """One senior committee by specialty (C1, series 05, 机械工程), every expert full-senior and from an own employer.

    Experts E01… work at employers U01…, applicants (persons A01…) at employers V01… (one each): no conflict at all.
    """
    units = [f"U{n:02d}" for n in range(1, employers + 1)] + [f"V{n:02d}" for n in range(1, applications + 1)]
    expert_ids = [f"E{n:02d}" for n in range(1, experts + 1)]
    return Season(
        header=SeasonHeader(YEAR, "沈阳", OPEN, date(2026, 12, 31)),
        authorities=(
            Authority("H1", "省人社厅", Tier.PROVINCE, region="辽宁"),
            Authority("H2", "市人社局", Tier.CITY, parent="H1", region="沈阳"),
        ),
        employers=tuple(Employer(unit, f"单位{unit}", region="沈阳") for unit in units),
        persons=(
            *(
                Person(f"P{n:02d}", f"专家{n}", employer=f"U{(n - 1) % employers + 1:02d}", born=date(1975, 1, 1))
                for n in range(1, experts + 1)
            ),
            *(Person(f"A{n:02d}", f"申报人{n}", employer=f"V{n:02d}") for n in range(1, applications + 1)),
        ),
        experts=tuple(
            Expert(one, f"P{n:02d}", frontline=True, can_chair=n <= 4) for n, one in enumerate(expert_ids, start=1)
        ),
        qualifications=tuple(
            Qualification(one, "05", "机械工程", Level.FULL_SENIOR, date(2015, 1, 1), 1.0, True) for one in expert_ids
        ),
        pools=tuple(PoolTerm(one, "C1", date(2025, 1, 1), date(2027, 12, 31)) for one in expert_ids),
        committees=(
            Committee(
                "C1",
                "机械工程高级评委会",
                "U01",
                "H2",
                "05",
                grade=Grade.SENIOR,
                basis=Basis.SPECIALTY,
                size=11,
                selection=Selection.CHOSEN,
                selection_basis="沈人社〔2026〕1号",
            ),
        ),
        filings=(
            Filing(
                "F1",
                "C1",
                "沈人社备〔2025〕1号",
                "05",
                (Level.ASSOCIATE_SENIOR, Level.FULL_SENIOR),
                date(2025, 1, 1),
                date(2027, 12, 31),
                ("机械工程",),
                ("沈阳",),
            ),
        ),
        timetable=(Timetable("C1", OPEN, CLOSE, date(2026, 8, 31)),),
        rooms=(Room("R1", "市民大厦", "和平区", 40, HalfDay(OPEN, 1), HalfDay(CLOSE, 2)),),
        applications=tuple(
            Application(
                f"D{n:02d}",
                f"A{n:02d}",
                "沈阳",
                "05",
                "机械工程",
                Level.ASSOCIATE_SENIOR,
                accepted_on=date(2026, 8, 20),
                notice_start=date(2026, 8, 3),
                notice_end=date(2026, 8, 12),
                commitments=2,
                papers_checked=True,
            )
            for n in range(1, applications + 1)
        ),
    )


def small_plan(season: Season, size: int = 11) -> Plan:
    """A plan for :func:`small_season` that keeps every rule but alternates: one ungrouped session S1 on 2026-10-12."""
    experts = [row.id for row in season.experts[:size]]
    roles = [Role.CHAIR, Role.VICE_CHAIR, *[Role.MEMBER] * (size - 2)]
    cases = tuple(
        PlannedCase(row.id, "", tuple(experts[(3 * n + step) % size] for step in range(3)))
        for n, row in enumerate(season.applications)
    )
    session = PlannedSession(
        "S1",
        "C1",
        (Level.ASSOCIATE_SENIOR,),
        1,
        HalfDay(date(2026, 10, 12), 1),
        ("R1",),
        size,
        panel=tuple(PanelSeat(one, role) for one, role in zip(experts, roles, strict=True)),
        cases=cases,
        selection=Selection.CHOSEN,
    )
    routes = tuple(Route(row.id, RouteKind.COMMITTEE, "C1") for row in season.applications)
    return Plan(routes=routes, sessions=(session,), status=Status.FEASIBLE, placed=len(cases), placed_bound=len(cases))


def with_session(plan: Plan, **changes: object) -> Plan:
    """``plan`` with fields of its first session replaced."""
    return replace(plan, sessions=(replace(plan.sessions[0], **changes), *plan.sessions[1:]))  # type: ignore[arg-type]


def grouped(season: Season, plan: Plan, groups: int) -> tuple[Season, Plan]:
    """The first session split into ``groups`` groups G1… of 机械工程, seats and cases dealt round, a room for each.

    Expert and case number n (from 0) go to group n mod ``groups``; each case is read by the first three members of its
    group; the last one leads it; G1 meets in the plenary room R1, G2 in R2 and so on.
    """
    session = plan.sessions[0]
    ids = [f"G{n + 1}" for n in range(groups)]
    panel = tuple(replace(seat, group=ids[n % groups]) for n, seat in enumerate(session.panel))
    members = {one: [seat.expert for seat in panel if seat.group == one] for one in ids}
    leaders = {of_group[-1] for of_group in members.values()}
    panel = tuple(replace(seat, role=Role.LEADER) if seat.expert in leaders else seat for seat in panel)
    cases = tuple(
        replace(case, group=ids[n % groups], readers=tuple(members[ids[n % groups]][:3]))
        for n, case in enumerate(session.cases)
    )
    rooms = tuple(replace(season.rooms[0], id=f"R{n}", seats=15) for n in range(2, groups + 1))
    planned = tuple(
        PlannedGroup(one, ("机械工程",), len(members[one]), "" if n == 0 else f"R{n + 1}") for n, one in enumerate(ids)
    )
    return replace(season, rooms=season.rooms + rooms), with_session(plan, groups=planned, panel=panel, cases=cases)
