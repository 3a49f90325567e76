"""What differs between SQLite and PostgreSQL: how a connection begins, how the write lock is taken, who it is."""

from __future__ import annotations

import sqlite3
from typing import cast

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from data.store.errors import NotKeptError, StoreError

SERVICE_ROLE = "pingwei_service"
"""The role of PostgreSQL in which the service works; it may not update or delete the trail."""

_DISK = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
"""Error codes of SQLite, without what it adds to them."""

WRITE_LOCK = 0x70696E67
"""Number of the advisory lock of writers ("ping" in ASCII)."""


def known(url: URL) -> URL:
    """``url`` with its driver; raises StoreError for a database that is neither SQLite nor PostgreSQL."""
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    raise StoreError(url=url.render_as_string(hide_password=True), expected="sqlite:///file | postgresql://")


def options(url: URL, seconds: int) -> dict[str, object]:
    """Arguments of the engine: pool and waiting times in seconds."""
    if url.get_backend_name() == "sqlite":
        return {"pool_size": 48, "max_overflow": 16, "connect_args": {"timeout": seconds}}
    waits = f"-c lock_timeout={seconds * 1000} -c synchronous_commit=on"
    return {"pool_size": 8, "max_overflow": 8, "pool_pre_ping": True, "connect_args": {"options": waits}}


def prepared(engine: Engine) -> Engine:
    """``engine`` with what every connection of its database needs."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connected)
        event.listen(engine, "begin", _sqlite_began)
    else:
        event.listen(engine, "connect", _postgresql_connected)
    return engine


def take_write_lock(connection: Connection) -> None:
    """Make this transaction the only one that writes (SQLite: it began so); held until it ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITE_LOCK})


def could_not_keep(error: BaseException) -> bool:
    """Whether SQLite says by ``error`` that the disk is full or does not work."""
    told = getattr(error, "orig", error)  # SQLAlchemy's error holds the driver's
    code = getattr(told, "sqlite_errorcode", None)
    return isinstance(told, sqlite3.Error) and code is not None and code & 0xFF in _DISK


def need_transaction(connection: Connection) -> None:
    """Raise NotKeptError where SQLite has ended the transaction by itself, as it does when the disk is full.

    What is written after that would be kept at once, statement by statement.
    """
    if connection.dialect.name == "sqlite":
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        if not driver.in_transaction:
            raise NotKeptError(changes=1)


def _sqlite_connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would come late and deferred
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_began(connection: Connection) -> None:
    writes = connection.get_execution_options().get("pingwei_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")


def _postgresql_connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Work as the service's role where there is one: before the first migration there is none."""
    cursor = connection.cursor()
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(oid, 'SET')", (SERVICE_ROLE,))
    if cursor.fetchone():
        cursor.execute(f"SET ROLE {SERVICE_ROLE}")
    connection.commit()
    cursor.close()
