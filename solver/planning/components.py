"""A season in parts that share no expert, no applicant and no room, planned apart and joined into one plan.

Committees are linked where an expert is in both pools, where routing has a choice between them, where one person
applies to both, or where their sessions name one room; what is not linked cannot meet. Small parts are put together
until each is worth a task of its own, and the rooms are shared out among the parts by how much each has to review. How
a season is cut depends on the season alone, never on who does the work, so neither does the plan.

Sharing out the rooms is the only restriction. The bound of a part knows no dates and no rooms but for how many groups
may sit at once, which its batches depend on: with rooms enough for that, the sum of the bounds is that of the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, replace
from itertools import pairwise

import networkx as nx

from solver.check import check, hard
from solver.domain.conflicts import Conflicts
from solver.domain.plan import Plan, Route, Status, Unplaced
from solver.domain.season import Season
from solver.errors import EngineError
from solver.model.merits import Merits
from solver.model.objective import score, total
from solver.planning.fairness import fairness_of
from solver.planning.progress import Progress, Report, silent
from solver.planning.season_plan import digest_of, gap_of, status_of
from solver.routing import options_for
from solver.rules.brief import Brief


@dataclass(frozen=True, slots=True)
class Cut:
    """How small parts may be.

    Parameters
    ----------
    applications
        From which on a part is worth a task of its own: below, starting it costs more than it saves.
    rooms
        What a part needs at least: a panel of many groups sits in as many rooms at once.
    """

    applications: int = 2_000
    rooms: int = 8


@dataclass(frozen=True)
class Part:
    """A part of a season as a season of its own; ``share`` is its part (0–1) of the applications to be planned."""

    number: int
    brief: Brief
    committees: frozenset[str]
    applications: frozenset[str]
    share: float


PlanPart = Callable[[Part], Plan]
"""Plans one part; runs where the executor runs it, so it must be importable there."""


def parts_of(brief: Brief, cut: Cut = Cut()) -> tuple[Part, ...]:
    """The parts of a season, the largest first; one if it cannot, or need not, be cut."""
    options = options_for(brief)
    work = {committee: frozenset(rows) for committee, rows in _work(options).items()}
    linked = [frozenset(one) for one in nx.connected_components(_links(brief.season, options))]
    bundles = _bundled(linked, work, _most_parts(brief.season, work, cut))
    if len(bundles) < 2:
        return (Part(0, brief, frozenset(brief.season.committee), frozenset(options), 1.0),)
    rooms = _shared_rooms(brief.season, bundles, work)
    everything = sum(_size(one, work) for one in bundles)
    return tuple(
        Part(
            number,
            _brief_of(brief, bundle, rooms[number], options),
            bundle,
            _applications(bundle, work),
            _size(bundle, work) / everything,
        )
        for number, bundle in enumerate(bundles)
    )


def _work(options: Mapping[str, tuple[Route, ...]]) -> Mapping[str, set[str]]:
    """Applications that may go to each committee."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for application, routes in options.items():
        for route in routes:
            if route.committee:
                found[route.committee].add(application)
    return found


def _links(season: Season, options: Mapping[str, tuple[Route, ...]]) -> nx.Graph[str]:
    """Committees, joined where anything could bring them together."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(season.committee)
    pools: defaultdict[str, list[str]] = defaultdict(list)
    for term in season.pools:
        pools[term.expert].append(term.committee)
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for request in season.sessions:
        if request.fixed_room:
            wanted[request.fixed_room].append(request.committee)
    applied: defaultdict[str, list[str]] = defaultdict(list)
    for application, routes in options.items():
        applied[season.application[application].applicant] += [one.committee for one in routes if one.committee]
    for committees in (*pools.values(), *wanted.values(), *applied.values()):
        graph.add_edges_from(pairwise(committees))
    return graph


def _most_parts(season: Season, work: Mapping[str, frozenset[str]], cut: Cut) -> int:
    """How many parts are worth it: by the work, and by the rooms there are to share."""
    placeable = len(frozenset().union(*work.values())) if work else 0
    by_rooms = len(season.rooms) // cut.rooms if season.rooms else placeable
    return max(1, min(placeable // cut.applications, by_rooms))


def _size(bundle: Iterable[str], work: Mapping[str, frozenset[str]]) -> int:
    return len(_applications(bundle, work))


def _applications(bundle: Iterable[str], work: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(work.get(committee, frozenset()) for committee in bundle))


def _bundled(
    linked: Sequence[frozenset[str]], work: Mapping[str, frozenset[str]], most: int
) -> tuple[frozenset[str], ...]:
    """Linked committees put together into at most ``most`` bundles of like size, the largest first into the least."""
    bundles: list[set[str]] = [set() for _ in range(most)]
    sizes = [0] * most
    for one in sorted(linked, key=lambda group: (-_size(group, work), min(group))):
        least = sizes.index(min(sizes))
        bundles[least] |= one
        sizes[least] += _size(one, work)
    filled = [frozenset(bundle) for bundle, size in zip(bundles, sizes, strict=True) if size]
    return tuple(sorted(filled, key=lambda bundle: (-_size(bundle, work), min(bundle))))


def _shared_rooms(
    season: Season, bundles: Sequence[frozenset[str]], work: Mapping[str, frozenset[str]]
) -> tuple[frozenset[str], ...]:
    """Rooms of each bundle: those its sessions name, the others by highest averages (D'Hondt), large rooms first."""
    need = [_size(bundle, work) for bundle in bundles]
    home = {committee: number for number, bundle in enumerate(bundles) for committee in bundle}
    fixed = {row.fixed_room: home[row.committee] for row in season.sessions if row.fixed_room and row.committee in home}
    given: list[list[str]] = [[] for _ in bundles]
    for room in sorted(season.rooms, key=lambda row: (row.id not in fixed, -row.seats, row.id)):
        averages = [one / (len(rooms) + 1) for one, rooms in zip(need, given, strict=True)]
        given[fixed.get(room.id, averages.index(max(averages)))].append(room.id)
    return tuple(frozenset(rooms) for rooms in given)


def _brief_of(
    brief: Brief, bundle: frozenset[str], rooms: frozenset[str], options: Mapping[str, tuple[Route, ...]]
) -> Brief:
    """The brief of some committees: their pools, their applications, and every other application of the same people."""
    season = brief.season
    own = {one for one, routes in options.items() if any(route.committee in bundle for route in routes)}
    experts = {term.expert for term in season.pools if term.committee in bundle}
    people = {season.expert[one].person for one in experts} | {season.application[one].applicant for one in own}
    applications = tuple(row for row in season.applications if row.id in own or row.applicant in people)
    named = {row.id for row in applications}
    applicants = {row.applicant for row in applications}
    recommenders = tuple(row for row in season.recommenders if row.application in named)
    known = people | {row.person for row in recommenders}
    part = replace(
        season,
        persons=tuple(row for row in season.persons if row.id in known),
        employments=tuple(row for row in season.employments if row.person in known),
        unavailability=tuple(row for row in season.unavailability if row.person in known),
        relations=tuple(row for row in season.relations if row.a in known and row.b in known),
        experts=tuple(row for row in season.experts if row.id in experts),
        qualifications=tuple(row for row in season.qualifications if row.expert in experts),
        pools=tuple(row for row in season.pools if row.committee in bundle),
        service=tuple(row for row in season.service if row.expert in experts),
        committees=tuple(row for row in season.committees if row.id in bundle),
        filings=tuple(row for row in season.filings if row.committee in bundle),
        timetable=tuple(row for row in season.timetable if row.committee in bundle),
        sessions=tuple(row for row in season.sessions if row.committee in bundle),
        rooms=tuple(row for row in season.rooms if row.id in rooms),
        applications=applications,
        recommenders=recommenders,
    )
    districts = brief.districts | frozenset(row.district for row in season.rooms if row.district)
    conflicts = _conflicts_of(brief.conflicts, experts, applicants)
    return replace(brief, season=part, conflicts=conflicts, districts=districts)


def _conflicts_of(conflicts: Conflicts, experts: set[str], applicants: set[str]) -> Conflicts:
    ties = {
        person: kept
        for person in sorted(applicants)
        if (kept := tuple(tie for tie in conflicts.ties.get(person, ()) if tie.expert in experts))
    }
    kin = tuple(one for one in conflicts.kin_experts if one[0] in experts and one[1] in experts)
    return replace(conflicts, ties=ties, kin_experts=kin)


def plan_in_parts(
    brief: Brief, parts: Sequence[Part], plan_part: PlanPart, executor: Executor, report: Report = silent
) -> Plan:
    """The plan of a season whose ``parts`` are planned by ``plan_part`` on ``executor``, in whatever order.

    Raises
    ------
    EngineError
        If the joined plan breaks a hard rule: a defect of Pingwei, never an outcome.
    """
    waiting: dict[Future[Plan], Part] = {executor.submit(plan_part, part): part for part in parts}
    made: dict[int, Plan] = {}
    for done in as_completed(waiting):
        made[waiting[done].number] = done.result()
        report(_progress(made, parts))
    return joined(brief, parts, [made[part.number] for part in parts], report)


def _progress(made: Mapping[int, Plan], parts: Sequence[Part]) -> Progress:
    """How much of the season is planned; values and bounds only mean something once all are there."""
    return Progress("parts", 100.0 * sum(part.share for part in parts if part.number in made))


def joined(brief: Brief, parts: Sequence[Part], plans: Sequence[Plan], report: Report = silent) -> Plan:
    """One plan out of those of all ``parts``, scored and checked as a whole."""
    routes = dict(_routes(brief, parts, plans))
    bounds, dated = [plan.bound for plan in plans], [plan.dated_bound for plan in plans]
    first = plans[0]
    whole = Plan(
        season_digest=digest_of(brief.season),
        register_digest=brief.rulebook.digest,
        engine=first.engine,
        seed=first.seed,
        routes=tuple(routes[row.id] for row in brief.season.applications),
        sessions=tuple(session for plan in plans for session in plan.sessions),
        unplaced=tuple(one for part, plan in zip(parts, plans, strict=True) for one in _own(part, plan)),
        placed=sum(plan.placed for plan in plans),
        placed_bound=sum(plan.placed_bound for plan in plans),
        bound=None if None in bounds else sum(bound for bound in bounds if bound is not None),
        bound_basis=first.bound_basis,
        dated_bound=None if None in dated else sum(bound for bound in dated if bound is not None),
        dates=tuple(dates for plan in plans for dates in plan.dates),
        fair=fairness_of([plan.fair for plan in plans if plan.fair]),
    )
    return _finished(brief, whole, plans, report)


def _own(part: Part, plan: Plan) -> Iterator[Unplaced]:
    """What the part could not place of its own; another application of its people is not its business."""
    yield from (one for one in plan.unplaced if one.kind != "application" or one.subject in part.applications)


def _routes(brief: Brief, parts: Sequence[Part], plans: Sequence[Plan]) -> Iterator[tuple[str, Route]]:
    """By application: what its own part says; for one that goes to no committee, what the whole season says."""
    for application, options in options_for(brief).items():
        yield application, options[0]
    for part, plan in zip(parts, plans, strict=True):
        yield from ((route.application, route) for route in plan.routes if route.application in part.applications)


def _finished(brief: Brief, plan: Plan, plans: Sequence[Plan], report: Report) -> Plan:
    report(Progress("check", 0.0, None, plan.bound))
    terms = score(brief, plan, Merits(brief))
    value = total(terms)
    gap, dated_gap = gap_of(value, plan.bound), gap_of(value, plan.dated_bound)
    plan = replace(plan, score=terms, total=value, gap=gap, dated_gap=dated_gap)
    findings = check(brief, plan)
    if broken := hard(findings):
        raise EngineError(stage="check", findings=broken)
    report(Progress("check", 100.0, plan.total, plan.bound))
    late = any(one.status is Status.OUT_OF_TIME for one in plans)
    status = status_of(plan)
    return replace(plan, findings=findings, status=Status.OUT_OF_TIME if late and not plan.placed else status)
