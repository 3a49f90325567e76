"""Answers once given to requests with an idempotency key, so that the same request twice has one effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import delete, insert, select

from data.season_files.codecs import Json
from data.store.tables import IdempotencyKeys
from data.store.transaction import Change, Reader


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, headers and body; ``request`` is the hash of the request it was given to."""

    request: str
    status: int
    headers: Mapping[str, str]
    body: str


def answered(reader: Reader, principal: str, key: str) -> Answer | None:
    """The answer that ``principal`` was given for ``key``, if there was one."""
    known = IdempotencyKeys
    columns = (known.request, known.status, known.headers, known.body)
    row = reader.first(select(*columns).where(known.principal == principal, known.key == key))
    return Answer(row[0], row[1], cast("Mapping[str, str]", row[2]), row[3]) if row else None


def remember(change: Change, principal: str, key: str, answer: Answer) -> None:
    """Keep an answer, in the transaction of the change that it tells of."""
    headers: Json = dict(answer.headers)
    values = {"request": answer.request, "status": answer.status, "headers": headers, "body": answer.body}
    made = insert(IdempotencyKeys).values(principal=principal, key=key, created_at=change.now, **values)
    change.keep_house(made)


def forget_answers(change: Change, before: datetime) -> None:
    """Drop answers from before a moment."""
    change.keep_house(delete(IdempotencyKeys).where(IdempotencyKeys.created_at < before))
