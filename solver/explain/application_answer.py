"""Why an application is where it is: its route, its session and readers, or what is in its way."""

from __future__ import annotations

from collections.abc import Iterator

from solver.domain.plan import Plan, PlannedCase, PlannedSession, Route, RouteKind
from solver.explain.answer import Answer
from solver.explain.citation import source_of
from solver.explain.sentence import reason_sentence, reason_statement
from solver.explain.words import Lang, half_day, pick, spoken
from solver.rules.approval import cite
from solver.rules.authority import LETTER_RULES
from solver.rules.brief import Brief
from solver.rules.delegation import DELEGATION_RULES
from solver.rules.letters import NeededLetter


class ApplicationAnswer(Answer):
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
            yield from self.route_lines(route)
        placed = False
        for session in self.plan.sessions:
            for case in session.cases:
                if case.application == self.application:
                    placed = True
                    yield from self._placed(session, case)
        if not placed and route is not None and route.kind in {RouteKind.COMMITTEE, RouteKind.DELEGATED}:
            yield from self._unplaced()

    def route_lines(self, route: Route) -> Iterator[str]:
        """Where it goes, on what that stands, and what is in the way."""
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

    def letter_line(self, letter: NeededLetter) -> str:
        """What an authorisation must say, or why not even one would help."""
        committee = self.name("committee", letter.to_committee)
        if letter.reasons or not letter.issuers:
            because = "；".join(reason_statement(one, self.brief, self.lang) for one in letter.reasons)
            return self.say("letter_helps_not", committee=committee, sentence=because)
        return self.say(
            "letter_must_say",
            entrusting=self.name(self._side(letter.entrusting), letter.entrusting),
            committee=committee,
            series=letter.series,
            specialty=letter.specialty,
            level=spoken(letter.level.name.lower(), self.lang),
            application=self.shown,
            issuers=self.listed("authority", letter.issuers),
            by=str(letter.by),
            first=str(letter.first),
            last=str(letter.last),
            source=source_of(cite(self.brief, *DELEGATION_RULES), self.brief).text(self.lang),
            tier=source_of(cite(self.brief, *LETTER_RULES), self.brief).text(self.lang),
        )

    def _side(self, entrusting: str) -> str:
        return "employer" if entrusting in self.brief.season.employer else "authority"

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
