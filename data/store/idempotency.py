"""Answers once given to requests with an idempotency key, so that the same request twice has one effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import bindparam, delete, insert, select

from data.season_files.codecs import Json
from data.store.ready_statements import ReadyQuery, ReadyWrite
from data.store.tables import IdempotencyKeys
from data.store.transaction import Batch, Change, Reader

_KNOWN = ReadyQuery(
    select(IdempotencyKeys.request, IdempotencyKeys.status, IdempotencyKeys.headers, IdempotencyKeys.body).where(
        IdempotencyKeys.principal == bindparam("principal"), IdempotencyKeys.key == bindparam("key")
    )
)
_REMEMBER = ReadyWrite(insert(IdempotencyKeys))


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, headers and body; ``request`` is the hash of the request it was given to."""

    request: str
    status: int
    headers: Mapping[str, str]
    body: str


def answered(reader: Reader, principal: str, key: str) -> Answer | None:
    """The answer that ``principal`` was given for ``key``, if there was one."""
    found = reader.ask(_KNOWN, principal=principal, key=key)
    return next((Answer(one[0], one[1], cast("Mapping[str, str]", one[2]), one[3]) for one in found), None)


def remember(change: Change, principal: str, key: str, answer: Answer) -> None:
    """Keep an answer, in the transaction of the change that it tells of."""
    headers: Json = dict(answer.headers)
    values: dict[str, object] = {"principal": principal, "key": key, "created_at": change.now}
    values |= {"request": answer.request, "status": answer.status, "headers": headers, "body": answer.body}
    change.keep_house(Batch(_REMEMBER, (values,)))


def forget_answers(change: Change, before: datetime) -> None:
    """Drop answers from before a moment."""
    change.keep_house(delete(IdempotencyKeys).where(IdempotencyKeys.created_at < before))
