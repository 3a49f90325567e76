"""``plan.json``: a plan with everything in it, each finding and reason also as a sentence with its citation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import cast

from data.plan_files.codec import Json, Reader, Written, encode, schema_of
from data.plan_files.seated_twice import seated_twice
from data.season_files.columns import SEASON
from data.season_files.fault_list import MOST_KEPT, FaultList
from solver.domain.faults import Fault
from solver.domain.plan import Finding, Plan, Reason
from solver.errors import InputError
from solver.explain.citation import Source, source_of
from solver.explain.sentence import finding_statement, reason_sentence
from solver.rules.brief import Brief

FORMAT = "pingwei-plan-1"
TEXTS: Json = {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}}
CITATION: Json = {
    "description": "Where the rule stands, and how far its text was verified.",
    "type": "object",
    "properties": {
        "document": {"type": "string"},
        "number": {"type": "string"},
        "year": {"type": ["integer", "null"]},
        "article": {"type": "string"},
        "verified": {"enum": ["found", "memory", "assumption", "logic"]},
        "zh": {"type": "string"},
        "en": {"type": "string"},
    },
}
DESCRIBED: Mapping[type, dict[str, Json]] = {
    Plan: {"format": {"const": FORMAT}},
    Finding: {"sentence": TEXTS, "citation": CITATION},
    Reason: {"sentence": TEXTS},
}
PASSED_OVER = {kind: frozenset(members) for kind, members in DESCRIBED.items()}


def plan_schema() -> dict[str, Json]:
    """The JSON Schema (2020-12) of ``plan.json``."""
    defs: dict[str, Json] = {}
    top = schema_of(Plan, DESCRIBED, defs)
    head: dict[str, Json] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Pingwei plan"}
    return head | cast("dict[str, Json]", top) | {"$defs": defs}


def write_plan_json(plan: Plan, brief: Brief, path: Path) -> None:
    """Write ``plan`` to ``path``; the same plan and brief give the same bytes."""
    path.write_text(plan_text(plan, brief), encoding="utf-8")


def plan_text(plan: Plan, brief: Brief) -> str:
    """The text of ``plan.json``."""
    return json.dumps(plan_document(plan, brief), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def plan_document(plan: Plan, brief: Brief) -> Json:
    """``plan.json`` as JSON values."""
    return encode(plan, _written(brief))


def finding_json(finding: Finding, brief: Brief) -> Json:
    """One finding as it stands in ``plan.json``, with its sentence and citation."""
    return encode(finding, _written(brief))


def read_plan_json(path: Path) -> Plan:
    """Read a plan.

    Raises
    ------
    InputError
        With every fault of the file, each at its JSON pointer.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:  # ValueError: not UTF-8, not JSON, or NaN
        raise InputError([Fault("not_json", place=path.name, value=str(error)[:120])]) from error
    return plan_of(document)


def plan_of(document: Json) -> Plan:
    """The plan of a ``plan.json`` that has been parsed; raises InputError as :func:`read_plan_json`."""
    if isinstance(document, dict) and SEASON.name in document and "format" not in document:
        raise InputError([Fault("season_not_plan", place="/season")])
    twice = FaultList(islice(seated_twice(document), MOST_KEPT + 1))
    if twice.more:  # nothing else of it needs to be read for it to be refused
        raise InputError(twice, twice.more)
    reader = Reader(PASSED_OVER)
    plan = reader.read(Plan, document)
    reader.faults += twice
    if isinstance(document, dict) and document.get("format", FORMAT) != FORMAT:
        reader.faults.append(Fault("other_format", place="/format", value=str(document["format"])))
    if reader.faults or not isinstance(plan, Plan):
        raise InputError(reader.faults, reader.faults.more)
    return plan


def finding_of(document: Json) -> Finding:
    """The finding that :func:`finding_json` wrote; raises InputError as :func:`read_plan_json`."""
    reader = Reader(PASSED_OVER)
    finding = reader.read(Finding, document)
    if reader.faults or not isinstance(finding, Finding):
        raise InputError(reader.faults)
    return finding


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _written(brief: Brief) -> Written:
    """Members of findings and reasons that are for people: they follow from the rest and are not read back."""

    def finding(value: object) -> dict[str, Json]:
        one = cast("Finding", value)
        texts = {lang: finding_statement(one, brief, lang) for lang in ("zh", "en")}
        return {"sentence": cast("Json", texts), "citation": _citation(source_of(one.rule, brief))}

    def reason(value: object) -> dict[str, Json]:
        texts = {lang: reason_sentence(cast("Reason", value), brief, lang) for lang in ("zh", "en")}
        return {"sentence": cast("Json", texts)}

    return {Plan: lambda _: {"format": FORMAT}, Finding: finding, Reason: reason}


def _citation(source: Source) -> Json:
    return {
        "document": source.document,
        "number": source.number,
        "year": source.year,
        "article": source.article,
        "verified": source.verified,
        "zh": source.text("zh"),
        "en": source.text("en"),
    }
