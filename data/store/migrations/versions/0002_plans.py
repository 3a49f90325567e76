"""Plans, their duties, the acts of delegations, and operations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of plans, delegations and operations."""
    _plans()
    _duties()
    _delegation_acts()
    _operations()


def _plans() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("season", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("season_version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("flags", sa.Text, nullable=False),
        sa.Column("operation", sa.Text),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("published_at", sa.Text),
        sa.ForeignKeyConstraint(["season"], ["season.id"], name="fk_plan_season"),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
        sa.UniqueConstraint("operation", name="uq_plan_operation"),
        sa.UniqueConstraint("season", "number", name="uq_plan_season_number"),
    )


def _duties() -> None:
    op.create_table(
        "duty",
        sa.Column("season", sa.Text, nullable=False),
        sa.Column("expert", sa.Text, nullable=False),
        sa.Column("half_day", sa.Text, nullable=False),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("plan", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["season"], ["season.id"], name="fk_duty_season"),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name="fk_duty_plan"),
        sa.PrimaryKeyConstraint("season", "expert", "half_day", name="pk_duty"),
    )
    op.create_index("ix_duty_plan", "duty", ["plan"])


def _delegation_acts() -> None:
    op.create_table(
        "delegation_act",
        sa.Column("season", sa.Text, nullable=False),
        sa.Column("delegation", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("from_state", sa.Text, nullable=False),
        sa.Column("to_state", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["season"], ["season.id"], name="fk_delegation_act_season"),
        sa.PrimaryKeyConstraint("season", "delegation", "number", name="pk_delegation_act"),
    )


def _operations() -> None:
    op.create_table(
        "operation",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("season", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("cancelled", sa.Boolean, nullable=False),
        sa.Column("worker", sa.Text, nullable=False),
        sa.Column("result", sa.Text),
        sa.Column("problem", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("started_at", sa.Text),
        sa.Column("ended_at", sa.Text),
        sa.ForeignKeyConstraint(["season"], ["season.id"], name="fk_operation_season"),
        sa.PrimaryKeyConstraint("id", name="pk_operation"),
    )
    op.create_index("ix_operation_state_created_at", "operation", ["state", "created_at"])
    op.create_table(
        "operation_beat",
        sa.Column("operation", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.Column("best", sa.Double),
        sa.Column("bound", sa.Double),
        sa.ForeignKeyConstraint(["operation"], ["operation.id"], name="fk_operation_beat_operation"),
        sa.PrimaryKeyConstraint("operation", name="pk_operation_beat"),
    )
