"""Request ids, metrics and logs; none of which may hold what somebody sent."""

from __future__ import annotations

import json
import logging

import pytest
from fastapi import Request

from api.guard import GuardedRoute
from api.logs import JsonFormatter
from tests.api.service import Service

NUMBER = "110101199003072316"
PHONE = "13912345678"
NAME = "欧阳不该出现"
PERSONAL = (NUMBER, PHONE, NAME)


def test_a_request_has_the_id_it_brings_if_it_is_harmless(service: Service) -> None:
    given = service.client.get("/healthz", headers={"X-Request-ID": "portal-0001.a_b"})
    assert given.headers["x-request-id"] == "portal-0001.a_b"
    for hostile in ("short", "x" * 65, 'a"b{evil}------', "12345678\t"):
        made = service.client.get("/healthz", headers={"X-Request-ID": hostile}).headers["x-request-id"]
        assert (len(made), made.isalnum()) == (32, True)


def test_the_request_id_goes_into_the_trail(service: Service) -> None:
    headers = service.person("administrator") | {"X-Request-ID": "request-for-trail"}
    service.client.post("/v1/users", json={"login": "li.na", "name": "李娜"}, headers=headers)
    (row,) = (row for row in service.trail() if row["request_id"] == "request-for-trail")
    assert (row["action"], row["kind"], row["role"]) == ("create", "account", "administrator")


def test_metrics_count_by_template(service: Service) -> None:
    administrator = service.person("administrator")
    for user in ("u-1", "u-2"):
        service.client.get(f"/v1/users/{user}", headers=administrator)
    service.client.get("/some/where/else")
    service.client.request("INVENTED", "/healthz")
    told = service.client.get("/metrics").text
    assert 'pingwei_requests_total{method="GET",route="/v1/users/{user}",status="404"} 2.0' in told
    assert 'pingwei_requests_total{method="GET",route="(none)",status="404"} 1.0' in told
    assert 'method="OTHER"' in told
    assert "INVENTED" not in told
    assert "u-1" not in told


def test_metrics_count_sign_ins(service: Service) -> None:
    for _ in range(2):
        service.client.post("/v1/sign-in", json={"login": "nobody", "password": "x"})
    assert 'pingwei_sign_ins_total{outcome="sign-in-refused"} 2.0' in service.client.get("/metrics").text


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [JsonFormatter().format(record) for record in caplog.records]


def test_one_line_per_request(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    account = service.account("administrator")
    with caplog.at_level(logging.INFO, "pingwei"):
        service.client.get("/v1/users/u-1?x=y", headers=service.token(account) | {"X-Request-ID": "my-request"})
    (line,) = (json.loads(line) for line in lines(caplog) if "my-request" in line)
    assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/users/{user}", 404)
    assert (line["account"], line["event"], line["level"]) == (account, "request", "info")


def test_neither_logs_nor_metrics_hold_what_was_sent(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    client = service.client
    administrator = service.person("administrator")
    with caplog.at_level(logging.DEBUG):
        for one in PERSONAL:
            client.get(f"/v1/users/{one}?cursor={one}", headers=administrator)
            client.get("/healthz", headers={"X-Request-ID": one.encode(), "Referer": one.encode()})
            client.post("/v1/sign-in", json={"login": one, "password": one})
            client.post("/v1/users", json={"login": f"a{one}", "name": one}, headers=administrator)
    told = "\n".join(lines(caplog)) + client.get("/metrics").text
    assert [one for one in PERSONAL if one in told] == []
    assert "/v1/users/{user}" in told


def test_an_error_nobody_caught_is_logged_by_its_place_alone(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(request: Request) -> None:
        raise LookupError(f"no {NUMBER} of {NAME}")

    route = GuardedRoute("/fails", fails, methods=["GET"], operation_id="readHealth")
    app = service.client.app
    app.router.routes.append(route)  # type: ignore[attr-defined]  # the client knows it as any ASGI application
    with caplog.at_level(logging.INFO):
        answer = service.client.get("/fails")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    told = "\n".join(lines(caplog))
    assert [one for one in PERSONAL if one in told + answer.text] == []
    (line,) = (json.loads(line) for line in lines(caplog) if "unhandled" in line)
    assert (line["error"], line["request_id"]) == ("LookupError", answer.json()["request_id"])
    assert any("test_observing.py" in place and place.endswith("fails") for place in line["places"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NUMBER, "***"),
        (f"id {NUMBER[:17]}x.", "id ***."),
        ("110101900307231", "***"),
        (PHONE, "***"),
        ("12345678901234567890", "12345678901234567890"),
        ("2026-11-24", "2026-11-24"),
    ],
)
def test_numbers_are_blotted_out(text: str, told: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, "%s", (text,), None)
    assert json.loads(JsonFormatter().format(record))["event"] == told
