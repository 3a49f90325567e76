"""Answers of why not as JSON: the elements of each conflict with sentence, source and place, and what would help."""

from __future__ import annotations

from data.season_files.codecs import Json
from data.season_files.columns import BY_NAME
from data.season_files.edit_json import edit_json
from solver.explain.whynot.conflict import Conflict
from solver.explain.whynot.desk import Remedy
from solver.explain.whynot.elements import Element, Kind
from solver.explain.whynot.places import places_of
from solver.explain.whynot.question import Question
from solver.explain.whynot.sentences import (
    count_sentence,
    element_sentence,
    element_source,
    remedy_sentence,
    wanted_text,
)
from solver.explain.words import Lang
from solver.planning.obstacles import Explained

MOST_PLACES = 50
"""Rows of one fact that are named; a pool has hundreds."""
LANGUAGES: tuple[Lang, Lang] = ("zh", "en")


def why_json(answers: tuple[Explained, ...]) -> dict[str, Json]:
    """All answers about a season; ``impossible`` as soon as one of them proves it."""
    told = [one.outcome.answered.value for one in answers]
    verdict = next((one for one in ("impossible", "unknown") if one in told), "possible")
    return {"verdict": verdict, "answers": [answer_json(one) for one in answers]}


def answer_json(one: Explained) -> dict[str, Json]:
    """One answer."""
    question, conflict = one.question, one.outcome.conflict
    wanted: list[Json] = [{"kind": row.kind, "id": row.id} for row in question.wanted]
    elements: list[Json] = [_element(conflict, element) for element in conflict.elements] if conflict else []
    return {
        "wanted": wanted,
        "about": _both(question),
        "alike": list(question.alike),
        "verdict": one.outcome.answered.value,
        "by": conflict.by if conflict else None,
        "proved": conflict is None or not conflict.unproved,
        "count": _count(conflict) if conflict else None,
        "elements": elements,
        "remedies": [_remedy(question, remedy) for remedy in one.remedies],
    }


def _count(conflict: Conflict) -> Json:
    short = conflict.shortage
    if short is None:
        return None
    return {
        "needed": short.needed,
        "found": short.found,
        "groups": [one for one in short.groups if one],
        "start": {"day": str(short.start.day), "half": short.start.half} if short.start else None,
        "sentence": {lang: count_sentence(conflict, lang) for lang in LANGUAGES},
    }


def _both(question: Question) -> dict[str, Json]:
    return {lang: wanted_text(question, lang) for lang in LANGUAGES}


def _element(conflict: Conflict, element: Element) -> dict[str, Json]:
    question = conflict.question
    places: list[Json] = [
        {"table": table, "sheet": BY_NAME[table].sheet, "row": number, "pointer": f"/{table}/{number}"}
        for table, number in places_of(question, element)[:MOST_PLACES]
    ]
    return {
        "kind": element.kind.value,
        "id": element.id,
        "sentence": {lang: element_sentence(question, element, lang) for lang in LANGUAGES},
        "source": {lang: element_source(question, element, lang) for lang in LANGUAGES}
        if element.kind is Kind.RULE
        else None,
        "places": places,
        "proved": element not in conflict.unproved,
    }


def _remedy(question: Question, remedy: Remedy) -> dict[str, Json]:
    facts: dict[str, Json] = dict(remedy.facts)
    return {
        "ask": remedy.ask,
        "sentence": {lang: remedy_sentence(question.brief, remedy, lang) for lang in LANGUAGES},
        "facts": facts,
        "edits": [edit_json(edit) for edit in remedy.edits],
    }
