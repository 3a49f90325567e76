"""Random requests over the whole description: no server error, and no answer that is not described."""

from __future__ import annotations

import pytest

from api.access_table import Role
from data.store.accounts import add_grant
from data.store.transaction import SYSTEM
from tests.api.planning import SEASON, plannable, stored
from tests.api.planning import keep as keep_plan
from tests.api.service import Headers, Service
from tests.builders import small_plan
from tests.soak.counts import SEED, count, keep
from tests.soak.random_requests import ask_everything

REQUESTS = count("requests", 100, 10_000)
"""On each of the two databases."""


def everyone(service: Service) -> Headers:
    """Somebody who holds every role, so that every operation is reached."""
    account = service.account()
    with service.store.change(SYSTEM) as change:
        for role in Role:
            add_grant(change, f"g-{account}-{role}", account, role, ["*"])
    return service.token(account)


def known(service: Service) -> dict[str, str]:
    """Ids that exist: a season with a plan, so that requests about them get further than to a 404."""
    season = plannable()
    stored(service.store, season)
    plan = keep_plan(service.store, season, small_plan(season))
    return {"season": SEASON, "plan": plan, "committee": "C1", "application": "D01", "rule": "CN40-09a"}


def test_nothing_is_answered_that_is_not_described(service: Service) -> None:
    user = service.account()
    service.person("administrator")  # another one, so that the one who asks may be closed
    answered = ask_everything(service, REQUESTS, SEED, lambda: everyone(service), {"user": user, **known(service)})
    failures = {f"{operation}: {what}": times for (operation, what), times in answered.failures.items()}
    keep(
        f"requests-{service.store.engine.dialect.name}",
        {
            "operations": answered.operations,
            "requests": answered.requests,
            "statuses": dict(sorted(answered.statuses.items())),
            "server_errors": answered.server_errors,
            "contract_failures": failures,
        },
    )
    assert answered.requests >= REQUESTS
    assert answered.server_errors == 0
    assert failures == {}


def test_a_server_error_is_found(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.routes.health.VERSION", None)  # which its answer may not be
    answered = ask_everything(service, 21, SEED, lambda: everyone(service), {})
    assert answered.server_errors > 0
    assert "GET /healthz" in {operation for operation, _ in answered.failures}
