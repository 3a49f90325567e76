"""How much reading and sitting falls on whom, and whether a session's time is enough (MODEL.md, readers and time)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from solver.domain.calendar import days_of
from solver.domain.plan import Plan, PlannedCase, PlannedSession
from solver.rules.brief import Brief
from solver.rules.places import seats
from solver.rules.requirement import Between, Forbidden, Holds, Reading, Requirement, Seat
from solver.rules.rulebook import Provision


def readers_per_case(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A case has as many readers as the register says, with groups and without (product default)."""
    for session in plan.sessions:
        yield from _read_by(brief, provision, session, provision.whole("grouped" if session.groups else "ungrouped"))


def readers_without_groups(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Where a session has no groups, at least three experts read each case (40号令 第21条)."""
    for session in plan.sessions:
        if not session.groups:
            yield from _read_by(brief, provision, session, provision.whole("min_readers"))


def _read_by(brief: Brief, provision: Provision, session: PlannedSession, least: int) -> Iterator[Requirement]:
    readers = _possible_readers(brief, session)
    for case in session.cases:
        possible = () if brief.named_only else readers.get(case.group, ())
        experts = dict.fromkeys((*possible, *case.readers))
        atoms = tuple(Reading(session.id, case.application, expert) for expert in experts)
        yield Between(provision.id, (("session", session.id), ("application", case.application)), atoms, low=least)


def _possible_readers(brief: Brief, session: PlannedSession) -> Mapping[str, list[str]]:
    """By group: who could read its cases. Readers come after panels, so these are its members once there are any."""
    if not session.panel:
        candidates = list(brief.candidates(session))
        return dict.fromkeys(session.group_ids(), candidates)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for seat in session.panel:
        members[seat.group].append(seat.expert)
    return members


def reader_is_in_group(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Who reads a case has a seat in its group, or on the panel where there are no groups (40号令 第21条)."""
    for session in plan.sessions:
        members = _possible_readers(brief, session)
        for case in session.cases:
            if session.panel:
                yield from _strangers(provision, session, case, frozenset(members.get(case.group, ())))
                continue
            for expert in members.get(case.group, ()):
                pair = (Seat(session.id, case.group, expert), Reading(session.id, case.application, expert))
                yield Between(provision.id, _subject(session, case, expert), pair, low=0, weights=(1, -1))


def _strangers(
    provision: Provision, session: PlannedSession, case: PlannedCase, members: frozenset[str]
) -> Iterator[Requirement]:
    for expert in case.readers:
        if expert not in members:
            reading = Reading(session.id, case.application, expert)
            yield Forbidden(provision.id, _subject(session, case, expert), reading, "—", case.group)


def _subject(session: PlannedSession, case: PlannedCase, expert: str) -> tuple[tuple[str, str], ...]:
    return (("session", session.id), ("application", case.application), ("expert", expert))


def cases_per_day(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Nobody reads more cases than the limit a day, over the days of each session (product default).

    Sessions of one expert that share a day are taken together: the limit holds over all their days.
    """
    limit = provision.whole("max_apps_per_day")
    for expert, counts in _reading_counts(brief, plan).items():
        if sum(counts.values()) <= limit:
            continue
        for together in _sharing_days(brief, [plan.session[one] for one in counts]):
            days = len(days_of(half for one in together for half in brief.span(one))) or _days(brief, together[0])
            if sum(counts[one.id] for one in together) > limit * days:
                subject = (("expert", expert), *(("session", one.id) for one in together))
                atoms = tuple(atom for one in together for atom in _readings_of(brief, one, expert))
                yield Between(provision.id, subject, atoms, high=limit * days)


def cases_per_season(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Nobody reads more cases in a season than they said they would (专家库: max_cases)."""
    for expert, counts in _reading_counts(brief, plan).items():
        limit = brief.season.expert[expert].max_cases if expert in brief.season.expert else None
        if limit is not None:
            atoms = tuple(atom for one in counts for atom in _readings_of(brief, plan.session[one], expert))
            yield Between(provision.id, (("expert", expert),), atoms, high=limit)


def _reading_counts(brief: Brief, plan: Plan) -> Mapping[str, Mapping[str, int]]:
    """By expert and session: how many cases the expert could read; none left out."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for session in plan.sessions:
        by_group = Counter(case.group for case in session.cases)
        readers = {group: dict.fromkeys(experts) for group, experts in _possible_readers(brief, session).items()}
        for group, count in by_group.items():
            for expert in readers.get(group, ()):
                found[expert][session.id] += count
        for case in session.cases:
            members = readers.get(case.group, {})
            for expert in dict.fromkeys(case.readers):
                if expert not in members:
                    found[expert][session.id] += 1
    return found


def _readings_of(brief: Brief, session: PlannedSession, expert: str) -> Iterator[Reading]:
    """Every case of ``session`` that ``expert`` could read."""
    readers = _possible_readers(brief, session)
    within = {group for group, experts in readers.items() if expert in experts}
    for case in session.cases:
        if case.group in within or expert in case.readers:
            yield Reading(session.id, case.application, expert)


def _sharing_days(brief: Brief, sessions: list[PlannedSession]) -> list[list[PlannedSession]]:
    """``sessions`` in order of time, those that share days (also through a third) together; undated ones alone."""
    dated = sorted((one for one in sessions if one.start), key=lambda one: brief.span(one)[0])
    together: list[list[PlannedSession]] = [[one] for one in sessions if not one.start]
    last = None
    for session in dated:
        span = brief.span(session)
        if last is not None and span[0].day <= last:
            together[-1].append(session)
        else:
            together.append([session])
        last = max(span[-1].day, last) if last else span[-1].day
    return together


def sessions_and_days(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Nobody sits in more sessions or on more days a season than the limit, or their own (product default).

    A day on which somebody sits in two sessions counts for each.
    """
    most_sessions, most_days = provision.whole("max_sessions_per_year"), provision.whole("max_days_per_year")
    days = {session.id: _days(brief, session) for session in plan.sessions}
    for expert, atoms in _sittings(brief, plan).items():
        own = brief.season.expert[expert]
        of_sessions = most_sessions if own.max_sessions is None else min(most_sessions, own.max_sessions)
        of_days = most_days if own.max_days is None else min(most_days, own.max_days)
        sessions = {atom.session for atom in atoms}
        subject = (("expert", expert),)
        if len(sessions) > of_sessions:
            yield Between(provision.id, subject, tuple(atoms), high=of_sessions, facts=(("unit", "sessions"),))
        if sum(days[one] for one in sessions) > of_days:
            weights = tuple(days[atom.session] for atom in atoms)
            yield Between(provision.id, subject, tuple(atoms), None, of_days, weights, (("unit", "days"),))


def _sittings(brief: Brief, plan: Plan) -> Mapping[str, list[Seat]]:
    found: defaultdict[str, list[Seat]] = defaultdict(list)
    for session in plan.sessions:
        for seat in seats(session, brief.candidates(session)):
            found[seat.expert].append(seat)
    return found


def _days(brief: Brief, session: PlannedSession) -> int:
    """Days a session takes; as few as it can while its start is open."""
    return len(days_of(brief.span(session))) or -(-session.length // brief.calendar.halves)


def minutes_fit(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """The minutes of each group's cases and of the plenary fit the session's half-days (product default).

    Groups work in parallel; the plenary hears every case of the session.
    """
    usual, plenary = provision.whole("minutes_per_case"), provision.whole("plenary_minutes_per_case")
    for session in plan.sessions:
        room = session.length * provision.whole("minutes_per_half_day")
        minutes = dict.fromkeys(session.group_ids(), 0)
        for case in session.cases:
            application = brief.application(case.application)
            own = application.minutes if application else None
            minutes[case.group] = minutes.get(case.group, 0) + (usual if own is None else own)
        for group, taken in minutes.items():
            needed = taken + plenary * len(session.cases)
            subject = (("session", session.id), *((("group", group),) if group else ()))
            yield Holds(provision.id, subject, needed <= room, str(needed), f"≤ {room}")
