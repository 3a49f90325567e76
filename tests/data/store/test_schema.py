"""Migrations bring the tables that the code knows, and the walls around the trail stand."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DatabaseError

from data.store import dialects
from data.store.engine import Store
from data.store.schema import upgrade
from data.store.tables import HOUSEKEEPING, Base
from data.store.transaction import Actor

TAMPERING = (
    "UPDATE trail SET reason = 'another'",
    "DELETE FROM trail",
)


def one_row(store: Store) -> None:
    with store.change(Actor("anna", "secretariat")) as change:
        change.record("create", "thing", "t1", None, {})


def test_migrations_and_tables_agree(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    found, needed = store.revision()
    assert found == needed != ""


def test_migrating_again_changes_nothing(store: Store) -> None:
    one_row(store)
    store.migrate()
    with store.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM trail")) == 1


def test_tables_of_an_older_version_are_told(tmp_path: object) -> None:
    store = Store(make_url(f"sqlite:///{tmp_path}/old.db"), None, None, lambda: None)  # type: ignore[arg-type]
    assert store.revision()[0] == ""
    upgrade(store.url, "0002")
    assert store.revision() == ("0002", "0008")
    store.close()


def test_housekeeping_is_of_tables_that_exist() -> None:
    assert set(Base.metadata.tables) > HOUSEKEEPING
    assert "trail" not in HOUSEKEEPING


@pytest.mark.parametrize("statement", TAMPERING)
def test_the_service_cannot_alter_the_trail(store: Store, statement: str) -> None:
    one_row(store)
    with store.engine.connect() as connection, pytest.raises(DatabaseError) as refused:
        connection.execute(text(statement))
    assert ("append-only" if store.is_sqlite else "permission denied for table trail") in str(refused.value)


@pytest.mark.parametrize("statement", [*TAMPERING, "TRUNCATE trail"])
def test_the_owner_meets_the_second_wall(store: Store, statement: str) -> None:
    if store.is_sqlite:
        pytest.skip("SQLite has no roles, and no TRUNCATE")
    one_row(store)
    engine = create_engine(store.url)
    with engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.execute(text(statement))
    engine.dispose()


def test_sqlite_takes_no_row_in_place_of_another(store: Store) -> None:
    if not store.is_sqlite:
        pytest.skip("REPLACE is of SQLite")
    one_row(store)
    statement = "INSERT OR REPLACE INTO trail SELECT seq, at, 'eve', role, action, kind, object, before, after, reason,"
    with store.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.execute(text(statement + " request_id, previous, hash FROM trail"))


def test_the_service_works_as_its_role(store: Store) -> None:
    if store.is_sqlite:
        pytest.skip("SQLite has no roles")
    with store.engine.connect() as connection:
        assert connection.scalar(text("SELECT current_user")) == dialects.SERVICE_ROLE


def test_sqlite_is_set_up_to_keep_what_it_is_told(store: Store) -> None:
    if not store.is_sqlite:
        pytest.skip("these are SQLite's")
    with store.engine.connect() as connection:
        found = {name: connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")}
    assert found == {"journal_mode": "wal", "synchronous": 2}
