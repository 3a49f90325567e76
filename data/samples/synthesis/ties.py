"""Relations: kinship as atomic links (also through a spouse), co-authors, supervisors, managers, kin among experts."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta

from data.samples.synthesis.committees import Block
from data.samples.synthesis.draft import FIRST_DAY, Draft, birthday
from solver.domain.people import Relation
from solver.domain.vocabulary import RelationKind, RelationSource

KIN = 0.01
COAUTHORS = 0.6
SUPERVISORS = 0.04
MANAGERS = 0.1
"""Links per applicant; managers only where the committee is an employer's own."""

KIN_EXPERTS = 0.004
"""Pairs of experts who are kin, per expert."""

CLOSE_KIN = (RelationKind.SIBLING, RelationKind.CHILD, RelationKind.SPOUSE, RelationKind.PARENT)


def add_ties(draft: Draft, blocks: list[Block]) -> None:
    """Relations between applicants and experts of their field, and among experts."""
    rng = draft.stream("ties")
    person_of = {row.id: row.person for row in draft.tables.experts}
    fields: dict[tuple[str, str], list[str]] = {}
    for block in blocks:
        for specialty in block.subject.specialties:
            people = fields.setdefault((block.subject.series, specialty), [])
            people += [person_of[expert] for expert in block.experts]
    homes = {block.home for block in blocks if block.home}
    employer_of = {row.id: row.employer for row in draft.tables.persons}
    for row in list(draft.tables.applications):
        experts = fields.get((row.series, row.specialty), [])
        if len(experts) > 1 and row.applicant not in experts:
            draft.tables.relations += _of_applicant(draft, rng, row.applicant, experts)
            home = employer_of[row.applicant]
            if home in homes and rng.random() < MANAGERS:
                mates = [one for one in experts if employer_of[one] == home]
                draft.tables.relations.append(Relation(row.applicant, rng.choice(mates), RelationKind.LINE_MANAGER))
    for block in blocks:
        draft.tables.relations += _among(rng, [person_of[expert] for expert in block.experts])


def _of_applicant(draft: Draft, rng: random.Random, applicant: str, experts: list[str]) -> Iterable[Relation]:
    if rng.random() < KIN:
        expert = rng.choice(experts)
        if rng.random() < 0.4:
            yield from through_spouse(draft, rng, applicant, expert)
        else:
            yield Relation(applicant, expert, rng.choice(CLOSE_KIN[:1] + CLOSE_KIN[2:]))
    count = int(COAUTHORS) + (rng.random() < COAUTHORS) + (rng.random() < COAUTHORS / 10)
    for expert in rng.sample(experts, min(count, len(experts))):
        wrote = FIRST_DAY - timedelta(days=rng.randint(30, 5 * 365))
        kind = RelationKind.COAUTHOR if rng.random() < 0.8 else RelationKind.PROJECT
        source = RelationSource.DECLARED if rng.random() < 0.9 else RelationSource.REPORTED
        yield Relation(applicant, expert, kind, wrote, wrote, source)
    if rng.random() < SUPERVISORS:
        yield Relation(applicant, rng.choice(experts), RelationKind.SUPERVISOR, _began(rng))


def through_spouse(draft: Draft, rng: random.Random, applicant: str, expert: str) -> Iterable[Relation]:
    """Two links that make ``expert`` the applicant's brother- or sister-in-law: expert → spouse → sibling."""
    spouse = draft.add_person(rng, "", birthday(rng, 35, 60))
    yield Relation(expert, spouse.id, RelationKind.SPOUSE)
    yield Relation(spouse.id, applicant, RelationKind.SIBLING)


def _began(rng: random.Random) -> date:
    return FIRST_DAY - timedelta(days=rng.randint(5 * 365, 15 * 365))


def _among(rng: random.Random, people: list[str]) -> Iterable[Relation]:
    count = round(len(people) * KIN_EXPERTS)
    drawn = rng.sample(people, min(2 * count, len(people)))
    for one, other in zip(drawn[::2], drawn[1::2], strict=False):
        yield Relation(one, other, rng.choice((RelationKind.SPOUSE, RelationKind.SIBLING)))
