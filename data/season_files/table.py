"""What a table and a column of a season are; the tables themselves are in :mod:`data.season_files.columns`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from typing import Any

from data.season_files.codecs import Codec

EXAMPLE_MARK = "示例"
"""A row whose first cell begins with this is an explanation and is never read."""


@dataclass(frozen=True)
class Column:
    """One column: Chinese ``heading``, English ``field``, type, an example, and what to fill in.

    ``refers`` names the tables in one of which every identifier of the column must exist.
    """

    heading: str
    field: str
    codec: Codec[Any]  # the columns of one table have values of different types
    example: str = ""
    note: str = ""
    refers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: sheet name, field name in :class:`~solver.domain.season.Season`, entity and columns.

    ``keys`` are the sets of fields that no two rows share; ``spans`` are (first, last) pairs of fields in order;
    ``optional`` says that a season may come without the table.
    """

    sheet: str
    name: str
    entity: type[Any]  # one of the entities of the domain, each with its own constructor
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...] = ()
    spans: tuple[tuple[str, str], ...] = ()
    optional: bool = True
    note: str = ""

    @cached_property
    def column(self) -> Mapping[str, Column]:
        """Column by field."""
        return {column.field: column for column in self.columns}

    @cached_property
    def defaults(self) -> Mapping[str, object]:
        """Values of empty cells by field; a field without one is required."""
        return {
            one.name: one.default for one in fields(self.entity) if one.default is not MISSING and one.name != "extra"
        }

    def required(self, field: str) -> bool:
        """Whether every row must fill in ``field``."""
        return field not in self.defaults

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Fields in the order of the entity's constructor, without ``extra``."""
        return tuple(one.name for one in fields(self.entity) if one.name != "extra")
