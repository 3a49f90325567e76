"""Why an expert is or is not in a session, and why an application is where it is: lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from solver.domain.conflicts import Conflict
from solver.domain.plan import Finding, Plan, PlannedCase, PlannedSession, Route, RouteKind
from solver.domain.vocabulary import RecusalMode
from solver.explain.naming import name_of, named, path_text
from solver.explain.sentence import fill, reason_sentence, sentence
from solver.explain.texts import SAY
from solver.explain.trial import Swap, exclusions, swaps
from solver.explain.words import ROLES, Lang, half_day, pick
from solver.rules.brief import Brief

MOST_NAMED = 5
"""Longer lists of people end here."""


def why_expert(brief: Brief, plan: Plan, expert: str, session: str, lang: Lang) -> tuple[str, ...]:
    """Why ``expert`` is or is not in ``session``: seat, duties and recusals, or each rule that keeps them out."""
    if expert not in brief.season.expert:
        return (fill(SAY["no_expert"], {"expert": expert}, lang),)
    if session not in plan.session:
        return (fill(SAY["no_session"], {"session": session}, lang),)
    return tuple(_Expert(brief, plan, expert, plan.session[session], lang).lines())


def why_application(brief: Brief, plan: Plan, application: str, lang: Lang) -> tuple[str, ...]:
    """Where ``application`` goes and why, who reads it and who recuses, or what is in its way and what would help."""
    if application not in brief.season.application:
        return (fill(SAY["no_application"], {"application": application}, lang),)
    return tuple(_Application(brief, plan, application, lang).lines())


class _Answer:
    """What both answers need: the brief, the plan and a language."""

    def __init__(self, brief: Brief, plan: Plan, lang: Lang) -> None:
        self.brief, self.plan, self.lang = brief, plan, lang

    def say(self, key: str, **facts: str) -> str:
        """One line."""
        return fill(SAY[key], facts, self.lang)

    def name(self, kind: str, one: str) -> str:
        """A thing with its name."""
        return named(kind, one, self.brief, self.lang)

    def listed(self, kind: str, ids: tuple[str, ...]) -> str:
        """Several things, the first few by name."""
        comma = "、" if self.lang == "zh" else ", "
        more = " …" if len(ids) > MOST_NAMED else ""
        return comma.join(self.name(kind, one) for one in ids[:MOST_NAMED]) + more

    def path(self, conflicts: tuple[Conflict, ...]) -> str:
        """The paths of several conflicts."""
        return ";".join(path_text(one.path, self.brief, self.lang) for one in conflicts)

    def conflicts(self, expert: str, session: PlannedSession, case: PlannedCase) -> tuple[Conflict, ...]:
        """Every conflict of an expert with the applicant of a case."""
        found = self.brief.application(case.application)
        if found is None or session.committee not in self.brief.season.committee:
            return ()
        return self.brief.conflicts.why(expert, found.applicant, self.brief.is_self_review(session.committee))


class _Expert(_Answer):
    """The answer about an expert and a session."""

    def __init__(self, brief: Brief, plan: Plan, expert: str, session: PlannedSession, lang: Lang) -> None:
        super().__init__(brief, plan, lang)
        self.expert, self.session = expert, session
        self.facts = {"expert": self.name("expert", expert), "session": self._session(session)}

    def lines(self) -> Iterator[str]:
        """The answer, line by line."""
        if self.expert in self.session.seated():
            yield from self._seated()
        else:
            yield from self._standby()
            yield self.say("absent", **self.facts)
            yield from self._kept_out()
        yield from self._load()

    def _session(self, session: PlannedSession) -> str:
        committee = name_of("committee", session.committee, self.brief) or session.committee
        bracket = f"({committee})" if self.lang == "zh" else f" ({committee})"
        return self.name("session", session.id) + bracket

    def _in(self, group: str) -> str:
        return self.say("in_group", group=group) if group else ""

    def _seated(self) -> Iterator[str]:
        for seat in self.session.panel:
            if seat.expert == self.expert:
                role = pick(ROLES[seat.role], self.lang)
                yield self.say("seated", **self.facts, role=role, place=self._in(seat.group))
                yield self.say("why_place", own=self._fit(self.expert, seat.group), fresh=self._fresh())
        reads = tuple(case.application for case in self.session.cases if self.expert in case.readers)
        if reads:
            yield self.say("reads", count=str(len(reads)), applications=self.listed("application", reads))
        for case in self.session.cases:
            conflicts = self.conflicts(self.expert, self.session, case)
            if conflicts:
                yield self.say(
                    "recused_for", application=self.name("application", case.application), path=self.path(conflicts)
                )
        for group in {seat.group for seat in self.session.panel if seat.expert == self.expert}:
            for finding in exclusions(self.brief, self.plan, self.expert, self.session, group):
                yield self.say("finding_here", sentence=sentence(finding, self.brief, self.lang))

    def _standby(self) -> Iterator[str]:
        for one in self.session.alternates:
            if one.expert == self.expert:
                yield self.say("standby", **self.facts, rank=str(one.rank), place=self._in(one.group))

    def _kept_out(self) -> Iterator[str]:
        """The rules in the way, group by group; what bars from every group is said once."""
        groups = self.session.group_ids()
        barred = {group: exclusions(self.brief, self.plan, self.expert, self.session, group) for group in groups}
        everywhere = [one for one in barred[groups[0]] if all(_has(barred[group], one) for group in groups)]
        for finding in everywhere:
            yield self.say("excluded", sentence=sentence(finding, self.brief, self.lang))
        yield from self._would_recuse()
        if everywhere:
            return
        for group in groups:
            for finding in barred[group]:
                yield self.say("group_excluded", group=group, sentence=sentence(finding, self.brief, self.lang))
            if not barred[group]:
                yield from self._not_chosen(group)

    def _would_recuse(self) -> Iterator[str]:
        for case in self.session.cases:
            found = self.conflicts(self.expert, self.session, case)
            conflicts = tuple(one for one in found if one.mode is RecusalMode.CASE)  # the others keep out altogether
            if conflicts:
                yield self.say(
                    "would_recuse", application=self.name("application", case.application), path=self.path(conflicts)
                )

    def _not_chosen(self, group: str) -> Iterator[str]:
        tried = tuple(swaps(self.brief, self.plan, self.expert, self.session, group))
        free = [swap.other.expert for swap in tried if not swap.findings]
        if free:
            fits = sorted({self._fit(one, group) for one in free})
            theirs = fits[0] if len(fits) == 1 else f"{fits[0]}–{fits[-1]}"
            others = self.listed("expert", tuple(free))
            yield self.say("not_chosen", others=others, theirs=theirs, own=self._fit(self.expert, group))
        elif tried:
            least: Swap = min(tried, key=lambda swap: len(swap.findings))
            first: Finding = least.findings[0]
            other = self.name("expert", least.other.expert)
            yield self.say("swap_breaks", other=other, sentence=sentence(first, self.brief, self.lang))

    def _load(self) -> Iterator[str]:
        elsewhere = [one for one in self.plan.sessions if one.id != self.session.id and self.expert in one.seated()]
        if elsewhere:
            named_ = tuple(f"{one.id}({half_day(one.start, self.lang)})" for one in elsewhere)
            yield self.say("load", count=str(len(named_)), sessions="、".join(named_))

    def _fit(self, expert: str, group: str) -> str:
        """Strength in the best of the specialties that are reviewed there, 0–1."""
        committee = self.brief.committee_of(self.session)
        held = self.brief.specialties_of.get((expert, committee.series if committee else ""), {})
        cases = (self.brief.application(case.application) for case in self.session.cases if case.group == group)
        wanted = {found.specialty for found in cases if found is not None} or set(held)
        return f"{max((held[one] for one in wanted if one in held), default=0.0):.2f}"

    def _fresh(self) -> str:
        last = self.brief.season.header.year - 1
        served = self.brief.season.service_of.get(self.expert, ())
        old = any((row.committee, row.year) == (self.session.committee, last) for row in served)
        return pick(("否", "no") if old else ("是", "yes"), self.lang)


def _has(findings: tuple[Finding, ...], one: Finding) -> bool:
    return any((other.by, other.found, other.needed) == (one.by, one.found, one.needed) for other in findings)


class _Application(_Answer):
    """The answer about an application."""

    def __init__(self, brief: Brief, plan: Plan, application: str, lang: Lang) -> None:
        super().__init__(brief, plan, lang)
        self.application = application
        self.shown = self.name("application", application)

    def lines(self) -> Iterator[str]:
        """The answer, line by line."""
        route = self.plan.route.get(self.application)
        if route is None:
            yield self.say("no_route", application=self.shown)
        else:
            yield from self._route(route)
        placed = False
        for session in self.plan.sessions:
            for case in session.cases:
                if case.application == self.application:
                    placed = True
                    yield from self._placed(session, case)
        if not placed and route is not None and route.kind in {RouteKind.COMMITTEE, RouteKind.DELEGATED}:
            yield from self._unplaced()

    def _route(self, route: Route) -> Iterator[str]:
        facts = {
            "application": self.shown,
            "committee": self.name("committee", route.committee),
            "delegation": route.delegation,
        }
        keys = {
            RouteKind.COMMITTEE: "goes_to",
            RouteKind.DELEGATED: "goes_by",
            RouteKind.NEEDS_AUTHORISATION: "needs",
            RouteKind.NOT_FOR_COMMITTEE: "not_for",
        }
        yield self.say(keys[route.kind], **facts)
        if route.kind is RouteKind.COMMITTEE:
            yield from self._filed(route.committee)
        if route.kind is RouteKind.DELEGATED:
            yield from self._letter(route.delegation)
        for reason in route.reasons:
            yield self.say("because", sentence=reason_sentence(reason, self.brief, self.lang))
        if route.kind is RouteKind.NEEDS_AUTHORISATION:
            yield from self._what_would_help(route)

    def _filed(self, committee: str) -> Iterator[str]:
        asked = self.brief.season.application[self.application]
        for row in self.brief.season.filings_of.get(committee, ()):
            if row.series == asked.series and asked.level in row.levels:
                yield self.say("filed", document=row.document_no, start=str(row.start), end=str(row.end))

    def _letter(self, delegation: str) -> Iterator[str]:
        found = self.brief.season.delegation.get(delegation)
        if found is not None:
            authority = self.name("authority", found.authority)
            yield self.say("letter", letter=found.letter_no, authority=authority, end=str(found.end))

    def _what_would_help(self, route: Route) -> Iterator[str]:
        if route.candidates:
            yield self.say("candidates", committees=self.listed("committee", route.candidates))
        else:
            yield self.say("no_candidates")
        if route.authority:
            yield self.say("ask", authority=self.name("authority", route.authority))

    def _placed(self, session: PlannedSession, case: PlannedCase) -> Iterator[str]:
        rooms = {group.id: group.room for group in session.groups}
        room = rooms.get(case.group) or (session.rooms[0] if session.rooms else "")
        start = half_day(session.start, self.lang)
        group = self.say("placed_group", group=case.group) if case.group else ""
        where = self.name("room", room) if room else pick(("会场未定", "no room yet"), self.lang)
        yield self.say("placed", session=self.name("session", session.id), start=start, where=group + where)
        if case.readers:
            yield self.say("readers", experts=self.listed("expert", case.readers))
        out = False
        for seat in session.panel:
            conflicts = self.conflicts(seat.expert, session, case)
            if conflicts:
                out = True
                yield self.say("recused", expert=self.name("expert", seat.expert), path=self.path(conflicts))
        if not out:
            yield self.say("nobody_recused")

    def _unplaced(self) -> Iterator[str]:
        found = [one for one in self.plan.unplaced if one.subject == self.application]
        yield self.say("unplaced" if found else "in_no_session")
        for one in found:
            for reason in one.reasons:
                yield self.say("because", sentence=reason_sentence(reason, self.brief, self.lang))
