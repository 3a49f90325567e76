"""A small load generator: some connections kept open, on each one request after another, every answer timed.

Written for this because it must cost little beside the service it measures: about a tenth of what it costs to answer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; ``about`` is whatever the asker wants to know it by when the answer comes."""

    method: str
    path: str
    body: bytes = b""
    token: str = ""
    if_match: str = ""
    about: str = ""

    def sent(self) -> bytes:
        """The request as it goes over the wire."""
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(self.body)}"]
        lines += [f"Authorization: Bearer {self.token}"] if self.token else []
        lines += [f"If-Match: {self.if_match}"] if self.if_match else []
        lines += ["Content-Type: application/json"] if self.body else []
        return "\r\n".join([*lines, "", ""]).encode("ascii") + self.body


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer; ``seconds`` from the first byte asked to the last byte heard."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


Next = Callable[[int], Asked | None]
"""The next request of a connection, by its number; None ends it."""
Hear = Callable[[Asked, Heard], None]


async def load(port: int, connections: int, following: Next, hear: Hear) -> None:
    """Ask on every connection until ``following`` says None or the service is gone."""
    await asyncio.gather(*(_connection(port, number, following, hear) for number in range(connections)))


async def _connection(port: int, number: int, following: Next, hear: Hear) -> None:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return  # the service has just been killed
    try:
        while (asked := following(number)) is not None:
            begun = time.perf_counter()
            writer.write(asked.sent())
            status, headers, body = await _answer(reader)
            hear(asked, Heard(status, headers, body, time.perf_counter() - begun))
    except (OSError, asyncio.IncompleteReadError):
        return  # the same; an answer that did not arrive whole acknowledges nothing
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return int(head[0].split(" ", 2)[1]), headers, body


def quantile(seconds: list[float], share: float) -> float:
    """The smallest of some times that ``share`` of them do not exceed, in milliseconds; 0 of none."""
    ordered = sorted(seconds)
    index = max(0, -(-len(ordered) * int(share * 1000) // 1000) - 1)
    return round(ordered[index] * 1000, 1) if ordered else 0.0
