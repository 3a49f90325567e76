"""Each number of a rule says where it comes from: its text, or the policy sheet that replaced it."""

from __future__ import annotations

from datetime import date

from data.regulations.register import register, with_policy
from solver.domain.committees import PolicyChange
from solver.explain.citation import numbers_of, provision_source


def test_a_number_of_the_policy_sheet_does_not_claim_the_text_of_the_law() -> None:
    book = register(date(2026, 10, 1), "沈阳")
    lawful = book.provision("CN40-09b")
    ((name, value, source),) = [(one.name, one.value, one.source) for one in numbers_of(lawful)]
    assert (name, value) == ("min_series_senior", 25)
    assert source == (provision_source(lawful).text("zh"), provision_source(lawful).text("en"))
    changed = with_policy(book, [PolicyChange("CN40-09b", "min_series_senior", "27", "本市规定", "李四")])
    ((value, (zh, en)),) = [(one.value, one.source) for one in numbers_of(changed.provision("CN40-09b"))]
    assert value == 27
    assert zh == "本年度参数：本市规定（李四）"
    assert "李四" in en
    assert "40号" not in zh
