"""Applications that no filing covers, and the delegations (委托代评) that some of them have."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from data.samples.synthesis.applications import AGES, application
from data.samples.synthesis.committees import Block, Outline
from data.samples.synthesis.draft import YEAR, Draft, birthday
from data.samples.synthesis.employers import CENTRAL_PERSONNEL, authority_of
from data.samples.synthesis.words import BRANDS, OUTSIDE
from solver.domain.committees import Delegation
from solver.domain.people import Employer
from solver.domain.vocabulary import DelegationState, EmployerKind

APPLICANTS_EACH = 8
"""Applications that an employer of a city without committees sends, on average."""

UNFINISHED = (
    DelegationState.DRAFT,
    DelegationState.SUBMITTED,
    DelegationState.RETURNED,
    DelegationState.AUTHORISED,
    DelegationState.REJECTED,
    DelegationState.DECLINED,
    DelegationState.REVOKED,
)
"""States in which a delegation routes nothing."""

GRANTED = frozenset(
    {DelegationState.AUTHORISED, DelegationState.ACCEPTED, DelegationState.DECLINED, DelegationState.REVOKED}
)


def add_gaps(draft: Draft, blocks: list[Block]) -> None:
    """Employers of cities without a committee, their applications, and a delegation each; some are accepted.

    Centrally owned employers that a filing leaves out have delegations too, from their personnel department.
    """
    rng = draft.stream("gaps")
    left = draft.recipe.applications - len(draft.tables.applications)
    able = [block for block in blocks if not block.home and not block.suspended]
    turn = 0
    while left > 0 and able:
        number = min(left, max(1, round(rng.uniform(0.5, 1.5) * min(APPLICANTS_EACH, draft.recipe.applications / 100))))
        block = rng.choice(able)
        one = rng.choice(block.outlines)
        employer = add_outside_employer(draft, rng, OUTSIDE[turn % len(OUTSIDE)])
        named = tuple(add_outside_application(draft, rng, employer, block, one) for _ in range(number))
        row = delegation(draft, employer.id, one, authority_of(draft, employer.region))
        row = replace(row, applications=named if rng.random() < 0.4 else ())
        draft.tables.delegations.append(in_state(draft, rng, row, turn))
        left -= number
        turn += 1
    _add_central(draft, rng, blocks, turn)


def _add_central(draft: Draft, rng: random.Random, blocks: list[Block], turn: int) -> None:
    closed = {row.committee for row in draft.tables.filings if row.employer_kinds}
    central = {row.id for row in draft.tables.employers if row.kind is EmployerKind.CENTRAL}
    employer_of = {row.id: row.employer for row in draft.tables.persons}
    sent = {(row.series, row.level, employer_of[row.applicant]) for row in draft.tables.applications}
    for block in blocks:
        for one in block.outlines:
            for employer in block.employers:
                asks = any((block.subject.series, level, employer) in sent for level in one.levels)
                if one.id in closed and employer in central and asks:
                    row = replace(delegation(draft, employer, one, CENTRAL_PERSONNEL), levels=one.levels)
                    draft.tables.delegations.append(in_state(draft, rng, row, turn))
                    turn += 1


def add_outside_employer(draft: Draft, rng: random.Random, region: str) -> Employer:
    """A new employer of a city without committees."""
    number = len(draft.tables.employers) + 1
    name = f"{region}{rng.choice(BRANDS)}实业{number}公司"
    row = Employer(f"U{number:04d}", name, "", region, rng.choice((EmployerKind.PRIVATE, EmployerKind.CITY)))
    draft.tables.employers.append(row)
    return row


def add_outside_application(draft: Draft, rng: random.Random, employer: Employer, block: Block, one: Outline) -> str:
    """A new application from ``employer`` in the scope of ``one``, but for its region; the application's id."""
    level = one.levels[0]
    person = draft.add_person(rng, employer.id, birthday(rng, *AGES[level]))
    what = (employer.region, block.subject.series, rng.choice(block.subject.specialties), level)
    row = application(draft, rng, person.id, what)
    draft.tables.applications.append(row)
    return row.id


def delegation(draft: Draft, entrusting: str, one: Outline, authority: str) -> Delegation:
    """A draft of a delegation of the first level of ``one``, for the rest of the year."""
    number = len(draft.tables.delegations) + 1
    levels, series = one.levels[:1], one.committee.series
    first, last = date(YEAR, 8, 3), date(YEAR, 12, 31)
    return Delegation(f"D{number:03d}", entrusting, one.id, series, levels, authority, first, last)


def in_state(draft: Draft, rng: random.Random, row: Delegation, turn: int) -> Delegation:
    """``row`` as it came out: accepted or unfinished by the recipe's share, so that a small season has both."""
    accepted = int((turn + 1) * draft.recipe.accepted) > int(turn * draft.recipe.accepted)
    state = DelegationState.ACCEPTED if accepted else rng.choice(UNFINISHED)
    issued = row.start + timedelta(days=rng.randint(0, 18))
    if state not in GRANTED:
        return replace(row, state=state)
    letter = f"人社委〔2026〕{row.id[1:]}号"
    taken = issued + timedelta(days=rng.randint(2, 9)) if state is DelegationState.ACCEPTED else None
    return replace(row, state=state, start=issued, letter_no=letter, issued_on=issued, accepted_on=taken)
