"""Pieces of HTML that are safe to join: text enters only through :func:`text` and :func:`both`, which escape it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NewType

from solver.explain.words import Words

Html = NewType("Html", str)
"""HTML that is well-formed and escaped; a plain ``str`` is not accepted where this is asked for."""

VOID = frozenset({"br", "input"})
SHAPES = frozenset({"rect", "line"})
"""Elements of a picture without content; unlike those of HTML they must be closed."""


def text(value: object) -> Html:
    """``value`` as text of a page."""
    return Html(escape(str(value), quote=True))


def both(words: Words) -> Html:
    """A text in both languages, of which the page shows one at a time."""
    zh, en = words
    if zh == en:
        return text(zh)
    return Html(f'<span class="zh">{escape(zh)}</span><span class="en">{escape(en)}</span>')


def tag(name: str, *inner: Html, classes: str = "", **attributes: object) -> Html:
    """An element; attribute names take ``_`` for ``-``, and attributes of None are left out."""
    given = {"class": classes or None, **attributes}
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value), quote=True)}"'
        for key, value in given.items()
        if value is not None
    )
    if name in VOID | SHAPES:
        return Html(f"<{name}{written}{'/' if name in SHAPES else ''}>")
    return Html(f"<{name}{written}>{join(inner)}</{name}>")


def join(parts: Iterable[Html]) -> Html:
    """Pieces one after the other."""
    return Html("".join(parts))


def section(anchor: str, heading: Words, *inner: Html, lead: Words = ("", "")) -> Html:
    """A section of the page with its heading and a line that says how to read it."""
    said = (tag("p", both(lead), classes="lead"),) if lead[0] else ()
    return tag("section", tag("h2", both(heading)), *said, *inner, id=anchor)


def table(headings: Iterable[Words], rows: Iterable[Iterable[Html]], classes: str = "") -> Html:
    """A table."""
    head = tag("tr", *(tag("th", both(words)) for words in headings))
    body = (tag("tr", *(tag("td", cell) for cell in row)) for row in rows)
    return tag("div", tag("table", tag("thead", head), tag("tbody", *body), classes=classes), classes="scroll")


def chip(words: Words, kind: str = "") -> Html:
    """A small label."""
    return tag("span", both(words), classes=f"chip {kind}".strip())
