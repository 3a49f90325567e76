"""How one cell is read and written: text and JSON on one side, values of the domain on the other."""

from __future__ import annotations

import json
import re
import unicodedata
from abc import ABC, abstractmethod
from datetime import date, timedelta
from typing import Generic, TypeAlias, TypeVar

from data.season_files.identity import identity_problem
from solver.domain.calendar import HalfDay

Value = TypeVar("Value")
Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|(\d{2})(\d{2}))")
_CHINESE_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")
_MIDNIGHT = re.compile(r"[ t]00?:00(:00(\.0+)?)?")
_SERIAL = re.compile(r"[2-7][0-9]{4}(\.0+)?")
"""What is left of a date, of the years 1954 to 2119, in a cell that has lost its format: days since 1899-12-30."""
_AS_NUMBER = re.compile(r"[0-9](\.[0-9]+)?e\+?[0-9]{2}")
_CLOCK = re.compile(r"(\d{1,2}):\d{2}(?::\d{2})?")
_HALVES = {"上午": 1, "am": 1, "下午": 2, "pm": 2, "晚上": 3, "晚": 3, "eve": 3}
_YES = frozenset({"是", "有", "yes", "y", "true", "1", "√", "对"})
_NO = frozenset({"否", "无", "no", "n", "false", "0", "×", "x", "不是"})
_UNPRINTABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")
MOST_TEXT, MOST_IDENTIFIER = 100_000, 100
"""Characters of a text and of an identifier."""


class UnreadableError(ValueError):
    """A cell that cannot be read; ``code`` and ``facts`` become a fault at the place of the cell."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def plain(text: str) -> str:
    """``text`` without the differences of width and case that an input method makes (NFKC, case-folded, stripped)."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


class Codec(ABC, Generic[Value]):
    """One type of column. ``choices`` fills its drop-down; ``digits_matter`` refuses cells that Excel made numbers."""

    choices: tuple[str, ...] = ()
    digits_matter = False
    numeric = False

    @abstractmethod
    def parse(self, text: str) -> Value:
        """The value of a non-empty cell; raises UnreadableError."""

    @abstractmethod
    def text(self, value: Value) -> str:
        """The text that :meth:`parse` reads back as ``value``."""

    @abstractmethod
    def schema(self) -> dict[str, Json]:
        """JSON Schema of the value."""

    def json_value(self, value: Value) -> Json:
        """The value in the JSON form."""
        return self.text(value)

    def json_text(self, raw: Json) -> str:
        """Text of a value found in JSON; raises UnreadableError for a wrong JSON type."""
        if not isinstance(raw, str):
            raise UnreadableError("json_type", expected="text")
        return raw


class Text(Codec[str]):
    """Free text of at most ``most`` characters, all of them ones that can be shown."""

    most = MOST_TEXT

    def parse(self, text: str) -> str:
        if _UNPRINTABLE.search(text):
            raise UnreadableError("unprintable")
        if len(text) > self.most:
            raise UnreadableError("too_long", limit=str(self.most))
        return text

    def text(self, value: str) -> str:
        return value

    def schema(self) -> dict[str, Json]:
        return {"type": "string"}


class Identifier(Text):
    """An identifier or code: text, whose leading zeros and digits count."""

    digits_matter = True
    most = MOST_IDENTIFIER


class IdentityNumber(Identifier):
    """An identity number of 18 characters with its check digit (GB 11643-1999)."""

    def parse(self, text: str) -> str:
        number = "".join(unicodedata.normalize("NFKC", text).upper().split())
        problem = "identity_as_number" if _AS_NUMBER.fullmatch(number.lower()) else identity_problem(number)
        if problem:
            raise UnreadableError(problem)
        return number

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": "^[0-9]{17}[0-9X]$"}


class WholeNumber(Codec[int]):
    """A whole number from ``least`` to ``most``."""

    numeric = True

    def __init__(self, least: int = 0, most: int = 1_000_000) -> None:
        self.least, self.most = least, most

    def parse(self, text: str) -> int:
        shown = plain(text)
        if not re.fullmatch(r"[0-9]{1,9}", shown):
            raise UnreadableError("bad_number", least=str(self.least), most=str(self.most))
        number = int(shown)
        if not self.least <= number <= self.most:
            raise UnreadableError("number_out_of_range", least=str(self.least), most=str(self.most))
        return number

    def text(self, value: int) -> str:
        return str(value)

    def schema(self) -> dict[str, Json]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def json_value(self, value: int) -> Json:
        return value

    def json_text(self, raw: Json) -> str:
        if isinstance(raw, bool) or not isinstance(raw, int):
            raise UnreadableError("json_type", expected="whole number")
        return str(raw)


class Share(Codec[float]):
    """A number in [0, 1]; every digit of it is kept."""

    numeric = True

    def parse(self, text: str) -> float:
        shown = plain(text)
        if not re.fullmatch(r"[0-9]*\.?[0-9]+(e-?[0-9]{1,3})?", shown):
            raise UnreadableError("bad_share")
        number = float(shown)
        if not 0.0 <= number <= 1.0:
            raise UnreadableError("bad_share")
        return number

    def text(self, value: float) -> str:
        return repr(float(value))

    def schema(self) -> dict[str, Json]:
        return {"type": "number", "minimum": 0, "maximum": 1}

    def json_value(self, value: float) -> Json:
        return float(value)

    def json_text(self, raw: Json) -> str:
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            raise UnreadableError("json_type", expected="number")
        return repr(float(raw))


class YesNo(Codec[bool]):
    """是 or 否."""

    choices = ("是", "否")

    def parse(self, text: str) -> bool:
        shown = plain(text)
        if shown in _YES:
            return True
        if shown in _NO:
            return False
        raise UnreadableError("bad_yes_no")

    def text(self, value: bool) -> str:
        return "是" if value else "否"

    def schema(self) -> dict[str, Json]:
        return {"type": "boolean"}

    def json_value(self, value: bool) -> Json:
        return value

    def json_text(self, raw: Json) -> str:
        if not isinstance(raw, bool):
            raise UnreadableError("json_type", expected="true | false")
        return self.text(raw)


def _closed_up(text: str) -> str:
    """``text`` in plain form, its dashes alike, 号 as 日 and no space around 年, 月 and 日."""
    return re.sub(r"\s*([年月日])\s*", r"\1", re.sub("[‐‑–—−]", "-", plain(text)).replace("号", "日"))


class Day(Codec[date]):
    """A day: ``2026-10-12``; also with ``/``, ``.``, 年月日 or eight digits, and with midnight behind it."""

    def parse(self, text: str) -> date:
        shown = _MIDNIGHT.sub("", _closed_up(text))
        match = _DAY.fullmatch(shown) or _CHINESE_DAY.fullmatch(shown)
        if not match:
            serial = _SERIAL.fullmatch(shown)
            like = date(1899, 12, 30) + timedelta(int(shown[:5])) if serial else ""
            raise UnreadableError("bad_date", serial=str(like))
        year, month, day = (int(part) for part in match.groups() if part is not None)
        try:
            return date(year, month, day)
        except ValueError:
            raise UnreadableError("no_such_date") from None

    def text(self, value: date) -> str:
        return value.isoformat()

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "format": "date"}


class HalfDayText(Codec[HalfDay]):
    """A half-day: ``2026-10-12 上午`` or ``2026-10-12/AM``; a day alone or 全天 means half ``alone`` (3: its end)."""

    def __init__(self, alone: int) -> None:
        self.alone = alone

    def parse(self, text: str) -> HalfDay:
        shown = _closed_up(text)
        match = re.fullmatch(r"(.*?\d日?)(?:[\s/]*(上午|下午|晚上|晚|全天|am|pm|eve)|[\st]+([\d:]+))?", shown)
        if not match:
            raise UnreadableError("bad_half_day")
        day = Day().parse(match[1])
        if match[2]:
            return HalfDay(day, _HALVES.get(match[2], self.alone))
        return HalfDay(day, self._by_clock(match[3]) if match[3] else self.alone)

    @staticmethod
    def _by_clock(shown: str) -> int:
        match = _CLOCK.fullmatch(shown)
        if not match or int(match[1]) > 23:
            raise UnreadableError("bad_half_day")
        hour = int(match[1])
        return 1 if hour < 12 else 2 if hour < 18 else 3

    def text(self, value: HalfDay) -> str:
        return f"{value.day.isoformat()} {('上午', '下午', '晚上')[value.half - 1]}"

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}/(AM|PM|EVE)$"}

    def json_value(self, value: HalfDay) -> Json:
        return f"{value.day.isoformat()}/{('AM', 'PM', 'EVE')[value.half - 1]}"


class JsonText(Codec[str]):
    """A parameter's value as JSON or in plain words (是, 1/3), kept to the letter; its rule says what it must be."""

    def parse(self, text: str) -> str:
        return text

    def text(self, value: str) -> str:
        return value

    def schema(self) -> dict[str, Json]:
        return {"type": ["string", "number", "boolean", "array", "object"], "items": {}}

    def json_text(self, raw: Json) -> str:
        return raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
