"""Hostile connections, byte by byte: heads without end, lengths that lie, bodies that never come."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import repeat

from benchmarks.hostile_inputs import IMPORTS

POST = 'POST {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nIf-Match: "1"\r\n{more}\r\n'
SMALL = "/v1/seasons"


@dataclass(frozen=True, slots=True)
class Wire:
    """What a client sends and what the service has to say to it."""

    name: str
    pieces: Iterable[bytes]
    status: int
    code: str


def post(more: str, path: str = IMPORTS) -> bytes:
    """The head of a request; ``{token}`` in it is the token of whoever may import."""
    return POST.replace("{path}", path).replace("{more}", more).encode()


def chunk(size: int) -> bytes:
    """A piece of a chunked body."""
    return b"%x\r\n%s\r\n" % (size, b"x" * size)


GET = b"GET /v1/seasons HTTP/1.1\r\nHost: a\r\n"
JSON_TYPE = "Content-Type: application/json\r\n"
CHUNKED = "Transfer-Encoding: chunked\r\n"
HEADS: Sequence[Wire] = (
    Wire("a header of 1 MB", [GET + b"X: " + b"x" * (1 << 20) + b"\r\n\r\n"], 431, "headers-too-large"),
    Wire("a header without end", (GET + b"X: ", *repeat(b"x" * 65_536, 1_000)), 431, "headers-too-large"),
    Wire("headers without end", (GET, *repeat(b"X: x\r\n" * 10_000, 1_000)), 431, "headers-too-large"),
    Wire("2,000 empty headers", [GET + b"X:\r\n" * 2_000 + b"\r\n"], 431, "headers-too-large"),
    Wire("an address of 1 MB", [b"GET /" + b"x" * (1 << 20) + b" HTTP/1.1\r\n\r\n"], 431, "headers-too-large"),
    Wire("no HTTP at all", [b"\x16\x03\x01 hello\r\n\r\n"], 400, "malformed"),
    Wire("a length below zero", [post("Content-Length: -1\r\n")], 400, "malformed"),
    Wire("a length that is no number", [post("Content-Length: 1e3\r\n")], 400, "malformed"),
    Wire("a length of 10^30", [post(f"Content-Length: 1{'0' * 30}\r\n")], 400, "malformed"),
    Wire("two lengths", [post("Content-Length: 3\r\nContent-Length: 4\r\n") + b"abcd"], 400, "malformed"),
    Wire("a length and chunks", [post("Content-Length: 3\r\n" + CHUNKED) + chunk(3)], 400, "malformed"),
    Wire("a chunk of no size", [post(CHUNKED) + b"zz\r\n"], 400, "malformed"),
    Wire("a chunk of 16^20", [post(CHUNKED) + b"f" * 20 + b"\r\n"], 400, "malformed"),
    Wire("NUL in a header", [GET + b"X: a\0b\r\n\r\n"], 400, "malformed"),
)
"""Answered at once, whatever else the client sends."""
JSON_POST = post(JSON_TYPE + CHUNKED, SMALL)
SAYS_1000 = "Content-Length: 1000\r\n"
LARGE: Sequence[Wire] = (
    Wire("says 1 TB", [post("Content-Length: 1000000000000\r\n")], 413, "body-too-large"),
    Wire("chunks without end", (post(CHUNKED), *repeat(chunk(1 << 20), 64)), 413, "body-too-large"),
    Wire("small chunks without end", (JSON_POST, *repeat(chunk(9), 400_000)), 413, "body-too-large"),
)  # fmt: skip
"""Answered while the client is still sending."""
SLOW: Sequence[Wire] = (
    Wire("a head that stops", [GET + b"X: "], 408, "body-too-slow"),
    Wire("empty lines only", [b"\r\n\r\n"], 408, "body-too-slow"),
    Wire("says 1000, brings 3", [post(SAYS_1000), b"abc"], 408, "body-too-slow"),
    Wire("says 1000, brings 3, JSON", [post(JSON_TYPE + SAYS_1000, SMALL), b"abc"], 408, "body-too-slow"),
    Wire("chunks that stop", [post(CHUNKED), chunk(3)], 408, "body-too-slow"),
    Wire("waits for 100 Continue", [post("Expect: 100-continue\r\n" + SAYS_1000)], 408, "body-too-slow"),
)  # fmt: skip
"""Answered once the service has lost its patience."""


@dataclass
class Client:
    """A connection that sends what it is told, and reads what it is told back."""

    port: int
    token: str

    def __post_init__(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self.told = b""

    def send(self, pieces: Iterable[bytes]) -> Client:
        """Send until all is sent or the service has heard enough."""
        batch = b""
        with suppress(BrokenPipeError, ConnectionResetError):  # it has heard enough
            for piece in pieces:
                batch += piece.replace(b"{token}", self.token.encode())
                if len(batch) > 1 << 16:
                    self.socket.sendall(batch)
                    batch = b""
            self.socket.sendall(batch)
        return self

    def answer(self) -> tuple[int, str]:
        """Status and code of the first answer that is no 100 Continue; 0 if the connection ends without one."""
        while b"\r\n\r\n" not in self._without_continue() or not self._whole():
            try:
                piece = self.socket.recv(1 << 16)
            except ConnectionResetError:
                piece = b""
            if not piece:
                break
            self.told += piece
        head, _, body = self._without_continue().partition(b"\r\n\r\n")
        status = int(head.split()[1]) if head else 0
        return status, str(json.loads(body)["code"]) if b"problem+json" in head else ""

    def headers(self) -> dict[str, str]:
        """Headers of the answer."""
        lines = self._without_continue().partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
        return {name.lower(): text.strip() for name, _, text in (one.partition(":") for one in lines)}

    def ends(self, seconds: float) -> bool:
        """Whether the service closes the connection within ``seconds``."""
        until = time.monotonic() + seconds
        try:
            while time.monotonic() < until:
                self.socket.settimeout(max(0.01, until - time.monotonic()))
                if not self.socket.recv(1 << 16):
                    return True
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False
        return False

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def _without_continue(self) -> bytes:
        return self.told.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _whole(self) -> bool:
        length = int(self.headers().get("content-length", "0"))
        return len(self._without_continue().partition(b"\r\n\r\n")[2]) >= length
