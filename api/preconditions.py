"""ETag and If-Match: nobody overwrites a change that they have not seen (428 without If-Match, 412 if it is old)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Query, Response

from api.problems import Problem

_TAGS = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')


@dataclass(frozen=True, slots=True)
class Expected:
    """The versions that a caller has seen, as If-Match lists them."""

    tags: frozenset[str]

    def require(self, version: int) -> None:
        """Raise Problem ``version-changed`` unless ``version`` is one of them; ask inside the transaction."""
        if etag(version) not in self.tags:
            raise Problem("version-changed", headers={"ETag": etag(version)})

    def version(self, current: int) -> int:
        """``current``, once it is known to be one of the versions seen."""
        self.require(current)
        return current


def etag(version: int) -> str:
    """The ETag of a version."""
    return f'"{version}"'


def show_version(response: Response, version: int) -> None:
    """Tell the version of what is answered."""
    response.headers["ETag"] = etag(version)


Tag = Annotated[
    str | None, Header(description="ETag，取自先前的读取 / from an earlier read", examples=['"3"'], max_length=512)
]


async def _expected(if_match: Tag = None) -> Expected:
    if if_match is None:
        raise Problem("if-match-required")
    return Expected(frozenset(_TAGS.findall(if_match)))


IfMatch = Annotated[Expected, Depends(_expected)]
"""Required on every change of something that exists. A weak tag and ``*`` match nothing: look before you change."""


async def _expected_to_write(
    if_match: Tag = None,
    validate_only: Annotated[bool, Query(description="只校验，不写入 / look for faults, write nothing")] = False,
) -> Expected | None:
    return None if validate_only else await _expected(if_match)


IfMatchToWrite = Annotated[Expected | None, Depends(_expected_to_write)]
"""As ``IfMatch``, for what can also be validated only: then nothing is expected."""
