"""Signing in at an identity provider: the honest way, and every way in which it must not work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from api.app import create_app
from api.identity_sign_in import COOKIE
from api.settings import Settings
from data.store.accounts import add_account, add_grant
from data.store.engine import Store
from data.store.transaction import SYSTEM
from tests.api.provider import CLIENT, SECRET, SUBJECT, Provider, running_provider
from tests.api.service import Service

BEGIN = "/v1/sign-in/identity"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture
def client(provider: Provider, store: Store, settings: Settings) -> Iterator[TestClient]:
    """A browser that does not follow redirects by itself; Li Na has an account, as the supervisor."""
    with store.change(SYSTEM) as change:
        add_account(change, "u-lina", "li.na", "李娜", subject=SUBJECT)
        add_grant(change, "g-1", "u-lina", "supervisor")
    known = replace(
        settings,
        oidc_issuer=provider.address,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        public_url="http://testserver",
    )
    with TestClient(create_app(known, store), follow_redirects=False) as browser:
        yield browser


def back_from_provider(client: TestClient) -> str:
    """Begin, sign in at the provider, and return the address it sends the browser to."""
    begun = client.get(BEGIN)
    assert begun.status_code == 303
    return httpx.get(begun.headers["location"]).headers["location"]


def code_of(answer: httpx.Response) -> str:
    return str(answer.json()["code"])


def test_the_honest_way(client: TestClient) -> None:
    signed_in = client.get(back_from_provider(client))
    assert signed_in.status_code == 200
    me = client.get("/v1/me", headers={"Authorization": f"Bearer {signed_in.json()['token']}"}).json()
    assert (me["account"], [role["role"] for role in me["roles"]]) == ("u-lina", ["supervisor"])


def test_the_browser_is_sent_with_state_nonce_and_challenge(client: TestClient) -> None:
    begun = client.get(BEGIN)
    asked = parse_qs(urlsplit(begun.headers["location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    cookie = begun.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_the_same_answer_does_not_work_twice(client: TestClient) -> None:
    address = back_from_provider(client)
    assert client.get(address).status_code == 200
    assert code_of(client.get(address)) == "identity-refused"


def test_a_sign_in_begun_by_somebody_else_does_not_work(client: TestClient) -> None:
    address = back_from_provider(client)
    client.cookies.clear()
    assert code_of(client.get(address)) == "identity-refused"
    client.cookies.set(COOKIE, "another", domain="testserver.local", path="/")
    assert code_of(client.get(address)) == "identity-refused"


def test_refusal_at_the_provider(client: TestClient) -> None:
    state = parse_qs(urlsplit(back_from_provider(client)).query)["state"][0]
    answer = client.get(f"{BEGIN}/callback?state={state}&error=access_denied")
    assert (answer.status_code, code_of(answer)) == (401, "identity-refused")


LIES: list[dict[str, Any]] = [
    {"iss": "http://elsewhere"},
    {"aud": "another client"},
    {"aud": [CLIENT, "another client"], "azp": "another client"},
    {"nonce": "of another sign-in"},
    {"exp": int(time.time()) - 3600},
    {"exp": None},
    {"sub": None},
    {"nbf": int(time.time()) + 3600},
]


@pytest.mark.parametrize("claims", LIES, ids=",".join)
def test_an_id_token_that_is_not_for_us_now(client: TestClient, provider: Provider, claims: dict[str, Any]) -> None:
    provider.claims = claims
    assert code_of(client.get(back_from_provider(client))) == "identity-refused"


def test_an_id_token_signed_by_a_stranger(client: TestClient, provider: Provider) -> None:
    provider.shown = RSAKey.generate_key(2048, {"kid": "k1"})
    assert code_of(client.get(back_from_provider(client))) == "identity-refused"


def test_an_id_token_signed_with_the_shared_secret(client: TestClient, provider: Provider) -> None:
    provider.algorithm = "HS256"
    assert code_of(client.get(back_from_provider(client))) == "identity-refused"


def test_a_stranger_has_no_account_here(client: TestClient, provider: Provider) -> None:
    provider.claims = {"sub": "somebody@else"}
    answer = client.get(back_from_provider(client))
    assert (answer.status_code, code_of(answer)) == (403, "no-account")


def test_a_provider_that_does_not_answer(store: Store, settings: Settings) -> None:
    known = replace(settings, oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT)
    with TestClient(create_app(known, store), follow_redirects=False) as client:
        answer = client.get(BEGIN)
    assert (answer.status_code, code_of(answer)) == (503, "provider-unreachable")


def test_without_a_provider_there_is_no_such_sign_in(service: Service) -> None:
    assert code_of(service.client.get(BEGIN)) == "not-found"
