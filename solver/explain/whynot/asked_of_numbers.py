"""What would help and a number could do: the least change of it that is enough, before it is set aside whole.

Numbers that the house set itself are changed in the season's policy; numbers of the law only where it allows for
exceptions (``overridable``), and then by whoever may allow them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from math import ceil, floor

from solver.domain.committees import PolicyChange
from solver.domain.edits import Add, Change, Edit, pairs
from solver.domain.vocabulary import Severity
from solver.explain.whynot.desk import Desk, Remedy
from solver.explain.whynot.elements import Kind
from solver.rules.rulebook import Provision

CHAIRING = frozenset({"PD-24", "CN40-09e", "CN40-19b"})
"""Provisions about who presides."""
UPWARDS = ("max", "minutes_per_half_day")
"""How names of numbers begin that ask for less when they are larger; all others ask for less when they are smaller."""
FURTHEST = 40
"""Steps by which a number is moved at most."""
Values = tuple[str, ...]
"""The texts of a number, each asking for less than the one before."""


def numbers(desk: Desk) -> Iterator[Remedy]:
    """Numbers of the house, each changed by as little as is enough, the smallest change first."""
    yield from _moved(desk, "number", [one for one in _rules(desk) if one.nature == "product"])


def exemptions(desk: Desk) -> Iterator[Remedy]:
    """Numbers of the law to which exceptions may be allowed."""
    exempt = [one for one in _rules(desk) if one.nature != "product" and one.severity is Severity.OVERRIDABLE]
    yield from _moved(desk, "exempt", exempt)


def caps(desk: Desk) -> Iterator[Remedy]:
    """Rules that the house set itself, set aside whole in the season's policy where no change of a number is enough."""
    for one in _rules(desk):
        if one.nature == "product" and not any(_of_rule(desk, "number", one)):
            yield from desk.only_if_helps("cap", policy(desk, one.id, "in_force", "false"), rule=one.id)


def policy(desk: Desk, rule: str, parameter: str, value: str) -> Edit:
    """The row of the policy sheet that says so, in place of the one there is."""
    where = pairs(rule=rule, parameter=parameter)
    if any((row.rule, row.parameter) == (rule, parameter) for row in desk.season.policy):
        return Change("policy", where, pairs(value=value))
    return Add("policy", PolicyChange(rule, parameter, value, "—"))


def _rules(desk: Desk) -> list[Provision]:
    rulebook = desk.question.brief.rulebook
    return [rulebook.provision(one) for one in desk.ids(Kind.RULE) if one not in CHAIRING]


def _moved(desk: Desk, ask: str, provisions: list[Provision]) -> Iterator[Remedy]:
    found = (one for provision in provisions for one in _of_rule(desk, ask, provision))
    yield from (remedy for _, remedy in sorted(found, key=lambda one: one[0]))


def _of_rule(desk: Desk, ask: str, provision: Provision) -> Iterator[tuple[int, Remedy]]:
    """The least change of each number of a rule by itself; of all of them together, where none alone is enough."""
    size = max(row.size for row in desk.question.plan.sessions)
    values = {name: eased(name, value, size) for name, value in provision.parameters.items()}
    values = {name: texts for name, texts in values.items() if texts}
    alone = [one for name, texts in values.items() for one in _least(desk, ask, provision, {name: texts})]
    yield from alone or (_least(desk, ask, provision, values) if len(values) > 1 else ())


def _least(desk: Desk, ask: str, provision: Provision, values: Mapping[str, Values]) -> Iterator[tuple[int, Remedy]]:
    def changed(count: int) -> dict[str, str]:
        return {name: texts[min(count, len(texts)) - 1] for name, texts in values.items()}

    def edits(count: int) -> tuple[Edit, ...]:
        return tuple(policy(desk, provision.id, name, text) for name, text in changed(count).items())

    count = desk.least_of(edits, max(map(len, values.values())))
    if count is not None:
        told = "; ".join(f"{name} {written(provision.raw(name))} → {text}" for name, text in changed(count).items())
        yield count, Remedy(ask, edits(count), (("rule", provision.id), ("change", told)))


def eased(name: str, value: object, size: int) -> Values:
    """Texts for the policy sheet by which a number asks for less and less; a share by whole seats of ``size``."""
    upwards = name.startswith(UPWARDS)
    if isinstance(value, bool):
        return ()
    if isinstance(value, int):
        steps = range(value + 1, value + 1 + FURTHEST) if upwards else range(value - 1, -1, -1)
        return tuple(str(one) for one in steps)
    if isinstance(value, float):
        exact = Fraction(str(value))
        return tuple(_decimal(Fraction(one, size), upwards) for one in _seats(exact, size, upwards))
    if isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(one, int) for one in value) and value[1]:
        return tuple(f"{one}/{size}" for one in _seats(Fraction(value[0], value[1]), size, upwards))
    return ()


def _seats(share: Fraction, size: int, upwards: bool) -> range:
    """Whole seats of ``size`` beyond what ``share`` allows, or below what it asks for."""
    return range(floor(share * size) + 1, size + 1) if upwards else range(ceil(share * size) - 1, -1, -1)


def _decimal(share: Fraction, upwards: bool) -> str:
    """A share with four decimals that comes to no fewer seats where it is a limit, to no more where it is asked for."""
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return str(exact.quantize(Decimal("0.0001"), ROUND_CEILING if upwards else ROUND_FLOOR).normalize())


def written(value: object) -> str:
    """A number of a rule as the policy sheet has it."""
    return "/".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
