"""Limits of requests: refused before anything is parsed or written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.limits import refuse_bad_json
from api.problems import Problem
from data.season_files.json_shape import is_deeper
from tests.api.service import Service

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "depth"),
    [
        (b"", 0),
        (b"1", 0),
        (b"[]", 1),
        (b'{"a": [1, {"b": []}], "c": []}', 4),
        (rb'["[[[[", "\"[[", "\\"]', 1),
        (b"[" * 9 + b"]" * 9, 9),
        (b'[["' + rb"\"" * 1_000_000, 2),  # a text that nobody closes is looked through once, not a million times
    ],
)
def test_depth(body: bytes, depth: int) -> None:
    assert not is_deeper(body, depth)
    assert not depth or is_deeper(body, depth - 1)


@pytest.mark.parametrize("body", [rb'{"a": "\\u0000"}', rb'"\ud83d\ude00"', rb'"\u00e4"', '"李"'.encode()])
def test_honest_texts_pass(body: bytes) -> None:
    refuse_bad_json(body, 5)  # raises for what does not pass
    assert json.loads(body)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (rb'{"a": "\u0000"}', "malformed"),
        (rb'{"a": "\\\u0000"}', "malformed"),
        (rb'"\ud83d"', "malformed"),
        (rb'"\ude00"', "malformed"),
        (rb'"\ud83dx\ude00"', "malformed"),
        ("李".encode("gbk"), "malformed"),
        (b"[[[[[[]]]]]]", "too-deep"),
    ],
)
def test_hostile_texts_do_not(body: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        refuse_bad_json(body, 5)
    assert caught.value.code == code


@pytest.fixture
def small(service: Service) -> Iterator[TestClient]:
    """A service that takes bodies of 100 bytes at most."""
    settings = replace(service.settings, body_limit=100)
    with TestClient(create_app(settings, service.store)) as client:
        yield client


def asked(length: int) -> bytes:
    """A body of exactly ``length`` bytes that is otherwise fine."""
    body = b'{"login": "nobody", "password": "'
    return body + b"x" * (length - len(body) - 2) + b'"}'


def test_a_body_may_be_as_large_as_the_limit_and_no_larger(small: TestClient) -> None:
    assert small.post("/v1/sign-in", content=asked(100), headers=JSON).status_code == 401
    answer = small.post("/v1/sign-in", content=asked(101), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


def test_a_body_that_does_not_say_how_large_it_is(small: TestClient) -> None:
    parts = iter([asked(101)[:50], asked(101)[50:]])
    assert small.post("/v1/sign-in", content=parts, headers=JSON).status_code == 413
    assert small.post("/v1/sign-in", content=iter([asked(100)]), headers=JSON).status_code == 401


def test_deep_json_is_refused_before_it_is_parsed(service: Service) -> None:
    answer = service.client.post("/v1/sign-in", content=b"[" * 100_000, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "too-deep")


def test_who_is_not_signed_in_is_told_so_before_the_body_is_read(service: Service) -> None:
    answer = service.client.post("/v1/users", content=b"[" * 100_000, headers=JSON)
    assert answer.status_code == 401
