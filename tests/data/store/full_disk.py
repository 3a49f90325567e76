"""A disk that takes no more."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.store.engine import Store


@contextmanager
def no_room_in_the_log(store: Store) -> Iterator[None]:
    """The write-ahead log of SQLite may not grow: statements go well, and COMMIT itself fails."""
    log = Path(f"{store.url.database}-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
