"""What an authorisation (委托函) must say so that a committee may take an application that is beyond its filing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from solver.domain.committees import Application, Delegation
from solver.domain.plan import Reason
from solver.domain.vocabulary import DelegationState, Level
from solver.rules import authority, delegation
from solver.rules.brief import Brief
from solver.rules.starts import ONE_DAY

NUMBER = "—"
"""Stands for the number that the letter will have."""


@dataclass(frozen=True, slots=True)
class NeededLetter:
    """A letter that would authorise, unless ``reasons`` say that even it would not.

    ``issuers`` may issue it, the lowest first; the session may be held on days from ``first`` to ``last`` (None: on
    none), and the letter must be issued and accepted on ``by`` at the latest, the day before.
    """

    entrusting: str
    to_committee: str
    series: str
    specialty: str
    level: Level
    application: str
    issuers: tuple[str, ...]
    first: date | None
    last: date | None
    by: date | None
    reasons: tuple[Reason, ...]


def needed_letter(brief: Brief, application: Application, committee: str, days: tuple[date, ...] = ()) -> NeededLetter:
    """The letter by which ``committee`` (id) could take ``application``, on ``days`` or (empty) on any day it may sit.

    The entrusting side is the applicant's employer, or its authority where the employer is not known. Whether the
    letter would authorise is asked of :func:`solver.rules.delegation.authorises`.
    """
    employer = brief.season.employer_of_applicant(application.id)
    issuers = authority.competent_for_employer(brief, employer, application.region, application.level)
    issuer = issuers[0].id if issuers else ""
    foreseen = Delegation(
        "",
        employer if employer in brief.season.employer else issuer,
        committee,
        application.series,
        (application.level,),
        issuer,
        date.min,
        date.max,
        specialties=(application.specialty,),
        applications=(application.id,),
        letter_no=NUMBER,
        state=DelegationState.ACCEPTED,
    )
    possible = delegation.Entrustment(brief, foreseen, application, days).possible
    first, last = (min(possible), max(possible)) if possible else (None, None)
    by = (min(days) if days else last) if last else None
    by = by - ONE_DAY if by else None
    reasons = delegation.authorises(brief, _dated(foreseen, first, last, by), application, days)
    return NeededLetter(
        foreseen.entrusting,
        committee,
        application.series,
        application.specialty,
        application.level,
        application.id,
        tuple(one.id for one in issuers),
        first,
        last,
        by,
        reasons,
    )


def _dated(letter: Delegation, first: date | None, last: date | None, by: date | None) -> Delegation:
    if first is None or last is None:
        return letter
    return replace(letter, start=first, end=last, issued_on=by, accepted_on=by)
