"""The body of a request that is a whole file: kept on disk while the request lasts, and read by few at a time."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from time import time
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from api.openapi_documents import SEASON_FILE, reference
from api.problems import Problem
from api.settings import Settings
from data.season_files.upload import Read, read_sent_plan, read_upload
from data.season_files.upload_limits import UploadLimits
from solver.domain.plan import Plan

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ARCHIVE = "application/zip"
JSON = "application/json"
ANY = "application/octet-stream"
BINARY: dict[str, Any] = {"type": "string", "format": "binary"}
"""How the contract describes bytes (JSON Schema)."""
FOLDER = "uploads"
ABANDONED_SECONDS = 3600
"""After that what lies in the folder is of a service that was killed."""


class Uploads:
    """Where uploads lie while their requests last, and how many there may be."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.folder / FOLDER
        self.limits = UploadLimits(
            memory=settings.upload_memory,
            seconds=settings.upload_seconds,
            unpacked=settings.upload_unpacked,
            depth=settings.json_depth,
        )
        self.wait_seconds = settings.upload_seconds
        self.places = settings.uploads_at_once + settings.uploads_waiting
        self.taken = 0
        self.turns = BoundedSemaphore(settings.uploads_at_once)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in self.folder.iterdir():
            if time() - left.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(left, ignore_errors=True)

    @contextmanager
    def place(self) -> Iterator[Path]:
        """A folder for one upload, removed with it; raises Problem ``busy`` at once if as many as may wait do."""
        if self.taken >= self.places:
            raise Problem("busy")
        self.taken += 1
        try:
            with tempfile.TemporaryDirectory(prefix="pingwei-", dir=self.folder) as folder:
                yield Path(folder)
        finally:
            self.taken -= 1

    @contextmanager
    def turn(self) -> Iterator[UploadLimits]:
        """A turn to read, with its limits; raises Problem ``busy`` if none comes while one upload may be read."""
        if not self.turns.acquire(timeout=self.wait_seconds):
            raise Problem("busy")
        try:
            yield self.limits
        finally:
            self.turns.release()


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, as a file without a name of its own."""

    path: Path
    uploads: Uploads

    def season(self, numbers: Mapping[str, str], annotated: Path | None = None) -> Read:
        """The season in it, read in a process of its own; raises InputError, and Problem ``busy``."""
        with self.uploads.turn() as limits:
            return read_upload(self.path, numbers, annotated, limits)

    def plan(self) -> Plan:
        """The plan in it, likewise; raises InputError with every fault of it."""
        with self.uploads.turn() as limits:
            return read_sent_plan(self.path, limits)


async def _sent(request: Request) -> AsyncIterator[Sent]:
    kind = request.headers.get("content-type", ANY).partition(";")[0].strip().lower()
    if kind not in (WORKBOOK, ARCHIVE, JSON, ANY):
        raise Problem("unsupported-media-type")
    uploads: Uploads = request.app.state.uploads
    with uploads.place() as folder:
        path = folder / "upload"
        with path.open("wb") as file:
            async for chunk in request.stream():
                await run_in_threadpool(file.write, chunk)
        yield Sent(path, uploads)


Upload = Annotated[Sent, Depends(_sent)]
"""What was sent. It is on disk before the handler runs; only a process of its own ever opens it."""


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
