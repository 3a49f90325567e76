"""The policy sheet: what may be changed, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from data.regulations.register import register, with_policy
from solver.domain.committees import PolicyChange
from solver.domain.faults import Fault
from solver.errors import InputError
from solver.rules.rulebook import Rulebook

BOOK = register(date(2026, 9, 1), "沈阳")
WHY = "省人社厅复函"


def changed(rule: str, parameter: str, value: str, reason: str = WHY) -> Rulebook:
    return with_policy(BOOK, [PolicyChange(rule, parameter, value, reason, "局长")])


def faults(*rows: PolicyChange) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        with_policy(BOOK, rows)
    assert all(fault.table == "policy" for fault in caught.value.faults)
    return caught.value.faults


def test_a_number_is_changed_and_the_reason_kept() -> None:
    provision = changed("CN40-09c", "min_specialty_senior", "9").provision("CN40-09c")
    assert provision.whole("min_specialty_senior") == 9
    assert provision.changed == (("min_specialty_senior", WHY, "局长"),)
    assert BOOK.provision("CN40-09c").whole("min_specialty_senior") == 11


def test_a_change_changes_the_digest() -> None:
    assert changed("CN40-09c", "min_specialty_senior", "9").digest != BOOK.digest
    assert with_policy(BOOK, []).digest == BOOK.digest


@pytest.mark.parametrize("text", ["[1, 4]", "1/4", "0.25"])
def test_a_share_is_written_in_any_of_three_ways(text: str) -> None:
    assert changed("PD-01", "max_share", text).provision("PD-01").share("max_share") * 4 == 1


@pytest.mark.parametrize(("text", "expected"), [("true", True), ("TRUE", True), ("是", True), ("否", False)])
def test_a_provision_is_turned_on_and_off(text: str, expected: bool) -> None:
    assert changed("JL13-25", "in_force", text).provision("JL13-25").in_force is expected


def test_a_parameter_without_a_default_can_be_set() -> None:
    assert changed("PD-01", "group_max", "1").provision("PD-01").whole("group_max") == 1


def test_a_profile_is_turned_on_with_its_numbers() -> None:
    book = changed("JL-2013", "in_force", "true")
    assert book.provision("JL13-25").in_force
    assert book.provision("PD-04").number("ratio") == 1.0
    assert book.provision("JL13-25").changed == (("JL-2013.in_force", WHY, "局长"),)


def test_the_product_profile_can_be_turned_off() -> None:
    book = changed("product", "in_force", "false")
    assert not any(book.provision(one).in_force for one in ("PD-01", "PD-02", "PD-04", "PD-06", "PD-07"))


def test_a_later_row_goes_before_an_earlier_one() -> None:
    rows = [PolicyChange("PD-05", "multiple", text, WHY) for text in ("4", "5")]
    assert with_policy(BOOK, rows).provision("PD-05").whole("multiple") == 5


@pytest.mark.parametrize("rule", ["PD-99", "", "cn40-09b"])
def test_an_unknown_rule_is_refused(rule: str) -> None:
    (fault,) = faults(PolicyChange(rule, "in_force", "true", WHY))
    assert (fault.code, fault.field, fault.value) == ("unknown-rule", "rule", rule)


def test_an_unknown_parameter_is_refused_and_the_known_ones_are_named() -> None:
    (fault,) = faults(PolicyChange("CN40-09c", "min", "9", WHY))
    assert (fault.code, fault.field, fault.value) == ("unknown-parameter", "parameter", "min")
    assert dict(fault.facts) == {"rule": "CN40-09c", "known": "in_force、min_specialty_senior"}


@pytest.mark.parametrize(
    ("rule", "parameter", "value", "kind"),
    [
        ("CN40-09c", "min_specialty_senior", "eleven", "whole"),
        ("CN40-09c", "min_specialty_senior", "11.5", "whole"),
        ("CN40-09c", "min_specialty_senior", "true", "whole"),
        ("CN40-09c", "min_specialty_senior", "", "whole"),
        ("CN40-09c", "in_force", "1", "flag"),
        ("PD-01", "max_share", "1/0", "share"),
        ("PD-01", "max_share", "[1, 2, 3]", "share"),
        ("PD-04", "ratio", "NaN", "number"),
        ("PD-04", "ratio", '"0.5"', "number"),
        ("CN-HB-1", "classes", "SP", "list"),
        ("CN40-10b", "level_map", "[]", "table"),
        ("PD-07", "mode", "", "text"),
    ],
)
def test_a_value_of_another_kind_is_refused(rule: str, parameter: str, value: str, kind: str) -> None:
    (fault,) = faults(PolicyChange(rule, parameter, value, WHY))
    assert (fault.code, fault.value, dict(fault.facts)["needed"]) == ("wrong-parameter-value", value, kind)


@pytest.mark.parametrize("rule", ["CN40-10c", "CN40-09c", "JL-2013"])
def test_what_binds_is_changed_only_with_a_reason(rule: str) -> None:
    (fault,) = faults(PolicyChange(rule, "in_force", "false", "  "))
    assert (fault.code, fault.field, dict(fault.facts)["rule"]) == ("reason-missing", "reason", rule)


def test_what_only_advises_is_changed_without_a_reason() -> None:
    assert changed("PD-22", "travel", "3", reason="").provision("PD-22").number("travel") == 3.0


def test_logic_is_not_for_the_policy_sheet() -> None:
    (fault,) = faults(PolicyChange("LG-01", "in_force", "false", WHY))
    assert (fault.code, fault.value) == ("logic-is-fixed", "LG-01")


def test_every_fault_is_told_at_once() -> None:
    rows = (PolicyChange("PD-99", "a", "1"), PolicyChange("PD-01", "b", "1"), PolicyChange("PD-01", "max_share", "x"))
    assert [fault.code for fault in faults(*rows)] == [
        "unknown-rule",
        "unknown-parameter",
        "wrong-parameter-value",
        "reason-missing",
    ]
