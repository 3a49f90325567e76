"""Draws of panels, and the parts that the parties have in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TEXTS = ("session", "committee", "plan", "state", "method", "at", "place", "sources", "source_values")
TIMES = ("contribute_until", "reveal_until", "names_at", "created_at")
PAPERS = ("redraw_of", "announced", "announcement", "pool", "commitment", "redraw", "unsealing", "result", "created_by")


def upgrade() -> None:
    """Make the tables of draws."""
    op.create_table(
        "draw",
        sa.Column("season", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("number", "version", "balls")),
        *(sa.Column(name, sa.Text, nullable=False) for name in (*TEXTS, *TIMES, *PAPERS)),
        *(sa.Column(name, sa.Text) for name in ("operation", "sealed_at", "unsealed_at")),
        sa.ForeignKeyConstraint(["season"], ["season.id"], name="fk_draw_season"),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name="fk_draw_plan"),
        sa.PrimaryKeyConstraint("season", "id", name="pk_draw"),
        sa.UniqueConstraint("season", "number", name="uq_draw_season_number"),
        sa.UniqueConstraint("operation", name="uq_draw_operation"),
    )
    op.create_table(
        "draw_part",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("season", "draw", "role", "account", "commitment")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("signature", "committed_at", "secret")),
        sa.Column("revealed_at", sa.Text),
        sa.ForeignKeyConstraint(["season", "draw"], ["draw.season", "draw.id"], name="fk_draw_part_season_draw"),
        sa.PrimaryKeyConstraint("season", "draw", "role", name="pk_draw_part"),
    )
