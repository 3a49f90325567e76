"""Seasons in which something has no place, each in its own way: a small season that has a plan, and what spoils it.

The small season: a junior committee C1 with a panel of three, six experts (E01–E06, each of an employer of their own,
the first four may chair), two applications (D1, D2). Panel and two alternates take five of the six.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from solver.domain.calendar import HalfDay
from solver.domain.committees import Delegation, PolicyChange, SessionRequest
from solver.domain.edits import Add, Change, Edit, Remove, edited, pairs
from solver.domain.people import Relation, Service, Unavailability
from solver.domain.season import Season
from solver.domain.vocabulary import (
    CommitteeState,
    DelegationState,
    ExpertStatus,
    Grade,
    Level,
    RelationKind,
    Selection,
)
from solver.explain.whynot.elements import Element, Kind
from tests.builders import CLOSE, OPEN, small_season

FIRST, LAST = HalfDay(OPEN, 1), HalfDay(date(2026, 12, 31), 2)
EXPERTS = ("E01", "E02", "E03", "E04", "E05", "E06")


def tiny(experts: int = 6, applications: int = 2) -> Season:
    """The small season, with as many experts and applications."""
    season = small_season(experts, applications)
    junior = Change("committees", (), pairs(grade=Grade.JUNIOR, size=3))
    filed = Change("filings", (), pairs(levels=(Level.JUNIOR,)))
    asked = Change("applications", (), pairs(level=Level.JUNIOR))
    open_all_year = Change("rooms", (), pairs(end=LAST))
    season = edited(season, (junior, filed, asked, open_all_year))
    named = tuple(replace(row, id=f"D{n}") for n, row in enumerate(season.applications, start=1))
    return replace(season, applications=named)


def absent(expert: int, start: HalfDay = FIRST, end: HalfDay = LAST) -> Add:
    return Add("unavailability", Unavailability(f"P{expert:02d}", start, end, "出差"))


def kin(expert: int, applicant: str) -> Add:
    return Add("relations", Relation(f"P{expert:02d}", applicant, RelationKind.KIN_AFFINITY))


def window(first: date, last: date) -> Change:
    return Change("timetable", (), pairs(earliest=first, latest=last))


def committee(**to: object) -> Change:
    return Change("committees", (), tuple(to.items()))


def filing(**to: object) -> Change:
    return Change("filings", (), tuple(to.items()))


def expert(one: str, **to: object) -> Change:
    return Change("experts", pairs(id=one), tuple(to.items()))


def application(one: str, **to: object) -> Change:
    return Change("applications", pairs(id=one), tuple(to.items()))


def wanted(one: str, **to: object) -> Add:
    return Add("sessions", SessionRequest(one, "C1", (Level.JUNIOR,), **to))  # type: ignore[arg-type] # fields of it


def everyone(table: str, **to: object) -> Change:
    return Change(table, (), tuple(to.items()))


def served(years: tuple[int, ...], experts: tuple[str, ...] = EXPERTS) -> tuple[Edit, ...]:
    return tuple(Add("service", Service(one, "C1", year, 1, 5)) for one in experts for year in years)


def switched_off(one: str) -> PolicyChange:
    """A number of the house that this season sets aside."""
    return PolicyChange(one, "in_force", "false", "试点", "人社局")


def drawn() -> Change:
    """The panel is drawn by lot."""
    return committee(selection=Selection.DRAWN)


def rule(*ids: str) -> frozenset[Element]:
    return frozenset(Element(Kind.RULE, one) for one in ids)


def fact(kind: Kind, *ids: str) -> frozenset[Element]:
    return frozenset(Element(kind, one) for one in ids)


@dataclass(frozen=True)
class Impossible:
    """A spoilt season: ``edits`` of the small one, what the conflict must name, and what is asked for first.

    ``remedy`` is empty where nothing that could be asked for would help.
    """

    edits: tuple[Edit, ...]
    names: frozenset[Element]
    remedy: str
    experts: int = 6


MONDAY, TUESDAY = date(2026, 10, 12), date(2026, 10, 13)
ONE_HALF = (HalfDay(MONDAY, 1), HalfDay(MONDAY, 1))
POOL = fact(Kind.POOL, "C1")

SECOND_COMMITTEE: tuple[Edit, ...] = (
    Add("committees", replace(tiny().committees[0], id="C2", name="第二评委会")),
    *(Add("pools", replace(row, committee="C2")) for row in tiny(12).pools[6:]),
    Add("filings", replace(tiny().filings[0], id="F2", committee="C2", specialties=("电气工程",))),
    *(Change("qualifications", pairs(expert=f"E{n:02d}"), pairs(specialty="电气工程")) for n in range(7, 13)),
    *(Remove("pools", pairs(expert=f"E{n:02d}", committee="C1")) for n in range(7, 13)),
    Change("experts", pairs(id="E07"), pairs(can_chair=True)),
    Change("experts", pairs(id="E08"), pairs(can_chair=True)),
    Add("timetable", replace(tiny().timetable[0], committee="C2")),
    application("D2", specialty="电气工程"),
)
"""A second committee for 电气工程 with experts of its own, E07–E12, which evaluates D2."""

IMPOSSIBLE: Mapping[str, Impossible] = {
    "too few for the alternates": Impossible((), rule("PD-04") | POOL, "number", experts=4),
    "too few for a panel": Impossible((), POOL, "experts", experts=2),
    "away all season": Impossible(
        (absent(5),), rule("LG-02", "PD-04") | POOL | fact(Kind.AVAILABILITY, "E05"), "number", experts=5
    ),
    "away one after the other": Impossible(
        (absent(1, FIRST, HalfDay(date(2026, 10, 15), 2)), absent(2, HalfDay(date(2026, 10, 15), 1), LAST)),
        rule("LG-02") | POOL | fact(Kind.AVAILABILITY, "E01", "E02"),
        "number",
        experts=5,
    ),
    "away on the only day": Impossible(
        (window(MONDAY, MONDAY), absent(1, HalfDay(MONDAY, 1), HalfDay(MONDAY, 2))),
        rule("LG-02", "SY24-15a") | fact(Kind.WINDOW, "C1") | fact(Kind.AVAILABILITY, "E01"),
        "number",
        experts=5,
    ),
    "a window of holidays": Impossible(
        (window(date(2026, 10, 1), date(2026, 10, 7)),), fact(Kind.WINDOW, "C1"), "date"
    ),
    "acceptance closes after the window": Impossible(
        (everyone("timetable", acceptance_deadline=CLOSE),), fact(Kind.WINDOW, "C1"), "date"
    ),
    "accepted too late": Impossible(
        (application("D1", accepted_on=date(2026, 9, 3)),),
        rule("CN40-15") | fact(Kind.WINDOW, "C1") | fact(Kind.PAPERS, "D1"),
        "deadline",
    ),
    "a specialty nobody is approved for": Impossible(
        (filing(specialties=("电气工程",)),), rule("CN40-37") | fact(Kind.FILING, "C1"), "filing"
    ),
    "a region out of scope": Impossible(
        (filing(regions=("大连",)),), rule("CN40-37") | fact(Kind.FILING, "C1"), "delegation"
    ),
    "an approval that has ended": Impossible(
        (filing(end=date(2026, 8, 31)),), rule("CN40-37") | fact(Kind.FILING, "C1"), "filing"
    ),
    "a letter that has ended": Impossible(
        (
            filing(regions=("大连",)),
            Add(
                "delegations",
                Delegation(
                    "W1",
                    "V01",
                    "C1",
                    "05",
                    (Level.JUNIOR,),
                    "H2",
                    date(2026, 8, 1),
                    date(2026, 8, 31),
                    applications=("D1",),
                    letter_no="8号",
                    issued_on=date(2026, 8, 1),
                    accepted_on=date(2026, 8, 2),
                    state=DelegationState.ACCEPTED,
                ),
            ),
        ),
        rule("CN40-37") | fact(Kind.FILING, "C1"),
        "delegation",
    ),
    "suspended": Impossible(
        (committee(state=CommitteeState.SUSPENDED, state_from=OPEN),),
        rule("SY24-16e") | fact(Kind.STATE, "C1"),
        "state",
    ),
    "in rectification until after the window": Impossible(
        (committee(state=CommitteeState.RECTIFICATION, state_from=OPEN, state_to=CLOSE),),
        fact(Kind.STATE, "C1"),
        "date",
    ),
    "revoked": Impossible((committee(state=CommitteeState.REVOKED),), fact(Kind.STATE, "C1"), ""),
    "a room too small": Impossible(
        (everyone("rooms", seats=2),), rule("LG-04", "LG-06") | fact(Kind.ROOM, "R1") | fact(Kind.ROOMS, ""), "rooms"
    ),
    "a room that opens too late": Impossible(
        (everyone("rooms", start=HalfDay(date(2026, 12, 1), 1), end=LAST),),
        rule("LG-05", "SY24-15a") | fact(Kind.ROOM, "R1") | fact(Kind.WINDOW, "C1"),
        "date",
    ),
    "the wanted room is too small": Impossible(
        (Add("rooms", replace(tiny().rooms[0], id="R2", seats=2)), wanted("S1", fixed_room="R2")),
        rule("LG-04") | fact(Kind.REQUEST, "S1") | fact(Kind.ROOM, "R2"),
        "free_room",
    ),
    "wanted when somebody is away": Impossible(
        (wanted("S1", fixed_start=HalfDay(MONDAY, 1)), absent(1, *ONE_HALF)),
        rule("LG-02") | fact(Kind.REQUEST, "S1") | fact(Kind.AVAILABILITY, "E01"),
        "number",
        experts=5,
    ),
    "wanted outside the window": Impossible(
        (wanted("S1", earliest=date(2026, 12, 1), latest=date(2026, 12, 4)),),
        rule("SY24-15a") | fact(Kind.REQUEST, "S1") | fact(Kind.WINDOW, "C1"),
        "free_date",
    ),
    "an even panel wanted": Impossible(
        (wanted("S1", panel_size=4),), rule("CN40-09a") | fact(Kind.REQUEST, "S1"), "free_size"
    ),
    "kin of an applicant": Impossible(
        (kin(1, "A01"), kin(2, "A01")), rule("CN-HB-1") | POOL | fact(Kind.RELATION, "E01", "E02"), "number"
    ),
    "kin of each other": Impossible(
        (kin(1, "P02"), kin(1, "P03"), kin(2, "P03")), rule("PD-13") | POOL, "number", experts=5
    ),
    "nobody may chair": Impossible((everyone("experts", can_chair=False),), rule("PD-24") | POOL, "chair"),
    "one who may chair": Impossible(
        (everyone("experts", can_chair=False), expert("E01", can_chair=True)), rule("PD-24") | POOL, "chair"
    ),
    "both chairs are recused": Impossible(
        (
            everyone("experts", can_chair=False),
            expert("E01", can_chair=True),
            expert("E02", can_chair=True),
            *(Change("persons", pairs(id=one), pairs(employer="V01")) for one in ("P01", "P02")),
            Add("policy", switched_off("PD-01")),
        ),
        rule("CN40-19b") | POOL,
        "chair",
    ),
    "one employer": Impossible(
        tuple(Change("persons", pairs(id=f"P{n:02d}"), pairs(employer="U01")) for n in range(1, 7)),
        rule("PD-01") | POOL,
        "cap",
    ),
    "titles too low": Impossible((everyone("qualifications", level=Level.JUNIOR),), rule("CN40-10b") | POOL, "experts"),
    "a specialty nobody holds": Impossible(
        (filing(specialties=("机械工程", "电气工程")), application("D1", specialty="电气工程")),
        rule("PD-21") | POOL,
        "cap",
    ),
    "experts suspended": Impossible(
        tuple(expert(one, status=ExpertStatus.SUSPENDED) for one in EXPERTS[:4]), rule("CN40-10a") | POOL, "experts"
    ),
    "a third year running": Impossible(served((2024, 2025)), rule("PD-02") | POOL, "number"),
    "nobody is new": Impossible(served((2025,)), rule("PD-02") | POOL, "number"),
    "papers not checked": Impossible(
        (application("D1", papers_checked=False),), rule("SY24-14c") | fact(Kind.PAPERS, "D1"), "papers"
    ),
    "a commitment is missing": Impossible(
        (application("D2", commitments=1),), rule("SY24-14b") | fact(Kind.PAPERS, "D2"), "papers"
    ),
    "noticed too briefly": Impossible(
        (application("D1", notice_end=date(2026, 8, 5)),), rule("SY24-14d") | fact(Kind.PAPERS, "D1"), "papers"
    ),
    "experts who apply themselves": Impossible(
        (application("D1", applicant="P01"), application("D2", applicant="P02")), rule("CN40-25") | POOL, "number"
    ),
    "too few to draw from": Impossible(
        (drawn(), Add("policy", switched_off("PD-04"))), rule("CN40-11a") | POOL, "experts", experts=3
    ),
    "kin leave too few to draw from": Impossible(
        (drawn(), Add("policy", switched_off("PD-04")), kin(1, "A01")),
        rule("CN40-11a") | POOL,
        "experts",
        experts=4,
    ),
    "too few to draw from on any day": Impossible(
        (drawn(), Add("policy", switched_off("PD-04")), absent(1)),
        rule("CN40-11a") | POOL | fact(Kind.AVAILABILITY, "E01"),
        "attend_then",
        experts=4,
    ),
    "kin and absence leave too few to draw from": Impossible(
        (drawn(), Add("policy", switched_off("PD-04")), absent(1), kin(1, "A01"), kin(2, "A02")),
        rule("CN40-11a") | POOL | fact(Kind.RELATION, "E02"),
        "experts",
        experts=5,
    ),
    "out of scope, and no day to sit": Impossible(
        (filing(specialties=("电气工程",)), window(date(2026, 10, 1), date(2026, 10, 7))), rule("CN40-37"), ""
    ),
    "one application whose applicant most of the pool is tied to": Impossible(
        tuple(Add("relations", Relation(f"P{n:02d}", "A01", RelationKind.COAUTHOR)) for n in range(1, 6)),
        rule("CN40-19b") | POOL | fact(Kind.DEMAND, "D1") | fact(Kind.RELATION, "E01", "E02", "E03", "E04"),
        "experts",
    ),
    "unwilling": Impossible(
        tuple(expert(one, max_sessions=0) for one in ("E01", "E02", "E05", "E06")),
        rule("PD-06") | POOL,
        "more",
    ),
    "one room for two at once": Impossible(
        (
            *SECOND_COMMITTEE,
            window(MONDAY, MONDAY),
            everyone("rooms", start=HalfDay(MONDAY, 1), end=HalfDay(MONDAY, 1)),
        ),
        rule("LG-03", "LG-06") | fact(Kind.ROOMS, ""),
        "room_open",
        experts=12,
    ),
    "two districts in adjoining half-days": Impossible(
        (
            window(MONDAY, MONDAY),
            everyone("rooms", district="铁西区"),
            Add("rooms", replace(tiny().rooms[0], id="R2", district="浑南区")),
            wanted("S1", fixed_start=HalfDay(MONDAY, 1), fixed_room="R1"),
            wanted("S2", fixed_start=HalfDay(MONDAY, 2), fixed_room="R2"),
        ),
        rule("PD-23") | POOL | fact(Kind.REQUEST, "S1", "S2"),
        "free_room",
        experts=5,
    ),
    "one panel for two at once": Impossible(
        (
            window(MONDAY, MONDAY),
            Add("rooms", replace(tiny().rooms[0], id="R2")),
            wanted("S1", fixed_start=HalfDay(MONDAY, 1)),
            wanted("S2", fixed_start=HalfDay(MONDAY, 1)),
        ),
        rule("LG-01") | POOL | fact(Kind.REQUEST, "S1", "S2"),
        "free_date",
        experts=5,
    ),
}
