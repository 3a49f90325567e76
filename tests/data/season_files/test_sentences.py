"""Every fault code has a Chinese and an English sentence that says what to do, and every sentence has its code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import data
from data.season_files.codecs import UnreadableError
from data.season_files.columns import BY_NAME
from data.season_files.sentences import BETWEEN, CELL, FILE, SENTENCES, SHEET, fault_sentence
from solver.domain.faults import Fault

ROOT = Path(data.__file__).parent.parent
PLACES = [*(ROOT / "data").rglob("*.py"), *(ROOT / "solver" / "draw").rglob("*.py"), *(ROOT / "api").glob("draw_*.py")]
SOURCES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in PLACES}
RAISERS = {"Fault", "fault", "_fault", "UnreadableError"}


def raised_codes() -> set[str]:
    """Codes that stand as the first argument of whatever makes a fault, in ``data`` and wherever draws are made."""
    calls = [node for tree in SOURCES.values() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    first = [
        call.args[0]
        for call in calls
        if call.args
        and (call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")) in RAISERS
    ]
    return {one.value for one in first if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def test_every_code_has_its_sentences() -> None:
    codes = raised_codes()
    assert len(codes) > 40
    assert codes - set(SENTENCES) == set()


def test_every_sentence_of_the_season_files_has_its_code() -> None:
    literals = {
        node.value
        for path, tree in SOURCES.items()
        if path.parent.name == "season_files" and path.name != "sentences.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {*FILE, *SHEET, *CELL, *BETWEEN} - literals == set()


@pytest.mark.parametrize("code", SENTENCES)
def test_sentences_are_in_their_language(code: str) -> None:
    zh, en = SENTENCES[code]
    assert any("一" <= letter <= "鿿" for letter in zh)
    assert en[0].isascii() or en[0] == "“"
    assert en != zh


HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”）][,:;?!(]|[,:;?!)][\u4e00-\u9fff“（]")


@pytest.mark.parametrize("code", SENTENCES)
def test_chinese_sentences_have_chinese_punctuation(code: str) -> None:
    assert not HALF_WIDTH.search(re.sub(r"\{\w+\}", "某", SENTENCES[code][0]))


def test_the_sentence_names_cell_heading_value_and_choices() -> None:
    fault = Fault("unknown_word", "experts", 7, "status", "专家库!G7", "在岗", (("choices", "正常、暂停、移出"),))
    assert fault_sentence(fault, "zh") == "专家库!G7：“状态”中的“在岗”不在可选范围内。请选：正常、暂停、移出。"
    assert fault_sentence(fault, "en") == (
        "专家库!G7: “在岗” is no choice of “状态 (status)”. Choose one of: 正常、暂停、移出."
    )


def test_a_code_nobody_worded_is_still_shown() -> None:
    assert fault_sentence(Fault("odd", place="x", value="1")) == "x: odd '1'"


def test_in_english_the_words_of_a_choice_come_with_their_codes() -> None:
    column = BY_NAME["pins"].column["kind"]
    with pytest.raises(UnreadableError) as raised:
        column.codec.parse("must")
    fault = Fault(raised.value.code, "pins", 2, "kind", "B2", "must", tuple(raised.value.facts.items()))
    assert fault_sentence(fault, "en").endswith("Choose one of: 指定、禁止 (keep, forbid).")
    assert fault_sentence(fault, "zh").endswith("请选：指定、禁止。")
