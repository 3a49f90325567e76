"""Reads what was sent, in a process of its own that is asked on standard input and answers on standard output."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Mapping
from pathlib import Path

from data.season_files.annotated import content_of, write_annotated
from data.season_files.csv_archive import read_csv_archive
from data.season_files.excel import read_excel
from data.season_files.identity import hidden
from data.season_files.season_file import season_from
from data.season_files.season_json import read_json
from data.season_files.table_text import TableText
from data.season_files.upload import Form, Read, Wanted
from data.season_files.workbook_child import read_workbook
from solver.domain.faults import Fault
from solver.errors import InputError

MOST_MEMORY = 2 << 30
_TOO_LARGE = 4
READERS = {Form.WORKBOOK: read_excel, Form.ARCHIVE: read_csv_archive, Form.JSON: read_json}


def read(wanted: Wanted) -> Read:
    """The season or its faults; the workbook to correct is written too if it is wanted. Raises InputError."""
    texts, of_form = READERS[wanted.form](wanted.path)
    restore(texts, wanted.numbers)
    season, faults = season_from(texts, of_form, wanted.path.name)
    if wanted.annotated:
        _annotate(wanted, texts, faults, wanted.annotated)
    return Read(season, tuple(faults))


def _annotate(wanted: Wanted, texts: list[TableText], faults: list[Fault], path: Path) -> None:
    if wanted.form is Form.WORKBOOK:
        write_annotated(read_workbook(wanted.path), faults, path)
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


def _limit_memory() -> None:
    """Cap the address space of this process and of those it starts; where there is no such limit, time remains."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main() -> int:
    """Read what is asked for on standard input and hand it over on standard output."""
    _limit_memory()
    wanted: Wanted = pickle.load(sys.stdin.buffer)
    answer: Read | InputError
    try:
        answer = read(wanted)
    except InputError as error:
        answer = error
    except MemoryError:
        return _TOO_LARGE
    pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
