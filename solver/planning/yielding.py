"""What rules have to give way where a session cannot be seated with all that pins keep in it, as little as can be.

A single rule that pins break gives way where it is asked (:mod:`solver.model.kept`). Several rules may each be kept
beside the pins and still not all of them together: then a program with elastic bounds finds a panel with the pins that
breaks least, and what it breaks gives way by so much. The findings name it, with all pins of the session behind it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from solver.check import hard
from solver.domain.plan import Finding, Plan, PlannedSession, Status
from solver.model.ask import Asked, ask
from solver.model.build import panel_program
from solver.model.highs import Limits, solve
from solver.model.kept import PINS, decided_by_pins
from solver.model.merits import Merits
from solver.model.seats import is_decided
from solver.model.times import decided_times
from solver.planning.shortage import ALWAYS, PANEL_RULES, elastic
from solver.rules.brief import Brief
from solver.rules.pins import NAMES
from solver.rules.requirement import AtMostOne, Atom, Between, Headcount, Odd, Requirement, Seat, Share


def seats_kept(brief: Brief, session: str) -> tuple[str, ...]:
    """Pins that keep people in ``session``, by id."""
    return tuple(pin.id for pin in brief.season.pins_of.get(session, ()) if pin.keeps and pin.what in NAMES)


def pins_alone(merits: Merits, session: PlannedSession) -> bool:
    """Whether it is for what pins keep in ``session`` that nobody could seat it: without any pins, somebody could."""
    brief = merits.brief
    return bool(seats_kept(brief, session.id)) and _seatable(Merits(brief.unpinned()), session)


def given_way(merits: Merits, plan: Plan, asked: Asked, sessions: Iterable[str], limits: Limits) -> Asked:
    """``asked`` with what has to give way so that each of ``sessions`` can be seated with its pins."""
    changed: dict[Requirement, Requirement | None] = {}
    for session in sessions:
        mine = asked.touching((session,))
        atoms = _least_broken(merits, plan, mine, session, limits)
        if atoms is not None:
            changed |= {one: _as_found(one, atoms) for one in mine if _is_of(one, session)}
    kept = (changed.get(one, one) for one in asked.requirements)
    return Asked(tuple(one for one in kept if one is not None))


def _least_broken(
    merits: Merits, plan: Plan, requirements: tuple[Requirement, ...], session: str, limits: Limits
) -> frozenset[Atom] | None:
    """Seats and offices of a panel with the pins that breaks least, None where there is none at all."""
    free = frozenset((session,))
    program = panel_program(merits, plan, requirements, decided_times(merits.brief, plan), free)
    found = elastic(program, limits)
    if found is None:
        return None
    return frozenset(atom for atom, column in program.seats.columns.items() if found[column] > 0.5)


def _is_of(requirement: Requirement, session: str) -> bool:
    """Whether ``requirement`` is about seats of ``session`` and of no other."""
    match requirement:
        case Between() | AtMostOne():
            named = {atom.session for atom in requirement.atoms} or {dict(requirement.subject).get("session", "")}
            return named == {session}
        case Share() | Odd():
            return requirement.whole.session == session
        case _:
            return False


def _as_found(requirement: Requirement, atoms: frozenset[Atom]) -> Requirement | None:
    """``requirement`` as far as ``atoms`` keep it; None where nothing is left of it."""
    match requirement:
        case Between():
            if not all(map(is_decided, requirement.atoms)):
                return requirement  # leaders are named afterwards
            weights = requirement.weights or (1,) * len(requirement.atoms)
            found = sum(weight for atom, weight in zip(requirement.atoms, weights, strict=True) if atom in atoms)
            low = None if requirement.low is None else min(requirement.low, found)
            high = None if requirement.high is None else max(requirement.high, found)
            return replace(requirement, low=low, high=high)
        case AtMostOne():
            held = sum(atom in atoms for atom in requirement.atoms)
            return requirement if held <= 1 else _bound(requirement, requirement.atoms, None, held)
        case Share():
            part = sum(atom in atoms for atom in requirement.part)
            bar = requirement.ratio * _heads(requirement.whole, atoms)
            if requirement.at_most:
                return requirement if part <= bar else _bound(requirement, requirement.part, None, part)
            return requirement if part >= bar else _bound(requirement, requirement.part, part, None)
        case Odd():
            return requirement if _heads(requirement.whole, atoms) % 2 else None
        case _:
            return requirement


def _bound(requirement: AtMostOne | Share, atoms: tuple[Atom, ...], low: int | None, high: int | None) -> Between:
    return Between(requirement.rule, requirement.subject, atoms, low, high, facts=requirement.facts)


def _heads(whole: Headcount, atoms: frozenset[Atom]) -> int:
    return sum(isinstance(atom, Seat) and whole.group in (None, atom.group) for atom in atoms)


def explained(merits: Merits, plan: Plan, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """``findings``, those of sessions that nobody could seat with all their pins named with these pins."""
    open_ = [one for one in hard(findings) if not decided_by_pins(one)]
    named = {dict(one.subject).get("session", "") for one in open_}
    behind = {
        one: seats_kept(merits.brief, one)
        for one in named
        if one in plan.session and seats_kept(merits.brief, one) and not _seatable(merits, plan.session[one])
    }
    return tuple(_with_pins(one, behind) if one in open_ else one for one in findings)


def _with_pins(finding: Finding, behind: dict[str, tuple[str, ...]]) -> Finding:
    pins = behind.get(dict(finding.subject).get("session", ""), ())
    return replace(finding, facts=(*finding.facts, (PINS, ", ".join(pins)))) if pins else finding


def _seatable(merits: Merits, session: PlannedSession) -> bool:
    """Whether ``session``, alone in the season, could be seated with its pins and every other rule."""
    cases = tuple(replace(case, readers=(), recused=()) for case in session.cases)
    bare = replace(session, panel=(), alternates=(), cases=cases)
    plan, free = Plan(sessions=(bare,)), frozenset((session.id,))
    asked = ask(merits.brief, plan, PANEL_RULES, also=ALWAYS).touching(free)
    program = panel_program(merits, plan, asked, decided_times(merits.brief, plan), free)
    lower = program.arrays.lower.copy()
    lower[list(program.switches.sessions.values())] = 1.0
    return solve(program.arrays.bounded(lower, program.arrays.upper), Limits()).status is not Status.IMPOSSIBLE
