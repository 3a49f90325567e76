"""A client generated from the service's own description, and people who ask the service by nothing else."""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import uvicorn
from fastapi import FastAPI
from openapi_python_client import cli, strings
from typer.testing import CliRunner

from api.openapi import operations
from benchmarks.service_process import free_port

CONFIGURATION = Path(__file__).parents[2] / "docs" / "generated-client.yaml"
NAME = "pingwei_client"
SECONDS = 60.0
"""How long an answer may take, an event stream the next event."""


def generate(described: Mapping[str, Any], folder: Path) -> str:
    """Generate the client as the documentation says, any warning being an error; what the generator has said."""
    document = folder / "openapi.json"
    document.write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    words = ["generate", "--path", str(document), "--config", str(CONFIGURATION), "--meta", "none"]
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))  # ruff tidies the code
    asked = [*words, "--fail-on-warning", "--output-path", str(folder / NAME)]
    said = CliRunner(env={"PATH": path}).invoke(cli.app, asked, catch_exceptions=False)
    assert said.exit_code == 0, said.output
    return said.output


@dataclass(frozen=True, slots=True)
class Package:
    """The generated package: its functions by operation, its models by name."""

    root: ModuleType
    models: ModuleType
    types: ModuleType
    functions: Mapping[str, ModuleType]

    def client(self, url: str, token: str = "") -> Any:
        """A client, of somebody signed in if there is a ``token``."""
        given = {"timeout": self.root.client.httpx.Timeout(SECONDS), "verify_ssl": False}  # plain HTTP
        return self.root.AuthenticatedClient(url, token, **given) if token else self.root.Client(url, **given)


def load(described: Mapping[str, Any], folder: Path) -> Package:
    """The package in ``folder``, with every module of it imported."""
    sys.path.insert(0, str(folder))
    try:
        root, models, types = (importlib.import_module(f"{NAME}{part}") for part in ("", ".models", ".types"))
        functions = {
            one["operationId"]: importlib.import_module(f"{NAME}.api.{_module(one['tags'][0], one['operationId'])}")
            for _, _, one in operations(dict(described))
        }
    finally:
        sys.path.remove(str(folder))
    return Package(root, models, types, functions)


def _module(tag: str, operation: str) -> str:
    return ".".join(strings.PythonIdentifier(one, "") for one in (tag, operation))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who asks the service by the generated client alone."""

    package: Package
    client: Any
    account: str = ""

    def ask(self, operation: str, *address: str, status: int = 200, **given: Any) -> Any:
        """The typed answer of an operation, which must have this status."""
        return self.answer(operation, *address, status=status, **given).parsed

    def answer(self, operation: str, *address: str, status: int = 200, **given: Any) -> Any:
        """The answer with its headers."""
        found = self.package.functions[operation].sync_detailed(*address, client=self.client, **given)
        assert found.status_code == status, found.parsed or found.content
        return found

    def file(self, content: bytes) -> Any:
        """Bytes as the generated client takes them."""
        return self.package.types.File(payload=BytesIO(content))


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve ``app`` on a free port while the block lasts; its address."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + SECONDS
    while not server.started:
        assert thread.is_alive()
        assert time.monotonic() < until, "the server does not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
