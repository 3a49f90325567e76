"""A draw small enough to be worked out by hand: one seat of three experts (who presides), two seats of four."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

from solver.domain.plan import Alternate, PanelSeat
from solver.domain.vocabulary import Role
from solver.draw.ceremony import Revealed, announce, commit, conclude, contribute, seal
from solver.draw.codes import code
from solver.draw.entities import (
    PARTS,
    Candidate,
    Chance,
    Composition,
    DrawnPanel,
    Exclusion,
    Limit,
    Lottery,
    Method,
    Place,
    Pool,
    Problem,
    Step,
)
from solver.draw.transcript import Announcement, Commitment, Sealed, Terms, Transcript

FIRST, SECOND = ("A1", "A2", "A3"), ("B1", "B2", "B3", "B4")
EXCLUDED = Exclusion("CN40-10c", "no_applicant", ("g1", "g2"), (("expert", "X1"),), "申报人", "非申报人")
SECRETS = {"authority": b"a" * 32, "secretariat": b"s" * 32, "supervisor": b"v" * 32}
CHAIN = b"chain of the small draw, 32 byte"
TERMS = Terms("S1-1", "2026-10-12 09:00", "三楼会议室", standby=(("g1", 1), ("g2", 1)), codes=8)


def small_pool() -> Pool:
    """Seven who can be drawn and one who cannot."""
    able = [Candidate(one, ("g1",)) for one in FIRST] + [Candidate(one, ("g2",)) for one in SECOND]
    return Pool("S1", "C1", (*able, Candidate("X1", (), (EXCLUDED,))))


def small_lottery() -> Lottery:
    """Each of the eighteen lawful panels once; chances 1/3 and 1/2, proved by the sizes of the groups alone."""
    places = (Place(0, "g1"), Place(1, "g2"), Place(0, "", Role.CHAIR))
    limits = (
        Limit("size", ((0, 1),), 1, 1),
        Limit("size", ((1, 1),), 2, 2),
        Limit("chair", ((2, 1),), 1, 1),
        Limit("chair sits", ((0, 1), (2, -1)), 0),
    )
    problem = Problem("S1", 3, (("g1", 1), ("g2", 2)), (FIRST, SECOND), places, limits)
    panels = tuple(_panel(one, pair) for one, pair in product(FIRST, combinations(SECOND, 2)))
    chances = [Chance(one, Fraction(1, 3), 6) for one in FIRST] + [Chance(one, Fraction(1, 2), 9) for one in SECOND]
    steps = (
        Step(Fraction(1, 3), (0,), ((0, PARTS),), ((0, PARTS),)),
        Step(Fraction(1, 2), (1,), ((1, PARTS),), ((1, PARTS),)),
    )
    mixture = (Composition(((0, 1), (1, 2), (2, 1)), PARTS),)
    rules = (("PD-01", (("max_share", "(1, 3)"),)),)
    return Lottery("S1", Method.LEXIMIN, problem, panels, mixture, tuple(chances), steps, rules)


def small_walk() -> Lottery:
    """A walk within the same limits."""
    return replace(small_lottery(), method=Method.WALK, panels=(), mixture=(), chances=(), steps=())


def _panel(one: str, pair: tuple[str, ...]) -> DrawnPanel:
    seats = (PanelSeat(one, Role.CHAIR, "g1"), *(PanelSeat(expert, Role.MEMBER, "g2") for expert in pair))
    spare = next(expert for expert in FIRST if expert != one)
    other = next(expert for expert in SECOND if expert not in pair)
    return DrawnPanel(seats, (Alternate(spare, "g1", 1), Alternate(other, "g2", 1)))


def salts(count: int, word: str = "salt") -> tuple[bytes, ...]:
    """Salts that are the same each time."""
    return tuple(hashlib.sha256(f"{word} {number}".encode()).digest() for number in range(count))


def announced(terms: Terms = TERMS, lottery: Lottery | None = None, salt: str = "salt") -> tuple[Announcement, Sealed]:
    """The small draw announced."""
    pool = small_pool()
    return announce(lottery or small_lottery(), pool, seal(pool, salts(8, salt), CHAIN, terms.draw), terms, "0.1.0")


def committed(announcement: Announcement, secrets: Mapping[str, bytes] = SECRETS) -> Commitment:
    """All three contributions to it."""
    return commit(announcement, [contribute(announcement, role, secret) for role, secret in secrets.items()])


def revealed(announcement: Announcement, **sources: str) -> Revealed:
    """Everything revealed."""
    return Revealed(SECRETS, sources, code(CHAIN, announcement.codes, 1))


def drawn(
    terms: Terms = TERMS, lottery: Lottery | None = None, salt: str = "salt", **sources: str
) -> tuple[Transcript, Commitment, Sealed]:
    """The small draw from beginning to end."""
    announcement, sealed = announced(terms, lottery, salt)
    commitment = committed(announcement)
    return conclude(announcement, commitment, revealed(announcement, **sources)), commitment, sealed
