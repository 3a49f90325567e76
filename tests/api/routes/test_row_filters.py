"""Filters of the lists of a season: they narrow what is visible and tell nothing of what is hidden."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api.season_tables import RESOURCES
from data.season_files.columns import BY_NAME
from data.season_files.season_json import json_row
from solver.domain.committees import Committee
from solver.domain.season import Season
from solver.domain.vocabulary import ExpertStatus
from tests.api.season_uploads import HERE, keep
from tests.api.service import Headers, Service
from tests.builders import complete_season, small_season

OTHER = Committee("C9", "卫生高级评委会", "U02", "H1", "08")


def two_committees() -> Season:
    """Experts E01 to E08 are in the pool of C1, the others in that of C9; E02 and E10 are suspended."""
    season = small_season()
    pools = tuple(replace(row, committee="C1" if row.expert <= "E08" else "C9") for row in season.pools)
    experts = tuple(
        replace(row, status=ExpertStatus.SUSPENDED) if row.id in ("E02", "E10") else row for row in season.experts
    )
    return replace(season, committees=(*season.committees, OTHER), pools=pools, experts=experts)


def listed(service: Service, who: Headers, asked: str) -> list[dict[str, Any]]:
    """Rows of every page of a list, three on a page."""
    found: list[dict[str, Any]] = []
    mark, more = "&" if "?" in asked else "?", ""
    while True:
        answer = service.client.get(f"{HERE}/{asked}{mark}limit=3{more}", headers=who)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert page["items"] or not more, "a next page was promised, and is empty"
        found += page["items"]
        if page["next"] is None:
            return found
        more = f"&cursor={page['next']}"


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.name)
def test_each_filter_finds_the_rows_with_its_value(service: Service, resource: Any) -> None:
    season = complete_season()
    keep(service, season)
    who, table = service.person("supervisor"), BY_NAME[resource.name]
    rows = [json_row(table, row) for row in getattr(season, resource.name)]
    for field in resource.filters:
        for value in {
            str(row[field]) if not isinstance(row[field], bool) else row[field] for row in rows if field in row
        }:
            sent = str(value).lower() if isinstance(value, bool) else value
            answer = service.client.get(f"{HERE}/{resource.name}", params={field: sent, "limit": 200}, headers=who)
            assert answer.status_code == 200, answer.text
            expected = [row for row in rows if str(row.get(field, "")) == str(value)]
            assert len(answer.json()["items"]) == len(expected) > 0, (field, value)
            assert {str(one["row"][field]) for one in answer.json()["items"]} == {str(value)}


def test_no_filter_asks_for_an_identity_number() -> None:
    assert not [one.name for one in RESOURCES if {"identity_no", "extra"} & set(one.filters)]


def test_filters_narrow_what_is_visible(service: Service) -> None:
    keep(service, two_committees())
    ours, whole = service.person("secretariat", ["C1"]), service.person("secretariat", ["*"])
    assert [one["key"] for one in listed(service, whole, "experts?status=suspended")] == ["E02", "E10"]
    assert [one["key"] for one in listed(service, ours, "experts?status=suspended")] == ["E02"]
    assert [one["key"] for one in listed(service, whole, "experts?status=暂停")] == ["E02", "E10"]
    assert len(listed(service, ours, "pools?committee=C1")) == 8
    assert [one["row"]["expert"] for one in listed(service, ours, "pools?committee=C1&expert=E03")] == ["E03"]
    assert len(listed(service, ours, "applications?level=associate_senior")) == 6


def test_a_filter_answers_alike_about_what_is_hidden_and_what_is_absent(service: Service) -> None:
    keep(service, two_committees())
    ours = service.person("secretariat", ["C1"])
    for hidden, absent in (
        ("pools?committee=C9", "pools?committee=C8"),
        ("pools?expert=E10", "pools?expert=E99"),
        ("experts?person=P10", "experts?person=P99"),
        ("persons?employer=U10", "persons?employer=U99"),
        ("qualifications?expert=E10", "qualifications?expert=E99"),
        ("committees?series=08", "committees?series=09"),
    ):
        assert service.client.get(f"{HERE}/{absent}", headers=ours).json() == {"items": [], "next": None}
        assert service.client.get(f"{HERE}/{hidden}", headers=ours).json() == {"items": [], "next": None}, hidden
    supervisor = service.person("supervisor")
    assert len(listed(service, supervisor, "pools?committee=C9")) == 7  # they are there


@pytest.mark.parametrize(
    ("asked", "code", "pointer"),
    [
        ("experts?colour=red", "no_such_filter", "/colour"),
        ("persons?identity_no=11010519491231002X", "no_such_filter", "/identity_no"),
        ("experts?status=tired", "filter_value", "/status"),
        ("experts?in_post=perhaps", "filter_value", "/in_post"),
        ("experts?person=", "filter_value", "/person"),
        ("service?year=MMXXVI", "filter_value", "/year"),
        ("applications?series=99", "filter_value", "/series"),
        ("experts?status=active&status=suspended", "given_twice", "/status"),
        ("routes?colour=red", "no_such_filter", "/colour"),
        ("delegations?state=lost", "filter_value", "/state"),
    ],
)
def test_what_is_no_filter_or_no_value_is_named(service: Service, asked: str, code: str, pointer: str) -> None:
    keep(service, small_season())
    answer = service.client.get(f"{HERE}/{asked}", headers=service.person("supervisor"))
    assert (answer.status_code, answer.json()["code"]) == (422, "validation")
    assert [(one["code"], one["place"], one["pointer"]) for one in answer.json()["faults"]] == [
        (code, "query", pointer)
    ]


def test_every_fault_of_a_query_is_told_at_once(service: Service) -> None:
    keep(service, small_season())
    answer = service.client.get(f"{HERE}/experts?colour=red&status=tired", headers=service.person("supervisor"))
    assert {one["pointer"] for one in answer.json()["faults"]} == {"/colour", "/status"}


def test_routes_are_filtered_as_applications_are(service: Service) -> None:
    keep(service, small_season())
    who = service.person("secretariat", ["C1"])
    routed = listed(service, who, "routes?applicant=A03")
    assert [one["application"] for one in routed] == ["D03"]
    assert listed(service, who, "routes?level=junior") == []
