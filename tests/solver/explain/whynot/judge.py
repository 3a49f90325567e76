"""A second opinion on whether sessions can be held: every start tried in turn, seats by a model written for the tests.

It shares no code with what it judges beyond the rules themselves. Facts are taken away by editing the season and
reading it anew, rules by not asking them; what it finds possible is a plan that :mod:`solver.check` accepts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product

from ortools.sat.python import cp_model

from data.briefing import brief_for
from solver.check import check, hard
from solver.domain.calendar import HalfDay
from solver.domain.edits import Edit, edited
from solver.domain.plan import Alternate, PanelSeat, Plan, PlannedSession
from solver.domain.season import Season
from solver.domain.vocabulary import Role, Severity
from solver.rules import attendance, composition
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.requirement import (
    AtMostOne,
    Atom,
    Between,
    Clear,
    Exclusive,
    Forbidden,
    Holds,
    InRoom,
    Odd,
    Office,
    Reachable,
    Reading,
    Requirement,
    Seat,
    Share,
    Standby,
    StartWithin,
)
from solver.rules.rule import Matter, Rule
from solver.rules.timetable import session_dates

ALWAYS = frozenset({"LG-09"})
"""A session has the seats that it was formed with, whatever else is asked."""


@dataclass(frozen=True)
class Judge:
    """``season`` under the provisions ``asked`` (None: all), its sessions as in ``plan``."""

    season: Season
    plan: Plan
    asked: frozenset[str] | None = None

    def possible(self) -> Plan | None:
        """A plan that keeps everything asked, None if there is none."""
        brief = brief_for(self.season)
        rules = tuple(rule for rule in RULES if self._is_asked(rule, brief))
        for dated in _dated(brief, self.plan, rules):
            found = _Seating(brief, dated, rules).solve()
            if found is not None:
                broken = hard(check(brief, found, tuple(rule for rule in rules if self._is_checked(rule))))
                assert not broken, broken
                return found
        return None

    def _is_checked(self, rule: Rule) -> bool:
        """Records follow later; that alternates keep the cap on employers is asked only where the cap is."""
        capped = self.asked is None or "PD-01" in self.asked
        return bool(rule.matters - {Matter.RECORD}) and (capped or rule.name != "alternates_fit")

    def _is_asked(self, rule: Rule, brief: Brief) -> bool:
        provision = rule.provision(brief.rulebook)
        if provision is None or (self.asked is not None and provision.id not in self.asked | ALWAYS):
            return False
        return provision.severity is not Severity.ADVISORY or rule.name == "chair_and_vice"


def after(season: Season, edits: Iterable[Edit]) -> Season:
    """The season as its file would be read after ``edits``."""
    return edited(season, edits)


def _dated(brief: Brief, plan: Plan, rules: tuple[Rule, ...]) -> Iterator[Plan]:
    """The plan on every choice of starts that rules tell apart."""
    asked = [one for rule in rules for one in rule.requirements(brief, _benched(brief, plan))]
    assert len(plan.sessions) == 1 or all(row.length == 1 for row in plan.sessions)
    travels = any(isinstance(one, Reachable) for one in asked)
    kept = len(plan.sessions) * (1 + travels * brief.season.header.half_days)
    options = [_unlike(brief, row, _lawful(brief, row, asked), asked, kept) for row in plan.sessions]
    for starts in product(*options):
        rows = (replace(row, start=start) for row, start in zip(plan.sessions, starts, strict=True))
        yield replace(plan, sessions=tuple(rows))


def _lawful(brief: Brief, row: PlannedSession, asked: list[Requirement]) -> list[HalfDay]:
    allowed = set(brief.season_half_days)
    for one in asked:
        if isinstance(one, StartWithin) and one.session == row.id:
            allowed &= one.starts
    return sorted(allowed)


def _unlike(
    brief: Brief, row: PlannedSession, starts: list[HalfDay], asked: list[Requirement], kept: int
) -> list[HalfDay]:
    """Of starts that no rule tells apart so many (``kept``) that sessions need not meet at one time, nor on one day."""
    blocked = {one.blocked for one in asked if isinstance(one, Clear)}
    alike: defaultdict[tuple[bool, ...], list[HalfDay]] = defaultdict(list)
    for start in starts:
        span = set(brief.calendar.span(start, row.length))
        alike[tuple(bool(span & times) for times in blocked)].append(start)
    return [start for same in alike.values() for start in same[:kept]]


def _benched(brief: Brief, plan: Plan) -> Plan:
    """Everybody of the pool named on every list, so that the rules say who may stand by."""
    return replace(
        plan,
        sessions=tuple(
            replace(
                row,
                alternates=tuple(
                    Alternate(one, group, 1) for group in row.group_ids() for one in brief.pool.get(row.committee, ())
                ),
            )
            for row in plan.sessions
        ),
    )


class _Seating:
    """Seats, offices, readers, rooms and alternates of sessions whose dates are decided."""

    def __init__(self, brief: Brief, plan: Plan, rules: tuple[Rule, ...]) -> None:
        self.brief, self.plan, self.rules = brief, plan, rules
        self.model = cp_model.CpModel()
        self.literal: dict[Atom, cp_model.IntVar] = {}
        self.spans = {row.id: set(brief.span(row)) for row in plan.sessions}
        self.impossible = False

    def solve(self) -> Plan | None:
        names = {rule.name for rule in self.rules}
        benched = _benched(self.brief, self.plan)
        for row in benched.sessions:
            for group, one in product(row.group_ids(), self.brief.pool.get(row.committee, ())):
                self._of(Seat(row.id, group, one))
        for rule in self.rules:
            if rule.name not in {"alternates_enough", "alternates_fit"} and rule.matters - {Matter.RECORD}:
                for requirement in rule.requirements(self.brief, benched):
                    self._take(requirement)
        if "alternates_enough" in names:
            self._lists(benched)
        if "alternates_fit" in names:
            self._fit(benched)
        self._offices()
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        if self.impossible or solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return self._plan({atom for atom, literal in self.literal.items() if solver.value(literal)})

    def _of(self, atom: Atom) -> cp_model.IntVar:
        return (
            self.literal.setdefault(atom, self.model.new_bool_var(""))
            if atom not in self.literal
            else self.literal[atom]
        )

    def _sum(self, atoms: Iterable[Atom], weights: Iterable[int] = ()) -> cp_model.LinearExprT:
        listed = list(atoms)
        return sum(
            weight * self._of(atom) for weight, atom in zip(list(weights) or [1] * len(listed), listed, strict=True)
        )

    def _whole(self, session: str, group: str | None) -> cp_model.LinearExprT:
        return self._sum(
            atom
            for atom in list(self.literal)
            if isinstance(atom, Seat) and atom.session == session and group in (None, atom.group)
        )

    def _take(self, one: Requirement) -> None:  # noqa: C901, PLR0912 - one arm per shape
        match one:
            case Holds():
                self.impossible |= not one.ok
            case StartWithin():
                self.impossible |= bool(self.plan.session[one.session].start not in one.starts)
            case Forbidden():
                self.model.add(self._of(one.atom) == 0)
            case Clear():
                if self.spans[one.claim.session] & one.blocked:
                    self.model.add(self._of(one.claim) == 0)
            case Between():
                total = self._sum(one.atoms, one.weights)
                self.impossible |= isinstance(total, int) and not (one.low or 0) <= total <= (
                    total if one.high is None else one.high
                )
                if not isinstance(total, int):
                    self.model.add(total >= one.low) if one.low is not None else None
                    self.model.add(total <= one.high) if one.high is not None else None
            case Share():
                part = self._sum(one.part) * one.ratio.denominator
                whole = self._whole(one.whole.session, one.whole.group) * one.ratio.numerator
                self.model.add(part <= whole if one.at_most else part >= whole)
            case Odd():
                half = self.model.new_int_var(0, 99, "")
                self.model.add(self._whole(one.whole.session, one.whole.group) == 2 * half + 1)
            case AtMostOne():
                self.model.add(self._sum(one.atoms) <= 1)
            case Exclusive():
                for left, right in combinations(one.claims, 2):
                    if self._clash(left, right):
                        self.model.add(self._of(left) + self._of(right) <= 1)
            case Reachable():
                for left, right in combinations(one.claims, 2):
                    self._apart(left, right)

    def _clash(self, left: Atom, right: Atom) -> bool:
        if left.session != right.session:
            return bool(self.spans[left.session] & self.spans[right.session])
        if isinstance(left, InRoom) and isinstance(right, InRoom):
            return left.group != right.group and bool(left.group) and bool(right.group)
        return left != right

    def _apart(self, left: Seat | Standby | InRoom, right: Seat | Standby | InRoom) -> None:
        """Both may be held only if the rooms of the two sessions are in one district, where their half-days adjoin."""
        here, there = self.spans[left.session], self.spans[right.session]
        same_day = {(half.day, half.half + step) for half in here for step in (-1, 1)}
        if left.session == right.session or same_day.isdisjoint((half.day, half.half) for half in there):
            return
        for room, other in product(self.brief.season.rooms, repeat=2):
            if room.district and other.district and room.district != other.district:
                taken = InRoom(left.session, "", room.id), InRoom(right.session, "", other.id)
                self.model.add(self._sum((left, right, *taken)) <= 3)

    def _lists(self, benched: Plan) -> None:
        provision = self.brief.rulebook.active("PD-04")
        assert provision is not None
        for row in benched.sessions:
            for group, needed in attendance.alternates_needed(provision, row).items():
                listed = [Standby(row.id, group, one.expert) for one in row.alternates if one.group == group]
                self.model.add(self._sum(listed) >= needed) if listed else setattr(
                    self, "impossible", self.impossible or needed > 0
                )

    def _fit(self, benched: Plan) -> None:
        """No kin of the panel, and one more of their employer would not be too many (what alternates_fit asks)."""
        kin = {frozenset(pair[:2]) for pair in self.brief.conflicts.kin_experts}
        cap = self.brief.rulebook.active("PD-01")
        asked = any(rule.name == "employer_cap" for rule in self.rules)
        for row in benched.sessions:
            pool = self.brief.pool.get(row.committee, ())
            for one in row.alternates:
                standby = self._of(Standby(row.id, one.group, one.expert))
                for other, group in product(pool, row.group_ids()):
                    if frozenset({one.expert, other}) in kin:
                        self.model.add(standby + self._of(Seat(row.id, group, other)) <= 1)
                if cap is None or not asked or self.brief.is_self_review(row.committee):
                    continue
                employer = composition.employer_key(self.brief, one.expert, cap)
                mates = [other for other in pool if composition.employer_key(self.brief, other, cap) == employer]
                most = int(cap.share("max_share") * row.size)
                if employer and len(mates) > most:
                    seats = [Seat(row.id, group, other) for other in mates for group in row.group_ids()]
                    self.model.add(self._sum(seats) <= most - 1).only_enforce_if(standby)

    def _offices(self) -> None:
        """Who holds an office sits, a leader in the group led, and holds one only."""
        for row in self.plan.sessions:
            for expert in self.brief.pool.get(row.committee, ()):
                own = [
                    one
                    for one in list(self.literal)
                    if isinstance(one, Office) and (one.session, one.expert) == (row.id, expert)
                ]
                if own:
                    self.model.add(self._sum(own) <= 1)
                for office in own:
                    groups = (office.group,) if office.role is Role.LEADER else row.group_ids()
                    self.model.add(self._sum(Seat(row.id, group, expert) for group in groups) >= self._of(office))

    def _plan(self, held: Collection[Atom]) -> Plan:
        return replace(self.plan, sessions=tuple(self._session(row, held) for row in self.plan.sessions))

    def _session(self, row: PlannedSession, held: Collection[Atom]) -> PlannedSession:
        mine = [atom for atom in held if atom.session == row.id]
        roles = {atom.expert: atom.role for atom in mine if isinstance(atom, Office)}
        seats = [atom for atom in mine if isinstance(atom, Seat)]
        rooms: Mapping[str, str] = {atom.group: atom.room for atom in mine if isinstance(atom, InRoom)}
        plenary = rooms.get("", "")
        lists = [atom for atom in mine if isinstance(atom, Standby)]
        cases = tuple(
            replace(
                case,
                readers=tuple(a.expert for a in mine if isinstance(a, Reading) and a.application == case.application),
            )
            for case in row.cases
        )
        return replace(
            row,
            panel=tuple(PanelSeat(one.expert, roles.get(one.expert, Role.MEMBER), one.group) for one in seats),
            alternates=tuple(Alternate(one.expert, one.group, rank) for rank, one in enumerate(sorted(lists), start=1)),
            rooms=tuple(dict.fromkeys((plenary, *rooms.values()))) if plenary else (),
            groups=tuple(
                replace(group, room="" if rooms.get(group.id, "") == plenary else rooms[group.id])
                for group in row.groups
            ),
            cases=cases,
        )


def as_published(brief: Brief, plan: Plan) -> Plan:
    """``plan`` with what follows from it: who leaves the room for which case, dates, ranks of alternates."""
    sessions = []
    for row in plan.sessions:
        seated, alone = row.seated(), brief.is_self_review(row.committee)
        cases = tuple(
            replace(
                case,
                recused=tuple(
                    sorted(brief.conflicts.recused(brief.season.application[case.application].applicant, alone, seated))
                ),
            )
            for case in row.cases
        )
        sessions.append(replace(row, cases=cases))
    told = replace(plan, sessions=tuple(sessions))
    return replace(told, dates=tuple(one for row in told.sessions for one in (session_dates(brief, row),) if one))
