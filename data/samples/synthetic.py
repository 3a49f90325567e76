"""Invented seasons of any size, the same for the same seed on every machine.

Employers follow Zipf's law and hold subsidiaries; specialties cluster by employer; committees of one field share their
experts. About a fortieth of the applications comes from cities without a committee and needs a delegation.
"""

from __future__ import annotations

from collections.abc import Callable

from data.samples.synthesis.applications import add_applications
from data.samples.synthesis.committees import Block, lay_out
from data.samples.synthesis.draft import FIRST_DAY, LAST_DAY, YEAR, Draft
from data.samples.synthesis.employers import add_authorities, add_employers, settle_committees
from data.samples.synthesis.experts import add_experts
from data.samples.synthesis.filings import add_filings, add_rooms, add_timetable
from data.samples.synthesis.gaps import add_gaps
from data.samples.synthesis.impossible import make_impossible
from data.samples.synthesis.past import add_moves, add_service, add_unavailability
from data.samples.synthesis.recipe import Tightness, recipe_for
from data.samples.synthesis.ties import add_ties
from solver.domain.season import Season, SeasonHeader

STEPS: tuple[Callable[[Draft, list[Block]], None], ...] = (
    add_experts,
    add_filings,
    add_timetable,
    add_applications,
    add_gaps,
    add_service,
    add_moves,
    add_unavailability,
    add_ties,
    add_rooms,
)
"""What is added once committees and employers stand, in order."""


def synthesise(committees: int, experts: int, applications: int, seed: int, tightness: Tightness) -> Season:
    """An invented season of the year 2026.

    Parameters
    ----------
    committees, experts, applications
        Sizes; about 25 experts per committee or more let every pool hold three panels.
    seed
        Chance; the same seed gives the same season in every process.
    tightness
        ``easy``, ``tight`` or ``impossible`` (see :func:`recipe_for`); committees that cannot sit carry the reason in
        the extra column 无法开会的原因.
    """
    season, _ = grow(Draft(recipe_for(committees, experts, applications, tightness), seed))
    return season


def grow(draft: Draft) -> tuple[Season, list[Block]]:
    """Fill the tables of ``draft`` in the order in which they depend on each other; the season, and its blocks."""
    blocks = lay_out(draft)
    regions = tuple(dict.fromkeys(block.region for block in blocks))
    add_authorities(draft, regions)
    add_employers(draft, blocks)
    settle_committees(draft, blocks)
    for add in STEPS:
        add(draft, blocks)
    if draft.recipe.impossible:
        make_impossible(draft, blocks)
    return draft.tables.season(SeasonHeader(YEAR, regions[0], FIRST_DAY, LAST_DAY)), blocks
