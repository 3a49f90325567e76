"""Proofs of a forecast in sentences."""

from __future__ import annotations

from solver.explain.forecast_texts import BREAKS
from solver.explain.naming import named
from solver.explain.words import LEVELS, Lang, bracketed, half_day, pick
from solver.planning.forecast.proofs import Break, Key
from solver.rules.brief import Brief

NAMED = 3
"""Committees named of those that share experts."""


def break_sentence(one: Break, brief: Brief, lang: Lang) -> str:
    """Why a season must break there."""
    facts = {
        "who": _who(one.bands, brief, lang),
        "found": one.found,
        "needed": one.needed,
        "short": one.needed - one.found,
        "specialty": one.specialty,
        "half": half_day(one.half, lang) if one.half else "",
    }
    return pick(BREAKS[one.kind], lang).format(**facts)


def _who(bands: tuple[Key, ...], brief: Brief, lang: Lang) -> str:
    comma = "、" if lang == "zh" else ", "
    told = [
        named("committee", committee, brief, lang) + bracketed(pick(LEVELS[level], lang), lang)
        for committee, level in bands[:NAMED]
    ]
    return comma.join(told) + (" … " if len(bands) > NAMED else "")
