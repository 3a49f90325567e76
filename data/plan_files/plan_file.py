"""A plan from a file of either form: ``plan.json``, or ``plan.xlsx`` as edited by hand."""

from __future__ import annotations

from pathlib import Path

from data.plan_files.excel_reading import read_plan_excel
from data.plan_files.plan_json import read_plan_json
from solver.domain.faults import Fault
from solver.domain.plan import Plan
from solver.errors import InputError

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
