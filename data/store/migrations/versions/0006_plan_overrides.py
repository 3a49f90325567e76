"""Exceptions to rules, allowed in plans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table of overrides."""
    op.create_table(
        "plan_override",
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("finding", "reason", "document")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("granted_by", "granted_at")),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name="fk_plan_override_plan"),
        sa.PrimaryKeyConstraint("plan", "number", name="pk_plan_override"),
    )
