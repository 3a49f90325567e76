"""Every table of the store, in one place; migrations are held equal to it by a test.

A catalogue. Texts are unbounded, moments are UTC text, documents are JSON text: both databases keep the same.
``HOUSEKEEPING`` names the tables whose rows are no business of the trail.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from data.season_files.codecs import Json
from data.store.column_types import JsonDocument, Moment

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: Text(), datetime: Moment()}  # noqa: RUF012 - SQLAlchemy reads it from the class


class Seasons(Base):
    """A season: its one header row, and a version that counts every change inside it."""

    __tablename__ = "season"

    id: Mapped[str] = mapped_column(primary_key=True)
    header: Mapped[Json] = mapped_column(JsonDocument)
    version: Mapped[int]
    created_at: Mapped[datetime]


class SeasonRows(Base):
    """A row of a table of a season; ``version`` is the season's when the row was last changed, so it never returns."""

    __tablename__ = "season_row"

    season: Mapped[str] = mapped_column(ForeignKey("season.id"), primary_key=True)
    table_name: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    version: Mapped[int]
    body: Mapped[Json] = mapped_column(JsonDocument)
    identity_sealed: Mapped[str] = mapped_column(default="")
    identity_digest: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        Index(None, "season", "table_name", "position"),
        Index(None, "season", "identity_digest"),
    )


class Plans(Base):
    """A plan: its body never changes, its state does."""

    __tablename__ = "plan"

    id: Mapped[str] = mapped_column(primary_key=True)
    season: Mapped[str] = mapped_column(ForeignKey("season.id"))
    number: Mapped[int]
    season_version: Mapped[int]
    state: Mapped[str]
    version: Mapped[int]
    body: Mapped[Json] = mapped_column(JsonDocument)
    flags: Mapped[Json] = mapped_column(JsonDocument)
    operation: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    published_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("season", "number"),)


class PlanOverrides(Base):
    """An exception to a rule, allowed in a plan with a reason and a document."""

    __tablename__ = "plan_override"

    plan: Mapped[str] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    finding: Mapped[Json] = mapped_column(JsonDocument)
    reason: Mapped[str]
    document: Mapped[str]
    granted_by: Mapped[str]
    granted_at: Mapped[datetime]


class Duties(Base):
    """An expert's duty in a half-day of the published plan; the primary key forbids a second one."""

    __tablename__ = "duty"

    season: Mapped[str] = mapped_column(ForeignKey("season.id"), primary_key=True)
    expert: Mapped[str] = mapped_column(primary_key=True)
    half_day: Mapped[str] = mapped_column(primary_key=True)
    session: Mapped[str]
    plan: Mapped[str] = mapped_column(ForeignKey("plan.id"), index=True)


class DelegationActs(Base):
    """One step of a delegation: who did what, on which letter; the delegation itself is a row of its season."""

    __tablename__ = "delegation_act"

    season: Mapped[str] = mapped_column(ForeignKey("season.id"), primary_key=True)
    delegation: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    actor: Mapped[str]
    role: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[str]
    document: Mapped[Json] = mapped_column(JsonDocument)


class Operations(Base):
    """Long work: what was asked, how it stands, and its one result."""

    __tablename__ = "operation"

    id: Mapped[str] = mapped_column(primary_key=True)
    season: Mapped[str | None] = mapped_column(ForeignKey("season.id"))
    kind: Mapped[str]
    request: Mapped[Json] = mapped_column(JsonDocument)
    state: Mapped[str]
    attempts: Mapped[int]
    cancelled: Mapped[bool]
    worker: Mapped[str]
    result: Mapped[str | None]
    problem: Mapped[Json] = mapped_column(JsonDocument)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "state", "created_at"),)


class Beats(Base):
    """The last sign of life of an operation and how far it is; kept apart because it is no event of the trail."""

    __tablename__ = "operation_beat"

    operation: Mapped[str] = mapped_column(ForeignKey("operation.id"), primary_key=True)
    at: Mapped[datetime]
    phase: Mapped[str]
    percent: Mapped[int]
    best: Mapped[float | None]
    bound: Mapped[float | None]


class Answers(Base):
    """What an operation answers beside a plan or a draw: what a repair changes, why something has no place."""

    __tablename__ = "operation_answer"

    operation: Mapped[str] = mapped_column(ForeignKey("operation.id"), primary_key=True)
    body: Mapped[Json] = mapped_column(JsonDocument)


class Accounts(Base):
    """Somebody who can sign in: by password, or by ``subject`` at an identity provider."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password: Mapped[str]
    subject: Mapped[str | None] = mapped_column(unique=True)
    active: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[datetime]


class Grants(Base):
    """A role of an account with its scope: ids of committees, of an authority or of an expert; none for all."""

    __tablename__ = "role_grant"

    id: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str]
    season: Mapped[str]
    scope: Mapped[Json] = mapped_column(JsonDocument)
    created_at: Mapped[datetime]


class Tokens(Base):
    """A bearer token by its hash: of a signed-in account, or of a service with scopes."""

    __tablename__ = "token"

    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    label: Mapped[str]
    account: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    scopes: Mapped[Json] = mapped_column(JsonDocument)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class OneTimeSecrets(Base):
    """A secret that works once: the first administrator's, a password to be set, a sign-in under way."""

    __tablename__ = "one_time_secret"

    digest: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    subject: Mapped[str]
    facts: Mapped[Json] = mapped_column(JsonDocument)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempts(Base):
    """A try to sign in, for the limit on tries; ``subject`` is a keyed hash of the login or of the address."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    subject: Mapped[str]
    at: Mapped[datetime]
    succeeded: Mapped[bool]

    __table_args__ = (Index(None, "subject", "at"),)


class IdempotencyKeys(Base):
    """The answer once given to a request with an idempotency key; ``request`` is the hash of what was asked."""

    __tablename__ = "idempotency_key"

    principal: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request: Mapped[str]
    status: Mapped[int]
    headers: Mapped[Json] = mapped_column(JsonDocument)
    body: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)


class Draws(Base):
    """A draw of a session's panel. What it drew is in ``result`` once unsealed; before, it is nowhere.

    ``pool`` and ``announcement`` are under seal (:mod:`data.store.sealing`); the rest is what may be known of a draw.
    ``redraw`` and ``unsealing`` say who asked for and who approved a redraw of it, or an early unsealing.
    """

    __tablename__ = "draw"

    season: Mapped[str] = mapped_column(ForeignKey("season.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    session: Mapped[str]
    committee: Mapped[str]
    plan: Mapped[str] = mapped_column(ForeignKey("plan.id"))
    state: Mapped[str]
    version: Mapped[int]
    method: Mapped[str]
    balls: Mapped[int]
    at: Mapped[str]
    place: Mapped[str]
    sources: Mapped[Json] = mapped_column(JsonDocument)
    source_values: Mapped[Json] = mapped_column(JsonDocument)
    contribute_until: Mapped[datetime]
    reveal_until: Mapped[datetime]
    names_at: Mapped[datetime]
    redraw_of: Mapped[str]
    announced: Mapped[str]
    announcement: Mapped[str]
    pool: Mapped[str]
    commitment: Mapped[str]
    redraw: Mapped[Json] = mapped_column(JsonDocument)
    unsealing: Mapped[Json] = mapped_column(JsonDocument)
    result: Mapped[Json] = mapped_column(JsonDocument)
    operation: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    sealed_at: Mapped[datetime | None]
    unsealed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("season", "number"),)


class DrawParts(Base):
    """A party's part in a draw: the hash it committed to, and what it revealed of it (``""``: not yet)."""

    __tablename__ = "draw_part"

    season: Mapped[str] = mapped_column(primary_key=True)
    draw: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str]
    commitment: Mapped[str]
    signature: Mapped[str]
    committed_at: Mapped[datetime]
    secret: Mapped[str]
    revealed_at: Mapped[datetime | None]

    __table_args__ = (ForeignKeyConstraint(("season", "draw"), ("draw.season", "draw.id")),)


class Replacements(Base):
    """A replacement on a drawn panel; whom it concerns is in ``paper``, under seal; ``digest`` fixes its record."""

    __tablename__ = "replacement"

    season: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    draw: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str]
    document: Mapped[str]
    asked_by: Mapped[str]
    asked_as: Mapped[str]
    asked_at: Mapped[datetime]
    paper: Mapped[str]
    digest: Mapped[str]
    asked: Mapped[int]
    number: Mapped[int]
    version: Mapped[int]
    approved_by: Mapped[str | None]
    approved_as: Mapped[str | None]
    approved_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(("season", "draw"), ("draw.season", "draw.id")),
        UniqueConstraint("season", "draw", "asked"),
    )


class Trail(Base):
    """The trail: one row per change, each bound to the one before by its hash; nobody updates or deletes here."""

    __tablename__ = "trail"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    actor: Mapped[str]
    role: Mapped[str]
    action: Mapped[str]
    kind: Mapped[str]
    object: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]
    request_id: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]

    __table_args__ = (Index(None, "kind", "object"),)


HOUSEKEEPING = frozenset(
    {"operation_beat", "sign_in_attempt", "idempotency_key", "one_time_secret"},
)
"""Tables without trail rows: signs of life, tries, replays and short-lived secrets, none of them anybody's data."""
