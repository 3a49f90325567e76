"""Conflicts between two persons that somebody declared, and those that follow from the applications themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from solver.domain.committees import Application
from solver.domain.conflicts import KIN_CLASSES, Conflict
from solver.domain.kinship import INVERSE
from solver.domain.vocabulary import PostLink, RelationKind
from solver.relations.ground import Ground


def declared_ties(ground: Ground) -> Iterator[Conflict]:
    """Relations of the season's table that are no kinship; each counts from either side."""
    named: Counter[str] = Counter()
    for row in ground.season.relations:
        term = None if row.kind in INVERSE or row.kind in KIN_CLASSES else ground.term(row)
        for one, other in ((row.a, row.b), (row.b, row.a)):
            expert = ground.expert(one)
            if term is None or not expert or other not in ground.applicants:
                continue
            if row.kind is RelationKind.NAMED:
                named[other] += 1
                if named[other] > ground.named_max:
                    continue
            path = (one, str(row.kind), other)
            yield Conflict(expert, other, str(row.kind), term.mode, term.rule, path, row.start, row.end, row.source)


def own_application(ground: Ground) -> Iterator[Conflict]:
    """An expert who applies this year is in conflict with their own application."""
    term = ground.terms.get("SELF")
    for person in sorted(ground.applicants) if term else ():
        expert = ground.expert(person)
        if term and expert:
            yield Conflict(expert, person, "SELF", term.mode, term.rule, (person,))


def recommendations(ground: Ground) -> Iterator[Conflict]:
    """Whoever recommends an application does not judge its applicant (兴辽英才: at least two full-seniors do)."""
    term = ground.terms.get(RelationKind.RECOMMENDER)
    for row in ground.season.recommenders if term else ():
        expert, application = ground.expert(row.person), ground.season.application.get(row.application)
        if term and expert and application is not None:
            path = (row.person, str(RelationKind.RECOMMENDER), application.applicant)
            yield Conflict(expert, application.applicant, str(RelationKind.RECOMMENDER), term.mode, term.rule, path)


def rivals(ground: Ground) -> Iterator[Conflict]:
    """Applicants of one post-linked employer, series and level compete for the same posts (评聘结合)."""
    term = ground.terms.get(RelationKind.RIVAL)
    if term is None:
        return
    posts: defaultdict[tuple[str, str, int], list[Application]] = defaultdict(list)
    for row in ground.season.applications:
        person = ground.season.person.get(row.applicant)
        employer = ground.season.employer.get(person.employer) if person else None
        if not row.withdrawn and employer is not None and employer.post_link is PostLink.LINKED:
            posts[employer.id, row.series, row.level].append(row)
    for (employer_id, _, _), rows in posts.items():
        people = dict.fromkeys(row.applicant for row in rows)
        for one in people:
            expert = ground.expert(one)
            for other in people if expert else ():
                if other != one:
                    path = (one, str(RelationKind.RIVAL), employer_id, str(RelationKind.RIVAL), other)
                    yield Conflict(expert, other, str(RelationKind.RIVAL), term.mode, term.rule, path)
