"""Differences in sentences: what changes for whom, why, and the provision by which it does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from solver.domain.calendar import HalfDay
from solver.domain.vocabulary import Role
from solver.explain.change_texts import CAUSES, EFFECTS, NONE, REASON
from solver.explain.citation import source_of
from solver.explain.naming import named
from solver.explain.sentence import fill
from solver.explain.words import ROLES, Lang, bracketed, half_day, pick
from solver.replan.account import Difference, Effect
from solver.replan.causes import Cause
from solver.rules.brief import Brief

SEATS = frozenset({Effect.SEAT_LOST, Effect.SEAT_GIVEN, Effect.CALLED_UP, Effect.OFFICE_LOST, Effect.ROLE_CHANGED})
TIMES = frozenset({Effect.SESSION_MOVED, Effect.SESSION_ADDED, Effect.SESSION_DROPPED})


def told(one: Difference, causes: Mapping[str, tuple[Cause, ...]], brief: Brief, lang: Lang) -> str:
    """One difference with its reason: ``专家 E05（…）不再参加…。原因：…〔LG-02〕。``"""
    why = reasons(one, causes, brief, lang)
    stop = "。" if lang == "zh" else "."
    if not why:
        return statement(one, brief, lang) + stop
    reason = fill(REASON, {"causes": why}, lang)
    return (
        f"{statement(one, brief, lang)}{stop}{reason}{stop}"
        if lang == "zh"
        else (f"{statement(one, brief, lang)}, {reason}{stop}")
    )


def statement(one: Difference, brief: Brief, lang: Lang) -> str:
    """What is different, without the reason."""
    facts = {
        "expert": named("expert", one.expert, brief, lang),
        "session": named("session", one.session, brief, lang),
        "application": named("application", one.application, brief, lang),
        "before": _shown(one.effect, one.before, lang),
        "after": _shown(one.effect, one.after, lang),
    }
    return fill(EFFECTS[one.effect], facts, lang)


def _shown(effect: Effect, values: tuple[str, ...], lang: Lang) -> str:
    if effect in SEATS and values:
        role, group = values
        return pick(ROLES[Role(role)], lang) + (bracketed(group, lang) if group else "")
    if effect in TIMES and values:
        day, half = values[0].split("/")
        return half_day(HalfDay(_day(day), int(half)), lang)
    return "、".join(value for value in values if value) or pick(NONE, lang)


def causes_of(one: Difference, causes: Mapping[str, tuple[Cause, ...]]) -> tuple[Cause, ...]:
    """Why a difference came about: what names the person or the application, else all that touched the session."""
    known = causes.get(one.session, ()) or causes.get(one.before[0] if one.before else "", ())
    cases = {one.application} - {""}
    if one.effect is Effect.READINGS_CHANGED:
        cases = set(one.before) ^ set(one.after)
        named_cases = {name for cause in known for kind, name in cause.subject if kind == "application"}
        cases = cases if cases <= named_cases else set()
    own = tuple(
        cause
        for cause in known
        if (one.expert and one.expert in cause.experts) or any(("application", case) in cause.subject for case in cases)
    )
    return own or known


def reasons(one: Difference, causes: Mapping[str, tuple[Cause, ...]], brief: Brief, lang: Lang) -> str:
    """The causes of a difference in words, each with the provision it works by."""
    said = dict.fromkeys(cause_text(cause, brief, lang) for cause in causes_of(one, causes))
    return ("；" if lang == "zh" else "; ").join(said)


def cause_text(cause: Cause, brief: Brief, lang: Lang) -> str:
    """A change with its provision: ``专家 E05（…）谢绝评审会 S1（LG-02 …）``."""
    facts = {kind: named(kind, one, brief, lang) for kind, one in cause.subject}
    source = source_of(cause.rule, brief).text(lang)
    cited = source if source.startswith(cause.rule) else f"{cause.rule} {source}"
    return fill(CAUSES[cause.kind], facts, lang) + bracketed(cited, lang)


def _day(text: str) -> date:
    return date.fromisoformat(text)
