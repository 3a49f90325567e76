"""A plan as the body of a request: ``plan.json`` or a workbook, told by its content, kept on disk while it lasts."""

from __future__ import annotations

from typing import Any

from api.upload_body import ANY, BINARY

BODY: dict[str, Any] = {  # OpenAPI as JSON
    "requestBody": {
        "required": True,
        "description": "plan.json 或 xlsx 工作簿，按内容识别；也可按其自身的媒体类型发送 / "
        "plan.json or a workbook, told by its content; their own media types are taken as well",
        "content": {ANY: {"schema": BINARY}},
    }
}
"""``openapi_extra=`` of a route that takes a plan."""
