"""Cells that hold several values: lists, groups of a session, vacant posts.

``、`` separates the items of a list, ``：`` a count from what is counted, ``；`` the counted things. Where one of these
belongs to an item itself it is written with a backslash before it.
"""

from __future__ import annotations

import re
from typing import Generic, TypeVar

from data.season_files.choice_codecs import Word
from data.season_files.codecs import Codec, HalfDayText, Json, UnreadableError, WholeNumber
from data.season_files.words import LEVELS
from solver.domain.calendar import HalfDay
from solver.domain.committees import GroupRequest
from solver.domain.vocabulary import Level

Item = TypeVar("Item")

_ITEM_MARKS = "、,，;；\n"
_COUNTED_MARKS = ";；\n"
_COUNT_MARKS = ":："
_SPECIAL = re.compile(r"[、,，;；:：\\\n]")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL).strip()


def _split(text: str, marks: str) -> list[str]:
    """Parts of ``text`` between unescaped ``marks``, still escaped, empty ones dropped."""
    parts = re.findall(rf"(?:\\.|[^\\{marks}])+|\\$", text, flags=re.DOTALL)
    return [part for part in parts if part.strip()]


class ListOf(Codec[tuple[Item, ...]], Generic[Item]):
    """Several values in one cell, separated by ``、``; commas and semicolons are accepted."""

    def __init__(self, item: Codec[Item]) -> None:
        self.item = item
        self.digits_matter = item.digits_matter

    def parse(self, text: str) -> tuple[Item, ...]:
        return tuple(self.item.parse(_unescaped(part)) for part in _split(text, _ITEM_MARKS))

    def text(self, value: tuple[Item, ...]) -> str:
        return "、".join(_escaped(self.item.text(one)) for one in value)

    def schema(self) -> dict[str, Json]:
        return {"type": "array", "items": self.item.schema()}

    def json_value(self, value: tuple[Item, ...]) -> Json:
        return [self.item.json_value(one) for one in value]

    def json_text(self, raw: Json) -> str:
        if not isinstance(raw, list):
            raise UnreadableError("json_type", expected="list")
        return "、".join(_escaped(self.item.json_text(one)) for one in raw)


def _counted(text: str) -> list[tuple[str, int]]:
    """``甲、乙：3；丙：2`` → ``[("甲、乙", 3), ("丙", 2)]``, the names still escaped."""
    found = []
    for part in _split(text, _COUNTED_MARKS):
        halves = _split(part, _COUNT_MARKS)
        if len(halves) != 2:
            raise UnreadableError("bad_counts")
        found.append((halves[0], WholeNumber(most=1_000).parse(halves[1])))
    return found


class Groups(Codec[tuple[GroupRequest, ...]]):
    """Groups of a session: ``机械工程、材料工程：5；电气工程：4`` (specialties: seats)."""

    def parse(self, text: str) -> tuple[GroupRequest, ...]:
        return tuple(
            GroupRequest(tuple(_unescaped(one) for one in _split(names, _ITEM_MARKS)), seats)
            for names, seats in _counted(text)
        )

    def text(self, value: tuple[GroupRequest, ...]) -> str:
        return "；".join(f"{'、'.join(map(_escaped, one.specialties))}：{one.seats}" for one in value)

    def schema(self) -> dict[str, Json]:
        group: dict[str, Json] = {
            "type": "object",
            "properties": {
                "specialties": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                "seats": {"type": "integer", "minimum": 0, "maximum": 1000},
            },
            "required": ["specialties", "seats"],
            "additionalProperties": False,
        }
        return {"type": "array", "items": group}

    def json_value(self, value: tuple[GroupRequest, ...]) -> Json:
        return [{"specialties": list(one.specialties), "seats": one.seats} for one in value]

    def json_text(self, raw: Json) -> str:
        groups = []
        for one in raw if isinstance(raw, list) else [raw]:
            names = one.get("specialties") if isinstance(one, dict) else None
            seats = one.get("seats") if isinstance(one, dict) else None
            if not isinstance(names, list) or not isinstance(seats, int) or isinstance(seats, bool):
                raise UnreadableError("json_type", expected='[{"specialties": […], "seats": n}, …]')
            groups.append(GroupRequest(tuple(str(name) for name in names), seats))
        return self.text(tuple(groups))


class Vacancies(Codec[tuple[tuple[Level, int], ...]]):
    """Vacant posts by level: ``正高级：1；副高级：2``."""

    _level = Word(LEVELS)

    def _of(self, name: str) -> Level:
        level = self._level.parse(_unescaped(name))
        return Level(level.value)

    def parse(self, text: str) -> tuple[tuple[Level, int], ...]:
        return tuple((self._of(name), count) for name, count in _counted(text))

    def text(self, value: tuple[tuple[Level, int], ...]) -> str:
        return "；".join(f"{self._level.text(level)}：{count}" for level, count in value)

    def schema(self) -> dict[str, Json]:
        return {
            "type": "object",
            "properties": {level.name.lower(): {"type": "integer", "minimum": 0, "maximum": 1000} for level in Level},
            "additionalProperties": False,
        }

    def json_value(self, value: tuple[tuple[Level, int], ...]) -> Json:
        return {level.name.lower(): count for level, count in value}

    def json_text(self, raw: Json) -> str:
        if not isinstance(raw, dict):
            raise UnreadableError("json_type", expected='{"full_senior": n, …}')
        parts = []
        for name, count in raw.items():
            if not isinstance(count, int) or isinstance(count, bool):
                raise UnreadableError("json_type", expected='{"full_senior": n, …}')
            parts.append(f"{_escaped(name)}：{count}")
        return "；".join(parts)


class Spans(Codec[tuple[tuple[HalfDay, HalfDay], ...]]):
    """Spans of half-days, both ends counted: ``2026-10-12 上午～2026-10-13 下午；2026-11-02～2026-11-06``."""

    _marks = re.compile(r"[～~]")
    _first, _last = HalfDayText(alone=1), HalfDayText(alone=3)

    def parse(self, text: str) -> tuple[tuple[HalfDay, HalfDay], ...]:
        return tuple(self._span(part) for part in re.split(r"[;；\n]", text) if part.strip())

    def _span(self, part: str) -> tuple[HalfDay, HalfDay]:
        ends = self._marks.split(part)
        if len(ends) > 2:
            raise UnreadableError("bad_span")
        first, last = self._first.parse(ends[0].strip()), self._last.parse(ends[-1].strip())
        if last < first:
            raise UnreadableError("bad_span")
        return first, last

    def text(self, value: tuple[tuple[HalfDay, HalfDay], ...]) -> str:
        return "；".join(f"{self._first.text(first)}～{self._last.text(last)}" for first, last in value)

    def schema(self) -> dict[str, Json]:
        half = self._first.schema()
        return {"type": "array", "items": {"type": "array", "items": half, "minItems": 2, "maxItems": 2}}

    def json_value(self, value: tuple[tuple[HalfDay, HalfDay], ...]) -> Json:
        return [[self._first.json_value(first), self._last.json_value(last)] for first, last in value]

    def json_text(self, raw: Json) -> str:
        spans = raw if isinstance(raw, list) else [raw]
        if not all(isinstance(one, list) and len(one) == 2 for one in spans):
            raise UnreadableError("json_type", expected='[["2026-10-12/AM", "2026-10-13/PM"], …]')
        return "；".join("～".join(self._first.json_text(end) for end in one) for one in spans if isinstance(one, list))
