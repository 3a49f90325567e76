"""A season with letters in the store, and the parties who act on them over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from httpx import Response

from api.schemas.plan_flags import PlanFlagOut
from data.plan_files.plan_json import plan_document
from data.store import plans
from data.store.season_import import create_from
from data.store.transaction import SYSTEM
from solver.domain.committees import Committee, Delegation
from solver.domain.plan import Plan
from solver.domain.season import Season
from solver.domain.vocabulary import DelegationState
from tests.api.service import Headers, Service
from tests.builders import OPEN
from tests.solver.rules.asking import brief_of
from tests.solver.rules.entrusting import entrusting_season, letter, with_committee

SEASON = "2026"
WHERE = f"/v1/seasons/{SEASON}/delegations"
TODAY = date(2026, 9, 15)
WITH_LETTER = frozenset({"authorised", "accepted", "revoked", "expired", "used"})
PARTIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "entrusting": ("secretariat", ("C2",)),  # of the committee that the entrusting unit V01 forms
    "receiving": ("secretariat", ("C1",)),
    "bystander": ("secretariat", ("C9",)),
    "asked": ("authority", ("H3",)),
    "above": ("authority", ("H1",)),
    "receiver's": ("authority", ("H2",)),
    "below": ("authority", ("H4",)),  # a county of the same city: not its business
    "supervisor": ("supervisor", ()),
    "expert": ("expert", ("E01",)),
    "administrator": ("administrator", ()),
}
"""Everybody who may turn up: role and reach, in :func:`tests.solver.rules.entrusting.entrusting_season`."""


def letter_in(state: DelegationState | str, one: str = "DG1") -> Delegation:
    """The letter DG1, under the id ``one``, as it stands in ``state``."""
    found = replace(letter(), id=one, state=DelegationState(state))
    if found.state.value in WITH_LETTER:
        return found
    return replace(found, letter_no="", issued_on=None, accepted_on=None)


def season_with(*letters: Delegation) -> Season:
    """D01 of unit V01 in 大连 may go to C1 in 沈阳 by letter; C9, of another series, has nothing to do with it."""
    season = with_committee(entrusting_season(), "C2", forming_unit="V01")
    bystander = Committee("C9", "沈阳卫生高级评委会", "U02", "H4", "08")
    return replace(season, committees=(*season.committees, bystander), delegations=letters)


def wording(**changes: object) -> dict[str, Any]:
    """A request that would hold, as a body."""
    whole = {
        "entrusting": "V01",
        "to_committee": "C1",
        "series": "05",
        "levels": ["associate_senior"],
        "authority": "H3",
        "start": OPEN.isoformat(),
        "end": "2026-12-31",
        "applications": ["D01"],
    }
    return whole | changes


BODIES: Mapping[str, Mapping[str, Any]] = {
    "amend": wording(specialties=["机械工程"]),
    "submit": {},
    "return": {"reason": "材料不全"},
    "approve": {"letter_no": "大人社委〔2026〕1号", "document": "委托函.pdf", "issued_on": "2026-09-10"},
    "reject": {"reason": "本地可评"},
    "accept": {},
    "decline": {"reason": "评审量已满"},
    "revoke": {"reason": "委托函有误"},
}
"""What each act is sent with."""


@dataclass
class Town:
    """The service with the season in it, on a day of its own, and one person for each party."""

    service: Service
    known: dict[str, Headers] = field(default_factory=dict)

    def set_day(self, day: date) -> None:
        """Let it be noon of ``day`` in China."""
        self.service.store.clock = lambda: datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        self.known.clear()

    def party(self, name: str) -> Headers:
        """Headers of a party."""
        if name not in self.known:
            self.known[name] = self.service.person(*PARTIES[name])
        return self.known[name]

    def get(self, path: str, party: str = "supervisor") -> Response:
        """An answer to a read."""
        return self.service.client.get(path, headers=self.party(party))

    def etag(self, path: str) -> str:
        """The version of an object."""
        return str(self.get(path).headers["ETag"])

    def act(self, party: str | Headers, one: str, act: str, tag: str = "", **changes: Any) -> Response:
        """Do an act on a letter, as it should be done unless ``changes`` say otherwise."""
        headers = dict(self.party(party) if isinstance(party, str) else party)
        headers["If-Match"] = tag or self.etag(f"{WHERE}/{one}")
        body = {**BODIES[act], **changes}
        if act == "amend":
            return self.service.client.put(f"{WHERE}/{one}", json=body, headers=headers)
        headers["Idempotency-Key"] = uuid4().hex
        return self.service.client.post(f"{WHERE}/{one}:{act}", json=body, headers=headers)

    def post(self, path: str, party: str | Headers, body: Mapping[str, Any], **headers: str) -> Response:
        """Send something once."""
        who = self.party(party) if isinstance(party, str) else party
        once = {"Idempotency-Key": uuid4().hex}
        return self.service.client.post(path, json=dict(body), headers={**who, **once, **headers})

    def state(self, one: str = "DG1") -> str:
        """In which state a letter is."""
        return str(self.get(f"{WHERE}/{one}").json()["state"])

    def plan(self, name: str, plan: Plan, season: Season, published: bool = False) -> None:
        """Put a plan into the store, published if so wanted."""
        with self.service.store.change(SYSTEM) as change:
            plans.add_plan(change, name, SEASON, 1, plan_document(plan, brief_of(season)))
            if published:
                plans.publish(change, name, (), None)

    def flags(self, plan: str) -> list[tuple[Any, ...]]:
        """Kind, subject, state and applications of each flag of a plan, once it is as the contract has it."""
        with self.service.store.read() as reader:
            flags = plans.one_plan(reader, plan).flags
        assert isinstance(flags, list)
        told = [PlanFlagOut.model_validate(flag) for flag in flags]
        return [(one.kind, one.subject, one.state, one.applications) for one in told]


def town_with(service: Service, *letters: Delegation) -> Town:
    """A town whose season has these letters, on :data:`TODAY`."""
    town = Town(service)
    town.set_day(TODAY)
    with service.store.change(SYSTEM) as change:
        create_from(change, SEASON, season_with(*letters))
    return town


def faults(answer: Response) -> set[str]:
    """Codes of what a problem says is wrong."""
    return {one["code"] for one in answer.json()["faults"]}
