"""Which rule and which facts stand behind each requirement: it binds only while all of them hold.

Facts are found by difference: what is not asked any more once all facts of a kind are taken away rests on those of them
that it names. So no rule has to say what it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from solver.domain.calendar import HalfDay
from solver.domain.edits import Edit
from solver.domain.plan import PlannedSession
from solver.domain.vocabulary import Severity
from solver.explain.whynot.drawing import RULE as DRAW
from solver.explain.whynot.drawing import draws
from solver.explain.whynot.elements import ROWS, Element, Kind, brief_after, facts_of, without_fact
from solver.explain.whynot.question import Question
from solver.explain.whynot.standing_by import lists
from solver.model.ask import sessions_of
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.requirement import Atom, Between, Holds, Office, Requirement, Seat, Share, Subject
from solver.rules.rule import Matter, Rule

DECIDED = frozenset(Matter) - {Matter.STANDBY, Matter.RECORD}
"""Everything but records; lists of alternates are asked for here, because a bare plan has none."""
ALWAYS = frozenset({"chair_and_vice"})
"""Asked although the article only advises: somebody has to preside (40号令 第19条)."""
BY_RECUSED = frozenset({"panel_left", "group_left", "presided"})
"""Rules that count who is recused for an application, one by one."""
TO_DRAW_FROM = "pool_allows_draw"
"""The rule that counts who may sit at all."""

ALTERNATES = "alternates_enough"
"""The rule about lists of alternates, asked for here as a number of places to fill."""

FORMED = "LG-09"
"""That a session has the seats it was formed with cannot be dropped: the rules about sizes rest on it."""

Kinds = frozenset[Kind]
NOTHING: tuple[Kinds, ...] = (frozenset(),)
"""What a requirement rests on that no fact takes away."""
Asked = tuple[str, Requirement]
"""The name of a rule and something that it asks."""


@dataclass(frozen=True)
class Bound:
    """A requirement with the elements under which it binds, and the session it is about (``""``: several).

    ``counted`` are atoms that count only while an element holds (a relation that recuses), ``also`` atoms that count
    only once it does not, ``missed`` elements each of which counts one once it does not hold.
    """

    name: str
    requirement: Requirement
    elements: frozenset[Element]
    session: str = ""
    counted: Mapping[Atom, Element] = field(default_factory=dict)
    also: Mapping[Atom, Element] = field(default_factory=dict)
    missed: tuple[frozenset[Element], ...] = ()
    starts: frozenset[HalfDay] | None = None


def bounds_of(question: Question, rules: Iterable[Rule] = RULES) -> tuple[Bound, ...]:
    """What ``rules`` ask of the ways of ``question``, each with what it rests on."""
    names = frozenset(rule.name for rule in rules if rule.matters & DECIDED or rule.name == ALTERNATES)
    return tuple(_Attribution(question, names).bounds())


def plain_bounds(question: Question) -> Iterator[Bound]:
    """What all rules ask of the ways of ``question``, the season being what it is: nothing can be taken away."""
    own = _Attribution(question, frozenset(rule.name for rule in RULES if rule.matters & DECIDED))
    brief = question.brief
    for name, requirement in own.asked(brief):
        if name != TO_DRAW_FROM:
            yield _plain(name, requirement)
    for one in draws(brief, brief, brief, question.plan):
        missing = Between(DRAW, (("session", one.session.id),), (), low=one.missing)
        yield replace(_plain(TO_DRAW_FROM, missing), starts=one.starts)
    for requirement, _ in lists(question, brief, brief):
        yield _plain(ALTERNATES, requirement)


def _plain(name: str, requirement: Requirement) -> Bound:
    sessions = sessions_of(requirement)
    return Bound(name, requirement, frozenset(), next(iter(sessions)) if len(sessions) == 1 else "")


@dataclass(frozen=True)
class _Attribution:
    question: Question
    names: frozenset[str]

    def bounds(self) -> Iterator[Bound]:
        """Requirements of the season as it is, then what is left of them once every fact is taken away."""
        asked = self.asked(self.question.everybody)
        nothing = brief_after(self.question.everybody, self._edits(frozenset(ROWS)))
        bare = self.asked(nothing)
        known, left = frozenset(asked), frozenset(bare)
        resting = [one for one in asked if one not in left]
        kinds = self._kinds_behind(self.question.everybody, resting, lambda one: one)
        for one in asked:
            name, requirement = one
            if isinstance(requirement, Holds):
                continue
            if name in BY_RECUSED:
                yield from self._by_application(name, requirement)
            else:
                yield from self._resting(name, requirement, kinds.get(one, NOTHING))
        for name, requirement in bare:
            if (name, requirement) not in known and name not in BY_RECUSED and not isinstance(requirement, Holds):
                yield self._bound(name, requirement, frozenset())
        yield from self._failing()
        yield from self._drawn()
        if ALTERNATES in self.names:
            for requirement, facts in lists(self.question, self.question.everybody, self.unrelated):
                yield self._bound(
                    ALTERNATES,
                    requirement,
                    frozenset(one for one in facts if one.kind is Kind.RULE or one in self.facts),
                )

    def _kinds_behind(
        self, brief: Brief, resting: Sequence[Asked], key: Callable[[Asked], Hashable]
    ) -> Mapping[Hashable, tuple[Kinds, ...]]:
        """By requirement: the kinds of facts on which it rests, of those whose facts it names.

        One set of kinds each of which takes it away alone; or, where only several together do, each of them by
        itself: it is asked as long as any of them is there.
        """
        names = frozenset(name for name, _ in resting)
        named = {fact.kind for _, one in resting for kind in ROWS for fact in self._named(kind, one)}
        gone: dict[Kinds, frozenset[Hashable]] = {}

        def without(kinds: Kinds) -> frozenset[Hashable]:
            """What is not asked any more without facts of these kinds."""
            if kinds not in gone:
                left = frozenset(map(key, self.asked(brief_after(brief, self._edits(kinds)), names)))
                gone[kinds] = frozenset(map(key, resting)) - left
            return gone[kinds]

        alone = {kind: without(frozenset({kind})) for kind in ROWS if kind in named}
        found: dict[Hashable, tuple[Kinds, ...]] = {}
        for one in map(key, resting):
            single = frozenset(kind for kind, taken in alone.items() if one in taken)
            if single:
                found[one] = (single,)
            elif one in without(frozenset(named)):
                found[one] = tuple(frozenset({kind}) for kind in sorted(_smallest(one, frozenset(named), without)))
        return found

    @cached_property
    def facts(self) -> frozenset[Element]:
        """Every fact that the question could turn on."""
        return frozenset(facts_of(self.question))

    @cached_property
    def unrelated(self) -> Brief:
        """The season with every newcomer, but without any relation that was reported."""
        return brief_after(self.question.everybody, self._edits(frozenset({Kind.RELATION})))

    def _edits(self, kinds: frozenset[Kind]) -> tuple[Edit, ...]:
        chosen = sorted(fact for fact in self.facts if fact.kind in kinds)
        return tuple(edit for fact in chosen for edit in without_fact(self.question, fact))

    def asked(self, brief: Brief, names: frozenset[str] | None = None) -> tuple[Asked, ...]:
        """What the rules (None: those named) ask of the ways in the season of ``brief``, by the name of the rule."""
        plan = self.question.benched(brief)
        return tuple(
            (rule.name, requirement)
            for rule in RULES
            if rule.matters & DECIDED and rule.name in (self.names if names is None else names)
            for provision in (rule.provision(brief.rulebook),)
            if provision and (provision.severity is not Severity.ADVISORY or rule.name in ALWAYS)
            for requirement in rule.requirements(brief, plan)
        )

    def _bound(self, name: str, requirement: Requirement, facts: frozenset[Element]) -> Bound:
        sessions = sessions_of(requirement)
        own = next(iter(sessions)) if len(sessions) == 1 else ""
        rule = frozenset[Element]() if requirement.rule == FORMED else frozenset({Element(Kind.RULE, requirement.rule)})
        return Bound(name, requirement, facts | rule, own)

    def _resting(self, name: str, requirement: Requirement, kinds: tuple[Kinds, ...]) -> Iterator[Bound]:
        """A requirement with the facts of the kinds that it rests on."""
        for one in kinds:
            facts = frozenset(fact for kind in one for fact in self._named(kind, requirement))
            yield self._bound(name, requirement, facts)

    def _named(self, kind: Kind, requirement: Requirement) -> Iterator[Element]:
        """Facts of a kind that the subject of a requirement names."""
        for what, one in requirement.subject:
            for fact in self._behind(kind, what, one):
                if fact in self.facts:
                    yield fact

    def _behind(self, kind: Kind, what: str, one: str) -> Iterator[Element]:
        if what == "session" and one in self.question.plan.session:
            yield Element(kind, one)
            yield Element(kind, self.question.plan.session[one].committee)
        elif what == "application" and kind is Kind.LETTER:
            route = self.question.plan.route.get(one)
            yield Element(kind, route.delegation if route else "")
        elif what in {"expert", "room", "application"}:
            yield Element(kind, one)

    def _by_application(self, name: str, requirement: Requirement) -> Iterator[Bound]:
        """A bound on the recused of several applications, for each alone, where relations count one by one."""
        assert isinstance(requirement, Share | Between)  # the shapes of these rules
        applications = dict(requirement.facts)["applications"].split(", ")
        atoms = requirement.part if isinstance(requirement, Share) else requirement.atoms
        for application in applications:
            alone = replace(requirement, facts=(("applications", application), ("cases", "1")))
            related = self._recused_by_relation(application)
            bound = self._bound(name, alone, frozenset())
            if name == "presided":
                chairs = {one: fact for one, fact in related.items() if self._may_chair(one)}
                session = self.question.plan.session[bound.session]
                yield replace(bound, also=dict(_offices(session, chairs)))
            else:
                yield replace(bound, counted={atom: related[_of(atom)] for atom in atoms if _of(atom) in related})

    def _may_chair(self, expert: str) -> bool:
        return self.question.brief.season.expert[expert].can_chair

    def _recused_by_relation(self, application: str) -> Mapping[str, Element]:
        """Experts recused for an application only because of relations that were reported, each with that fact."""
        brief, free = self.question.everybody, self.unrelated
        person = brief.season.application[application].applicant
        found: dict[str, Element] = {}
        for committee in self.question.committees:
            alone, among = brief.is_self_review(committee), frozenset(brief.pool.get(committee, ()))
            tied = brief.conflicts.recused(person, alone, among) - free.conflicts.recused(person, alone, among)
            found |= {one: Element(Kind.RELATION, one) for one in tied}
        return {one: fact for one, fact in found.items() if fact in self.facts}

    def _failing(self) -> Iterator[Bound]:
        """Facts that do not hold in the season as it is; those that newcomers would mend rest on the pool."""
        failing = {key: one for key, one in self._broken(self.question.brief).items() if one[0] != TO_DRAW_FROM}
        if not failing:
            return
        mended = failing.keys() - self._broken(self.question.everybody).keys()
        kinds = self._kinds_behind(self.question.brief, tuple(failing.values()), _failing_key)
        for key, (name, requirement) in failing.items():
            for bound in self._resting(name, requirement, kinds.get(key, NOTHING)):
                pool = Element(Kind.POOL, self.question.plan.session[bound.session].committee)
                yield replace(bound, elements=bound.elements | {pool}) if key in mended else bound

    def _broken(self, brief: Brief) -> Mapping[Hashable, Asked]:
        return {_failing_key(one): one for one in self.asked(brief) if _failing_key(one) is not None}

    def _drawn(self) -> Iterator[Bound]:
        """Enough to draw from, start by start; newcomers to the pool would be enough at any."""
        if TO_DRAW_FROM not in self.names:
            return
        unrelated, present = (
            brief_after(self.question.brief, self._edits(frozenset({kind})))
            for kind in (Kind.RELATION, Kind.AVAILABILITY)
        )
        for one in draws(self.question.brief, unrelated, present, self.question.plan):
            subject = (("session", one.session.id),)
            bound = self._bound(TO_DRAW_FROM, Between(DRAW, subject, (), low=one.missing), frozenset())
            elements = bound.elements | {Element(Kind.POOL, one.session.committee)}
            yield replace(bound, elements=elements, missed=one.kept_out, starts=one.starts)


def _smallest(one: Hashable, kinds: Kinds, without: Callable[[Kinds], frozenset[Hashable]]) -> Kinds:
    """A smallest part of ``kinds`` without which ``one`` is not asked, by putting kinds back."""
    for kind in sorted(kinds):
        if one in without(kinds - {kind}):
            kinds = kinds - {kind}
    return kinds


def _failing_key(asked: Asked) -> tuple[str, str, Subject] | None:
    """What a fact that does not hold is known by, whatever it found; None for what holds and for other shapes."""
    name, one = asked
    return (name, one.rule, one.subject) if isinstance(one, Holds) and not one.ok else None


def _of(atom: Atom) -> str:
    return atom.expert if isinstance(atom, Seat) else ""


def _offices(session: PlannedSession, related: Mapping[str, Element]) -> Iterator[tuple[Atom, Element]]:
    from solver.rules.committee_size import OFFICES

    for expert, fact in related.items():
        for role in OFFICES:
            yield Office(session.id, "", expert, role), fact
