"""The description of the service: nothing in it is left untold, and its examples are what it says they must be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema

from api.openapi import operations
from api.problem_texts import PROBLEMS
from api.problems import MEDIA_TYPE

Described = dict[str, Any]


def schemas_in(value: Any, at: str = "") -> Iterator[tuple[str, Described]]:
    """Whatever has examples, with its place."""
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from schemas_in(one, f"{at}/{number}")
    elif isinstance(value, dict):
        if isinstance(value.get("examples"), list):
            yield at, value
        for part, one in value.items():
            yield from schemas_in(one, f"{at}/{part}")


def test_every_operation_is_told(described: Described) -> None:
    untold = [
        (one.get("operationId"), part)
        for _, _, one in operations(described)
        for part in ("operationId", "tags", "summary", "description")
        if not one.get(part)
    ]
    assert untold == []
    names = [one["operationId"] for _, _, one in operations(described)]
    assert len(names) == len(set(names))


def test_every_parameter_is_told(described: Described) -> None:
    parameters = [(one, given) for _, _, one in operations(described) for given in one.get("parameters", ())]
    assert [(one["operationId"], given["name"]) for one, given in parameters if not given.get("description")] == []
    bare = [given["name"] for _, given in parameters if given["in"] == "path" and not given["schema"].get("examples")]
    assert bare == []
    assert [given["name"] for _, given in parameters if {"type": "null"} in given["schema"].get("anyOf", ())] == []


def test_every_error_is_a_problem_with_an_example_that_holds(described: Described) -> None:
    store = jsonschema.Draft202012Validator(described | {"$ref": "#/components/schemas/ProblemOut"})
    for path, _, one in operations(described):
        errors = {status: answer for status, answer in one["responses"].items() if status >= "400"}
        assert errors, path
        for status, answer in errors.items():
            assert list(answer["content"]) == [MEDIA_TYPE], (path, status)
            content = answer["content"][MEDIA_TYPE]
            assert content["schema"] == {"$ref": "#/components/schemas/ProblemOut"}
            for code, example in content["examples"].items():
                assert PROBLEMS[code].status == int(status)
                store.validate(example["value"])


def test_every_example_is_what_it_must_be(described: Described) -> None:
    wrong = []
    for at, schema in schemas_in(described):
        bare = {part: one for part, one in schema.items() if part != "examples"}
        held = jsonschema.Draft202012Validator({"components": described["components"]} | bare)
        wrong += [(at, example) for example in schema["examples"] if not held.is_valid(example)]
    assert wrong == []


def test_what_has_a_version_tells_it_and_what_is_made_tells_where(described: Described) -> None:
    headers = {
        (one["operationId"], status): set(answer.get("headers", ()))
        for _, _, one in operations(described)
        for status, answer in one["responses"].items()
        if status < "300"
    }
    assert headers["readPlan", "200"] == headers["publishPlan", "200"] == {"ETag"}
    assert headers["exportSeason", "200"] == {"ETag"}
    assert headers["createUser", "201"] == headers["createExpert", "201"] == {"ETag", "Location"}
    assert headers["solvePlan", "202"] == headers["createDraw", "202"] == headers["grantRole", "201"] == {"Location"}
    assert headers["listPlans", "200"] == headers["readOperation", "200"] == set()


def test_a_change_requires_what_it_asks_for(described: Described) -> None:
    for _, _, one in operations(described):
        given = {each["name"].lower(): each["required"] for each in one.get("parameters", ())}
        only_validates = "validate_only" in given
        assert given.get("if-match", True) is not only_validates or "if-match" not in given
        assert given.get("idempotency-key", True)


def test_nothing_in_a_body_is_left_without_a_type(described: Described) -> None:
    """An object says what is in it; the few that are free say what they map from and to."""
    free = [
        at
        for at, one in objects_in(described["components"]["schemas"])
        if one.keys().isdisjoint({"properties", "patternProperties", "additionalProperties"})
    ]
    assert free == []


def objects_in(value: Any, at: str = "") -> Iterator[tuple[str, Described]]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from objects_in(one, f"{at}/{number}")
    elif isinstance(value, dict):
        if value.get("type") == "object":
            yield at, value
        for part, one in value.items():
            yield from objects_in(one, f"{at}/{part}")
