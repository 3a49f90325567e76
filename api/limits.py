"""What a request may be at most: size of the body, depth of its JSON; and no characters that no database keeps."""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

from api.problems import Problem

_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
"""A text; one that nobody closes goes to the end, for to look for another beginning inside it would take forever."""
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_SURROGATE = rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
_NO_TEXT = re.compile(rb"(?<!\\)(?:\\\\)*(?:\\u0000|" + _SURROGATE + rb")")


def limited(receive: Receive, scope: Scope, limit: int) -> Receive:
    """``receive`` that raises HTTPException 413 once the body is, or says it will be, larger than ``limit`` bytes."""
    announced = Headers(scope=scope).get("content-length", "")
    received = 0

    async def counted() -> Message:
        nonlocal received
        if announced.isdecimal() and int(announced) > limit:
            raise HTTPException(413)
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise HTTPException(413)
        return message

    return counted


def refuse_bad_json(body: bytes, depth: int) -> None:
    """Raise Problem if a JSON body is nested deeper than ``depth``, is no UTF-8, or has NUL or half a character."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem("malformed") from None
    if _NO_TEXT.search(body):
        raise Problem("malformed")
    if depth_of(body) > depth:
        raise Problem("too-deep", limit=depth)


def depth_of(body: bytes) -> int:
    """How deep the brackets of a JSON text are nested, without parsing it."""
    deepest = now = 0
    for bracket in _TEXT.sub(b"", body).translate(None, _NO_BRACKETS):
        now += 1 if bracket in b"[{" else -1
        deepest = max(deepest, now)
    return deepest


def refuse_nul(scope: Scope) -> None:
    """Raise Problem if the address has a NUL character, which PostgreSQL keeps in no text."""
    if "\0" in scope["path"] or b"%00" in scope["query_string"]:
        raise Problem("malformed")
