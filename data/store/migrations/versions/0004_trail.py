"""The trail, and the walls around it: nobody updates it, deletes from it or puts a row between two others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

SQLITE_WALLS = (
    """CREATE TRIGGER trail_is_not_updated BEFORE UPDATE ON trail
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    """CREATE TRIGGER trail_is_not_deleted BEFORE DELETE ON trail
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    # REPLACE deletes without the trigger above: only the next number may be inserted
    """CREATE TRIGGER trail_is_appended BEFORE INSERT ON trail
    WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM trail)
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
)
POSTGRESQL_WALLS = (
    """CREATE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$""",
    """CREATE TRIGGER trail_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail
    FOR EACH STATEMENT EXECUTE FUNCTION trail_is_append_only()""",
)


def upgrade() -> None:
    """Make the trail; the rights of the service's role are given after every migration."""
    op.create_table(
        "trail",
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("at", "actor", "role", "action", "kind", "object")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("before", "after", "reason", "request_id")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("previous", "hash")),
        sa.PrimaryKeyConstraint("seq", name="pk_trail"),
    )
    op.create_index("ix_trail_kind_object", "trail", ["kind", "object"])
    walls = SQLITE_WALLS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_WALLS
    for wall in walls:
        op.execute(wall)
