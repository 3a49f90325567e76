"""Kill a writing process at random moments, and see what of it is left."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal, cast

from sqlalchemy import select

from data.store.engine import Store
from data.store.tables import Accounts, Trail
from data.store.verification import TrailFault, verify_store

Mode = Literal["honest", "early", "released"]
LONGEST_SECONDS = 0.2


@dataclass
class Aftermath:
    """What was left after some kills: writes acknowledged, those of them lost, rows without the other, faults."""

    kills: int = 0
    acknowledged: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    unmatched: set[str] = field(default_factory=set)
    faults: tuple[TrailFault, ...] = ()


Kill = Callable[[int, random.Random], set[str]]
"""Starts a writer, kills it at a random moment, and returns what it had acknowledged: ``account@version``."""


def process_killed(store: Store, anchors: Path, mode: Mode) -> Kill:
    """Kills processes that write to the store, with nothing between."""
    url = store.url.render_as_string(hide_password=False)

    def kill(number: int, chance: random.Random) -> set[str]:
        words = ["-m", "tests.data.store.crash_writer", url, str(anchors), f"{mode}{number}", mode]
        with subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE) as writer:
            told = cast("IO[bytes]", writer.stdout)
            first = told.readline()
            time.sleep(chance.uniform(0, LONGEST_SECONDS))
            writer.kill()
            rest = told.read()
        return set((first + rest).decode("ascii").split())

    return kill


def crash(store: Store, anchors: Path, kills: int, kill: Kill, seed: int, until_lost: bool = False) -> Aftermath:
    """Kill ``kills`` writers one after another, or fewer if the first loss is enough, and look at what is left."""
    chance, left = random.Random(seed), Aftermath()
    while left.kills < kills and not (until_lost and left.lost):
        left.acknowledged |= kill(left.kills, chance)
        left.kills += 1
        look(store, left)
    left.faults = verify_store(store, [anchors]).faults
    return left


def look(store: Store, left: Aftermath) -> None:
    """Hold what was acknowledged against the accounts, and each version of an account against the trail."""
    with store.read() as reader:
        accounts = reader.rows(select(Accounts.id, Accounts.version))
        changes = Counter(
            row[0]
            for row in reader.rows(
                select(Trail.object).where(Trail.kind == "account", Trail.action.in_(("create", "change")))
            )
        )
    there = {f"{account}@{number}" for account, version in accounts for number in range(1, version + 1)}
    told = {f"{account}@{number}" for account, count in changes.items() for number in range(1, count + 1)}
    left.lost = left.acknowledged - there
    left.unmatched = there ^ told
