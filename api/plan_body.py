"""A plan as the body of a request: ``plan.json`` or a workbook, told by its content, kept on disk while it lasts."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from anyio import open_file
from fastapi import Depends, Request

from api.plan_download import FORMS
from api.problems import Problem
from data.plan_files.plan_file import read_plan
from data.season_files.upload import Form, form_of
from solver.domain.faults import Fault
from solver.domain.plan import Plan
from solver.errors import InputError

ANY = "application/octet-stream"
KINDS = (FORMS["json"].media_type, FORMS["xlsx"].media_type, ANY)
BODY: dict[str, Any] = {  # OpenAPI as JSON
    "requestBody": {
        "required": True,
        "description": "plan.json 或 xlsx 工作簿，按内容识别 / plan.json or a workbook, told by its content",
        "content": {
            ANY: {"schema": {"type": "string", "format": "binary"}},
            FORMS["xlsx"].media_type: {"schema": {"type": "string", "format": "binary"}},
            FORMS["json"].media_type: {"schema": {"type": "object"}},
        },
    }
}
"""``openapi_extra=`` of a route that takes a plan."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, as a file."""

    path: Path

    def plan(self) -> Plan:
        """The plan; raises InputError with every fault of it."""
        form = form_of(self.path)
        if form is Form.ARCHIVE:
            raise InputError([Fault("unknown_suffix", place="plan", value=".zip", facts=(("known", ".json .xlsx"),))])
        return read_plan(self.path.rename(self.path.with_suffix(f".{form.value}")))


async def _sent(request: Request) -> AsyncIterator[Sent]:
    kind = request.headers.get("content-type", ANY).partition(";")[0].strip().lower()
    if kind not in KINDS:
        raise Problem("unsupported-media-type")
    with tempfile.TemporaryDirectory(prefix="pingwei-") as folder:
        path = Path(folder) / "plan"
        async with await open_file(path, "wb") as file:
            async for chunk in request.stream():
                await file.write(chunk)
        yield Sent(path)


SentPlan = Annotated[Sent, Depends(_sent)]
