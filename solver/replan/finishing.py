"""A repaired plan put together: dates, score and findings are worked out anew for what changed, and kept elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from solver.check import Facts, findings_of, hard
from solver.domain.plan import Finding, Plan, PlannedSession, PlanState, RouteKind, SessionDates, Status, Term, Unplaced
from solver.model.kept import with_pins
from solver.model.merits import Merits, load
from solver.model.objective import TERMS, session_counts, weights
from solver.planning.yielding import explained
from solver.replan.ground import Ground, named
from solver.rules.catalogue import RULES
from solver.rules.timetable import session_dates

WHOLE = frozenset({"plan_leaves_nothing_out", "plan_refers_to_what_exists", "pins_have_their_place"})
"""Rules about the plan as a whole, which a repair keeps by its making."""
SHARED = frozenset({"one_place", "reachable", "sessions_and_days", "cases_per_day", "cases_per_season", "room_use"})
"""Rules about what sessions share: experts and rooms."""
PLACED = frozenset({RouteKind.COMMITTEE, RouteKind.DELEGATED})


def finished(
    ground: Ground, unplaced: tuple[Unplaced, ...], noted: Iterable[str] = ()
) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan of ``ground`` as a draft, and the hard findings left in what was touched.

    Parameters
    ----------
    noted
        Sessions that a change concerns: one in which pins keep everything may break a rule though nothing changed.
    """
    touched = {one.id for one in ground.now.values() if ground.was.session.get(one.id) != one}
    touched |= ground.now.keys() & ground.brief.season.pins_of.keys() & set(noted)
    gone = ground.was.session.keys() - ground.now.keys()
    sessions = tuple(ground.now[one.id] for one in ground.was.sessions if one.id in ground.now)
    sessions += tuple(one for one in ground.now.values() if one.id not in ground.was.session)
    findings = _findings(ground, touched, gone)
    cases = {case.application for session in sessions for case in session.cases}
    left = _left_out((*ground.was.unplaced, *unplaced), cases | {one.id for one in sessions}, ground)
    routes = tuple(ground.routes.values())
    plan = replace(
        ground.was,
        season_digest="",
        state=PlanState.DRAFT,
        status=Status.FEASIBLE if cases else Status.OUT_OF_TIME,
        routes=routes,
        sessions=sessions,
        unplaced=left,
        score=score_after(ground, touched | gone),
        placed=len(cases),
        placed_bound=max(len(cases), sum(route.kind in PLACED for route in routes)),
        bound=None,
        gap=None,
        bound_basis="",
        dated_bound=None,
        dated_gap=None,
        findings=findings,
        dates=_dates(ground, touched, gone),
    )
    near = (*touched, *gone)
    return replace(plan, total=sum(term.value for term in plan.score)), hard(
        tuple(one for one in findings if _is_near(one, frozenset(near), ground))
    )


def _left_out(unplaced: Iterable[Unplaced], placed: set[str], ground: Ground) -> tuple[Unplaced, ...]:
    """What has no place, each with what was last said of it; whose route leads to no committee, needs none."""
    found = {
        (one.kind, one.subject): one
        for one in unplaced
        if one.subject not in placed and (one.kind != "application" or _has_committee(ground, one.subject))
    }
    return tuple(found.values())


def _has_committee(ground: Ground, application: str) -> bool:
    route = ground.routes.get(application)
    return route is None or route.kind in PLACED


def _findings(ground: Ground, touched: set[str], gone: Iterable[str]) -> tuple[Finding, ...]:
    """Findings elsewhere as they were, and those of what changed."""
    near = [ground.now[one] for one in ground.now if one in touched]
    people = {one for session in near for one in named(session)}
    beyond = {one for expert in people for one in ground.duties.get(expert, ())} - touched
    rooms = {room for session in near for room in session.rooms}
    beyond |= {
        one
        for session in near
        for half in ground.brief.span(session)
        for room in rooms
        for one in ground.rooms_taken.get((room, half), ())
    } - touched
    routes = ground.routes_to(one.committee for one in near)
    own = Facts(ground.brief, Plan(routes=routes, sessions=tuple(near)))
    shared = Facts(ground.brief, Plan(sessions=(*near, *(ground.now[one] for one in sorted(beyond)))))
    found = [
        one
        for rule in RULES
        if rule.name not in WHOLE
        for one in findings_of(rule, shared if rule.name in SHARED else own)
        if rule.name not in SHARED or _is_near(one, frozenset(touched), ground)
    ]
    found = list(_marked(ground, own.plan, shared.plan, found))
    found += _without_place(ground, gone)
    about = frozenset((*touched, *gone))
    kept = [one for one in ground.was.findings if not _is_near(one, about, ground)]
    return (*kept, *found)


def _marked(ground: Ground, own: Plan, shared: Plan, found: list[Finding]) -> tuple[Finding, ...]:
    """``found`` with the pins behind what pins bring about."""
    if not ground.brief.season.pins:
        return tuple(found)
    by_sharing = {one.name: one for one in RULES if one.name in SHARED}
    rules = tuple(one for one in RULES if one.name not in SHARED)
    once = with_pins(ground.brief, own, tuple(found), rules)
    twice = with_pins(ground.brief, shared, once, tuple(by_sharing.values()))
    return explained(ground.merits, own, twice)


def _without_place(ground: Ground, gone: Iterable[str]) -> Iterator[Finding]:
    """Pins in sessions that are not held any more."""
    facts = Facts(ground.brief, Plan(sessions=tuple(ground.now.values())))
    rule = next(one for one in RULES if one.name == "pins_have_their_place")
    for one in findings_of(rule, facts) if ground.brief.season.pins else ():
        if dict(one.subject)["session"] in gone:
            yield one


def _is_near(finding: Finding, sessions: frozenset[str], ground: Ground) -> bool:
    """Whether a finding is about one of ``sessions``, or about somebody in one of them."""
    about = dict(finding.subject)
    if any(kind in ("session", "other") and one in sessions for kind, one in (*finding.subject, *finding.facts)):
        return True
    return "session" not in about and not sessions.isdisjoint(ground.duties.get(about.get("expert", ""), ()))


def _dates(ground: Ground, touched: set[str], gone: Iterable[str]) -> tuple[SessionDates, ...]:
    kept = {one.session: one for one in ground.was.dates if one.session not in (touched | set(gone))}
    made = {one: session_dates(ground.brief, ground.now[one]) for one in touched}
    rows = (kept.get(one) or made.get(one) for one in ground.now)
    return tuple(one for one in rows if one is not None)


def score_after(ground: Ground, changed: Iterable[str]) -> tuple[Term, ...]:
    """The score of the plan: that of what it was, with what ``changed`` counted out and in again."""
    signed = weights(ground.brief.rulebook)
    counts: defaultdict[str, float] = defaultdict(float, {term.name: term.count for term in ground.was.score})
    before = [ground.was.session[one] for one in changed if one in ground.was.session]
    after = [ground.now[one] for one in changed if one in ground.now]
    for sign, merits, sessions in ((-1, Merits(ground.before), before), (1, ground.merits, after)):
        for session in sessions:
            for name, count in session_counts(merits, session).items():
                counts[name] += sign * count
    counts["load"] += _load(ground, ground.merits, before, after)
    return tuple(Term(name, counts[name], signed[name], signed[name] * counts[name]) for name in TERMS)


def _load(ground: Ground, merits: Merits, before: Iterable[PlannedSession], after: Iterable[PlannedSession]) -> float:
    """By how much the load of everybody concerned differs."""
    was, now = (_days(merits, sessions) for sessions in (before, after))
    found = 0.0
    for expert in was.keys() | now.keys():
        days = sum(
            merits.days(ground.now[one]) for one in ground.duties.get(expert, ()) if expert in ground.now[one].seated()
        )
        past = merits.past_days(expert)
        found += load(past, days) - load(past, days - now[expert] + was[expert])
    return found


def _days(merits: Merits, sessions: Iterable[PlannedSession]) -> Mapping[str, int]:
    found = Counter[str]()
    for session in sessions:
        for seat in session.panel:
            found[seat.expert] += merits.days(session)
    return found
