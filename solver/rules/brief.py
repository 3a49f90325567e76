"""What every rule reads: the season, the numbers of the register, the calendar and the conflicts of interest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from solver.domain.calendar import HalfDay, WorkingCalendar
from solver.domain.committees import Application, Committee, Room
from solver.domain.conflicts import Conflicts
from solver.domain.people import Unavailability
from solver.domain.plan import PlannedSession
from solver.domain.season import Season
from solver.domain.vocabulary import CommitteeKind, Level
from solver.rules.rulebook import Rulebook


@dataclass(frozen=True)
class Brief:
    """A season with everything that rules need; made by ``data.briefing``.

    ``districts`` are those of the rooms that a larger season has beside the rooms of this part of it: a bound that is
    to hold for the whole must allow for them.

    ``settled`` are sessions that stand beside what is planned of this season (drawn already): their rooms and cases are
    taken.

    ``named_only`` narrows :meth:`candidates` and :meth:`rooms` to whom and what a plan names: enough for the rules that
    allow it (:class:`solver.rules.rule.Rule`) while a plan is judged as it stands.

    ``elsewhere`` are experts who sit in another part of a larger season: no plan of this part may use them, while its
    bound, which is to hold for the whole, allows for them. ``foreign`` are applications that are here for their people
    only: another part evaluates them, or none.

    ``assessment`` says how a (series code, level) is assessed: ``review``, ``exam``, ``exam+review``, … (series table).
    ``specialty_parent`` maps a specialty to the one it belongs to (``""`` none), for filings by broader specialty.
    """

    season: Season
    calendar: WorkingCalendar
    rulebook: Rulebook
    conflicts: Conflicts = field(default_factory=Conflicts)
    assessment: Mapping[tuple[str, Level], str] = field(default_factory=dict)
    districts: frozenset[str] = frozenset()
    settled: tuple[PlannedSession, ...] = ()
    named_only: bool = False
    elsewhere: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()

    @property
    def every_district(self) -> frozenset[str]:
        """Districts of the rooms of this season, and of the larger one that it may be a part of."""
        return self.districts | frozenset(row.district for row in self.season.rooms if row.district)

    def is_self_review(self, committee: str) -> bool:
        """Whether ``committee`` is a self-review committee (自主评审)."""
        return self.season.committee[committee].kind is CommitteeKind.SELF_REVIEW

    def committee_of(self, session: PlannedSession) -> Committee | None:
        """The committee of a planned session, None where a hand-made plan names one that does not exist."""
        return self.season.committee.get(session.committee)

    def span(self, session: PlannedSession) -> tuple[HalfDay, ...]:
        """Half-days of a session, empty while its start is undecided."""
        return self.calendar.span(session.start, session.length) if session.start else ()

    def candidates(self, session: PlannedSession) -> tuple[str, ...]:
        """Experts that rules must look at for ``session``: the committee's pool, and whoever plan or pins name."""
        pool = self.pool.get(session.committee, ())
        named = {seat.expert for seat in session.panel} | {one.expert for one in session.alternates}
        named |= {pin.expert for pin in self.season.pins_of.get(session.id, ()) if pin.keeps and pin.expert}
        beside = tuple(sorted(one for one in named.difference(pool) if one in self.season.expert)) if named else ()
        if self.named_only:
            named.update(reader for case in session.cases for reader in case.readers)
            pool = tuple(one for one in pool if one in named)
        return pool + beside

    def rooms(self, session: PlannedSession) -> tuple[Room, ...]:
        """Rooms that rules must look at for ``session``, in table order: every one it could use."""
        if not self.named_only:
            return self.season.rooms
        named = {*session.rooms, *(group.room for group in session.groups)}
        return tuple(row for row in self.season.rooms if row.id in named)

    def judging(self) -> Brief:
        """This brief with ``named_only``; what was looked up stays known."""
        made = replace(self, named_only=True)
        vars(made).update({name: known for name, known in vars(self).items() if name in (*LOOKED_UP, "unavailable")})
        return made

    def unpinned(self) -> Brief:
        """This brief without pins: who is drawn, and from whom, is for the lottery alone."""
        return self if not self.season.pins else self.changed(self.season.with_tables({"pins": ()}))

    @cached_property
    def pool(self) -> Mapping[str, tuple[str, ...]]:
        """Experts of each committee's pool, each once, in table order."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for term in self.season.pools:
            found[term.committee][term.expert] = None
        return {committee: tuple(experts) for committee, experts in found.items()}

    @cached_property
    def specialties_of(self) -> Mapping[tuple[str, str], Mapping[str, float]]:
        """By (expert, series): specialties held, each with its best strength in [0, 1]."""
        found: defaultdict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for row in self.season.qualifications:
            held = found[row.expert, row.series]
            held[row.specialty] = max(held.get(row.specialty, 0.0), row.strength)
        return dict(found)

    @cached_property
    def level_of(self) -> Mapping[tuple[str, str], Level]:
        """By (expert, series): the highest level held."""
        found: dict[tuple[str, str], Level] = {}
        for row in self.season.qualifications:
            key = (row.expert, row.series)
            found[key] = max(found.get(key, row.level), row.level)
        return found

    @cached_property
    def served(self) -> frozenset[tuple[str, str, int]]:
        """(expert, committee, year) of past service."""
        return frozenset((row.expert, row.committee, row.year) for row in self.season.service)

    @cached_property
    def unavailable(self) -> Mapping[str, frozenset[HalfDay]]:
        """By expert id: half-days of the season in which the expert cannot sit; every one for those elsewhere."""
        rows = self.season.unavailability_of
        found = {one.id: self._unavailable_in(rows[one.person]) for one in self.season.experts if one.person in rows}
        return found | dict.fromkeys(self.elsewhere, frozenset(self.season_half_days))

    def _unavailable_in(self, rows: Iterable[Unavailability]) -> frozenset[HalfDay]:
        halves = self.season_half_days
        return frozenset(
            half for row in rows for half in halves[bisect_left(halves, row.start) : bisect_right(halves, row.end)]
        )

    def changed(self, season: Season, conflicts: Conflicts | None = None) -> Brief:
        """This brief for ``season``, which differs from its own in a few rows; what stays is not looked up again.

        Parameters
        ----------
        conflicts
            Those of ``season`` where they differ; None: they do not. Register and calendar are taken to be the same.
        """
        made = replace(self, season=season, conflicts=conflicts or self.conflicts)
        for name, known in vars(self).items():
            tables = LOOKED_UP.get(name)
            if tables is not None and all(getattr(season, one) is getattr(self.season, one) for one in tables):
                vars(made)[name] = known
        if "unavailable" in vars(self) and season.experts is self.season.experts:
            vars(made)["unavailable"] = self._still_unavailable(made)
        return made

    def looked_up(self) -> Brief:
        """This brief with every look-up of it and its season made, to be shared by briefs of changed seasons."""
        self.season.looked_up()
        for name in (*LOOKED_UP, "unavailable"):
            getattr(self, name)
        return self

    def _still_unavailable(self, made: Brief) -> Mapping[str, frozenset[HalfDay]]:
        """What :attr:`unavailable` is in ``made``, worked out anew for those only whose rows differ."""
        before, after = self.season.unavailability_of, made.season.unavailability_of
        differing = [one for one in before.keys() | after.keys() if before.get(one) != after.get(one)]
        known = dict(self.unavailable)
        for person in differing:
            expert = made.season.expert_of_person.get(person)
            if expert is not None:
                known.pop(expert.id, None)
                if person in after:
                    known[expert.id] = made._unavailable_in(after[person])
        return known | dict.fromkeys(self.elsewhere, frozenset(self.season_half_days))

    @cached_property
    def season_half_days(self) -> tuple[HalfDay, ...]:
        """Working half-days of the season, ascending."""
        return self.calendar.half_days(self.season.header.first_day, self.season.header.last_day)

    @cached_property
    def closed_rooms(self) -> Mapping[str, frozenset[HalfDay]]:
        """By room: working half-days of the season in which it is not open."""
        halves = self.season_half_days
        return {room.id: frozenset(half for half in halves if not room.is_open(half)) for room in self.season.rooms}

    @cached_property
    def applicants(self) -> frozenset[str]:
        """Persons who apply this year and whose application was not withdrawn."""
        return frozenset(row.applicant for row in self.season.applications if not row.withdrawn)

    def application(self, one: str) -> Application | None:
        """Application by id, None where a hand-made plan names one that does not exist."""
        return self.season.application.get(one)

    @cached_property
    def settled_cases(self) -> frozenset[str]:
        """Applications of the settled sessions."""
        return frozenset(case.application for one in self.settled for case in one.cases)

    def last_day(self) -> date:
        """Last day of the season's year."""
        return date(self.season.header.year, 12, 31)


LOOKED_UP: Mapping[str, tuple[str, ...]] = {
    "pool": ("pools",),
    "specialties_of": ("qualifications",),
    "level_of": ("qualifications",),
    "served": ("service",),
    "season_half_days": (),
    "closed_rooms": ("rooms",),
    "applicants": ("applications",),
}
"""Look-ups of a brief and the tables of the season each is made from; ``unavailable`` is kept up row by row."""
