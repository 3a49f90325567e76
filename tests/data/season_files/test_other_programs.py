"""Workbooks of LibreOffice, WPS and others: their XML differs from Excel's, their content does not."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from data.season_files.season_file import read_season
from tests.builders import complete_season
from tests.data.season_files.sheets import Grid, Grids, found, grids_of, put

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class Dialect:
    """How a program writes a sheet: where its strings are, whether cells carry their address, where parts are said."""

    def __init__(
        self,
        shared: bool = True,
        addresses: bool = True,
        absolute: bool = False,
        extras: bool = False,
        prefix: str = "",
    ) -> None:
        self.shared, self.addresses, self.absolute, self.extras = shared, addresses, absolute, extras
        self.prefix = prefix
        self.strings: list[str] = []

    def cell(self, row: int, column: int, text: str) -> str:
        address = f' r="{chr(65 + column)}{row}"' if self.addresses else ""
        if not text:
            return f'<c{address} s="0"/>'
        if self.shared:
            self.strings.append(f'<si><t xml:space="preserve">{escape(text)}</t></si>')
            return f'<c{address} s="0" t="s"><v>{len(self.strings) - 1}</v></c>'
        return f'<c{address} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'

    def sheet(self, grid: Grid) -> str:
        rows = "".join(
            f'<row r="{number}" customFormat="false" ht="12.8" hidden="false" collapsed="false">'
            + "".join(self.cell(number, column, str(text)) for column, text in enumerate(cells))
            + "</row>"
            for number, cells in enumerate(grid, start=1)
        )
        blank = f'<row r="{len(grid) + 1}" hidden="true"><c r="A{len(grid) + 1}" s="0"/></row>' if self.extras else ""
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
            f'<sheetPr filterMode="false"/><sheetData>{rows}{blank}</sheetData>'
            '<printOptions headings="false"/></worksheet>'
        )

    def save(self, path: Path, grids: Grids) -> Path:
        parts = {f"xl/worksheets/sheet{n}.xml": self.sheet(grid) for n, grid in enumerate(grids.values(), start=1)}
        root = "/xl/" if self.absolute else ""
        ids = range(1, len(grids) + 1)
        sheets = "".join(
            f'<sheet name="{name}" sheetId="{n}" state="visible" r:id="rId{n}"/>'
            for n, name in zip(ids, grids, strict=True)
        )
        links = [
            f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="{root}worksheets/sheet{n}.xml"/>'
            for n in ids
        ]
        types = [f'<Override PartName="/{part}" ContentType="{CONTENT}.worksheet+xml"/>' for part in parts]
        if self.shared:
            parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{"".join(self.strings)}</sst>'
            links.append(
                f'<Relationship Id="rId900" Type="{RELATIONS}/sharedStrings" Target="{root}sharedStrings.xml"/>'
            )
            types.append(f'<Override PartName="/xl/sharedStrings.xml" ContentType="{CONTENT}.sharedStrings+xml"/>')
        if self.extras:
            parts["docProps/app.xml"] = "<Properties><Application>WPS Office</Application></Properties>"
            parts["docProps/custom.xml"] = "<Properties/>"
            parts["xl/cellimages.xml"] = "<cellImages/>"
        parts["xl/workbook.xml"] = (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'
        )
        parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{"".join(links)}</Relationships>'
        parts["_rels/.rels"] = (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        )
        parts["[Content_Types].xml"] = (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>{"".join(types)}</Types>'
        )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
            for name, content in parts.items():
                book.writestr(name, self.prefixed(content) if f'xmlns="{MAIN}"' in content else content)
        return path

    def prefixed(self, xml: str) -> str:
        """Every element with the prefix of the dialect, as the Open XML SDK writes them."""
        if not self.prefix:
            return xml
        tags = re.sub(r"<(/?)(?=[a-zA-Z])", rf"<\1{self.prefix}:", xml)
        return tags.replace(f'xmlns="{MAIN}"', f'xmlns:{self.prefix}="{MAIN}"')


DIALECTS = {
    "LibreOffice": Dialect,
    "WPS": lambda: Dialect(extras=True),
    "inline strings": lambda: Dialect(shared=False, absolute=True),
    "no addresses": lambda: Dialect(shared=False, addresses=False, absolute=True),
    "Open XML SDK": lambda: Dialect(prefix="x"),
}


@pytest.mark.parametrize("program", DIALECTS)
def test_workbooks_of_other_programs_just_work(tmp_path: Path, program: str) -> None:
    path = DIALECTS[program]().save(tmp_path / "season.xlsx", grids_of(complete_season()))
    assert read_season(path) == complete_season()


@pytest.mark.parametrize("program", DIALECTS)
def test_places_are_right_in_them_too(tmp_path: Path, program: str) -> None:
    grids = grids_of(complete_season())
    put(grids, "专家库!G3", "在岗")
    path = DIALECTS[program]().save(tmp_path / "season.xlsx", grids)
    assert found(path) == [("unknown_word", "专家库!G3", "在岗")]


FORMULA = '<c r="B2" t="str"><f>"集"&amp;"团"</f><v>集团</v></c>'


@pytest.mark.parametrize("prefix", ["", "x"])
def test_formulas_are_seen_under_any_prefix(tmp_path: Path, prefix: str) -> None:
    class WithFormula(Dialect):
        def sheet(self, grid: Grid) -> str:
            made = super().sheet(grid)
            return re.sub(r'<c r="B2"[^>]*><v>[^<]*</v></c>', FORMULA, made) if grid[1][0] == "007" else made

    path = WithFormula(prefix=prefix).save(tmp_path / "season.xlsx", grids_of(complete_season()))
    assert found(path) == [("formula", "单位!B2", "B2")]
