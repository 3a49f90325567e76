"""``pingwei plan``: read, plan with a progress bar, check, write three files, say what came out."""

from __future__ import annotations

import os
import signal
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from api.exits import Exit
from api.pinning import tell_conflicts
from api.season_planning import Limits, planned
from api.settings import SCHEDULER
from api.tables import findings_table, overview_table, score_table, sessions_table
from api.texts import Lang, word
from api.why_not import short
from solver.check import hard
from solver.domain.plan import Plan, Reason, Status
from solver.planning.progress import Progress as Step
from solver.rules.brief import Brief

NAMED = 8
"""Ids named in one line; the files have them all."""


def run_plan(season: Path, output: Path, asked: Limits, lang: Lang, out: Console, drawn: Path | None = None) -> int:
    """Plan ``season`` into the folder ``output``, drawn sessions as in the plan ``drawn``; returns the exit code."""
    from data.briefing import brief_for
    from data.plan_files.plan_file import read_plan, write_plan
    from data.season_files.season_file import read_season
    from solver.planning.not_begun import NOT_BEGUN

    brief, former = brief_for(read_season(season)), read_plan(drawn) if drawn else None
    tell_conflicts(brief, lang, out)
    made = watched(brief, asked, former, lang, out)
    written = write_plan(made, brief, output, lang)
    tell(made, brief, lang, out)
    left = frozenset(one.subject for one in made.unplaced if all(why.dimension != NOT_BEGUN for why in one.reasons))
    for line in short(brief, left, season, lang) if left else ():
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    for path in written:
        out.print(f"{word('written', lang)} {path}", markup=False, highlight=False)
    return exit_of(made)


def exit_of(plan: Plan) -> Exit:
    """The exit code that says what came out."""
    if plan.status is Status.IMPOSSIBLE:
        return Exit.NO_PLAN
    if plan.status is Status.OUT_OF_TIME:
        return Exit.NOTHING_FOUND
    return Exit.RULES_BROKEN if hard(plan.findings) else Exit.FINE


def tell(plan: Plan, brief: Brief, lang: Lang, out: Console) -> None:
    """Print what came out: overview, sessions, score, findings, and what could not be placed."""
    out.print(overview_table(plan, lang))
    out.print(sessions_table(plan, brief, lang))
    out.print(score_table(plan, lang))
    if plan.findings:
        out.print(findings_table(plan.findings, brief, lang))
    for line in unplaced_lines(plan, brief, lang):
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def unplaced_lines(plan: Plan, brief: Brief, lang: Lang) -> Iterator[str]:
    """One line for each set of reasons: how many could not be placed for it, and the first of them by id."""
    from solver.explain.sentence import reason_sentence

    alike: defaultdict[tuple[Reason, ...], list[str]] = defaultdict(list)
    for one in plan.unplaced:
        alike[one.reasons].append(one.subject)
    for reasons, subjects in alike.items():
        named = "、".join(subjects[:NAMED]) + (" …" if len(subjects) > NAMED else "")
        why = "；".join(reason_sentence(reason, brief, lang) for reason in reasons)
        yield f"{word('unplaced', lang)} {len(subjects)}（{named}）：{why}"


def watched(brief: Brief, limits: Limits, former: Plan | None, lang: Lang, out: Console) -> Plan:
    """The plan of a season, with a bar that shows how far it is; the first Ctrl-C stops with the best so far."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[value]}"),
        TimeElapsedColumn(),
    )
    with _interruptible() as stopped, Progress(*columns, console=out, transient=not out.is_terminal) as bar:
        task = bar.add_task("…", total=100, value="")

        def report(step: Step) -> None:
            phase = word(f"phase_{step.phase}", lang)
            bar.update(task, description=phase, completed=step.percent, value=_values(step, lang))

        def stop() -> bool:
            if stopped:
                bar.update(task, description=word("stopping", lang))
            return bool(stopped)

        plan = planned(brief, limits, report, stop, os.environ.get(SCHEDULER, ""), former=former)
    if stopped:
        out.print(word("stopped" if plan.placed else "stopped_with_nothing", lang), markup=False, soft_wrap=True)
    return plan


def _values(step: Step, lang: Lang) -> str:
    if step.best is None:
        return ""
    text = f"{word('best', lang)} {step.best:,.1f}"
    if step.bound is not None:
        gap = abs(step.best - step.bound) / max(abs(step.best), 1e-9)
        text += f" · {word('gap', lang)} {gap:.2%}"
    return text


@contextmanager
def _interruptible() -> Iterator[list[bool]]:
    """While open, the first Ctrl-C asks the search to stop with its best plan; a second one interrupts."""
    stopped: list[bool] = []

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        if stopped:
            signal.default_int_handler(number, frame)
        stopped.append(True)

    before = signal.signal(signal.SIGINT, ask_to_stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)
