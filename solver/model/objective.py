"""The objective: named terms, their weights from the register (PD-22), and the score of any plan.

Placing applications comes before all of them and is not in the score. Weights in the register are positive; a term that
is a cost enters with a minus, so ``value`` = weight · count always adds up to the score, which is maximised.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import fsum

from solver.domain.plan import Plan, PlannedSession, Term
from solver.model.merits import Merits, beyond_first, load
from solver.rules.brief import Brief
from solver.rules.rulebook import Rulebook

TERMS = (
    "seat_fit",
    "reader_fit",
    "load",
    "fresh",
    "employer_spread",
    "recusals",
    "reserve",
    "travel",
    "preferred_day",
    "compact",
    "alternate_fit",
)
COSTS = frozenset({"load", "employer_spread", "recusals", "reserve", "travel", "compact"})


def weights(rulebook: Rulebook) -> Mapping[str, float]:
    """Signed weight of every term: from PD-22 where in force, else 0."""
    provision = rulebook.active("PD-22")
    if provision is None:
        return dict.fromkeys(TERMS, 0.0)
    return {name: provision.number(name) * (-1 if name in COSTS else 1) for name in TERMS}


def score(brief: Brief, plan: Plan, merits: Merits | None = None) -> tuple[Term, ...]:
    """Every term of ``plan``, in the order of :data:`TERMS`."""
    known = merits or Merits(brief)
    counts: defaultdict[str, float] = defaultdict(float)
    days = Counter[str]()
    for session in plan.sessions:
        for name, count in session_counts(known, session).items():
            counts[name] += count
        for seat in session.panel:
            days[seat.expert] += known.days(session)
    counts["load"] = sum(load(known.past_days(expert), count) for expert, count in days.items())
    signed = weights(brief.rulebook)
    return tuple(Term(name, counts[name], signed[name], signed[name] * counts[name]) for name in TERMS)


def total(terms: Iterable[Term]) -> float:
    """The score: the sum of the terms' values."""
    return fsum(term.value for term in terms)


def session_counts(merits: Merits, session: PlannedSession) -> Mapping[str, float]:
    """Counts of every term that one session contributes (all but ``load``, which is per expert)."""
    committee = merits.brief.committee_of(session)
    series = committee.series if committee else ""
    covered = {group: merits.specialties(session, group) for group in session.group_ids()}
    district = merits.district(session)
    recused = merits.recused(session, session.seated())
    out = [len(experts) for experts in recused.values()]
    spare = merits.reserve_from(len(session.panel))
    return {
        "seat_fit": fsum(merits.strength(seat.expert, series, covered.get(seat.group, ())) for seat in session.panel),
        "reader_fit": _reader_fit(merits, session),
        "fresh": sum(merits.is_new(seat.expert, session.committee) for seat in session.panel),
        "employer_spread": beyond_first(merits.employer(seat.expert, session.committee) for seat in session.panel),
        "recusals": sum(out),
        "reserve": sum(max(0, count - spare) for count in out) if spare is not None else 0,
        "travel": sum(merits.trip_days(seat.expert, session, district) for seat in session.panel),
        "preferred_day": merits.is_preferred(session),
        "compact": merits.idle_days(session),
        "alternate_fit": fsum(
            merits.strength(one.expert, series, covered.get(one.group, ())) for one in session.alternates
        ),
    }


def _reader_fit(merits: Merits, session: PlannedSession) -> float:
    found = 0.0
    for case in session.cases:
        application = merits.brief.application(case.application)
        if application is not None:
            for reader in case.readers:
                found += merits.strength(reader, application.series, (application.specialty,))
    return found
