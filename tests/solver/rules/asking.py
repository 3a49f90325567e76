"""Asks one rule of the catalogue, under the register of the season's place with provisions put in or out of force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from data.reference.working_days import working_calendar
from data.regulations.register import register
from solver.check import check
from solver.domain.plan import Finding, Plan
from solver.domain.season import Season
from solver.domain.vocabulary import Level
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES


def brief_of(
    season: Season,
    in_force: Mapping[str, bool] | None = None,
    parameters: Mapping[str, Mapping[str, object]] | None = None,
    assessment: Mapping[tuple[str, Level], str] | None = None,
) -> Brief:
    """A brief without conflicts of interest; ``parameters`` by provision replace its numbers."""
    rulebook = register(season.header.first_day, season.header.place)
    changed = dict(rulebook.provisions)
    for one, on in (in_force or {}).items():
        changed[one] = replace(changed[one], in_force=on)
    for one, numbers in (parameters or {}).items():
        changed[one] = replace(changed[one], parameters={**changed[one].parameters, **numbers})
    calendar = working_calendar(season.header, season.calendar)
    return Brief(season, calendar, replace(rulebook, provisions=changed), assessment=assessment or {})


def found(rule: str, brief: Brief, plan: Plan) -> tuple[Finding, ...]:
    """What ``rule`` (its name in the catalogue) finds in ``plan``."""
    return check(brief, plan, (next(row for row in RULES if row.name == rule),))


def about(findings: tuple[Finding, ...], kind: str) -> list[str]:
    """Ids of ``kind`` that the findings are about, in order."""
    return [one for finding in findings for name, one in finding.subject if name == kind]
