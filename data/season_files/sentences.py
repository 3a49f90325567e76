"""Sentences of faults, Chinese and English: what is wrong, then what to do. A catalogue; nowhere else are they worded.

``{place}`` comes before each; ``{value}`` is what was found (identity numbers masked), ``{column}`` and ``{sheet}`` the
words of the user's own headings in Chinese and field names in English; other names are facts of the fault.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from typing import Literal

from data.season_files.columns import BY_NAME
from solver.domain.faults import Fault

Sentence = tuple[str, str]

FILE: Mapping[str, Sentence] = {
    "empty_file": (
        "文件是空的。请选择填好的文件；年度文件可用 `pingwei template` 生成空白工作簿",
        "the file is empty. Choose a filled-in one; for a season, `pingwei template` makes an empty workbook",
    ),
    "not_a_workbook": (
        "这不是 Excel 工作簿（.xlsx）。请在 Excel 或 WPS 中另存为 .xlsx，不要只改文件名",
        "this is no Excel workbook (.xlsx). Save it as .xlsx in Excel or WPS; renaming the file is not enough",
    ),
    "damaged_workbook": (
        "工作簿已损坏，打不开（{value}）。请在 Excel 或 WPS 中打开修复后另存为 .xlsx",
        "the workbook is damaged and cannot be opened ({value}). Repair it in Excel or WPS and save it as .xlsx again",
    ),
    "password_protected": (
        "工作簿有打开密码。请在 Excel 或 WPS 中去掉密码后再导入",
        "the workbook is protected by a password. Remove the password in Excel or WPS first",
    ),
    "old_excel": (
        "这是旧格式的工作簿（.xls 或 .et）。请在 Excel 或 WPS 中另存为 .xlsx",
        "this is a workbook of an old format (.xls or .et). Save it as .xlsx in Excel or WPS",
    ),
    "zip_bomb": (
        "文件解开后有 {value}，与文件本身的大小不相称，不像真实数据，没有打开。请删除多余的空行和格式后另存",
        "the file would unpack to {value}, out of proportion and unlike real data; it was not opened. "
        "Delete surplus empty rows and formats and save it again",
    ),
    "lying_archive": (
        "压缩包里的“{value}”与目录所记的大小不符，没有打开。请重新打包",
        "“{value}” in the archive has another size than its directory says; it was not opened. Pack it again",
    ),
    "unsafe_name": (
        "压缩包里有不安全的文件名“{value}”，没有打开。请把各 CSV 文件直接打包",
        "the archive holds the unsafe file name “{value}”; it was not opened. Pack the CSV files by themselves",
    ),
    "upload_too_large": (
        "文件太大或太复杂，读取时超出内存或时间上限。请删除与年度无关的内容后再试",
        "reading the file took too much memory or time. Delete what is no part of the season and try again",
    ),
    "workbook_too_large": (
        "工作簿太大，读取时超出内存或时间上限。请删除远离数据的单元格和多余的工作表，或改用 CSV、JSON",
        "reading the workbook took too much memory or time. Delete cells far from the data and surplus sheets, "
        "or use CSV or JSON",
    ),
    "unknown_suffix": (
        "不认识的文件类型“{value}”。请用 .xlsx（可在 Excel 或 WPS 中另存）、.json 或放 CSV 文件的文件夹",
        "unknown kind of file “{value}”. Use .xlsx (save it so in Excel or WPS), .json or a folder of CSV files",
    ),
    "template_suffix": (
        "空白工作簿的文件名须以 .xlsx 结尾。请改文件名",
        "the name of the empty workbook must end in .xlsx. Change the name",
    ),
    "folder_not_ours": (
        "文件夹里有别的文件，没有写入。请给一个新的或空的文件夹",
        "the folder holds other files; nothing was written. Name a new or an empty folder",
    ),
    "encoding": (
        "文字编码不对，读不出来。请另存为 UTF-8（在 Excel 中选“CSV UTF-8”）",
        "the text is in an encoding that cannot be read. Save it as UTF-8 (in Excel: “CSV UTF-8”)",
    ),
    "plan_not_season": (
        "这是方案，不是年度数据。请给出年度文件；要检查或解释方案，先写年度文件、再写方案文件",
        "this is a plan, no season. Name the season; to check or explain a plan, name the season first, then the plan",
    ),
    "json_syntax": (
        "不是正确的 JSON（{value}）。请改正，或重新导出",
        "this is not JSON ({value}). Correct it, or export it again",
    ),
    "too_many_rows": (
        "文件共有 {value} 行，超过上限 {limit}，没有读取。请删除空行，只发送一个年度的内容",
        "the file has {value} rows, more than {limit}; it was not read. Delete empty rows and send one season only",
    ),
    "too_many_columns": (
        "这张表有 {value} 个不认识的列，没有读取它们。请只保留需要的列",
        "the table has {value} columns that are not known; they were not read. Keep the columns that are needed",
    ),
    "json_too_deep": (
        "JSON 嵌套超过 {limit} 层，没有读取。请减少嵌套层数",
        "the JSON is nested more than {limit} levels deep; it was not read. Nest it less",
    ),
    "json_too_many": (
        "JSON 中约有 {value} 个对象和列表，超过上限 {limit}，没有读取。请只发送一个年度的内容",
        "the JSON holds about {value} objects and lists, more than {limit}; it was not read. Send one season only",
    ),
    "json_type": (
        "JSON 类型不对：“{value}”。这里应为{expected}（见 `pingwei schema`）",
        "wrong JSON type: “{value}”. Expected here: {expected} (see `pingwei schema`)",
    ),
    "csv_syntax": (
        "CSV 从这一行起读不下去（{value}）。请检查引号是否成对、有没有特别长的一格",
        "the CSV cannot be read from this line on ({value}). Check that quotation marks come in pairs "
        "and that no cell is very long",
    ),
}

SHEET: Mapping[str, Sentence] = {
    "no_tables": (
        "这里没有年度数据的任何一张表。请选择填好的年度文件，或用 `pingwei template` 生成空白工作簿",
        "there is no table of a season here. Choose a filled-in season, or make an empty workbook "
        "with `pingwei template`",
    ),
    "headings_not_first": (
        "标题行不在第一行，而在第 {value} 行。请删去它上面的行（如表名）",
        "the headings stand in row {value}, not in the first. Delete the rows above them, such as a title",
    ),
    "missing_table": (
        "缺少“{sheet}”表。请加上（可从 `pingwei template` 的空白工作簿复制），没有内容也要有标题行",
        "the table “{sheet}” is missing. Add it (copy it from `pingwei template`), at least with its headings",
    ),
    "table_twice": (
        "“{sheet}”表出现了两次（中文名和英文名算同一张）。请合并为一张",
        "the table “{sheet}” comes twice (its Chinese and English names count as one). Merge the two",
    ),
    "stray_table": (
        "不认识“{value}”。如果就是“{similar}”表，请改成这个名字；如果是自己的备注，请换一个不相近的名字",
        "“{value}” is no known table. If it is meant to be “{similar}”, rename it; if it holds your own notes, "
        "give it a name that is not so close",
    ),
    "hidden_sheet": (
        "“{sheet}”工作表被隐藏了，您看不到要用的数据。请取消隐藏",
        "the sheet “{sheet}” is hidden, so you cannot see what would be used. Unhide it",
    ),
    "missing_column": (
        "“{sheet}”表缺少“{column}”列。请在标题行加上这一列",
        "the table “{sheet}” lacks the column “{column}”. Add it to the heading row",
    ),
    "column_twice": (
        "标题“{value}”出现了两次（中文名和英文名算同一列）。请删去一列",
        "the heading “{value}” comes twice (its Chinese and English names count as one). Delete one of the columns",
    ),
    "no_heading": (
        "这一列有内容但没有标题。请在标题行写上列名，或删去这些内容",
        "this column has content but no heading. Give it one in the heading row, or delete the content",
    ),
    "formula": (
        "单元格里是公式，取不到确定的内容。请复制后“选择性粘贴”为数值",
        "the cells {value} hold formulas. Copy them and paste them as values",
    ),
    "error_value": (
        "单元格里是错误值（如 #N/A）。请填入正确的内容",
        "the cells {value} hold an error such as #N/A. Fill in what is right",
    ),
    "merged_cells": (
        "这些单元格合并了。请取消合并，每一格都填上内容",
        "the cells {value} are merged. Unmerge them and fill in each one",
    ),
    "hidden_cells": (
        "这些行或列有内容但被隐藏，可能是筛选造成的。请取消筛选和隐藏后核对；不需要的请删除",
        "the rows or columns {value} are hidden, perhaps by a filter. Clear the filter and unhide them, "
        "or delete what is not wanted",
    ),
}

CELL: Mapping[str, Sentence] = {
    "missing_value": ("“{column}”是必填的，这里空着。请填写", "“{column}” is required and empty here. Fill it in"),
    "bad_number": (
        "“{column}”应为 {least} 至 {most} 的整数，这里是“{value}”。请改为数字",
        "“{column}” takes a whole number from {least} to {most}, not “{value}”. Write a number",
    ),
    "number_out_of_range": (
        "“{column}”应在 {least} 至 {most} 之间，这里是 {value}。请核对",
        "“{column}” must be from {least} to {most}; here it is {value}. Check it",
    ),
    "bad_share": (
        "“{column}”应为 0 至 1 的小数，这里是“{value}”。请改为如 0.8",
        "“{column}” takes a number from 0 to 1, not “{value}”. Write for example 0.8",
    ),
    "bad_yes_no": (
        "“{column}”只能填是或否，这里是“{value}”。请改成其中之一",
        "“{column}” takes 是 (yes) or 否 (no), not “{value}”. Write one of them",
    ),
    "bad_date": (
        "“{column}”应为日期，这里是“{value}”。请写成 2026-10-12",
        "“{column}” takes a date, not “{value}”. Write it as 2026-10-12",
    ),
    "no_such_date": (
        "“{column}”中的“{value}”不是存在的日期。请核对月份和日子",
        "“{value}” in “{column}” is no day of the calendar. Check month and day",
    ),
    "bad_half_day": (
        "“{column}”应为日期加上午、下午或晚上，这里是“{value}”。请写成 2026-10-12 上午",
        "“{column}” takes a date and 上午, 下午 or 晚上 (AM, PM, EVE), not “{value}”. Write it as 2026-10-12 AM",
    ),
    "bad_counts": (
        "“{column}”应写成“名称：数量；名称：数量”，这里是“{value}”。请照此改写",
        "“{column}” is written “name：number；name：number”, not “{value}”. Write it so",
    ),
    "bad_span": (
        "“{column}”应写成“2026-10-12 上午～2026-10-13 下午”，起不晚于止，这里是“{value}”。请照此改写",
        "“{column}” is written “2026-10-12 AM～2026-10-13 PM”, not ending before it begins; not “{value}”. Write it so",
    ),
    "unknown_word": (
        "“{column}”中的“{value}”不在可选范围内。请选：{choices}",
        "“{value}” is no choice of “{column}”. Choose one of: {choices}{codes}",
    ),
    "unknown_series": (
        "没有编号或名称为“{value}”的职称系列。请填 01 至 27 的编号：{choices}",
        "there is no title series “{value}”. Write one of the codes 01 to 27: {choices}",
    ),
    "identity_form": (
        "身份证号“{value}”不是 18 位（17 位数字加校验码）。请核对；没有的可以留空",
        "the identity number “{value}” has not the form of 17 digits and a check digit. Check it, or leave it empty",
    ),
    "identity_check_digit": (
        "身份证号“{value}”的出生日期或校验码不对，多半是录入有误。请核对",
        "the birthday or the check digit of the identity number “{value}” is wrong, most likely a slip. Check it",
    ),
    "identity_as_number": (
        "身份证号被存成了数字，末几位已经丢失（{value}）。请把这一列设为文本格式后重新录入",
        "the identity number was stored as a number and has lost its last digits ({value}). "
        "Set the column to text and enter it again",
    ),
    "id_as_number": (
        "“{column}”被存成了数字（{value}），前面的 0 可能已经丢失。请把这一列设为文本格式后重新录入",
        "“{column}” was stored as a number ({value}) and may have lost leading zeros. "
        "Set the column to text and enter it again",
    ),
    "digits_lost": (
        "“{column}”中的长数字（{value}）被存成了数字，15 位以后已经丢失。请设为文本格式后重新录入",
        "the long number in “{column}” ({value}) was stored as a number and has lost what follows 15 digits. "
        "Set the column to text and enter it again",
    ),
    "reserved_mark": (
        "“{value}”以“示例”开头，这样的行会被当作示例略过。请换一个编号",
        "“{value}” begins with 示例; such rows are passed over as examples. Choose another identifier",
    ),
    "id_is_no_text": (
        "“{column}”被存成了日期或是非值（{value}），已不是原来输入的编号。请把这一列设为文本格式后重新录入",
        "“{column}” was stored as a date or a yes/no ({value}) and is no longer what was typed. "
        "Set the column to text and enter it again",
    ),
    "unprintable": (
        "“{column}”里有看不见的控制字符（“{value}”）。请重新输入这一格，不要从别处粘贴",
        "“{column}” holds control characters (“{value}”). Type this cell again instead of pasting it",
    ),
    "too_long": (
        "“{column}”太长（“{value}”），最多 {limit} 个字。请缩短，或检查是否贴错了位置",
        "“{column}” is too long (“{value}”); it takes {limit} characters. Shorten it, or see whether it belongs here",
    ),
    "text_too_long": (
        "“{column}”的文字太长（“{value}……”），Excel 一格最多 {limit} 个字。请改写成 CSV 或 JSON，或缩短",
        "the text of “{column}” (“{value}…”) is too long; a cell of Excel holds {limit} characters. "
        "Write CSV or JSON, or shorten it",
    ),
}

BETWEEN: Mapping[str, Sentence] = {
    "duplicate": (
        "“{value}”与 {first} 重复。请改正编号，或删去其中一行",
        "“{value}” is the same as at {first}. Correct one of them, or delete a row",
    ),
    "identity_twice": (
        "身份证号“{value}”与 {first} 相同：同一个人列了两次，或有一个录错。请合并或改正",
        "the identity number “{value}” is also at {first}: one person listed twice, or a slip. Merge or correct",
    ),
    "expert_twice": (
        "人员“{value}”已在 {first} 作为专家：一个人只能有一个专家编号。请合并为一行",
        "the person “{value}” is already an expert at {first}: one person, one expert. Merge the rows",
    ),
    "dangling": (
        "“{column}”中的“{value}”在{tables}中不存在。请改正编号，或在那里补上",
        "“{value}” in “{column}” does not exist in {tables}. Correct it, or add it there",
    ),
    "spelt_otherwise": (
        "“{column}”中的“{value}”与 {first} 的“{other}”只差全角、半角或空格，会被当作两个。请统一写法",
        "“{value}” in “{column}” differs from “{other}” at {first} only in width or spaces and would count as another. "
        "Write both alike",
    ),
    "ends_before_start": (
        "“{column}”{value} 早于起始 {start}。请核对两个日期",
        "“{column}” {value} is before its start {start}. Check the two",
    ),
    "cycle": (
        "上级关系绕成了圈：{path}。请改正其中一个上级",
        "the parents form a circle: {path}. Correct one of them",
    ),
    "season_empty": (
        "“{sheet}”表里没有内容。请在标题下填一行（示例行不算）",
        "the table “{sheet}” is empty. Fill in one row below the headings (the example does not count)",
    ),
    "season_twice": (
        "“{sheet}”表只能有一行，现有 {value} 行。请只留本年度的一行",
        "the table “{sheet}” takes one row and has {value}. Keep the one of this year",
    ),
    "other_year": (
        "“{column}”{value} 不在 {year} 年度内。请核对年度和首日",
        "“{column}” {value} is not in the season's year {year}. Check both",
    ),
    "pool_of_other_series": (
        "专家“{value}”没有系列 {series} 的职称，却在评委会“{committee}”的专家库中。请改正专家职称，或移出该库",
        "the expert “{value}” holds no title in series {series} but is in the pool of committee “{committee}”. "
        "Correct the qualifications, or take the expert out of the pool",
    ),
    "second_series": (
        "备案的系列 {value} 不是评委会“{committee}”的系列 {series}：一个评委会只能有一个系列。请改正，或另立评委会",
        "the filing's series {value} is not series {series} of committee “{committee}”: a committee has one series. "
        "Correct it, or enter another committee",
    ),
    "relation_with_oneself": (
        "甲、乙是同一个人（“{value}”）。请改正",
        "both sides of the relation are the same person (“{value}”). Correct one",
    ),
    "birthday_differs": (
        "出生日期 {value} 与身份证号中的 {told} 不一致。请核对",
        "the birthday {value} differs from {told} in the identity number. Check both",
    ),
    "half_day_not_used": (
        "“{column}”{value} 超出了每日半天数 {halves}。请改时间，或改“评审年度”表的每日半天数",
        "“{column}” {value} is beyond the {halves} half-days of a day. Change it, or the half-days on 评审年度",
    ),
    "pin_of_no_session": (
        "没有编号为“{value}”的评审会。请填“评审会”表中的编号，或方案里推算的编号（评委会-层级-序号，如 C01-3-1）",
        "there is no session “{value}”. Name one on the sheet 评审会, or one a plan derives "
        "(committee-level-number, such as C01-3-1)",
    ),
    "pin_lacks": (
        "对象为“{what}”的一行须填“{column}”",
        "a row about the {what} must fill in “{column}”",
    ),
    "pin_says_too_much": (
        "对象为“{what}”的一行不能填“{column}”（{value}）。请清空，或另写一行",
        "a row about the {what} cannot say “{column}” ({value}). Clear it, or enter another row",
    ),
    "pins_contradict": (
        "“{value}”与 {first} 的“{other}”不能同时成立。请删去其一",
        "“{value}” and “{other}” at {first} cannot both hold. Delete one of them",
    ),
    "seats_do_not_add_up": (
        "各评议组席位合计 {seats}，与评委人数 {size} 不等。每位评委只在一个组，请改正其一",
        "the groups have {seats} seats and the panel {size}. Every member sits in one group: correct one of them",
    ),
}

REGISTER: Mapping[str, Sentence] = {
    "unknown-place": (
        "没有“{value}”的规定。已有：{known}；只按国家规定的填全国",
        "there are no rules for “{value}”. Known: {known}; 全国 for the national rules alone",
    ),
    "unknown-calendar-year": (
        "不知道 {value} 年的工作日（已知：{known}）。请在“工作日历”表填入该年的放假与调休",
        "the working days of {value} are not known (known: {known}). Fill in its holidays on the sheet 工作日历",
    ),
    "unknown-rule": (
        "没有编号为“{value}”的规则。`pingwei rules` 可列出全部",
        "there is no rule “{value}”. `pingwei rules` lists them all",
    ),
    "unknown-parameter": (
        "规则 {rule} 没有参数“{value}”。可用的参数：{known}",
        "rule {rule} has no parameter “{value}”. It has: {known}",
    ),
    "wrong-parameter-value": (
        "规则 {rule} 的参数 {parameter} 不能是“{value}”，应为 {needed}",
        "parameter {parameter} of rule {rule} cannot be “{value}”; it takes: {needed}",
    ),
    "logic-is-fixed": (
        "规则 {value} 是逻辑约束（如一人不能同时在两处），不能改动。请删去这一行",
        "rule {value} is logic (nobody can be in two places) and cannot be changed. Delete the row",
    ),
    "reason-missing": (
        "改动规则 {rule} 的参数 {parameter} 必须写明理由。请填写“理由”列",
        "a change of parameter {parameter} of rule {rule} needs a reason. Fill in the column 理由",
    ),
}

PLAN: Mapping[str, Sentence] = {
    "season_too_large": (
        "年度有 {value} 份申报、约 {seats} 个可选席位，排程约需内存 {needed}，而可用的只有 {free}，没有开始排。"
        "请换用内存更大的机器，或按评委会分成几个年度文件分别排",
        "the season has {value} applications and about {seats} seats to choose from; planning takes about {needed} of "
        "memory and {free} are free, so it was not begun. Use a machine with more memory, or plan several seasons",
    ),
    "parts_too_large": (
        "年度分成 {parts} 块来排，最大的一块有 {value} 份申报、约 {seats} 个可选席位，约需内存 {needed}，"
        "而可用的只有 {free}，没有开始排。请换用内存更大的机器或工作进程，或按评委会分成几个年度文件分别排",
        "the season is planned in {parts} parts; the largest has {value} applications and about {seats} seats to "
        "choose from, takes about {needed} of memory, and {free} are free, so nothing was begun. Use a machine or "
        "workers with more memory, or plan several seasons",
    ),
    "season_not_plan": (
        "这是年度数据，不是方案。请先写年度文件、再写方案文件（plan.json 或 plan.xlsx）",
        "this is a season, no plan. Name the season first, then the plan (plan.json or plan.xlsx)",
    ),
    "not_json": (
        "不是正确的 JSON（{value}）。请使用评委系统写出的 plan.json",
        "this is not JSON ({value}). Use a plan.json that Pingwei wrote",
    ),
    "other_format": (
        "方案文件的格式“{value}”不是本版本能读的。请重新排期",
        "the plan has the format “{value}”, which this version does not read. Plan again",
    ),
    "json_length": (
        "这里应有 {expected} 项，现有 {value} 项。请对照 `pingwei schema plan` 改正",
        "this takes {expected} items and has {value}. Correct it (see `pingwei schema plan`)",
    ),
    "unknown_field": (
        "不认识的字段“{value}”。请对照 `pingwei schema {schema}` 改正或删去",
        "unknown member “{value}”. Correct or delete it (see `pingwei schema {schema}`)",
    ),
    "missing_field": (
        "缺少字段“{value}”。请对照 `pingwei schema plan` 补上",
        "the member “{value}” is missing. Add it (see `pingwei schema plan`)",
    ),
    "missing_sheet": (
        "方案工作簿缺少这张工作表。请使用评委系统写出的 plan.xlsx",
        "the plan's workbook lacks this sheet. Use a plan.xlsx that Pingwei wrote",
    ),
    "empty_cell": ("这一格不能为空。请填写", "this cell may not be empty. Fill it in"),
    "seated_twice": (
        "“{value}”在同一名单中已见于 {first}。一人只占一席，请去掉一处",
        "“{value}” is in the same list at {first}. One person, one seat: leave one of them out",
    ),
    "duplicate_id": ("“{value}”重复。请改正其中一个", "“{value}” comes twice. Correct one of them"),
    "dangling_id": (
        "“{value}”在“{table}”表中不存在。请改正编号，或在那里补上；如果是整场删去的，请把这一行也删去",
        "“{value}” does not exist on the sheet “{table}”. Correct it or add it there; if that row was deleted, "
        "delete this one too",
    ),
}

DRAW: Mapping[str, Sentence] = {
    "other_paper": (
        "这不是所需的抽取文件（格式应为 {expected}，这里是“{value}”）。请换成正确的文件",
        "this is not the paper of a draw that is needed (format {expected}, found “{value}”). Give the right file",
    ),
    "not_canonical": (
        "文件不是规范形式：写出后被改动过。请使用原件",
        "the file is not in canonical form: it was changed after it was written. Use the original",
    ),
    "unknown_role": (
        "“{value}”不参与本次抽取。请用：{choices}",
        "“{value}” has no part in this draw. Use one of: {choices}",
    ),
    "not_hex": (
        "{role} 的数不是十六进制（每字节两位，只用 0-9 与 a-f）。请改正",
        "the secret of {role} is not hexadecimal (two digits a byte, 0-9 and a-f). Correct it",
    ),
    "secret_length": (
        "{role} 的数有 {value} 字节，应为 {least} 至 {most} 字节。请用随机产生的 32 字节",
        "the secret of {role} has {value} bytes and should have {least} to {most}. Use 32 random bytes",
    ),
    "contribution_missing": (
        "{value} 尚未提交承诺。请先 `pingwei draw contribute`",
        "{value} has not contributed yet. Run `pingwei draw contribute` first",
    ),
    "contribution_twice": (
        "{value} 已提交过承诺，不能更换。如需更换请重新公布抽取",
        "{value} has contributed already and cannot change it. Announce the draw anew for that",
    ),
    "reveal_early": (
        "承诺尚未齐备，不得揭示：{value}。请先提交全部承诺并公布 commitment.json",
        "nothing is revealed before everybody has committed: {value}. Contribute first and publish commitment.json",
    ),
    "reveal_missing": (
        "{value} 尚未揭示。请揭示；如不揭示，本次抽取无效（`result --void`），须经批准另行抽取",
        "{value} has not revealed. Reveal it; else this draw is void (`result --void`), and a new one needs approval",
    ),
    "reveal_differs": (
        "{value} 揭示的数与其承诺不符。请使用提交承诺时的那个数",
        "what {value} reveals is not what was committed to. Use the secret of that contribution",
    ),
    "other_announcement": (
        "公告与承诺不属于同一次抽取，或公告在承诺之后被改动。请使用原件",
        "announcement and commitment do not belong together, or the announcement was changed. Use the originals",
    ),
    "code_differs": (
        "一次性代码不在公布的链上。请使用公布时的密封文件 sealed.json",
        "the one-time code is not on the chain announced. Use the sealed.json of the announcement",
    ),
    "source_missing": (
        "缺少公开数“{value}”。请用 --source {value}=数值 给出",
        "the public figures “{value}” are missing. Give them by --source {value}=VALUES",
    ),
    "source_unknown": (
        "公告中没有公开数“{value}”。请删去",
        "“{value}” is no public source of this draw. Leave it out",
    ),
    "source_unreadable": (
        "公开数“{name}”中的“{value}”不是数。请用空格分隔各数",
        "“{value}” in the public figures “{name}” is no number. Put spaces between the numbers",
    ),
    "redraw_unfounded": (
        "重抽缺少“{value}”。请写明原因、批准人和批准文件",
        "a redraw lacks “{value}”. Give the reason, who approved it, and the document of approval",
    ),
    "decline_unfounded": (
        "替换缺少“{value}”。请写明不能到会的原因和批准人",
        "a replacement lacks “{value}”. Say why the expert does not come, and who approved it",
    ),
    "not_seated": (
        "“{value}”不在本次抽得的评委中，不须替换。请核对专家编号",
        "“{value}” has no seat on the panel drawn, nobody replaces them. Check the id of the expert",
    ),
    "nobody_replaces": (
        "可抽取的专家中无人能依规接替叶子 {value} 的席位（已逐名查验）。请经批准另行抽取（commit --redraw-of）",
        "nobody who could be drawn can lawfully take the seat of leaf {value} (each was tried). Have it approved and "
        "draw anew (commit --redraw-of)",
    ),
    "redraw_needed": (
        "“{value}”已抽取过。重抽须用 --redraw-of 指向首次抽取的 commitment.json，并写明原因与批准",
        "“{value}” was drawn before. A redraw needs --redraw-of (commitment.json of the first), reason and approval",
    ),
    "session_unknown": (
        "方案中没有评审会“{value}”。现有：{choices}",
        "the plan has no session “{value}”. There are: {choices}",
    ),
    "session_chosen": (
        "评审会“{value}”的评委为选定，不须抽取。请选随机抽取的评审会：{choices}",
        "the panel of session “{value}” is chosen, not drawn. Take a drawn one: {choices}",
    ),
    "session_undated": (
        "评审会“{value}”尚未排定日期，不能抽取。请先排期",
        "session “{value}” has no date yet and cannot be drawn. Plan the season first",
    ),
    "draw_too_early": (
        "评审会“{value}”应在 {first} 至 {last} 之间公布抽取（PD-03），{on} 过早。可改参数表，或以 --on 写明公布日期",
        "the draw of “{value}” is to be announced from {first} to {last} (PD-03); {on} is too early. "
        "Change the parameter, or give the day with --on",
    ),
    "draw_too_late": (
        "评审会“{value}”应在 {first} 至 {last} 之间公布抽取（PD-03），{on} 已过期。"
        "可改期、改参数表，或以 --on 写明公布日期",
        "the draw of “{value}” is to be announced from {first} to {last} (PD-03); {on} is too late. "
        "Move the session, change the parameter, or give the day with --on",
    ),
    "draw_void": (
        "本次抽取已宣布无效。请经批准另行抽取（commit --redraw-of）",
        "this draw was declared void. A new one needs approval (commit --redraw-of)",
    ),
    "draw_exists": (
        "这个文件夹里已有一次抽取（{value}）。请换一个文件夹",
        "this folder holds a draw already ({value}). Choose another folder",
    ),
    "draw_not_void": (
        "各方均已揭示，抽取有效，不能宣布无效。请直接得出结果",
        "everybody has revealed: this draw stands and cannot be declared void. Take its result",
    ),
    "still_sealed": (
        "抽取尚未得出结果，不能启封“{value}”。请先 `pingwei draw result`",
        "the draw has no result yet, “{value}” stays sealed. Run `pingwei draw result` first",
    ),
    "not_in_pool": (
        "“{value}”不在本次抽取的专家库中。请核对专家编号",
        "“{value}” is not in the pool of this draw. Check the id of the expert",
    ),
    "result_differs": (
        "记录中的结果不是由公布的数得出的",
        "the result of this record does not follow from what was published",
    ),
}

EDITS: Mapping[str, Sentence] = {
    "edit_verb": (
        "“{value}”不是一项修改。每项修改恰有 add、change、remove、shift 之一",
        "“{value}” is no edit. An edit has exactly one of add, change, remove, shift",
    ),
    "edit_table": ("没有名为“{value}”的表，有：{known}", "no table is called “{value}”; there are: {known}"),
    "edit_field": ("这张表没有列“{value}”，有：{known}", "the table has no column “{value}”; it has: {known}"),
    "edit_value": (
        "“{value}”不能用。天数应为 -3660 至 3660 的整数，日期须在日历之内",
        "“{value}” does not do. Days are a whole number from -3660 to 3660, and dates stay in the calendar",
    ),
    "edit_fits_no_row": (
        "“{sheet}”中没有符合 {value} 的行。请检查编号",
        "no row of {sheet} is as {value} says. Check the ids",
    ),
}

CHANGES: Mapping[str, Sentence] = {
    "bad_pin": (
        "“{value}”应写成“评审会/专家”，且此人在方案的这场评审会中，如 S01/E017。请照此改写",
        "“{value}” is written “session/expert”, of somebody whom the plan has there, such as S01/E017. Write it so",
    ),
    "no_such_seat": (
        "方案中没有席位“{value}”（评审会/专家）。请核对编号",
        "the plan has no seat “{value}” (session/expert). Check the ids",
    ),
    "unknown_change": (
        "没有“{value}”这种变化。可用的有：{known}",
        "“{value}” is no kind of change. Known are: {known}",
    ),
    "no_changes": (
        "文件里没有任何变化。请至少写一项",
        "the file names no change. Write at least one",
    ),
    "not_asked": (
        "“{value}”不在评审会 {session} 的评委或候补之中，无从谢绝。请核对编号",
        "“{value}” is neither on the panel of session {session} nor an alternate, so there is nothing to decline. "
        "Check the two",
    ),
}
SENTENCES: Mapping[str, Sentence] = {**FILE, **SHEET, **CELL, **BETWEEN, **REGISTER, **PLAN, **DRAW, **EDITS, **CHANGES}

HINTS: Mapping[str, Sentence] = {
    "kind": ("。它看起来是 {kind} 文件", ". It looks like a file of {kind}"),
    "similar": ("。现有的“{similar}”是否就是它？", ". Is it perhaps the one named “{similar}”?"),
    "serial": (
        "。它像是日期 {serial} 的序号，把单元格改为日期格式即可",
        ". It looks like the number that stands for {serial}: set the format of the cell to date",
    ),
}
"""Said after the sentence where the fault has this fact and the sentence does not use it."""

COLON_AND_STOP = {"zh": ("：", "。"), "en": (": ", ".")}
MOST_SHOWN = 60
"""Characters of a value that a sentence shows."""
EXPECTED = {
    "text": "文字",
    "whole number": "整数",
    "number": "数字",
    "true | false": " true 或 false",
    "list": "列表 […]",
    "string": "文字",
    "integer": "整数",
    "boolean": " true 或 false",
    "array": "列表 […]",
    "object": "对象 {…}",
    "{…}": "对象 {…}",
    "[…]": "列表 […]",
}
"""Chinese words for the types of JSON."""


def fault_sentence(fault: Fault, lang: Literal["zh", "en"] = "zh") -> str:
    """One line on a fault: its place, what is wrong, and what to do."""
    pair = SENTENCES.get(fault.code)
    if pair is None:
        return str(fault)
    chosen = 0 if lang == "zh" else 1
    words = defaultdict(str, fault.facts) | _words(fault, lang)
    hints = [name for name, text in fault.facts if text and name in HINTS and f"{{{name}}}" not in pair[chosen]]
    said = "".join((pair[chosen], *(HINTS[name][chosen] for name in hints))).format_map(words)
    colon, stop = COLON_AND_STOP[lang]
    return f"{fault.place or words['sheet']}{colon}{said}{'' if said.endswith(('？', '?')) else stop}"


def _words(fault: Fault, lang: str) -> dict[str, str]:
    table = BY_NAME.get(fault.table)
    column = table.column.get(fault.field) if table else None
    tables = [BY_NAME[name] for name in dict(fault.facts).get("table", "").split("|") if name in BY_NAME]
    zh = lang == "zh"
    facts = {name: EXPECTED.get(text, text) for name, text in fault.facts if name == "expected" and zh}
    last = fault.place.rpartition("/")[2]
    heading = dict(fault.facts).get("heading", "")  # of a member that no table of seasons has
    field = (heading if zh else f"{heading} ({last})") if heading else fault.field or last
    return facts | {
        "schema": dict(fault.facts).get("schema", "plan"),
        "value": shown(fault.value),
        "place": fault.place,
        "sheet": (table.sheet if zh else f"{table.sheet} ({table.name})") if table else fault.table,
        "column": (column.heading if zh else f"{column.heading} ({column.field})") if column else field,
        "tables": "、".join(f"“{one.sheet}”表" if zh else f"{one.sheet} ({one.name})" for one in tables),
    }


def shown(value: str) -> str:
    """A value in a sentence: not too long, and what cannot be seen of it written out, as ``E1⟨U+200B⟩``."""
    short = value if len(value) <= MOST_SHOWN else value[:MOST_SHOWN] + "……"
    return "".join(one if one == "…" or not _invisible(one) else f"⟨U+{ord(one):04X}⟩" for one in short)


def _invisible(one: str) -> bool:
    """Control and format characters, and every space but the common one."""
    return unicodedata.category(one)[0] in "CZ" and one != " "
