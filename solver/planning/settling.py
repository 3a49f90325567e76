"""A handful of sessions settled together by CP-SAT: their starts and rooms at once, everything else as it is.

Moves one by one cannot exchange two sessions that stand in each other's way in a narrow window; this can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from solver.planning.arrangement import Arrangement, Spot

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

CHOICES = 24
"""Starts per session that are weighed against each other."""
SCALE = 100
"""Score units in whole numbers for CP-SAT."""
PLACED = 1e6
"""Worth of finding a session any spot at all, in score units."""
LEAST_GAIN = 1e-6
"""Score units below which nothing was gained."""
DETERMINISTIC = 0.5
"""CP-SAT's deterministic seconds for one handful; with one worker it repeats itself."""


def settle(arrangement: Arrangement, numbers: Sequence[int], seed: int) -> bool:
    """Put ``numbers`` where they are together worth most, the most of them first; whether that made it better.

    The spots they have are given as a complete hint, so that nothing is lost where nothing better is found.
    """
    before = {number: arrangement.spot[number] for number in numbers if number in arrangement.spot}
    worth = _taken_away(arrangement, before)
    choices = {
        number: {spot: arrangement.worth(number, spot) for spot in _spots(arrangement, number, before)}
        for number in numbers
    }
    chosen = _Handful(arrangement, choices).solve(before, seed) or before
    gained = 0.0
    for number, spot in chosen.items():
        arrangement.put(number, spot)
        gained += arrangement.value(number)
    if (len(chosen), gained) > (len(before), worth + LEAST_GAIN):
        return True
    _taken_away(arrangement, chosen)
    for number, spot in before.items():
        arrangement.put(number, spot)
    return False


def _spots(arrangement: Arrangement, number: int, before: Mapping[int, Spot]) -> Iterable[Spot]:
    """The best spots of a session and the one it had."""
    had = (before[number],) if number in before else ()
    return dict.fromkeys((*had, *arrangement.spots(number, CHOICES)))


def _taken_away(arrangement: Arrangement, numbers: Iterable[int]) -> float:
    """Take ``numbers`` off their spots; what they were worth there together."""
    worth = 0.0
    for number in numbers:
        worth += arrangement.value(number)
        arrangement.take(number)
    return worth


@dataclass(frozen=True)
class _Handful:
    """The choices of some sessions, with what each is worth beside the sessions that stay."""

    arrangement: Arrangement
    choices: Mapping[int, Mapping[Spot, float]]

    def solve(self, hint: Mapping[int, Spot], seed: int) -> Mapping[int, Spot] | None:
        """The best choice found, None where CP-SAT found none in its limit."""
        from ortools.sat.python import cp_model

        from solver.model.searches import repeating_search

        model = cp_model.CpModel()
        takes = {
            number: {spot: model.new_bool_var("") for spot in spots} for number, spots in self.choices.items()
        }  # fmt: skip
        for number, spots in takes.items():
            model.add_at_most_one(spots.values())
            for spot, literal in spots.items():
                model.add_hint(literal, spot == hint.get(number))
        self._one_use_of_a_room(model, takes)
        worth = [
            round(SCALE * (PLACED + value)) * takes[number][spot]
            for number, spots in self.choices.items()
            for spot, value in spots.items()
        ]
        model.maximize(sum(worth) - sum(self._clashes(model, takes)))
        solver = repeating_search(DETERMINISTIC)
        solver.parameters.random_seed = seed
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return {
            number: spot
            for number, spots in takes.items()
            for spot, literal in spots.items()
            if solver.boolean_value(literal)
        }

    def _one_use_of_a_room(self, model: cp_model.CpModel, takes: Mapping[int, Mapping[Spot, cp_model.IntVar]]) -> None:
        users: defaultdict[tuple[str, int], list[cp_model.IntVar]] = defaultdict(list)
        for number, spots in takes.items():
            for spot, literal in spots.items():
                for room in set(spot.rooms):
                    for half in range(spot.start, spot.start + self.arrangement.session(number).length):
                        users[room, half].append(literal)
        for literals in users.values():
            if len(literals) > 1:
                model.add_at_most_one(literals)

    def _clashes(
        self, model: cp_model.CpModel, takes: Mapping[int, Mapping[Spot, cp_model.IntVar]]
    ) -> list[cp_model.LinearExpr]:
        """The cost of each pair of sessions that comes to lie at the same time."""
        found: list[cp_model.LinearExpr] = []
        numbers = list(takes)
        for place, one in enumerate(numbers):
            for other in numbers[place + 1 :]:
                cost = round(SCALE * float(self.arrangement.clash[one, other]))
                if not cost:
                    continue
                together = model.new_bool_var("")
                for spot, literal in takes[one].items():
                    beside = [
                        there
                        for spot_there, there in takes[other].items()
                        if self.arrangement.overlap(one, spot, other, spot_there)
                    ]
                    if beside:
                        model.add(sum(beside) + literal - 1 <= together)
                found.append(cost * together)
        return found
