"""Between tables of text and the frozen entities of the domain, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.season_files.codecs import UnreadableError
from data.season_files.columns import ALL_TABLES, SEASON, TABLES
from data.season_files.fault_list import FaultList
from data.season_files.places import PointerOrigin
from data.season_files.table import Column, Table
from data.season_files.table_text import TableText, frame_of
from solver.domain.people import Extra
from solver.domain.season import Season

if TYPE_CHECKING:
    import pandas as pd


class _Wrong:
    """What stands for the value of a cell that could not be read (its fault is reported)."""


WRONG = _Wrong()
EMPTY = "missing_value"


@dataclass(frozen=True)
class ReadTable:
    """A table of text with the values of its cells; cells that could not be read hold ``WRONG``."""

    text: TableText
    values: Mapping[str, Sequence[Any]]  # columns of one table have values of different types

    @property
    def table(self) -> Table:
        """The kind of table."""
        return self.text.table

    @property
    def frame(self) -> pd.DataFrame:
        """The cells as text."""
        return self.text.frame


def read_values(text: TableText) -> tuple[ReadTable, FaultList]:
    """Values of every cell of a table, and a fault for each cell that has none."""
    faults = FaultList()
    values = {column.field: _read_column(text, column, faults) for column in text.table.columns}
    return ReadTable(text, values), faults


def _read_column(text: TableText, column: Column, faults: FaultList) -> list[object]:
    """Values of one column; each distinct text is read once, since a column repeats few of them often."""
    shown: list[str] = text.frame[column.field].tolist()
    value_of: dict[str, object] = {}
    unreadable: dict[str, UnreadableError] = {}
    for one in dict.fromkeys(shown):
        try:
            value_of[one] = _value(text, column, one)
        except UnreadableError as error:
            unreadable[one] = error
            value_of[one] = WRONG
    if unreadable:
        wrong = [
            (row, one)
            for row, one in enumerate(shown)
            if one in unreadable and not (unreadable[one].code == EMPTY and (row, column.field) in text.reported)
        ]
        told = (text.fault(unreadable[one].code, row, column.field, one, **unreadable[one].facts) for row, one in wrong)
        faults.take(len(wrong), told)
    return [value_of[one] for one in shown]


def _value(text: TableText, column: Column, shown: str) -> object:
    if shown:
        return column.codec.parse(shown)
    if not text.table.required(column.field):
        return text.table.defaults[column.field]
    if column.field in text.missing:
        return WRONG  # the missing column has been reported once, for all rows
    raise UnreadableError(EMPTY)


def season_of(tables: Mapping[str, ReadTable]) -> Season:
    """The season of tables that have no faults; tables that are absent are empty."""
    rows = {table.name: tuple(_entities(tables[table.name])) for table in ALL_TABLES if table.name in tables}
    (header,) = rows.pop(SEASON.name)
    return Season(header=header, **rows)


def _entities(read: ReadTable) -> Iterator[Any]:
    columns = [read.values[field] for field in read.table.order]
    return map(read.table.entity, *columns, read.text.extra)


def tables_of(season: Season) -> tuple[TableText, ...]:
    """Every table of a season as text, in the order of MODEL: the season first."""
    header = _table_text(SEASON, (season.header,), PointerOrigin(SEASON.name, single=True))
    return (header, *(_table_text(table, getattr(season, table.name), PointerOrigin(table.name)) for table in TABLES))


def _table_text(table: Table, rows: Sequence[Any], origin: PointerOrigin) -> TableText:
    columns = {column.field: [shown(column, getattr(row, column.field)) for row in rows] for column in table.columns}
    extra: tuple[Extra, ...] = tuple(row.extra for row in rows)
    return TableText(table, frame_of(table, columns, len(rows)), extra, origin)


def shown(column: Column, value: object) -> str:
    """Text of a value, ``""`` of an empty one."""
    return "" if value is None or value in ("", ()) else str(column.codec.text(value))


def extra_headings(extra: Sequence[Extra]) -> tuple[str, ...]:
    """Headings of the unknown columns of a table in the order they first appear."""
    return tuple(dict.fromkeys(heading for pairs in extra for heading, _ in pairs))
