"""One name in the contract for each closed set of words, wherever it is used: one type of a generated client."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import Any, get_args

from api.schemas.draws import Party
from api.schemas.plans import PlanState
from data.store import draws, operations
from solver.domain import plan, vocabulary
from solver.domain.vocabulary import Level, Role

Described = dict[str, Any]  # OpenAPI as JSON
RENAMED: Mapping[type[Enum], str] = {Role: "Office", plan.PlanState: "PlanFileState"}
"""A role of the contract is that of an account, and a state that of a plan which is stored."""
OF_THE_SERVICE: Mapping[str, tuple[Any, str]] = {  # Literals are no types
    "Party": (Party, "一方 / a party to a draw"),
    "PlanState": (PlanState, "方案的状态 / how a stored plan stands"),
    "OperationState": (operations.State, "操作的状态 / how an operation stands"),
    "DrawState": (draws.State, "抽取的状态 / how a draw stands"),
}
"""Sets of words that only the service has, with what they are."""


def _words() -> dict[tuple[str, ...], tuple[str, str]]:
    """Name and first line of description by the words of a set."""
    found = {tuple(sorted(get_args(one))): (name, told) for name, (one, told) in OF_THE_SERVICE.items()}
    for kind in (*vars(plan).values(), *vars(vocabulary).values()):
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum:
            words = tuple(one.value for one in kind)
        elif kind is Level:
            words = tuple(one.name.lower() for one in Level)
        else:
            continue
        told = (kind.__doc__ or "").partition("\n")[0]
        found[tuple(sorted(words))] = RENAMED.get(kind, kind.__name__), told
    return found


WORDS = _words()


def name_vocabularies(document: Described) -> None:
    """Describe each closed set of the field once, and refer to it from wherever it was written out."""
    schemas: Described = document["components"]["schemas"]
    named: dict[str, Described] = {}
    for name, schema in schemas.items():
        schemas[name] = schema if "enum" in schema else _named(schema, named)
    document["paths"] = _named(document["paths"], named)
    for name, schema in named.items():
        schemas.setdefault(name, schema)


def _named(value: Any, named: dict[str, Described]) -> Any:  # any part of an OpenAPI document
    if isinstance(value, list):
        return [_named(one, named) for one in value]
    if not isinstance(value, dict):
        return value
    words = value.get("enum")
    known = WORDS.get(tuple(sorted(map(str, words)))) if isinstance(words, list) else None
    if known is None:
        return {part: _named(one, named) for part, one in value.items()}
    name, told = known
    named[name] = {"title": name, "type": "string", "enum": words, "description": told}
    return {"$ref": f"#/components/schemas/{name}"} | {
        part: one for part, one in value.items() if part in ("description", "examples", "default")
    }
