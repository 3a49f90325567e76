"""The 27 title series with their tracks, titles and assessment, and the engineering specialties."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from solver.domain.vocabulary import Level

LEVELS: Mapping[str, Level] = {
    "full_senior": Level.FULL_SENIOR,
    "associate_senior": Level.ASSOCIATE_SENIOR,
    "intermediate": Level.INTERMEDIATE,
    "assistant": Level.JUNIOR,
    "technician": Level.JUNIOR,
}
"""The five rungs of titles (正高, 副高, 中级, 助理, 员级) and the level each counts as."""


@dataclass(frozen=True, slots=True)
class Track:
    """A track of a series (e.g. 医, 药, 护, 技): titles by rung, in Chinese and, where given, English."""

    zh: str
    en: str
    titles: Mapping[str, str]
    titles_en: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Series:
    """A title series (职称系列).

    ``assessment`` says by rung how a title is got; ``hiring_link`` is ``linked``, ``free`` or ``by_employer``;
    ``*_verification`` and ``*_confidence`` say how far names and modes were verified.
    """

    code: str
    zh: str
    short: str
    en: str
    hiring_link: str
    names_verification: str
    assessment_confidence: str
    assessment: Mapping[str, str]
    tracks: tuple[Track, ...]
    document: str = ""
    document_confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Specialty:
    """A specialty (专业) of a series; ``kind`` is ``common``, ``emerging`` or ``digital``."""

    code: str
    zh: str
    en: str
    kind: str
    series: str
    note: str = ""


@cache
def series() -> Mapping[str, Series]:
    """The 27 series by code (``05``)."""
    return {row["code"]: _series(row) for row in _rows("series.toml", "series")}


@cache
def specialties() -> tuple[Specialty, ...]:
    """Engineering specialties, in the order of the table."""
    return tuple(Specialty(**row) for row in _rows("specialties.toml", "specialty"))


@cache
def assessment() -> Mapping[tuple[str, Level], str]:
    """By (series, level): ``review``, ``exam``, ``exam+review``, ``recognition``, … (``a/b``: places differ)."""
    return {
        (one.code, LEVELS[rung]): mode
        for one in series().values()
        for rung, mode in reversed(tuple(one.assessment.items()))  # 助理 speaks for the junior level, not 员级
    }


def _series(row: dict[str, Any]) -> Series:
    tracks = tuple(Track(**track) for track in row["track"])
    return Series(**{name: value for name, value in row.items() if name != "track"}, tracks=tracks)


def _rows(file: str, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((files("data.reference") / file).read_text("utf-8"))[table]
    return rows
