"""What is in force where and when, and that no rule of the regulations was dropped."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from data.regulations.documents import documents
from data.regulations.places import chain
from data.regulations.register import register
from solver.domain.vocabulary import Severity, Standing
from solver.errors import InputError
from solver.rules.rulebook import Provision

DAY = date(2026, 9, 1)
KNOWN = [line.split() for line in (Path(__file__).parent / "known_rules.txt").read_text("utf-8").splitlines()]
DEFAULT_OFF = {one for one, severity in KNOWN if severity == "config_default_off"}
PRODUCT = {"PD-01", "PD-02", "PD-03", "PD-04", "PD-06", "PD-07"}
SEVERITIES = {"hard": Severity.HARD, "hard_overridable": Severity.OVERRIDABLE, "advisory": Severity.ADVISORY}


def provisions() -> dict[str, Provision]:
    return {one.id: one for document in documents() for one in document.provisions}


def test_none_of_the_137_rules_is_dropped() -> None:
    assert len(KNOWN) == 137
    assert {one for one, _ in KNOWN} <= provisions().keys()


def test_what_the_product_adds_is_marked_as_such() -> None:
    added = provisions().keys() - {one for one, _ in KNOWN}
    assert added == {f"PD-{n}" for n in range(10, 28)} | {f"LG-0{n}" for n in range(1, 10)}
    assert {provisions()[one].nature for one in added} == {"product", "logic"}


HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”）][,:;?!(]|[,:;?!)][\u4e00-\u9fff“（]")


def test_what_people_read_has_chinese_punctuation() -> None:
    shown = [text for document in documents() for text in (document.title, document.note)]
    shown += [text for one in provisions().values() for text in (one.title_zh, one.note, one.citation.article)]
    assert [text for text in shown if HALF_WIDTH.search(text)] == []


def test_an_id_stands_once() -> None:
    ids = [one.id for document in documents() for one in document.provisions]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("one", "severity"), [row for row in KNOWN if row[1] in SEVERITIES])
def test_a_severity_is_that_of_the_text(one: str, severity: str) -> None:
    assert provisions()[one].severity is SEVERITIES[severity]


def test_off_by_default_stays_off_everywhere_but_for_the_product_profile() -> None:
    assert not any(provisions()[one].in_force for one in DEFAULT_OFF)
    for place in ("沈阳", "吉林", "广东", "北京", "河北", "全国"):
        on = {one.id for one in register(DAY, place).provisions.values() if one.in_force}
        assert on & DEFAULT_OFF == PRODUCT


def test_every_provision_says_how_far_it_was_verified_and_every_text_where_it_stands() -> None:
    for one in provisions().values():
        assert one.verification, one.id
        assert one.confidence, one.id
        assert one.citation.document, one.id
        if one.nature == "product":
            assert one.verification == "assumption", one.id


def test_product_defaults_carry_no_document_number() -> None:
    assert {one.citation.number for one in provisions().values() if one.nature in {"product", "logic"}} == {""}


def test_what_only_people_can_see_to_is_procedural() -> None:
    """Ballots, records and penalties are outside what a season and a plan can say."""
    for one in provisions().values():
        if one.category in {"vote", "record", "penalty", "appeal", "confidential", "hiring", "passrate"}:
            assert one.standing is Standing.PROCEDURAL, one.id


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("沈阳", ("沈阳市", "辽宁省", "全国")),
        ("沈阳市", ("沈阳市", "辽宁省", "全国")),
        ("SY", ("沈阳市", "辽宁省", "全国")),
        (" 大连 ", ("大连市", "辽宁省", "全国")),
        ("吉林", ("吉林省", "全国")),
        ("长春", ("长春市", "吉林省", "全国")),
        ("揭阳", ("揭阳市", "广东省", "全国")),
        ("北京", ("北京市", "全国")),
        ("烟台", ("烟台市", "山东省", "全国")),
        ("衢州", ("衢州市", "浙江省", "全国")),
        ("全国", ("全国",)),
    ],
)
def test_a_place_belongs_to_its_province(name: str, expected: tuple[str, ...]) -> None:
    assert chain(name) == expected


@pytest.mark.parametrize("name", ["亚特兰蒂斯", "", "省份不明"])
def test_an_unknown_place_is_refused_and_the_known_ones_are_named(name: str) -> None:
    with pytest.raises(InputError) as caught:
        register(DAY, name)
    (fault,) = caught.value.faults
    assert (fault.code, fault.table, fault.field, fault.value) == ("unknown-place", "season", "place", name)
    assert "沈阳市" in dict(fault.facts)["known"]
    assert "全国" in dict(fault.facts)["known"]


@pytest.mark.parametrize(
    ("one", "place", "on", "expected"),
    [
        ("SY24-15b", "沈阳", DAY, True),
        ("SY24-15b", "大连", DAY, False),  # a city's rule ends at the city
        ("SY24-15b", "辽宁", DAY, False),  # and does not climb to the province
        ("SY24-15b", "沈阳", date(2023, 12, 31), False),
        ("SY24-15b", "沈阳", date(2024, 1, 1), True),
        ("SY24-12", "沈阳", date(2024, 1, 1), True),  # the list is of 2024 alone
        ("SY24-12", "沈阳", date(2024, 12, 31), True),
        ("SY24-12", "沈阳", date(2025, 1, 1), False),
        ("GD20-03", "揭阳", DAY, True),  # a province's rule holds in its cities
        ("GD20-03", "广东", DAY, True),
        ("GD20-03", "沈阳", DAY, False),
        ("CN40-09b", "沈阳", date(2019, 8, 31), False),
        ("CN40-09b", "沈阳", date(2019, 9, 1), True),
        ("CN-HB-1", "全国", date(2019, 12, 31), False),
        ("CN-HB-1", "全国", date(2020, 1, 1), True),
    ],
)
def test_a_rule_is_in_force_at_its_place_in_its_time(one: str, place: str, on: date, expected: bool) -> None:
    assert register(on, place).provision(one).in_force is expected


def test_no_place_has_the_rules_of_an_unidentified_province() -> None:
    """PR-4055 and L11-* were seen without their province."""
    unidentified = {one.id for one in provisions().values() if one.place == "省份不明"}
    assert unidentified == {"L11-10", "L11-13a", "L11-13b", "L11-14", "PR-4055"}


def test_the_numbers_are_those_of_the_texts() -> None:
    book = register(DAY, "沈阳")
    assert book.provision("CN40-09b").whole("min_series_senior") == 25
    assert book.provision("CN40-09c").whole("min_specialty_senior") == 11
    assert book.provision("JL13-25").whole("min_specialty_senior") == 17
    assert book.provision("CN40-19a").share("quorum") * 3 == 2
    assert book.provision("SY24-15h").whole("filing_workdays") == 20
    assert "group_max" not in book.provision("PD-01").parameters


def test_one_number_of_notice_days_stands_wherever_it_is_read() -> None:
    book = register(DAY, "沈阳")
    days = {book.provision(one).whole("notice_workdays") for one in ("SY24-15h", "PD-18")}
    assert days == {book.provision(one).whole("min_workdays") for one in ("SY24-15f", "CN40-26a")}


def test_the_digest_tells_registers_apart() -> None:
    assert register(DAY, "沈阳").digest == register(date(2026, 10, 1), "沈阳市").digest
    assert register(DAY, "沈阳").digest != register(DAY, "大连").digest
    assert len(register(DAY, "沈阳").digest) == 64


def test_every_objective_weight_is_positive() -> None:
    weights = register(DAY, "全国").provision("PD-22")
    assert weights.in_force
    assert all(weights.number(name) > 0 for name in weights.parameters)
