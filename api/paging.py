"""Pages by cursor: ``?cursor=&limit=``, answered as ``items`` and ``next``; nothing is counted or skipped."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Query

from api.problems import Problem
from api.schemas.base import PageOut

Found = TypeVar("Found")
Shown = TypeVar("Shown")
LIMIT = 50
LIMIT_MAX = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Which page is asked for: what comes after ``after`` (``""``: the beginning), ``limit`` items at most."""

    after: str = ""
    limit: int = LIMIT

    @property
    def ask(self) -> int:
        """How many to read: one more than are shown, to know whether there is a next page."""
        return self.limit + 1

    @property
    def number(self) -> int:
        """``after`` as a number, 0 at the beginning; raises Problem ``cursor-unknown`` if it is none."""
        if self.after and not self.after.isdecimal():
            raise Problem("cursor-unknown")
        return int(self.after or 0)


def page_of(
    found: Sequence[Found], page: Page, key: Callable[[Found], str], shown: Callable[[Found], Shown]
) -> PageOut[Shown]:
    """The page of what was found after ``page.after`` (up to ``page.ask`` of it, in the order of ``key``)."""
    kept = found[: page.limit]
    more = len(found) > page.limit
    return PageOut(items=[shown(one) for one in kept], next=cursor(key(kept[-1])) if more else None)


def cursor(after: str) -> str:
    """An opaque cursor for what comes after ``after``."""
    return base64.urlsafe_b64encode(json.dumps({"after": after}).encode()).decode().rstrip("=")


def after_of(text: str) -> str:
    """What a cursor stands for; raises Problem ``cursor-unknown`` for one that was never given out."""
    try:
        found = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        after = found["after"]
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise Problem("cursor-unknown") from None
    if not isinstance(after, str) or cursor(after) != text or "\0" in after or not after.isprintable():
        raise Problem("cursor-unknown")
    return after


async def _page(
    cursor: Annotated[str | None, Query(max_length=512, description="上一页的 next / next of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX, description="每页条数 / items on a page")] = LIMIT,
) -> Page:
    return Page(after_of(cursor) if cursor else "", limit)


Paged = Annotated[Page, Depends(_page)]
