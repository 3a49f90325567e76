"""The register over HTTP: what is in force where and when, and where each rule and each number comes from."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from api.today import today
from data.regulations.places import NATIONAL
from data.regulations.register import register
from solver.explain.citation import provision_source
from tests.api.service import Headers, Service


def everything(service: Service, who: Headers, query: str = "") -> list[dict[str, Any]]:
    """Every item of the list, page by page."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = service.client.get(f"/v1/rules?limit=30{query}{cursor}", headers=who).json()
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"


@pytest.mark.parametrize(("place", "on"), [("沈阳", date(2026, 10, 1)), ("辽宁省", date(2019, 8, 31))])
def test_the_rules_in_force_are_those_of_the_register(service: Service, place: str, on: date) -> None:
    book, who = register(on, place), service.person("expert", ["E01"])
    listed = everything(service, who, f"&place={place}&on={on}")
    assert [one["id"] for one in listed] == [one.id for one in book.provisions.values() if one.in_force]
    whole = everything(service, who, f"&place={place}&on={on}&all=true")
    assert {one["id"]: one["in_force"] for one in whole} == {one.id: one.in_force for one in book.provisions.values()}
    page = service.client.get(f"/v1/rules?place={place}&on={on}", headers=who).json()
    assert (page["place"], page["on"], page["digest"]) == (book.place, on.isoformat(), book.digest)


def test_without_a_place_and_a_day_it_is_the_nation_today(service: Service) -> None:
    with service.store.read() as reader:
        now = today(reader)
    page = service.client.get("/v1/rules", headers=service.person()).json()
    assert (page["place"], page["on"]) == (NATIONAL, now.isoformat())


def test_a_rule_is_told_with_its_sources(service: Service) -> None:
    who = service.person("administrator")
    for one in register(date(2026, 10, 1), "沈阳").provisions.values():
        told = service.client.get(f"/v1/rules/{one.id}?place=沈阳&on=2026-10-01", headers=who).json()
        source = provision_source(one)
        assert (told["title"], told["title_en"], told["severity"]) == (one.title_zh, one.title_en, one.severity)
        assert (told["verification"], told["confidence"]) == (source.verification("zh"), one.confidence)
        assert (told["citation"]["text"], told["citation"]["text_en"]) == (source.text("zh"), source.text("en"))
        assert [row["name"] for row in told["numbers"]] == list(one.parameters)
        assert all(row["source"] == source.text("zh") for row in told["numbers"])


def test_a_rule_begins_on_its_day(service: Service) -> None:
    who = service.person()
    since = service.client.get("/v1/rules/CN40-09b", headers=who).json()["since"]
    for day, expected in ((since, True), ("2019-08-31", False)):
        told = service.client.get(f"/v1/rules/CN40-09b?on={day}", headers=who).json()
        assert told["in_force"] is expected


def test_what_is_not_known_is_named(service: Service) -> None:
    who = service.person()
    assert service.client.get("/v1/rules/CN40-99", headers=who).json()["code"] == "not-found"
    answer = service.client.get("/v1/rules?place=火星", headers=who)
    assert (answer.status_code, answer.json()["faults"][0]["pointer"]) == (422, "/place")
    answer = service.client.get("/v1/rules?on=2026-13-01", headers=who)
    assert (answer.status_code, answer.json()["faults"][0]["pointer"]) == (422, "/on")
    assert service.client.get("/v1/rules").status_code == 401
