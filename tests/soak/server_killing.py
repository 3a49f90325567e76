"""Kill -9 of the real server at random moments, while portals write to it."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Timer

from benchmarks.http_load import Asked, Heard, load
from benchmarks.service_process import ServiceProcess

PORTALS = 8
LONGEST_SECONDS = 1.0
"""A kill comes at a random moment of this long after the writing began."""

HASTY = ("-m", "tests.soak.hasty_service")
"""A build with a defect: it acknowledges before it commits."""


@dataclass
class ServerKilled:
    """A kill of ``service`` under write load: each portal makes accounts, and changes each of them once."""

    service: ServiceProcess
    token: str
    known: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, number: int, chance: random.Random) -> set[str]:
        """Kill once; what was acknowledged by then, as ``account@version``."""
        acknowledged: set[str] = set()
        waiting: dict[int, tuple[str, str]] = {}
        counted = iter(range(10**9))

        def following(portal: int) -> Asked:
            if portal in waiting:
                account, tag = waiting.pop(portal)
                body = json.dumps({"name": f"第{portal}"}).encode()
                return Asked("PATCH", f"/v1/users/{account}", body, self.token, tag, str(portal))
            login = f"k{number}.{portal}.{next(counted)}"
            return Asked("POST", "/v1/users", json.dumps({"login": login, "name": login}).encode(), self.token,
                         about=str(portal))  # fmt: skip

        def hear(asked: Asked, heard: Heard) -> None:
            assert heard.status in {200, 201}, heard.body
            account = str(json.loads(heard.body)["id"])
            version = heard.headers["etag"].strip('"')
            acknowledged.add(f"{account}@{version}")
            if asked.method == "POST":
                waiting[int(asked.about)] = (account, heard.headers["etag"])

        self.service.start()
        killer = Timer(chance.uniform(0.02, LONGEST_SECONDS), self.service.running.kill)
        killer.start()
        asyncio.run(load(self.service.port, PORTALS, following, hear))
        killer.join()
        self.service.kill()
        return acknowledged


def prepared(service: ServiceProcess, words: Sequence[str]) -> ServerKilled:
    """A first start of the service from an empty folder, its administrator's token, and what kills it from then on."""
    token = service.start().administrator()
    service.stop()
    service.words = words
    return ServerKilled(service, token)
