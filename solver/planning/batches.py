"""Applications into sessions of one level band: the sessions that committees want, and those the volume asks for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import count, islice
from math import ceil

from solver.domain.committees import Application, SessionRequest
from solver.domain.plan import Plan, PlannedSession, Reason, Route, Unplaced
from solver.domain.vocabulary import Level
from solver.planning.bands import Band, bands_of
from solver.planning.forming import Form, Frame, form
from solver.planning.measures import Measures, measures
from solver.planning.sizes import Sizes, wanted_size
from solver.planning.spreading import Slot, spread
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
        made, left = self._formed(self._wanted(requests), covered)
        further, left = self._further(left)
        unplaced.extend(Unplaced(row.id, "application", (self._no_panel(),)) for row in left)
        return self._numbered([*made, *further]), unplaced

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
        least = ceil(len(applications) / max(1, capacity))
        for number in range(least, least + FURTHER):
            each = ceil(len(applications) / number)
            made, left = self._formed([Slot(f"+{one}", each) for one in range(1, number + 1)], applications)
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
                parts, left = spread(applications, slots, self.bounds.employer_of, extra)
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
        frame = self._frame(wanted_size(self.brief, committee, slot.request), ease)
        kept = len(rows)
        while kept:
            found = form(frame, self.band, rows[:kept], slot.request)
            if found is not None:
                return found, kept
            kept = int(kept * KEEP) if slot.request else 0
        return None, 0

    def _frame(self, wanted: int, ease: tuple[Fraction, bool]) -> Frame:
        margin, smaller = ease
        sizes = tuple(islice(self.sizes.preferred(wanted), None if smaller else 1))
        bounds = self.bounds
        return Frame(bounds.measures, sizes, bounds.spare_ratio, bounds.spare_min, bounds.groups_max, margin)

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
        """Derived sessions with ids of their own, such as ``C01-3-2``: committee, level, number."""
        taken = self.brief.season.session_request.keys() | {one.id for one in self.brief.settled}
        free = (
            name
            for name in (f"{self.band.committee}-{self.band.level}-{number}" for number in count(1))
            if name not in taken
        )
        return [session if session.id in taken else replace(session, id=next(free)) for session in sessions]

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
