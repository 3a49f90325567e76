"""The form of one session: panel size, discipline groups with their seats, cases by group, and length."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations
from math import ceil

from solver.domain.committees import Application, SessionRequest
from solver.domain.plan import PlannedCase, PlannedGroup
from solver.planning.bands import Band
from solver.planning.measures import Measures

CASES_PER_GROUP = 20
"""Cases from which a further group is worth its room: a day and a half of discussion."""
SEATS_PER_GROUP = 5
"""Seats a derived group has at least, where possible: three must stay when two are recused (40号令 第21条)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What bounds the form of a session.

    ``sizes`` are the panel sizes to try, the preferred one first; ``spare_ratio`` and ``spare_min`` the alternates
    needed (PD-04); ``groups_max`` the rooms one place offers at once; ``margin`` the share of further experts wanted
    beyond the seats, because not everybody can come on one day. By pins, ``kept`` applications go to a
    group, as far as it covers their specialty, and ``barred`` (application, group) pairs are avoided as far as another
    group does.
    """

    measures: Measures
    sizes: tuple[int, ...]
    spare_ratio: Fraction
    spare_min: int
    groups_max: int
    margin: Fraction
    kept: Mapping[str, str] = field(default_factory=dict)
    barred: frozenset[tuple[str, str]] = frozenset()

    def staffed(self, groups: Sequence[tuple[frozenset[str], int]]) -> bool:
        """Whether the experts of each group fill all at once (Hall's condition), alternates and margin allowed for."""
        pools = [(experts, ceil(seats * (1 + self.margin))) for experts, seats in groups]
        size = sum(seats for _, seats in groups)
        spares = max(self.spare_min, ceil(self.spare_ratio * size))
        if len(_union(pools)) < max(size + spares, sum(seats for _, seats in pools)):
            return False
        return all(
            len(_union(chosen)) >= sum(seats for _, seats in chosen)
            for number in range(1, len(pools) + 1)
            for chosen in combinations(pools, number)
        )


def _union(pools: Iterable[tuple[frozenset[str], int]]) -> frozenset[str]:
    return frozenset().union(*(experts for experts, _ in pools))


@dataclass(frozen=True, slots=True)
class Form:
    """A session without committee and date."""

    size: int
    length: int
    groups: tuple[PlannedGroup, ...]
    cases: tuple[PlannedCase, ...]


def form(frame: Frame, band: Band, applications: Sequence[Application], request: SessionRequest | None) -> Form | None:
    """The form of a session for ``applications``, None where no lawful panel could be staffed or the time is short."""
    if request is not None and request.groups:
        wanted = tuple(
            PlannedGroup(f"G{number}", row.specialties, row.seats) for number, row in enumerate(request.groups, start=1)
        )
        return _requested(frame, band, applications, request, wanted)
    longest = request.half_days if request and request.half_days else frame.measures.half_days_max
    for size in frame.sizes:
        for count in _group_counts(frame, band, applications, size):
            found = _derived(frame, band, applications, size, count)
            if found is not None and found.length <= longest:
                return replace(found, length=longest) if request and request.half_days else found
    return None


def _requested(
    frame: Frame,
    band: Band,
    applications: Sequence[Application],
    request: SessionRequest,
    groups: tuple[PlannedGroup, ...],
) -> Form | None:
    size = sum(group.seats for group in groups)
    covered = {specialty for group in groups for specialty in group.specialties}
    if size not in frame.sizes or any(row.specialty not in covered for row in applications):
        return None
    if not frame.staffed([(band.eligible(group.specialties), group.seats) for group in groups]):
        return None
    cases, minutes = _assign(frame, applications, groups)
    length = _length(frame.measures, groups, size, cases, minutes)
    if length > (request.half_days or frame.measures.half_days_max):
        return None
    return Form(size, request.half_days or length, groups, cases)


def _group_counts(frame: Frame, band: Band, applications: Sequence[Application], size: int) -> tuple[int, ...]:
    """Numbers of groups to try, the best first; 1 stands for no groups."""
    if len(applications) < frame.measures.group_from:
        return (1,)
    most = min(
        len({row.specialty for row in applications if band.experts[row.specialty]}),
        size // max(SEATS_PER_GROUP, frame.measures.group_seats_min),
        frame.groups_max,
    )
    wanted = max(2, round(len(applications) / CASES_PER_GROUP))
    return (*range(min(most, wanted), 1, -1), 1, *range(wanted + 1, most + 1))


def _derived(frame: Frame, band: Band, applications: Sequence[Application], size: int, count: int) -> Form | None:
    if count == 1:
        specialties = tuple(sorted({row.specialty for row in applications}))
        if not frame.staffed([(band.alone(specialties), size)]):
            return None
        cases = tuple(PlannedCase(row.id) for row in applications)
        total: Mapping[str, int] = {"": sum(frame.measures.minutes(row) for row in applications)}
        return Form(size, _length(frame.measures, (), size, cases, total), (), cases)
    groups = _partition(frame.measures, band, applications, size, count)
    if not frame.staffed([(band.eligible(group.specialties), group.seats) for group in groups]):
        return None
    cases, minutes = _assign(frame, applications, groups)
    return Form(size, _length(frame.measures, groups, size, cases, minutes), groups, cases)


def _partition(
    measures: Measures, band: Band, applications: Sequence[Application], size: int, count: int
) -> tuple[PlannedGroup, ...]:
    """Specialties in ``count`` groups of about equal minutes, the longest first to the emptiest group.

    Those that nobody holds come last: their group then has a specialty that somebody does.
    """
    minutes = Counter[str]()
    for row in applications:
        minutes[row.specialty] += measures.minutes(row)
    members: list[list[str]] = [[] for _ in range(count)]
    load = [0] * count
    for specialty, amount in sorted(minutes.items(), key=lambda pair: (not band.experts[pair[0]], -pair[1], pair[0])):
        place = load.index(min(load))
        members[place].append(specialty)
        load[place] += amount
    seats = apportion(size, load, max(measures.group_seats_min, min(SEATS_PER_GROUP, size // count)))
    return tuple(
        PlannedGroup(f"G{number}", tuple(sorted(found)), taken)
        for number, (found, taken) in enumerate(zip(members, seats, strict=True), start=1)
    )


def apportion(total: int, weights: Sequence[int], least: int) -> tuple[int, ...]:
    """``total`` ≥ least·parts in whole parts by ``weights`` (largest remainders), each at least ``least``."""
    rest, whole = total - least * len(weights), max(1, sum(weights))
    shares = [Fraction(rest * weight, whole) for weight in weights]
    parts = [int(share) for share in shares]
    order = sorted(range(len(weights)), key=lambda one: (parts[one] - shares[one], one))
    for one in order[: rest - sum(parts)]:
        parts[one] += 1
    return tuple(least + part for part in parts)


def _assign(
    frame: Frame, applications: Sequence[Application], groups: tuple[PlannedGroup, ...]
) -> tuple[tuple[PlannedCase, ...], Mapping[str, int]]:
    """Each application to the group of its specialty with the fewest minutes so far, and the minutes of each group.

    Pins go before.
    """
    covering: defaultdict[str, list[str]] = defaultdict(list)
    for group in groups:
        for specialty in group.specialties:
            covering[specialty].append(group.id)
    minutes = Counter[str]()
    cases = []
    for row in applications:
        where = covering[row.specialty]
        if frame.kept.get(row.id) in where:
            where = [frame.kept[row.id]]
        free = [one for one in where if (row.id, one) not in frame.barred]
        place = min(free or where, key=lambda one: (minutes[one], one))
        minutes[place] += frame.measures.minutes(row)
        cases.append(PlannedCase(row.id, place))
    return tuple(cases), minutes


def _length(
    measures: Measures,
    groups: tuple[PlannedGroup, ...],
    size: int,
    cases: tuple[PlannedCase, ...],
    minutes: Mapping[str, int],
) -> int:
    """Half-days that the minutes of the cases and the readers' daily limit ask for."""
    by_group = Counter(case.group for case in cases)
    readers = measures.grouped_readers if groups else measures.ungrouped_readers
    seats = {group.id: group.seats for group in groups} or {"": size}
    days = max((measures.reading_days(seats[one], count, readers) for one, count in by_group.items()), default=1)
    return max(measures.length(minutes.values(), len(cases)), (days - 1) * measures.halves_per_day + 1)
