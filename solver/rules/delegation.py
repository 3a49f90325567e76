"""Evaluation entrusted to another committee (委托代评): only under an authorisation, and one that holds in every point.

An authorisation extends region and employer, never series, specialty or level (40号令 第28条; 2024年意见 二(八)).
The authority of the *entrusting* side issues it, before the session; the receiving committee accepts it; it is never
passed on and never to itself. :func:`authorises` is the one judgement that routing, planning, checking and publishing
share, also of the days on which an authorisation holds; nothing else judges one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from solver.domain.calendar import days_of
from solver.domain.committees import Application, Delegation
from solver.domain.people import Authority
from solver.domain.plan import Plan, PlannedSession, Reason
from solver.domain.vocabulary import DelegationState
from solver.rules import authority
from solver.rules.approval import EXTENDABLE, Approval, asked_by, cite, in_territory
from solver.rules.brief import Brief
from solver.rules.requirement import Holds, Requirement, StartWithin
from solver.rules.rulebook import Provision
from solver.rules.scope import case_subject, competence, is_delegated, planned
from solver.rules.starts import ONE_DAY, Window, starts_within

DELEGATION_RULES = ("SY24-15c", "CN40-28")
IN_USE = frozenset({DelegationState.ACCEPTED, DelegationState.USED})
PASSED_ON = IN_USE | {DelegationState.AUTHORISED}
"""States in which a committee holds something entrusted, which it must not entrust further."""

Refusal = tuple[str, str]
"""What was found and what is needed."""
Guard = Callable[["Entrustment"], Refusal | None]
"""One point in which an authorisation must hold: what is wrong with it, None where nothing is."""


@dataclass(frozen=True)
class Entrustment:
    """One application asked to go by one delegation on ``days`` (empty: some day on which the receiver may sit)."""

    brief: Brief
    delegation: Delegation
    application: Application
    days: tuple[date, ...]

    @cached_property
    def possible(self) -> tuple[date, ...]:
        """The days asked for, or every day on which the receiving committee may sit under a filing that covers it."""
        receiving = self.brief.season.committee.get(self.delegation.to_committee)
        if self.days or receiving is None:
            return self.days
        approval = Approval(self.brief, receiving)
        filed = approval.windows_for(asked_by(self.brief, self.application), extended=True)
        days = (day for day in approval.open_days if any(first <= day <= last for first, last in filed))
        return tuple(days) or approval.open_days

    @property
    def bar(self) -> date | None:
        """Letter and acceptance must be before this day: the session's first, or the last one possible."""
        if self.days:
            return min(self.days)
        return max(self.possible, default=None)

    @cached_property
    def competent(self) -> tuple[Authority, ...]:
        """Authorities competent for the entrusting side at the level of the application."""
        season, side = self.brief.season, self.delegation.entrusting
        level, region = self.application.level, self.application.region
        employer = season.employer_of_applicant(self.application.id)
        is_unit = side in season.employer or side in season.authority
        if not is_unit and (side not in season.committee or authority.is_central(season, employer)):
            return authority.competent_for_employer(self.brief, employer, region, level)
        return authority.competent_for_side(self.brief, side, region, level)


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _accepted_state(asked: Entrustment) -> Refusal | None:
    state = asked.delegation.state
    return None if state in IN_USE else (state.value, DelegationState.ACCEPTED.value)


def _covered(asked: Entrustment) -> Refusal | None:
    if covers(asked.brief, asked.delegation, asked.application):
        return None
    return asked.application.id, "、".join(asked.delegation.applications) or asked.delegation.entrusting


def _letter(asked: Entrustment) -> Refusal | None:
    return None if asked.delegation.letter_no else ("", "letter_no")


def _issued(asked: Entrustment) -> Refusal | None:
    issued, bar = asked.delegation.issued_on, asked.bar
    return None if issued is not None and bar is not None and issued < bar else (_text(issued), f"< {_text(bar)}")


def _taken_on(asked: Entrustment) -> Refusal | None:
    accepted, bar = asked.delegation.accepted_on, asked.bar
    issued = asked.delegation.issued_on or date.min
    if accepted is not None and bar is not None and issued <= accepted < bar:
        return None
    return _text(accepted), f"{_text(asked.delegation.issued_on)} ≤ … < {_text(bar)}"


def _valid(asked: Entrustment) -> Refusal | None:
    first, last = asked.delegation.start, asked.delegation.end
    if asked.days:
        holds = all(first <= day <= last for day in asked.days)
    else:  # letter and acceptance come before the day on which it is used
        written = (asked.delegation.issued_on, asked.delegation.accepted_on)
        first = max([first, *(day + ONE_DAY for day in written if day is not None)])
        holds = any(first <= day <= last for day in asked.possible)
    if holds:
        return None
    return f"{first}/{last}", "/".join(_text(day) for day in asked.days[:1] + asked.days[-1:])


def _receiver(asked: Entrustment) -> Refusal | None:
    reasons = competence(asked.brief, asked.delegation.to_committee, asked.application, asked.days)
    lacking = [reason.dimension for reason in reasons if reason.dimension not in EXTENDABLE]
    return ("、".join(lacking), asked.delegation.to_committee) if lacking else None


def _issuer_known(asked: Entrustment) -> Refusal | None:
    issuer = asked.delegation.authority
    return None if issuer in asked.brief.season.authority else (issuer, "authority")


def _issuer_competent(asked: Entrustment) -> Refusal | None:
    issuer, fit = asked.delegation.authority, [row.id for row in asked.competent]
    return None if issuer in fit or issuer not in asked.brief.season.authority else (issuer, "、".join(fit))


def _not_to_itself(asked: Entrustment) -> Refusal | None:
    entrusting, to = asked.delegation.entrusting, asked.delegation.to_committee
    receiving = asked.brief.season.committee.get(to)
    own = entrusting == to or (receiving is not None and entrusting == receiving.forming_unit)
    return (entrusting, to) if own else None


def _not_passed_on(asked: Entrustment) -> Refusal | None:
    own = asked.delegation
    for other in asked.brief.season.delegations:
        received = other.to_committee == own.entrusting and other.id != own.id and other.state in PASSED_ON
        if received and covers(asked.brief, other, asked.application):
            return other.id, own.id
    return None


COMPETENT_ISSUER = "issuer_competent"
GUARDS: tuple[tuple[str, Guard], ...] = (
    ("state", _accepted_state),
    ("scope", _covered),
    ("letter", _letter),
    ("issued", _issued),
    ("accepted", _taken_on),
    ("valid", _valid),
    ("receiver", _receiver),
    ("issuer_known", _issuer_known),
    (COMPETENT_ISSUER, _issuer_competent),
    ("itself", _not_to_itself),
    ("chained", _not_passed_on),
)
"""Every point in which an authorisation must hold, by name; each refuses alone."""


def covers(brief: Brief, delegation: Delegation, application: Application) -> bool:
    """Whether ``application`` is among what ``delegation`` entrusts: named, or of its side where none is named."""
    within = (
        delegation.series == application.series
        and application.level in delegation.levels
        and (not delegation.specialties or application.specialty in delegation.specialties)
    )
    if delegation.applications:
        return within and application.id in delegation.applications
    return within and of_its_side(brief, delegation.entrusting, application)


def of_its_side(brief: Brief, entrusting: str, application: Application) -> bool:
    """Whether the applicant is of the entrusting unit, or of the entrusting committee's or authority's area."""
    season, asked = brief.season, asked_by(brief, application)
    if entrusting in season.employer:
        return asked.employer != "" and (asked.employer == entrusting or season.group_of[asked.employer] == entrusting)
    if entrusting in season.authority:
        return season.authority[entrusting].region == application.region
    if entrusting not in season.committee:
        return False
    return any(in_territory(filing, asked) for filing in season.filings_of.get(entrusting, ()))


def authorises(
    brief: Brief,
    delegation: Delegation,
    application: Application,
    days: tuple[date, ...] = (),
    guards: Iterable[tuple[str, Guard]] = GUARDS,
) -> tuple[Reason, ...]:
    """Why ``delegation`` does not authorise its receiving committee to evaluate ``application``; empty where it does.

    Parameters
    ----------
    days
        The days of the session, on all of which it must hold; empty: on some day the receiving committee may sit on.
    guards
        The points that are asked about; all of them where nothing is said.
    """
    return tuple(_refused(Entrustment(brief, delegation, application, days), guards))


def _refused(asked: Entrustment, guards: Iterable[tuple[str, Guard]]) -> Iterator[Reason]:
    for name, guard in guards:
        refusal = guard(asked)
        if refusal is not None:
            rules = authority.LETTER_RULES if name == COMPETENT_ISSUER else DELEGATION_RULES
            facts = (
                ("guard", name),
                ("delegation", asked.delegation.id),
                ("found", refusal[0]),
                ("needed", refusal[1]),
            )
            yield Reason("delegation", cite(asked.brief, *rules), asked.delegation.to_committee, facts)


def _entrusted(brief: Brief, plan: Plan) -> Iterator[tuple[PlannedSession, Application, Delegation | None]]:
    for session in plan.sessions:
        for application in planned(brief, session):
            if is_delegated(plan, application):
                yield session, application, brief.season.delegation.get(plan.route[application.id].delegation)


def authorised(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """What goes by delegation has an authorisation that holds in every point (2024年意见 二(八); 40号令 第28条)."""
    season_days = frozenset(days_of(brief.season_half_days))
    holds_on: dict[tuple[str, frozenset[date]], tuple[Window, ...]] = {}
    for session, application, delegation in _entrusted(brief, plan):
        subject = case_subject(session, application)
        if delegation is None:
            yield Holds(provision.id, subject, False, plan.route[application.id].delegation, "letter_no")
            continue
        subject = (*subject, ("delegation", delegation.id))
        refusals = authorises(brief, delegation, application, guards=BUT_ISSUER)
        for reason in refusals:
            found = dict(reason.facts)
            yield Holds(provision.id, subject, False, found["found"], found["needed"], reason.facts)
        if not refusals:
            yield Holds(provision.id, subject, True, delegation.state.value, DelegationState.ACCEPTED.value)
            days = season_days.union(days_of(brief.span(session)))
            if (delegation.id, days) not in holds_on:  # one application of a letter says it for all of them
                holds_on[delegation.id, days] = _held(brief, delegation, application, days)
            starts = starts_within(brief, session, holds_on[delegation.id, days])
            yield StartWithin(provision.id, subject, session.id, starts, f"{delegation.start}/{delegation.end}")


BUT_ISSUER = tuple(pair for pair in GUARDS if pair[0] != COMPETENT_ISSUER)
OF_ISSUER = tuple(pair for pair in GUARDS if pair[0] == COMPETENT_ISSUER)
DATED = tuple(pair for pair in GUARDS if pair[0] in ("issued", "accepted", "valid"))
"""Guards that ask for the days of the letter; state and filings of its receiver have rules of their own."""


def _held(brief: Brief, delegation: Delegation, application: Application, days: frozenset[date]) -> tuple[Window, ...]:
    """Runs of ``days`` on which the letter holds, as far as that lies in its own days."""
    runs: list[Window] = []
    goes_on = False
    for day in sorted(days):
        holds = not authorises(brief, delegation, application, (day,), DATED)
        if holds and goes_on:
            runs[-1] = (runs[-1][0], day)
        elif holds:
            runs.append((day, day))
        goes_on = holds
    return tuple(runs)


def competent_authority(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """The letter is issued by an authority competent for the entrusting side at that level (2018征求意见稿 第31条)."""
    for session, application, delegation in _entrusted(brief, plan):
        if delegation is not None:
            refusals = authorises(brief, delegation, application, guards=OF_ISSUER)
            facts = dict(refusals[0].facts) if refusals else {"found": delegation.authority, "needed": ""}
            subject = (*case_subject(session, application), ("delegation", delegation.id))
            yield Holds(provision.id, subject, not refusals, facts["found"], facts["needed"])
