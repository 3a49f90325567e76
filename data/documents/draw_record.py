"""The draw record (评审专家抽取记录表) as tables: what was drawn, every chance, who is excluded and why, the steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from data.documents import draw_headings as words
from solver.domain.plan import Finding
from solver.domain.vocabulary import Role
from solver.draw.ceremony import contribute
from solver.draw.entities import Candidate
from solver.draw.transcript import TRANSCRIPT, Announcement, Sealed, Transcript
from solver.explain.naming import expert_name, name_of
from solver.explain.sentence import finding_statement
from solver.explain.words import LEVELS, ROLES, Lang, Words, pick
from solver.rules.brief import Brief

Row = Mapping[str, str]
JOIN = "、"


@dataclass(frozen=True)
class Table:
    """A table of the record; rows may leave columns out, which are then written by hand."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class DrawRecord:
    """All of the record in one language: facts as (heading, text), tables, and who signs."""

    lang: Lang
    title: str
    note: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    signatures: tuple[str, ...]


def draw_record(transcript: Transcript, sealed: Sealed, brief: Brief, lang: Lang) -> DrawRecord:
    """The record of a draw, with the names that lie behind the leaves."""
    made = _Record(transcript, sealed, brief, lang)
    tables = (
        table("drawn", words.DRAWN, made.drawn(), lang),
        table("chances", words.CHANCES, made.chances(), lang),
        table("excluded", words.EXCLUDED, made.excluded(), lang),
        table("steps", words.STEPS, made.steps(), lang),
    )
    if transcript.walk:
        tables = (*tables[:1], table("walk", words.WALK, made.walk(), lang), *tables[2:])
    facts = tuple((pick(words.FACTS[name], lang), text) for name, text in made.facts().items())
    signatures = tuple(pick(one, lang) for one in words.SIGNATURES)
    return DrawRecord(lang, pick(words.TITLE, lang), pick(words.SECRET, lang), facts, tables, signatures)


def table(name: str, headings: Mapping[str, Words], rows: Iterable[Row], lang: Lang) -> Table:
    """The table of a sheet by the name and the headings of its columns."""
    columns = tuple((column, pick(heading, lang)) for column, heading in headings.items())
    return Table(pick(words.SHEETS[name], lang), columns, tuple(rows))


def facts_of(said: Announcement, brief: Brief, lang: Lang) -> dict[str, str]:
    """What is said of a draw above its tables, before the key is known."""
    whole = pick(words.WHOLE, lang)
    found = {
        "draw": said.draw,
        "at": said.at,
        "place": said.place,
        "committee": f"{said.committee} {name_of('committee', said.committee, brief)}",
        "session": said.session,
        "pool": said.root,
        "seed": f"{said.method} · {TRANSCRIPT} · Pingwei {said.engine}",
        "strata": JOIN.join(f"{group or whole} {seats}" for group, seats in said.problem.groups),
    }
    if said.redraw:
        found["redraw"] = (
            f"{said.redraw.of} · {said.redraw.reason} · {said.redraw.approved_by} · {said.redraw.document}"
        )
    return found


@dataclass(frozen=True)
class _Record:
    transcript: Transcript
    sealed: Sealed
    brief: Brief
    lang: Lang

    def facts(self) -> dict[str, str]:
        said = self.transcript.announcement
        found = facts_of(said, self.brief, self.lang)
        return found | {"seed": f"{self.transcript.key} · {found['seed']}"}

    def drawn(self) -> Iterator[Row]:
        groups = [group for group, _ in self.transcript.announcement.problem.groups]
        seats = sorted(self.transcript.seats, key=lambda one: (groups.index(one[1]), one[0]))
        for number, (leaf, group, role) in enumerate(seats, start=1):
            yield self._person(leaf, group, number) | {"role": pick(ROLES[role], self.lang), "order": str(number)}
        for number, (leaf, group, rank) in enumerate(self.transcript.alternates, start=len(seats) + 1):
            text = pick(words.ALTERNATE, self.lang).format(rank=rank)
            yield self._person(leaf, group, number) | {"role": text, "order": text}

    def _person(self, leaf: int, group: str, number: int) -> dict[str, str]:
        expert = self._candidate(leaf).expert
        committee = self.brief.season.committee.get(self.transcript.announcement.committee)
        key = (expert, committee.series if committee else "")
        level = self.brief.level_of.get(key)
        employer = self.brief.season.employer_of_expert(expert)
        return {
            "number": str(number),
            "expert": expert,
            "name": expert_name(expert, self.brief),
            "employer": name_of("employer", employer, self.brief) or employer,
            "title": pick(LEVELS[level], self.lang) if level is not None else "",
            "specialty": JOIN.join(self.brief.specialties_of.get(key, {})),
            "group": self._group(group),
        }

    def chances(self) -> Iterator[Row]:
        said = self.transcript.announcement
        for leaf, before, balls in said.chances:
            one = self._candidate(leaf)
            yield {
                "leaf": str(leaf),
                "expert": one.expert,
                "name": expert_name(one.expert, self.brief),
                "groups": JOIN.join(self._group(group) for group in one.groups),
                "before": f"{float(Fraction(before)):.6f}",
                "balls": f"{balls}/{len(said.panels)}",
                "after": f"{balls / len(said.panels):.6f}",
            }

    def walk(self) -> Iterator[Row]:
        """Who was looked at in turn, for what, and why they were skipped."""
        looked = ((leaf, *one) for leaf, tried in self.transcript.walk for one in tried)
        for number, (leaf, group, role, why) in enumerate(looked, start=1):
            expert = self._candidate(leaf).expert
            rule = pick(words.WALK_RULE, self.lang).format(rule=why)
            yield {
                "number": str(number),
                "leaf": str(leaf),
                "expert": expert,
                "name": expert_name(expert, self.brief),
                "group": self._group(group),
                "role": pick(ROLES[Role(role)] if role in set(Role) else words.WALK_ROLE, self.lang) if role else "",
                "outcome": pick(words.SKIPPED if why else words.TAKEN, self.lang),
                "reason": pick(words.WALK_REASONS[why], self.lang) if why in words.WALK_REASONS else rule,
            }

    def excluded(self) -> Iterator[Row]:
        provisions = self.brief.rulebook.provisions
        for leaf, sealed in enumerate(self.sealed.leaves):
            one = sealed.candidate
            for why in one.exclusions:
                severity = provisions[why.provision].severity
                finding = Finding(why.provision, severity, why.subject, why.found, why.needed, why.facts, by=why.rule)
                yield {
                    "leaf": str(leaf),
                    "expert": one.expert,
                    "name": expert_name(one.expert, self.brief),
                    "groups": JOIN.join(self._group(group) for group in why.groups),
                    "rule": why.provision,
                    "reason": finding_statement(finding, self.brief, self.lang),
                }

    def steps(self) -> Iterator[Row]:
        for number, (step, value, role) in enumerate(self._steps(), start=1):
            text = pick(words.STEP[step], self.lang).format(role=role)
            yield {"number": str(number), "step": text, "value": value}

    def _steps(self) -> Iterator[tuple[str, str, str]]:
        made, said = self.transcript, self.transcript.announcement
        role_of = {role: pick(words.ROLES[role], self.lang) for role in said.roles}
        yield "announced", said.sha256, ""
        for one in made.reveals:
            yield "committed", contribute(said, one.role, bytes.fromhex(one.secret)).commitment, role_of[one.role]
        yield "fixed", made.commitment, ""
        for one in made.reveals:
            yield "revealed", one.secret, role_of[one.role]
        for name, text in made.sources:
            yield "source", text, name
        yield "code", made.code, ""
        yield "key", made.key, ""
        if said.panels:
            yield "ball", str(made.ball), str(len(said.panels) - 1)

    def _candidate(self, leaf: int) -> Candidate:
        return self.sealed.leaves[leaf].candidate

    def _group(self, group: str) -> str:
        return group or pick(words.WHOLE, self.lang)
