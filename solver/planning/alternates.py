"""Alternates (候补): who stands by for each group, ranked, free at that time on every panel and list (PD-04).

Groups with fewest spare candidates choose first; where that leaves a group short, the whole season is solved as one
program, so that a list is only short if no other choice of lists would fill it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from solver.domain.conflicts import Conflicts
from solver.domain.pins import Pin
from solver.domain.plan import Alternate, Plan, PlannedSession, Reason, Unplaced
from solver.domain.vocabulary import PinMatter
from solver.model.ask import Asked, ask
from solver.model.fixing import maximise
from solver.model.highs import Limits
from solver.model.merits import Merits
from solver.model.program import INFINITE, Program
from solver.model.seats import open_seats
from solver.model.times import Times, decided_times
from solver.planning.shortage import PANEL_RULES
from solver.rules.attendance import full_employers
from solver.rules.brief import Brief
from solver.rules.composition import employer_key
from solver.rules.requirement import Forbidden, Seat

List = tuple[str, str]
"""(session, group) of a list of alternates."""
NOBODY: frozenset[str] = frozenset()
FILLED = 100.0
"""Worth of a filled place on a list, against a strength of at most 1."""


@dataclass(frozen=True)
class Standing:
    """``plan`` with its lists of alternates; sessions whose lists cannot be filled are in ``short``, not in it."""

    plan: Plan
    short: tuple[Unplaced, ...] = ()


def rank_alternates(
    brief: Brief, plan: Plan, limits: Limits | None = None, asked: Asked | None = None, merits: Merits | None = None
) -> Standing:
    """Give every session of ``plan`` its alternates, best fit first.

    Parameters
    ----------
    asked
        Panel requirements of this structure where they are already known.
    """
    known = merits or Merits(brief)
    needs = {
        (session.id, group): count
        for session in plan.sessions
        for group, count in known.alternates_per_group(session).items()
        if count
    }
    bare = replace(plan, sessions=tuple(replace(row, alternates=()) for row in plan.sessions))
    bench = _Bench(known, bare, asked or ask(brief, bare, PANEL_RULES))
    needs |= {one: needs.get(one, 0) for one in bench.kept}
    lists = _by_scarcity(bench, needs)
    if any(len(lists[one]) < count for one, count in needs.items()):
        lists = _together(bench, needs, limits or Limits())
    return _standing(bench, needs, lists)


@dataclass(frozen=True)
class _Bench:
    """Who could stand by for which group, given the panels."""

    merits: Merits
    plan: Plan
    asked: Asked

    @cached_property
    def times(self) -> Times:
        """When sessions are."""
        return decided_times(self.merits.brief, self.plan)

    @cached_property
    def clashes(self) -> Mapping[str, frozenset[str]]:
        """By session: sessions nobody can be at as well, itself included."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        at: defaultdict[object, list[str]] = defaultdict(list)
        for session in self.plan.sessions:
            found[session.id].add(session.id)
            for half in self.times.decided.get(session.id, ()):
                at[half].append(session.id)
        for together in at.values():
            for one in together:
                found[one].update(together)
        return {one: frozenset(others) | self.times.apart.get(one, frozenset()) for one, others in found.items()}

    @cached_property
    def busy(self) -> Mapping[str, frozenset[str]]:
        """By expert: sessions they cannot stand by for because of a panel they sit on."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for session in self.plan.sessions:
            for expert in session.seated():
                found[expert].update(self.clashes[session.id])
        return {expert: frozenset(sessions) for expert, sessions in found.items()}

    @cached_property
    def candidates(self) -> Mapping[List, tuple[str, ...]]:
        """By list, best first: who satisfies every rule of the seat, is free, no kin of the panel, below the cap."""
        free = frozenset(self.plan.session)
        seats = open_seats(self.merits.brief, self.plan, self.asked.requirements, self.times, free)
        found: defaultdict[List, list[str]] = defaultdict(list)
        barred = {session.id: self._barred(session) for session in self.plan.sessions}
        full = {session.id: full_employers(self.merits.brief, session) for session in self.plan.sessions}
        cap = self.merits.brief.rulebook.active("PD-01")
        for atom in seats.columns:
            if isinstance(atom, Seat) and atom.expert not in barred[atom.session]:
                employer = employer_key(self.merits.brief, atom.expert, cap) if cap else ""
                if employer not in full[atom.session] and atom.session not in self.busy.get(atom.expert, ()):
                    found[atom.session, atom.group].append(atom.expert)
        for one, experts in self.kept.items():
            found[one] += [expert for expert in experts if expert not in found[one]]
        return {
            one: self._ranked(one, (expert for expert in experts if (*one, expert) not in self._forbidden))
            for one, experts in found.items()
        }

    @cached_property
    def kept(self) -> Mapping[List, frozenset[str]]:
        """By list: whom pins keep on it; where no group is said, in the first that no rule forbids."""
        found: defaultdict[List, set[str]] = defaultdict(set)
        for session, pin in self._pins():
            if pin.keeps and pin.expert not in session.seated():
                groups = (pin.group,) if pin.group in session.group_ids() else self._open(session, pin.expert)
                found[session.id, groups[0]].add(pin.expert)
        return {one: frozenset(experts) for one, experts in found.items()}

    @cached_property
    def kept_elsewhere(self) -> Mapping[str, frozenset[str]]:
        """By session: whom pins keep on a list of another one that nobody can be at as well."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for (session, _), experts in self.kept.items():
            for other in self.clashes[session]:
                found[other] |= experts
        return {session: frozenset(experts) for session, experts in found.items()}

    def _pins(self) -> Iterator[tuple[PlannedSession, Pin]]:
        season = self.merits.brief.season
        for session in self.plan.sessions:
            for pin in season.pins_of.get(session.id, ()):
                if pin.what is PinMatter.STANDBY and pin.expert in season.expert:
                    yield session, pin

    def _open(self, session: PlannedSession, expert: str) -> tuple[str, ...]:
        """Groups of ``session`` for which ``expert`` may stand by, best fit first; all where there are none."""
        groups = tuple(sorted(session.group_ids(), key=lambda group: (-self.fit((session.id, group), expert), group)))
        barred = {one.atom for one in self.asked.requirements if isinstance(one, Forbidden)}
        return tuple(one for one in groups if Seat(session.id, one, expert) not in barred) or groups

    @cached_property
    def _forbidden(self) -> frozenset[tuple[str, str, str]]:
        """(session, group, expert) of lists that pins keep somebody from."""
        return frozenset(
            (session.id, group, pin.expert)
            for session, pin in self._pins()
            if not pin.keeps
            for group in ((pin.group,) if pin.group else session.group_ids())
        )

    def _barred(self, session: PlannedSession) -> frozenset[str]:
        return frozenset(kin for seated in session.seated() for kin in self._kin.get(seated, ()))

    @cached_property
    def _kin(self) -> Mapping[str, frozenset[str]]:
        return kin_of(self.merits.brief.conflicts)

    def fit(self, one: List, expert: str) -> float:
        """Strength of ``expert`` for the group of a list."""
        return self.merits.strength(expert, *self._asked_of(one))

    def _asked_of(self, one: List) -> tuple[str, tuple[str, ...]]:
        """Series and specialties of a list."""
        session = self.plan.session[one[0]]
        committee = self.merits.brief.committee_of(session)
        return committee.series if committee else "", self.merits.specialties(session, one[1])

    def _ranked(self, one: List, experts: Iterable[str]) -> tuple[str, ...]:
        """``experts`` of a list, the best first."""
        committee, (series, covered) = self.plan.session[one[0]].committee, self._asked_of(one)

        def order(expert: str) -> tuple[float, bool, str]:
            return -self.merits.strength(expert, series, covered), not self.merits.is_new(expert, committee), expert

        return tuple(sorted(experts, key=order))


def kin_of(conflicts: Conflicts) -> Mapping[str, frozenset[str]]:
    """By expert: the experts who are their kin."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other, _ in conflicts.kin_experts:
        found[one].add(other)
        found[other].add(one)
    return {expert: frozenset(kin) for expert, kin in found.items()}


def _by_scarcity(bench: _Bench, needs: Mapping[List, int]) -> Mapping[List, tuple[str, ...]]:
    """Lists filled one by one, those with fewest spare candidates first."""
    taken: defaultdict[str, set[str]] = defaultdict(set)
    lists: dict[List, tuple[str, ...]] = {}
    for one in sorted(needs, key=lambda key: (len(bench.candidates.get(key, ())) - needs[key], key)):
        session, kept = one[0], bench.kept.get(one, NOBODY)
        able = bench.candidates.get(one, ())
        away = bench.kept_elsewhere.get(session, NOBODY)
        free = (expert for expert in able if session not in taken[expert] and expert not in away)
        others = {expert for expert, _ in zip(free, range(max(0, needs[one] - len(kept))), strict=False)}
        chosen = tuple(expert for expert in able if expert in kept or expert in others)
        for expert in chosen:
            taken[expert].update(bench.clashes[session])
        lists[one] = chosen
    return lists


def _together(bench: _Bench, needs: Mapping[List, int], limits: Limits) -> Mapping[List, tuple[str, ...]]:
    """All lists at once: as many places filled as can be, then best fit."""
    program, columns = Program(), dict[tuple[List, str], int]()
    by_expert: defaultdict[str, list[List]] = defaultdict(list)
    for one, count in needs.items():
        for expert in bench.candidates.get(one, ()):
            columns[one, expert] = program.column(0.0, 1.0, FILLED + bench.fit(one, expert), integer=True)
            by_expert[expert].append(one)
        mine = [columns[one, expert] for expert in bench.candidates.get(one, ())]
        kept = bench.kept.get(one, NOBODY)
        program.row(mine, [1.0] * len(mine), -INFINITE, float(max(count, len(kept))), "list")
        for expert in kept:
            program.lower[columns[one, expert]] = 1.0
    for expert, lists in by_expert.items():
        for here, there in combinations(lists, 2):
            both_kept = all(expert in bench.kept.get(one, NOBODY) for one in (here, there))
            if there[0] in bench.clashes[here[0]] and not both_kept:
                pair = [columns[here, expert], columns[there, expert]]
                program.row(pair, [1.0, 1.0], -INFINITE, 1.0, "one place")
    found = maximise(program.freeze(), limits)
    if found.values is None:
        return _by_scarcity(bench, needs)
    values = found.values
    return {
        one: tuple(expert for expert in bench.candidates.get(one, ()) if values[columns[one, expert]] > 0.5)
        for one in needs
    }


def _standing(bench: _Bench, needs: Mapping[List, int], lists: Mapping[List, tuple[str, ...]]) -> Standing:
    sessions, short = [], list[Unplaced]()
    for session in bench.plan.sessions:
        missing = {group: needs[session.id, group] - len(lists[session.id, group]) for group in _groups(session, needs)}
        if any(count > 0 for count in missing.values()):
            short += _too_short(session, missing)
            continue
        alternates = tuple(
            Alternate(expert, group, rank)
            for group in _groups(session, needs)
            for rank, expert in enumerate(lists[session.id, group], start=1)
        )
        sessions.append(replace(session, alternates=alternates))
    return Standing(replace(bench.plan, sessions=tuple(sessions)), tuple(short))


def _groups(session: PlannedSession, needs: Mapping[List, int]) -> tuple[str, ...]:
    return tuple(group for group in session.group_ids() if (session.id, group) in needs)


def _too_short(session: PlannedSession, missing: Mapping[str, int]) -> Iterable[Unplaced]:
    facts = tuple((group or "panel", str(count)) for group, count in missing.items() if count > 0)
    reasons = (Reason("alternates", "PD-04", session.committee, facts),)
    yield Unplaced(session.id, "session", reasons)
    for case in session.cases:
        yield Unplaced(case.application, "application", reasons)
