"""The service with a defect: a change is acknowledged while its commit is under way. The harness must catch it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Thread

from api.cli import main
from data.store.engine import Store
from data.store.transaction import Actor, Change

honest = Store.change
SLOW_DISK_SECONDS = 0.1
"""How long the commit takes that nobody waits for: on a quick disk a kill would seldom fall into it."""


@contextmanager
def hasty(self: Store, actor: Actor, reason: str = "", request_id: str = "", apart: bool = False) -> Iterator[Change]:
    """A change whose commit nobody waits for; a block that raises still rolls everything back."""
    opened: Queue[Change | BaseException] = Queue()
    ended: Queue[BaseException | None] = Queue()
    worker = Thread(target=_kept_elsewhere, args=(self, (actor, reason, request_id, apart), opened, ended))
    worker.start()
    change = opened.get()
    if isinstance(change, BaseException):
        raise change
    try:
        yield change
    except BaseException as error:
        ended.put(error)
        worker.join()
        raise
    ended.put(None)


def _kept_elsewhere(
    store: Store,
    asked: tuple[Actor, str, str, bool],
    opened: Queue[Change | BaseException],
    ended: Queue[BaseException | None],
) -> None:
    try:
        with honest(store, *asked) as change:
            opened.put(change)
            failed = ended.get()
            if failed is not None:
                raise failed
            time.sleep(SLOW_DISK_SECONDS)
    except BaseException as error:  # handed on to whoever waits for the change
        opened.put(error)


if __name__ == "__main__":
    Store.change = hasty  # type: ignore[method-assign] # the defect
    sys.argv = ["pingwei", "serve"]
    main()
