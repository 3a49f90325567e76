"""How scarce things are in an invented season.

Shares and sizes follow the estimates for a city scaled from published provincial totals (安徽 2022: about 110,000
applicants, about 900 committees); they are estimates, not data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from solver.domain.vocabulary import Grade, Level

Tightness = Literal["easy", "tight", "impossible"]

PANEL_SIZES: dict[str, tuple[int, ...]] = {
    "series": (25, 27, 29),
    "specialty": (11, 13, 15, 17, 21),
    Grade.INTERMEDIATE: (9, 11, 13),
    Grade.JUNIOR: (7, 9),
}
"""Panel sizes met in practice, by basis for senior committees and by grade for the others."""

GRADE_SHARE = {Grade.SENIOR: 0.35, Grade.INTERMEDIATE: 0.40, Grade.JUNIOR: 0.25}
"""Shares of applications by grade of committee."""

FULL_SENIOR_SHARE = 0.14
"""Share of full-senior applications among those to senior committees (5 of 35)."""

RANKS = ((Level.FULL_SENIOR, 45), (Level.ASSOCIATE_SENIOR, 50), (Level.INTERMEDIATE, 5))
"""Ranks of experts, in per cent."""

CASES_PER_SESSION = 55
"""Cases of a well-filled session; used to estimate how many sessions and rooms a season needs."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Sizes and shares of one season.

    ``multiple`` bounds pool size over panel size; ``seats_per_expert`` the seats asked of a pool member on average;
    ``window`` the published window in working days; ``blocked`` the share of experts with unavailable time and
    ``blocks`` how many stretches each has, of at most ``block_days`` days; ``limited`` the share of experts with a
    limit of their own on sessions; ``served`` the share of a pool that sat in each of the two previous years;
    ``employer_share`` the largest share of a field's experts from one group of employers; ``room_use`` the share of
    room time that the season is expected to fill; ``gaps`` the share of applications from cities without a
    committee, ``central_gaps`` the largest share of those from centrally owned employers that a filing leaves out, and
    ``accepted`` the share of delegations that were accepted.
    """

    committees: int
    experts: int
    applications: int
    multiple: tuple[float, float] = (3.2, 8.0)
    seats_per_expert: float = 1.1
    window: tuple[int, int] = (25, 45)
    blocked: float = 0.6
    blocks: tuple[int, int] = (1, 3)
    block_days: int = 5
    limited: float = 0.15
    served: float = 0.3
    employer_share: float = 0.2
    room_use: float = 0.35
    gaps: float = 0.022
    central_gaps: float = 0.01
    accepted: float = 0.5
    impossible: bool = False


def recipe_for(committees: int, experts: int, applications: int, tightness: Tightness) -> Recipe:
    """The recipe of a season of the given size.

    ``easy``: everything competent can be placed; ``tight``: experts and windows are scarce, yet enough;
    ``impossible``: easy, but for up to three committees that provably cannot sit.
    """
    if tightness == "tight":
        return Recipe(
            committees,
            experts,
            applications,
            multiple=(3.3, 6.0),
            seats_per_expert=0.75,
            window=(14, 24),
            blocked=0.9,
            blocks=(2, 5),
            block_days=7,
            limited=0.5,
            served=0.38,
            employer_share=0.22,
            room_use=0.5,
        )
    return Recipe(committees, experts, applications, impossible=tightness == "impossible")
