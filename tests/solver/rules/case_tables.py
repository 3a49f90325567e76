"""Reads the case tables (``cases/*.toml``; the format is explained in ``cases/README.md``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from data.briefing import brief_for
from solver.check import check
from solver.domain.plan import Finding, Plan
from solver.domain.season import Season
from solver.relations.conflicts import conflicts_of
from solver.rules.catalogue import RULES
from solver.rules.rule import Rule
from solver.rules.rulebook import Rulebook
from tests.builders import grouped, small_plan, small_season
from tests.solver.rules.edits import Written, apply

CASES = Path(__file__).parent / "cases"
BUILT = {"experts": 15, "applications": 6, "employers": 15, "panel": 11, "groups": 0}
OF_TABLE = {"rule", "id", "citation", "parameters", "others", "accepted", "refused", *BUILT}
OF_CASE = {"name", "findings", "about", "changes", "parameters", "others", *BUILT}


@dataclass(frozen=True)
class Case:
    """One case of a table: the plan it makes, and whether the rule accepts it."""

    file: str
    rule: str
    provision: str
    name: str
    accepted: bool
    built: Mapping[str, int]
    changes: tuple[Written, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    others: Mapping[str, bool] = field(default_factory=dict)
    findings: int | None = None
    about: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}:{'accepted' if self.accepted else 'refused'}:{self.name}"


def cases() -> Iterator[Case]:
    """Every case of every table."""
    for path in sorted(CASES.glob("*.toml")):
        yield from _cases_of(path)


def _cases_of(path: Path) -> Iterator[Case]:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert table.keys() <= OF_TABLE, f"{path.name}: {sorted(table.keys() - OF_TABLE)}"
    for verdict in ("accepted", "refused"):
        for row in table.get(verdict, ()):
            assert row.keys() <= OF_CASE, f"{path.name}, {row.get('name')}: {sorted(row.keys() - OF_CASE)}"
            yield Case(
                path.stem,
                table["rule"],
                table["id"],
                row["name"],
                verdict == "accepted",
                {name: row.get(name, table.get(name, usual)) for name, usual in BUILT.items()},
                tuple(row.get("changes", ())),
                {**table.get("parameters", {}), **row.get("parameters", {})},
                {**table.get("others", {}), **row.get("others", {})},
                row.get("findings"),
                tuple(row.get("about", ())),
            )


def rule_of(case: Case) -> Rule:
    """The rule that the table of ``case`` is about."""
    return next(rule for rule in RULES if rule.name == case.rule)


def season_and_plan(case: Case) -> tuple[Season, Plan]:
    """What the case describes: built, split into groups, then changed."""
    season = small_season(case.built["experts"], case.built["applications"], case.built["employers"])
    plan = small_plan(season, case.built["panel"])
    if case.built["groups"]:
        season, plan = grouped(season, plan, case.built["groups"])
    for change in case.changes:
        season, plan = apply(season, plan, change)
    return season, plan


def rulebook_of(case: Case, rulebook: Rulebook) -> Rulebook:
    """``rulebook`` with the provision of the case in force, before all others of its rule, with the case's numbers."""
    ids = rule_of(case).ids
    in_force = {**dict.fromkeys(ids[: ids.index(case.provision)], False), case.provision: True, **case.others}
    changed = {one: replace(rulebook.provision(one), in_force=on) for one, on in in_force.items()}
    own = changed[case.provision]
    changed[case.provision] = replace(own, parameters={**own.parameters, **case.parameters})
    return replace(rulebook, provisions={**rulebook.provisions, **changed})


def findings_of_case(case: Case) -> tuple[Finding, ...]:
    """What the rule of ``case`` finds in its plan."""
    season, plan = season_and_plan(case)
    brief = brief_for(season)
    rulebook = rulebook_of(case, brief.rulebook)
    return check(replace(brief, rulebook=rulebook, conflicts=conflicts_of(season, rulebook)), plan, (rule_of(case),))
