"""Differently built requests that try to learn who was drawn: every operation that reads, and acts that are refused."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import UUID

from api.paging import cursor
from tests.api.drawn_season import DAWN, EXPERTS, Ceremony, drawn_plan, drawn_season, sessions
from tests.api.planning import sent
from tests.api.season_uploads import SEASON

Json = Any  # JSON of requests
NAMES = [f"E{number:02d}" for number in range(1, EXPERTS + 1)]
PEOPLE = [f"P{number:02d}" for number in range(1, EXPERTS + 1)]
ROLES = (
    "secretariat",
    "authority",
    "supervisor",
    "convener",
    "elsewhere",
    "expert",
    "administrator",
    "whole",
    "nobody",
)
WHERE = f"/v1/seasons/{SEASON}"
NEVER = frozenset({"beginIdentitySignIn", "endIdentitySignIn", "readMetrics"})
"""They lead elsewhere, or (the metrics) count seconds; metrics are compared at the end."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as ``role`` sends it; ``{op}`` in its address is the operation that made the second lottery."""

    role: str
    method: str
    address: str
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"


class Probe:
    """Makes requests from a seed, over the operations of a description."""

    def __init__(self, description: Mapping[str, Any], seed: int) -> None:
        self._chance = random.Random(seed)
        self._reads = [
            (path, item["get"])
            for path, item in description["paths"].items()
            if "get" in item and item["get"]["operationId"] not in NEVER
        ]
        self._number = 0

    def next(self) -> Asked:
        """The next request: four of five look, one acts."""
        self._number += 1
        return self._looking() if self._chance.random() < 0.8 else self._acting()

    def _looking(self) -> Asked:
        path, operation = self._one(self._reads)
        query = []
        for parameter in operation.get("parameters", ()):
            name, value = parameter["name"], self._value(parameter)
            if parameter["in"] == "path":
                path = path.replace(f"{{{name}}}", value if value.startswith("{") else quote(value, safe=""))
            elif parameter["in"] == "query" and (parameter.get("required") or self._chance.random() < 0.5):
                query.append(f"{name}={quote(value)}")
        return Asked(self._one(ROLES), "GET", path + ("?" + "&".join(query) if query else ""))

    def _value(self, parameter: Mapping[str, Any]) -> str:
        schema, name = parameter["schema"], parameter["name"]
        draws = [f"{one}-1" for one in sessions()]
        known: dict[str, Sequence[str]] = {
            "season": [SEASON] * 9 + ["2027"],
            "draw": [*draws, *draws, "nothing"],
            "panel": [*draws, *draws, "nothing"],
            "replacement": [f"{draws[1]}-r1", f"{draws[1]}-r1", f"{draws[0]}-r1", "nothing"],
            "plan": ["p-first", "p-first", "p-draft", "nothing"],
            "base": ["p-first", "p-draft"],
            "committee": ["C1", "C2"],
            "application": ["D01", "D02", "D12"],
            "operation": ["{op}", "{op}", "nothing"],
            "key": [*NAMES, *PEOPLE, "C1", "C2", "D01", "U01"],
            "limit": ["1", "2", "3", "10", "50", "200"],
            "cursor": [cursor(str(number)) for number in (0, 1, 2, 5, 20, 100)],
            "kind": ["draw", "plan", "operation", "season", "panel"],
            "object_prefix": [*draws, *sessions(), "p-", "S", "E", *NAMES],
        }
        if "enum" in schema:
            return str(self._one(schema["enum"]))
        if name in known:
            return self._one(known[name])
        return self._one([*NAMES, *PEOPLE, "专家7", "", "0", "zh"])

    def _acting(self) -> Asked:
        return self._one(
            (self._check, self._check, self._draw_step, self._panel_step, self._row, self._publish, self._replace)
        )()

    def _check(self) -> Asked:
        """A plan that names a guess at a panel: the check must not know better."""
        plan = json.loads(sent(drawn_plan(), drawn_season()))
        row = self._one(plan["sessions"])
        for seat, expert in zip(row["panel"], self._chance.sample(NAMES, len(row["panel"])), strict=True):
            seat["expert"] = expert
        row["draw"] = self._one(["", f"{row['id']}-1"])
        return self._send(self._one(("whole", "supervisor")), f"{WHERE}/checks", plan)

    def _draw_step(self) -> Asked:
        step, body = self._one(
            (
                ("contribute", {"role": "authority", "commitment": "0" * 64}),
                ("reveal", {"role": "supervisor", "secret": "ab" * 32}),
                ("verify", {}),
                ("void", {}),
                ("approve-redraw", {}),
            )
        )
        return self._send(self._one(ROLES), f"{WHERE}/draws/{self._one(sessions())}-1:{step}", body, self._version())

    def _panel_step(self) -> Asked:
        """What may be refused: the second person who asks, and the convener, are not among those who do."""
        step, role = self._one(
            (("call", "authority"), ("call", "supervisor"), ("unseal", "authority"), ("seal", "authority"))
        )
        reason = {"reason": self._one(NAMES)}
        body = reason | ({"until": DAWN.isoformat()} if step == "seal" else {})
        return self._send(role, f"{WHERE}/panels/{self._one(sessions())}-1:{step}", body, self._version())

    def _row(self) -> Asked:
        """Somebody taken out, or away: neither may be easier for whoever was drawn."""
        expert = self._one(NAMES)
        if self._chance.random() < 0.5:
            return Asked("whole", "DELETE", f"{WHERE}/experts/{expert}", headers={"If-Match": '"2"'})
        day = f"2026-09-{self._chance.randint(1, 28):02d}"
        row = {"person": expert.replace("E", "P"), "start": f"{day}/AM", "end": f"{day}/PM", "reason": ""}
        return self._send("whole", f"{WHERE}/unavailability", row)

    def _publish(self) -> Asked:
        return self._send("whole", f"{WHERE}/plans/p-draft:publish", {}, {"If-Match": '"1"'})

    def _replace(self) -> Asked:
        """What may be refused: the convener, who sees whose seat it is, is not among those who ask."""
        role = self._one([one for one in ROLES if one != "convener"])
        draw = f"{self._one(sessions())}-1"
        if self._chance.random() < 0.5:
            return self._send(role, f"{WHERE}/replacements/{draw}-r1:approve", {}, {"If-Match": '"2"'})
        body = {"draw": draw, "seat": self._chance.randint(1, 12), "reason": self._one(NAMES)}
        return self._send(role, f"{WHERE}/replacements", body, self._version())

    def _version(self) -> dict[str, str]:
        return {"If-Match": f'"{self._chance.randint(6, 9)}"'}

    def _send(self, role: str, address: str, body: Json, headers: Mapping[str, str] | None = None) -> Asked:
        once = {"Idempotency-Key": UUID(int=self._chance.getrandbits(128)).hex, **(headers or {})}
        kind = "application/octet-stream" if address.endswith("/checks") else "application/json"
        return Asked(role, "POST", address, json.dumps(body, ensure_ascii=False).encode(), once, kind)

    def _one(self, choices: Sequence[Any]) -> Any:
        return self._chance.choice(choices)


def everybody(ceremony: Ceremony) -> None:
    """Give the people of a ceremony to whom the others are added; done before the store is copied."""
    service = ceremony.service
    ceremony.accounts |= {
        "expert": service.account("expert", [NAMES[6]]),
        "administrator": service.account("administrator"),
        "whole": service.account("authority", ["*"]),
        "nobody": service.account(),
    }
    ceremony.at(DAWN)


def ask(ceremony: Ceremony, asked: Asked, number: int) -> Any:
    """The answer of one service to a request."""
    headers = {**ceremony.people[asked.role], **asked.headers, "X-Request-ID": f"request-{number:08d}"}
    if asked.content is not None:
        headers["Content-Type"] = asked.kind
    address = asked.address.replace("{op}", ceremony.hidden.get("op", "nothing"))
    return ceremony.service.client.request(asked.method, address, content=asked.content, headers=headers)
