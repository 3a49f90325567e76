"""Why an expert sits in a session, or does not: duties and recusals, or each rule in the way, or who was preferred."""

from __future__ import annotations

from collections.abc import Iterator

from solver.domain.conflicts import Conflict
from solver.domain.plan import Finding, Plan, PlannedCase, PlannedSession
from solver.domain.vocabulary import RecusalMode
from solver.explain.answer import MOST_NAMED, Answer
from solver.explain.naming import name_of
from solver.explain.sentence import sentence
from solver.explain.trial import Swap, exclusions, swaps
from solver.explain.words import ROLES, Lang, bracketed, half_day, pick
from solver.rules.brief import Brief


class SeatAnswer(Answer):
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
            yield from self._standby() if self._waits() else (self.say("absent", **self.facts),)
            yield from self._kept_out()
        yield from self._load()

    def _session(self, session: PlannedSession) -> str:
        committee = name_of("committee", session.committee, self.brief) or session.committee
        return self.name("session", session.id) + bracketed(committee, self.lang)

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

    def _waits(self) -> bool:
        return any(one.expert == self.expert for one in self.session.alternates)

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
        found = tuple(self._recusals(self.expert))
        for case, conflicts in found[:MOST_NAMED]:
            application = self.name("application", case.application)
            yield self.say("would_recuse", application=application, path=self.path(conflicts))
        if len(found) > MOST_NAMED:
            yield self.say("more_recusals", count=str(len(found) - MOST_NAMED))

    def _recusals(self, expert: str) -> Iterator[tuple[PlannedCase, tuple[Conflict, ...]]]:
        """Cases for which ``expert`` leaves the room; other modes keep out of the session altogether."""
        for case in self.session.cases:
            found = self.conflicts(expert, self.session, case)
            conflicts = tuple(one for one in found if one.mode is RecusalMode.CASE)
            if conflicts:
                yield case, conflicts

    def _not_chosen(self, group: str) -> Iterator[str]:
        tried = tuple(swaps(self.brief, self.plan, self.expert, self.session, group))
        free = [swap.other.expert for swap in tried if not swap.findings]
        if free:
            yield self.say("not_chosen", others=self.listed("expert", tuple(free)))
            yield self._compared(free, group)
        elif tried:
            least: Swap = min(tried, key=lambda swap: len(swap.findings))
            first: Finding = least.findings[0]
            other = self.name("expert", least.other.expert)
            yield self.say("swap_breaks", other=other, sentence=sentence(first, self.brief, self.lang))

    def _compared(self, others: list[str], group: str) -> str:
        """What the score weighs, of this expert and of those who sit there."""
        return self.say(
            "compared",
            fit=self._fit(self.expert, group),
            fits=_range([self._fit(one, group) for one in others]),
            recused=str(len(tuple(self._recusals(self.expert)))),
            recusals=_range([str(len(tuple(self._recusals(one)))) for one in others]),
            held=str(len(self._elsewhere(self.expert))),
            sessions=_range([str(len(self._elsewhere(one)) + 1) for one in others]),
            fresh=self._fresh(),
        )

    def _elsewhere(self, expert: str) -> list[PlannedSession]:
        return [one for one in self.plan.sessions if one.id != self.session.id and expert in one.seated()]

    def _load(self) -> Iterator[str]:
        elsewhere = self._elsewhere(self.expert)
        if elsewhere:
            sittings = tuple(one.id + bracketed(half_day(one.start, self.lang), self.lang) for one in elsewhere)
            yield self.say("load", count=str(len(sittings)), sessions="、".join(sittings))

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


def _range(values: list[str]) -> str:
    """The least and the most of some figures."""
    least, most = min(values, key=float), max(values, key=float)
    return least if least == most else f"{least}–{most}"


def _has(findings: tuple[Finding, ...], one: Finding) -> bool:
    return any((other.by, other.found, other.needed) == (one.by, one.found, one.needed) for other in findings)
