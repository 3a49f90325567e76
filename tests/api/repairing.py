"""Repairs asked for over HTTP and carried out in the tests' own process, as a child would."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from api.repair_run import Repaired, RepairTask, repaired
from api.runs import Run, claimed
from solver.domain.plan import Plan
from solver.domain.season import Season
from solver.domain.vocabulary import Role
from tests.api.planning import PLANS, keep, plannable, planned, stored
from tests.api.service import Headers, Service
from tests.conftest import KEY

DAWN = datetime(2026, 8, 27, 1, tzinfo=UTC)
"""Before the season: no session has been held."""
MADE: dict[bool, tuple[Season, Plan]] = {}


def season_and_plan(drawn: bool = False) -> tuple[Season, Plan]:
    """The season and its plan, planned once."""
    if drawn not in MADE:
        season = plannable(drawn)
        MADE[drawn] = season, planned(season)
    return MADE[drawn]


@dataclass
class Office:
    """A season with one plan, a draft at first, and somebody whose season it is."""

    service: Service
    drawn: bool = False
    plan: str = field(init=False)
    season: Season = field(init=False)
    made: Plan = field(init=False)
    people: Headers = field(init=False)

    def __post_init__(self) -> None:
        self.service.store.clock = lambda: DAWN
        self.season, self.made = season_and_plan(self.drawn)
        stored(self.service.store, self.season)
        self.plan = keep(self.service.store, self.season, self.made)
        self.people = self.service.person("secretariat", ["*"])

    @property
    def member(self) -> str:
        """Somebody on the panel without an office."""
        return next(seat.expert for seat in self.made.sessions[0].panel if seat.role is Role.MEMBER)

    @property
    def session(self) -> str:
        """The session."""
        return self.made.sessions[0].id

    def get(self, where: str) -> Any:
        """The answer to a look."""
        return self.service.client.get(where, headers=self.people)

    def post(
        self, where: str, body: dict[str, Any], plan: str = "", people: Headers | None = None, key: str = ""
    ) -> Any:
        """The answer to what is asked of a plan that was just read."""
        seen = self.get(f"{PLANS}/{plan or self.plan}").headers.get("ETag", '"0"')
        given = {**(people or self.people), "If-Match": seen, "Idempotency-Key": key or uuid4().hex}
        return self.service.client.post(where, headers=given, json=body)

    def publish(self, plan: str = "") -> Any:
        """The answer to publishing a plan."""
        return self.post(f"{PLANS}/{plan or self.plan}:publish", {}, plan)

    def ask(self, changes: dict[str, Any], people: Headers | None = None, key: str = "", **other: Any) -> Any:
        """The answer to asking for a repair."""
        return self.post(f"{PLANS}/{self.plan}:repair", {"changes": changes, **other}, "", people, key)

    def begun(self) -> tuple[Run, Repaired]:
        """The waiting repair, claimed and made, and nothing of it written yet."""
        operation = claimed(self.service.store, "w-test")
        assert operation is not None
        run = Run(self.service.store, KEY, operation, "w-test", lambda: False)
        task = run.task()
        assert isinstance(task, RepairTask)
        return run, repaired(task, lambda _phase, _percent: None)

    def repair(self, changes: dict[str, Any], **other: Any) -> dict[str, Any]:
        """How the operation stands at the end of a repair."""
        asked = self.ask(changes, **other)
        assert asked.status_code == 202, asked.text
        run, made = self.begun()
        run.keep_repair(made)
        now: dict[str, Any] = self.get(asked.headers["Location"]).json()
        return now

    def answer(self, operation: dict[str, Any]) -> dict[str, Any]:
        """What a repair changes."""
        found = self.get(f"/v1/operations/{operation['id']}/repair")
        assert found.status_code == 200, found.text
        told: dict[str, Any] = found.json()
        return told
