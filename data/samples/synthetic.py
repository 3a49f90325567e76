"""Invented seasons of any size, the same for the same seed on every machine.

Employers follow Zipf's law and hold subsidiaries; specialties cluster by employer; committees of one field share their
experts. About a fortieth of the applications comes from cities without a committee and needs a delegation.
"""

from __future__ import annotations

from data.samples.synthesis.applications import add_applications
from data.samples.synthesis.committees import lay_out
from data.samples.synthesis.draft import FIRST_DAY, LAST_DAY, YEAR, Draft
from data.samples.synthesis.employers import add_authorities, add_employers, settle_committees
from data.samples.synthesis.experts import add_experts
from data.samples.synthesis.filings import add_filings, add_rooms, add_timetable
from data.samples.synthesis.gaps import add_gaps
from data.samples.synthesis.impossible import make_impossible
from data.samples.synthesis.past import add_moves, add_service, add_unavailability
from data.samples.synthesis.recipe import Recipe, Tightness, recipe_for
from data.samples.synthesis.ties import add_ties
from solver.domain.season import Season, SeasonHeader


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
    return grow(Draft(recipe_for(committees, experts, applications, tightness), seed))


def grow(draft: Draft) -> Season:
    """Fill the tables of ``draft`` in the order in which they depend on each other."""
    place = seasoned(draft)
    return draft.tables.season(SeasonHeader(YEAR, place, FIRST_DAY, LAST_DAY))


def seasoned(draft: Draft) -> str:
    """Fill all tables; the place of the season."""
    recipe: Recipe = draft.recipe
    blocks = lay_out(draft)
    regions = tuple(dict.fromkeys(block.region for block in blocks))
    add_authorities(draft, regions)
    add_employers(draft, blocks)
    settle_committees(draft, blocks)
    add_experts(draft, blocks)
    add_filings(draft, blocks)
    add_timetable(draft, blocks)
    add_applications(draft, blocks)
    add_gaps(draft, blocks)
    add_service(draft, blocks)
    add_moves(draft, blocks)
    add_unavailability(draft)
    add_ties(draft, blocks)
    add_rooms(draft, blocks)
    if recipe.impossible:
        make_impossible(draft, blocks)
    return regions[0]
