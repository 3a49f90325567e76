"""Kill a writing process at random moments, and see what of it is left."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal, cast

from sqlalchemy import select

from data.store.engine import Store
from data.store.tables import Accounts, Trail
from data.store.verification import TrailFault, verify_store

Mode = Literal["honest", "early"]
LONGEST_SECONDS = 0.2


@dataclass
class Aftermath:
    """What was left after some kills: writes acknowledged, those of them lost, rows without the other, faults."""

    kills: int = 0
    acknowledged: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    unmatched: set[str] = field(default_factory=set)
    faults: tuple[TrailFault, ...] = ()


def kill_once(store: Store, anchors: Path, prefix: str, mode: Mode, chance: random.Random) -> set[str]:
    """Start a writer, kill -9 it at a random moment of its writing, and return what it had acknowledged."""
    url = store.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.data.store.crash_writer", url, str(anchors), prefix, mode]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        told = cast("IO[bytes]", writer.stdout)
        first = told.readline()
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        writer.kill()
        rest = told.read()
    return set((first + rest).decode("ascii").split())


def crash(store: Store, anchors: Path, kills: int, mode: Mode, seed: int, until_lost: bool = False) -> Aftermath:
    """Kill ``kills`` writers one after another, or fewer if the first loss is enough, and look at what is left."""
    chance, left = random.Random(seed), Aftermath()
    while left.kills < kills and not (until_lost and left.lost):
        left.acknowledged |= kill_once(store, anchors, f"{mode}{left.kills}", mode, chance)
        left.kills += 1
        look(store, left)
    left.faults = verify_store(store, [anchors]).faults
    return left


def look(store: Store, left: Aftermath) -> None:
    """Hold what was acknowledged against the accounts, and the accounts against the trail."""
    with store.read() as reader:
        accounts = {row[0] for row in reader.rows(select(Accounts.id))}
        told = {row[0] for row in reader.rows(select(Trail.object).where(Trail.kind == "account"))}
    left.lost = left.acknowledged - accounts
    left.unmatched = accounts ^ told
