"""The tables' versions: Alembic's migrations, run from wherever Pingwei is installed."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from data.store import dialects
from data.store.service_role import give_rights

FOLDER = "data.store:migrations"


def configuration() -> Config:
    """Alembic's configuration, without a file of its own."""
    made = Config()
    made.set_main_option("script_location", FOLDER)
    made.set_main_option("path_separator", "os")
    return made


def upgrade(url: URL, revision: str = "head") -> None:
    """Bring the database at ``url`` to ``revision``, as the user of the URL: the owner of the tables."""
    engine = create_engine(url, poolclass=NullPool)
    sqlite = engine.dialect.name == "sqlite"
    if sqlite:
        dialects.prepared(engine)
    configured = configuration()
    with engine.connect().execution_options(pingwei_writes=True) as connection, connection.begin():
        dialects.take_write_lock(connection)
        configured.attributes["connection"] = connection
        command.upgrade(configured, revision)
        if not sqlite:
            give_rights(connection)
    engine.dispose()


def revision_of(connection: Connection) -> str:
    """Revision of the tables, ``""`` where there are none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def needed_revision() -> str:
    """Revision that this version of Pingwei needs."""
    return ScriptDirectory.from_config(configuration()).get_current_head() or ""
