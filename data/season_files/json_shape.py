"""How a JSON text is made, without parsing it: how deep, how many, and characters that no database keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_WINDOW = 1 << 20
_SURROGATE = rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
_NO_TEXT = re.compile(rb"(?<!\\)(?:\\\\)*(?:\\u0000|" + _SURROGATE + rb")")


def has_no_text(body: bytes) -> bool:
    """Whether a JSON text writes NUL or half a character, which no database keeps."""
    return no_text_at(body) is not None


def no_text_at(body: bytes) -> int | None:
    """Where a JSON text first writes NUL or half a character: bytes before it."""
    found = _NO_TEXT.search(body) if b"\\u" in body else None
    return None if found is None else found.start() + found.group().rfind(b"\\u")


def containers_of(body: bytes) -> int:
    """How many objects and lists a JSON text can hold at most: brackets inside of texts are counted too."""
    return body.count(b"[") + body.count(b"{")


def is_deeper(body: bytes, most: int) -> bool:
    """Whether the brackets of a JSON text are nested deeper than ``most``, without parsing it."""
    now = 0
    for piece in _outside_of_texts(body):
        for bracket in piece.translate(None, _NO_BRACKETS):
            now += 1 if bracket in b"[{" else -1
            if now > most:
                return True
            if now < 0:
                return False  # no JSON: a parser stops here, so whatever follows is not nested in anything
    return False


def _outside_of_texts(body: bytes) -> Iterator[bytes]:
    """What stands between the texts, a window at a time: a list of all of it would take many times the memory."""
    unescaped = body.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in body else body
    inside = 0
    for begin in range(0, len(unescaped), _WINDOW):
        pieces = unescaped[begin : begin + _WINDOW].split(b'"')
        yield b"".join(pieces[inside::2])
        inside ^= (len(pieces) - 1) & 1
