"""One function says whether an application goes by a letter: routing, lapses, the check and publishing ask it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from api.problems import Problem
from api.publishing import allowed_form
from solver.check import check, hard
from solver.domain.committees import Application, Delegation
from solver.domain.plan import Reason, RouteKind
from solver.domain.season import Season
from solver.domain.vocabulary import DelegationState, Level
from solver.routing import route_applications
from solver.rules import delegation
from solver.rules.brief import Brief
from solver.rules.lapses import lapses, lapses_of_letter
from tests.solver.rules.asking import brief_of
from tests.solver.rules.entrusting import SITTING, entrusted_plan, entrusting_season, with_letter

(DAY,) = SITTING
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
LONG_AGO = date(2026, 9, 10)
IN_USE = {DelegationState.ACCEPTED, DelegationState.USED}


def one_day_season() -> Season:
    """The committee may sit on one day, that of its session: so "on some day" and "on that day" ask the same."""
    season = entrusting_season()
    rows = [replace(one, earliest=DAY, latest=DAY) if one.committee == "C1" else one for one in season.timetable]
    return replace(season, timetable=tuple(rows))


SEASON = one_day_season()
PLAN = entrusted_plan(SEASON)
ISSUED = (LONG_AGO, BEFORE, DAY, None)
ACCEPTED = (LONG_AGO - timedelta(days=1), LONG_AGO, BEFORE, DAY, None)
TERMS = ((LONG_AGO, AFTER), (DAY, DAY), (AFTER, AFTER), (LONG_AGO, BEFORE))
COVERED: Mapping[str, tuple[Mapping[str, object], bool]] = {
    "named": ({}, True),
    "general": ({"applications": ()}, True),
    "general, of another unit": ({"applications": (), "entrusting": "V02", "authority": "H2"}, False),
    "another application": ({"applications": ("D02",)}, False),
    "its specialty": ({"specialties": ("机械工程",)}, True),
    "another specialty": ({"specialties": ("化学工程",)}, False),
    "another series": ({"series": "04"}, False),
    "more levels": ({"levels": (Level.ASSOCIATE_SENIOR, Level.FULL_SENIOR)}, True),
    "another level": ({"levels": (Level.FULL_SENIOR,)}, False),
}


def in_time(issued: date | None, accepted: date | None, first: date, last: date) -> bool:
    """Letter, acceptance and term as the text has them: in this order, before the session, and the session in it."""
    written = issued is not None and accepted is not None and issued <= accepted < DAY
    return written and first <= DAY <= last


CASES = [
    *(({"state": state}, state in IN_USE) for state in DelegationState),
    *(
        (
            {"issued_on": issued, "accepted_on": accepted, "start": first, "end": last},
            in_time(issued, accepted, first, last),
        )
        for issued, accepted, (first, last) in product(ISSUED, ACCEPTED, TERMS)
    ),
    *(
        ({"state": state, **changes}, state in IN_USE and fits)
        for state in (DelegationState.ACCEPTED, DelegationState.REVOKED)
        for changes, fits in COVERED.values()
    ),
]
"""What is changed in a letter that holds, and whether it still does."""


def routed(brief: Brief) -> bool:
    route = next(one for one in route_applications(brief) if one.application == "D01")
    assert route.kind in (RouteKind.DELEGATED, RouteKind.NEEDS_AUTHORISATION)
    return route.kind is RouteKind.DELEGATED


def kept(brief: Brief) -> bool:
    found = [one.application for one in lapses(brief, PLAN)]
    assert found == [one.application for one in lapses_of_letter(brief, PLAN, "DG1")]
    assert found in ([], ["D01"])
    return not found


def passes_check(brief: Brief) -> bool:
    return not new(brief, {(one.rule, one.subject) for one in hard(check(brief, PLAN))})


def published(brief: Brief) -> bool:
    with pytest.raises(Problem) as refused:  # always: the plan has other faults, which the letter does not touch
        allowed_form(PLAN, brief)
    return not {(one.code, one.place) for one in refused.value.faults} - FAULTS


def new(brief: Brief, found: set[tuple[str, object]]) -> set[tuple[str, object]]:
    """What is found beyond what the plan breaks whatever the letter says: it is a witness of one rule, not of all."""
    return found - FINDINGS


WAYS: Mapping[str, Callable[[Brief], bool]] = {
    "routing": routed,
    "lapses": kept,
    "check": passes_check,
    "publishing": published,
}


def baseline() -> tuple[set[tuple[str, object]], set[tuple[str, str]]]:
    """Findings and faults of the plan with a letter that holds."""
    brief = brief_of(SEASON)
    findings: set[tuple[str, object]] = {(one.rule, one.subject) for one in hard(check(brief, PLAN))}
    with pytest.raises(Problem) as refused:
        allowed_form(PLAN, brief)
    return findings, {(one.code, one.place) for one in refused.value.faults}


FINDINGS, FAULTS = baseline()


def test_the_plan_breaks_no_rule_of_delegation_to_begin_with() -> None:
    assert not {rule for rule, _ in FINDINGS} & {*delegation.DELEGATION_RULES, "PD-17"}


@pytest.mark.parametrize(("changes", "holds"), CASES)
def test_all_four_say_what_the_text_says(changes: Mapping[str, object], holds: bool) -> None:
    brief = brief_of(with_letter(SEASON, **changes))
    assert {name: way(brief) for name, way in WAYS.items()} == dict.fromkeys(WAYS, holds)


Judgement = Callable[..., tuple[Reason, ...]]


def saying(guard: str, of_days: Callable[[tuple[date, ...]], bool]) -> Judgement:
    """A judgement that refuses whatever letter on the days that ``of_days`` picks, whichever points are asked about."""

    def judge(
        brief: Brief, letter: Delegation, application: Application, days: tuple[date, ...] = (), guards: object = ()
    ) -> tuple[Reason, ...]:
        facts = (("guard", guard), ("delegation", letter.id), ("found", ""), ("needed", ""))
        return (Reason("delegation", "SY24-15c", letter.to_committee, facts),) if of_days(days) else ()

    return judge


def verdicts(monkeypatch: pytest.MonkeyPatch, mutant: Judgement, **changes: object) -> dict[str, bool]:
    monkeypatch.setattr(delegation, "authorises", mutant)
    brief = brief_of(with_letter(SEASON, **changes))
    return {name: way(brief) for name, way in WAYS.items()}


def test_a_mutant_that_refuses_changes_all_four(monkeypatch: pytest.MonkeyPatch) -> None:
    assert verdicts(monkeypatch, saying("mutant", lambda days: days is not None)) == dict.fromkeys(WAYS, False)


def test_a_mutant_that_authorises_changes_all_four(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = {"state": DelegationState.REVOKED, "accepted_on": None, "end": BEFORE, "authority": "H2"}
    assert verdicts(monkeypatch, saying("mutant", lambda days: days is None), **changes) == dict.fromkeys(WAYS, True)


def test_a_mutant_that_minds_one_day_changes_all_that_know_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = dict.fromkeys(WAYS, False) | {"routing": True}  # asked before there is a session
    assert verdicts(monkeypatch, saying("valid", lambda days: days == SITTING)) == expected
