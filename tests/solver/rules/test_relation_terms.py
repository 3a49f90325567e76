"""Which kinds of relation count, and how far back."""

from __future__ import annotations

from datetime import date

import pytest

from data.regulations.register import register
from solver.domain.vocabulary import RecusalMode
from solver.rules.relation_terms import Term, relation_terms, strictest, years_before

FIRST = date(2026, 9, 1)


def test_every_kind_but_named_experts_counts_by_default() -> None:
    terms = relation_terms(register(FIRST, "沈阳"), FIRST)
    kin, others = {"SP", "LB", "CB3", "AF", "OT"}, {"EMP", "REC", "SUP", "COA", "PRJ", "EXC", "LEAD", "ECO", "CMP"}
    assert terms.keys() == kin | others | {"SELF"}
    assert {terms[one].mode for one in kin} == {RecusalMode.SESSION}
    assert {terms[one].mode for one in others} == {RecusalMode.CASE}
    assert terms["COA"] == Term("PD-07", RecusalMode.CASE, date(2023, 9, 1))
    assert terms["SUP"].since is None


def test_before_the_recusal_rules_were_in_force_no_kin_counted() -> None:
    assert "SP" not in relation_terms(register(date(2019, 12, 31), "全国"), date(2019, 12, 31))


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2026, 9, 1), 3, date(2023, 9, 1)),
        (date(2024, 2, 29), 3, date(2021, 2, 28)),
        (date(2024, 2, 29), 4, date(2020, 2, 29)),
    ],
)
def test_years_are_counted_back_to_the_same_day(day: date, years: int, expected: date) -> None:
    assert years_before(day, years) == expected


def test_the_stricter_mode_wins() -> None:
    assert strictest(RecusalMode.CASE, RecusalMode.POOL_YEAR) is RecusalMode.POOL_YEAR
    assert strictest(RecusalMode.SESSION, RecusalMode.CASE) is RecusalMode.SESSION
    assert strictest(RecusalMode.CASE, None) is RecusalMode.CASE
