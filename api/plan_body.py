"""A plan as the body of a request: ``plan.json`` or a workbook, told by its content, kept on disk while it lasts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends

from api.upload_body import ANY, BINARY, Upload
from data.plan_files.plan_file import read_plan
from data.season_files.upload import Form, form_of
from solver.domain.faults import Fault
from solver.domain.plan import Plan
from solver.errors import InputError

BODY: dict[str, Any] = {  # OpenAPI as JSON
    "requestBody": {
        "required": True,
        "description": "plan.json 或 xlsx 工作簿，按内容识别；也可按其自身的媒体类型发送 / "
        "plan.json or a workbook, told by its content; their own media types are taken as well",
        "content": {ANY: {"schema": BINARY}},
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


def _sent(upload: Upload) -> Sent:
    return Sent(upload)


SentPlan = Annotated[Sent, Depends(_sent)]
