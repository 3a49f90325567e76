"""A season's policy sheet (参数): which numbers of the register differ this year, why, and who approved it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from data.regulations.documents import documents
from data.regulations.parameter_values import kind_of, parse
from data.regulations.profiles import Profile, changes, profiles
from solver.domain.committees import PolicyChange
from solver.domain.faults import Fault
from solver.domain.vocabulary import Severity
from solver.rules.rulebook import Provision

IN_FORCE = "in_force"
"""The parameter that every provision and every profile has: whether it holds."""


def faults_of(rows: Sequence[PolicyChange], provisions: Mapping[str, Provision]) -> Iterator[Fault]:
    """Everything wrong with the policy sheet: unknown rules and parameters, wrong values, reasons that are missing."""
    for row in rows:
        known = _kinds(row.rule, provisions)
        if known is None:
            yield _fault("unknown-rule", row, "rule", row.rule)
        elif row.parameter not in known:
            yield _fault("unknown-parameter", row, "parameter", row.parameter, ("known", "、".join(known)))
        else:
            yield from _value_faults(row, known[row.parameter])
            yield from _standing_faults(row, provisions)


def applied(rows: Sequence[PolicyChange], provisions: Mapping[str, Provision]) -> Mapping[str, Provision]:
    """``provisions`` with every row of a faultless policy sheet carried out, in order."""
    changed = dict(provisions)
    for row in rows:
        kinds = _kinds(row.rule, changed)
        value = parse(row.value, (kinds or {})[row.parameter])
        if row.rule in profiles():
            changed |= _profile_rows(row, profiles()[row.rule], value is True, changed)
        else:
            changed[row.rule] = _with_value(changed[row.rule], row, value)
    return changed


def _kinds(rule: str, provisions: Mapping[str, Provision]) -> Mapping[str, str] | None:
    """By parameter: the kind of value it takes; None for a rule that nobody knows."""
    if rule in profiles():
        return {IN_FORCE: "flag"}
    if rule not in provisions:
        return None
    optional = next((document.optional[rule] for document in documents() if rule in document.optional), {})
    present = {name: kind_of(value) for name, value in provisions[rule].parameters.items()}
    return {IN_FORCE: "flag", **present, **optional}


def _value_faults(row: PolicyChange, kind: str) -> Iterator[Fault]:
    try:
        parse(row.value, kind)
    except ValueError:  # also what a broken JSON text raises
        yield _fault("wrong-parameter-value", row, "value", row.value, ("parameter", row.parameter), ("needed", kind))


def _standing_faults(row: PolicyChange, provisions: Mapping[str, Provision]) -> Iterator[Fault]:
    """Logic stays as it is; what binds is changed only with a reason."""
    provision = provisions.get(row.rule)
    if provision is not None and provision.nature == "logic":
        yield _fault("logic-is-fixed", row, "rule", row.rule)
    binding = provision is None or provision.severity is not Severity.ADVISORY
    if binding and not row.reason.strip():
        yield _fault("reason-missing", row, "reason", "", ("parameter", row.parameter))


def _fault(code: str, row: PolicyChange, field: str, value: str, *facts: tuple[str, str]) -> Fault:
    return Fault(code, "policy", None, field, value=value, facts=(("rule", row.rule), *facts))


def _with_value(provision: Provision, row: PolicyChange, value: object) -> Provision:
    noted = (*provision.changed, (row.parameter, row.reason, row.approved_by))
    if row.parameter == IN_FORCE:
        return replace(provision, in_force=value is True, changed=noted)
    return replace(provision, parameters={**provision.parameters, row.parameter: value}, changed=noted)


def _profile_rows(
    row: PolicyChange, profile: Profile, on: bool, provisions: Mapping[str, Provision]
) -> Mapping[str, Provision]:
    note = (f"{profile.id}.{IN_FORCE}", row.reason, row.approved_by)
    return {
        one: replace(
            provisions[one], in_force=in_force, parameters=parameters, changed=(*provisions[one].changed, note)
        )
        for one, (in_force, parameters) in changes(profile, on, provisions).items()
    }
