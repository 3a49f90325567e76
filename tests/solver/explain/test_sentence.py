"""Every finding of every rule in Chinese and English, with its source and no code left in it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest

from data.briefing import brief_for
from data.regulations.register import register
from solver.domain.plan import Finding, Reason
from solver.domain.vocabulary import Severity
from solver.explain.citation import provision_source
from solver.explain.sentence import finding_statement, reason_sentence, sentence, term_name
from solver.explain.texts import HELP, REASONS, REASONS_BY_FACT, RULES, SAY, TERMS, VARIANTS
from solver.explain.words import LINKS, spoken
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES as CATALOGUE
from tests.builders import small_season
from tests.solver.rules.case_tables import Case, cases, findings_of_case, season_and_plan

REFUSED = tuple(case for case in cases() if not case.accepted)
PROVISIONS = tuple(register(date(2026, 9, 1), "沈阳").provisions.values())


def small_brief() -> Brief:
    """The brief of the small season."""
    return brief_for(small_season())


def test_every_rule_of_the_catalogue_has_its_own_wording_and_no_wording_lacks_a_rule() -> None:
    names = {rule.name for rule in CATALOGUE}
    assert set(RULES) == names
    assert {name for name, _ in VARIANTS} <= names


@pytest.mark.parametrize(
    "words", [*RULES.values(), *VARIANTS.values(), *REASONS.values(), *REASONS_BY_FACT.values(), *SAY.values()], ids=str
)
def test_both_languages_name_the_same_facts(words: tuple[str, str]) -> None:
    zh, en = (set(re.findall(r"{(\w+)}", text)) for text in words)
    assert zh == en


@pytest.mark.parametrize("provision", PROVISIONS, ids=lambda one: one.id)
def test_every_provision_of_the_register_can_be_cited_and_phrased(provision: object) -> None:
    rule = provision.id  # type: ignore[attr-defined]
    finding = Finding(rule, Severity.HARD, (("session", "S1"),), "2", "≥ 3")
    zh, en = (sentence(finding, small_brief(), lang) for lang in ("zh", "en"))
    assert zh.startswith("评审会 S1：")
    assert en.startswith("session S1: ")
    assert "依据：" in zh
    assert "Source: " in en
    assert "{" not in zh + en
    source = provision_source(provision)  # type: ignore[arg-type]
    assert source.text("zh") in zh
    assert (source.document or rule) in zh


def test_a_product_default_is_never_passed_off_as_law() -> None:
    defaults = [one for one in PROVISIONS if one.nature == "product"]
    assert len(defaults) > 10
    for one in defaults:
        source = provision_source(one)
        assert (source.document, source.number, source.article) == ("", "", "")
        assert source.text("zh").startswith(f"{one.id}〔产品默认")


def test_how_far_a_text_was_verified_is_said() -> None:
    one = next(one for one in PROVISIONS if one.id == "CN40-09b")
    said = {
        text: provision_source(replace(one, verification=text)).text("zh") for text in ("found (content)", "memory; x")
    }
    assert "〔已核对文本" in said["found (content)"]
    assert "〔一般知识，未核对原文" in said["memory; x"]
    assert "本年度已调整" in provision_source(replace(one, changed=(("min", "试点", "市局"),))).text("zh")


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_what_a_refused_case_is_told_has_no_code_and_no_gap_in_it(case: Case) -> None:
    brief = brief_for(season_and_plan(case)[0])
    for finding in findings_of_case(case)[:3]:
        zh, en = (finding_statement(finding, brief, lang) for lang in ("zh", "en"))
        assert re.findall(r"[a-z_]{2,}", zh) == []
        assert re.findall(r"\b[a-z]+_[a-z_]+\b", en) == []
        gaps = [text for text in (finding.found, finding.needed) if "—" in text]
        gaps += [name for name, text in finding.facts if text in {"", "—"}]  # a date nobody has given, say
        assert "—" not in zh or gaps


def test_several_rules_on_one_provision_are_told_apart() -> None:
    told: defaultdict[str, set[str]] = defaultdict(set)
    for case in REFUSED:
        if case.provision == "CN40-25":
            brief = brief_for(season_and_plan(case)[0])
            told[case.rule].add(finding_statement(findings_of_case(case)[0], brief, "zh").rpartition("：")[2][:4])
    assert len(told) == 4
    assert len(set.union(*told.values())) >= 4


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("≥ 25", "不少于 25", "at least 25"),
        ("≤ 2026-12-23", "不晚于 2026-12-23", "no later than 2026-12-23"),
        ("2026-10-12/2", "2026-10-12 下午", "2026-10-12 pm"),
        ("2026-10-12/2026-10-16", "2026-10-12 至 2026-10-16", "2026-10-12 to 2026-10-16"),
        ("≢ 0 (mod 3)", "不是 3 的倍数", "no multiple of 3"),
        ("2026-09-01 ≤ … < 2026-09-08", "2026-09-01 起、2026-09-08 之前", "from 2026-09-01 on, before 2026-09-08"),
        ("full_senior、CB3", "正高级、三代以内旁系血亲", "full-senior, collateral relative within three generations"),
        ("E17, P-A", "E17、P-A", "E17, P-A"),
    ],
)
def test_codes_signs_and_half_days_in_words(text: str, zh: str, en: str) -> None:
    assert (spoken(text, "zh"), spoken(text, "en")) == (zh, en)


@pytest.mark.parametrize("dimension", [*REASONS, "panel_is_odd", "nothing known"])
def test_a_reason_says_what_stands_in_the_way_and_what_would_help(dimension: str) -> None:
    reason = Reason(dimension, "CN40-37", "C1", (("found", "大连"), ("needed", "沈阳")))
    zh, en = (reason_sentence(reason, small_brief(), lang) for lang in ("zh", "en"))
    assert zh.startswith("评委会 C1（机械工程高级评委会）：")
    assert "人社部令第40号" in zh
    assert ("可行办法：" in zh) == ("What would help: " in en) == (dimension in HELP)


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (Reason("panel", "CN40-09c", "C1", (("short", "2"),)), "相差 2"),
        (Reason("panel", "CN-HB-1", "C1", (("seats", "7"),)), "7 个候选席位不能用"),
        (Reason("panel", "CN40-09c", "C1", (("found", "9"), ("needed", "≥ 11"))), "评委 9 人，应不少于 11 人"),
        (Reason("fact", "SY24-14b", "C1", (("found", "1"), ("needed", "≥ 2"))), "已签署的承诺为 1 份，应不少于 2 份"),
        (Reason("readers", "PD-12", "C1", (("found", "1"), ("needed", "2"))), "能主审的评委 1 人，需要 2 人"),
        (Reason("alternates", "PD-04", "C1", (("panel", "3"),)), "候补缺 3 人"),
        (Reason("alternates", "PD-04", "C1", (("G1", "1"),)), "候补不足"),
    ],
)
def test_reasons_of_planning_are_worded_by_what_they_know(reason: Reason, says: str) -> None:
    assert says in reason_sentence(reason, small_brief(), "zh")


def test_the_path_of_kinship_is_shown_person_by_person() -> None:
    path = (("path", "P01 spouse P02 sibling A01"),)
    finding = Finding("CN-HB-1", Severity.HARD, (("expert", "E01"),), "AF", "", path, by="kin_of_applicant")
    assert "E01（专家1） → 配偶 E02（专家2） → 兄弟姐妹 A01（申报人1）" in finding_statement(
        finding, small_brief(), "zh"
    )
    assert "E01 (专家1) → spouse E02 (专家2) → sibling A01 (申报人1)" in finding_statement(finding, small_brief(), "en")


def test_a_finding_of_somebody_elses_program_is_phrased_too() -> None:
    finding = Finding("XX-99", Severity.HARD, (("session", "S9"), ("expert", "E99")), "", "")
    assert sentence(finding, small_brief(), "zh") == "评审会 S9、专家 E99：不符合“XX-99”。依据：XX-99〔产品默认〕"


def test_relations_and_terms_have_words_in_both_languages() -> None:
    assert all(zh and en and zh != en for zh, en in (*LINKS.values(), *TERMS.values()))
    assert set(TERMS) == set(small_brief().rulebook.provision("PD-22").parameters)
    assert term_name("fresh", "zh") == "新面孔"
    assert term_name("some_new_term", "en") == "some new term"
