"""What a panel is made of: employers, outsiders, officials, front line and age."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import ceil, floor

from solver.domain.calendar import years_after
from solver.domain.committees import Committee
from solver.domain.people import Expert
from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import CommitteeKind, EmployerKind, Grade, Level, PostLink, Tier
from solver.errors import RegisterError
from solver.rules.brief import Brief
from solver.rules.places import forbidden, group_ids, heads, least_heads, seats, with_committee
from solver.rules.requirement import Between, Headcount, Requirement, Seat, Share, Subject
from solver.rules.rulebook import Provision


def employer_key(brief: Brief, expert: str, provision: Provision) -> str:
    """The employer an expert counts for: the legal entity, or its group where the provision says ``same_group``."""
    employer = brief.season.employer_of_expert(expert)
    return brief.season.group_of.get(employer, employer) if provision.flag("same_group") else employer


def employer_cap(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """At most a third of a panel comes from one employer (product default); a self-review committee is exempt."""
    ratio = provision.share("max_share")
    for session, committee in with_committee(brief, plan):
        if committee.kind is CommitteeKind.SELF_REVIEW:
            continue
        trivial = ratio * least_heads(session)
        for employer, experts in _by_employer(brief, session, provision).items():
            subject = (("session", session.id), ("employer", employer))
            if len(experts) > trivial:
                yield Share(provision.id, subject, seats(session, experts), Headcount(session.id), ratio)
            yield from _absolute_caps(provision, session, subject, experts)


def _absolute_caps(
    provision: Provision, session: PlannedSession, subject: Subject, experts: list[str]
) -> Iterator[Requirement]:
    if "max_abs" in provision.parameters:
        yield Between(provision.id, subject, seats(session, experts), high=provision.whole("max_abs"))
    if "group_max" in provision.parameters:
        for group in group_ids(session) if session.groups else ():
            atoms = tuple(Seat(session.id, group, expert) for expert in experts)
            yield Between(provision.id, (*subject, ("group", group)), atoms, high=provision.whole("group_max"))


def _by_employer(brief: Brief, session: PlannedSession, provision: Provision) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for expert in brief.candidates(session):
        employer = employer_key(brief, expert, provision)
        if employer:
            found[employer].append(expert)
    return found


def outside_share(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A self-review committee has a share of members from outside its employer (product default)."""
    ratio = provision.share("min_share")
    for session, committee in with_committee(brief, plan):
        if committee.kind is CommitteeKind.SELF_REVIEW:
            outside = [one for one in brief.candidates(session) if _is_outside(brief, one, committee)]
            subject = (("session", session.id), ("committee", committee.id))
            part = seats(session, outside)
            yield Share(provision.id, subject, part, Headcount(session.id), ratio, at_most=False)


def _is_outside(brief: Brief, expert: str, committee: Committee) -> bool:
    group_of, employer = brief.season.group_of, brief.season.employer_of_expert(expert)
    own = committee.forming_unit
    return group_of.get(employer, employer) != group_of.get(own, own)


def provincial_mix(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Panels of provincial committees mix kinds of employer 2:2:6 within a tolerance (吉林2013 第24条)."""
    yield from _mix(brief, plan, provision, Tier.PROVINCE)


def city_mix(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Panels of city committees mix kinds of employer 2:3:5 within a tolerance (吉林2013 第24条)."""
    yield from _mix(brief, plan, provision, Tier.CITY)


def _mix(brief: Brief, plan: Plan, provision: Provision, tier: Tier) -> Iterator[Requirement]:
    parts = _parts(provision)
    for session, committee in with_committee(brief, plan):
        authority = brief.season.authority.get(committee.authority)
        if authority is None or authority.tier is not tier or committee.kind is CommitteeKind.SELF_REVIEW:
            continue
        for kinds, share in parts:
            experts = [one for one in brief.candidates(session) if _employer_kind(brief, one) in kinds]
            subject = (("session", session.id), ("kinds", ", ".join(sorted(kinds))))
            yield from _about(provision, session, subject, experts, share)


def _parts(provision: Provision) -> list[tuple[frozenset[EmployerKind], Fraction]]:
    """Parts of the provision's ``mix``: kinds of employer and their share."""
    mix = provision.raw("mix")
    try:
        return [
            (frozenset(EmployerKind(kind) for kind in part["kinds"]), Fraction(*part["share"]))
            for part in mix  # type: ignore[attr-defined] # anything else than a list of tables is reported below
        ]
    except (TypeError, KeyError, ValueError) as wrong:
        raise RegisterError(rule=provision.id, parameter="mix", value=mix) from wrong


def _employer_kind(brief: Brief, expert: str) -> EmployerKind | None:
    employer = brief.season.employer.get(brief.season.employer_of_expert(expert))
    return employer.kind if employer else None


def university_outsiders(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A post-linked university's own committee has three outsiders to seven of its own (吉林2013 第24条)."""
    for session, committee in with_committee(brief, plan):
        unit = brief.season.employer.get(committee.forming_unit)
        if unit and unit.kind is EmployerKind.UNIVERSITY and unit.post_link is PostLink.LINKED:
            outside = [one for one in brief.candidates(session) if _is_outside(brief, one, committee)]
            subject = (("session", session.id), ("committee", committee.id))
            yield from _about(provision, session, subject, outside, provision.share("outside_share"))


def _about(
    provision: Provision, session: PlannedSession, subject: Subject, experts: list[str], share: Fraction
) -> Iterator[Requirement]:
    """The share of ``experts`` on the panel is ``share``, give or take the provision's tolerance."""
    tolerance, part, whole = provision.share("tolerance"), seats(session, experts), Headcount(session.id)
    yield Share(provision.id, subject, part, whole, share - tolerance, at_most=False)
    yield Share(provision.id, subject, part, whole, share + tolerance)


def frontline(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A share of the panel works at the front line (沈阳2024 第13段); silent where the place gives no share."""
    if "min_frontline_share" not in provision.parameters:
        return
    ratio = 1 - provision.share("min_frontline_share")
    for session in plan.sessions:
        others = [one for one in brief.candidates(session) if not brief.season.expert[one].frontline]
        yield Share(provision.id, (("session", session.id),), seats(session, others), Headcount(session.id), ratio)


def officials(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Leading officials of state organs do not sit, or only so many on a panel (河北 第4条)."""
    most = provision.whole("max_officials")
    for session in plan.sessions:
        found = [one for one in brief.candidates(session) if brief.season.expert[one].official]
        if most == 0:
            for expert in found:
                yield from forbidden(provision, session, expert, "official", "—")
        elif found:
            yield Between(provision.id, (("session", session.id),), seats(session, found), high=most)


def retired(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Who is no longer in post does not sit (2011年省办法 第14条)."""
    for session in plan.sessions:
        for expert in brief.candidates(session):
            if not brief.season.expert[expert].in_post:
                yield from forbidden(provision, session, expert, "not_in_post", "in_post")


def age_limit(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Members are under 70 on the season's first day (北京 第3条); an unknown birthday is not held against anybody."""
    oldest = years_after(brief.season.header.first_day, -provision.whole("max_age"))
    for session in plan.sessions:
        for expert in brief.candidates(session):
            born = _born(brief, brief.season.expert[expert])
            if born is not None and born <= oldest:
                yield from forbidden(provision, session, expert, str(born), f"> {oldest}")


def younger_share(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """At least half of a senior panel is under 55 on the season's first day (2011年省办法 第13条).

    Asked of the others, at most half: who gives no birthday is not known to be under 55.
    """
    ratio = 1 - provision.share("min_share")
    born_after = years_after(brief.season.header.first_day, -provision.whole("age"))
    for session, committee in with_committee(brief, plan):
        if committee.grade is Grade.SENIOR:
            births = {one: _born(brief, brief.season.expert[one]) for one in brief.candidates(session)}
            others = [one for one, born in births.items() if born is None or born <= born_after]
            yield Share(provision.id, (("session", session.id),), seats(session, others), Headcount(session.id), ratio)


def _born(brief: Brief, expert: Expert) -> date | None:
    person = brief.season.person.get(expert.person)
    return person.born if person else None


def intermediate_titles(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Fewer than a third of an intermediate panel hold an intermediate title (2011年省办法 第13条)."""
    ratio, strict = provision.share("max_share"), provision.flag("strict")
    for session, committee in with_committee(brief, plan):
        if committee.grade is Grade.INTERMEDIATE:
            bar = ratio * heads(session)
            most = ceil(bar) - 1 if strict else floor(bar)
            holders = [
                one
                for one in brief.candidates(session)
                if brief.level_of.get((one, committee.series)) is Level.INTERMEDIATE
            ]
            yield Between(provision.id, (("session", session.id),), seats(session, holders), high=most)
