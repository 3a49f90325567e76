"""The season as a timeline: working half-days across, rooms down, one block per session and room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from data.plan_files.page.markup import Html, both, chip, section, tag, text
from data.plan_files.seat_texts import standing_of
from solver.check import hard
from solver.domain.calendar import HalfDay, days_of
from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import Grade
from solver.explain.naming import name_of
from solver.explain.words import GRADES, HALVES, Words, half_day
from solver.rules.brief import Brief

WEEKDAYS: tuple[Words, ...] = (
    ("一", "Mon"),
    ("二", "Tue"),
    ("三", "Wed"),
    ("四", "Thu"),
    ("五", "Fri"),
    ("六", "Sat"),
    ("日", "Sun"),
)
SATURDAY = 5
"""Weekday from which a working day is one that makes up for a holiday (调休)."""
HEAD_ROWS = 2
"""Rows above the rooms: days and half-days. Column 1 and the row counter of CSS grid start at 1."""


@dataclass(frozen=True)
class Axis:
    """Grid columns of half-days; a narrow column stands for working days without any session."""

    column: Mapping[HalfDay, int]
    days: tuple[date, ...]
    gaps: frozenset[int]
    halves: int

    @property
    def width(self) -> int:
        """Number of grid columns after the one with the rooms."""
        return max(self.column.values(), default=1) - 1


@dataclass(frozen=True)
class Block:
    """A session in one room; ``plenary`` is where everybody meets."""

    session: PlannedSession
    room: str
    plenary: bool
    first: int
    last: int


def timeline(plan: Plan, brief: Brief) -> Html:
    """The timeline of all sessions that have a start; those without one are listed below it."""
    axis = _axis(plan, brief)
    undecided = [session for session in plan.sessions if session.start is None]
    parts = [_legend(), _grid(plan, brief, axis)] if axis.days else []
    if undecided:
        listed = (tag("a", text(session.id), href=f"#s-{session.id}") for session in undecided)
        parts.append(tag("p", both(("时间未定：", "No date yet: ")), *_spaced(listed), classes="undecided"))
    lead = (
        "横向为工作半天，纵向为会场。点击色块查看评委名单；“⋯”表示其间的工作日没有评审会。",
        "Working half-days across, rooms down. Click a block for its panel; “⋯” is a time without sessions.",
    )
    return section("timeline", ("评审时间轴", "Timeline"), *parts, lead=lead)


def _spaced(parts: Iterable[Html]) -> Iterator[Html]:
    for part in parts:
        yield part
        yield text(" ")


def _axis(plan: Plan, brief: Brief) -> Axis:
    used = days_of(half for session in plan.sessions for half in brief.span(session))
    halves = brief.calendar.halves
    column: dict[HalfDay, int] = {}
    gaps: set[int] = set()
    at, before = 2, None
    for day in used:
        if before is not None and brief.calendar.working_days_between(before, day) > 2:
            gaps.add(at)
            at += 1
        for half in range(1, halves + 1):
            column[HalfDay(day, half)] = at
            at += 1
        before = day
    return Axis(column, used, frozenset(gaps), halves)


def _blocks(plan: Plan, brief: Brief, axis: Axis) -> Mapping[str, list[Block]]:
    """Blocks by room id; ``""`` for sessions without a room."""
    found: defaultdict[str, list[Block]] = defaultdict(list)
    for session in plan.sessions:
        columns = [axis.column[half] for half in brief.span(session) if half in axis.column]
        if columns:
            rooms = dict.fromkeys([*session.rooms, *(group.room for group in session.groups if group.room)]) or {
                "": None
            }
            for room in rooms:
                plenary = room == (session.rooms[0] if session.rooms else "")
                found[room].append(Block(session, room, plenary, min(columns), max(columns)))
    return found


def lanes(blocks: list[Block]) -> list[list[Block]]:
    """Blocks spread over as few lanes as it takes for none to overlap (first fit)."""
    found: list[list[Block]] = []
    for block in sorted(blocks, key=lambda one: (one.first, one.last, one.session.id)):
        free = next((lane for lane in found if lane[-1].last < block.first), None)
        if free is None:
            found.append([block])
        else:
            free.append(block)
    return found


def _grid(plan: Plan, brief: Brief, axis: Axis) -> Html:
    blocks = _blocks(plan, brief, axis)
    troubled = {one for finding in hard(plan.findings) for kind, one in finding.subject if kind == "session"}
    rooms = sorted(blocks, key=lambda room: (room == "", name_of("room", room, brief), room))
    cells, row = list(_heads(axis)), HEAD_ROWS + 1
    for room in rooms:
        rows = lanes(blocks[room])
        span = f"{row} / {row + len(rows)}"
        cells.append(tag("div", *_room_label(room, brief), classes="room", style=f"grid-row:{span};grid-column:1"))
        cells.append(tag("div", classes="band", style=f"grid-row:{span};grid-column:1 / -1"))
        for lane in rows:
            cells.extend(_block(block, row, brief, troubled) for block in lane)
            row += 1
    columns = " ".join("18px" if at in axis.gaps else "minmax(var(--cell),150px)" for at in range(2, axis.width + 2))
    grid = tag("div", *cells, classes="grid", style=f"grid-template-columns:minmax(116px,150px) {columns}")
    return tag("div", grid, classes="scroll timeline")


def _heads(axis: Axis) -> Iterator[Html]:
    for day in axis.days:
        first = axis.column[HalfDay(day, 1)]
        name = WEEKDAYS[day.weekday()]
        made_up = ("调休", " (made up)") if day.weekday() >= SATURDAY else ("", "")
        label: Words = (
            f"{day.month}/{day.day} 周{name[0]}{made_up[0]}",
            f"{day.month}/{day.day} {name[1]}{made_up[1]}",
        )
        yield tag("div", both(label), classes="day", style=f"grid-row:1;grid-column:{first} / {first + axis.halves}")
        for half in range(1, axis.halves + 1):
            where = f"grid-row:2;grid-column:{first + half - 1}"
            yield tag("div", both((HALVES[half][0][0], HALVES[half][1])), classes="half", style=where)
    for gap in sorted(axis.gaps):
        yield tag("div", text("⋯"), classes="gap", style=f"grid-row:1 / 3;grid-column:{gap}")


def _room_label(room: str, brief: Brief) -> tuple[Html, ...]:
    if not room:
        return (tag("b", both(("会场未定", "no room yet"))),)
    found = brief.season.room.get(room)
    facts = f"{found.district} · {found.seats}" if found else ""
    return tag("b", text(found.place if found else room)), tag("small", text(f"{room} {facts}"))


def _block(block: Block, row: int, brief: Brief, troubled: set[str]) -> Html:
    session = block.session
    name = name_of("committee", session.committee, brief) or session.committee
    grade = max(session.levels).grade if session.levels else Grade.SENIOR
    kinds = ["block", grade.value, "" if block.plenary else "side", "trouble" if session.id in troubled else ""]
    kinds += ["witness" if standing_of(session) == "witness" else "", "narrow" if block.first == block.last else ""]
    size = f"{len(session.panel)} 位评委 · {len(session.cases)} 份申报"
    title = f"{session.id} {name} · {half_day(session.start, 'zh')} · {size}"
    return tag(
        "a",
        tag("b", text(session.id)),
        tag("span", text(name)),
        tag(
            "small",
            both(
                (
                    f"{len(session.cases)} 份 · {len(session.panel)} 人",
                    f"{len(session.cases)} cases · {len(session.panel)}",
                )
            ),
        ),
        classes=" ".join(kind for kind in kinds if kind),
        href=f"#s-{session.id}",
        title=title,
        style=f"grid-row:{row};grid-column:{block.first} / {block.last + 1}",
    )


def _legend() -> Html:
    chips = [chip(GRADES[grade], f"grade {grade.value}") for grade in Grade]
    chips.append(chip(("拟定，须抽取", "witness, to be drawn"), "grade witness"))
    chips.append(chip(("评议组会场", "group's room"), "grade side"))
    chips.append(chip(("违反规则", "breaks a rule"), "grade trouble"))
    return tag("p", *chips, classes="legend")
