"""The empty workbook of a season: headings, drop-downs, notes, and one explained example row per sheet.

The first cell of an example row begins with 示例, and such rows are never read: they may stay or be overwritten.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from data.season_files.choice_codecs import Word
from data.season_files.codecs import Codec, Day, Share, WholeNumber, YesNo
from data.season_files.columns import ALL_TABLES
from data.season_files.excel_writer import SheetFormats, new_sheet
from data.season_files.season_file import replace_file
from data.season_files.table import EXAMPLE_MARK, Column, Table
from solver.domain.faults import Fault
from solver.errors import InputError

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

LAST_ROW = 1_048_575
GUIDE_SHEET = "说明"
GUIDE = (
    "评委 Pingwei 年度工作簿",
    "每张表的第一行是标题，请勿改动；橙色标题的列必填，蓝色的可以留空。把鼠标放在标题上可看说明。",
    "灰色斜体的第二行是示例（第一格以“示例”开头），不会被读取，可以保留，也可以直接改成真实内容。",
    "编号、身份证号、系列等列已设为文本格式；从别处粘贴时请用“选择性粘贴—数值”，不要粘贴公式，不要合并或隐藏单元格。",
    "可以自己加列：系统原样保留并在导出时带回。也可以自己加工作表写备注，系统不读。",
    "日期写成 2026-10-12；半天写成 2026-10-12 上午；一格多项用、隔开。",
    "填好后：pingwei plan 本文件.xlsx -o 结果文件夹/",
)


def write_template(path: Path) -> None:
    """Write the empty workbook to ``path``, wholly or not at all.

    Raises
    ------
    InputError
        If ``path`` does not end in ``.xlsx``: programs go by the suffix.
    OSError
        If the place cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise InputError([Fault("template_suffix", place=path.name, value=path.suffix)])
    replace_file(path, _write)


def _write(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        formats = SheetFormats(book)
        _guide(book)
        for table in ALL_TABLES:
            sheet = new_sheet(book, table, formats)
            for index, column in enumerate(table.columns):
                sheet.write_comment(0, index, _note(table, column), {"x_scale": 2})
                sheet.write_string(1, index, example_cell(table, index), formats.example)
                _restrict(sheet, index, column)


def _guide(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(GUIDE_SHEET)
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
    for row, line in enumerate(GUIDE):
        sheet.write_string(row, 0, line)
    for row, table in enumerate(ALL_TABLES, start=len(GUIDE) + 1):
        sheet.write_string(row, 0, f"{table.sheet}{'' if table.optional else '(必需)'}  {table.note}".rstrip())


def example_cell(table: Table, index: int) -> str:
    """Text of the example row in a column; the first cell carries the mark."""
    example = table.columns[index].example
    return f"{EXAMPLE_MARK} {example}".rstrip() if index == 0 else example


def _note(table: Table, column: Column) -> str:
    required = "必填" if table.required(column.field) else "可留空"
    default = _default_note(table, column)
    parts = [f"{column.heading} {column.field}({required}{default})", column.note or _form(column.codec)]
    return "\n".join(part for part in parts if part)


def _default_note(table: Table, column: Column) -> str:
    value = table.defaults.get(column.field)
    return "" if value is None or value in ("", ()) else f"，留空即{column.codec.text(value)}"


def _form(codec: Codec[object]) -> str:
    match codec:
        case Day():
            return "日期，如 2026-10-12"
        case WholeNumber():
            return f"{codec.least} 至 {codec.most} 的整数"
        case Word() | YesNo():
            return "可选：" + "、".join(codec.choices)
        case _:
            return ""


def _restrict(sheet: Worksheet, index: int, column: Column) -> None:
    """Let Excel offer the words of a vocabulary and refuse numbers out of range."""
    codec = column.codec
    rule: dict[str, object] = {}
    if codec.choices:
        rule = {"validate": "list", "source": list(codec.choices), "error_message": "请从下拉列表中选择"}
    elif isinstance(codec, WholeNumber):
        rule = {"validate": "integer", "criteria": "between", "minimum": codec.least, "maximum": codec.most}
        rule["error_message"] = f"请填 {codec.least} 至 {codec.most} 的整数"
    elif isinstance(codec, Share):
        rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
        rule["error_message"] = "请填 0 至 1 的小数"
    if rule:
        sheet.data_validation(1, index, LAST_ROW, index, rule)
