"""A plan into its three files, and from either of two: ``plan.json``, or ``plan.xlsx`` as edited by hand."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from data.plan_files.excel_reading import read_plan_excel
from data.plan_files.plan_json import read_plan_json, write_plan_json
from solver.domain.faults import Fault
from solver.domain.plan import Plan
from solver.errors import InputError
from solver.explain.words import Lang
from solver.rules.brief import Brief

READERS = {".json": read_plan_json, ".xlsx": read_plan_excel}


def read_plan(path: Path) -> Plan:
    """Read a plan by the ending of its name.

    Raises
    ------
    InputError
        With every fault of the file, or one if the ending is neither ``.json`` nor ``.xlsx``.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            [Fault("unknown_suffix", place=path.name, value=path.suffix, facts=(("known", ".json .xlsx"),))]
        )
    return reader(path)


def write_plan(plan: Plan, brief: Brief, folder: Path, lang: Lang) -> tuple[Path, ...]:
    """Write ``plan.json``, ``plan.xlsx`` and ``plan.html`` into ``folder``, made where missing; the paths written.

    All three are made aside first and moved in at the end, so that a failure leaves the folder as it was.
    """
    from data.plan_files.plan_excel import write_plan_excel
    from data.plan_files.plan_html import write_plan_html

    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as aside:
        made = Path(aside)
        write_plan_json(plan, brief, made / "plan.json")
        write_plan_excel(plan, brief, made / "plan.xlsx", lang)
        write_plan_html(plan, brief, made / "plan.html", lang)
        return tuple(path.replace(folder / path.name) for path in sorted(made.iterdir()))
