"""A linear program as flat arrays: columns, rows and entries, without a solver.

Rows and columns are appended one by one while requirements are compiled; :meth:`Program.freeze` turns them into arrays,
on which restricting (columns fixed by reduced cost) and splitting (independent parts) are vector operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

INFINITE = float("inf")


@dataclass
class Program:
    """A linear program under construction; the objective is maximised.

    ``owners`` names the rule (or the structural reason) behind each row, so that an impossibility can be told.
    """

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    row_low: list[float] = field(default_factory=list)
    row_high: list[float] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    constant: float = 0.0
    _rows: list[int] = field(default_factory=list)
    _columns: list[int] = field(default_factory=list)
    _values: list[float] = field(default_factory=list)

    def column(self, lower: float, upper: float, cost: float = 0.0, integer: bool = False) -> int:
        """A new column with its bounds and objective coefficient; its index."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.cost.append(cost)
        self.integer.append(integer)
        return len(self.lower) - 1

    def row(self, columns: Sequence[int], values: Iterable[float], low: float, high: float, owner: str) -> int:
        """A new row ``low ≤ Σ value·column ≤ high``; its index."""
        number = len(self.row_low)
        self.row_low.append(low)
        self.row_high.append(high)
        self.owners.append(owner)
        self._rows.extend([number] * len(columns))
        self._columns.extend(columns)
        self._values.extend(values)
        return number

    def rows(self) -> Rows:
        """The rows alone, as arrays."""
        return Rows(
            np.array(self.row_low, dtype=np.float64),
            np.array(self.row_high, dtype=np.float64),
            np.array(self._rows, dtype=np.int64),
            np.array(self._columns, dtype=np.int64),
            np.array(self._values, dtype=np.float64),
        )

    def freeze(self) -> Arrays:
        """The program as arrays."""
        return Arrays(
            np.array(self.lower, dtype=np.float64),
            np.array(self.upper, dtype=np.float64),
            np.array(self.cost, dtype=np.float64),
            np.array(self.integer, dtype=np.bool_),
            np.array(self.row_low, dtype=np.float64),
            np.array(self.row_high, dtype=np.float64),
            np.array(self._rows, dtype=np.int64),
            np.array(self._columns, dtype=np.int64),
            np.array(self._values, dtype=np.float64),
            self.constant,
        )


@dataclass(frozen=True)
class Rows:
    """Rows over the columns of some program: ``entry_row`` counts from 0 within them."""

    low: Reals
    high: Reals
    entry_row: Indices
    entry_column: Indices
    entry_value: Reals


@dataclass(frozen=True)
class Arrays:
    """A linear program as arrays: ``entry_*`` are the non-zeros (row, column, value); the objective is maximised."""

    lower: Reals
    upper: Reals
    cost: Reals
    integer: Flags
    row_low: Reals
    row_high: Reals
    entry_row: Indices
    entry_column: Indices
    entry_value: Reals
    constant: float = 0.0

    def bounded(self, lower: Reals, upper: Reals) -> Arrays:
        """The same program with other column bounds."""
        return Arrays(
            lower, upper, self.cost, self.integer, self.row_low, self.row_high,
            self.entry_row, self.entry_column, self.entry_value, self.constant,
        )  # fmt: skip

    def valued(self, cost: Reals) -> Arrays:
        """The same program with another objective, without a constant."""
        return Arrays(
            self.lower, self.upper, cost, self.integer, self.row_low, self.row_high,
            self.entry_row, self.entry_column, self.entry_value,
        )  # fmt: skip

    def revalued(self, lower: Reals, upper: Reals, cost: Reals) -> Arrays:
        """The same rows with other bounds and costs of the columns."""
        return Arrays(
            lower, upper, cost, self.integer, self.row_low, self.row_high,
            self.entry_row, self.entry_column, self.entry_value, self.constant,
        )  # fmt: skip

    def with_rows(self, more: Rows) -> Arrays:
        """The same columns with ``more`` rows."""
        return Arrays(
            self.lower, self.upper, self.cost, self.integer,
            np.concatenate([self.row_low, more.low]),
            np.concatenate([self.row_high, more.high]),
            np.concatenate([self.entry_row, more.entry_row + len(self.row_low)]),
            np.concatenate([self.entry_column, more.entry_column]),
            np.concatenate([self.entry_value, more.entry_value]),
            self.constant,
        )  # fmt: skip

    def without_fixed(self) -> tuple[Arrays, Indices]:
        """The program over the columns that are not fixed, and their indices; rows left without a column go.

        Such a row must hold by itself; one that does not is kept, so that the solver reports the impossibility.
        """
        free = self.lower < self.upper
        rows = len(self.row_low)
        settled = ~free[self.entry_column]
        fixed = np.bincount(
            self.entry_row[settled],
            self.entry_value[settled] * self.lower[self.entry_column[settled]],
            rows,
        )
        live_entry = ~settled
        low, high = self.row_low - fixed, self.row_high - fixed
        live_row = (np.bincount(self.entry_row[live_entry], minlength=rows) > 0) | (low > 1e-7) | (high < -1e-7)
        column_number, row_number = np.cumsum(free) - 1, np.cumsum(live_row) - 1
        kept = Arrays(
            self.lower[free],
            self.upper[free],
            self.cost[free],
            self.integer[free],
            low[live_row],
            high[live_row],
            row_number[self.entry_row[live_entry]],
            column_number[self.entry_column[live_entry]],
            self.entry_value[live_entry],
            self.constant + float(self.cost[~free] @ self.lower[~free]),
        )
        return kept, np.flatnonzero(free)

    def parts(self) -> tuple[Indices, ...]:
        """Columns of each independent part (columns that share no row, directly or by way of others)."""
        label = np.arange(len(self.lower))
        rows = len(self.row_low)
        while True:
            row_label = np.full(rows, len(label))
            np.minimum.at(row_label, self.entry_row, label[self.entry_column])
            fresh = label.copy()
            np.minimum.at(fresh, self.entry_column, row_label[self.entry_row])
            fresh = fresh[fresh]
            if np.array_equal(fresh, label):
                break
            label = fresh
        order = np.argsort(label, kind="stable")
        cuts = np.flatnonzero(np.diff(label[order])) + 1
        return tuple(np.split(order, cuts)) if len(order) else ()

    def part(self, columns: Indices) -> Arrays:
        """The program over some ``columns`` that share no row with the rest, without the constant."""
        inside = np.zeros(len(self.lower), dtype=np.bool_)
        inside[columns] = True
        number = np.zeros(len(self.lower), dtype=np.int64)
        number[columns] = np.arange(len(columns))
        live = inside[self.entry_column]
        rows, row_number = np.unique(self.entry_row[live], return_inverse=True)
        return Arrays(
            self.lower[columns],
            self.upper[columns],
            self.cost[columns],
            self.integer[columns],
            self.row_low[rows],
            self.row_high[rows],
            row_number.astype(np.int64),
            number[self.entry_column[live]],
            self.entry_value[live],
        )
