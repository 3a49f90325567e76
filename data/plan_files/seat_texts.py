"""Texts about sessions and seats that the workbook and the page share."""

from __future__ import annotations

from data.season_files.codecs import Text
from data.season_files.compound_codecs import ListOf
from solver.domain.plan import PlannedSession
from solver.domain.vocabulary import Level, Selection
from solver.explain.words import LEVELS, Lang, pick
from solver.rules.brief import Brief

JOIN = "、"
"""Between several names in a cell that nobody reads back."""
LIST = ListOf(Text())
"""Several ids in a cell that is read back, written and read as a season's lists are."""


def levels_text(levels: tuple[Level, ...], lang: Lang) -> str:
    """Levels joined: ``副高级、正高级``."""
    return JOIN.join(pick(LEVELS[level], lang) for level in levels)


def title_text(expert: str, session: PlannedSession, brief: Brief, lang: Lang) -> str:
    """Level and specialties of an expert in the series of a session's committee."""
    committee = brief.committee_of(session)
    key = (expert, committee.series if committee else "")
    if key not in brief.level_of:
        return ""
    return f"{pick(LEVELS[brief.level_of[key]], lang)} {JOIN.join(brief.specialties_of.get(key, {}))}"


def standing_of(session: PlannedSession) -> str:
    """Whether a panel is chosen, drawn, or only a witness that a feasible one exists (拟定)."""
    if session.selection is Selection.CHOSEN:
        return "chosen"
    return "drawn" if session.draw else "witness"
