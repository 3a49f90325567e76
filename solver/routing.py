"""Where each application goes: its competent committee, another one under an authorisation, or nowhere yet, and why.

Every application gets exactly one route, so nobody is evaluated twice. Nothing goes out of scope: what no committee may
take directly and no authorisation covers is listed with the committees that could take it and the authority to ask.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from solver.domain.committees import Application, Delegation
from solver.domain.plan import Reason, Route, RouteKind
from solver.domain.vocabulary import Channel
from solver.rules import admission, authority, delegation
from solver.rules.approval import EXTENDABLE, Approval, Asked, asked_by, cite
from solver.rules.brief import Brief
from solver.rules.scope import incompetence

ONCE_RULES = ("SY24-15b", "PD-16")
CHANNELS = {
    Channel.RECOGNITION: ("recognition", ("SY24-09b", "SY24-06b", "LG-08")),
    Channel.CERTIFICATE: ("certificate", ("SY24-05a", "LG-08")),
}
"""Channels that lead to no committee: the dimension of the reason, and the provisions it stands on."""


def route_applications(brief: Brief) -> tuple[Route, ...]:
    """One route for every application, in table order.

    An accepted delegation that names the application goes before a direct route. Of several competent committees the
    preferred one takes it; else it goes where most capacity is left, applications without a choice counted first.
    """
    desk = _Desk(brief)
    options = _all_options(desk, brief.season.applications)
    load = Counter(option[0].committee for option in options.values() if len(option) == 1 and option[0].committee)
    return tuple(_lightest(desk, option, load) for option in options.values())


def options_for(brief: Brief, applications: Iterable[Application] | None = None) -> Mapping[str, tuple[Route, ...]]:
    """By application: its route, or one per committee where several are competent and nothing prefers any of them.

    Parameters
    ----------
    applications
        Those of the season that are asked about; None: all.
    """
    return _all_options(_Desk(brief), brief.season.applications if applications is None else applications)


def _all_options(desk: _Desk, applications: Iterable[Application]) -> dict[str, tuple[Route, ...]]:
    return {row.id: _options(desk, row) for row in applications}


def route_of(brief: Brief, application: Application, others: Iterable[Route], days: tuple[date, ...] = ()) -> Route:
    """The route of the last application of the season, as :func:`route_applications` has it, at the cost of one.

    Parameters
    ----------
    others
        The routes of all other applications: of several committees the one takes it that is least filled by them.
    days
        Days on all of which committee, filing and letter must hold; empty: some day on which the committee may sit.
    """
    desk = _Desk(brief, days)
    return _lightest(desk, _options(desk, application), Counter(one.committee for one in others if one.committee))


def judged(
    brief: Brief, application: Application, days: tuple[date, ...] = ()
) -> tuple[tuple[str, tuple[Reason, ...]], ...]:
    """Committees of the series with what each lacks to take an application of the season directly: nothing, or why."""
    return _Desk(brief, days).refusals(application)


def _lightest(desk: _Desk, options: tuple[Route, ...], load: Counter[str]) -> Route:
    """The one of several direct routes whose committee is least filled; its load is counted."""
    if len(options) == 1:
        return options[0]
    capacity = desk.capacity(tuple(route.committee for route in options))
    chosen = min(options, key=lambda route: (load[route.committee] + 1) / capacity[route.committee])
    load[chosen.committee] += 1
    return chosen


def _options(desk: _Desk, application: Application) -> tuple[Route, ...]:
    """The routes open to ``application``: one, or one per competent committee where nothing prefers any of them."""
    if application.id in desk.brief.foreign:
        return (Route(application.id, RouteKind.NOT_FOR_COMMITTEE),)
    excluded = tuple(_not_for_committee(desk.brief, application))
    if excluded:
        return (Route(application.id, RouteKind.NOT_FOR_COMMITTEE, reasons=excluded),)
    named, general = desk.delegations_for(application)
    delegated = _delegated(desk, application, named)
    if delegated is not None:
        return (delegated,)
    direct = desk.competent(application)
    for preferred in (desk.pinned_to(application), application.preferred_committee):
        if preferred in direct:
            direct = (preferred,)
    if direct:
        return tuple(Route(application.id, RouteKind.COMMITTEE, one) for one in direct)
    delegated = _delegated(desk, application, general)
    return (delegated or _needs_authorisation(desk, application, named + general),)


def _not_for_committee(brief: Brief, application: Application) -> Iterator[Reason]:
    once = brief.rulebook.active(*ONCE_RULES)
    live = admission.live_applications(brief, application)
    if application.withdrawn or (once is not None and len(live) > once.whole("max_per_person_year")):
        found = "withdrawn" if application.withdrawn else "、".join(live)
        facts = (("found", found), ("person", application.applicant))
        yield Reason("duplicate", cite(brief, *ONCE_RULES), "", facts)
    if application.channel in CHANNELS:
        dimension, ids = CHANNELS[application.channel]
        yield Reason(dimension, cite(brief, *ids), "", (("found", application.channel.value),))
    yield from admission.exam_reasons(brief, application)


def _delegated(desk: _Desk, application: Application, rows: tuple[Delegation, ...]) -> Route | None:
    for row in rows:
        if not delegation.authorises(desk.brief, row, application, desk.days):
            return Route(application.id, RouteKind.DELEGATED, row.to_committee, row.id)
    return None


def _needs_authorisation(desk: _Desk, application: Application, refused: tuple[Delegation, ...]) -> Route:
    brief, season = desk.brief, desk.brief.season
    told = dict(desk.refusals(application))
    candidates = tuple(
        one for one, reasons in told.items() if EXTENDABLE.issuperset(reason.dimension for reason in reasons)
    )
    candidates = tuple(sorted(candidates, key=lambda one: len(told[one])))
    nearest = candidates or _fewest(told)
    scope = tuple(reason for one in nearest for reason in told[one])
    if not scope:
        facts = (("found", application.series), ("needed", ""))
        scope = (Reason("series", cite(brief, "CN40-06a"), "", facts),)
    letters = tuple(reason for row in refused for reason in delegation.authorises(brief, row, application, desk.days))
    employer = season.employer_of_applicant(application.id)
    ask = authority.competent_for_employer(brief, employer, application.region, application.level)
    return Route(
        application.id,
        RouteKind.NEEDS_AUTHORISATION,
        candidates=candidates,
        authority=ask[0].id if ask else "",
        reasons=letters + scope,
    )


def _fewest(told: dict[str, tuple[Reason, ...]]) -> tuple[str, ...]:
    """Committees that lack fewest dimensions."""
    least = min((len(reasons) for reasons in told.values()), default=0)
    return tuple(one for one, reasons in told.items() if len(reasons) == least)


@dataclass(frozen=True)
class _Desk:
    """Committees by series and specialty, delegations by application and series: what routing looks up.

    ``days`` are those on which everything must hold; empty: on some day.
    """

    brief: Brief
    days: tuple[date, ...] = ()

    @cached_property
    def by_series(self) -> dict[str, tuple[Approval, ...]]:
        """Approvals of committees by their series, in table order."""
        found: defaultdict[str, list[Approval]] = defaultdict(list)
        for committee in self.brief.season.committees:
            found[committee.series].append(Approval(self.brief, committee))
        return {series: tuple(rows) for series, rows in found.items()}

    @cached_property
    def by_specialty(self) -> dict[tuple[str, str], tuple[Approval, ...]]:
        """Of :attr:`by_series`, those with a filing for the specialty of an application."""
        wanted = dict.fromkeys((row.series, row.specialty) for row in self.brief.season.applications)
        return {
            (series, specialty): tuple(row for row in self.by_series.get(series, ()) if _files(row, specialty))
            for series, specialty in wanted
        }

    @cached_property
    def named(self) -> dict[str, tuple[Delegation, ...]]:
        """Delegations that name an application, by application."""
        found: defaultdict[str, list[Delegation]] = defaultdict(list)
        for row in self.brief.season.delegations:
            for one in row.applications:
                found[one].append(row)
        return {one: tuple(rows) for one, rows in found.items()}

    @cached_property
    def general(self) -> dict[tuple[str, str, str], tuple[tuple[int, Delegation], ...]]:
        """Delegations that name no application, numbered, by series and whom they are for.

        That is an employer, the region of an authority, or, for those of a committee, anybody.
        """
        season = self.brief.season
        found: defaultdict[tuple[str, str, str], list[tuple[int, Delegation]]] = defaultdict(list)
        for number, row in enumerate(season.delegations):
            if row.entrusting in season.employer:
                side = "employer", row.entrusting
            elif row.entrusting in season.authority:
                side = "region", season.authority[row.entrusting].region
            else:
                side = "committee", ""
            if not row.applications:
                found[row.series, *side].append((number, row))
        return {key: tuple(rows) for key, rows in found.items()}

    def delegations_for(self, application: Application) -> tuple[tuple[Delegation, ...], tuple[Delegation, ...]]:
        """Delegations that name ``application``, and others that cover it."""
        season, series = self.brief.season, application.series
        own = season.employer_of_applicant(application.id)
        near = [
            pair
            for side in (("employer", own), ("region", application.region), ("committee", ""))
            for pair in self.general.get((series, *side), ())
        ]
        group = season.group_of.get(own, own)
        if group != own:
            near += self.general.get((series, "employer", group), ())
        fitting = tuple(row for _, row in sorted(near) if delegation.covers(self.brief, row, application))
        return self.named.get(application.id, ()), fitting

    def competent(self, application: Application) -> tuple[str, ...]:
        """Committees competent for ``application``, in table order."""
        asked = asked_by(self.brief, application)
        employer = asked.employer if asked.employer in self._listed else ""
        key = (asked.series, asked.specialty, asked.level, asked.region, asked.kind, employer)
        known = self._competent.get(key)
        if known is None:
            known = self._competent[key] = tuple(
                row.committee.id
                for row in self._near(asked)
                if next(incompetence(row, application, self.days), None) is None
            )
        return known

    @cached_property
    def _competent(self) -> dict[tuple[object, ...], tuple[str, ...]]:
        """Who is competent for what was asked so far; employers that no filing lists are not told apart."""
        return {}

    @cached_property
    def _listed(self) -> frozenset[str]:
        """Employers that some filing lists."""
        return frozenset(one for row in self.brief.season.filings for one in row.employers)

    def _near(self, asked: Asked) -> tuple[Approval, ...]:
        """Committees with a filing for the specialty and the region of ``asked``."""
        key = (asked.series, asked.specialty, asked.region)
        if key not in self._around:
            self._around[key] = tuple(
                row for row in self.by_specialty[key[:2]] if _files(row, asked.specialty, asked.region)
            )
        return self._around[key]

    @cached_property
    def _around(self) -> dict[tuple[str, str, str], tuple[Approval, ...]]:
        """What :meth:`_near` found so far, by series, specialty and region."""
        return {}

    def refusals(self, application: Application) -> tuple[tuple[str, tuple[Reason, ...]], ...]:
        """Why each committee of the series is not competent: those filed for the specialty, else all of the series."""
        asked = asked_by(self.brief, application)
        if asked not in self._refusals:
            near = self.by_specialty[application.series, application.specialty]
            self._refusals[asked] = tuple(
                (row.committee.id, tuple(incompetence(row, application, self.days)))
                for row in near or self.by_series.get(application.series, ())
            )
        return self._refusals[asked]

    @cached_property
    def _refusals(self) -> dict[Asked, tuple[tuple[str, tuple[Reason, ...]], ...]]:
        """What :meth:`refusals` found so far."""
        return {}

    def pinned_to(self, application: Application) -> str:
        """Committee of the session that a pin keeps ``application`` in, ``""`` where none does."""
        pin = self.brief.season.pinned_case.get(application.id)
        return self.brief.season.committee_of_session(pin.session) if pin else ""

    def capacity(self, committees: tuple[str, ...]) -> dict[str, int]:
        """How much each of ``committees`` can take: half-days wanted where all say so, else experts in the pool."""
        wanted = {one: self.half_days[one] for one in committees}
        if all(wanted.values()):
            return wanted
        return {one: max(1, len(self.brief.pool.get(one, ()))) for one in committees}

    @cached_property
    def half_days(self) -> Counter[str]:
        """Half-days of the sessions wanted, by committee; a session of no given length counts as one."""
        found: Counter[str] = Counter()
        for row in self.brief.season.sessions:
            found[row.committee] += row.half_days or 1
        return found


def _files(approval: Approval, specialty: str, region: str | None = None) -> bool:
    """Whether some filing covers ``specialty``, and ``region`` where one is given."""
    return any(
        (not filing.specialties or specialty in filing.specialties)
        and (region is None or not filing.regions or region in filing.regions)
        for filing, _ in approval.terms
    )
