"""Tables as lines of JSON: a line with the names of the columns, then a line per row, as the database has them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import IO

from sqlalchemy import ColumnElement, Connection, Select, Table, create_engine, literal_column, select, text
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from data.store.schema import upgrade
from data.store.transaction import Reader

ROWS_AT_ONCE = 1_000


def write(reader: Reader, table: Table, file: IO[bytes]) -> None:
    """Write a table as the reader sees it, by its primary key; never all of it in memory."""
    _line(file, [column.name for column in table.columns])
    for row in reader.stream(_as_they_are(table), ROWS_AT_ONCE):
        _line(file, list(row))


def _as_they_are(table: Table) -> Select[*tuple[object, ...]]:
    """SELECT of the columns without Python's types, by the primary key."""
    columns: list[ColumnElement[object]] = [literal_column(f'"{column.name}"') for column in table.columns]
    key: list[ColumnElement[object]] = [literal_column(f'"{one.name}"') for one in table.primary_key.columns]
    return select(*columns).select_from(table).order_by(*key)


def _line(file: IO[bytes], values: Sequence[object]) -> None:
    file.write(json.dumps(values, ensure_ascii=False).encode("utf-8") + b"\n")


@contextmanager
def filling(url: URL, revision: str) -> Iterator[Connection]:
    """A connection, as the owner of the tables, to an empty database with the tables of ``revision``."""
    upgrade(url, revision)
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection, connection.begin():
        yield connection
    engine.dispose()


def read(connection: Connection, table: Table, file: IO[bytes]) -> None:
    """Put the rows of a dump into an empty table of PostgreSQL; numbers that it gives out go on after them."""
    names = json.loads(next(file))
    columns, places = ", ".join(f'"{name}"' for name in names), ", ".join(f":{name}" for name in names)
    insert = text(f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})')
    while lines := list(islice(file, ROWS_AT_ONCE)):
        connection.execute(insert, [dict(zip(names, json.loads(line), strict=True)) for line in lines])
    counted = table.autoincrement_column
    if counted is not None and counted.autoincrement is True:
        last = f'COALESCE((SELECT max("{counted.name}") FROM "{table.name}"), 0) + 1'
        sequence = f"pg_get_serial_sequence('{table.name}', '{counted.name}')"
        connection.execute(text(f"SELECT setval({sequence}, {last}, false)"))
