"""The service over each database in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from data.store.engine import Store, open_store
from tests.api.service import Service
from tests.conftest import KEY


@pytest.fixture
def settings(tmp_path: Path, anchors: Path) -> Settings:
    """Settings of a service in a folder of its own."""
    return Settings(folder=tmp_path, anchor_file=str(anchors))


@pytest.fixture
def service(store: Store, settings: Settings) -> Iterator[Service]:
    """A service with nobody in it."""
    with TestClient(create_app(settings, store)) as client:
        yield Service(client, store, settings)


@pytest.fixture(scope="session")
def described(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The description of the service, OpenAPI as JSON; it depends on no store."""
    folder = tmp_path_factory.mktemp("described")
    store = open_store(f"sqlite:///{folder}/none.db", KEY)
    found: dict[str, Any] = create_app(Settings(folder=folder), store).openapi()
    store.close()
    return found
