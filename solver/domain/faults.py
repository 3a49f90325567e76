"""Faults: everything that is wrong with an input, each with its place and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input.

    Parameters
    ----------
    code
        Stable name of the kind of fault; its sentence (Chinese, English) is kept in ``data.season_files.sentences``.
    table
        Field name of the table (``experts``), or ``""`` for a fault of the file as a whole.
    row
        Number of the row as its user sees it (1 = heading row in a sheet; 0-based index in JSON); ``None`` for a table.
    field
        Field name of the column (``max_sessions``), or ``""``.
    place
        Where its user finds it: sheet and cell (``专家库!C7``), file and line, or JSON pointer (``/experts/3/status``).
    value
        The value found, as text.
    facts
        Further facts that the sentence names, as (name, text) pairs.
    """

    code: str
    table: str = ""
    row: int | None = None
    field: str = ""
    place: str = ""
    value: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        extra = "".join(f" {name}={text}" for name, text in self.facts)
        return f"{self.place or self.table}: {self.code} {self.value!r}{extra}"
