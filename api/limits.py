"""What a request may be at most: size of the body, depth of its JSON; and no characters that no database keeps."""

from __future__ import annotations

from asyncio import timeout
from time import monotonic

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

from api.problems import Problem
from data.season_files.json_shape import has_no_text, is_deeper

MOST_DIGITS = 18
"""Of an announced length: Python reads no number of more than 4,300 digits."""
MOST_VALUES = 50_000
"""Values of a body that is no file: each may be a fault, which takes a hundred times its memory."""
LEAST_RATE = 1024
"""Bytes a second that a body must bring on the whole, once its first seconds are over."""


def limited(receive: Receive, scope: Scope, limit: int, seconds: float) -> Receive:
    """``receive`` that raises HTTPException 413 once the body is, or says it will be, larger than ``limit`` bytes.

    It raises HTTPException 408 once the body has brought nothing for ``seconds``, or is later than ``seconds`` after
    what ``LEAST_RATE`` allows. After the body it waits for as long as the connection lasts.
    """
    announced = Headers(scope=scope).get("content-length", "")
    too_large = announced.isdecimal() and (len(announced) > MOST_DIGITS or int(announced) > limit)
    begun = monotonic()
    received = 0
    more = True

    async def counted() -> Message:
        nonlocal received, more
        if too_large:
            raise HTTPException(413)
        if not more:
            return await receive()
        late = begun + seconds + received / LEAST_RATE - monotonic()
        try:
            async with timeout(max(0.0, min(seconds, late))):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408) from None
        more = message.get("more_body", False)
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
    if body.count(b",") > MOST_VALUES:
        raise Problem("body-too-large")
    if has_no_text(body):
        raise Problem("malformed")
    if is_deeper(body, depth):
        raise Problem("too-deep", limit=depth)


def refuse_nul(scope: Scope) -> None:
    """Raise Problem if the address has a NUL character, which PostgreSQL keeps in no text."""
    if "\0" in scope["path"] or b"%00" in scope["query_string"]:
        raise Problem("malformed")
