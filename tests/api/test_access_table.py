"""Every cell of role × operation × state, in the table and in the running service."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from api.access_table import BY_OPERATION, STATES, TABLE, Role, Scope
from api.app import create_app
from api.guard import GuardedRoute
from api.settings import Settings
from tests.api.service import Headers, Service

EXPECTED: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "access_expected.toml").read_text(encoding="utf-8")
)
DESCRIPTION = "/v1/openapi.json"
METHODS_WITH_BODY = {"POST", "PUT", "PATCH"}


def operations_of(app: FastAPI) -> list[tuple[str, str, str]]:
    """(operation, method, path) of every route of the service, in order."""
    found = []
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            found += [(context.operation_id, method, context.path or "") for method in route.methods or ()]
    return found


def test_every_route_is_in_the_table_and_guarded(service: Service) -> None:
    app = service.client.app
    assert isinstance(app, FastAPI)
    contexts = list(iter_route_contexts(app.routes))
    unguarded = {one.path for one in contexts if not isinstance(one.original_route, GuardedRoute)}
    assert unguarded == {DESCRIPTION}
    assert sorted(operation for operation, _, _ in operations_of(app)) == sorted(BY_OPERATION)


def test_no_operation_is_listed_twice() -> None:
    assert len(BY_OPERATION) == len(TABLE)


def test_the_expectation_names_the_same_operations() -> None:
    assert EXPECTED.keys() == BY_OPERATION.keys()


CELLS = [(line.operation, role, state) for line in TABLE for role in Role for state in STATES[line.of]]


@pytest.mark.parametrize(("operation", "role", "state"), CELLS)
def test_cell(operation: str, role: Role, state: str) -> None:
    states = EXPECTED[operation].get(role, [])
    assert BY_OPERATION[operation].may(role, state) == (state in states or states == ["*"])


def test_states_of_the_table_exist() -> None:
    for line in TABLE:
        for states in line.roles.values():
            assert states == {"*"} or states <= set(STATES[line.of]), line.operation


def test_each_operation_is_for_one_kind_of_caller() -> None:
    for line in TABLE:
        assert line.public == EXPECTED[line.operation].get("public", False)
        assert line.everyone == EXPECTED[line.operation].get("everyone", False)
        assert [line.public, line.everyone, bool(line.roles)].count(True) == 1, line.operation


def test_what_asks_for_a_role_has_a_scope() -> None:
    assert [line.operation for line in TABLE if bool(line.roles) != (line.scope is not None)] == []


def asked(service: Service, method: str, path: str, headers: Headers | None = None) -> int:
    """Status of a request without content to an object that does not exist."""
    address = re.sub(r"\{[^}]+\}", "nothing", path)
    content = b"{}" if method in METHODS_WITH_BODY else None
    given = {"Content-Type": "application/json"} if content else {}
    answer = service.client.request(method, address, content=content, headers=given | (headers or {}))
    return answer.status_code


def test_nobody_gets_in_without_signing_in(service: Service) -> None:
    app = service.client.app
    assert isinstance(app, FastAPI)
    for operation, method, path in operations_of(app):
        refused = asked(service, method, path) == 401
        assert refused != EXPECTED[operation].get("public", False), operation


@pytest.mark.parametrize("role", Role)
def test_the_service_keeps_to_the_table(service: Service, role: Role) -> None:
    app = service.client.app
    assert isinstance(app, FastAPI)
    somebody = service.person(role, ["*"])
    for operation, method, path in operations_of(app):
        if EXPECTED[operation].get("public"):
            continue
        who = service.person(role, ["*"]) if operation == "signOut" else somebody
        status = asked(service, method, path, who)
        admitted = EXPECTED[operation].get("everyone") or role in EXPECTED[operation]
        assert (status == 403) == (not admitted), (operation, role, status)
        assert status != 401, operation


def test_a_token_does_only_what_its_scopes_say(service: Service) -> None:
    app = service.client.app
    assert isinstance(app, FastAPI)
    account = service.account("administrator")
    for scope in (Scope.ACCOUNTS_READ, Scope.ACCOUNTS_WRITE, Scope.PLANS_READ):
        token = service.token(account, [scope])
        for operation, method, path in operations_of(app):
            line = BY_OPERATION[operation]
            if line.public or not (line.everyone or Role.ADMINISTRATOR in line.roles):
                continue
            admitted = line.scope == scope or line.any_token
            status = asked(service, method, path, token)
            assert (status == 403) == (not admitted), (operation, scope, status)


def test_a_route_that_is_not_in_the_table_is_nobodys(settings: Settings, service: Service) -> None:
    app = create_app(settings, service.store)
    route = GuardedRoute("/v1/forgotten", lambda: None, methods=["GET"], operation_id="forgotten")
    app.router.routes.append(route)
    with type(service.client)(app) as client:
        for role in Role:
            assert client.get("/v1/forgotten", headers=service.person(role, ["*"])).status_code == 403
