"""The timetable: a start and rooms for every session, with the availability of its experts as supply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from solver.domain.plan import Plan, PlannedSession, Reason, Unplaced
from solver.model.ask import Asked
from solver.model.merits import Merits
from solver.planning.arrangement import Arrangement, arrangement_of, construct, improve_by_moves, placed_sessions
from solver.planning.budget import Allowance
from solver.planning.foreseen import foreseen
from solver.planning.halls import Halls, halls_of, housed
from solver.planning.openings import Openings, openings_of
from solver.planning.progress import Progress, Report, silent
from solver.planning.settling import settle

ROUND = 50
"""Moves between two looks at the clock."""
ROUNDS_PER_EFFORT = 100
"""Moves that one unit of effort pays for."""
HANDFUL = 8
"""Sessions that are settled together exactly."""
LEAST_REGRET = 1e-3
"""So that a session that is well placed may still be drawn."""
SEEDS = 2**31 - 1
NOBODY: Mapping[str, Mapping[str, float]] = {}
PATIENCE = 10
"""Rounds without any improvement after which the timetable is left as it is."""


@dataclass(frozen=True)
class Timed:
    """A plan whose sessions have starts and rooms, and what found none.

    ``arrangement`` and ``openings`` are kept so that later steps can move sessions without asking the rules again.
    """

    plan: Plan
    openings: Openings
    arrangement: Arrangement
    unplaced: tuple[Unplaced, ...] = ()


def set_timetable(
    merits: Merits,
    plan: Plan,
    allowance: Allowance,
    seed: int,
    wanted: Mapping[str, Mapping[str, float]] = NOBODY,
    report: Report = silent,
    asked: Asked | None = None,
) -> Timed:
    """Starts and rooms for ``plan``; sessions and cases without a lawful start, or without a room, are left out.

    Parameters
    ----------
    wanted
        By session, the part (0–1) of each expert it would ideally have.
    asked
        Requirements of its seats and its time, dates open, where they are already known.
    """
    bare = replace(plan, sessions=tuple(_undated(session) for session in plan.sessions))
    openings = openings_of(merits, bare, asked)
    halls = halls_of(merits.brief, bare)
    likely = wanted or foreseen(merits, tuple(openings.opening.values()), halls.everywhere)
    arrangement = arrangement_of(merits, openings, halls, likely)
    construct(arrangement)
    report(Progress("timetable", 40.0))
    refine(arrangement, allowance, np.random.default_rng(seed), report)
    return timed(bare, openings, arrangement)


def refine(arrangement: Arrangement, allowance: Allowance, rng: np.random.Generator, report: Report = silent) -> None:
    """Move sessions, a handful at a time, until nothing gets better for long or the allowance is spent."""
    limit = None if allowance.effort is None else int(allowance.effort * ROUNDS_PER_EFFORT)
    done = idle = 0
    while idle < PATIENCE and not allowance.is_over() and (limit is None or done < limit):
        better = improve_by_moves(arrangement, rng, ROUND)
        better += settle(arrangement, handful(arrangement, rng), int(rng.integers(SEEDS)))
        done += ROUND
        idle = 0 if better else idle + 1
        report(Progress("timetable", 40.0 + 60.0 * idle / PATIENCE))


def handful(arrangement: Arrangement, rng: np.random.Generator) -> list[int]:
    """Sessions for one exact choice: one that could gain much, drawn, and those that clash with it most."""
    count = len(arrangement.rows)
    if count <= HANDFUL:
        return list(range(count))
    regret = np.maximum([arrangement.regret(number) for number in range(count)], LEAST_REGRET)
    first = int(rng.choice(count, p=regret / regret.sum()))
    others = np.argsort(-arrangement.clash[first], kind="stable")
    return [first, *(int(one) for one in others[: HANDFUL - 1] if one != first)]


def timed(plan: Plan, openings: Openings, arrangement: Arrangement) -> Timed:
    """``plan`` with the spots of ``arrangement``, without what has none."""
    spots = placed_sessions(arrangement, plan)
    reasons: dict[str, Reason] = dict(openings.closed)
    sessions: list[PlannedSession] = []
    unplaced: list[Unplaced] = []
    for session in plan.sessions:
        spot = spots.get(session.id)
        if spot is None:
            reason = reasons.get(session.id) or no_room(session, arrangement.halls)
            unplaced.append(Unplaced(session.id, "session", (reason,)))
            unplaced.extend(Unplaced(case.application, "application", (reason,)) for case in session.cases)
            continue
        kept = tuple(case for case in session.cases if (session.id, case.application) not in openings.ejected)
        unplaced.extend(_ejected(session, openings.ejected))
        if kept:
            sessions.append(housed(replace(session, start=openings.halves[spot.start], cases=kept), spot.rooms))
    return Timed(replace(plan, sessions=tuple(sessions)), openings, arrangement, tuple(unplaced))


def _ejected(session: PlannedSession, ejected: Mapping[tuple[str, str], Reason]) -> list[Unplaced]:
    return [
        Unplaced(case.application, "application", (ejected[session.id, case.application],))
        for case in session.cases
        if (session.id, case.application) in ejected
    ]


def _undated(session: PlannedSession) -> PlannedSession:
    return housed(replace(session, start=None), ())


def no_room(session: PlannedSession, halls: Halls) -> Reason:
    """Why ``session`` has no room: none is large enough, or too few at once."""
    largest = max((room.seats for rooms in halls.places.values() for room in rooms), default=0)
    if not halls.fits[session.id, ""]:
        facts = (("session", session.id), ("found", str(largest)), ("needed", str(session.size)))
        return Reason("room", "LG-04", session.committee, facts)
    needed = max(1, len(session.groups))
    return Reason("room", "LG-06", session.committee, (("session", session.id), ("needed", str(needed))))
