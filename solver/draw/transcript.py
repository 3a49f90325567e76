"""The papers of a draw, as they are published: announcement, commitment, transcript; and what stays under seal.

In them an expert is the number of a leaf of the pool (from 0), never a name. Members are written as
:mod:`solver.draw.canonical` says; hashes, secrets and codes are hexadecimal in small letters, ratios like ``3/11``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from solver.domain.vocabulary import Role
from solver.draw.canonical import digest
from solver.draw.entities import Candidate, Facts

ANNOUNCEMENT = "pingwei-draw-announcement/1"
COMMITMENT = "pingwei-draw-commitment/1"
TRANSCRIPT = "pingwei-draw/1"
SEALED = "pingwei-draw-sealed/1"
OPENING = "pingwei-draw-opening/1"
VOID = "void"
"""The consequence of a contribution that is not revealed: the draw has no result, and a new one is linked to it."""

Seat = tuple[int, str, Role]
"""(leaf, group, role)."""
StandIn = tuple[int, str, int]
"""(leaf, group, rank) of an alternate; ranks count from 1 in each group."""
Tried = tuple[str, str, str]
"""(group, role, reason against it) of what a walk tried somebody for; without reason it was given."""
WalkStep = tuple[int, tuple[Tried, ...]]
"""A leaf, and what its expert was tried for, in turn."""


@dataclass(frozen=True, slots=True)
class Redraw:
    """That a draw repeats another: the digest of the first one's commitment, why, who approved it by what document."""

    of: str
    reason: str
    approved_by: str
    document: str


@dataclass(frozen=True, slots=True)
class Terms:
    """All of a draw that people decide: its name, time and place, the public sources, the link to a first draw.

    ``standby`` says how many alternates each group has.
    """

    draw: str
    at: str = ""
    place: str = ""
    sources: tuple[str, ...] = ()
    standby: tuple[tuple[str, int], ...] = ()
    codes: int = 64
    redraw: Redraw | None = None


@dataclass(frozen=True, slots=True)
class PublishedLimit:
    """A limit of a lawful panel: low ≤ Σ coefficient · number given of a place ≤ high (see ``entities.Limit``)."""

    rule: str
    terms: tuple[tuple[int, int], ...]
    low: int | None
    high: int | None
    searched: bool


@dataclass(frozen=True, slots=True)
class PublishedProblem:
    """What a lawful panel is (see ``entities.Problem``); a place is (type, group, role, later session)."""

    size: int
    groups: tuple[tuple[str, int], ...]
    types: tuple[tuple[int, ...], ...]
    places: tuple[tuple[int, str, Role, str], ...]
    limits: tuple[PublishedLimit, ...]
    apart: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PublishedPanel:
    """One panel of the lottery."""

    seats: tuple[Seat, ...]
    alternates: tuple[StandIn, ...]


@dataclass(frozen=True, slots=True)
class PublishedComposition:
    """A lawful panel but for names, with its weight before rounding (see ``entities.Composition``)."""

    counts: tuple[tuple[int, int], ...]
    weight: int


@dataclass(frozen=True, slots=True)
class PublishedStep:
    """A step of the proof of fairness (see ``entities.Step``); ``value`` is a ratio."""

    value: str
    settled: tuple[int, ...]
    weights: tuple[tuple[int, int], ...]
    multipliers: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Announcement:
    """Everything that could be chosen, published before any randomness exists.

    Parameters
    ----------
    codes, anchor
        Length and end of the hash chain of one-time codes; the draw itself takes code 1, replacements the next.
    leaves
        The salted leaves of the pool, in the order of their hashes, which is a random one.
    standby
        How many alternates each group has.
    chances
        (leaf, chance before rounding, number of equal panels), by leaf.
    """

    format: str
    engine: str
    draw: str
    session: str
    committee: str
    at: str
    place: str
    redraw: Redraw | None
    method: str
    roles: tuple[str, ...]
    sources: tuple[str, ...]
    missing: str
    codes: int
    anchor: str
    root: str
    leaves: tuple[str, ...]
    rules: tuple[tuple[str, Facts], ...]
    standby: tuple[tuple[str, int], ...]
    problem: PublishedProblem
    panels: tuple[PublishedPanel, ...]
    mixture: tuple[PublishedComposition, ...]
    chances: tuple[tuple[int, str, int], ...]
    proof: tuple[PublishedStep, ...]
    without_chance: tuple[int, ...]

    @cached_property
    def sha256(self) -> str:
        """The digest that parties commit to; an announcement has half a megabyte, and every step asks for it."""
        return digest(self)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a role publishes before the draw: the hash of its secret, and that of the paper it signed (``""``: none)."""

    role: str
    commitment: str
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """What is published elsewhere before any secret is revealed: it fixes the announcement and every contribution."""

    format: str
    draw: str
    session: str
    announcement: str
    root: str
    anchor: str
    sources: tuple[str, ...]
    missing: str
    redraw: Redraw | None
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Reveal:
    """The secret of a role, in hexadecimal."""

    role: str
    secret: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """``draw.json``: the announcement, what was revealed, and the result that follows from both.

    A lottery has a ``ball`` and no ``walk``; a walk has its steps and −1 for the ball.
    """

    format: str
    announcement: Announcement
    commitment: str
    reveals: tuple[Reveal, ...]
    sources: tuple[tuple[str, str], ...]
    code: str
    key: str
    ball: int
    walk: tuple[WalkStep, ...]
    seats: tuple[Seat, ...]
    alternates: tuple[StandIn, ...]


@dataclass(frozen=True, slots=True)
class SealedLeaf:
    """What a leaf hides: its salt and the expert with the groups they can be drawn for and every exclusion."""

    salt: str
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Sealed:
    """What stays under seal until the names may be known: the leaves, by number, and the secret of the codes."""

    format: str
    draw: str
    announcement: str
    secret: str
    leaves: tuple[SealedLeaf, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """Proof that an expert is behind a leaf of the pool of a draw: given to them after unsealing."""

    format: str
    draw: str
    root: str
    leaf: int
    leaves: int
    salt: str
    candidate: Candidate
    path: tuple[str, ...]
