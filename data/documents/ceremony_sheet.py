"""The sheet for the ceremony of a draw before its names may be known: the pool in numbers, chances by code, the steps.

An expert is a code, the number of a leaf of the pool; whoever reads the sheet learns nothing that the announcement does
not say. What is not known yet, or lies under seal, is left empty, to be filled in by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from data.documents import draw_headings as words
from data.documents.draw_record import DrawRecord, Row, facts_of, table
from solver.draw.transcript import Announcement, Sealed
from solver.explain.words import Lang, pick
from solver.rules.brief import Brief


@dataclass(frozen=True)
class Progress:
    """How far a draw is: what each role committed to and revealed, the digest of the commitment (``""``: open)."""

    commitments: Mapping[str, str] = field(default_factory=dict)
    fixed: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


def ceremony_sheet(said: Announcement, sealed: Sealed, progress: Progress, brief: Brief, lang: Lang) -> DrawRecord:
    """The sheet of the draw that was announced as ``said``; of ``sealed`` it tells numbers only."""
    made = _Sheet(said, sealed, progress, brief, lang)
    tables = (
        table("pool", words.POOL, made.pool(), lang),
        table("barred", words.BARRED, made.barred(), lang),
        table("chances", words.CODED, made.chances(), lang),
        table("steps", words.STEPS, made.steps(), lang),
    )
    facts = tuple((pick(words.FACTS[name], lang), text) for name, text in facts_of(said, brief, lang).items())
    signatures = tuple(pick(one, lang) for one in words.SIGNATURES)
    return DrawRecord(lang, pick(words.CEREMONY, lang), pick(words.NAMELESS, lang), facts, tables, signatures)


@dataclass(frozen=True)
class _Sheet:
    said: Announcement
    sealed: Sealed
    progress: Progress
    brief: Brief
    lang: Lang

    def pool(self) -> Iterator[Row]:
        """By group: everybody in the pool, who can be drawn, seats and alternates."""
        candidates, standby = [one.candidate for one in self.sealed.leaves], dict(self.said.standby)
        for group, seats in self.said.problem.groups:
            yield {
                "group": group or pick(words.WHOLE, self.lang),
                "pool": str(len(candidates)),
                "able": str(sum(group in one.groups for one in candidates)),
                "seats": str(seats),
                "standby": str(standby.get(group, 0)),
            }

    def barred(self) -> Iterator[Row]:
        """By provision: how many experts it keeps out of some group."""
        found = Counter(
            rule for leaf in self.sealed.leaves for rule in {one.provision for one in leaf.candidate.exclusions}
        )
        for rule, experts in sorted(found.items()):
            provision = self.brief.rulebook.provision(rule)
            title = provision.title_zh if self.lang == "zh" else provision.title_en
            yield {"rule": rule, "reason": title, "experts": str(experts)}

    def chances(self) -> Iterator[Row]:
        for leaf, before, balls in self.said.chances:
            yield {
                "leaf": str(leaf),
                "hash": self.said.leaves[leaf][:16],
                "before": f"{float(Fraction(before)):.6f}",
                "balls": f"{balls}/{len(self.said.panels)}",
            }

    def steps(self) -> Iterator[Row]:
        for number, (step, value, role) in enumerate(self._steps(), start=1):
            yield {"number": str(number), "step": pick(words.STEP[step], self.lang).format(role=role), "value": value}

    def _steps(self) -> Iterator[tuple[str, str, str]]:
        said, done = self.said, self.progress
        role_of = {role: pick(words.ROLES[role], self.lang) for role in said.roles}
        yield "announced", said.sha256, ""
        for role, name in role_of.items():
            yield "committed", done.commitments.get(role, ""), name
        yield "fixed", done.fixed, ""
        for role, name in role_of.items():
            yield "revealed", done.secrets.get(role, ""), name
        for name in said.sources:
            yield "source", done.sources.get(name, ""), name
        yield "code", "", ""
        yield "key", "", ""
        if said.panels:
            yield "ball", "", str(len(said.panels) - 1)
