"""Replacements of drawn panels, each drawn by the next one-time code."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TEXTS = ("season", "id", "draw", "state", "reason", "document", "asked_by", "asked_as", "asked_at", "paper", "digest")
LATER = ("approved_by", "approved_as", "approved_at")


def upgrade() -> None:
    """Make the table of replacements."""
    op.create_table(
        "replacement",
        *(sa.Column(name, sa.Text, nullable=False) for name in TEXTS),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("asked", "number", "version")),
        *(sa.Column(name, sa.Text) for name in LATER),
        sa.ForeignKeyConstraint(["season", "draw"], ["draw.season", "draw.id"], name="fk_replacement_season_draw"),
        sa.PrimaryKeyConstraint("season", "id", name="pk_replacement"),
        sa.UniqueConstraint("season", "draw", "asked", name="uq_replacement_season_draw_asked"),
    )
