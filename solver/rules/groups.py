"""Discipline groups (评议组) of a session (人社部令第40号 第21条)."""

from __future__ import annotations

from collections.abc import Iterator

from solver.domain.plan import Plan
from solver.rules.brief import Brief
from solver.rules.places import filled_as_planned, group_heads, with_committee
from solver.rules.recusal import named, recused_sets
from solver.rules.requirement import Between, Holds, Requirement, Seat
from solver.rules.rulebook import Provision


def group_minimum(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:  # noqa: ARG001 - plan only
    """A group has at least three members (40号令 第21条)."""
    least = provision.whole("group_min")
    for session in plan.sessions:
        for group in session.groups:
            subject = (("session", session.id), ("group", group.id))
            found = group_heads(session, group.id)
            yield Holds(provision.id, subject, found >= least, str(found), f"≥ {least}")


def group_left(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """For every case at least three of its group are not recused (40号令 第21条).

    Where seats are as planned this bounds the few who are recused; in a plan that differs, it counts the others.
    """
    least = provision.whole("group_min")
    for session in plan.sessions:
        filled = filled_as_planned(session)
        candidates = brief.candidates(session)
        for group in session.groups:
            for recused, applications in recused_sets(brief, session, frozenset(candidates), group.id).items():
                subject = (("session", session.id), ("group", group.id), ("application", applications[0]))
                facts = named(applications)
                if not filled:
                    rest = (Seat(session.id, group.id, one) for one in candidates if one not in recused)
                    yield Between(provision.id, subject, tuple(rest), low=least, facts=facts)
                elif len(recused) > group.seats - least:
                    out = tuple(Seat(session.id, group.id, one) for one in sorted(recused))
                    yield Between(provision.id, subject, out, high=group.seats - least, facts=facts)


def specialty_held(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Every specialty with cases in a group has a holder in it (product default); without groups, on the panel."""
    least = provision.whole("holders_min")
    for session, committee in with_committee(brief, plan):
        cases = ((case.group, brief.application(case.application)) for case in session.cases)
        reviewed = dict.fromkeys((group, one.specialty) for group, one in cases if one is not None)
        candidates = brief.candidates(session)
        for group, specialty in reviewed:
            holders = (one for one in candidates if specialty in brief.specialties_of.get((one, committee.series), {}))
            subject = (("session", session.id), ("group", group), ("specialty", specialty))
            yield Between(provision.id, subject, tuple(Seat(session.id, group, one) for one in holders), low=least)


def case_in_group(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A case is in a group of its session that covers its specialty (40号令 第21条)."""
    for session in plan.sessions:
        covered = {group.id: group.specialties for group in session.groups} or {"": ()}
        for case in session.cases:
            application = brief.application(case.application)
            if application is None:
                continue
            specialties = covered.get(case.group)
            if specialties is not None and (not specialties or application.specialty in specialties):
                continue
            subject = (("session", session.id), ("application", application.id))
            needed = ", ".join(covered) if specialties is None else ", ".join(specialties)
            found = case.group if specialties is None else application.specialty
            yield Holds(provision.id, subject, False, found, needed)
