"""Random requests over the whole description of the service: what it promises there is held against what it answers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.schemas import APIOperation

from tests.api.service import Headers, Service

load_all_checks()
HELD = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
        "missing_required_header",
    ]
)
QUIET = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
Known = Mapping[str, str]
"""Ids that exist, by the name of the path parameter that takes them."""


@dataclass
class Answered:
    """Requests by status, and what was not as described: operation and finding, each with how often."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: Counter[tuple[str, str]] = field(default_factory=Counter)
    operations: int = 0

    @property
    def requests(self) -> int:
        """How many requests were made."""
        return self.statuses.total()

    @property
    def server_errors(self) -> int:
        """How many answers were above 499."""
        return sum(number for status, number in self.statuses.items() if status > 499)


def ask_everything(service: Service, requests: int, start: int, who: Callable[[], Headers], known: Known) -> Answered:
    """Ask every operation, as ``who`` makes somebody anew for it, in rounds until there were so many requests.

    Half of them are valid, half are not. An operation that can be asked in few ways is asked less than others.
    """
    described = schemathesis.openapi.from_asgi("/v1/openapi.json", service.client.app)
    operations = [found.ok() for found in described.get_all_operations()]
    answered = Answered(operations=len(operations))
    while answered.requests < requests:
        each = -(-(requests - answered.requests) // len(operations))
        for operation in operations:
            ask(operation, each, start + answered.requests, who(), known, answered)
    return answered


def ask(operation: APIOperation, requests: int, start: int, headers: Headers, known: Known, answered: Answered) -> None:
    """Ask one operation so often."""
    chance = random.Random(f"{start} {operation.label}")
    kinds = st.one_of(operation.as_strategy(mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE))

    @seed(start)
    @settings(QUIET, max_examples=requests)
    @given(case=kinds)
    def one(case: Case) -> None:
        if case.meta is None or case.meta.generation.mode is GenerationMode.POSITIVE:
            _name_what_exists(case, known, chance)
        response = case.call(headers={} if _asks_as_nobody(case) else headers)
        answered.statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=HELD, headers=headers)
        except FailureGroup as wrong:
            for failure in wrong.exceptions:
                answered.failures[operation.label, str(failure)[:400]] += 1

    one()


def _asks_as_nobody(case: Case) -> bool:
    """Whether what is wrong with a request is that it has no token: one that is put in would mend it."""
    invalid = case.meta is not None and case.meta.generation.mode is GenerationMode.NEGATIVE
    return invalid and "Authorization" not in (case.headers or {})


def _name_what_exists(case: Case, known: Known, chance: random.Random) -> None:
    """Three times in four, put ids that exist and a version that may be right into a request."""
    if chance.random() < 0.75:
        for name in case.path_parameters or {}:
            case.path_parameters[name] = known.get(name, case.path_parameters[name])
        if case.headers is not None and "If-Match" in case.headers:
            case.headers["If-Match"] = f'"{chance.randint(1, 3)}"'
