"""A plan as a file: JSON, a workbook, or a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from api.openapi_documents import PLAN_FILE, reference
from api.upload_body import BINARY, JSON, WORKBOOK
from data.plan_files.plan_excel import write_plan_excel
from data.plan_files.plan_html import page
from data.plan_files.plan_json import plan_text
from solver.domain.plan import Plan
from solver.explain.words import Lang
from solver.rules.brief import Brief

Form = Literal["json", "xlsx", "html"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a form is called on the wire, and how the contract describes it."""

    media_type: str
    schema: Mapping[str, Any]  # JSON Schema


FORMS: Mapping[Form, Kind] = {
    "xlsx": Kind(WORKBOOK, BINARY),  # first: generated clients take the first type for all, and this one is bytes
    "json": Kind(JSON, reference(PLAN_FILE)),
    "html": Kind("text/html; charset=utf-8", {"type": "string"}),
}


def as_file(plan: Plan, brief: Brief, form: Form, lang: Lang) -> bytes:
    """The bytes of ``plan`` in a form."""
    match form:
        case "json":
            return plan_text(plan, brief).encode("utf-8")
        case "html":
            return page(plan, brief, lang).encode("utf-8")
        case "xlsx":
            with TemporaryDirectory(prefix="pingwei-") as folder:
                path = Path(folder) / "plan.xlsx"
                write_plan_excel(plan, brief, path, lang)
                return path.read_bytes()
