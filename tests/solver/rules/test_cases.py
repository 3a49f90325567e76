"""Every rule on plans either side of its threshold, as written in ``cases/*.toml`` from the articles."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from data.regulations.register import register
from solver.domain.vocabulary import Standing
from solver.rules.catalogue import RULES
from tests.solver.rules.case_tables import CASES, Case, cases, findings_of_case

ALL = tuple(cases())
SOLVER = Path(__file__).parents[3] / "solver"
READ_ELSEWHERE = {
    "PD-07": "relations",  # which relations recuse: the conflicts of interest that recusal rules read
    "GD20-05": "rules",  # whether a grade covers lower levels: a number of grade_covers_levels
}
"""Planned or checked provisions without a rule of their own, and the part of the solver that reads them."""


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_case_is_judged_as_its_table_says(case: Case) -> None:
    findings = findings_of_case(case)
    assert {finding.rule for finding in findings} <= {case.provision}
    if case.accepted:
        assert findings == ()
        return
    assert findings
    if case.findings is not None:
        assert len(findings) == case.findings
    named = {one for finding in findings for pair in (*finding.subject, *finding.facts) for one in pair[1].split(", ")}
    assert set(case.about) <= named


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_plan_it_accepts_and_one_it_refuses(rule: object) -> None:
    verdicts = {case.accepted for case in ALL if case.rule == rule.name}  # type: ignore[attr-defined]
    assert verdicts == {True, False}


def test_tables_name_rules_and_provisions_that_belong_together() -> None:
    ids = {rule.name: rule.ids for rule in RULES}
    assert [str(case) for case in ALL if case.provision not in ids.get(case.rule, ())] == []
    named_after = {path.stem for path in CASES.glob("*.toml")}
    assert named_after <= {case.file for case in ALL if case.file in (case.provision, f"{case.provision}-{case.rule}")}


def test_no_rule_and_no_case_stands_twice() -> None:
    assert [name for name, times in Counter(rule.name for rule in RULES).items() if times > 1] == []
    assert [name for name, times in Counter(map(str, ALL)).items() if times > 1] == []


def test_planned_and_checked_provisions_are_those_that_rules_stand_on() -> None:
    provisions = register(date(2026, 9, 1), "沈阳").provisions.values()
    coded = {one.id for one in provisions if one.standing in (Standing.PLANNED, Standing.CHECKED)}
    assert coded - READ_ELSEWHERE.keys() == {one for rule in RULES for one in rule.ids} - READ_ELSEWHERE.keys()


@pytest.mark.parametrize(("provision", "part"), READ_ELSEWHERE.items())
def test_provisions_without_a_rule_are_read_where_it_is_said(provision: str, part: str) -> None:
    assert any(f'"{provision}"' in path.read_text(encoding="utf-8") for path in (SOLVER / part).glob("*.py"))
