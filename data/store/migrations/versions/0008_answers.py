"""Answers of operations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table of answers."""
    op.create_table(
        "operation_answer",
        sa.Column("operation", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["operation"], ["operation.id"], name="fk_operation_answer_operation"),
        sa.PrimaryKeyConstraint("operation", name="pk_operation_answer"),
    )
