"""Print what identifies a dated panel program: ``python -m tests.solver.model.dated_arrays``."""

from __future__ import annotations

import hashlib
import time
from dataclasses import astuple, replace
from itertools import cycle, product

from data.briefing import brief_for
from data.samples.synthetic import synthesise
from solver.domain.calendar import HalfDay
from solver.domain.plan import PlannedSession
from solver.model.ask import ask
from solver.model.dated import open_program
from solver.model.merits import Merits
from solver.model.times import Masks
from solver.planning.batches import batch_cases
from solver.planning.budget import Budget
from solver.planning.shortage import ALWAYS, OPEN_RULES
from solver.planning.timetable import set_timetable
from solver.routing import route_applications


def districts(merits: Merits) -> list[str]:
    """Districts that have rooms."""
    return sorted({row.district for row in merits.brief.season.rooms if row.district})


def housed(row: PlannedSession, start: HalfDay, room: str) -> PlannedSession:
    """A session of one half-day, all of it in one room."""
    return replace(row, start=start, length=1, rooms=(room,))


def main() -> None:
    """All sessions of a season on one day, in the morning and the afternoon, now in one district and now in another."""
    merits = Merits(brief_for(synthesise(8, 300, 900, 1, "easy")))
    shaped = batch_cases(merits.brief, route_applications(merits.brief))
    timed = set_timetable(merits, shaped, Budget(None, 1, time.monotonic).start(), seed=1).plan
    print(hashlib.sha256(repr(timed.sessions).encode()).hexdigest())
    first = min(row.start for row in timed.sessions if row.start)
    halves = [one for one in merits.brief.season_half_days if one.day == first.day]
    rooms = [next(row.id for row in merits.brief.season.rooms if row.district == one) for one in districts(merits)]
    at = cycle(product(halves, rooms))
    plan = replace(timed, sessions=tuple(housed(row, *next(at)) for row in timed.sessions))
    asked = ask(merits.brief, shaped, rules=OPEN_RULES, also=ALWAYS)
    arrays = open_program(merits, shaped, asked.requirements, Masks(merits.brief.season_half_days)).dated(plan)
    for column in astuple(arrays):
        print(hashlib.sha256(repr(getattr(column, "tolist", lambda: column)()).encode()).hexdigest())  # noqa: B023


if __name__ == "__main__":
    main()
