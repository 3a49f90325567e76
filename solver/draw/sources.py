"""Public sources of chance (numbers of a lottery, closing figures), written as RFC 3797 writes them.

Each source is a list of numbers: leading zeros dropped, sorted ascending, each ended by ``"."``, the whole by ``"/"``.
A figure with decimals keeps them without trailing zeros and is ended by ``"."`` as well: ``3041.50`` is ``3041.5.``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
BETWEEN = re.compile(r"[\s,，、;；|]+")


def canonical_source(text: str) -> str:
    """The numbers of ``text``, apart by spaces or commas, as RFC 3797 writes them; ValueError where one is none."""
    found = [one for one in BETWEEN.split(text.strip()) if one]
    strange = [one for one in found if not NUMBER.fullmatch(one) or not one.isascii()]
    if strange or not found:
        raise ValueError(" ".join(strange) or text)
    return "".join(f"{_number(one)}." for one in sorted(found, key=Decimal)) + "/"


def canonical_sources(texts: Iterable[str]) -> str:
    """Several sources joined, in the order announced."""
    return "".join(canonical_source(text) for text in texts)


def _number(text: str) -> str:
    whole, _, part = text.partition(".")
    kept = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{kept}" if kept else "")
