"""A running service for tests: a client, its store, and people in every role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from starlette.testclient import TestClient

from api.access_table import Role, Scope
from api.bearer import SERVICE, SIGN_IN, new_token
from api.settings import Settings
from data.store.accounts import add_account, add_grant
from data.store.engine import Store
from data.store.tokens import Token, add_token
from data.store.transaction import SYSTEM

Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Service:
    """The service over a fresh store."""

    client: TestClient
    store: Store
    settings: Settings

    def account(self, role: Role | str | None = None, reach: Sequence[str] = (), season: str = "") -> str:
        """Id of a new account, with a role if one is named."""
        made = f"u-{uuid4().hex[:12]}"
        with self.store.change(SYSTEM) as change:
            add_account(change, made, made, "测试")
            if role:
                add_grant(change, f"g-{uuid4().hex[:12]}", made, Role(role), reach, season)
        return made

    def token(self, account: str, scopes: Sequence[Scope] | None = None) -> Headers:
        """Headers of a sign-in of ``account``, or of a service token with ``scopes``."""
        secret = new_token()
        kind = SIGN_IN if scopes is None else SERVICE
        with self.store.change(SYSTEM) as change:
            until = change.now + timedelta(hours=1)
            token = Token(f"t-{uuid4().hex[:12]}", kind, "", account, tuple(scopes or ()), change.now, until, None)
            add_token(change, token, secret)
        return {"Authorization": f"Bearer {secret}"}

    def person(self, role: Role | str | None = None, reach: Sequence[str] = (), season: str = "") -> Headers:
        """Headers of somebody signed in, in a role if one is named."""
        return self.token(self.account(role, reach, season))

    def trail(self) -> list[dict[str, Any]]:
        """Every row of the trail, as the supervisor reads it."""
        return list(self.client.get("/v1/audit?limit=200", headers=self.person("supervisor")).json()["items"])
