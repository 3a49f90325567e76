"""The decisions of the panel stage in the words of the field: seats and offices, each with its column.

A seat that some rule forbids, or whose expert cannot come whenever the session is held, is dropped before it becomes a
variable; why it was dropped is counted, so that an empty panel can be explained.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from solver.check import atoms_of
from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import Role
from solver.model.times import Times
from solver.rules.brief import Brief
from solver.rules.pins import kept_role
from solver.rules.requirement import Atom, Clear, Forbidden, Headcount, InRoom, Office, Requirement, Seat

OFFICES = (Role.CHAIR, Role.VICE_CHAIR)


Head = tuple[str, str | None]
"""(session, group) of a headcount; group None is the whole panel."""


def head_of(whole: Headcount) -> Head:
    """Under which a headcount is kept."""
    return whole.session, whole.group


def is_decided(atom: Atom) -> bool:
    """Whether the panel stage decides ``atom``: seats, chairs and vice-chairs; leaders are named afterwards."""
    return isinstance(atom, Seat) or (isinstance(atom, Office) and atom.role in OFFICES)


@dataclass
class Seats:
    """Columns of the live seats and offices of the ``free`` sessions; seats elsewhere are facts.

    Parameters
    ----------
    columns
        Column of each live atom, numbered from 0 without gaps.
    held
        Atoms that hold in the sessions that are not free.
    seats
        By (session, group): columns by expert; group None is the whole panel, where an expert may have several.
    offices
        By (session, expert): columns of the offices the expert may hold.
    dropped
        By (session, rule): how many seats a rule took away; each seat is counted under the first rule that does.
    """

    columns: dict[Atom, int] = field(default_factory=dict)
    held: frozenset[Atom] = frozenset()
    seats: dict[Head, list[int]] = field(default_factory=lambda: defaultdict(list))
    places: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    offices: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)

    def atoms(self) -> tuple[Atom, ...]:
        """Live atoms in the order of their columns."""
        return tuple(self.columns)

    def split(self, atoms: Iterable[Atom]) -> tuple[list[int], int]:
        """Columns of the live ``atoms``, and how many of the others hold as facts."""
        columns, facts = [], 0
        for atom in atoms:
            column = self.columns.get(atom)
            if column is not None:
                columns.append(column)
            elif atom in self.held:
                facts += 1
        return columns, facts


def open_seats(
    brief: Brief, plan: Plan, requirements: Iterable[Requirement], times: Times, free: frozenset[str]
) -> Seats:
    """The live seats and offices of the ``free`` sessions of ``plan``."""
    seats = Seats(held=frozenset(atom for row in plan.sessions if row.id not in free for atom in atoms_of(row)))
    barred = _barred(requirements, times)
    for session in plan.sessions:
        if session.id in free:
            _open_session(brief, session, barred, seats)
    return seats


def _barred(requirements: Iterable[Requirement], times: Times) -> Mapping[Atom, str]:
    barred: dict[Atom, str] = {}
    for requirement in requirements:
        if isinstance(requirement, Forbidden):
            barred.setdefault(requirement.atom, requirement.rule)
        elif isinstance(requirement, Clear) and not _may_come(requirement, times):
            barred.setdefault(requirement.claim, requirement.rule)
    return barred


def _may_come(requirement: Clear, times: Times) -> bool:
    """Whether some date, or the bound alone, allows for whoever a requirement keeps from some of them."""
    claim = requirement.claim
    if not isinstance(claim, InRoom) and claim.expert in times.allowed_for:
        return True
    return times.may_avoid(claim.session, requirement.blocked)


def _open_session(brief: Brief, session: PlannedSession, barred: Mapping[Atom, str], seats: Seats) -> None:
    experts, pinned = brief.candidates(session), session.id in brief.season.pins_of
    for group in session.group_ids():
        for expert in experts:
            seat = Seat(session.id, group, expert)
            rule = barred.get(seat)
            if rule is not None:
                seats.dropped[session.id, rule] += 1
                continue
            column = _column(seats, seat)
            seats.seats[session.id, group].append(column)
            seats.seats[session.id, None].append(column)
            seats.places[session.id, expert].append(column)
    for expert in experts:
        if (session.id, expert) not in seats.places:
            continue
        may_chair = brief.season.expert[expert].can_chair
        kept = kept_role(brief, session, expert) if pinned else None
        for role in (one for one in OFFICES if may_chair or one is kept):
            office = Office(session.id, "", expert, role)
            if office not in barred:
                seats.offices[session.id, expert].append(_column(seats, office))


def _column(seats: Seats, atom: Atom) -> int:
    number = len(seats.columns)
    seats.columns[atom] = number
    return number
