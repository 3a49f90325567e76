"""A process that writes until it is killed: four threads, and a line on standard output for every write acknowledged.

``python -m tests.data.store.crash_writer URL ANCHORS PREFIX honest|early|released``; two are mutants that acknowledge
before the commit, which the harness has to catch: ``early`` inside the change, ``released`` once its savepoint is done
and another change has taken over the commit that they share.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

from data.store.accounts import add_account
from data.store.anchors import AnchorFile
from data.store.engine import Store, open_store
from data.store.group_commit import Group
from data.store.transaction import Actor

THREADS = 4
KEY = "cGluZ3dlaS10ZXN0cy1rZXktb2YtMzItYnl0ZXMhISE="


commit = Group.commit
SLOW_DISK_SECONDS = 0.05
"""How long it takes from a mutant's word to its commit: on a quick disk a kill would seldom fall in between."""


def slowly(self: Group, anchors: AnchorFile | None) -> None:
    """A commit on a slow disk."""
    time.sleep(SLOW_DISK_SECONDS)
    commit(self, anchors)


def acknowledge(name: str) -> None:
    """Tell the harness that the account is there in its first version, in one write that a kill cannot tear."""
    os.write(1, f"{name}@1\n".encode("ascii"))


def write(store: Store, prefix: str, early: bool) -> None:
    """Make accounts until killed."""
    number = 0
    while True:
        number += 1
        name = f"{prefix}-{number}"
        with store.change(Actor("crash", "administrator")) as change:
            add_account(change, name, name, name)
            if early:
                acknowledge(name)
                time.sleep(SLOW_DISK_SECONDS)
        if not early:
            acknowledge(name)


def main() -> None:
    """Write with every thread; only a kill ends it."""
    url, anchors, prefix, mode = sys.argv[1:]
    store = open_store(url, KEY, Path(anchors))
    if mode == "released":
        Group.wait = lambda _: None  # type: ignore[method-assign] # the defect
        Group.commit = slowly  # type: ignore[method-assign] # what shows it
    for number in range(THREADS):
        threading.Thread(target=write, args=(store, f"{prefix}-{number}", mode == "early")).start()


if __name__ == "__main__":
    main()
