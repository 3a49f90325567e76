"""Conflicts and remedies in sentences: what each element says, where it stands in the season, and its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from solver.domain.calendar import HalfDay
from solver.domain.vocabulary import Level
from solver.explain.citation import source_of
from solver.explain.naming import named
from solver.explain.whynot.conflict import Conflict
from solver.explain.whynot.desk import Remedy
from solver.explain.whynot.elements import Element, Kind
from solver.explain.whynot.places import Row, rows_of
from solver.explain.whynot.question import Question
from solver.explain.whynot.texts import DEMAND, FACTS, MORE, PARTS, REMEDIES, RULE, SAY
from solver.explain.words import LEVELS, LINKS, Lang, Words, bracketed, half_day, pick, spoken
from solver.rules.brief import Brief

SHOWN = 3
"""Rows of one fact that are told; the rest are counted."""


def element_sentence(question: Question, element: Element, lang: Lang) -> str:
    """What an element says, without its source."""
    return _Teller(question, lang).element(element)


def element_source(question: Question, element: Element, lang: Lang) -> str:
    """The source of a rule; ``""`` for a fact, whose place is :func:`solver.explain.whynot.places.places_of`."""
    return source_of(element.id, question.brief).text(lang) if element.kind is Kind.RULE else ""


def remedy_sentence(brief: Brief, remedy: Remedy, lang: Lang) -> str:
    """What is asked for."""
    facts = {name: _shown(brief, name, value, lang) for name, value in remedy.facts}
    ask = f"{remedy.ask}_{dict(remedy.facts)['end']}" if remedy.ask == "date" else remedy.ask
    title = pick(source_of(facts["rule"], brief).title, lang) if "rule" in facts else ""
    return pick(REMEDIES[ask], lang).format(**facts, title=title)


def _shown(brief: Brief, name: str, value: str, lang: Lang) -> str:
    if name == "level":
        return pick(LEVELS[Level[value]], lang)
    if name == "experts":
        return "、".join(named("expert", one, brief, lang) for one in value.split("、"))
    if name == "then":
        halves = (one.split("/") for one in value.split("、"))
        return "、".join(half_day(HalfDay(date.fromisoformat(day), int(half)), lang) for day, half in halves)
    return named(name, value, brief, lang) if name in NAMED else value


NAMED = frozenset({"expert", "committee", "room", "authority", "application", "session"})
"""Facts of remedies that are ids of things with names."""


def count_sentence(conflict: Conflict, lang: Lang) -> str:
    """What a count shows, ``""`` where none does."""
    short = conflict.shortage
    if short is None:
        return ""
    if short.start is None:
        return say("count_never", lang)
    named_groups = "、".join(one for one in short.groups if one)
    return say(
        "count",
        lang,
        groups=say("count_groups", lang, groups=named_groups) if named_groups else "",
        needed=short.needed,
        found=short.found,
        short=short.short,
        start=half_day(short.start, lang),
    )


def wanted_text(question: Question, lang: Lang) -> str:
    """What a question is about."""
    first = question.wanted[0]
    text = named(first.kind, first.id, question.brief, lang)
    if len(question.wanted) == 1:
        return text
    return say("several", lang, first=text, count=len(question.wanted))


def say(key: str, lang: Lang, **facts: object) -> str:
    """One of the set sentences."""
    return pick(SAY[key], lang).format(**facts)


def lead(conflict: Conflict, lang: Lang) -> tuple[str, str]:
    """What cannot be placed, and how far the conflict below is proved."""
    question = conflict.question
    alike = say("alike", lang, count=len(question.alike)) if question.alike else ""
    about = say("about", lang, wanted=wanted_text(question, lang), alike=alike)
    return about, say("partly" if conflict.unproved else "proved", lang, count=len(conflict.elements))


class _Teller:
    def __init__(self, question: Question, lang: Lang) -> None:
        self.question, self.brief, self.lang = question, question.brief, lang

    def element(self, element: Element) -> str:
        """The sentence of one element."""
        match element.kind:
            case Kind.RULE:
                return self._rule(element.id)
            case Kind.DEMAND:
                (wanted,) = (one for one in self.question.wanted if one.id == element.id)
                cases = len(self.question.plan.session[wanted.ways[0]].cases) if wanted.ways else 1
                return self._filled(DEMAND, wanted=named(wanted.kind, wanted.id, self.brief, self.lang), count=cases)
            case _:
                names = {kind: named(kind, element.id, self.brief, self.lang) for kind in NAMED}
                return self._filled(FACTS[element.kind], id=element.id, rows=self._rows(element), **names)

    def _rule(self, rule: str) -> str:
        provision = self.brief.rulebook.provision(rule)
        numbers = [
            f"{name} = {value}" for name, value in provision.parameters.items() if isinstance(value, int | float)
        ]
        title = pick(source_of(rule, self.brief).title, self.lang)
        return self._filled(RULE, title=title, numbers=bracketed("; ".join(numbers), self.lang) if numbers else "")

    def _filled(self, words: Words, **facts: object) -> str:
        return pick(words, self.lang).format(**facts)

    def _part(self, key: str, **facts: object) -> str:
        return self._filled(PARTS[key], **facts)

    def _rows(self, element: Element) -> str:
        """What the rows of a fact say, the first few of them."""
        if element.kind is Kind.POOL:
            return str(len(self.brief.pool.get(element.id, ())))
        if element.kind is Kind.ROOMS:
            return str(len(self.brief.season.rooms))
        told = [text for row in rows_of(self.question, element) for text in self._row(element, row)]
        more = [self._filled(MORE, count=len(told))] if len(told) > SHOWN else []
        return ("；" if self.lang == "zh" else "; ").join((*told[:SHOWN], *more)) or self._part("none")

    def _row(self, element: Element, row: Row) -> Iterator[str]:
        tell = TOLD.get(element.kind)
        if element.kind is Kind.RELATION:
            yield self.relation(element.id, row)
        elif tell is not None:
            yield tell(self, row)
        for name in FIELDS.get(element.kind, ()):
            value = getattr(row, name)
            if value not in (None, ""):
                shown = self._part("yes" if value else "no") if isinstance(value, bool) else value
                yield self._part(name, value=self._day(shown) if isinstance(shown, HalfDay) else shown)
        if element.kind is Kind.PAPERS and row.notice_start and row.notice_end:
            yield self._part("notice", value=self._part("span", first=row.notice_start, last=row.notice_end))

    def _day(self, value: HalfDay | date) -> str:
        return half_day(value, self.lang) if isinstance(value, HalfDay) else str(value)

    def span(self, row: Row) -> str:
        """From when to when."""
        return self._part("span", first=self._day(row.start), last=self._day(row.end))

    def window(self, row: Row) -> str:
        """A published timetable."""
        days = self.brief.calendar.working_days_between(row.earliest, row.latest)
        return self._part("window", first=row.earliest, last=row.latest, deadline=row.acceptance_deadline, days=days)

    def room(self, row: Row) -> str:
        """Seats of a room, and when it is open."""
        return self._part("room", seats=row.seats, first=self._day(row.start), last=self._day(row.end))

    def relation(self, expert: str, row: Row) -> str:
        """Whom an expert is related to, and how."""
        own = self.brief.season.expert[expert].person
        kind = pick(LINKS.get(row.kind, (row.kind, row.kind)), self.lang)
        other = named("person", row.b if row.a == own else row.a, self.brief, self.lang)
        return f"{other}{bracketed(kind, self.lang)}"

    def filing(self, row: Row) -> str:
        """What is approved, and for how long."""
        levels = "、".join(pick(LEVELS[one], self.lang) for one in row.levels)
        specialties = "、".join(row.specialties) or self._part("all")
        names = {"document": row.document_no, "first": row.start, "last": row.end}
        return self._part("filing", specialties=specialties, levels=levels, **names)

    def state(self, row: Row) -> str:
        """A state, and for how long."""
        span = f"{row.state_from or '…'} – {row.state_to or '…'}" if row.state_from or row.state_to else ""
        return spoken(row.state.value, self.lang) + (bracketed(span, self.lang) if span else "")


TOLD: Mapping[Kind, Callable[[_Teller, Row], str]] = {
    Kind.AVAILABILITY: _Teller.span,
    Kind.LETTER: _Teller.span,
    Kind.WINDOW: _Teller.window,
    Kind.ROOM: _Teller.room,
    Kind.FILING: _Teller.filing,
    Kind.STATE: _Teller.state,
}
"""How a row is told whole."""
FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.LIMIT: ("max_sessions", "max_days", "max_cases"),
    Kind.REQUEST: ("earliest", "latest", "fixed_start", "fixed_room", "panel_size"),
    Kind.PAPERS: ("accepted_on", "commitments", "papers_checked"),
}
"""Of which rows only what is filled in is told."""
