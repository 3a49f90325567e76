"""Applications into sessions of one level band: the sessions that committees want, and those the volume asks for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import count, islice
from math import ceil

from solver.domain.committees import Application, SessionRequest
from solver.domain.pins import Pin, derived
from solver.domain.plan import Plan, PlannedSession, Reason, Route, Unplaced
from solver.domain.vocabulary import Level, PinMatter
from solver.planning.bands import Band, bands_of
from solver.planning.forming import Form, Frame, form
from solver.planning.measures import Measures, measures
from solver.planning.sizes import Sizes, wanted_size
from solver.planning.spreading import Placing, Slot, spread
from solver.rules.brief import Brief

KEEP = 0.9
"""Share of its cases that a wanted session keeps on each try while they do not fit its time."""
FURTHER = 3
"""Numbers of derived sessions that are tried, from the least that the volume allows."""
PROVED = frozenset({"holder", "panel_size", "experts", "fact"})
"""Dimensions of reasons that prove that no session could take an application."""
TRIES = ((Fraction(6, 10), False), (Fraction(0), False), (Fraction(0), True))
"""Experts wanted beyond the seats, as a share of them, and whether panels may be smaller than filed.

Comfortably first, then as tight as it must be; a panel is smaller than the committee filed only if nothing else helps.
"""


@dataclass(frozen=True)
class Bounds:
    """What bounds all sessions of a season: measures, alternates (PD-04), rooms in one place, applicants' employers."""

    measures: Measures
    spare_ratio: Fraction
    spare_min: int
    groups_max: int
    employer_of: Mapping[str, str]


def bounds_of(brief: Brief) -> Bounds:
    """The bounds of the season of ``brief``."""
    season = brief.season
    spares = brief.rulebook.active("PD-04")
    rooms = Counter(room.place for room in season.rooms)
    return Bounds(
        measures(brief),
        spares.share("ratio") if spares else Fraction(0),
        spares.whole("min") if spares else 0,
        max(rooms.values(), default=len(season.applications)),
        {row.id: season.employer_of_applicant(row.id) for row in season.applications},
    )


def batch_cases(brief: Brief, routes: tuple[Route, ...]) -> Plan:
    """Sessions with their committee, levels, length, size, groups and cases, without start, rooms and panel.

    Applications that no lawful session could take are listed as unplaced with the rule in the way.
    """
    bounds = bounds_of(brief)
    bands = bands_of(brief, routes)
    wanted = _requests_of(brief, bands)
    sessions: list[PlannedSession] = []
    unplaced: list[Unplaced] = []
    for band in bands:
        made, failed = Batching(brief, bounds, band).sessions(wanted.get((band.committee, band.level), ()))
        sessions.extend(made)
        unplaced.extend(failed)
    used = {session.id for session in sessions}
    idle = (row for row in brief.season.sessions if row.id not in used)
    unplaced.extend(Unplaced(row.id, "session", (Reason("no_cases", "PD-11", row.committee),)) for row in idle)
    return Plan(routes=routes, sessions=tuple(sessions), unplaced=tuple(unplaced))


def _requests_of(brief: Brief, bands: Sequence[Band]) -> Mapping[tuple[str, Level], tuple[SessionRequest, ...]]:
    """Wanted sessions by band; one for several levels goes to the band with the most cases per session so far."""
    volume = {(band.committee, band.level): len(band.applications) for band in bands}
    found: defaultdict[tuple[str, Level], list[SessionRequest]] = defaultdict(list)
    for row in sorted(brief.season.sessions, key=lambda row: len(row.levels)):
        keys = [(row.committee, level) for level in row.levels if (row.committee, level) in volume]
        if keys:
            best = max(keys, key=lambda key: (Fraction(volume[key], len(found[key]) + 1), key[1]))
            found[best].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


@dataclass(frozen=True)
class Batching:
    """The batching of one band."""

    brief: Brief
    bounds: Bounds
    band: Band

    @cached_property
    def sizes(self) -> Sizes:
        """Lawful panel sizes of the band's committee."""
        return Sizes(self.brief, self.band)

    def sessions(self, requests: tuple[SessionRequest, ...]) -> tuple[list[PlannedSession], list[Unplaced]]:
        """The sessions of the band, and its applications that none can take."""
        band = self.band
        covered = [row for row in band.applications if band.takes(row.specialty)]
        unplaced = [
            Unplaced(row.id, "application", (_no_holder(band, row),))
            for row in band.applications
            if not band.takes(row.specialty)
        ]
        kept = self.placing.kept
        later = [row for row in covered if kept.get(row.id) in self.named]
        made, left = self._formed(
            self._wanted(requests), [row for row in covered if kept.get(row.id) not in self.named]
        )
        further, left = self._further([*later, *left])
        unplaced.extend(Unplaced(row.id, "application", (self._no_panel(),)) for row in left)
        return self._numbered([*made, *further]), unplaced

    @cached_property
    def pins(self) -> tuple[Pin, ...]:
        """Pins that speak of this band: they name one of its applications, or a session that it derives."""
        own = {row.id for row in self.band.applications}
        return tuple(pin for pin in self.brief.season.pins if pin.application in own or self._number(pin.session))

    def _number(self, session: str) -> int:
        """The number of ``session`` among those that the band derives, 0 where it is none of them."""
        parts = derived(session)
        mine = parts is not None and (parts.committee, parts.level) == (self.band.committee, self.band.level)
        return parts.number if parts is not None and mine and session not in self._taken else 0

    @cached_property
    def named(self) -> frozenset[str]:
        """Derived sessions of the band in which pins keep something: they are derived whatever the volume."""
        return frozenset(pin.session for pin in self.pins if pin.keeps and self._number(pin.session))

    @cached_property
    def placing(self) -> Placing:
        """Where pins keep cases of the band, and where not."""
        barred: defaultdict[str, set[str]] = defaultdict(set)
        for pin in self.pins:
            if pin.what is PinMatter.CASE and not pin.keeps and not pin.group:
                barred[pin.application].add(pin.session)
        kept = {one: pin.session for one, pin in self.brief.season.pinned_case.items() if pin in self.pins}
        return Placing(kept, {one: frozenset(sessions) for one, sessions in barred.items()})

    @cached_property
    def _taken(self) -> frozenset[str]:
        """Ids that other sessions have."""
        return frozenset(self.brief.season.session_request) | {one.id for one in self.brief.settled}

    def _names(self) -> Iterator[str]:
        """Ids of derived sessions, such as ``C01-3-2``: committee, level, number."""
        names = (f"{self.band.committee}-{self.band.level}-{number}" for number in count(1))
        return (name for name in names if name not in self._taken)

    def _wanted(self, requests: tuple[SessionRequest, ...]) -> list[Slot]:
        slots = []
        for row in requests:
            specialties = frozenset(one for group in row.groups for one in group.specialties) or None
            capacity = self.bounds.measures.cases_max
            if row.half_days:
                parallel = len(row.groups) or len(self.band.specialties)
                capacity = self._fitting(self.band.applications, row.half_days, parallel)
            slots.append(Slot(row.id, max(1, capacity), row, specialties))
        return slots

    def _fitting(self, applications: Sequence[Application], half_days: int, parallel: int) -> int:
        """Cases of average length that fit ``half_days`` with ``parallel`` groups."""
        known = self.bounds.measures
        average = Fraction(sum(map(known.minutes, applications)), len(applications))
        each = average / parallel + known.plenary_minutes
        return int(half_days * known.half_day_minutes / each) if each else known.cases_max

    def _further(self, applications: list[Application]) -> tuple[list[PlannedSession], list[Application]]:
        """Derived sessions, as few as the volume allows; and what even they cannot take."""
        best: tuple[list[PlannedSession], list[Application]] = ([], applications)
        if not applications:
            return best
        known = self.bounds.measures
        capacity = min(known.cases_max, self._fitting(applications, known.half_days_max, 1))
        named = max(map(self._number, self.named), default=0)
        spoken_of = any(self._number(pin.session) for pin in self.pins)
        least = max(ceil(len(applications) / max(1, capacity)), min(named, len(applications)))
        for number in range(least, least + FURTHER):
            each = ceil(len(applications) / number)
            ids = islice(self._names(), number) if spoken_of else (f"+{one}" for one in range(1, number + 1))
            made, left = self._formed([Slot(one, each) for one in ids], applications)
            if len(left) < len(best[1]):
                best = made, left
            if not left:
                break
        return best

    def _formed(
        self, slots: list[Slot], applications: Sequence[Application]
    ) -> tuple[list[PlannedSession], list[Application]]:
        """Sessions for ``slots``, and the applications that found no place in them."""
        best: tuple[list[PlannedSession], list[Application]] = ([], list(applications))
        for ease in TRIES if slots else ():
            for extra in (0, 1, len(slots)):
                parts, left = spread(applications, slots, self.bounds.employer_of, extra, self.placing)
                made, rest = self._filled(slots, parts, ease)
                if len(rest) + len(left) < len(best[1]):
                    best = made, [*left, *rest]
                if not rest:
                    return best
        return best

    def _filled(
        self, slots: list[Slot], parts: Mapping[str, tuple[Application, ...]], ease: tuple[Fraction, bool]
    ) -> tuple[list[PlannedSession], list[Application]]:
        made: list[PlannedSession] = []
        rest: list[Application] = []
        for slot in slots:
            rows = parts.get(slot.id, ())
            found, kept = self._fitted(slot, rows, ease)
            rest.extend(rows[kept:])
            if found is not None:
                made.append(self._session(slot, found))
        return made, rest

    def _fitted(self, slot: Slot, rows: Sequence[Application], ease: tuple[Fraction, bool]) -> tuple[Form | None, int]:
        """The form of ``slot`` for as many of its first ``rows`` as fit, and their number."""
        committee = self.brief.season.committee[self.band.committee]
        frame = self._frame(slot, wanted_size(self.brief, committee, slot.request), ease)
        kept = len(rows)
        while kept:
            found = form(frame, self.band, rows[:kept], slot.request)
            if found is not None:
                return found, kept
            kept = int(kept * KEEP) if slot.request else 0
        return None, 0

    def _frame(self, slot: Slot, wanted: int, ease: tuple[Fraction, bool]) -> Frame:
        margin, smaller = ease
        sizes = tuple(islice(self.sizes.preferred(wanted), None if smaller else 1))
        bounds = self.bounds
        cases = [pin for pin in self.pins if pin.what is PinMatter.CASE and pin.session == slot.id and pin.group]
        kept = {pin.application: pin.group for pin in cases if pin.keeps}
        barred = frozenset((pin.application, pin.group) for pin in cases if not pin.keeps)
        spares = bounds.spare_ratio, bounds.spare_min
        return Frame(bounds.measures, sizes, *spares, bounds.groups_max, margin, kept, barred)

    def _session(self, slot: Slot, found: Form) -> PlannedSession:
        return PlannedSession(
            slot.id,
            self.band.committee,
            (self.band.level,),
            found.length,
            size=found.size,
            groups=found.groups,
            cases=found.cases,
            selection=self.brief.season.committee[self.band.committee].selection,
        )

    def _numbered(self, sessions: list[PlannedSession]) -> list[PlannedSession]:
        """Derived sessions with ids of their own; those that pins speak of have theirs already."""
        free = self._names()
        return [
            session if session.id in self._taken or self._number(session.id) else replace(session, id=next(free))
            for session in sessions
        ]

    def _no_panel(self) -> Reason:
        """Why no lawful panel can be staffed: no size is lawful, or too few may sit, by the rule that bars most."""
        band = self.band
        committee = self.brief.season.committee[band.committee]
        wanted = wanted_size(self.brief, committee, None)
        eligible = len(band.eligible(band.specialties))
        least = self.sizes.least()
        if least is None:
            facts = (("found", str(wanted)), ("eligible", str(eligible)))
            return Reason("panel_size", self.sizes.against(wanted)[0], band.committee, facts)
        rule = max(band.barred, key=lambda one: (band.barred[one], one), default="CN40-11b")
        dimension = "experts" if eligible < least else "staff"
        return Reason(dimension, rule, band.committee, (("found", str(eligible)), ("needed", str(least))))


def _no_holder(band: Band, application: Application) -> Reason:
    facts = (("specialty", application.specialty), ("found", "0"), ("needed", "1"))
    return Reason("holder", "PD-21", band.committee, facts)
