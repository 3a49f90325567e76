"""Progress of an operation as server-sent events (WHATWG HTML 9.2), resumed by ``Last-Event-ID``.

An event tells the whole state of the operation as the store has it, whatever process does the work; its id says which
state. So whoever connects again with the id of the last event is told what they have not seen: nothing twice, nothing
old, and the end for certain, for it is the state that stays. Once the end has been told there is nothing to come, which
is 204 to a browser's ``EventSource``: it connects no more.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from starlette.concurrency import run_in_threadpool

from api.problems import Problem
from api.schemas.operations import OperationOut
from data.store import operations
from data.store.engine import Store

MEDIA_TYPE = "text/event-stream"
LONGEST = 300.0
"""Seconds after which a stream ends; the caller connects again, and is admitted again."""
QUIET = 15.0
"""Seconds without news after which a comment shows that the connection lives."""
LOOK = 0.5
"""Seconds between two looks at the operation."""
MOST = 100
"""Streams at a time: each looks into the store twice a second."""
RETRY_MS = 2000
"""After how many milliseconds a browser connects again."""
UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""Headers that keep proxies from holding events back."""
EXAMPLE = (
    f"retry: {RETRY_MS}\n\n"
    "event: progress\nid: 5b0c1f7a9e3d4c2b8a6f0d1e\n"
    'data: {"id": "op-5b0a1f", "kind": "solve", "state": "running", "percent": 40, …}\n\n'
    ": …\n\n"
    "event: end\nid: 0c9a4e1b7f2d8a635e10b7c4\n"
    'data: {"id": "op-5b0a1f", "kind": "solve", "state": "succeeded", "percent": 100, …}\n\n'
)
EVENTS: dict[int | str, dict[str, Any]] = {  # OpenAPI as JSON
    200: {
        "description": "事件流：retry、progress、end，静默时为注释行 / the events; a comment line where nothing is new",
        "content": {MEDIA_TYPE: {"schema": {"type": "string"}, "examples": {"run": {"value": EXAMPLE}}}},
    },
    204: {"description": "已告知结束，不必再连 / the end was told; connect no more"},
}
"""``responses=`` of the route."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody watches an operation and has seen everything up to the event ``last``."""

    store: Store
    operation: str
    last: str = ""
    longest: float = LONGEST

    async def events(self) -> AsyncIterator[str]:
        """Events as text, until the operation ends or the stream has lasted ``longest`` seconds."""
        begun = told = time.monotonic()
        last = self.last
        yield f"retry: {RETRY_MS}\n\n"
        while True:
            now = await run_in_threadpool(self.look)
            one = event_id(now)
            over = now.state not in operations.UNFINISHED
            if one != last:
                yield event("end" if over else "progress", one, now)
                last, told = one, time.monotonic()
            elif time.monotonic() - told > QUIET:
                yield ": …\n\n"
                told = time.monotonic()
            if over or time.monotonic() - begun > self.longest:
                return
            await asyncio.sleep(LOOK)

    def look(self) -> OperationOut:
        """The operation as it stands in the store."""
        with self.store.read() as reader:
            return OperationOut.of(operations.one_operation(reader, self.operation))


def is_told(store: Store, operation: str, last: str) -> bool:
    """Whether an operation is over and ``last`` is the event that told so: nothing is to come any more."""
    now = Watch(store, operation).look()
    return now.state not in operations.UNFINISHED and event_id(now) == last


def event_id(operation: OperationOut) -> str:
    """The id of the event that tells ``operation`` as it is: equal for equal states, whoever asks."""
    return sha256(operation.model_dump_json().encode()).hexdigest()[:24]


def event(name: str, one: str, operation: OperationOut) -> str:
    """One event."""
    return f"event: {name}\nid: {one}\ndata: {json.dumps(operation.model_dump(mode='json'), ensure_ascii=False)}\n\n"


_open = 0


async def _counted(watch: Watch) -> AsyncIterator[str]:
    global _open  # noqa: PLW0603 - one count for the whole process, kept on its event loop
    _open += 1
    try:
        async for one in watch.events():
            yield one
    finally:
        _open -= 1


def turn(watch: Watch) -> AsyncIterator[str]:
    """The events of ``watch``; raises Problem ``busy`` if ``MOST`` are being watched already."""
    if _open >= MOST:
        raise Problem("busy")
    return _counted(watch)
