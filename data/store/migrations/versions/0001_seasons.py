"""Seasons, and the rows of their tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of seasons."""
    op.create_table(
        "season",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("header", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_season"),
    )
    op.create_table(
        "season_row",
        sa.Column("season", sa.Text, nullable=False),
        sa.Column("table_name", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("identity_sealed", sa.Text, nullable=False),
        sa.Column("identity_digest", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["season"], ["season.id"], name="fk_season_row_season"),
        sa.PrimaryKeyConstraint("season", "table_name", "key", name="pk_season_row"),
    )
    op.create_index("ix_season_row_season_table_name_position", "season_row", ["season", "table_name", "position"])
    op.create_index("ix_season_row_season_identity_digest", "season_row", ["season", "identity_digest"])
