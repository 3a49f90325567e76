"""Reads a workbook in a process of its own: ``python -m data.season_files.workbook_child FILE``.

A workbook comes from outside; however it is made, it can take no more than this process, its memory and its time.
The content goes to the parent on standard output.
"""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from data.season_files.upload_limits import cap_memory
from data.season_files.workbook_content import Marks, SheetContent
from data.season_files.workbook_marks import sheet_marks
from solver.domain.faults import Fault
from solver.errors import InputError

MOST_MEMORY = 4 << 30
MOST_SECONDS = 600
_TOO_LARGE, _DAMAGED = 4, 3
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(path: Path) -> list[SheetContent]:
    """Sheets of a workbook, read in a child process; raises InputError if that fails, takes too long or too much."""
    command = [sys.executable, "-m", __name__, str(path), str(MOST_MEMORY)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise InputError([Fault("workbook_too_large", place=path.name)]) from None
    if done.returncode == _TOO_LARGE or done.returncode < 0:  # ended by its limit, or killed for its memory
        raise InputError([Fault("workbook_too_large", place=path.name)])
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise InputError([Fault("damaged_workbook", place=path.name, value=why)])
    told = io.BytesIO(done.stdout)
    return [pickle.load(told) for _ in range(pickle.load(told))]


def _part_of_sheet(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of the archive by sheet name, through the relations of the workbook part."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = {one.get("Id"): one.get("Target", "") for one in relations}
    parts = {}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet"):
        relation = sheet.get(_RELATION) or next((sheet.get(key) for key in sheet.attrib if key.endswith("}id")), None)
        part = target.get(relation, "")
        parts[sheet.get("name", "")] = part.lstrip("/") if part.startswith("/") else f"xl/{part}"
    return parts


def _sheets(path: Path) -> Iterator[SheetContent]:
    """Sheets one by one, so that no more than one of them is in memory as cells."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_path(str(path))
    wanted = [one for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    with zipfile.ZipFile(path) as archive:
        parts = _part_of_sheet(archive)
        present = set(archive.namelist())
        for one in wanted:
            part = parts.get(one.name, "")
            marks = sheet_marks(archive.read(part)) if part in present else Marks()
            rows = workbook.get_sheet_by_name(one.name).to_python(skip_empty_area=False)
            yield SheetContent(one.name, one.visible == SheetVisibleEnum.Visible, rows, marks)


def main() -> int:
    """Read the workbook named on the command line and hand it over."""
    from python_calamine import CalamineError

    cap_memory(int(sys.argv[2]))
    count = 0
    told = io.BytesIO()
    try:
        for sheet in _sheets(Path(sys.argv[1])):
            pickle.dump(sheet, told, protocol=pickle.HIGHEST_PROTOCOL)
            count += 1
    except (CalamineError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return _DAMAGED
    except MemoryError:
        return _TOO_LARGE
    pickle.dump(count, sys.stdout.buffer)
    sys.stdout.buffer.write(told.getbuffer())
    return 0


if __name__ == "__main__":
    sys.exit(main())
