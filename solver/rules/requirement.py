"""The closed set of shapes that rules yield, over atoms of a plan.

An *atom* is a yes/no fact of a plan: an expert has a seat, holds an office, reads an application, is an alternate, a
session uses a room. A *requirement* is a condition on atoms and on session times in one of ten shapes. ``solver.check``
evaluates every shape on any plan; ``solver.model`` compiles each into constraints; ``solver.explain`` phrases it.
All three match on :data:`Requirement` and close with ``assert_never``, so a shape without one of them is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from solver.domain.calendar import HalfDay
from solver.domain.vocabulary import Role

Subject = tuple[tuple[str, str], ...]
"""What a requirement is about: (kind, id) pairs, e.g. ``(("session", "S03"), ("expert", "E017"))``."""


class Seat(NamedTuple):
    """``expert`` sits on the panel of ``session`` in ``group`` (``""``: no groups)."""

    session: str
    group: str
    expert: str


class Office(NamedTuple):
    """``expert`` holds ``role`` in ``session`` (a LEADER leads ``group``; other roles have group ``""``)."""

    session: str
    group: str
    expert: str
    role: Role


class Reading(NamedTuple):
    """``expert`` reads ``application`` in ``session``."""

    session: str
    application: str
    expert: str
    reads: bool = True  # keeps the type apart from Seat in sets: tuples compare by value


class Standby(NamedTuple):
    """``expert`` is an alternate for ``group`` of ``session``."""

    session: str
    group: str
    expert: str
    standby: bool = True  # as in Reading


class InRoom(NamedTuple):
    """``group`` of ``session`` (``""``: the plenary) meets in ``room``."""

    session: str
    group: str
    room: str
    in_room: str = "room"  # as in Reading


Atom = Seat | Office | Reading | Standby | InRoom
Claim = Seat | Standby | InRoom
"""An atom that occupies its expert or room for the time of its session."""


@dataclass(frozen=True, slots=True)
class Headcount:
    """The number of seats taken in ``session``, in one ``group`` or (None) on the whole panel."""

    session: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Holds:
    """A fact without a decision (dates, filings, routes): it holds or it does not.

    One that holds asks nothing, so a rule about every application may leave those out.
    """

    rule: str
    subject: Subject
    ok: bool
    found: str
    needed: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Forbidden:
    """``atom`` must not hold. ``found``/``needed`` say why in words of the case."""

    rule: str
    subject: Subject
    atom: Atom
    found: str = ""
    needed: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Between:
    """``low`` ≤ Σ weight·atom ≤ ``high`` (None: open); ``weights`` empty means all 1 (whole numbers)."""

    rule: str
    subject: Subject
    atoms: tuple[Atom, ...]
    low: int | None = None
    high: int | None = None
    weights: tuple[int, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """Σ part ≤ ratio·whole where ``at_most``, else Σ part ≥ ratio·whole; exact, no rounding."""

    rule: str
    subject: Subject
    part: tuple[Atom, ...]
    whole: Headcount
    ratio: Fraction
    at_most: bool = True
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Odd:
    """The number taken in ``whole`` is odd."""

    rule: str
    subject: Subject
    whole: Headcount


@dataclass(frozen=True, slots=True)
class AtMostOne:
    """At most one of ``atoms`` holds (kin apart)."""

    rule: str
    subject: Subject
    atoms: tuple[Atom, ...]
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StartWithin:
    """``session`` starts at one of ``starts``."""

    rule: str
    subject: Subject
    session: str
    starts: frozenset[HalfDay]
    needed: str = ""


@dataclass(frozen=True, slots=True)
class Exclusive:
    """No two ``claims`` on one person or room hold at the same time.

    Two claims clash where their sessions differ and share a half-day, or where they are in one session for two
    different groups (a plenary and one group of the same session may share a room).
    """

    rule: str
    subject: Subject
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Reachable:
    """No two ``claims`` of one person hold in adjoining half-days of one day in sessions of different districts."""

    rule: str
    subject: Subject
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Clear:
    """``claim`` must not hold while its session shares a half-day with ``blocked``."""

    rule: str
    subject: Subject
    claim: Claim
    blocked: frozenset[HalfDay]
    facts: tuple[tuple[str, str], ...] = ()


Requirement = Holds | Forbidden | Between | Share | Odd | AtMostOne | StartWithin | Exclusive | Reachable | Clear
