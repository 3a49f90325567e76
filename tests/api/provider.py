"""A tiny identity provider: a real HTTP server that signs in one person, and can be told to misbehave."""

from __future__ import annotations

import json
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT = "pingwei"
SECRET = "a secret of the client"
SUBJECT = "li.na@city"


@dataclass
class Provider:
    """The provider: ``claims`` are laid over those of an honest ID token, ``key`` signs it."""

    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    shown: RSAKey | None = None
    algorithm: str = "RS256"
    address: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, asked: dict[str, str]) -> str:
        """Where to send the browser back: signs in whoever asks."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return asked["redirect_uri"] + "?" + urlencode({"code": code, "state": asked["state"]})

    def token(self, authorization: str, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """An ID token for a code, once, to the client that proves itself and began the sign-in."""
        begun = self.codes.pop(asked.get("code", ""), None)
        client = unquote(b64decode(authorization.removeprefix("Basic ")).decode())
        challenge = urlsafe_b64encode(sha256(asked.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        if begun is None or client != f"{CLIENT}:{SECRET}" or begun.get("code_challenge") != challenge:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": self.id_token(begun["nonce"])}

    def id_token(self, nonce: str) -> str:
        """The signed statement who somebody is."""
        now = int(time.time())
        honest = {
            "iss": self.address, "sub": SUBJECT, "aud": CLIENT, "nonce": nonce, "iat": now, "exp": now + 60,
        }  # fmt: skip
        key = OctKey.import_key(SECRET) if self.algorithm == "HS256" else self.key
        header = {"alg": self.algorithm, "kid": "k1"}
        return jwt.encode(header, honest | self.claims, key, algorithms=[self.algorithm])

    def keys(self) -> dict[str, Any]:
        """The keys that the provider says it signs with."""
        return {"keys": [(self.shown or self.key).as_dict(private=False)]}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(url.query).items()}
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(asked))
            self.end_headers()
        elif url.path == "/keys":
            self._answer(200, self.provider.keys())
        else:
            at = self.provider.address
            self._answer(
                200,
                {"issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
                 "jwks_uri": f"{at}/keys"},
            )  # fmt: skip

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        self._answer(*self.provider.token(self.headers.get("Authorization", ""), asked))

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider on a free port of this machine."""
    provider = Provider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        provider.address = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
