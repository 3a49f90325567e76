"""Bearer tokens by their hash, and secrets that work once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, insert, select, update

from data.season_files.codecs import Json
from data.store.column_types import stamp
from data.store.errors import AbsentError
from data.store.tables import OneTimeSecrets, Tokens
from data.store.transaction import Change, Reader

COLUMNS = (
    Tokens.id,
    Tokens.kind,
    Tokens.label,
    Tokens.account,
    Tokens.scopes,
    Tokens.created_at,
    Tokens.expires_at,
    Tokens.revoked_at,
)


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a bearer token; the token itself is nowhere. ``kind``: of a sign-in, or of a service."""

    id: str
    kind: str
    label: str
    account: str | None
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def token_digest(token: str) -> str:
    """SHA-256 of a token; tokens are long and random, so nothing slower is needed."""
    return sha256(token.encode("utf-8")).hexdigest()


def add_token(change: Change, token: Token, secret: str) -> None:
    """Put down a token, of which ``secret`` is what its bearer shows."""
    scopes: Json = list(token.scopes)
    told: Json = {
        "kind": token.kind,
        "label": token.label,
        "account": token.account,
        "scopes": scopes,
        "expires_at": stamp(token.expires_at),
    }
    values = {column.key: getattr(token, column.key) for column in COLUMNS} | {"scopes": scopes}
    write = insert(Tokens).values(**values, digest=token_digest(secret))
    change.record("create", "token", token.id, None, told, write)


def tokens(reader: Reader, account: str = "", kind: str = "") -> tuple[Token, ...]:
    """Every token, of one account or kind if asked, oldest first."""
    found = select(*COLUMNS).order_by(Tokens.created_at, Tokens.id)
    if account:
        found = found.where(Tokens.account == account)
    if kind:
        found = found.where(Tokens.kind == kind)
    return tuple(_token(row) for row in reader.rows(found))


def revoke_token(change: Change, token: str) -> None:
    """End a token; raises AbsentError. One that has ended stays ended."""
    row = change.first(select(Tokens.revoked_at).where(Tokens.id == token))
    if row is None:
        raise AbsentError(kind="token", id=token)
    if row[0] is None:
        write = update(Tokens).where(Tokens.id == token).values(revoked_at=change.now)
        change.record("revoke", "token", token, {"revoked": False}, {"revoked": True}, write)


def _token(row: Sequence[object]) -> Token:
    one, kind, label, account, scopes, made, ends, revoked = row
    listed = tuple(str(scope) for scope in scopes) if isinstance(scopes, list) else ()
    return Token(one, kind, label, account, listed, made, ends, revoked)  # type: ignore[arg-type] # in COLUMNS' order


@dataclass(frozen=True, slots=True)
class OneTimeSecret:
    """A secret that works once until it ends: what for (``purpose``), for whom, and what goes with it."""

    purpose: str
    subject: str
    facts: Json
    expires_at: datetime


def add_one_time_secret(change: Change, secret: str, known: OneTimeSecret) -> None:
    """Put down a secret that works once."""
    values = {"purpose": known.purpose, "subject": known.subject, "facts": known.facts, "expires_at": known.expires_at}
    change.keep_house(insert(OneTimeSecrets).values(digest=token_digest(secret), **values))


def use_one_time_secret(change: Change, secret: str, purpose: str) -> OneTimeSecret | None:
    """What goes with a secret, which has now been used; None if there is no such one in force."""
    known = OneTimeSecrets
    columns = (known.purpose, known.subject, known.facts, known.expires_at)
    unused = (known.digest == token_digest(secret), known.purpose == purpose, known.used_at.is_(None))
    row = change.first(select(*columns).where(*unused))
    if row is None or row[3] <= change.now:
        return None
    change.keep_house(update(known).where(*unused).values(used_at=change.now))
    return OneTimeSecret(*row)


def forget_one_time_secrets(change: Change, before: datetime) -> None:
    """Drop secrets that ended before a moment."""
    change.keep_house(delete(OneTimeSecrets).where(OneTimeSecrets.expires_at < before))


def void_one_time_secrets(change: Change, purpose: str, subject: str) -> None:
    """Drop every secret for this purpose and subject, so that only the next one works."""
    known = OneTimeSecrets
    change.keep_house(delete(known).where(known.purpose == purpose, known.subject == subject))
