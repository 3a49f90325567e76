"""The body of a request that is a whole file: kept on disk while the request lasts, and read by few at a time."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from api.openapi_documents import SEASON_FILE, reference
from api.problems import Problem
from data.season_files.upload import Read, read_upload

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ARCHIVE = "application/zip"
JSON = "application/json"
ANY = "application/octet-stream"
BINARY: dict[str, Any] = {"type": "string", "format": "binary"}
"""How the contract describes bytes (JSON Schema)."""
MOST_AT_ONCE = max(2, os.cpu_count() or 1)
WAIT_SECONDS = 60
_TURNS = BoundedSemaphore(MOST_AT_ONCE)


async def _sent(request: Request) -> AsyncIterator[Path]:
    kind = request.headers.get("content-type", ANY).partition(";")[0].strip().lower()
    if kind not in (WORKBOOK, ARCHIVE, JSON, ANY):
        raise Problem("unsupported-media-type")
    with tempfile.TemporaryDirectory(prefix="pingwei-") as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as file:
            async for chunk in request.stream():
                await run_in_threadpool(file.write, chunk)
        yield path


Upload = Annotated[Path, Depends(_sent)]
"""What was sent, as a file without a name of its own."""


def read_apart(path: Path, numbers: Mapping[str, str], annotated: Path | None = None) -> Read:
    """Read a season that was sent, in a process of its own; raises InputError, and Problem ``busy`` after a minute."""
    with _turn():
        return read_upload(path, numbers, annotated)


@contextmanager
def _turn() -> Iterator[None]:
    """Each reading process may take its limit of memory, so no more than ``MOST_AT_ONCE`` run."""
    if not _TURNS.acquire(timeout=WAIT_SECONDS):
        raise Problem("busy")
    try:
        yield
    finally:
        _TURNS.release()


FILE: dict[str, Any] = {  # OpenAPI as JSON
    "requestBody": {
        "required": True,
        "description": "xlsx 工作簿、CSV 压缩包（zip）或 JSON 文件，按内容识别；也可按其自身的媒体类型发送 / "
        "a workbook, a zip of CSV files, or a JSON file, told by its content; their own media types are taken as well",
        "content": {ANY: {"schema": BINARY}},
    }
}
"""``openapi_extra=`` of a route that takes the file of a season."""

SEASON: dict[str, Any] = {
    "requestBody": FILE["requestBody"]
    | {"content": {ANY: {"schema": BINARY}, JSON: {"schema": reference(SEASON_FILE)}}}
}
"""``openapi_extra=`` of a route that takes a season, as a file or as what a program has made."""
