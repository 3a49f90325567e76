"""Applications that no filing covers, and the delegations (委托代评) that some of them have."""

from __future__ import annotations

import random
from datetime import date, timedelta

from data.samples.synthesis.applications import AGES, application
from data.samples.synthesis.committees import Block, Outline
from data.samples.synthesis.draft import YEAR, Draft, birthday
from data.samples.synthesis.employers import authority_of
from data.samples.synthesis.words import BRANDS, OUTSIDE
from solver.domain.committees import Delegation
from solver.domain.people import Employer
from solver.domain.vocabulary import CommitteeState, DelegationState, EmployerKind

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
    """Employers of cities without a committee, their applications, and a delegation each; some are accepted."""
    rng = draft.stream("gaps")
    left = draft.recipe.applications - len(draft.tables.applications)
    able = [block for block in blocks if not block.home and not block.suspended]
    turn = 0
    while left > 0 and able:
        number = min(left, max(1, round(rng.uniform(0.5, 1.5) * min(APPLICANTS_EACH, draft.recipe.applications / 100))))
        block = rng.choice(able)
        one = rng.choice([one for one in block.outlines if one.committee.state is CommitteeState.ACTIVE])
        employer = _employer(draft, rng, OUTSIDE[turn % len(OUTSIDE)])
        named = tuple(_apply(draft, rng, employer, block, one) for _ in range(number))
        # Accepted and unfinished ones alternate by the recipe's share, so that even a small season has both.
        accepted = int((turn + 1) * draft.recipe.accepted) > int(turn * draft.recipe.accepted)
        state = DelegationState.ACCEPTED if accepted else rng.choice(UNFINISHED)
        _delegate(draft, rng, (employer, block, one), state, named if rng.random() < 0.4 else ())
        left -= number
        turn += 1


def _employer(draft: Draft, rng: random.Random, region: str) -> Employer:
    number = len(draft.tables.employers) + 1
    name = f"{region}{rng.choice(BRANDS)}实业{number}公司"
    row = Employer(f"U{number:04d}", name, "", region, rng.choice((EmployerKind.PRIVATE, EmployerKind.CITY)))
    draft.tables.employers.append(row)
    return row


def _apply(draft: Draft, rng: random.Random, employer: Employer, block: Block, one: Outline) -> str:
    level = one.levels[0]
    person = draft.add_person(rng, employer.id, birthday(rng, *AGES[level]))
    what = (employer.region, block.subject.series, rng.choice(block.subject.specialties), level)
    row = application(draft, rng, person.id, what)
    draft.tables.applications.append(row)
    return row.id


def _delegate(
    draft: Draft,
    rng: random.Random,
    scope: tuple[Employer, Block, Outline],
    state: DelegationState,
    named: tuple[str, ...],
) -> None:
    employer, block, one = scope
    number = len(draft.tables.delegations) + 1
    issued = date(YEAR, 8, 3) + timedelta(days=rng.randint(0, 18))
    granted = state in GRANTED
    row = Delegation(
        f"D{number:03d}",
        employer.id,
        one.id,
        block.subject.series,
        one.levels[:1],
        authority_of(draft, employer.region),
        issued if granted else date(YEAR, 8, 3),
        date(YEAR, 12, 31),
        (),
        named,
        f"{employer.region}人社委〔2026〕{number}号" if granted else "",
        issued if granted else None,
        issued + timedelta(days=rng.randint(2, 9)) if state is DelegationState.ACCEPTED else None,
        state,
    )
    draft.tables.delegations.append(row)
