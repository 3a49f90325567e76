"""What somebody sends: told by content, measured before it is opened, read apart; hostile files are refused."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from data.season_files.csv_archive import write_csv_archive
from data.season_files.fault_list import MOST_KEPT
from data.season_files.identity import check_digit, hidden
from data.season_files.season_file import write_season
from data.season_files.strangers import FAULT_LIST
from data.season_files.upload import LIMITS, read_upload
from data.season_files.upload_limits import UploadLimits
from solver.domain.season import Season
from solver.errors import InputError
from tests.builders import small_season

NUMBER = "21010219750101022" + check_digit("21010219750101022")


def sent(tmp_path: Path, content: bytes, name: str = "upload") -> Path:
    """A file as it arrives: without a name that says anything."""
    path = tmp_path / name
    path.write_bytes(content)
    return path


def packed(parts: Mapping[str, bytes]) -> bytes:
    """An archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def refusal(path: Path) -> list[str]:
    """Codes of the faults for which nothing of a file was read."""
    with pytest.raises(InputError) as caught:
        read_upload(path, {})
    return [fault.code for fault in caught.value.faults]


@pytest.fixture
def season() -> Season:
    """The sample, with one identity number in it."""
    made = small_season()
    born = made.persons[0].born
    assert born is not None
    number = f"210102{born:%Y%m%d}001"
    first = replace(made.persons[0], identity_no=number + check_digit(number))
    return replace(made, persons=(first, *made.persons[1:]))


@pytest.mark.parametrize("form", ["xlsx", "json", "zip"])
def test_three_forms_are_told_by_their_content(tmp_path: Path, season: Season, form: str) -> None:
    made = tmp_path / f"season.{form}"
    write_csv_archive(season, made) if form == "zip" else write_season(season, made)
    read = read_upload(sent(tmp_path, made.read_bytes()), {})
    assert read.season == season
    assert read.faults == ()


def test_a_masked_number_stands_for_the_one_of_the_same_person_that_is_known(tmp_path: Path, season: Season) -> None:
    person, whole = season.persons[0].id, season.persons[0].identity_no
    masked = replace(season.persons[0], identity_no=hidden(whole))
    made = tmp_path / "season.json"
    write_season(replace(season, persons=(masked, *season.persons[1:])), made)
    assert read_upload(made, {person: whole}).season == season
    for known in ({}, {person: NUMBER}, {"somebody": whole}):
        read = read_upload(made, known)
        assert [(fault.code, fault.place) for fault in read.faults] == [("identity_form", "/persons/0/identity_no")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../专家库.csv", "unsafe_name"),
        ("a/../../b.csv", "unsafe_name"),
        ("/etc/experts.csv", "unsafe_name"),
        ("..\\experts.csv", "unsafe_name"),
        ("C:experts.csv", "unsafe_name"),
        ("ex\nperts.csv", "unsafe_name"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str, code: str) -> None:
    assert refusal(sent(tmp_path, packed({"人员.csv": b"x", name: b"x"}))) == [code]
    assert {one.name for one in tmp_path.iterdir()} == {"upload"}


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo("experts.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refusal(sent(tmp_path, made.getvalue())) == ["unsafe_name"]


def test_names_of_a_chinese_windows_are_understood(tmp_path: Path, season: Season) -> None:
    made = tmp_path / "season.zip"
    write_csv_archive(season, made)
    content = made.read_bytes()
    with zipfile.ZipFile(made) as archive:
        for part in archive.infolist():
            utf8, gbk = part.filename.encode(), part.filename.encode("gb18030")
            # the same length in both encodings is not possible, so names are padded with a folder
            content = content.replace(utf8, b"f" * (len(utf8) - len(gbk) - 1) + b"/" + gbk)
    unmarked = bytearray(content)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = unmarked.find(signature)
        while start >= 0:
            flags = struct.unpack_from("<H", unmarked, start + at)[0]
            struct.pack_into("<H", unmarked, start + at, flags & ~0x800)
            start = unmarked.find(signature, start + 4)
    assert read_upload(sent(tmp_path, bytes(unmarked)), {}).season == season


def lying(content: bytes, size: int) -> bytes:
    """The archive, its only part said to unpack to ``size`` bytes."""
    changed = bytearray(content)
    struct.pack_into("<I", changed, changed.find(b"PK\x03\x04") + 22, size)
    struct.pack_into("<I", changed, changed.find(b"PK\x01\x02") + 24, size)
    return bytes(changed)


@pytest.mark.parametrize("name", ["专家库.csv", "xl/workbook.xml"])
def test_archives_that_are_giant_or_lie_about_it_are_refused(tmp_path: Path, name: str) -> None:
    giant = packed({name: bytes(LIMITS.unpacked + 1)})
    assert len(giant) < LIMITS.unpacked // 100
    assert refusal(sent(tmp_path, giant)) == ["zip_bomb"]
    assert refusal(sent(tmp_path, lying(giant, 1_000))) == ["lying_archive"]
    assert refusal(sent(tmp_path, lying(packed({name: b"a"}), 2))) == ["lying_archive"]
    assert refusal(sent(tmp_path, packed({f"{one}{name}": b"" for one in range(LIMITS.parts + 1)}))) == ["zip_bomb"]


def test_a_packing_that_nobody_uses_is_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("专家库.csv", "编号")
    assert refusal(sent(tmp_path, made.getvalue())) == ["damaged_workbook"]
    assert refusal(sent(tmp_path, b"PK\x03\x04 and no more")) == ["damaged_workbook"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[" * 200_000, "json_too_deep"),
        (b'{"season":' + b'{"a":' * 200_000, "json_too_deep"),
        (b"[" + b"[]," * LIMITS.rows, "json_too_many"),
        (b"", "empty_file"),
        (b"\xff\xfe\x00", "encoding"),
        (b"[]", "json_type"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"x" * 100, "old_excel"),
    ],
)
def test_no_season_at_all(tmp_path: Path, content: bytes, code: str) -> None:
    assert refusal(sent(tmp_path, content)) == [code]


@pytest.mark.parametrize("limits", [replace(LIMITS, seconds=0.01), replace(LIMITS, memory=16 << 20)])
def test_a_reader_that_needs_too_much_is_ended(tmp_path: Path, limits: UploadLimits) -> None:
    content = json.dumps({"persons": [{"id": f"P{one}", "name": "李" * 9} for one in range(100_000)]}).encode()
    with pytest.raises(InputError) as caught:
        read_upload(sent(tmp_path, content), {}, limits=limits)
    assert [fault.code for fault in caught.value.faults] == ["upload_too_large"]


def test_of_very_many_faults_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    rows = [{"id": f"P{one}", "name": "李", "born": "?"} for one in range(MOST_KEPT + 7)]
    marked = tmp_path / "annotated.xlsx"
    read = read_upload(sent(tmp_path, json.dumps({"persons": rows}).encode()), {}, marked)
    assert len(read.faults) == MOST_KEPT
    assert read.more >= 7
    listed = CalamineWorkbook.from_path(str(marked)).get_sheet_by_name(FAULT_LIST).to_python()
    assert len(listed) == 1 + MOST_KEPT + 1
    assert str(read.more) in str(listed[-1])
