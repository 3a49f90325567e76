"""Dates and panels together: sessions that fell out or are poor are held elsewhere, and their part is seated again.

A part of the season is solved to its optimum for any dates in a fraction of a second, so the search tries dates and
districts and keeps what the panels make of them. Several parts are tried at a time; which, does not depend on how many
workers there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from solver.domain.plan import Plan, PlannedSession
from solver.model.merits import Merits
from solver.planning.arrangement import Arrangement, Spot
from solver.planning.budget import Allowance
from solver.planning.furnishing import Furnished, furnish_part
from solver.planning.halls import Halls, housed
from solver.planning.ideal import Ideal, together
from solver.planning.parts import PanelPart, in_parallel
from solver.planning.progress import Progress, Report, silent
from solver.planning.sharpening import Sharpening
from solver.planning.timetable import Timed

ENOUGH = 1e-4
"""Relative gap at which improvement ends."""
TRIES_PER_EFFORT = 4
"""Tries that one unit of effort pays for."""
TOGETHER = 4
"""Parts that are tried at a time, whatever the number of workers."""
PATIENCE = 25
"""Rounds without any improvement after which ideals are sharpened, and the second time it ends."""
LEAST_GAIN = 1e-6
"""Score units that a move must gain to be kept."""
BEST_STARTS = 6
"""Best starts among which one is drawn."""
SEVERAL = (0.5, 0.3, 0.2)
"""How often one, two or three sessions of a part move at once."""
WANDER = 0.3
"""How often a district is drawn that the ideal does not ask for."""
LOST = 1e6
"""Weight of a part in which something fell out, in score units."""
SHARPENING_SHARE = 0.6
"""Share of what is left that sharper ideals may take (:mod:`solver.planning.sharpening`)."""
MENDING = 3
"""Rounds that parts in which something fell out are tried for at least, also when time or effort is spent."""
MENDING_GRACE = 5.0
"""Seconds that each solve may take in such a round."""


@dataclass
class Search:
    """Improvement of a plan part by part; ``held`` are the best of each part so far and never get worse.

    ``dated`` has every session with a start and rooms, also those that lost their panel.
    """

    parts: Sequence[PanelPart]
    ideals: list[Ideal]
    timed: Timed
    dated: Plan
    held: list[Furnished]
    rng: np.random.Generator
    workers: int = 1
    dealt: set[int] = field(default_factory=set)
    sharpened: bool = False
    _at: dict[str, PlannedSession] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._at = dict(self.dated.session)
        self._want()

    def _want(self) -> None:
        """Let starts be chosen by whom the ideals want."""
        wanted = together(self.ideals).wanted
        if wanted:
            self.timed = replace(self.timed, arrangement=replace(self.timed.arrangement, wanted=wanted))

    def run(self, allowance: Allowance, report: Report = silent) -> list[Furnished]:
        """The best of each part found; what fell out is tried :data:`MENDING` rounds at least."""
        limit = None if allowance.effort is None else int(allowance.effort * TRIES_PER_EFFORT)
        tries = idle = rounds = 0
        while not (allowance.is_over() or (limit is not None and tries >= limit)):
            if idle >= PATIENCE:
                if self.sharpened:
                    break
                tries, idle = tries + self._sharpen(allowance, None if limit is None else limit - tries), 0
            chosen = self._chosen()
            if not chosen:
                break
            better = self._round(chosen, allowance)
            tries, idle, rounds = tries + len(chosen), 0 if better else idle + 1, rounds + 1
            report(Progress("improve", 100.0 * idle / PATIENCE, self.value, self.bound))
        self._mend(allowance, MENDING - rounds)
        return self.held

    def _sharpen(self, allowance: Allowance, tries: int | None) -> int:
        """Ideals with whole starts for the parts that could gain most, which are dealt again; the tries that takes."""
        self.sharpened = True
        work = Sharpening(allowance.part(SHARPENING_SHARE))
        gaps = {number: self._gap(number) for number, one in enumerate(self.ideals) if one.bound is not None}
        chosen, spent = work.worthwhile(self.parts, gaps, None if tries is None else SHARPENING_SHARE * tries)

        def sharper(number: int) -> Ideal:
            held = self.held[number]
            return work.of(self.parts[number], self.ideals[number], None if held.lost else held.value)

        for number, ideal in zip(chosen, in_parallel(sharper, chosen, self.workers), strict=True):
            if ideal.wanted is not self.ideals[number].wanted:
                self.dealt.discard(number)
            self.ideals[number] = ideal
        self._want()
        return spent

    def _mend(self, allowance: Allowance, rounds: int) -> None:
        """Hold elsewhere what fell out: placing goes before time and effort, not before whoever stops the run."""
        graced = replace(allowance, grace=MENDING_GRACE)
        for _ in range(rounds):
            broken = [number for number, one in enumerate(self.held) if one.lost][:TOGETHER]
            if not broken or allowance.stop():
                break
            self._round(broken, graced)

    @property
    def value(self) -> float:
        """The score so far."""
        return sum(one.value for one in self.held)

    @property
    def bound(self) -> float | None:
        """What the score cannot exceed with everything placed."""
        found = [ideal.bound for ideal in self.ideals]
        return None if None in found else sum(one for one in found if one is not None)

    def _gap(self, number: int) -> float:
        """How much a part could gain at most, in score units; 0 where it is proved best."""
        ideal, held = self.ideals[number], self.held[number]
        if held.lost:
            return LOST
        if ideal.bound is None:
            return max(1.0, 0.01 * abs(held.value))
        gap = ideal.bound - held.value
        return gap if gap > ENOUGH * max(abs(held.value), 1e-9) else 0.0

    def _chosen(self) -> list[int]:
        """Parts to try now: first each once as its ideal would have it, then drawn by how much they could gain."""
        undealt = [number for number in range(len(self.parts)) if self._is_undealt(number)]
        if undealt:
            return sorted(undealt, key=lambda number: (-self._gap(number), number))[:TOGETHER]
        gaps = np.array([self._gap(number) for number in range(len(self.parts))])
        count = min(TOGETHER, int(np.count_nonzero(gaps)))
        if not count:
            return []
        return [int(one) for one in self.rng.choice(len(gaps), size=count, replace=False, p=gaps / gaps.sum())]

    def _is_undealt(self, number: int) -> bool:
        """Whether a part was not tried yet as its ideal would have it."""
        return bool(self.ideals[number].wanted) and number not in self.dealt

    def _round(self, chosen: Sequence[int], allowance: Allowance) -> bool:
        """Move sessions of each chosen part, seat the parts again, keep those that are better."""
        before = [self._moved(number) for number in chosen]
        plans = [self._plan(self.parts[number]) for number in chosen]
        work = list(zip(chosen, plans, strict=True))
        found = in_parallel(lambda one: self._furnished(*one, allowance), work, self.workers)
        better = False
        for number, spots, new in zip(chosen, before, found, strict=True):
            old = self.held[number]
            if new.rank > (old.placed, old.value + LEAST_GAIN):
                self.held[number], better = new, True
                self._keep(spots)
            else:
                self._back(spots)
        return better

    def _furnished(self, number: int, plan: Plan, allowance: Allowance) -> Furnished:
        """A part seated again, from where it stands now."""
        return furnish_part(self.parts[number], plan, allowance, self.held[number].basis)

    def _moved(self, number: int) -> dict[int, Spot]:
        """Put some sessions of a part on other spots; where they were, and still have their rooms."""
        again = self._is_undealt(number)
        self.dealt.add(number)
        sessions = [row.id for row in self._plan(self.parts[number]).sessions] if again else self._targets(number)
        before = {self._number[session]: self.arrangement.spot[self._number[session]] for session in sessions}
        for place in before:
            self.arrangement.take(place)
        for place in self._by_choice(before) if again else before:
            spot = self._dealt(place, number) if again else self._spot(place, number)
            if spot is None:
                self._back(before)
                return before
            self._put(place, spot)
        for place, spot in before.items():  # nobody else may take them before it is known who stays where
            self._halls.book(self.arrangement.session(place), spot.start, spot.rooms)
        return before

    def _by_choice(self, places: Iterable[int]) -> list[int]:
        """Sessions, those with the fewest starts first."""
        return sorted(places, key=lambda place: (len(self.arrangement.rows[place].starts), place))

    def _keep(self, before: dict[int, Spot]) -> None:
        """Give up the rooms that sessions had before they moved."""
        for place, spot in before.items():
            self._halls.release(self.arrangement.session(place), spot.start, spot.rooms)
        for place in before:
            spot = self.arrangement.spot[place]
            self._halls.book(self.arrangement.session(place), spot.start, spot.rooms)

    def _back(self, before: dict[int, Spot]) -> None:
        """Put sessions back where they were."""
        for place in before:
            if place in self.arrangement.spot:
                self.arrangement.take(place)
        for place, spot in before.items():
            self._put(place, spot)

    def _targets(self, number: int) -> list[str]:
        """The sessions that fell out and one more; else some, those likelier whose panel travels most."""
        sessions = [row for row in self.parts[number].program.plan.sessions if row.id in self._at]
        held, merits = self.held[number].plan.session, self.parts[number].merits
        lost = [row.id for row in sessions if row.id not in held]
        rest = [held[row.id] for row in sessions if row.id in held]
        if not rest:
            return lost
        count = 1 if lost else min(len(rest), 1 + int(self.rng.choice(len(SEVERAL), p=SEVERAL)))
        weight = np.array([1.0 + _away(merits, row) for row in rest])
        drawn = self.rng.choice(len(rest), size=count, replace=False, p=weight / weight.sum())
        return [*lost, *(rest[int(one)].id for one in drawn)]

    def _dealt(self, place: int, number: int) -> Spot | None:
        """The best spot of a session in the district that the ideal settles for it, elsewhere if it has none there."""
        district = self.ideals[number].settled.get(self.arrangement.session(place).id)
        found = self.arrangement.spots(place, 1, district) or self.arrangement.spots(place)
        return found[0] if found else None

    def _spot(self, place: int, number: int) -> Spot | None:
        """One of the best starts of a session, in a district drawn by how far the ideal asks for it."""
        asked = self.ideals[number].districts.get(self.arrangement.session(place).id, {})
        district = None
        if asked and self.rng.random() > WANDER:
            names = sorted(asked)
            weight = np.maximum([asked[name] for name in names], 1e-3)
            district = names[int(self.rng.choice(len(names), p=weight / weight.sum()))]
        found = self.arrangement.spots(place, BEST_STARTS, district) or self.arrangement.spots(place, BEST_STARTS)
        return found[int(self.rng.integers(len(found)))] if found else None

    def _put(self, place: int, spot: Spot) -> None:
        self.arrangement.put(place, spot)
        session = self.arrangement.session(place).id
        start = self.timed.openings.halves[spot.start]
        self._at[session] = housed(replace(self._at[session], start=start), spot.rooms)

    def _plan(self, part: PanelPart) -> Plan:
        """A part with its sessions where they are now, nobody seated."""
        rows = (self._at[row.id] for row in part.program.plan.sessions if row.id in self._at)
        return replace(part.program.plan, sessions=tuple(rows))

    @property
    def arrangement(self) -> Arrangement:
        """Where sessions are now."""
        return self.timed.arrangement

    @property
    def _halls(self) -> Halls:
        return self.arrangement.halls

    @cached_property
    def _number(self) -> dict[str, int]:
        return {self.arrangement.session(number).id: number for number in range(len(self.arrangement.rows))}


def _away(merits: Merits, session: PlannedSession) -> float:
    """Days away from home that the panel of ``session`` costs."""
    district = merits.district(session)
    return float(sum(merits.trip_days(seat.expert, session, district) for seat in session.panel))
