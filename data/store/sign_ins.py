"""Tries to sign in, counted for the limit on them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, insert, select

from data.store.tables import SignInAttempts
from data.store.transaction import Change, Reader


def add_attempt(change: Change, subject: str, succeeded: bool) -> None:
    """Put down a try; ``subject`` is a login or an address, of which only the keyed hash is kept."""
    values = {"subject": change.vault.digest(subject), "at": change.now, "succeeded": succeeded}
    change.keep_house(insert(SignInAttempts).values(**values))


def failures_since(reader: Reader, subject: str, since: datetime) -> int:
    """Tries of ``subject`` that failed since a moment, and after the last that succeeded."""
    mine = SignInAttempts.subject == reader.vault.digest(subject)
    success = reader.first(select(func.max(SignInAttempts.id)).where(mine, SignInAttempts.succeeded))
    last = (success[0] or 0) if success else 0
    failed = (mine, SignInAttempts.at >= since, SignInAttempts.id > last, SignInAttempts.succeeded.is_(False))
    counted = reader.first(select(func.count()).select_from(SignInAttempts).where(*failed))
    return counted[0] if counted else 0


def forget_attempts(change: Change, before: datetime) -> None:
    """Drop tries from before a moment."""
    change.keep_house(delete(SignInAttempts).where(SignInAttempts.at < before))
