"""Small seasons and plans that tests are built from; each number in them is chosen to be easy to derive."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from solver.domain.calendar import HalfDay
from solver.domain.committees import (
    Application,
    Committee,
    Delegation,
    Filing,
    GroupRequest,
    PolicyChange,
    Recommender,
    Room,
    SessionRequest,
    Timetable,
)
from solver.domain.people import (
    Authority,
    Employer,
    Employment,
    Expert,
    Person,
    PoolTerm,
    Qualification,
    Relation,
    Service,
    Unavailability,
)
from solver.domain.pins import Pin
from solver.domain.plan import PanelSeat, Plan, PlannedCase, PlannedGroup, PlannedSession, Route, RouteKind, Status
from solver.domain.season import (
    CalendarDay,
    Season,
    SeasonHeader,
)
from solver.domain.vocabulary import (
    Basis,
    Channel,
    CommitteeKind,
    CommitteeState,
    DelegationState,
    EmployerKind,
    ExpertStatus,
    Grade,
    Level,
    PinKind,
    PinMatter,
    PostLink,
    RecusalMode,
    RelationKind,
    RelationSource,
    Role,
    Selection,
    Tier,
)

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


def complete_season() -> Season:
    """A season in which every table has rows and every field is filled in somewhere, with awkward texts among them."""
    return Season(
        header=SeasonHeader(YEAR, "沈阳", OPEN, date(2026, 12, 31), 3, extra=(("填报人", "王五"),)),
        calendar=(CalendarDay(date(2026, 10, 10), True), CalendarDay(date(2026, 10, 1), False, (("备注", "国庆节"),))),
        authorities=(
            Authority("H1", "省人社厅", Tier.PROVINCE, region="辽宁"),
            Authority("H2", "市人社局", Tier.CITY, parent="H1", region="沈阳", extra=(("电话", "024-1"),)),
        ),
        employers=(
            Employer(
                "007", "集团", region="沈阳", kind=EmployerKind.CENTRAL, extra=(("备注", "=1+1"), ("网址", "a.cn"))
            ),
            Employer(
                "U2",
                "设计院",
                "007",
                "沈阳",
                EmployerKind.INSTITUTE,
                PostLink.LINKED,
                ((Level.FULL_SENIOR, 1), (Level.JUNIOR, 0)),
                (("网址", "b.cn"),),
            ),
        ),
        persons=(
            Person("P1", "张三", "210102197501010012", "U2", "设计室", date(1975, 1, 1), (("手机", "13800000000"),)),
            Person(
                "P2", '=HYPERLINK("x","李四")', "21010219800229123X", "007", '-1\n第二行, "引号"', date(1980, 2, 29)
            ),
            Person("P3", "赵六"),
        ),
        experts=(
            Expert(
                "E1", "P1", False, True, True, True, ExpertStatus.SUSPENDED, "和平区", True, 4, 8, 60, (("x", "1"),)
            ),
            Expert("E2", "P2"),
        ),
        qualifications=(
            Qualification("E1", "05", "机械、材料;焊接:甲\\乙", Level.FULL_SENIOR, date(2015, 1, 1), 0.1 + 0.2, True),
            Qualification("E2", "05", "机械工程", Level.INTERMEDIATE, extra=(("证书号", "0012"),)),
        ),
        pools=(PoolTerm("E1", "C1", date(2025, 1, 1), date(2027, 12, 31), (("批次", "1"),)),),
        employments=(
            Employment("P1", "007", date(2001, 7, 1), date(2010, 6, 30), (("职务", "工程师"),)),
            Employment("P2", "007", date(2011, 7, 1)),
        ),
        service=(Service("E1", "C1", 2025, 2, 30, 1, "好", (("备注", "@"),)),),
        unavailability=(
            Unavailability("P1", HalfDay(date(2026, 10, 12), 2), HalfDay(date(2026, 10, 14), 3), "出差", (("a", "b"),)),
        ),
        committees=(
            Committee("C1", "机械工程高级评委会", "U2", "H2", "05", size=11),
            Committee(
                "C2",
                "集团自主评委会",
                "H2",
                "H1",
                "05",
                CommitteeKind.SELF_REVIEW,
                Grade.INTERMEDIATE,
                Basis.SERIES,
                None,
                Selection.CHOSEN,
                "沈人社〔2026〕1号",
                CommitteeState.RECTIFICATION,
                date(2026, 1, 1),
                date(2026, 6, 30),
                (("联系人", "钱七"),),
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
                ("机械、材料;焊接:甲\\乙", "机械工程"),
                ("沈阳", "大连"),
                ("007", "U2"),
                (EmployerKind.CENTRAL, EmployerKind.PRIVATE),
                (("页数", "3"),),
            ),
        ),
        timetable=(Timetable("C1", OPEN, CLOSE, date(2026, 8, 31), (("网址", "+"),)),),
        sessions=(
            SessionRequest(
                "S1",
                "C1",
                (Level.FULL_SENIOR,),
                4,
                OPEN,
                CLOSE,
                11,
                (GroupRequest(("机械、材料;焊接:甲\\乙", "机械工程"), 6), GroupRequest(("焊接",), 5)),
                HalfDay(date(2026, 10, 12), 1),
                "R1",
                (date(2026, 10, 12), date(2026, 10, 13)),
                (("说明", "首场"),),
            ),
            SessionRequest("S2", "C1", (Level.ASSOCIATE_SENIOR,)),
        ),
        rooms=(
            Room(
                "R1",
                "市民大厦",
                "和平区",
                40,
                HalfDay(OPEN, 1),
                HalfDay(CLOSE, 2),
                ((HalfDay(date(2026, 10, 12), 2), HalfDay(date(2026, 10, 13), 1)),),
                (("楼层", "3"),),
            ),
        ),
        applications=(
            Application(
                "D1",
                "P3",
                "沈阳",
                "05",
                "机械工程",
                Level.ASSOCIATE_SENIOR,
                Channel.GREEN,
                20,
                "C1",
                date(2026, 8, 20),
                date(2026, 8, 3),
                date(2026, 8, 12),
                2,
                False,
                "证书",
                "兴辽英才",
                12,
                "沈人社〔2026〕9号",
                True,
                (("材料份数", "5"),),
            ),
            Application("D2", "P3", "沈阳", "05", "机械工程", Level.FULL_SENIOR),
        ),
        recommenders=(Recommender("D1", "P2", Level.FULL_SENIOR, (("意见", "同意"),)),),
        relations=(
            Relation(
                "P1",
                "P3",
                RelationKind.KIN_AFFINITY,
                date(2020, 1, 1),
                date(2030, 1, 1),
                RelationSource.REPORTED,
                RecusalMode.CASE,
                (("来函", "1"),),
            ),
            Relation("P1", "P2", RelationKind.SPOUSE),
        ),
        delegations=(
            Delegation(
                "W1",
                "C2",
                "C1",
                "05",
                (Level.ASSOCIATE_SENIOR,),
                "H2",
                OPEN,
                CLOSE,
                ("机械工程",),
                ("D1", "D2"),
                "沈人社函〔2026〕8号",
                OPEN,
                date(2026, 9, 3),
                DelegationState.ACCEPTED,
                (("经办", "孙八"),),
            ),
            Delegation("W2", "U2", "C1", "05", (Level.JUNIOR, Level.INTERMEDIATE), "H2", OPEN, CLOSE),
        ),
        policy=(
            PolicyChange("PD-01", "max_share", "[1,  4]", "本市规定", "周九", (("会议", "3月5日"),)),
            PolicyChange("PD-04", "in_force", "true", "本市规定", "周九"),
        ),
        pins=(
            Pin("Z1", PinKind.KEEP, PinMatter.SEAT, "S1", "E1", Role.CHAIR, "G1", reason="已确认", decided_by="吴十"),
            Pin("Z2", PinKind.FORBID, PinMatter.STANDBY, "C1-3-1", "E2", group="G2", told=False),
            Pin("Z3", PinKind.KEEP, PinMatter.START, "S1", start=HalfDay(date(2026, 10, 12), 1), told=True),
            Pin("Z4", PinKind.KEEP, PinMatter.ROOM, "S1", room="R1", extra=(("备注", "=1"),)),
            Pin("Z5", PinKind.FORBID, PinMatter.CASE, "C1-3-1", application="D1"),
            Pin("Z6", PinKind.KEEP, PinMatter.READER, "S1", "E2", application="D2"),
        ),
    )
