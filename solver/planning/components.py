"""A season in parts that share no applicant and no room, planned apart and joined into one plan.

How a season is cut (:mod:`solver.planning.cutting`) depends on the season alone, never on who does the work, so neither
does the plan. Sharing out the rooms, and letting an expert whom two parts share sit in one of them, are the only
restrictions. The bound of a part knows no dates and no rooms but for how many groups may sit at once, which its batches
depend on, and sees every expert of its pools, also those who sit elsewhere: an expert counted in two parts costs less
in them than in the whole, where the n-th day costs n. So with rooms enough the sum of the bounds bounds the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from solver.domain.committees import Room
from solver.domain.conflicts import Conflicts
from solver.domain.plan import Plan, PlannedSession, Route
from solver.domain.season import Season
from solver.domain.vocabulary import RecusalMode, RelationKind
from solver.planning.collecting import collecting_seldom
from solver.planning.cutting import Cut, bundles_of, elsewhere_of, work_of
from solver.planning.part_seasons import seasons_of
from solver.planning.progress import Progress, Report, silent
from solver.planning.rejoining import Known, joined
from solver.planning.room_shares import lives_in
from solver.planning.season_packing import packed, unpacked
from solver.relations.conflicts import conflicts_of
from solver.routing import options_for
from solver.rules.brief import Brief
from solver.rules.relation_terms import relation_terms


@dataclass(frozen=True)
class Part:
    """A part of a season as a season of its own.

    Parameters
    ----------
    scope
        Its brief, as yet without conflicts of interest: whoever plans the part looks for them.
    applications
        Those that may go to one of its committees; its season has other applications of the same people too.
    share
        Its part (0–1) of the applications to be planned.
    """

    number: int
    scope: Brief
    committees: frozenset[str]
    applications: frozenset[str]
    share: float

    @cached_property
    def brief(self) -> Brief:
        """Its brief with its conflicts of interest, looked for where it does not have them."""
        if self.scope.conflicts != Conflicts():
            return self.scope
        return replace(self.scope, conflicts=conflicts_of(self.scope.season, self.scope.rulebook))

    def __getstate__(self) -> tuple[object, ...]:
        """What goes to a worker: the season by columns, and nothing that can be looked up there."""
        scope = replace(self.scope, season=Season(self.scope.season.header))
        return self.number, scope, packed(self.scope.season), self.committees, self.applications, self.share

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        number, scope, season, committees, applications, share = state
        scope = replace(scope, season=unpacked(season))
        named = {"committees": committees, "applications": applications, "share": share}
        vars(self).update({"number": number, "scope": scope, **named})


PlanPart = Callable[[Part], Plan]
"""Plans one part; runs where the executor runs it, so it must be importable there."""


USUAL = Cut()


def parts_of(brief: Brief, cut: Cut = USUAL) -> tuple[Part, ...]:
    """The parts of a season, the largest first; one if it cannot, or need not, be cut.

    Conflicts of interest of ``brief`` are not looked at: it need not have any.
    """
    with collecting_seldom():
        return _parts(brief, options_for(brief), cut)


def _parts(brief: Brief, options: Mapping[str, tuple[Route, ...]], cut: Cut) -> tuple[Part, ...]:
    season, work = brief.season, work_of(options)
    found = () if _colleagues_for_the_year(brief) else bundles_of(season, options, work, cut)
    if len(found) < 2:
        return (Part(0, brief, frozenset(season.committee), frozenset(options), 1.0),)
    bundles, rooms = [bundle for bundle, _ in found], [some for _, some in found]
    homes = {committee: number for number, bundle in enumerate(bundles) for committee in bundle}
    own = {application: homes[routes[0].committee] for application, routes in options.items() if routes[0].committee}
    applications: list[set[str]] = [set() for _ in bundles]
    for application, number in own.items():
        applications[number].add(application)
    away = elsewhere_of(season, bundles, work)
    seasons = seasons_of(season, homes, own, rooms)
    return tuple(
        Part(
            number,
            _scope(brief, seasons[number], bundle, away[number], frozenset(applications[number])),
            bundle,
            frozenset(applications[number]),
            len(applications[number]) / len(own),
        )
        for number, bundle in enumerate(bundles)
    )


def _colleagues_for_the_year(brief: Brief) -> bool:
    """Whether former colleagues keep experts out for the year: then every part would need everybody's employments."""
    term = relation_terms(brief.rulebook, brief.season.header.first_day).get(RelationKind.COLLEAGUE)
    return term is not None and term.mode is RecusalMode.POOL_YEAR


def _scope(
    brief: Brief, season: Season, bundle: frozenset[str], elsewhere: frozenset[str], own: frozenset[str]
) -> Brief:
    """The brief of a part, without conflicts of interest."""
    return replace(
        brief,
        season=season,
        conflicts=Conflicts(),
        districts=_districts(brief, bundle),
        elsewhere=elsewhere,
        foreign=frozenset(season.application.keys() - own),
        settled=_settled(brief, bundle, season.rooms),
    )


def _settled(brief: Brief, bundle: frozenset[str], rooms: Sequence[Room]) -> tuple[PlannedSession, ...]:
    """Settled sessions that take rooms or cases of a part."""
    held = {room.id for room in rooms}
    return tuple(one for one in brief.settled if one.committee in bundle or not held.isdisjoint(one.rooms))


def _districts(brief: Brief, bundle: frozenset[str]) -> frozenset[str]:
    """Districts of rooms of the whole season that the bound of a part must allow for: those where its experts live.

    Where nobody lives all are alike: one of these stands for them all.
    """
    every = brief.every_district
    homes = frozenset(every & lives_in(brief.season, bundle).keys())
    return homes | frozenset(sorted(every - homes)[:1])


def plan_in_parts(
    brief: Brief, parts: Sequence[Part], plan_part: PlanPart, executor: Executor, report: Report = silent
) -> Plan:
    """The plan of a season whose ``parts`` are planned by ``plan_part`` on ``executor``, in whatever order.

    What a part could not place for want of an expert who sits in no session of the part they were given to is tried
    once more with them.

    Raises
    ------
    EngineError
        If the joined plan breaks a hard rule: a defect of Pingwei, never an outcome.
    """
    with collecting_seldom():
        waiting: dict[Future[Plan], Part] = {executor.submit(plan_part, part): part for part in parts}
        known = Known.of(brief, parts)  # while the parts are planned
        made: dict[int, Plan] = {}
        for done in as_completed(waiting):
            made[waiting.pop(done).number] = done.result()
            report(_progress(made, parts))
        plans = [made[part.number] for part in parts]
        again = handed_over(parts, plans)
        retried = {part.number: executor.submit(plan_part, part) for part in again}
        for number, future in retried.items():
            if future.result().placed > plans[number].placed:
                plans[number] = future.result()
        return joined(brief, parts, plans, report, known)


def _progress(made: Mapping[int, Plan], parts: Sequence[Part]) -> Progress:
    """How much of the season is planned; values and bounds only mean something once all are there."""
    return Progress("parts", 100.0 * sum(part.share for part in parts if part.number in made))


def handed_over(parts: Sequence[Part], plans: Sequence[Plan]) -> tuple[Part, ...]:
    """The parts that left something out, with experts that the parts they were given to have no use for."""
    used = {expert for plan in plans for session in plan.sessions for expert in session.seated()}
    used |= {one.expert for plan in plans for session in plan.sessions for one in session.alternates}
    given: dict[int, frozenset[str]] = {}
    for part, plan in zip(parts, plans, strict=True):
        free = part.scope.elsewhere - used
        if plan.placed < plan.placed_bound and free:
            used |= free
            given[part.number] = free
    found = []
    for part in parts:
        if part.number in given:
            lost = frozenset().union(*(some for number, some in given.items() if number != part.number))
            mine = (part.scope.elsewhere - given[part.number]) | (lost & part.scope.season.expert.keys())
            found.append(replace(part, scope=replace(part.scope, elsewhere=mine)))
    return tuple(found)
