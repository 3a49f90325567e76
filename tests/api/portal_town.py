"""A town whose offices ask the service by the generated client alone: its season, its people, its clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from data.store.engine import Store
from solver.domain.season import Season
from tests.api.generated_client import Package, Person
from tests.api.routes.entrusting import season_with
from tests.builders import small_season

SEASON = "2026-shenyang"
EVENING = datetime(2026, 9, 15, 14, tzinfo=UTC)
"""22:00 in China: whoever has signed in is still so on the next day."""
NEXT_DAY = EVENING + timedelta(hours=3)
PASSWORD = "a long enough password"
PEOPLE: dict[str, tuple[tuple[str, list[str]], ...]] = {
    "bureau": (("authority", ["*"]),),
    "office": (("secretariat", ["*"]),),
    "entrusting": (("secretariat", ["C2"]), ("authority", ["H3"])),  # so that four eyes have something to refuse
    "receiving": (("secretariat", ["C1"]),),
    "asked": (("authority", ["H3"]),),
    "supervisor": (("supervisor", []),),
}
"""Everybody who takes part, with their roles: D01 of 大连 can go to C1 in 沈阳 by a letter of H3."""


@dataclass
class Town:
    """The service at ``url`` on a day of its own, and everybody by name."""

    store: Store
    package: Package
    url: str
    people: dict[str, Person]

    def at(self, day: datetime) -> None:
        """Let the service's clock go on from ``day``."""
        ahead = day - datetime.now(UTC)
        self.store.clock = lambda: datetime.now(UTC) + ahead

    def signed_in(self, told: Any) -> Person:
        """Somebody with the token that they were told."""
        return Person(self.package, self.package.client(self.url, told.token), told.account)


def season() -> Season:
    """Six applications for C1, one of them from outside its region; panels are chosen."""
    enough = small_season(experts=20, employers=20)
    rows = ("employers", "persons", "experts", "qualifications", "pools")
    whole = season_with()
    outside = {one.id: one for one in whole.employers}
    kept = {name: getattr(enough, name) for name in rows}
    kept["employers"] = tuple(outside.get(one.id, one) for one in enough.employers)
    return replace(whole, **kept)


def appoint(town: Town) -> None:
    """The administrator makes accounts with roles; their owners set passwords by one-time secrets."""
    models, admin = town.package.models, town.people["admin"]
    nobody = Person(town.package, town.package.client(town.url))
    for login, held in PEOPLE.items():
        made = admin.ask("createUser", status=201, body=models.AccountIn(login=login, name=login))
        for role, reach in held:
            grant = models.GrantIn(account=made.id, role=models.Role(role), reach=reach)
            admin.ask("grantRole", status=201, body=grant)
        secret = admin.ask("issueSecret", made.id).secret
        told = nobody.ask("redeemSecret", body=models.SecretIn(secret=secret, login=login, password=PASSWORD))
        town.people[login] = town.signed_in(told)
        assert [one.role.value for one in town.people[login].ask("readMe").roles] == [role for role, _ in held]
    listed = admin.ask("listUsers", limit=3)
    rest = admin.ask("listUsers", cursor=listed.next_)
    assert {one.login for one in listed.items + rest.items} == {"admin", *PEOPLE}
    refused = town.people["office"].ask("createUser", status=403, body=models.AccountIn(login="x1", name="x1"))
    assert isinstance(refused, models.ProblemOut)
    assert refused.code == "forbidden"


def act(who: Person, operation: str, delegation: str, body: Any, status: int = 200) -> Any:
    """An act on a delegation that was just read."""
    seen = who.answer("readDelegation", SEASON, delegation).headers["ETag"]
    given = {"if_match": seen, "idempotency_key": uuid4().hex}
    return who.ask(operation, SEASON, delegation, status=status, body=body, **given)
