"""Choosing the form by suffix, and writing wholly or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data.season_files import season_file
from data.season_files.season_file import read_season, write_season
from solver.domain.season import Season
from solver.errors import InputError
from tests.builders import complete_season, small_season


@pytest.mark.parametrize("name", ["season.XLSX", "season.Json", "folder", "new/deep/season.json"])
def test_the_suffix_says_the_form(tmp_path: Path, name: str) -> None:
    write_season(complete_season(), tmp_path / name)
    assert read_season(tmp_path / name) == complete_season()


def test_an_unknown_suffix_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_season(complete_season(), tmp_path / "season.pdf")
    assert [(fault.code, fault.value) for fault in caught.value.faults] == [("unknown_suffix", ".pdf")]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["season.xlsx", "season.json"])
def test_a_failure_half_way_leaves_the_earlier_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def fail(season: Season, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("disk full")

    write_season(small_season(), tmp_path / name)
    monkeypatch.setattr(season_file, "WRITERS", dict.fromkeys(season_file.WRITERS, fail))
    with pytest.raises(OSError, match="disk full"):
        write_season(complete_season(), tmp_path / name)
    assert read_season(tmp_path / name) == small_season()
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_a_failure_half_way_leaves_the_earlier_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(season: Season, folder: Path) -> None:
        (folder / "专家库.csv").write_bytes(b"half")
        raise OSError("disk full")

    write_season(small_season(), tmp_path / "season")
    monkeypatch.setattr(season_file, "write_folder", fail)
    with pytest.raises(OSError, match="disk full"):
        write_season(complete_season(), tmp_path / "season")
    assert read_season(tmp_path / "season") == small_season()
    assert [one.name for one in tmp_path.iterdir()] == ["season"]


def test_an_identifier_that_would_read_as_an_example_is_refused(tmp_path: Path) -> None:
    season = small_season()
    renamed = replace(season, rooms=(replace(season.rooms[0], id="示例一厅"),))
    with pytest.raises(InputError) as caught:
        write_season(renamed, tmp_path / "season.json")
    assert [(fault.code, fault.place) for fault in caught.value.faults] == [("reserved_mark", "/rooms/0/id")]


def test_a_text_that_no_cell_holds_is_refused_in_a_workbook_only(tmp_path: Path) -> None:
    season = small_season()
    long = replace(season, rooms=(replace(season.rooms[0], place="厅" * 32_768),))
    with pytest.raises(InputError) as caught:
        write_season(long, tmp_path / "season.xlsx")
    (fault,) = caught.value.faults
    assert (fault.code, fault.place, fault.value) == ("text_too_long", "/rooms/0/place", "厅" * 20)
    write_season(long, tmp_path / "season.json")
    assert read_season(tmp_path / "season.json") == long
