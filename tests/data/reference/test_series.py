"""The 27 series, and the traps in their titles."""

from __future__ import annotations

import pytest

from data.reference.series import LEVELS, assessment, series, specialties
from solver.domain.vocabulary import Level


def test_there_are_27_series_with_60_tracks_and_69_specialties() -> None:
    assert list(series()) == [f"{n:02d}" for n in range(1, 28)]
    assert sum(len(one.tracks) for one in series().values()) == 60
    assert len(specialties()) == 69
    assert len({one.code for one in specialties()}) == 69


def test_every_level_of_every_series_says_how_it_is_assessed() -> None:
    assert assessment().keys() == {(code, level) for code in series() for level in Level}


@pytest.mark.parametrize(
    ("code", "level", "mode"),
    [
        ("05", Level.FULL_SENIOR, "review"),
        ("17", Level.INTERMEDIATE, "exam"),
        ("17", Level.ASSOCIATE_SENIOR, "exam+review"),
        ("17", Level.FULL_SENIOR, "review"),
        ("04", Level.JUNIOR, "exam"),
        ("24", Level.JUNIOR, "recognition"),
    ],
)
def test_some_levels_are_examined_and_not_reviewed(code: str, level: Level, mode: str) -> None:
    assert assessment()[code, level] == mode


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("高级记者", Level.FULL_SENIOR),
        ("主任记者", Level.ASSOCIATE_SENIOR),
        ("高级工程师", Level.ASSOCIATE_SENIOR),
        ("一级翻译", Level.ASSOCIATE_SENIOR),
        ("医士", Level.JUNIOR),
    ],
)
def test_a_level_is_not_told_by_the_prefix_of_a_title(title: str, level: Level) -> None:
    found = {
        LEVELS[rung]
        for one in series().values()
        for track in one.tracks
        for rung, name in track.titles.items()
        if name == title
    }
    assert found == {level}
