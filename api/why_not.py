"""``pingwei why``: why a season, an application, a session or a committee has no place, and what would help."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from api.exits import Exit
from api.texts import Lang, word
from api.why_answers import SMALL, Asked, answered, settled

if TYPE_CHECKING:
    from solver.planning.obstacles import Explained
    from solver.rules.brief import Brief

PLACES = 3
"""Places of one fact that are printed."""


def why_not(
    season: Path, asked: Asked, most: int, document: Path | None, lang: Lang, out: Console, err: Console
) -> Exit:
    """Answer, and write the answers as JSON where asked to; the exit code says what was proved."""
    from data.briefing import brief_for
    from data.plan_files.why_json import why_json
    from data.season_files.season_file import read_season

    brief = brief_for(read_season(season))
    missing = asked.unknown(brief)
    if missing is not None:
        err.print(word(missing[0], lang, value=missing[1]), markup=False)
        return Exit.BAD_INPUT
    answers = []
    for one in settled(brief, answered(brief, asked.suspects(brief), most)):
        answers.append(one)
        for line in lines(one, lang):
            out.print(line, markup=False, highlight=False, soft_wrap=True)
    told = {one.outcome.answered.value for one in answers}
    for line in _closing(brief, asked, told, lang):
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    if document is not None:
        _write(why_json(tuple(answers)), document)
        out.print(f"{word('written', lang)} {document}", markup=False, highlight=False)
    if "impossible" in told:
        return Exit.NO_PLAN
    return Exit.NOTHING_FOUND if "unknown" in told else Exit.FINE


def lines(one: Explained, lang: Lang) -> Iterator[str]:
    """An answer, line by line; nothing where there is nothing in the way."""
    from solver.explain.whynot.sentences import count_sentence, lead, remedy_sentence, say, wanted_text

    conflict = one.outcome.conflict
    if conflict is None:
        if one.outcome.answered.value == "unknown":
            yield say("unknown", lang, wanted=wanted_text(one.question, lang))
        return
    about, proved = lead(conflict, lang)
    yield about
    yield f"  {proved}"
    yield from (f"  {text}" for text in (count_sentence(conflict, lang),) if text)
    yield from (f"  • {text}" for text in _elements(one, lang))
    if not one.remedies:
        yield f"  {say('no_remedy', lang)}"
        return
    yield f"  {say('remedies', lang)}"
    yield from (f"  → {remedy_sentence(one.question.brief, remedy, lang)}" for remedy in one.remedies)


def _elements(one: Explained, lang: Lang) -> Iterator[str]:
    from data.season_files.columns import BY_NAME
    from solver.explain.whynot.places import places_of
    from solver.explain.whynot.sentences import element_sentence, element_source, say

    conflict = one.outcome.conflict
    for element in conflict.elements if conflict else ():
        source = element_source(one.question, element, lang)
        places = places_of(one.question, element)
        named = ", ".join(str(number + 1) for _, number in places[:PLACES]) + ("…" if len(places) > PLACES else "")
        place = say("place", lang, table=BY_NAME[places[0][0]].sheet, row=named) if places else ""
        mark = say("unproved", lang) if conflict and element in conflict.unproved else ""
        yield f"{element_sentence(one.question, element, lang)}{' ' + source if source else ''}{place}{mark}"


def _closing(brief: Brief, asked: Asked, told: set[str], lang: Lang) -> Iterator[str]:
    """What is still to be said: why an application goes before no committee, or that nothing is in the way."""
    from solver.domain.plan import RouteKind
    from solver.explain.sentence import reason_sentence
    from solver.routing import route_applications

    if asked.application:
        (route,) = (row for row in route_applications(brief) if row.application == asked.application)
        if route.kind is RouteKind.NOT_FOR_COMMITTEE:
            yield from (reason_sentence(reason, brief, lang) for reason in route.reasons)
            return
    if not told & {"impossible", "unknown"}:
        yield word("nothing_in_the_way", lang)


def short(brief: Brief, suspects: frozenset[str], season: Path, lang: Lang) -> Iterator[str]:
    """After a plan that leaves something out: the first conflict, one thing that would help, and where to read on."""
    if len(brief.season.applications) <= SMALL:
        found = (one for one in answered(brief, suspects, 1) if one.outcome.conflict is not None)
        first = next(found, None)
        yield from lines(first, lang) if first is not None else ()
    yield word("read_on_why", lang, value=season)


def _write(document: object, path: Path) -> None:
    import json

    from data.season_files.season_file import replace_file

    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def write(draft: Path) -> None:
        draft.write_text(text, encoding="utf-8")

    replace_file(path, write)
