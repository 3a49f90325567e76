"""Problems: one shape for every error, both languages, what to do; and nothing of what was sent."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from string import Formatter

import pytest

import data.store.errors
from api.problem_texts import FAULTS, PROBLEMS
from api.problems import MEDIA_TYPE, PROBLEM_OF, Problem, pointer_of, problem_of
from data.store.errors import AbsentError, BusyError, DoubleBookedError, ExistsError, StaleError, StateError
from solver.domain.faults import Fault
from solver.errors import EngineError, InputError, PingweiError, RegisterError, UnknownYearError
from tests.api.service import Service

CHINESE = re.compile(r"[\u4e00-\u9fff]")
DEFECTS = {"EngineError", "RegisterError", "WrongKeyError", "StoreError", "BackupError"}
"""Errors that no request can bring about: they answer ``internal``."""
assert data.store.errors  # its errors are part of the tree only once it is imported


def tree(kind: type[PingweiError]) -> Iterator[type[PingweiError]]:
    for below in kind.__subclasses__():
        yield below
        yield from tree(below)


@pytest.mark.parametrize("code", PROBLEMS)
def test_texts_are_in_both_languages(code: str) -> None:
    text = PROBLEMS[code]
    assert CHINESE.search(text.title)
    assert CHINESE.search(text.advice)
    assert not CHINESE.search(text.title_en + text.advice_en)
    assert 400 <= text.status <= 599
    facts = {name for _, name, _, _ in Formatter().parse(text.title + text.advice) if name}
    assert facts == {name for _, name, _, _ in Formatter().parse(text.title_en + text.advice_en) if name}


@pytest.mark.parametrize("code", FAULTS)
def test_faults_are_in_both_languages(code: str) -> None:
    zh, en = FAULTS[code]
    assert CHINESE.search(zh)
    assert not CHINESE.search(en)


def test_every_error_of_the_store_has_its_problem() -> None:
    known = {kind.__name__ for kind in PROBLEM_OF} | DEFECTS
    assert {kind.__name__ for kind in tree(data.store.errors.StoreError)} <= known


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (AbsentError(kind="plan", id="p"), "not-found", 404),
        (ExistsError(kind="season", id="s"), "exists-already", 409),
        (StaleError(kind="plan", id="p", found=2, expected=1), "version-changed", 412),
        (StateError(kind="plan", id="p", state="published", wanted="draft"), "state-forbids", 409),
        (DoubleBookedError(season="s", expert="e", half_day="h"), "double-booked", 409),
        (BusyError(seconds=30), "busy", 503),
        (UnknownYearError(year=2031), "unknown-year", 422),
        (InputError([Fault("required", place="/experts/3/name")]), "input", 422),
        (EngineError(why="broken"), "internal", 500),
        (RegisterError(id="X"), "internal", 500),
        (ZeroDivisionError(), "internal", 500),
    ],
    ids=lambda value: value.__class__.__name__ if isinstance(value, Exception) else str(value),
)
def test_errors_become_problems(error: Exception, code: str, status: int) -> None:
    found = problem_of(error)
    assert (found.code, PROBLEMS[found.code].status) == (code, status)


def test_every_fault_of_an_input_is_told_with_its_pointer() -> None:
    error = InputError(
        [Fault("missing_value", "experts", 3, "name", "/experts/3/name"), Fault("empty_file", place="a.csv")]
    )
    first, second = problem_of(error).faults
    assert (first.pointer, second.pointer, second.place) == ("/experts/3/name", "", "a.csv")
    assert CHINESE.search(first.message)


def test_problems_cross_process_boundaries() -> None:
    copied = pickle.loads(pickle.dumps(Problem("state-forbids", state="published")))
    assert (copied.code, copied.facts) == ("state-forbids", {"state": "published"})


def test_pointers_escape_as_rfc_6901_says() -> None:
    assert pointer_of(["rows", 3, "a/b~c"]) == "/rows/3/a~1b~0c"


def test_every_fault_of_a_request_is_told_and_no_value_repeated(service: Service) -> None:
    number = "110101199003072316"
    answer = service.client.post("/v1/sign-in", json={"login": number + "!", "secret": number})
    assert (answer.status_code, answer.headers["content-type"]) == (422, MEDIA_TYPE)
    found = {(fault["code"], fault["pointer"]) for fault in answer.json()["faults"]}
    assert found == {
        ("string_pattern_mismatch", "/login"),
        ("missing", "/password"),
        ("extra_forbidden", "/secret"),
    }
    assert number not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("GET", "/v1/users/", 404, "not-found"),
        ("DELETE", "/healthz", 405, "method-not-allowed"),
        ("GET", "/v1/users/a%00b", 400, "malformed"),
        ("GET", "/healthz?x=%00", 400, "malformed"),
    ],
)
def test_errors_before_any_route(service: Service, method: str, path: str, status: int, code: str) -> None:
    answer = service.client.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    told = answer.json()
    assert (told["code"], told["status"], told["type"]) == (code, status, f"urn:pingwei:problem:{code}")
    assert told["request_id"] == answer.headers["x-request-id"]


def test_no_json_at_all(service: Service) -> None:
    answer = service.client.post("/v1/sign-in", content=b"{", headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_what_needs_a_sign_in_says_how(service: Service) -> None:
    answer = service.client.get("/v1/me")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
