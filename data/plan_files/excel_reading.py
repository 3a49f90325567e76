"""Read a hand-edited ``plan.xlsx`` back into a plan; every fault with its sheet and cell, all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.plan_files.plan_cells import Cells, Line, open_sheets
from data.plan_files.sheets import CASES, GROUPS, ITEMS, LEFT, OVERVIEW, PANELS, ROUTES, SEATS, SESSIONS, UNPLACED
from data.season_files.codecs import Day, WholeNumber
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
    Status,
    Unplaced,
)
from solver.domain.vocabulary import Level, Role, Selection
from solver.errors import InputError
from solver.explain.words import HALVES, LEVELS, PLAN_STATES, ROLES, SELECTIONS, STATUSES
from solver.explain.words import ROUTES as ROUTE_WORDS

DAY, COUNT = Day(), WholeNumber()
READ = (OVERVIEW, SESSIONS, PANELS, GROUPS, CASES, ROUTES, UNPLACED)


def read_plan_excel(path: Path) -> Plan:
    """What a workbook says of a plan: see :func:`editable_part`.

    Raises
    ------
    InputError
        With every fault, each at its sheet and cell.
    """
    sheets = open_sheets(path, READ)
    plan = _plan(sheets)
    found = [fault for cells in sheets.values() for fault in cells.faults]
    if found:
        raise InputError(found)
    return plan


def editable_part(plan: Plan) -> Plan:
    """What a workbook carries of ``plan``: sessions, routes, what is not placed, and how it was made.

    Reasons, score, findings and dates follow from these and the season; they are left out, because after an edit by
    hand they would say what is no longer so.
    """
    return Plan(
        season_digest=plan.season_digest,
        register_digest=plan.register_digest,
        engine=plan.engine,
        seed=plan.seed,
        effort=plan.effort,
        state=plan.state,
        status=plan.status,
        routes=tuple(replace(route, reasons=()) for route in plan.routes),
        sessions=plan.sessions,
        unplaced=tuple(replace(one, reasons=()) for one in plan.unplaced),
        placed=sum(len(session.cases) for session in plan.sessions),
        placed_bound=plan.placed_bound,
    )


@dataclass
class _Parts:
    """Parts of one session, gathered from their sheets."""

    panel: list[PanelSeat] = field(default_factory=list)
    alternates: list[Alternate] = field(default_factory=list)
    groups: list[PlannedGroup] = field(default_factory=list)
    cases: list[PlannedCase] = field(default_factory=list)
    seated: dict[tuple[str, bool, str], Line] = field(default_factory=dict)


def _plan(sheets: Mapping[str, Cells]) -> Plan:
    items = _items(sheets[OVERVIEW.key])
    sessions = _sessions(sheets)
    placed = sum(len(session.cases) for session in sessions)
    return Plan(
        season_digest=items["season_digest"].text("value") if "season_digest" in items else "",
        register_digest=items["register_digest"].text("value") if "register_digest" in items else "",
        engine=items["engine"].text("value") if "engine" in items else "",
        seed=items["seed"].read("value", COUNT, 0) if "seed" in items else 0,
        effort=items["effort"].text("value") if "effort" in items else "",
        state=items["state"].choice("value", PLAN_STATES, PlanState.DRAFT) if "state" in items else PlanState.DRAFT,
        status=items["status"].choice("value", STATUSES, Status.FEASIBLE) if "status" in items else Status.FEASIBLE,
        routes=tuple(_route(line) for line in sheets[ROUTES.key]),
        sessions=sessions,
        unplaced=tuple(_left(line) for line in sheets[UNPLACED.key]),
        placed=placed,
        placed_bound=items["placed_bound"].read("value", COUNT, placed) if "placed_bound" in items else placed,
    )


def _items(cells: Cells) -> dict[str, Line]:
    """Rows of the overview by item."""
    named = {words: item for item, pair in ITEMS.items() for words in pair}
    return {named[line.text("item")]: line for line in cells if line.text("item") in named}


def _sessions(sheets: Mapping[str, Cells]) -> tuple[PlannedSession, ...]:
    lines: dict[str, Line] = {}
    for line in sheets[SESSIONS.key]:
        one = line.needed("id")
        if one in lines:
            line.fault("duplicate_id", "id")
        lines.setdefault(one, line)
    parts: defaultdict[str, _Parts] = defaultdict(_Parts)
    for line in _known(sheets[GROUPS.key], lines):
        parts[line.text("session")].groups.append(_group(line))
    for line in _known(sheets[PANELS.key], lines):
        _add_seat(line, parts[line.text("session")])
    for line in _known(sheets[CASES.key], lines):
        parts[line.text("session")].cases.append(_case(line))
    return tuple(_session(line, parts[one]) for one, line in lines.items())


def _known(cells: Cells, sessions: Mapping[str, Line]) -> list[Line]:
    """Lines whose session is on the sheet of sessions; a fault for each of the others."""
    kept = []
    for line in cells:
        if line.needed("session") in sessions:
            kept.append(line)
        elif line.text("session"):
            line.fault("dangling_id", "session", table=SESSIONS.name[0])
    return kept


def _session(line: Line, parts: _Parts) -> PlannedSession:
    return PlannedSession(
        line.text("id"),
        line.needed("committee"),
        _levels(line),
        line.read("length", WholeNumber(1), 1),
        _start(line),
        line.listed("rooms"),
        line.read("size", COUNT, 0),
        tuple(parts.groups),
        tuple(parts.panel),
        tuple(parts.alternates),
        tuple(parts.cases),
        line.choice("selection", SELECTIONS, Selection.DRAWN),
        line.text("draw"),
    )


def _levels(line: Line) -> tuple[Level, ...]:
    found = tuple(line.choice("levels", LEVELS, None, text=part) for part in line.listed("levels"))
    return tuple(level for level in found if level is not None)


def _start(line: Line) -> HalfDay | None:
    day = line.read("day", DAY, None)
    if day is None:
        return None
    return HalfDay(day, line.choice("half", HALVES, 1))


def _add_seat(line: Line, parts: _Parts) -> None:
    expert, group = line.needed("expert"), line.text("group")
    standing = line.choice("seat", SEATS, "panel") == "alternate"
    first = parts.seated.setdefault((expert, standing, group if standing else ""), line)
    if expert and first is not line:
        line.fault("seated_twice", "expert", first=first.place("expert"))
    if standing:
        parts.alternates.append(Alternate(expert, group, line.read("rank", COUNT, len(parts.alternates) + 1)))
    else:
        parts.panel.append(PanelSeat(expert, line.choice("role", ROLES, Role.MEMBER), group))


def _group(line: Line) -> PlannedGroup:
    seats = line.read("seats", COUNT, 0)
    return PlannedGroup(line.needed("id"), line.listed("specialties"), seats, line.text("room"))


def _case(line: Line) -> PlannedCase:
    return PlannedCase(line.needed("application"), line.text("group"), line.listed("readers"), line.listed("recused"))


def _left(line: Line) -> Unplaced:
    return Unplaced(line.needed("subject"), line.choice("kind", LEFT, "application"))


def _route(line: Line) -> Route:
    return Route(
        line.needed("application"),
        line.choice("kind", ROUTE_WORDS, RouteKind.COMMITTEE),
        line.text("committee"),
        line.text("delegation"),
        line.listed("candidates"),
        line.text("authority"),
    )
