"""What a draw by lot is made of: the pool, the problem, the lottery and the proof that it is fair.

Everything here is frozen and in one canonical order (experts and columns ascending), and every stored figure is a whole
number or an exact ratio of whole numbers, so that the same facts are the same bytes on every machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from solver.domain.plan import Alternate, PanelSeat
from solver.domain.vocabulary import Role

Facts = tuple[tuple[str, str], ...]
PARTS = 10**12
"""Weights of a mixture are parts of this number."""
BALLS = 1000
"""Equally likely panels of a lottery, unless told otherwise: three decimal balls draw one."""


class Method(StrEnum):
    """What a lottery makes fair.

    ``leximin`` raises the smallest chance as far as it goes, then the next; ``maximin`` only the smallest;
    ``uniform-with-quotas`` departs as little as the rules allow, in sum, from the same chance for everybody. ``walk``
    is no lottery over panels: experts are taken in a random order (:mod:`solver.draw.walk`).
    """

    LEXIMIN = "leximin"
    MAXIMIN = "maximin"
    UNIFORM = "uniform-with-quotas"
    WALK = "walk"


@dataclass(frozen=True, slots=True, order=True)
class Exclusion:
    """Why an expert cannot be drawn for ``groups``: the provision, the rule of the catalogue that asks it, its facts.

    ``found`` and ``needed`` are those of the finding a check would make if the expert sat there; ``subject`` is what
    that finding is about.
    """

    provision: str
    rule: str
    groups: tuple[str, ...]
    subject: Facts
    found: str = ""
    needed: str = ""
    facts: Facts = ()


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """An expert of the pool: the ``groups`` they can be drawn for (none: excluded), and every reason against others."""

    expert: str
    groups: tuple[str, ...]
    exclusions: tuple[Exclusion, ...] = ()

    @property
    def is_eligible(self) -> bool:
        """Whether the expert can be drawn at all."""
        return bool(self.groups)


@dataclass(frozen=True)
class Pool:
    """The pool of one session at the moment of its draw: every expert of the committee's pool, by id."""

    session: str
    committee: str
    candidates: tuple[Candidate, ...]

    @property
    def eligible(self) -> tuple[Candidate, ...]:
        """Those who can be drawn."""
        return tuple(one for one in self.candidates if one.is_eligible)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A thing a member of ``type`` can be given: a seat in ``group``, or the office ``role`` (MEMBER: the seat).

    ``later`` names a later session whose seats are decided along with these, so that it can still be filled; ``""`` is
    the session that is drawn. Only its seats count as chances.
    """

    type: int
    group: str
    role: Role = Role.MEMBER
    later: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """``low`` ≤ Σ coefficient · (number given of a place) ≤ ``high``; None is open.

    ``terms`` are (index of the place in :attr:`Problem.places`, coefficient). ``rule`` is the provision it was compiled
    from, or a name in words where it says what a seat is. ``searched`` marks a limit that no provision states: every
    lawful panel keeps it, which an exhaustive search has shown and a reader cannot see from the other limits alone.
    """

    rule: str
    terms: tuple[tuple[int, int], ...]
    low: int | None = None
    high: int | None = None
    searched: bool = False


@dataclass(frozen=True)
class Problem:
    """What was solved: who is interchangeable, what can be given, and the limits of a lawful panel in whole numbers.

    Parameters
    ----------
    types
        Experts nobody could tell apart by any rule, each type ascending; an expert with a personal relation to another
        candidate is a type of one.
    places
        What can be given to each type; at most as many of one place as the type has members.
    apart
        Pairs of experts who do not share a panel (also among ``limits``).
    """

    session: str
    size: int
    groups: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, ...], ...]
    places: tuple[Place, ...]
    limits: tuple[Limit, ...]
    apart: tuple[tuple[str, str], ...] = ()

    @cached_property
    def type_of(self) -> Mapping[str, int]:
        """Type of each expert."""
        return {expert: number for number, members in enumerate(self.types) for expert in members}


@dataclass(frozen=True, slots=True, order=True)
class Composition:
    """A lawful panel but for names: how many of each place it gives, and its weight in parts of :data:`PARTS`.

    Given the composition, every member of a type is equally likely to be among those chosen.
    """

    counts: tuple[tuple[int, int], ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the proof that chances cannot be fairer.

    For the experts still open at this step the smallest chance is at most ``value``. Proof, by addition alone: with
    ``weights`` w by type and ``multipliers`` y by limit, no lawful panel gives the types more than
    B = Σ y·(its limit) + Σ (what is left of w in a place)·(members of its type), so that the weighted chances of any
    lottery add up to at most B; what the types settled before are due is taken from it, the rest is shared by the open
    ones. ``settled`` are the types whose chance cannot be above ``value`` while the others keep theirs.

    A lottery of ``uniform-with-quotas`` has one step: ``value`` is then the least sum, over experts, of what chances
    depart from one chance for all of ``settled``, and weights are between −1 and 1.

    Weights and multipliers are in parts of :data:`PARTS`; a multiplier is for the upper side of its limit where it is
    positive and for the lower side where it is negative.
    """

    value: Fraction
    settled: tuple[int, ...]
    weights: tuple[tuple[int, int], ...]
    multipliers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, order=True)
class Chance:
    """Chance of an expert to be drawn: ``before`` rounding, and ``balls``, how many of the equal panels they are on."""

    expert: str
    before: Fraction
    balls: int

    def error(self, panels: int) -> Fraction:
        """What rounding changed: the chance after it less the chance before."""
        return Fraction(self.balls, panels) - self.before


@dataclass(frozen=True, slots=True)
class DrawnPanel:
    """One panel of a lottery: who sits where in which role, by expert, and who stands by, ranked in each group."""

    seats: tuple[PanelSeat, ...]
    alternates: tuple[Alternate, ...] = ()

    def experts(self) -> frozenset[str]:
        """Who sits on the panel."""
        return frozenset(seat.expert for seat in self.seats)

    def present(self) -> frozenset[str]:
        """Who sits on the panel or stands by for it."""
        return self.experts().union(one.expert for one in self.alternates)


@dataclass(frozen=True)
class Lottery:
    """A fair lottery: ``panels`` are equally likely, and the ball number n draws ``panels[n]``.

    Parameters
    ----------
    mixture
        The distribution before rounding; weights add up to :data:`PARTS`.
    chances
        One per eligible expert, ascending by id.
    steps
        The proof of fairness, smallest chance first.
    provisions
        The provisions asked, each with its numbers, as (id, ((parameter, value), …)).
    without_chance
        Eligible experts who are on no lawful panel at all, each proved so.
    refused
        Panels of the rounded lottery that would have left a later session, or an own list of alternates, unfilled and
        were replaced; what that changed is in the chances.
    """

    session: str
    method: Method
    problem: Problem
    panels: tuple[DrawnPanel, ...]
    mixture: tuple[Composition, ...]
    chances: tuple[Chance, ...]
    steps: tuple[Step, ...]
    provisions: tuple[tuple[str, Facts], ...] = ()
    without_chance: tuple[str, ...] = ()
    refused: int = 0

    @property
    def least(self) -> Fraction:
        """The smallest chance of anybody who has one, before rounding."""
        barred = frozenset(self.without_chance)
        return min((one.before for one in self.chances if one.expert not in barred), default=Fraction(0))

    def count(self) -> Mapping[str, int]:
        """By expert: how many of the equal panels they sit on."""
        return Counter(seat.expert for panel in self.panels for seat in panel.seats)
