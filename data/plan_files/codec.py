"""Frozen dataclasses to JSON and back, with a JSON Schema (2020-12) of the same types: one description, three uses.

Enums are their codes, levels their names in small letters, days ISO texts, half-days ``2026-10-12/AM`` as in
seasons, pairs and tuples arrays. Reading reports every fault of a document at once, each with its JSON pointer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import islice
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from data.season_files.codecs import Codec, Day, HalfDayText, Text, UnreadableError
from data.season_files.fault_list import FaultList
from data.season_files.table_text import MOST_TOLD
from solver.domain.calendar import HalfDay
from solver.domain.faults import Fault
from solver.domain.vocabulary import Level
from solver.errors import InputError

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Written = Mapping[type, Callable[[object], dict[str, Json]]]
"""By dataclass: members that are written for people and other programs, and passed over in reading."""


class _Unread:
    """Stands for a value that could not be read; its fault is already recorded."""


UNREAD = _Unread()
TEXT, DAY, HALF_DAY = Text(), Day(), HalfDayText(alone=1)
SCALARS: Mapping[type, tuple[str, tuple[type, ...]]] = {
    str: ("string", (str,)),
    bool: ("boolean", (bool,)),
    int: ("integer", (int,)),
    float: ("number", (int, float)),
}


@cache
def _members(kind: type) -> tuple[tuple[str, object, bool], ...]:
    """(name, type, whether it must be given) of each field of a dataclass."""
    hints = get_type_hints(kind)
    rows: tuple[Field[object], ...] = fields(kind) if is_dataclass(kind) else ()
    return tuple((row.name, hints[row.name], row.default is MISSING and row.default_factory is MISSING) for row in rows)


def encode(value: object, written: Written) -> Json:
    """``value`` as JSON; ``written`` adds members to the objects of some dataclasses."""
    match value:
        case Level():
            return value.name.lower()
        case StrEnum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case HalfDay():
            return HALF_DAY.json_value(value)
        case date():
            return value.isoformat()
        case tuple():
            return [encode(one, written) for one in value]
        case Mapping():
            return {str(name): encode(one, written) for name, one in value.items()}
        case _:
            kind: type = type(value)
            found: dict[str, Json] = {name: encode(getattr(value, name), written) for name, _, _ in _members(kind)}
            if kind in written:
                found |= written[kind](value)
            return found


class Reader:
    """Reads JSON into dataclasses and keeps every fault on the way; with more than are kept, reading ends there."""

    def __init__(self, passed_over: Mapping[type, frozenset[str]]) -> None:
        self.faults = FaultList()
        self._passed_over = passed_over

    def read(self, hint: object, value: Json, at: str = "") -> object:
        """``value`` as ``hint``, or :data:`UNREAD` with the faults recorded; InputError if very many."""
        origin = get_origin(hint)
        if origin in {UnionType, Union}:
            return None if value is None else self.read(_given(hint), value, at)
        if origin is tuple:
            return self._tuple(get_args(hint), value, at)
        if origin is not None:
            return self._texts(value, at)
        if not isinstance(hint, type):
            raise TypeError(hint)
        return self._plain(hint, value, at)

    def _fault(self, code: str, at: str, value: Json, **facts: str) -> _Unread:
        text = (value if isinstance(value, str) else _dumped(value))[:MOST_TOLD]
        self.faults.append(Fault(code, place=at or "/", value=text, facts=tuple(facts.items())))
        if self.faults.more:
            raise InputError(self.faults, self.faults.more)
        return UNREAD

    def _plain(self, kind: type, value: Json, at: str) -> object:
        if is_dataclass(kind) and kind is not HalfDay:
            return self._record(kind, value, at)
        if kind in SCALARS:
            expected, types = SCALARS[kind]
            if not isinstance(value, types) or (isinstance(value, bool) and kind is not bool):
                return self._fault("json_type", at, value, expected=expected)
            if kind is str:
                return self._parsed(TEXT, str(value), at)
            return float(value) if kind is float and isinstance(value, int) else value
        if not isinstance(value, str):
            return self._fault("json_type", at, value, expected="text")
        if kind in {HalfDay, date}:
            return self._parsed(HALF_DAY if kind is HalfDay else DAY, value, at)
        words = words_of(kind)
        return words[value] if value in words else self._fault("unknown_word", at, value, choices=", ".join(words))

    def _parsed(self, codec: Codec[Any], value: str, at: str) -> object:
        try:
            parsed: object = codec.parse(value)
            return parsed
        except UnreadableError as error:
            return self._fault(error.code, at, value, **error.facts)

    def _tuple(self, args: tuple[object, ...], value: Json, at: str) -> object:
        if not isinstance(value, list):
            return self._fault("json_type", at, value, expected="array")
        if args[-1] is not Ellipsis and len(args) != len(value):
            return self._fault("json_length", at, len(value), expected=str(len(args)))
        hints = args[:1] * len(value) if args[-1] is Ellipsis else args
        return tuple(self.read(hint, one, f"{at}/{n}") for n, (hint, one) in enumerate(zip(hints, value, strict=True)))

    def _texts(self, value: Json, at: str) -> object:
        if not isinstance(value, dict):
            return self._fault("json_type", at, value, expected="object")
        return {name: self.read(str, one, f"{at}/{_token(name)}") for name, one in value.items()}

    def _record(self, kind: type, value: Json, at: str) -> object:
        if not isinstance(value, dict):
            return self._fault("json_type", at, value, expected="object")
        before = len(self.faults)
        members = _members(kind)
        known = {name for name, _, _ in members} | self._passed_over.get(kind, frozenset())
        for name in value:
            if name not in known:
                self._fault("unknown_field", f"{at}/{_token(name)}", name)
        found: dict[str, object] = {}
        for name, hint, needed in members:
            if name in value:
                found[name] = self.read(hint, value[name], f"{at}/{name}")
            elif needed:
                self._fault("missing_field", at, name, field=name)
        return kind(**found) if len(self.faults) == before else UNREAD


def words_of(kind: type) -> Mapping[str, object]:
    """Code → member of a vocabulary."""
    if issubclass(kind, Level):
        return {level.name.lower(): level for level in kind}
    if issubclass(kind, StrEnum):
        return {member.value: member for member in kind}
    raise TypeError(kind)


def schema_of(hint: object, described: Mapping[type, dict[str, Json]], defs: dict[str, Json]) -> Json:
    """JSON Schema of ``hint``; object types are added to ``defs``.

    ``described`` gives, by dataclass, schemas of the members that are only written (see :data:`Written`).
    """
    origin, args = get_origin(hint), get_args(hint)
    if origin in {UnionType, Union}:
        return {"anyOf": [schema_of(_given(hint), described, defs), {"type": "null"}]}
    if origin is tuple and args[-1] is Ellipsis:
        return {"type": "array", "items": schema_of(args[0], described, defs)}
    if origin is tuple:
        each = [schema_of(arg, described, defs) for arg in args]
        return {"type": "array", "prefixItems": each, "minItems": len(args), "maxItems": len(args), "items": False}
    if origin is not None:
        return {"type": "object", "additionalProperties": {"type": "string"}}
    if not isinstance(hint, type):
        raise TypeError(hint)
    if hint in SCALARS:
        return {"type": SCALARS[hint][0]}
    if hint is HalfDay:
        return HALF_DAY.schema()
    if is_dataclass(hint):
        return _record_schema(hint, described, defs)
    if issubclass(hint, date):
        return {"type": "string", "format": "date"}
    return {"enum": list(words_of(hint))}


def _record_schema(kind: type, described: Mapping[type, dict[str, Json]], defs: dict[str, Json]) -> Json:
    if kind.__name__ not in defs:
        defs[kind.__name__] = {}  # claims the name before types inside ask for it
        members = _members(kind)
        properties = {name: schema_of(hint, described, defs) for name, hint, _ in members}
        defs[kind.__name__] = {
            "description": (kind.__doc__ or "").split("\n")[0],
            "type": "object",
            "properties": properties | described.get(kind, {}),
            "required": [name for name, _, needed in members if needed],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _dumped(value: Json) -> str:
    """The beginning of ``value`` as JSON: of lists and objects no more is made than will be told."""
    pieces = json.JSONEncoder(ensure_ascii=False).iterencode(value)
    return (
        "".join(islice(pieces, MOST_TOLD)) if isinstance(value, list | dict) else json.dumps(value, ensure_ascii=False)
    )


def _given(hint: object) -> object:
    return next(arg for arg in get_args(hint) if arg is not NoneType)


def _token(name: str) -> str:
    """``name`` as a reference token of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
