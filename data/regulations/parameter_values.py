"""What a parameter of the register may hold, and how its text on the policy sheet is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

_TRUE, _FALSE = frozenset({"true", "是", "yes"}), frozenset({"false", "否", "no"})


def kind_of(value: object) -> str:
    """Kind of a value: ``flag``, ``whole``, ``number``, ``text``, ``share`` (a pair), ``list`` or ``table``."""
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int):
        return "whole"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, Mapping):
        return "table"
    return "share" if _is_pair(value) else "list"


def parse(text: str, kind: str) -> object:
    """The value that ``text`` (JSON; plain words, 是/否 and ``1/3`` are understood too) gives for a ``kind``.

    Raises
    ------
    ValueError
        If the text is no value of that kind.
    """
    return _PARSERS[kind](text.strip())


def _flag(text: str) -> bool:
    if text.casefold() in _TRUE | _FALSE:
        return text.casefold() in _TRUE
    raise ValueError(text)


def _whole(text: str) -> int:
    number = _number(text)
    if not number.is_integer():
        raise ValueError(text)
    return int(number)


def _number(text: str) -> float:
    value = json.loads(text, parse_constant=_refuse)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(text)
    return float(value)


def _text(text: str) -> str:
    value = json.loads(text) if text.startswith('"') else text
    if not isinstance(value, str) or not value:
        raise ValueError(text)
    return value


def _share(text: str) -> object:
    above, slash, below = text.partition("/")
    value = [int(above), int(below)] if slash else json.loads(text, parse_constant=_refuse)
    if _is_pair(value) and value[1] != 0:
        return value
    return _number(text)


def _list(text: str) -> object:
    value = json.loads(text, parse_constant=_refuse)
    if not isinstance(value, list):
        raise ValueError(text)
    return value


def _table(text: str) -> object:
    value = json.loads(text, parse_constant=_refuse)
    if not isinstance(value, dict):
        raise ValueError(text)
    return value


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(part) is int for part in value)


def _refuse(constant: str) -> object:
    """NaN and Infinity are no numbers of a regulation."""
    raise ValueError(constant)


_PARSERS: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {
        "flag": _flag,
        "whole": _whole,
        "number": _number,
        "text": _text,
        "share": _share,
        "list": _list,
        "table": _table,
    }
)
