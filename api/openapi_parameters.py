"""What operations say alike of their parameters and of the headers of their answers, written once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Described = dict[str, Any]  # OpenAPI as JSON
IN_ADDRESSES: Mapping[str, tuple[str, str]] = {
    "season": ("评审年度的编号 / id of the season", "2026-shenyang"),
    "key": ("行的键，见 key / key of the row, as it is listed", "E0001"),
    "user": ("账号编号 / id of the account", "u-7f3a"),
    "grant": ("角色授予的编号 / id of the role granted", "g-52c1"),
    "token": ("令牌编号 / id of the token", "t-0b44"),
    "committee": ("评委会编号 / id of the committee", "C01"),
    "application": ("申报编号 / id of the application", "D0001"),
    "delegation": ("委托代评的编号 / id of the delegation", "dg-4e1d"),
    "operation": ("操作编号，见 202 的 Location / id of the operation, as the 202 told it", "op-5b0a1f"),
    "plan": ("方案编号 / id of the plan", "p-3fa9"),
    "rule": ("规则编号 / id of the rule", "CN40-09b"),
    "draw": ("抽取编号 / id of the draw", "S-C1-1-1"),
    "panel": ("评委名单的编号，即其抽取的编号 / id of the panel, which is that of its draw", "S-C1-1-1"),
    "replacement": ("替补的编号 / id of the replacement", "rp-91d0"),
    "paper": ("文件名 / name of the paper", "commitment.json"),
}
"""What each part of an address stands for, with an example."""

ALWAYS = frozenset({"if-match", "idempotency-key"})
"""Headers without which a request is refused by name (428 and 400) before anything else is said of it."""
VALIDATE_ONLY = "validate_only"
ETAG: Described = {
    "description": "所答版本，改动时放入 If-Match / the version answered, for the If-Match of a change",
    "schema": {"type": "string", "examples": ['"3"']},
    "required": True,
}
LOCATION: Described = {
    "description": "新对象或操作的地址 / address of what was made, or of the operation",
    "schema": {"type": "string", "examples": ["/v1/operations/op-5b0a1f"]},
    "required": True,
}


def tell_parameters(operation: Described) -> None:
    """Describe the parameters of an operation, and require the headers that it asks for."""
    parameters: list[Described] = operation.get("parameters", [])
    may_only_validate = any(one["name"] == VALIDATE_ONLY for one in parameters)
    for one in parameters:
        if one["in"] == "path" and one["name"] in IN_ADDRESSES:  # a test tells which one is missing
            one["description"], example = IN_ADDRESSES[one["name"]]
            one["schema"]["examples"] = [example]
        if one["name"].lower() in ALWAYS and not may_only_validate:
            one["required"] = True
        one["schema"] = _without_null(one["schema"])


def _without_null(schema: Described) -> Described:
    """A parameter is given or left out; there is no null in an address or a header."""
    left = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(left) != 1:
        return schema
    return {**{name: value for name, value in schema.items() if name != "anyOf"}, **left[0]}


def tell_headers(operation: Described, schemas: Mapping[str, Described]) -> None:
    """Describe the headers of what is answered when all went well."""
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            told = {}
            if _has_version(answer, schemas):
                told["ETag"] = ETAG
            if status in ("201", "202"):
                told["Location"] = LOCATION
            if told:
                answer["headers"] = told | answer.get("headers", {})


def _has_version(answer: Described, schemas: Mapping[str, Described]) -> bool:
    """Whether what is answered has a version: a number of its own, or that of the plan which it tells of."""
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    properties: Mapping[str, Described] = schemas.get(_name(schema), {}).get("properties", {})
    inner = schemas.get(_name(properties.get("plan", {})), {}).get("properties", {})
    return any(one.get("version", {}).get("type") == "integer" for one in (properties, inner))


def _name(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
