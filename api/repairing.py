"""``pingwei repair``, ``diff``, ``replacements``, ``notices``: a plan after things changed, and whom to tell what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.exits import Exit
from api.texts import Lang, word
from solver.domain.changes import Changes
from solver.domain.plan import Plan, PlanState
from solver.errors import InputError
from solver.rules.brief import Brief


@dataclass(frozen=True, slots=True)
class Asked:
    """What ``pingwei repair`` is asked: files, and what may not be touched (pins as ``session/expert``)."""

    season: Path
    plan: Path
    change: Path | None
    output: Path
    told: bool = False
    before: date | None = None
    pins: tuple[str, ...] = ()


def run_repair(asked: Asked, lang: Lang, out: Console) -> int:
    """Repair a plan and write it with the season as it is now and a report; returns the exit code."""
    from data.change_files.change_report import summary, write_report
    from data.change_files.changes_json import read_changes
    from data.plan_files.plan_file import write_plan
    from data.season_files.season_file import write_season
    from solver.planning.season_plan import digest_of
    from solver.replan.ground import Fixed
    from solver.replan.repair import repair
    from solver.replan.telling import told

    brief, plan = _read(asked.season, asked.plan)
    changes = read_changes(asked.change, brief.season, plan) if asked.change else Changes()
    known = replace(plan, state=PlanState.PUBLISHED) if asked.told else plan
    made = repair(brief, known, changes, Fixed(before=asked.before, seats=_pairs(asked.pins, plan)))
    season = made.brief.season
    made = replace(made, plan=replace(made.plan, season_digest=digest_of(season)))
    written = [*write_plan(made.plan, made.brief, asked.output, lang), *write_report(made, asked.output, lang)]
    kept = asked.output / (asked.season.name if asked.season.suffix else "season")
    write_season(season, kept)
    for one in made.differences:
        out.print(f"  • {told(one, made.causes, made.brief, lang)}", markup=False, highlight=False, soft_wrap=True)
    out.print(summary(made, lang), markup=False, highlight=False)
    _tell_unresolved(made.unresolved, made.brief, lang, out)
    for path in (*written, kept):
        out.print(f"{word('written', lang)} {path}", markup=False, highlight=False)
    return Exit.RULES_BROKEN if made.unresolved else Exit.FINE


def _tell_unresolved(findings: object, brief: Brief, lang: Lang, out: Console) -> None:
    from api.tables import findings_table

    if findings:
        out.print(findings_table(findings, brief, lang))  # type: ignore[arg-type] # a tuple of findings


def _read(season: Path, plan: Path) -> tuple[Brief, Plan]:
    from data.briefing import brief_for
    from data.plan_files.plan_file import read_plan
    from data.season_files.season_file import read_season

    return brief_for(read_season(season)), read_plan(plan)


def _pairs(texts: tuple[str, ...], plan: Plan) -> frozenset[tuple[str, str]]:
    """``session/expert`` pairs; InputError names each that is no seat or place on a list of the plan."""
    from solver.domain.faults import Fault

    found, faults = [], []
    for text in texts:
        session, _, expert = text.partition("/")
        there = plan.session.get(session)
        if there is None or expert not in there.seated() | {one.expert for one in there.alternates}:
            faults.append(Fault("bad_pin", place="--pin", value=text))
        found.append((session, expert))
    if faults:
        raise InputError(faults)
    return frozenset(found)


def run_diff(before: Path, after: Path, season: Path | None, lang: Lang, out: Console) -> int:
    """Print how two plans differ: term by term, then every duty, person by person; returns the exit code."""
    from data.plan_files.plan_file import read_plan
    from solver.replan.account import account
    from solver.replan.prices import Prices
    from solver.replan.telling import statement

    one, other = read_plan(before), read_plan(after)
    out.print(_terms(one, other, lang))
    for path in (path for path, plan in ((before, one), (after, other)) if not plan.score):
        out.print(word("diff_no_score", lang, value=path.name), markup=False, highlight=False)
    brief = _naming(season, one)
    for difference in sorted(account(one, other, Prices(one)), key=lambda row: (row.expert == "", row.expert)):
        out.print(f"  • {statement(difference, brief, lang)}", markup=False, highlight=False, soft_wrap=True)
    return Exit.FINE


def _naming(season: Path | None, plan: Plan) -> Brief:
    """What names people: the season where it is given, else nothing but ids."""
    from data.briefing import brief_for
    from data.season_files.season_file import read_season
    from solver.domain.calendar import WorkingCalendar
    from solver.domain.season import Season, SeasonHeader
    from solver.rules.rulebook import Rulebook

    if season is not None:
        return brief_for(read_season(season))
    day = min((row.start.day for row in plan.sessions if row.start), default=date(2000, 1, 1))
    header = SeasonHeader(day.year, "", day, day)
    return Brief(Season(header), WorkingCalendar((), frozenset()), Rulebook("", day, {}))


def _terms(one: Plan, other: Plan, lang: Lang) -> Table:
    from solver.explain.sentence import term_name

    table = Table(title=word("diff_title", lang), title_justify="left")
    for heading in ("term", "diff_before", "diff_after", "diff_change"):
        table.add_column(word(heading, lang), justify="left" if heading == "term" else "right")
    for name, before, after in _counts(one, other, lang):
        table.add_row(name, f"{before:,.1f}", f"{after:,.1f}", f"{after - before:+,.1f}")
    if not (one.score and other.score):
        return table
    then, now = ({term.name: term.value for term in plan.score} for plan in (one, other))
    for name in dict.fromkeys((*then, *now)):
        old, new = then.get(name, 0.0), now.get(name, 0.0)
        table.add_row(term_name(name, lang), f"{old:,.1f}", f"{new:,.1f}", f"{new - old:+,.1f}")
    return table


def _counts(one: Plan, other: Plan, lang: Lang) -> Iterator[tuple[str, float, float]]:
    yield word("placed", lang), one.placed, other.placed
    yield word("sessions", lang), len(one.sessions), len(other.sessions)
    if one.score and other.score:
        yield word("diff_total", lang), one.total, other.total


def run_replacements(season: Path, plan: Path, session: str, expert: str, lang: Lang, out: Console) -> int:
    """Print who can take a seat, best first, and what keeps the others out; returns the exit code."""
    from solver.domain.faults import Fault
    from solver.explain.change_texts import REPLACED
    from solver.explain.naming import named
    from solver.explain.sentence import sentence
    from solver.explain.words import pick
    from solver.replan.replacements import replacements

    brief, made = _read(season, plan)
    row = made.session.get(session)
    if row is None or expert not in row.seated():
        raise InputError([Fault("no_such_seat", place="--session --seat", value=f"{session}/{expert}")])
    found = replacements(brief, made, session, expert)
    table = Table(title=word("can_replace", lang, value=f"{session}/{expert}"), title_justify="left")
    for heading in ("expert", "standing_by", "fit", "days_sat", "travel", "recusals"):
        table.add_column(word(heading, lang))
    for able in found.candidates:
        waits = pick(REPLACED["called" if able.rank else "free"], lang).format(rank=able.rank)
        name = named("expert", able.expert, brief, lang)
        figures = (f"{able.fit:.2f}", str(able.days), str(able.travel), str(len(able.recusals)))
        table.add_row(Text(name), waits, *figures)
    out.print(table)
    for one, findings in found.excluded.items():
        out.print(f"{named('expert', one, brief, lang)}：", markup=False, highlight=False)
        for finding in findings:
            out.print(f"  • {sentence(finding, brief, lang)}", markup=False, highlight=False, soft_wrap=True)
    return Exit.FINE if found.candidates else Exit.NOTHING_FOUND


@dataclass(frozen=True, slots=True)
class Telling:
    """What ``pingwei notices`` is asked: the plan told before (None: none) and the one told now, and its number."""

    season: Path
    plan: Path
    former: Path | None
    output: Path
    number: int


def run_notices(asked: Telling, lang: Lang, out: Console) -> int:
    """Write the sheet of whom to tell what, and a calendar file for each of them; returns the exit code."""
    from data.notice_files.calendars import Issue, calendars
    from data.notice_files.notice_sheet import write_notice_sheet
    from data.plan_files.plan_file import read_plan
    from solver.domain.notices import notices
    from solver.rules.publication import published_form

    brief, plan = _read(asked.season, asked.plan)
    former = published_form(read_plan(asked.former)) if asked.former else None
    found = notices(former, published_form(plan))
    header = brief.season.header
    issue = Issue(f"{header.year}-{header.place}", asked.number, datetime.now(UTC))
    files = tuple(calendars(found, issue, brief, lang))
    folder = asked.output / "calendars"
    folder.mkdir(parents=True, exist_ok=True)
    sheet = asked.output / "notices.xlsx"
    write_notice_sheet(found, brief, sheet, lang)
    for one in files:
        (folder / one.name).write_bytes(one.content)
    out.print(word("notices_told", lang, value=len(found), files=len(files)), markup=False, highlight=False)
    out.print(f"{word('written', lang)} {sheet}", markup=False, highlight=False)
    return Exit.FINE
