"""Reads what was sent, in a process of its own that is asked on standard input and answers on standard output."""

from __future__ import annotations

import pickle
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

from data.season_files import workbook_child
from data.season_files.annotated import content_of, write_annotated
from data.season_files.csv_archive import read_csv_archive
from data.season_files.excel import read_excel
from data.season_files.identity import hidden
from data.season_files.season_file import season_from
from data.season_files.season_json import read_json
from data.season_files.table_text import TableText
from data.season_files.upload import TOO_LARGE, Kind, Read, Wanted
from data.season_files.upload_form import Form, safe_form
from data.season_files.upload_limits import UploadLimits, cap_memory, uncap_memory
from solver.domain.faults import Fault
from solver.domain.plan import Plan
from solver.errors import InputError

FAILED = 1
READERS = {Form.WORKBOOK: read_excel, Form.ARCHIVE: read_csv_archive, Form.JSON: read_json}
WORKBOOK_SHARE = 0.75
"""Of the memory: while a process of its own reads the workbook, this one waits with its libraries loaded."""


def read(wanted: Wanted) -> Read | Plan:
    """What was sent; of a season also its faults, and the workbook to correct if it is wanted. Raises InputError."""
    form = safe_form(wanted.path, wanted.limits)
    if wanted.kind is not Kind.PLAN or form is not Form.JSON:  # a plan in JSON has no tables
        _load_libraries(wanted.limits)
    return _plan(wanted.path, form) if wanted.kind is Kind.PLAN else _season(wanted, form)


def _load_libraries(limits: UploadLimits) -> None:
    """Load what reading needs: the limit counts what is read, not what reads it."""
    uncap_memory()
    import pandas  # noqa: F401 - loaded here so that the limit holds for what follows

    cap_memory(limits.memory)


def _plan(path: Path, form: Form) -> Plan:
    from data.plan_files.plan_file import read_plan

    if form is Form.ARCHIVE:
        raise InputError([Fault("unknown_suffix", place="plan", value=".zip", facts=(("known", ".json .xlsx"),))])
    return read_plan(path.rename(path.with_suffix(f".{form.value}")))


def _season(wanted: Wanted, form: Form) -> Read:
    texts, of_form = READERS[form](wanted.path)
    restore(texts, wanted.numbers)
    season, faults = season_from(texts, of_form, wanted.path.name)
    if wanted.annotated:
        season = None  # it is asked for without the workbook, and both together would take more memory
        _annotate(wanted, form, texts, faults, wanted.annotated)
    return Read(season, tuple(faults), faults.more)


def _annotate(wanted: Wanted, form: Form, texts: list[TableText], faults: list[Fault], path: Path) -> None:
    if form is Form.WORKBOOK:
        texts.clear()
        write_annotated(workbook_child.read_workbook(wanted.path), faults, path)
    else:
        write_annotated(*content_of(texts, faults), path)


def restore(texts: list[TableText], numbers: Mapping[str, str]) -> None:
    """Put known identity numbers where a masked one of the same person stands, as an export hands them out."""
    for text in texts:
        if text.table.name != "persons":
            continue
        for row, (person, shown) in enumerate(zip(text.frame["id"], text.frame["identity_no"], strict=True)):
            known = numbers.get(person, "")
            if known and shown == hidden(known):
                text.frame.at[row, "identity_no"] = known


def main() -> int:
    """Read what is asked for on standard input and hand it over on standard output."""
    wanted: Wanted = pickle.load(sys.stdin.buffer)
    cap_memory(wanted.limits.memory)
    workbook_child.MOST_MEMORY = int(wanted.limits.memory * WORKBOOK_SHARE)
    answer: Read | Plan | InputError
    try:
        answer = read(wanted)
    except InputError as error:
        answer = error
    except MemoryError:
        return TOO_LARGE
    except Exception as error:  # a defect: told by its kind and places, since its message may repeat what was sent
        frames = traceback.extract_tb(error.__traceback__)
        places = (f"{one.filename}:{one.lineno} {one.name}" for one in frames)
        print(type(error).__name__, *places, sep="\n", file=sys.stderr)
        return FAILED
    pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
