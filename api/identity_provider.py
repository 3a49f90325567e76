"""Sign-in at the city's identity provider: OpenID Connect, authorization code with PKCE, by Authlib.

The provider says who somebody is (``sub``); what they may do here is granted here. ID tokens must be signed by a key of
the provider with an asymmetric algorithm; ``none`` and shared secrets are refused.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from secrets import token_urlsafe
from typing import Any, cast

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.problems import Problem
from api.settings import Settings

SECONDS = 10
LEEWAY_SECONDS = 60
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
CALLBACK = "/v1/sign-in/identity/callback"


@dataclass(frozen=True, slots=True)
class Journey:
    """One sign-in under way: where to send the browser, and what must come back from there."""

    address: str
    state: str
    nonce: str
    verifier: str


class IdentityProvider:
    """An OpenID Connect provider, found by its issuer's address.

    Raises
    ------
    Problem
        ``provider-unreachable`` if it does not answer, ``identity-refused`` if what it answers proves nothing.
    """

    def __init__(self, settings: Settings) -> None:
        self.issuer = settings.oidc_issuer.rstrip("/")
        self.client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret
        self._back = settings.public_url.rstrip("/") + CALLBACK

    def begin(self) -> Journey:
        """A new sign-in."""
        nonce, verifier = token_urlsafe(32), token_urlsafe(48)
        with self._client() as client:
            address, state = client.create_authorization_url(
                self._configuration["authorization_endpoint"], code_verifier=verifier, nonce=nonce
            )
        return Journey(address, state, nonce, verifier)

    def subject(self, code: str, nonce: str, verifier: str) -> str:
        """Who came back with ``code``: the provider's own stable name for that person."""
        from authlib.integrations.base_client import OAuthError

        try:
            with self._client() as client:
                answer = client.fetch_token(self._configuration["token_endpoint"], code=code, code_verifier=verifier)
            return self._verified(str(answer.get("id_token", "")), nonce)
        except httpx.HTTPError:
            raise Problem("provider-unreachable") from None
        except (OAuthError, JoseError, ValueError):
            raise Problem("identity-refused") from None

    def _verified(self, id_token: str, nonce: str) -> str:
        from authlib.oidc.core import CodeIDToken

        token = jwt.decode(id_token, KeySet.import_key_set(self._keys()), algorithms=ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            {"iss": {"essential": True, "value": self._configuration["issuer"]},
             "aud": {"essential": True, "value": self.client_id}},
            {"nonce": nonce, "client_id": self.client_id},
        )  # fmt: skip
        claims.validate(leeway=LEEWAY_SECONDS)
        return str(claims["sub"])

    @cached_property
    def _configuration(self) -> Mapping[str, str]:
        found = _fetched(f"{self.issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != self.issuer:
            raise Problem("identity-refused")
        return found

    def _keys(self) -> Any:  # a JWK set, read anew each time, so that a key change at the provider needs no restart
        return _fetched(self._configuration["jwks_uri"])

    def _client(self) -> Any:  # authlib ships no types
        with warnings.catch_warnings():
            import authlib.deprecate

            # authlib would rather have httpx 2; httpx 1 is what the other libraries here use
            warnings.simplefilter("ignore", authlib.deprecate.AuthlibDeprecationWarning)
            from authlib.integrations.httpx_client import OAuth2Client
        return OAuth2Client(
            self.client_id,
            self._secret,
            scope="openid",
            redirect_uri=self._back,
            code_challenge_method="S256",
            timeout=SECONDS,
        )


def _fetched(address: str) -> Mapping[str, str]:
    try:
        return cast(Mapping[str, str], httpx.get(address, timeout=SECONDS).raise_for_status().json())
    except (httpx.HTTPError, ValueError):
        raise Problem("provider-unreachable") from None
