"""The forecast of the page: what is proved to break, and supply against demand week by week, what is short first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.plan_files.page.markup import Html, both, section, table, tag, text
from solver.explain.forecast_texts import ALL, CALM, ENOUGH, HEADINGS, LEAD, TITLE, UNROUTED, VERDICTS
from solver.explain.naming import name_of
from solver.explain.words import LEVELS, Words
from solver.planning.forecast.cells import BROKEN, FINE, Cell, Forecast
from solver.planning.forecast.sentences import break_sentence
from solver.rules.brief import Brief

SHOWN = 200
"""Lines of a page; the workbook has them all."""


def forecast_section(found: Forecast, brief: Brief, whole: bool) -> Html:
    """Proofs and cells; those with enough are folded away below the others, but for ``whole``."""
    proofs = [both((break_sentence(one, brief, "zh"), break_sentence(one, brief, "en"))) for one in found.breaks]
    told = tag("ul", *(tag("li", one) for one in proofs)) if proofs else tag("p", both(CALM), classes="verdict good")
    alarming = sorted((one for one in found.cells if one.verdict != FINE), key=lambda one: one.verdict != BROKEN)
    enough = [one for one in found.cells if one.verdict == FINE][: max(0, SHOWN - len(alarming))]
    lines = [_table(found, alarming[:SHOWN], brief)] if alarming else []
    if enough:
        summary = tag("summary", both((ENOUGH[0].format(count=len(enough)), ENOUGH[1].format(count=len(enough)))))
        lines.append(tag("details", summary, _table(found, enough, brief), classes="cases", open=whole))
    asked: Words = (UNROUTED[0].format(count=found.unrouted), UNROUTED[1].format(count=found.unrouted))
    more = [tag("p", both(asked), classes="lead")] if found.unrouted else []
    return section("forecast", TITLE, told, *more, *lines, lead=LEAD)


def _table(found: Forecast, cells: Sequence[Cell], brief: Brief) -> Html:
    weeks: list[Words] = [(f"{week:%m-%d}", f"{week:%m-%d}") for week in found.weeks]
    return table((*HEADINGS.values(), *weeks), (_row(one, brief) for one in cells), "numbers")


def _row(one: Cell, brief: Brief) -> Iterator[Html]:
    yield text(name_of("committee", one.committee, brief) or one.committee)
    yield both(LEVELS[one.level])
    yield text(one.specialty) if one.specialty else both(ALL)
    yield from (text(number) for number in (one.applications, one.needed, one.eligible, one.unconflicted, one.spare))
    yield text("" if one.most is None else one.most)
    yield tag("span", both(VERDICTS[one.verdict]), classes="chip" if one.verdict == FINE else "chip warn")
    for week in one.weeks:
        yield text("—" if week is None else week)
