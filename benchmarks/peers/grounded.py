"""A season as numbers, for a peer in another language: rules as limits on counts of seats, preferences as worths.

Everything is made from the requirements the rules yield and from the counts that score a plan, so a peer that reads it
is held to what every other peer is held to. Readers enter as the panel program of Pingwei has them, at their best.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations

from benchmarks.peers.given import Given
from solver.domain.calendar import days_of
from solver.domain.plan import PlannedSession
from solver.domain.vocabulary import Role
from solver.model.ask import ask
from solver.model.joint import DECIDED, SCALE
from solver.model.merits import by_members
from solver.model.objective import weights
from solver.model.preferences import seat_worths
from solver.rules.catalogue import RULES
from solver.rules.requirement import (
    AtMostOne,
    Between,
    Clear,
    Exclusive,
    Forbidden,
    InRoom,
    Office,
    Requirement,
    Seat,
    Share,
)
from solver.rules.rule import Matter

ASKED = tuple(rule for rule in RULES if rule.matters & DECIDED and rule.matters != {Matter.READING})
"""Rules about all but readers: who reads is settled once panels stand, as Pingwei does it."""
UNLIMITED = 1 << 20
Read = tuple[str, str, str, str]
"""Session, group, series and specialty of cases alike."""


@dataclass(frozen=True)
class Count:
    """Σ weight over ``seats`` ≤ ``high``; each unit beyond ``free`` costs ``cost`` (whole thousandths of a point)."""

    seats: Mapping[Seat, int]
    high: int = UNLIMITED
    free: int = UNLIMITED
    cost: int = 0

    @property
    def can_bite(self) -> bool:
        """Whether some choice of seats goes beyond ``high`` or ``free``."""
        return sum(self.seats.values()) > min(self.high, self.free)


@dataclass
class Grounded:
    """What :func:`grounded` finds.

    ``seats`` are worth so many thousandths of a point, ``of`` has them by session; ``blocked`` are positions of
    half-days in which a seat cannot be taken, ``shut`` those in which the rooms of a session are not free; ``masks``
    numbers, per session and expert who may chair, the sets of applications for which the expert could not preside
    (``presided`` of them in all); ``rooms`` are pairs of sessions that share a room; ``demand`` counts cases alike.
    """

    given: Given
    seats: dict[Seat, int] = field(default_factory=dict)
    counts: list[Count] = field(default_factory=list)
    blocked: dict[Seat, frozenset[int]] = field(default_factory=dict)
    shut: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    masks: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    most_days: dict[str, int] = field(default_factory=dict)
    rooms: list[tuple[str, str]] = field(default_factory=list)
    demand: Counter[Read] = field(default_factory=Counter)
    of: defaultdict[str, list[Seat]] = field(default_factory=lambda: defaultdict(list))
    presided: int = 0

    @cached_property
    def position(self) -> Mapping[object, int]:
        """Place of each working half-day in the season."""
        return {half: number for number, half in enumerate(self.given.brief.season_half_days)}

    def starts(self, session: PlannedSession) -> list[tuple[int, int, int]]:
        """Starts at which the rooms are free: position, worth, and days sat on."""
        merits, weight = self.given.merits, weights(self.given.brief.rulebook)
        found = []
        for start in self.given.starts[session.id]:
            span = self.given.brief.calendar.span(start, session.length)
            at = [self.position[half] for half in span]
            if at != list(range(at[0], at[0] + len(at))):
                raise ValueError(session.id)  # a peer that counts half-days from the start would be wrong
            if not self.shut[session.id].isdisjoint(at):
                continue
            held = replace(session, start=start)
            worth = weight["preferred_day"] * merits.is_preferred(held) + weight["compact"] * merits.idle_days(held)
            found.append((at[0], round(SCALE * worth), len(days_of(span))))
        return found


def grounded(given: Given) -> Grounded:
    """The problem of ``given`` in numbers.

    Raises
    ------
    ValueError
        If a rule asks for something that is no count of seats.
    """
    asked = ask(given.brief, given.undecided, rules=ASKED, also=frozenset({"chair_and_vice"})).requirements
    ground = Grounded(given)
    _open(ground, asked)
    rooms = {session.id: _rooms(session) for session in given.plan.sessions}
    limits: dict[frozenset[tuple[Seat, int]], int] = {}
    for one in asked:
        _settle(ground, one, rooms)
        for seats, high in _counted(ground, one):
            key = frozenset(seats.items())
            limits[key] = min(high, limits.get(key, high))
    counts = [Count(dict(key), high) for key, high in limits.items()]
    ground.counts = [one for one in (*counts, *_preferred(ground)) if one.can_bite]
    ground.rooms = [
        (one, other)
        for one, other in combinations(rooms, 2)
        if {r for _, r in rooms[one]} & {r for _, r in rooms[other]}
    ]
    return ground


def _rooms(session: PlannedSession) -> frozenset[tuple[str, str]]:
    own = {(group.id, group.room) for group in session.groups if group.room}
    return frozenset(own | {("", room) for room in session.rooms[:1]})


def _open(ground: Grounded, asked: Iterable[Requirement]) -> None:
    """The seats nobody forbids, with what each is worth, and the readings there are."""
    given = ground.given
    barred = {one.atom for one in asked if isinstance(one, Forbidden)}
    weight = weights(given.brief.rulebook)
    for session in given.undecided.sessions:
        district = given.merits.district(session)
        experts = given.brief.candidates(session)
        seats = [Seat(session.id, group, one) for group in session.group_ids() for one in experts]
        live = [seat for seat in seats if seat not in barred]
        for seat, worth in zip(
            live, seat_worths(given.merits, session, [(s.group, s.expert) for s in live]), strict=True
        ):
            trip = weight["travel"] * given.merits.trip_days(seat.expert, session, district)
            ground.seats[seat] = round(SCALE * (worth + trip))
            ground.of[session.id].append(seat)
        for case in session.cases:
            application = given.brief.season.application[case.application]
            ground.demand[session.id, case.group, application.series, application.specialty] += 1
        for expert in experts:
            if given.brief.season.expert[expert].can_chair and Office(session.id, "", expert, Role.CHAIR) not in barred:
                ground.masks[session.id, expert] = set()


def _settle(ground: Grounded, one: Requirement, rooms: Mapping[str, frozenset[tuple[str, str]]]) -> None:
    """Take in what ``one`` says about time, and about who presides."""
    if isinstance(one, Clear):
        places = frozenset(ground.position[half] for half in one.blocked if half in ground.position)
        claim = one.claim
        if isinstance(claim, InRoom):
            if (claim.group, claim.room) in rooms[claim.session]:
                ground.shut[claim.session] |= places
        elif isinstance(claim, Seat) and claim in ground.seats:
            ground.blocked[claim] = ground.blocked.get(claim, frozenset()) | places
    elif isinstance(one, Between) and one.atoms and isinstance(one.atoms[0], Office) and len(one.subject) > 1:
        if one.subject[1][0] == "application":  # somebody presides who is not recused
            session, could = one.subject[0][1], {atom.expert for atom in one.atoms if isinstance(atom, Office)}
            ground.presided += 1
            for (where, expert), mask in ground.masks.items():
                if where == session and expert not in could:
                    mask.add(ground.presided)
    elif isinstance(one, Between) and ("unit", "days") in one.facts and one.high is not None:
        ground.most_days[one.subject[0][1]] = one.high


def _counted(ground: Grounded, one: Requirement) -> Iterator[tuple[Mapping[Seat, int], int]]:
    """``one`` as limits from above on seats; a least number is a limit on all others, as seats are filled."""
    match one:
        case AtMostOne():
            yield _live(ground, one.atoms), 1
        case Share():
            size = _size(ground, one.whole.session, one.whole.group)
            product = one.ratio * size
            if one.at_most:
                yield _live(ground, one.part), product.numerator // product.denominator
            else:
                yield _others(ground, one.part, one.whole.group, size + (-product.numerator // product.denominator))
        case Between() if one.atoms and isinstance(one.atoms[0], Seat):
            if ("unit", "days") in one.facts:
                return
            if one.high is not None:
                yield _live(ground, one.atoms, one.weights), one.high
            if one.low is not None:
                yield from _at_least(ground, one)
        case Exclusive() if one.claims and not isinstance(one.claims[0], InRoom):
            if len({claim.expert for claim in one.claims if isinstance(claim, Seat)}) != 1:
                raise ValueError(one.subject)


def _at_least(ground: Grounded, one: Between) -> Iterator[tuple[Mapping[Seat, int], int]]:
    sessions = {atom.session for atom in one.atoms}
    if len(sessions) != 1 or set(one.weights) - {1} or one.low is None:
        raise ValueError(one.subject)
    groups = {atom.group for atom in one.atoms if isinstance(atom, Seat)}
    group = groups.pop() if len(groups) == 1 else None
    yield _others(ground, one.atoms, group, _size(ground, sessions.pop(), group) - one.low)


def _live(ground: Grounded, atoms: Sequence[object], factors: Sequence[int] = ()) -> dict[Seat, int]:
    return {
        atom: factor
        for atom, factor in zip(atoms, factors or (1,) * len(atoms), strict=True)
        if isinstance(atom, Seat) and atom in ground.seats
    }


def _others(ground: Grounded, atoms: Sequence[object], group: str | None, high: int) -> tuple[Mapping[Seat, int], int]:
    """The seats of a session, or of one group of it, that are none of ``atoms``."""
    inside = set(atoms)
    session = next(atom.session for atom in atoms if isinstance(atom, Seat))
    return {seat: 1 for seat in ground.of[session] if group in (None, seat.group) and seat not in inside}, high


def _size(ground: Grounded, session: str, group: str | None) -> int:
    row = ground.given.plan.session[session]
    return next((one.seats for one in row.groups if one.id == group), row.size)


def _preferred(ground: Grounded) -> Iterator[Count]:
    """Employers beyond their first seat, and recusals that leave no reserve."""
    given, merits = ground.given, ground.given.merits
    weight = weights(given.brief.rulebook)
    for session in given.undecided.sessions:
        employers: defaultdict[str, dict[Seat, int]] = defaultdict(dict)
        for seat in ground.of[session.id]:
            employers[merits.employer(seat.expert, session.committee)][seat] = 1
        for employer, seats in employers.items():
            if employer:
                yield Count(seats, free=1, cost=-round(SCALE * weight["employer_spread"]))
        spare = merits.reserve_from(session.size)
        recused = merits.recused(session, frozenset(seat.expert for seat in ground.of[session.id]))
        for experts, cases in by_members(recused).items() if spare is not None else ():
            out = {seat: 1 for seat in ground.of[session.id] if seat.expert in experts}
            yield Count(out, free=spare or 0, cost=-round(SCALE * weight["reserve"]) * cases)
