"""A season with two committees that draw their panels from one pool, planned and published, and how it is drawn."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from api.draw_run import DrawTask, announce
from api.draw_terms import sweep
from api.runs import Run, claimed
from api.unsealing import Unsealer
from data.briefing import brief_for
from data.plan_files.plan_json import plan_document
from data.store import plans
from data.store.seasons import one_season
from data.store.transaction import SYSTEM
from solver.domain.plan import Plan
from solver.domain.season import Season
from solver.domain.vocabulary import Selection
from solver.draw.seed import contribution_hash
from solver.planning.budget import Budget
from solver.planning.season_plan import plan_season
from tests.api.planning import until
from tests.api.season_uploads import HERE, SEASON
from tests.api.season_uploads import keep as keep_season
from tests.api.service import Headers, Service
from tests.builders import small_season
from tests.conftest import KEY

DRAWS, PANELS = f"{HERE}/draws", f"{HERE}/panels"
ROLES = ("authority", "secretariat", "supervisor")
REACH = {"authority": ["H2"], "secretariat": ["C1", "C2"], "supervisor": [], "convener": ["C1", "C2"]}
EXPERTS = 40
BALLS = 30
DAWN = datetime(2026, 8, 27, 1, tzinfo=UTC)
"""When the tests begin: nine in the morning, three working days before both sessions (1 September)."""


@cache
def drawn_season() -> Season:
    """Both committees draw from the same experts; each has half of the applications."""
    season = small_season(experts=EXPERTS, employers=EXPERTS, applications=12)
    (first,) = season.committees
    drawn = replace(first, selection=Selection.DRAWN, selection_basis="")
    return replace(
        season,
        committees=(drawn, replace(drawn, id="C2", name="机械工程高级评委会二")),
        pools=(*season.pools, *(replace(one, committee="C2") for one in season.pools)),
        filings=(*season.filings, *(replace(one, committee="C2") for one in season.filings)),
        applications=tuple(
            replace(one, preferred_committee="C2" if number % 2 else "C1")
            for number, one in enumerate(season.applications)
        ),
    )


@cache
def drawn_plan() -> Plan:
    """Its plan: two sessions, neither with a panel but witnesses."""
    return plan_season(brief_for(drawn_season()), Budget(None, 1, time.monotonic), 1)


def sessions() -> list[str]:
    """Ids of the sessions in the order of their dates."""
    from solver.draw.season import order_of_draws

    return [one.id for one in order_of_draws(drawn_plan())]


def salted(salt: str, role: str) -> bytes:
    """The secret of a party that follows from ``salt``."""
    return hashlib.sha256(f"{salt} {role}".encode()).digest()


@dataclass
class Ceremony:
    """People of every role at the draws of a season, on a clock that the test sets."""

    service: Service
    accounts: dict[str, str]
    people: dict[str, Headers] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)

    def post(self, address: str, body: Mapping[str, Any], role: str, version: int | None = None, key: str = "") -> Any:
        """The answer to what somebody asks."""
        headers = self.people[role] | {"Idempotency-Key": key or uuid4().hex}
        headers |= {"If-Match": f'"{version}"'} if version is not None else {}
        return self.service.client.post(address, json=dict(body), headers=headers)

    def get(self, address: str, role: str = "supervisor") -> Any:
        """The answer to a look."""
        return self.service.client.get(address, headers=self.people[role])

    def at(self, moment: datetime) -> None:
        """Set the clock of the service; everybody signs in anew."""
        self.service.store.clock = lambda: moment
        self.people = {name: self.service.token(account) for name, account in self.accounts.items()}

    def wanted(self, session: str, **other: object) -> dict[str, object]:
        """What is asked of a draw: an hour to contribute, one to reveal, names a day later."""
        now = self.service.store.clock()
        times = {"contribute_until": 1, "reveal_until": 2, "names_at": 24}
        told = {name: (now + timedelta(hours=hours)).isoformat() for name, hours in times.items()}
        return {"session": session, "balls": BALLS, "place": "301", **told, **other}

    def announced(self, session: str, **other: object) -> dict[str, Any]:
        """A draw that waits for contributions."""
        queued = self.post(DRAWS, self.wanted(session, **other), "secretariat")
        assert queued.status_code == 202, queued.text
        return self.carried_out(queued.headers["Location"])

    def carried_out(self, location: str) -> dict[str, Any]:
        """The draw that an operation brings, whose lottery is made in this process, as a child would."""
        store = self.service.store
        operation = claimed(store, "w-test")
        assert operation is not None
        run = Run(store, KEY, operation, "w-test", lambda: False, seals=self.service.settings.seals)
        task = run.task()
        assert isinstance(task, DrawTask)
        run.keep_draw(announce(task))
        return self.brought(location)

    def brought(self, location: str) -> dict[str, Any]:
        """The draw that an operation has brought."""
        ended = until(lambda: one if (one := self.get(location).json())["ended_at"] else None)
        assert ended["state"] == "succeeded", ended
        found: dict[str, Any] = self.get(f"{DRAWS}/{ended['result']}").json()
        return found

    def contribute(self, draw: Mapping[str, Any], role: str, secret: bytes | None = None, **other: object) -> Any:
        """The answer to a contribution; its secret is kept for :meth:`reveal`."""
        mine = secret or secrets.token_bytes(32)
        self.hidden[role] = mine.hex()
        hashed = contribution_hash(role, draw["id"], draw["announcement_sha256"], mine)
        return self.post(f"{DRAWS}/{draw['id']}:contribute", {"role": role, "commitment": hashed, **other}, role)

    def reveal(self, draw: Mapping[str, Any], role: str, **other: object) -> Any:
        """The answer to a reveal of what was contributed."""
        body = {"role": role, "secret": self.hidden[role], **other}
        return self.post(f"{DRAWS}/{draw['id']}:reveal", body, role)

    def sealed(self, session: str, salt: str = "") -> dict[str, Any]:
        """A draw with its result under seal; ``salt`` makes the contributions other ones."""
        draw = self.announced(session)
        return self.drawn(draw, salt)

    def drawn(self, draw: Mapping[str, Any], salt: str = "", done: tuple[str, ...] = ()) -> dict[str, Any]:
        """A draw that was announced, with all parties in; those of ``done`` have contributed already."""
        for role in (one for one in ROLES if one not in done):
            assert self.contribute(draw, role, salted(salt, role) if salt else None).status_code == 200
        for role in ROLES:
            answer = self.reveal(draw, role)
            assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def swept(self) -> tuple[str, ...]:
        """One round of what becomes due."""
        app: Any = self.service.client.app
        return sweep(self.service.store, Unsealer(app.state.seal, app.state.briefs))


def ceremony_of(service: Service) -> Ceremony:
    """The season published, and somebody in each role."""
    service.store.clock = lambda: DAWN
    keep_season(service, drawn_season())
    with service.store.change(SYSTEM) as change:
        body: Any = plan_document(drawn_plan(), brief_for(drawn_season()))
        plans.add_plan(change, "p-first", SEASON, one_season(change, SEASON).version, body)
        plans.publish(change, "p-first", (), None)
    accounts = {role: service.account(role, reach) for role, reach in REACH.items()}
    accounts |= {"authority2": service.account("authority", ["H2"]), "elsewhere": service.account("authority", ["H1"])}
    made = Ceremony(service, accounts)
    made.at(DAWN)
    return made


def papers(ceremony: Ceremony, draw: str, folder: Path) -> dict[str, Path]:
    """The papers of an unsealed draw as files."""
    found = {}
    for name in ("announcement.json", "commitment.json", "draw.json", "verify_draw.py", "draw-record.html"):
        answer = ceremony.get(f"{DRAWS}/{draw}/documents/{name}")
        assert answer.status_code == 200, (name, answer.text)
        found[name] = folder / name
        found[name].write_bytes(answer.content)
    return found
