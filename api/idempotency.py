"""Idempotency-Key: what draws, sends, approves or publishes happens once, however often the request arrives.

The key and the answer are kept in the transaction of the change itself: either both are there or neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from api.access import Who
from api.problems import Problem
from api.schemas.base import Schema
from data.store import idempotency
from data.store.transaction import Change

REPLAYED = "Idempotency-Replayed"


@dataclass(frozen=True, slots=True)
class Reply:
    """What an action answers: status, body (None for none) and headers."""

    status: int
    body: Schema | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OnceOnly:
    """An action of ``principal`` under ``key``; ``request`` is the hash of all that was asked."""

    principal: str
    key: str
    request: str

    def answer(self, change: Change, act: Callable[[], Reply]) -> Response:
        """The answer given earlier under this key, or that of ``act``, which then runs inside ``change``.

        Whatever decides on the request (access, state, precondition) belongs into ``act``: a replay must not meet the
        state that the first request left. Raises Problem ``idempotency-key-reused`` for another request.
        """
        known = idempotency.answered(change, self.principal, self.key)
        if known is None:
            return _response(self._carried_out(change, act()))
        if known.request != self.request:
            raise Problem("idempotency-key-reused")
        return _response(known, {REPLAYED: "true"})

    def _carried_out(self, change: Change, reply: Reply) -> idempotency.Answer:
        body = reply.body.model_dump_json(by_alias=True) if reply.body else ""
        answer = idempotency.Answer(self.request, reply.status, reply.headers, body)
        idempotency.remember(change, self.principal, self.key, answer)
        return answer


def _response(answer: idempotency.Answer, added: Mapping[str, str] | None = None) -> Response:
    media_type = "application/json" if answer.body else None
    return Response(answer.body, answer.status, {**answer.headers, **(added or {})}, media_type)


async def _once(
    request: Request,
    who: Who,
    idempotency_key: Annotated[
        str | None,
        Header(
            pattern=r"^[\x21-\x7e]{16,128}$",
            description="每次操作一个新的随机键，重试时沿用 / a new random key per action, kept for its retries",
            examples=["0b7c1c6e-4f6e-4a53-9d0c-3c8f3a5d2f11"],
        ),
    ] = None,
) -> OnceOnly:
    if idempotency_key is None:
        raise Problem("idempotency-key-required")
    asked = sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    asked.update(await request.body())
    return OnceOnly(who.account, idempotency_key, asked.hexdigest())


Once = Annotated[OnceOnly, Depends(_once)]
