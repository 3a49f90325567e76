"""Progress of an operation as server-sent events: each event's id says which state it tells, so that one can resume."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256

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
            now = await run_in_threadpool(self._look)
            one = event_id(now)
            over = now.state not in operations.UNFINISHED
            if one != last or over:
                yield event("end" if over else "progress", one, now)
                last, told = one, time.monotonic()
            elif time.monotonic() - told > QUIET:
                yield ": …\n\n"
                told = time.monotonic()
            if over or time.monotonic() - begun > self.longest:
                return
            await asyncio.sleep(LOOK)

    def _look(self) -> OperationOut:
        with self.store.read() as reader:
            return OperationOut.of(operations.one_operation(reader, self.operation))


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
